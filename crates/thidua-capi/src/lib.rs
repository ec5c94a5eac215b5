//! The C library of thidua (thư viện C): a request in JSON goes in, an answer in JSON comes out, plans and seasons are kept.
//!
//! Bytes cross the border as a pointer and a length, and are copied: nothing of the caller's is kept, nothing of ours is
//! freed by the caller. What the library keeps is named by a number that is never given out twice, so that a
//! handle used after it was freed, or freed twice, is an error with a number and no more. A panic ends at the border.
//!
//! ```
//! let request = br#"{"format": "thidua-request/1"}"#;
//! let mut answer = 0;
//! // SAFETY: both pointers are to values that live here.
//! let status = unsafe { thidua_capi::thidua_evaluate(request.as_ptr(), request.len(), &raw mut answer) };
//! assert_eq!(status, thidua_capi::THIDUA_REFUSED);
//! assert!(thidua_capi::thidua_length(answer) > 0);
//! assert_eq!(thidua_capi::thidua_free(answer), thidua_capi::THIDUA_DONE);
//! assert_eq!(thidua_capi::thidua_free(answer), thidua_capi::THIDUA_MISUSE, "a second time");
//! ```

mod border;
mod kept;
#[cfg(target_family = "wasm")]
mod sandbox;
mod stack;

use thidua::{Answered, Cancel, JsonSeason, Plans, evaluate_until};

use border::{given, taken};
use kept::{Kept, keep};
#[cfg(all(target_family = "wasm", feature = "author"))]
pub use sandbox::thidua_author;
#[cfg(target_family = "wasm")]
pub use sandbox::{thidua_give_back, thidua_room};

/// Done (xong).
pub const THIDUA_DONE: i32 = 0;
/// Done, and a person must look at something (có việc cần người xem).
pub const THIDUA_NEEDS_PERSON: i32 = 1;
/// Refused: the answer says why (bị từ chối).
pub const THIDUA_REFUSED: i32 = 2;
/// The call itself is wrong: a null pointer, a length beyond all bounds, a handle that is not known (gọi sai).
pub const THIDUA_MISUSE: i32 = 3;
/// A fault of the library; the process goes on, and a season that was at work is gone (lỗi chương trình).
pub const THIDUA_INTERNAL: i32 = 70;

/// The version of these functions; one that is higher has more of them.
#[unsafe(no_mangle)]
pub extern "C" fn thidua_abi_version() -> u32 {
    2
}

/// Answers a request (trả lời một yêu cầu) in the format `thidua-request/1`: the handle of the answer is put into `answer`.
///
/// # Safety
/// `request` must point to `length` bytes that nobody writes to during the call, and `answer` to a place for a handle.
/// Null pointers are told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_evaluate(request: *const u8, length: usize, answer: *mut u64) -> i32 {
    // SAFETY: it asks the same of the caller.
    unsafe { thidua_evaluate_until(request, length, 0, answer) }
}

/// Like [`thidua_evaluate`], until another thread calls [`thidua_cancel`] (dừng được giữa chừng); since version 2.
/// A call that was cancelled ends as refused, and its answer says so (TD0586). `cancel` may be 0.
///
/// # Safety
/// As for [`thidua_evaluate`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_evaluate_until(
    request: *const u8,
    length: usize,
    cancel: u64,
    answer: *mut u64,
) -> i32 {
    // SAFETY: what is asked of the caller is what `given` asks.
    let request = unsafe { given(request, length) };
    // SAFETY: what is asked of the caller is what `taken` asks.
    let answer = unsafe { taken(answer) };
    let (Some(request), Some(answer)) = (request, answer) else { return THIDUA_MISUSE };
    *answer = 0;
    let Some(cancel) = kept::cancel(cancel) else { return THIDUA_MISUSE };
    stack::caught(|| stack::on_own(|| evaluate_until(&Plans::default(), request, &cancel)))
        .map_or(THIDUA_INTERNAL, |answered| kept(answered, answer))
}

/// Answers a request and keeps it (giữ lại một mùa xét), ready for changed cells: its handle is put into `season`, 0 when refused.
///
/// # Safety
/// As for [`thidua_evaluate`]; `season` must point to a place for a handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_season_open(
    request: *const u8,
    length: usize,
    season: *mut u64,
    answer: *mut u64,
) -> i32 {
    // SAFETY: it asks the same of the caller.
    unsafe { thidua_season_open_until(request, length, 0, season, answer) }
}

