//! Whatever a caller hands in, an answer or a number comes back: nothing ends the process, and nothing is kept for good.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::multiple_unsafe_ops_per_block,
    reason = "helpers of tests may fail loudly, as tests do, and try many wrong calls at once"
)]

use std::ptr::{null, null_mut};

use thidua_capi::{
    THIDUA_DONE, THIDUA_MISUSE, THIDUA_NEEDS_PERSON, THIDUA_REFUSED, thidua_cancel, thidua_cancel_new,
    thidua_copy, thidua_evaluate, thidua_evaluate_until, thidua_free, thidua_length, thidua_season_change,
    thidua_season_open, thidua_season_open_until,
};

const REQUEST: &str = r#"{"format":"thidua-request/1","period":{"from":"2026-01-01","until":"2026-12-31"},
  "rules":"rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]\nrankings: [ { id: chung, scope: all } ]",
  "values":[{"rows":[{"entrant":"xa-a","I":9},{"entrant":"xa-b","I":8}]}]}"#;
const CHANGE: &str = r#"{"format":"thidua-change/1","set":[{"entrant":"xa-b","input":"I","value":"9.5"}]}"#;

fn evaluate(request: &[u8]) -> (i32, u64) {
    let mut answer = 7;
    // SAFETY: both point to what lives here.
    let status = unsafe { thidua_evaluate(request.as_ptr(), request.len(), &raw mut answer) };
    (status, answer)
}

fn open() -> (i32, u64, u64) {
    let (mut season, mut answer) = (7, 7);
    // SAFETY: all point to what lives here.
    let status =
        unsafe { thidua_season_open(REQUEST.as_ptr(), REQUEST.len(), &raw mut season, &raw mut answer) };
    (status, season, answer)
}

fn change(season: u64, change: &[u8]) -> (i32, String) {
    let mut answer = 0;
    // SAFETY: both point to what lives here.
    let status = unsafe { thidua_season_change(season, change.as_ptr(), change.len(), &raw mut answer) };
    let text = if answer == 0 { String::new() } else { text(answer) };
    thidua_free(answer);
    (status, text)
}

