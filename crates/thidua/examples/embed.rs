//! Embedding in one page: rules and typed values in, a recommendation, its explanation and a changed cell out.
//!
//! Run with `cargo run -p thidua --example embed`; what follows these lines stands in README.md too.

#![expect(clippy::print_stdout, clippy::expect_used, reason = "an example shows what it does")]

use thidua::{EntrantText, Language, Sheet, day, plan, read_rules};

const RULES: &str = "
rule_set: vi-du
version: 1
title: Ví dụ
inputs: { đúng_hạn: { title: Đúng hạn, kind: count }, tiếp_nhận: { title: Tiếp nhận, kind: count, min: 1 } }
criteria:
- { code: I, title: Giải quyết hồ sơ, points_max: 60, ratio: { numerator: đúng_hạn, denominator: tiếp_nhận } }
- { code: II, title: Đối thoại, points_max: 40 }
rankings: [ { id: trong-cụm, scope: cluster, tie_break: [ { of: điểm của I } ] } ]
awards:
- { id: bang-khen, title: Bằng khen, kind: commendation, for: collective,
    requires: [ { when: điểm >= 80 } ], quota: { count: 1, per: cluster } }
";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let plan = plan(&read_rules("vi-du.yaml", RULES)?, day("2026-12-31")?)?; // keep it: it scores anybody
    let mut sheet = Sheet::new(&plan, ["xa-a", "xa-b"].map(|id| EntrantText::new(id).in_cluster("cụm 1")))?;
    sheet.column("tiếp_nhận", [("xa-a", 12), ("xa-b", 9)])?;
    sheet.column("đúng_hạn", [("xa-a", 11), ("xa-b", 8)])?;
    sheet.column("II", [("xa-a", "37.5"), ("xa-b", "36")])?;
    let refused = sheet.set("xa-a", "I", 60).expect_err("points that are worked out cannot be entered");
    println!("{}", refused.in_language(Language::English));
    let mut season = sheet.season()?;
    let first = season.entrant("xa-a").ok_or("no xa-a")?;
    assert_eq!(first.total(), Some("92.5".parse()?)); // 11/12 of 60, and 37.5: exact, never a float
    assert!(first.award("bang-khen").is_some_and(|award| award.is_recommended()));
    for line in first.explanation().into_iter().flat_map(|explained| explained.sheet) {
        println!("{}: {}", line.title, line.arithmetic.vi); // Giải quyết hồ sơ: 11 / 12 × 60 = 55
    }
    let change = season.set("xa-b", "đúng_hạn", 9)?; // only the cluster of xa-b is worked out again
    assert_eq!(change.moved, ["xa-a", "xa-b"]);
    let second = season.entrant("xa-b").ok_or("no xa-b")?;
    assert!(second.award("bang-khen").is_some_and(|award| award.is_recommended()));
    Ok(())
}
