//! The entry for other languages: JSON in, JSON out, no panic, no failure.
//!
//! Run with `cargo run -p thidua --example evaluate_json`, or pipe a request into it.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::io::{IsTerminal, Read};

const REQUEST: &str = r#"{
  "format": "thidua-request/1",
  "rules": "rule_set: r\nversion: 1\ntitle: Ví dụ\ncriteria: [ { code: I, points_max: 10 } ]\nrankings: [ { id: chung, scope: all } ]",
  "period": { "from": "2014-01-01", "until": "2014-12-31" },
  "entrants": [ { "id": "xa-a", "name": "Xã A" }, { "id": "xa-b", "name": "Xã B" } ],
  "values": [ { "rows": [ { "entrant": "xa-a", "I": "9.5" }, { "entrant": "xa-b", "I": 9.25 } ] } ],
  "pretty": true
}"#;

fn main() {
    let mut request = String::new();
    if std::io::stdin().is_terminal()
        || std::io::stdin().read_to_string(&mut request).is_err()
        || request.is_empty()
    {
        REQUEST.clone_into(&mut request);
    }
    print!("{}", thidua::evaluate_json(&request));
}
