//! The fixture folders: their data is what the generator writes, and every special case named in their
//! README comes out as promised, whatever the order of rows and the number of threads.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

#[path = "../examples/generate_fixtures/files.rs"]
mod generated;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use thidua::{
    AwardId, AwardStatus, EntrantId, Files, GradingId, Language, RankingId, Report, page, results, run,
    run_with_threads,
};

const DAN_VAN: &str = "dan-van-kheo-2014";
const KHEN_THUONG: &str = "khen-thuong-2026";
const TODAY: &str = "dan-van-chinh-quyen-2026";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

fn folder(name: &str) -> Files {
    let mut files = Files::default();
    for part in [".", "rules", "data"] {
        for entry in fs::read_dir(root().join(name).join(part)).unwrap().map(Result::unwrap) {
            let file = entry.file_name().into_string().unwrap();
            if entry.path().is_file() && !file.ends_with(".md") {
                let path = if part == "." { file } else { format!("{part}/{file}") };
                files.insert(path, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

fn report(name: &str) -> Report {
    run(&folder(name), "thidua.yaml").unwrap_or_else(|findings| panic!("{findings:#?}"))
}

struct Seen<'a> {
    run: &'a thidua::Run,
}

impl Seen<'_> {
    fn row(&self, entrant: &str) -> EntrantId {
        self.run.evaluations.position(entrant).unwrap_or_else(|| panic!("no entrant {entrant}"))
    }

    fn award(&self, award: &str) -> AwardId {
        self.run.plan.rules().awards().position(|each| each.id.value == award).unwrap()
    }

    fn status(&self, award: &str, entrant: &str) -> AwardStatus {
        let case = self.run.outcome.recommendations.case(self.award(award), self.row(entrant)).unwrap();
        AwardStatus::of(&case.status)
    }

    /// How many requirements and holds stand in the way.
    fn open(&self, award: &str, entrant: &str) -> Vec<usize> {
        self.run.outcome.recommendations.case(self.award(award), self.row(entrant)).unwrap().open().to_vec()
    }

    fn money(&self, award: &str, entrant: &str) -> Option<String> {
        let case = self.run.outcome.recommendations.case(self.award(award), self.row(entrant)).unwrap();
        case.money().map(ToString::to_string)
    }

    fn total(&self, entrant: &str) -> Option<String> {
        self.run.outcome.scorecards.total(self.row(entrant)).map(|total| total.to_string())
    }

    fn bonus(&self, entrant: &str) -> Option<String> {
        self.run.outcome.scorecards.bonus(self.row(entrant)).map(|bonus| bonus.to_string())
    }

    fn place(&self, entrant: &str) -> Option<u32> {
        self.run.outcome.standings.place(RankingId::FIRST, self.row(entrant))
    }

    fn grade(&self, entrant: &str) -> Option<String> {
        let grade = self.run.outcome.grades.grade(GradingId::FIRST, self.row(entrant))?;
        self.run.plan.rules().gradings.first()?.grades().get(grade).map(|grade| grade.id.clone())
    }

    fn gaps(&self, entrant: &str) -> usize {
        self.run.gaps.iter().filter(|gap| gap.entrant == entrant).count()
    }
}

fn seen<'a>(report: &'a Report, run: &str) -> Seen<'a> {
    Seen { run: report.runs.iter().find(|each| each.id == run).unwrap() }
}

#[test]
fn the_committed_data_is_what_the_generator_writes() {
    for (name, text) in generated::all() {
        let committed = fs::read_to_string(root().join(&name)).unwrap_or_default();
        assert!(committed == text, "{name} differs: run `cargo run -p thidua --example generate_fixtures`");
    }
}

#[test]
fn the_movement_has_its_real_size() {
    let report = report(DAN_VAN);
    // The history holds the results of every level: one note says how many no award here looks for. And the
    // provincial fund does not suffice.
    let codes: Vec<&str> = report.warnings.iter().map(|finding| finding.code).collect();
    // In two rule sets everybody sent the yearly plan in time: a criterion that separates nobody, told once for each.
    assert_eq!(codes, ["TD0433", "TD0815", "TD0815"], "{:#?}", report.warnings);
    let sizes: BTreeMap<&str, usize> =
        report.runs.iter().map(|run| (run.id.as_str(), run.evaluations.entrants().len())).collect();
    assert_eq!(sizes.len(), 12);
    for (kind, size) in [("so", 20), ("huyen", 12), ("xa", 144), ("truyen-thong", 16), ("ca-nhan", 600)] {
        assert_eq!(sizes.get(format!("{kind}-2014").as_str()), Some(&size), "{kind}");
        assert_eq!(sizes.get(format!("{kind}-2015").as_str()), Some(&size), "{kind}");
    }
    assert_eq!(sizes.get("tong-ket-tap-the"), Some(&192));
}

#[test]
fn special_cases_of_the_movement() {
    use AwardStatus::{Held, Recommended, Refused, TiedOnLine};
    let report = report(DAN_VAN);
    let merit = "diploma-of-merit";

    let so = seen(&report, "so-2014");
    assert_eq!(so.status(merit, "so-03"), Held);
    assert_eq!(so.place("so-03"), Some(1));
    assert_eq!(so.status(merit, "so-01"), Recommended, "the one on hold takes no place");
    assert!(so.total("so-20").is_some(), "not applicable, approved");
    assert_eq!(so.status(merit, "so-20"), Recommended);
    assert_eq!(so.total("so-09"), None, "not applicable, turned down");
    assert_eq!(so.status(merit, "so-09"), Held);
    assert_eq!(so.grade("so-14").as_deref(), Some("kha"), "nobody in charge: a ceiling");
    assert_eq!((so.place("so-16"), so.status(merit, "so-16")), (Some(1), Refused));

    let so = seen(&report, "so-2015");
    assert_eq!(so.total("so-12"), None, "not applicable, no decision yet");
    assert_eq!(so.total("so-06"), so.total("so-07"));
    assert_eq!((so.place("so-07"), so.place("so-06")), (Some(1), Some(2)), "the council set the order");

    let huyen = seen(&report, "huyen-2014");
    for tied in ["h-lai-vung", "h-lap-vo"] {
        assert_eq!((huyen.place(tied), huyen.status(merit, tied)), (Some(1), TiedOnLine));
    }

    let xa = seen(&report, "xa-2014");
    assert_eq!(xa.total("x-thap-muoi-05"), None, "a blank is no zero");
    assert_eq!(xa.total("x-thanh-binh-07"), None, "the self-assessment does not stand in for the appraisal");
    assert_eq!(xa.status(merit, "x-thanh-binh-07"), Held);
    assert_eq!(xa.grade("x-cao-lanh-02").as_deref(), Some("yeu"), "knocked out");
    assert_eq!((xa.place("x-cao-lanh-02"), xa.status(merit, "x-cao-lanh-02")), (Some(1), Refused));
    assert_eq!(xa.bonus("x-tp-sa-dec-01").as_deref(), Some("3"), "3.5 earned, 3 count");
    assert_eq!((xa.gaps("x-tam-nong-03"), xa.gaps("x-tam-nong-04")), (1, 0));
    assert_eq!(report.runs.iter().map(|run| run.gaps.len()).sum::<usize>(), 1);

    let persons = seen(&report, "ca-nhan-2014");
    for tied in ["cn-0198", "cn-0199", "cn-0200"] {
        assert_eq!(persons.status(merit, tied), TiedOnLine);
    }
    assert_eq!(persons.status(merit, "cn-0300"), Held);
    assert_eq!(persons.grade("cn-0400").as_deref(), Some("yeu"));
    assert!(persons.total("cn-0007").is_some(), "not applicable, approved");
    assert_eq!(persons.total("cn-0008"), None, "not entitled to claim it");
    assert!(persons.total("cn-0012").is_some(), "exempt");
    assert!(persons.total("cn-0013").is_some(), "an absent scorer is left out");

    let closing = seen(&report, "tong-ket-tap-the");
    assert_eq!(closing.status("provincial-flag", "so-06"), Refused, "11 of 15 votes");
    assert_eq!(closing.open("provincial-flag", "so-06"), [3]);
    assert_eq!(closing.status("provincial-flag", "h-tam-nong"), Held);
    assert_eq!(closing.status("provincial-flag", "h-tp-sa-dec"), Refused, "dossier late");
    let late = page(closing.run, closing.row("h-tp-sa-dec"), Language::Vietnamese, false);
    assert!(
        late.contains("28/12/2015") && late.contains("sớm hơn 3 ngày"),
        "dates are said as dates: {late}"
    );
    assert_eq!(closing.total("so-09"), None, "no total in 2014");

    let closing = seen(&report, "tong-ket-ca-nhan");
    assert_eq!(closing.status(merit, "cn-0100"), Refused);
    assert_eq!(
        closing.open(merit, "cn-0100"),
        [1],
        "only the chain of years fails: 2013 and 2015 without 2014"
    );
    assert_eq!(closing.status(merit, "cn-0200"), Recommended);
}

#[test]
fn nobody_else_lacks_a_total() {
    for (name, expected) in [
        (
            DAN_VAN,
            vec![
                ("so-2014", "so-09"),
                ("xa-2014", "x-thanh-binh-07"),
                ("xa-2014", "x-thap-muoi-05"),
                ("ca-nhan-2014", "cn-0008"),
                ("so-2015", "so-12"),
                ("tong-ket-tap-the", "so-09"),
                ("tong-ket-tap-the", "so-12"),
                ("tong-ket-tap-the", "x-thanh-binh-07"),
                ("tong-ket-tap-the", "x-thap-muoi-05"),
                ("tong-ket-ca-nhan", "cn-0008"),
            ],
        ),
        // Households are not scored.
        (KHEN_THUONG, vec![("ca-nhan", "hgd-1"), ("ca-nhan", "hgd-2")]),
        (TODAY, vec![("tap-the", "xa-20")]),
    ] {
        let report = report(name);
        let mut without = Vec::new();
        for run in &report.runs {
            for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
                if run.outcome.scorecards.total(row).is_none() {
                    without.push((run.id.as_str(), entrant.id.as_str()));
                }
            }
        }
        assert_eq!(without, expected, "{name}");
    }
}

