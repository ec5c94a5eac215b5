//! Calls by chance, from seeds that are always the same: right and wrong ones in any order, beside a model of what is kept.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::multiple_unsafe_ops_per_block,
    reason = "helpers of tests may fail loudly, as tests do, and try many wrong calls at once"
)]

#[path = "calls/play.rs"]
mod play;

#[test]
fn calls_in_any_order_do_what_the_model_says() {
    let mut calls = 0;
    for seed in 1..=60_u64 {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let bytes: Vec<u8> = (0..200)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state.to_le_bytes()[3]
            })
            .collect();
        calls += play::play(&bytes);
    }
    assert!(calls > 1_000, "{calls} calls");
}
