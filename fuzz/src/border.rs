use thidua::{JsonSeason, evaluate_request};
use thidua_capi::{thidua_copy, thidua_evaluate, thidua_free, thidua_length};

#[path = "../../crates/thidua-capi/tests/calls/play.rs"]
mod play;

/// Any bytes as calls on the C library, right and wrong ones, in any order: each does what a model of the library says.
pub fn c_calls(bytes: &[u8]) {
    play::play(bytes);
}

/// Any bytes as a request: an answer in JSON always comes back, and from a season that is opened the same.
pub fn json_request(bytes: &[u8]) {
    let answered = evaluate_request(bytes);
    let answer: serde_json::Value = serde_json::from_str(&answered.json).unwrap();
    assert_eq!(answered.refused, answer["errors"].is_array(), "{}", answered.json);
    let (season, opened) = JsonSeason::open(bytes);
    assert!(season.is_none() || opened.json == answered.json);
}

/// Any bytes as a change of a season: what is refused leaves it as it was.
pub fn json_change(bytes: &[u8]) {
    let (season, _) = JsonSeason::open(include_bytes!("../../fixtures/vectors/full.json"));
    let mut season = season.unwrap();
    let whole = br#"{"format":"thidua-change/1","whole":true}"#;
    let before = season.change(whole).json;
    let answered = season.change(bytes);
    let _: serde_json::Value = serde_json::from_str(&answered.json).unwrap();
    if answered.refused {
        assert_eq!(season.change(whole).json, before, "a refused change changed something");
    }
}

/// The same request through the C border: the same bytes, and a handle that is freed once.
pub fn c_border(bytes: &[u8]) {
    let mut answer = 0_u64;
    // SAFETY: the bytes live through the call and nobody writes to them; the place is ours.
    let status = unsafe { thidua_evaluate(bytes.as_ptr(), bytes.len(), &raw mut answer) };
    assert!((0..=2).contains(&status), "status {status}");
    let mut copied = vec![0_u8; thidua_length(answer)];
    // SAFETY: there is as much room as is said, and nobody else uses it.
    let done = unsafe { thidua_copy(answer, copied.as_mut_ptr(), copied.len()) };
    assert_eq!(done, 0);
    assert_eq!((thidua_free(answer), thidua_free(answer)), (0, 3));
    assert_eq!(copied, evaluate_request(bytes).json.as_bytes());
}