#[test]
fn special_cases_of_the_two_tier_province() {
    use AwardStatus::{Held, Recommended, Refused, Superseded, TiedOnLine};
    let report = report(KHEN_THUONG);
    // The history holds the results of every level: one note says how many no award here looks for. And the
    // provincial fund does not suffice.
    let codes: Vec<&str> = report.warnings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["TD0433", "TD0806"], "{:#?}", report.warnings);
    let (base, higher) = (seen(&report, "ca-nhan"), seen(&report, "ca-nhan-cap-cao"));
    for tied in ["p1-03", "p1-04"] {
        assert_eq!(base.status("grassroots-fighter", tied), TiedOnLine);
    }
    assert_eq!(base.status("advanced-worker", "x1-02"), Held);
    for (refused, requirement) in [("d1-03", 1), ("d1-01", 2), ("d1-04", 3)] {
        assert_eq!(base.status("advanced-worker", refused), Refused, "{refused}");
        assert_eq!(base.open("advanced-worker", refused), [requirement], "{refused}");
    }
    assert_eq!(base.status("advanced-worker", "d1-02"), Recommended, "maternity leave counts as work");
    assert_eq!(base.status("diploma-of-merit", "s1-01"), Recommended);
    assert_eq!(base.status("certificate-of-merit", "s1-01"), Superseded, "one form for one achievement");
    assert_eq!(base.status("diploma-of-merit", "s2-02"), Refused, "2024 was used before");
    assert_eq!(base.money("advanced-worker", "s1-01"), None, "titles of one year are paid once");
    assert_eq!(
        base.money("advanced-worker", "s1-04").as_deref(),
        Some("710000"),
        "0.3 × 2,340,000 rounded up"
    );
    assert_eq!(base.money("grassroots-fighter", "s1-01").as_deref(), Some("2340000"));
    assert_eq!(base.money("diploma-of-merit", "s1-01").as_deref(), Some("3510000"));
    assert_eq!(base.run.outcome.recommendations.findings.len(), 1, "the provincial fund does not suffice");

    let fighter = "provincial-fighter";
    assert_eq!(higher.status(fighter, "s1-01"), Recommended);
    assert_eq!(higher.money(fighter, "s1-01").as_deref(), Some("7590000"), "3 × 2,530,000");
    assert_eq!((higher.status(fighter, "s1-02"), higher.open(fighter, "s1-02")), (Refused, vec![0]));
    assert_eq!((higher.status(fighter, "s1-03"), higher.open(fighter, "s1-03")), (Held, vec![2]));
    assert_eq!((higher.status(fighter, "s2-01"), higher.open(fighter, "s2-01")), (Refused, vec![2]));
    assert_eq!(higher.status("national-fighter", "s3-01"), Recommended);
    assert_eq!(
        higher.money("national-fighter", "s3-01").as_deref(),
        Some("11390000"),
        "4.5 × 2,530,000 rounded up"
    );

    let (units, flags) = (seen(&report, "tap-the"), seen(&report, "co-thi-dua"));
    assert_eq!(units.status("excellent-collective", "ca-2"), Refused, "69 % advanced workers");
    assert_eq!(units.status("advanced-collective", "ca-2"), Refused, "70 % are asked here too");
    assert_eq!(units.status("advanced-collective", "ca-1"), Superseded);
    assert_eq!(units.status("excellent-collective", "kt-2"), Refused, "someone was warned");
    assert_eq!(units.status("diploma-of-merit", "ks-1"), Recommended);
    assert_eq!(units.status("diploma-of-merit", "ca-1"), Refused, "2023 and 2025 without 2024");
    assert_eq!(units.status("excellent-collective", "cc-1"), Held);
    assert_eq!(flags.status("provincial-flag", "cc-2"), Recommended, "the one on hold takes no place");
    assert_eq!(flags.status("provincial-flag", "cb-2"), Recommended, "the council set the order");
    assert_eq!(flags.money("provincial-flag", "cb-2").as_deref(), Some("20240000"));
    let government: Vec<&str> =
        flags.run.evaluations.entrants().iter().map(|entrant| entrant.id.as_str()).collect();
    let government: Vec<&str> =
        government.into_iter().filter(|id| flags.status("government-flag", id) == Recommended).collect();
    assert_eq!(government.len(), 1, "20 % of five flags");
}

