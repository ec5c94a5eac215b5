//! Room in the memory of a WebAssembly sandbox, where the host cannot point into memory of its own.

/// Room for so many bytes that the host writes to (cấp chỗ trong bộ nhớ); null when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn thidua_room(length: usize) -> *mut u8 {
    let mut room = Vec::new();
    if room.try_reserve_exact(length).is_err() {
        return std::ptr::null_mut();
    }
    room.resize(length, 0_u8);
    Box::into_raw(room.into_boxed_slice()).cast()
}

/// Gives the room back (trả lại chỗ).
///
/// # Safety
/// `room` must come from [`thidua_room`] with the same length, and not have been given back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_give_back(room: *mut u8, length: usize) {
    if !room.is_null() {
        let room = std::ptr::slice_from_raw_parts_mut(room, length);
        // SAFETY: it was made by `thidua_room` of a box of this length, which the caller answers for.
        drop(unsafe { Box::from_raw(room) });
    }
}

/// What an author sees of a rule set and its tests (bàn soạn bộ tiêu chí): the handle of an answer in JSON is put into `answer`.
///
/// # Safety
/// `rules` and `tests` must point to as many bytes as are told, which nobody writes to during the call, and `answer` to a
/// place for a handle. Null pointers are told.
#[cfg(feature = "author")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn thidua_author(
    rules: *const u8,
    rules_length: usize,
    tests: *const u8,
    tests_length: usize,
    answer: *mut u64,
) -> i32 {
    use crate::border::{given, taken};
    use crate::kept::{Kept, keep};
    // SAFETY: what is asked of the caller is what `given` asks.
    let rules = unsafe { given(rules, rules_length) };
    // SAFETY: what is asked of the caller is what `given` asks.
    let tests = unsafe { given(tests, tests_length) };
    // SAFETY: what is asked of the caller is what `taken` asks.
    let answer = unsafe { taken(answer) };
    let (Some(rules), Some(tests), Some(answer)) = (rules, tests, answer) else {
        return crate::THIDUA_MISUSE;
    };
    let (rules, tests) = (String::from_utf8_lossy(rules), String::from_utf8_lossy(tests));
    *answer = keep(Kept::answer(thidua_workshop::author(&rules, &tests).into_bytes()));
    crate::THIDUA_DONE
}