/// Like [`thidua_season_open`], until another thread calls [`thidua_cancel`]; since version 2.
///
/// # Safety
/// As for [`thidua_season_open`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_season_open_until(
    request: *const u8,
    length: usize,
    cancel: u64,
    season: *mut u64,
    answer: *mut u64,
) -> i32 {
    // SAFETY: what is asked of the caller is what `given` asks.
    let request = unsafe { given(request, length) };
    // SAFETY: what is asked of the caller is what `taken` asks.
    let season = unsafe { taken(season) };
    let Some(season) = season else { return THIDUA_MISUSE };
    *season = 0;
    // SAFETY: what is asked of the caller is what `taken` asks; two places that are one are told.
    let answer = unsafe { taken(answer) }.filter(|answer| !std::ptr::eq::<u64>(&raw const **answer, season));
    let (Some(request), Some(answer)) = (request, answer) else { return THIDUA_MISUSE };
    *answer = 0;
    let Some(cancel) = kept::cancel(cancel) else { return THIDUA_MISUSE };
    let opened = stack::caught(|| stack::on_own(|| JsonSeason::open_until(request, &cancel)));
    opened.map_or(THIDUA_INTERNAL, |(opened, answered)| {
        *season = opened.map_or(0, |opened| keep(Kept::season(opened)));
        kept(answered, answer)
    })
}

/// A wish that calls end (yêu cầu dừng), not told yet: its handle, to be freed like an answer; since version 2.
#[unsafe(no_mangle)]
pub extern "C" fn thidua_cancel_new() -> u64 {
    keep(Kept::Cancel(Cancel::default()))
}

/// Ends every call that was given this wish (dừng), from any thread; since version 2.
#[unsafe(no_mangle)]
pub extern "C" fn thidua_cancel(cancel: u64) -> i32 {
    match kept::cancel(cancel).filter(|_| cancel != 0) {
        Some(cancel) => {
            cancel.cancel();
            THIDUA_DONE
        }
        None => THIDUA_MISUSE,
    }
}

/// Changes cells of a season (sửa ô), or asks what holds now, in the format `thidua-change/1`.
///
/// # Safety
/// As for [`thidua_evaluate`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_season_change(
    season: u64,
    change: *const u8,
    length: usize,
    answer: *mut u64,
) -> i32 {
    // SAFETY: what is asked of the caller is what `given` asks.
    let change = unsafe { given(change, length) };
    // SAFETY: what is asked of the caller is what `taken` asks.
    let answer = unsafe { taken(answer) };
    let (Some(change), Some(answer)) = (change, answer) else { return THIDUA_MISUSE };
    *answer = 0;
    match kept::with_season(season, |season| stack::caught(|| season.change(change))) {
        None => THIDUA_MISUSE,
        Some(None) => {
            // What a panic left behind may be half changed.
            kept::forget(season);
            THIDUA_INTERNAL
        }
        Some(Some(answered)) => kept(answered, answer),
    }
}

/// How many bytes an answer has (độ dài); 0 when the handle is not that of an answer.
#[unsafe(no_mangle)]
pub extern "C" fn thidua_length(answer: u64) -> usize {
    kept::answer(answer).map_or(0, |bytes| bytes.len())
}

/// Copies an answer (chép trả lời): as many bytes as there is room for, and no zero byte after them.
///
/// # Safety
/// `into` must point to `room` bytes that nobody else uses during the call. A null pointer is told.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_copy(answer: u64, into: *mut u8, room: usize) -> i32 {
    let Some(bytes) = kept::answer(answer) else { return THIDUA_MISUSE };
    // SAFETY: what is asked of the caller is what `border::copied` asks.
    if unsafe { border::copied(&bytes, into, room) } { THIDUA_DONE } else { THIDUA_MISUSE }
}

/// Frees an answer, a season or a wish (giải phóng); a handle that is not known, or was freed before, is told.
#[unsafe(no_mangle)]
pub extern "C" fn thidua_free(handle: u64) -> i32 {
    if kept::forget(handle) { THIDUA_DONE } else { THIDUA_MISUSE }
}

/// Keeps an answer under a handle.
fn kept(answered: Answered, place: &mut u64) -> i32 {
    let status = match (answered.refused, answered.needs_person) {
        (true, _) => THIDUA_REFUSED,
        (false, true) => THIDUA_NEEDS_PERSON,
        (false, false) => THIDUA_DONE,
    };
    *place = keep(Kept::answer(answered.json.into_bytes()));
    status
}