#[test]
fn special_cases_of_the_movement_of_today() {
    use AwardStatus::{Held, Recommended, Refused, Superseded, TiedOnLine};
    let report = report(TODAY);
    let sizes: Vec<usize> = report.runs.iter().map(|run| run.evaluations.entrants().len()).collect();
    assert_eq!(sizes, [14 + 102, 102 * 2 + 14 * 5]);
    let (units, people) = (seen(&report, "tap-the"), seen(&report, "ca-nhan"));
    let of_kind = |kind: &str| {
        let entrants = units.run.evaluations.entrants().iter();
        entrants.filter(|entrant| entrant.id.starts_with(kind)).count()
    };
    assert_eq!((of_kind("xa-"), of_kind("phuong-"), of_kind("so-")), (82, 20, 14));
    let (diploma, tradition) = ("bang-khen", "giay-khen-truyen-thong");
    assert_eq!(units.bonus("phuong-01").as_deref(), Some("3"));
    assert_eq!(units.status(diploma, "phuong-01"), Recommended);
    assert_eq!(units.status(tradition, "phuong-01"), Superseded);
    assert_eq!(units.status(diploma, "xa-08"), Recommended, "15 votes and 1 in writing of 20");
    assert_eq!((units.status(diploma, "xa-13"), units.open(diploma, "xa-13")), (Refused, vec![1]));
    assert_eq!(units.status(tradition, "xa-13"), Recommended, "of both communes it came from");
    assert_eq!(units.money(tradition, "xa-13").as_deref(), Some("1520000"));
    for (unit, grade) in [("xa-07", "kha"), ("xa-25", "chua-dat"), ("so-01", "kha")] {
        assert_eq!(units.grade(unit).as_deref(), Some(grade), "{unit}");
    }
    assert_eq!(units.total("xa-20"), None, "no survey");
    assert_eq!(units.status(diploma, "xa-43"), Held);
    for tied in ["xa-78", "phuong-20"] {
        assert_eq!(units.status(diploma, tied), TiedOnLine, "{tied}");
    }
    assert_eq!(units.status(diploma, "xa-03"), Held, "no vote yet");
    let open = |id: &str| people.open(diploma, id);
    assert!(!open("cb-xa-07-1").contains(&3), "the second ballot passed");
    assert_eq!((people.status(diploma, "cb-xa-13-1"), open("cb-xa-13-1")), (Held, vec![3, 4]));
    assert_eq!(people.status(diploma, "cb-phuong-05-1"), Refused, "disciplined");
}

