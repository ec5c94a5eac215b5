//! Places, caps, bonus and points against the leader.

use std::fmt::Write;

use crate::support::{
    Tally, case, exact, grade, ladder, of, over, recommended, records, row, rules, run_named,
};

#[test]
fn against_the_leader() {
    let Some(files) = case("published_rules") else { return };
    let report = run_named(&files, "thidua-leader.yaml");
    let run = of(&report, "nam");
    let mut tally = Tally::new("leader_relative_cases");
    for published in records(&files, "leader_relative_cases.csv") {
        let unit = &published["unit"];
        tally.value(unit, run.outcome.scorecards.total(row(run, unit)), &published["published_score"]);
    }
    tally.finish(6);
}

#[test]
fn bonus_above_the_maximum() {
    let report = over("bonus.yaml", "entrant,1,cờ\nmột,97,co-thi-dua\nhai,97,co-chinh-phu\nba,97,khong\n");
    let run = &report.runs[0];
    let mut tally = Tally::new("bonus");
    for (entrant, total) in [("một", "107"), ("hai", "112"), ("ba", "97")] {
        tally.value(entrant, run.outcome.scorecards.total(row(run, entrant)), total);
    }
    tally.finish(3);
}

fn teams(count: u32, guests: &[u32]) -> String {
    let mut table = "entrant,bài,chính_thức\n".to_owned();
    for place in 1..=count {
        let official = if guests.contains(&place) { "không" } else { "có" };
        writeln!(table, "e{place:03},{},{official}", 1000 - place).unwrap();
    }
    table
}

#[test]
fn guests_use_up_no_place() {
    let guests = [5, 13, 15];
    let report = over("places-28.yaml", teams(200, &guests));
    let run = &report.runs[0];
    let (gold, silver) = (recommended(run, "vang"), recommended(run, "bac"));
    assert_eq!((gold.len(), gold.last().copied()), (28, Some("e031")));
    assert!(["e005", "e013", "e015"].iter().all(|guest| !gold.contains(guest) && !silver.contains(guest)));
    assert_eq!((silver.first().copied(), silver.len()), (Some("e032"), 56));
    assert_eq!(recommended(run, "dong").len(), 84);

    let report = over("places-52.yaml", teams(200, &[7, 52]));
    let gold = recommended(&report.runs[0], "vang");
    assert_eq!((gold.len(), gold.last().copied()), (52, Some("e054")));
}

#[test]
fn a_tie_on_the_line_widens_and_narrows() {
    let solved = [9, 8, 7, 6, 6, 5, 4, 3, 2, 1];
    let mut table = "entrant,bài\n".to_owned();
    for (at, solved) in solved.iter().enumerate() {
        writeln!(table, "e{},{solved}", at + 1).unwrap();
    }
    let report = over("tie-on-line.yaml", table);
    let run = &report.runs[0];
    assert_eq!(recommended(run, "vang"), ["e1", "e2", "e3", "e4", "e5"]);
    assert_eq!(recommended(run, "bac"), ["e6", "e7", "e8"]);
}

#[test]
fn chained_caps_drop_fractions_at_each_step() {
    // 50 × 58 % = 29 (28 in doubles), 29 × 70 % = 20.3; 100: 58 and 40.6; 7: 4.06 and 2.8.
    for (people, second, first) in [(50, 29, 20), (100, 58, 40), (7, 4, 2), (1, 0, 0)] {
        let report = over("chained.yaml", ladder(people));
        let run = &report.runs[0];
        let held = ["loai-2", "loai-1", "loai-3"].map(|award| recommended(run, award).len());
        assert_eq!(held, [second, first, usize::try_from(people).unwrap() - second], "{people} people");
    }
}

#[test]
fn excellent_is_capped_by_good() {
    // Cục A: 10 at 90 or more and 14 between 70 and 90. x ≤ 20 % × (24 − x) gives 4.
    // Cục B: 1 and 4: x ≤ 20 % × (5 − x) gives 0. Cục C: 1 and 5: one stays.
    let mut files = rules("published_rules");
    let mut table = "entrant,nhóm,1,2,trường_hợp_loại\n".to_owned();
    for (group, excellent, good) in [("A", 10, 14), ("B", 1, 4), ("C", 1, 5)] {
        for at in 0..excellent {
            writeln!(table, "{group}x{at},cục {group} / tham mưu,30,{}.5,", 60 + at).unwrap();
        }
        for at in 0..good {
            writeln!(table, "{group}t{at},cục {group} / tham mưu,20,{},", 50 + at).unwrap();
        }
    }
    table.push_str("Bk,cục B / tham mưu,30,69,có\nBh,cục B / tham mưu,20,30,không\n");
    files.insert("cong-chuc.csv", table);
    let report = run_named(&files, "thidua-nd335.yaml");
    let run = of(&report, "nam");
    let held = |group: &str, id: &str| {
        let members = run.evaluations.entrants().iter().filter(|entrant| entrant.id.starts_with(group));
        members.filter(|entrant| grade(run, 0, &entrant.id).is_some_and(|grade| grade.id == id)).count()
    };
    assert_eq!((held("A", "xuat-sac"), held("A", "tot")), (4, 20));
    assert_eq!((held("B", "xuat-sac"), held("B", "tot")), (0, 5));
    assert_eq!((held("C", "xuat-sac"), held("C", "tot")), (1, 5));
    assert_eq!(grade(run, 0, "Bk").unwrap().id, "khong");
    assert_eq!(grade(run, 0, "Bh").unwrap().id, "hoan-thanh");
    // The best of group A keep the grade.
    assert!(["Ax9", "Ax8", "Ax7", "Ax6"].iter().all(|id| grade(run, 0, id).unwrap().id == "xuat-sac"));
}

#[test]
fn one_part_is_threshold_and_weight() {
    let report = over("threshold-part.yaml", "entrant,chung,tre\na,100,84.99\nb,90,85\n");
    let run = &report.runs[0];
    assert_eq!(recommended(run, "do-thi-van-minh"), ["b"]);
    assert_eq!(run.outcome.scorecards.total(row(run, "b")), Some(exact("89")));
}