fn text(answer: u64) -> String {
    let mut bytes = vec![0; thidua_length(answer)];
    // SAFETY: there is room for so many.
    assert_eq!(unsafe { thidua_copy(answer, bytes.as_mut_ptr(), bytes.len()) }, THIDUA_DONE);
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_request_is_answered_as_in_rust() {
    let (status, answer) = evaluate(REQUEST.as_bytes());
    assert_eq!((status, text(answer)), (THIDUA_DONE, thidua::evaluate_json(REQUEST)));
    assert_eq!(thidua_free(answer), THIDUA_DONE);
    let blank = REQUEST.replace(":8}", ":null}");
    let (status, answer) = evaluate(blank.as_bytes());
    assert_eq!((status, thidua_free(answer)), (THIDUA_NEEDS_PERSON, THIDUA_DONE));
}

#[test]
fn null_pointers_and_huge_lengths_are_told() {
    let mut place = 7;
    let request = REQUEST.as_ptr();
    // SAFETY: null pointers and lengths beyond all bounds are looked at and not used.
    let statuses = unsafe {
        [
            thidua_evaluate(null(), 3, &raw mut place),
            thidua_evaluate(request, usize::MAX, &raw mut place),
            thidua_evaluate(request, REQUEST.len(), null_mut()),
            thidua_season_open(null(), 0, &raw mut place, &raw mut place),
            thidua_season_open(request, REQUEST.len(), &raw mut place, &raw mut place),
            thidua_season_open(request, REQUEST.len(), null_mut(), &raw mut place),
            thidua_season_change(1, null(), 0, &raw mut place),
        ]
    };
    assert_eq!(statuses, [THIDUA_MISUSE; 7]);
    let (_, answer) = evaluate(b"");
    // SAFETY: null is looked at and not used.
    assert_eq!(unsafe { thidua_copy(answer, null_mut(), 10) }, THIDUA_MISUSE);
    let mut two = [b'.'; 2];
    // SAFETY: there is room for one.
    assert_eq!(unsafe { thidua_copy(answer, two.as_mut_ptr(), 1) }, THIDUA_DONE);
    assert_eq!(two, *b"{.", "no more than there is room for");
    thidua_free(answer);
}

#[test]
fn handles_are_known_once() {
    let (status, season, answer) = open();
    assert_eq!(status, THIDUA_DONE);
    assert!(season != 0 && answer != 0 && season != answer);
    assert_eq!(change(answer, CHANGE.as_bytes()).0, THIDUA_MISUSE, "an answer is no season");
    assert_eq!(thidua_length(season), 0, "a season is no answer");
    let (status, text) = change(season, CHANGE.as_bytes());
    assert!(status == THIDUA_DONE && text.contains(r#""moved":["xa-a","xa-b"]"#), "{text}");
    assert_eq!(change(season, b"{}").0, THIDUA_REFUSED);
    for handle in [season, answer] {
        assert_eq!(thidua_free(handle), THIDUA_DONE);
        assert_eq!(thidua_free(handle), THIDUA_MISUSE, "twice");
    }
    assert_eq!(change(season, CHANGE.as_bytes()).0, THIDUA_MISUSE, "after it was freed");
    for handle in [0, u64::MAX, season + 1_000_000] {
        assert_eq!((thidua_free(handle), thidua_length(handle)), (THIDUA_MISUSE, 0));
    }
}

#[test]
fn what_is_no_request_is_refused() {
    let cut = (0..REQUEST.len()).step_by(13).map(|end| REQUEST.as_bytes()[..end].to_vec());
    for bytes in cut.chain([b"\xff\xfe\0".to_vec(), vec![b'['; 200_000]]) {
        let (status, answer) = evaluate(&bytes);
        assert_eq!(status, THIDUA_REFUSED);
        assert!(text(answer).starts_with(r#"{"format":"thidua-answer/1""#));
        assert_eq!(thidua_free(answer), THIDUA_DONE);
    }
}

#[test]
fn many_threads_share_the_library_and_a_season() {
    let (_, season, answer) = open();
    thidua_free(answer);
    // Threads of hosts have small stacks; the work has one of its own.
    let small = || std::thread::Builder::new().stack_size(256 * 1024);
    let threads: Vec<_> = (0..8)
        .map(|number| {
            let work = move || {
                for round in 0..20 {
                    let (status, answer) = evaluate(REQUEST.as_bytes());
                    assert_eq!((status, thidua_free(answer)), (THIDUA_DONE, THIDUA_DONE));
                    let points = (number * 20 + round) % 10;
                    let set = CHANGE.replace("9.5", &points.to_string());
                    assert_eq!(change(season, set.as_bytes()).0, THIDUA_DONE);
                }
            };
            small().spawn(work).unwrap()
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(thidua_free(season), THIDUA_DONE);
}

#[test]
fn a_call_that_is_cancelled_says_so() {
    let (cancel, mut answer, mut season) = (thidua_cancel_new(), 7, 7);
    let (request, length) = (REQUEST.as_ptr(), REQUEST.len());
    // SAFETY: both point to what lives here.
    let until = |cancel, answer: *mut u64| unsafe { thidua_evaluate_until(request, length, cancel, answer) };
    assert_eq!((until(cancel, &raw mut answer), thidua_free(answer)), (THIDUA_DONE, THIDUA_DONE));
    let told = std::thread::spawn(move || thidua_cancel(cancel)).join().unwrap();
    assert_eq!((told, until(cancel, &raw mut answer)), (THIDUA_DONE, THIDUA_REFUSED));
    assert!(text(answer).contains("TD0586"));
    thidua_free(answer);
    // SAFETY: all point to what lives here.
    let status =
        unsafe { thidua_season_open_until(request, length, cancel, &raw mut season, &raw mut answer) };
    assert_eq!((status, season, thidua_free(answer)), (THIDUA_REFUSED, 0, THIDUA_DONE));
    assert_eq!((thidua_length(cancel), thidua_free(cancel)), (0, THIDUA_DONE));
    assert_eq!((until(cancel, &raw mut answer), answer), (THIDUA_MISUSE, 0), "after it was freed");
    assert_eq!((thidua_cancel(cancel), thidua_cancel(0)), (THIDUA_MISUSE, THIDUA_MISUSE));
}