/// The same files with the rows of every table in another order.
fn shuffled(files: &Files) -> Files {
    let mut other = files.clone();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        let rows = &mut lines[1..];
        rows.reverse();
        let third = rows.len() / 3;
        rows.rotate_left(third);
        other.insert(name, lines.join("\n") + "\n");
    }
    other
}

fn bytes_stay(name: &str) {
    let files = folder(name);
    let all = |files: &Files, threads| {
        let report =
            run_with_threads(files, "thidua.yaml", threads).unwrap_or_else(|found| panic!("{found:#?}"));
        results(&report, Language::Vietnamese)
    };
    let first = all(&files, 1);
    for (changed, again) in [("threads", all(&files, 4)), ("rows", all(&shuffled(&files), 1))] {
        assert_eq!(first.len(), again.len());
        for (left, right) in first.iter().zip(&again) {
            assert!(left == right, "{changed}: {} differs", left.name);
        }
    }
}

#[test]
fn order_and_threads_leave_no_trace_in_the_movement() {
    bytes_stay(DAN_VAN);
}

#[test]
fn order_and_threads_leave_no_trace_in_the_movement_of_today() {
    bytes_stay(TODAY);
}

#[test]
fn order_and_threads_leave_no_trace_in_the_two_tier_province() {
    bytes_stay(KHEN_THUONG);
}

/// Pages of many share lines that they have in common; the page of one is made for itself.
#[test]
fn the_page_of_one_is_that_among_many() {
    let mut compared = 0;
    for name in [DAN_VAN, KHEN_THUONG, TODAY] {
        let report = report(name);
        let files = results(&report, Language::English);
        for run in &report.runs {
            let name = format!("{}/explanations.txt", run.id);
            let Some(file) = files.iter().find(|file| file.name == name) else { continue };
            let all = std::str::from_utf8(&file.bytes).unwrap();
            // Each asks anew what all of them share: a third is enough.
            for row in run.evaluations.entrants().keys().step_by(3) {
                let own = page(run, row, Language::English, false);
                assert!(all.contains(&own), "{name}: {own}");
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}
