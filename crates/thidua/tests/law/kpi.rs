//! The grading of officials by work items and by forms: every clause has its node, published figures come out, and a thousand
//! invented people are graded again by whole numbers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use thidua::{EntrantId, Files, GradingId, Report, run};

use super::{carriers, compare, numbers, report, root, table};

const FOLDER: &str = "kpi-335-2025";

fn rules(name: &str) -> String {
    std::fs::read_to_string(root(FOLDER).join("rules").join(name)).unwrap()
}

fn run_of(files: &[(&str, String)]) -> Report {
    let mut all = Files::default();
    for (path, text) in files {
        all.insert((*path).to_owned(), text.clone().into_bytes());
    }
    run(&all, "thidua.yaml").unwrap_or_else(|findings| panic!("{findings:#?}"))
}

#[test]
fn every_clause_leads_to_the_node_that_carries_it() {
    let report = report(FOLDER);
    let mut carried = BTreeMap::new();
    // From April on leaders have all their parts.
    for (name, run) in [("dau-viec", "thang-12"), ("nam", "nam"), ("hai-phong", "hai-phong")] {
        let plan = &report.runs.iter().find(|each| each.id == run).unwrap().plan;
        let rules = plan.rules();
        let mut own = carriers(plan);
        for grading in rules.gradings.iter().filter(|grading| !grading.ceilings.is_empty()) {
            own.insert(format!("{}/ceilings", grading.id), numbers(&grading.ceilings));
        }
        for (input, declared) in rules.inputs.iter().filter(|(_, input)| input.per_row.is_some()) {
            own.insert(input.value.clone(), numbers(&declared.per_row));
        }
        carried.extend(own.into_iter().map(|(node, numbers)| (format!("{name}:{node}"), numbers)));
    }
    compare(&table(FOLDER), &carried);
}

/// Quantity, coefficient, defects, and what the published tests of a system in use make of them.
const ITEMS: [(&str, &str, &str, &str, &str); 9] = [
    ("5", "8", "0", "40", "40"),
    ("5", "6.4", "0", "32", "32"),
    ("3", "9.2", "0", "27.6", "27.6"),
    ("5", "6.4", "3", "32", "27.2"),
    ("5", "8", "20", "40", "0"),
    ("5", "8", "100", "40", "0"),
    ("1", "20", "3", "20", "5"),
    ("2", "10", "8", "20", "0"),
    ("10", "4.04", "5", "40.4", "35.35"),
];

#[test]
fn every_published_work_item_comes_out() {
    // The inputs of the rule set itself, under criteria that show them as they are.
    let text = rules("dau-viec.yaml");
    let inputs = &text[text.find("inputs:").unwrap()..text.find("rounding:").unwrap()];
    let shown = format!(
        "rule_set: dong\nversion: 1\ntitle: Dòng\n{inputs}\ncriteria:\n\
         - {{ code: A, title: Quy đổi, points_max: 1000, formula: {{ is: tổng của kê_khai }} }}\n\
         - {{ code: B, title: Chất lượng, points_max: 1000, formula: {{ is: tổng của đạt_chất_lượng }} }}\n\
         - {{ code: C, title: Tiến độ, points_max: 1000, formula: {{ is: tổng của đúng_tiến_độ }} }}\n"
    );
    let mut rows =
        "mã,số_lượng,hoàn_thành,hệ_số,lỗi_chất_lượng,lỗi_tiến_độ,nghỉ_cả_tháng,bị_kỷ_luật\n".to_owned();
    for (at, (quantity, coefficient, defects, ..)) in ITEMS.iter().enumerate() {
        writeln!(rows, "v{at},{quantity},{quantity},{coefficient},{defects},{defects},không,không").unwrap();
    }
    let manifest = "movement: Thử\nruns:\n- id: t\n  rules: dong.yaml\n  \
                    period: { from: 2026-01-01, until: 2026-01-31 }\n  evaluations: [ { file: dong.csv } ]\n";
    let report = run_of(&[("thidua.yaml", manifest.to_owned()), ("dong.yaml", shown), ("dong.csv", rows)]);
    let run = &report.runs[0];
    for (at, (.., converted, accepted)) in ITEMS.iter().enumerate() {
        let row = run.evaluations.position(&format!("v{at}")).unwrap();
        let points = |code: &str| {
            let node = run.plan.nodes().position(|node| node.path == code).unwrap();
            run.outcome.scorecards.points(node, row).unwrap().to_string()
        };
        assert_eq!([points("A"), points("B"), points("C")], [*converted, *accepted, *accepted], "v{at}");
    }
}

/// Random numbers that are the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> i128 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i128::from((self.0 >> 33) % end)
    }
}

/// Somebody invented, with what a plain calculation makes of it: hundredths of points, nothing when not assessed.
struct Person {
    cluster: usize,
    disciplined: bool,
    hundredths: Option<i128>,
}

const PEOPLE: usize = 1_000;

/// Register, work items and general criteria of a thousand people in April, and what is right.
fn people() -> ([String; 3], Vec<Person>) {
    let mut random = Numbers(335);
    let mut register = "mã,tên,loại,cụm\n".to_owned();
    let mut items = "mã,số_lượng,hoàn_thành,hệ_số,lỗi_chất_lượng,lỗi_tiến_độ\n".to_owned();
    let mut general = "mã,nghỉ_cả_tháng,bị_kỷ_luật,1,2/d,2/đ,2/e\n".to_owned();
    let mut all = Vec::new();
    for number in 0..PEOPLE {
        let (leads, cluster) = (random.below(10) == 0, usize::try_from(random.below(24)).unwrap());
        let kind = if leads { "lanh-dao" } else { "cong-chuc" };
        writeln!(register, "n{number:04},Mã N{number:04},{kind},Nhóm {cluster}").unwrap();
        let (away, disciplined) = (random.below(25) == 0, random.below(40) == 0);
        let halves = 30 + random.below(31);
        let parts = [0; 3].map(|_| 70 + random.below(31));
        let yes = |holds: bool| if holds { "có" } else { "không" };
        let cells = if leads && !away {
            parts.map(|part| format!("{}.{:02}", part / 100, part % 100))
        } else {
            Default::default()
        };
        let points = if away { String::new() } else { format!("{}.{}", halves / 2, halves % 2 * 5) };
        writeln!(general, "n{number:04},{},{},{points},{}", yes(away), yes(disciplined), cells.join(","))
            .unwrap();
        // Quarters of hundredths: declared, done, of quality, in time.
        let mut sums = [0; 4];
        for _ in 0..if away { 0 } else { 1 + random.below(6) } {
            let (quantity, coefficient) = (random.below(12), 100 + random.below(1_100));
            let done = (quantity + 1 - random.below(4)).clamp(0, 12);
            let (poor, late) = ((random.below(9) - 5).max(0), (random.below(12) - 8).max(0));
            writeln!(
                items,
                "n{number:04},{quantity},{done},{}.{:02},{poor},{late}",
                coefficient / 100,
                coefficient % 100
            )
            .unwrap();
            let less = |defects: i128| (coefficient * (4 * done - defects)).max(0);
            for (sum, more) in
                sums.iter_mut().zip([4 * coefficient * quantity, less(0), less(poor), less(late)])
            {
                *sum += more;
            }
        }
        let [declared, shares @ ..] = sums;
        let (whole, reached) = if declared == 0 {
            (1, 0)
        } else {
            (declared, shares.iter().map(|share| *share.min(&declared)).sum())
        };
        let (count, own): (i128, i128) = if leads { (6, parts.iter().sum()) } else { (3, 0) };
        // Points × 100 = halves × 50 + 7000 × (reached / whole + own / 100) / count, rounded half up.
        let (top, bottom) = (7_000 * (reached * 100 + own * whole), 100 * whole * count);
        let hundredths = halves * 50 + (2 * top + bottom) / (2 * bottom);
        all.push(Person { cluster, disciplined, hundredths: (!away).then_some(hundredths) });
    }
    ([register, items, general], all)
}

/// The grades before and after the cap: of those with the next grade alone, or of both together.
fn graded(people: &[Person], both: bool) -> Vec<Option<usize>> {
    let band = |person: &Person| {
        let points = person.hundredths?;
        let reached = [9_000, 7_000, 5_000].iter().position(|from| points >= *from).unwrap_or(3);
        Some(if person.disciplined { 3 } else { reached })
    };
    let mut grades: Vec<Option<usize>> = people.iter().map(band).collect();
    for cluster in 0..24 {
        let inside = |grade: usize| -> Vec<usize> {
            (0..people.len())
                .filter(|at| people[*at].cluster == cluster && grades[*at] == Some(grade))
                .collect()
        };
        let (mut best, next) = (inside(0), inside(1).len());
        best.sort_by_key(|at| std::cmp::Reverse(people[*at].hundredths));
        let fits = |stay: &usize| stay * 5 <= next + best.len() - if both { 0 } else { *stay };
        let mut stay = (0..=best.len()).rev().find(fits).unwrap();
        while stay > 0
            && stay < best.len()
            && people[best[stay - 1]].hundredths == people[best[stay]].hundredths
        {
            stay -= 1;
        }
        for at in &best[stay..] {
            grades[*at] = Some(1);
        }
    }
    grades
}

#[test]
fn a_thousand_people_are_graded_as_whole_numbers_say() {
    let ([register, items, general], people) = people();
    let manifest = "movement: Thử\nregister: { file: ds.csv }\nruns:\n- id: t\n  rules: r.yaml\n  \
                    period: { from: 2026-04-01, until: 2026-04-30 }\n  evaluations: [ { file: v.csv }, { file: c.csv } ]\n";
    let mut lowered = Vec::new();
    for (of, both) in [("next", false), ("this-and-next", true)] {
        let text = rules("dau-viec.yaml");
        assert!(text.contains("of: next, per: cluster"));
        let report = run_of(&[
            ("thidua.yaml", manifest.to_owned()),
            ("r.yaml", text.replace("of: next, per: cluster", &format!("of: {of}, per: cluster"))),
            ("ds.csv", register.clone()),
            ("v.csv", items.clone()),
            ("c.csv", general.clone()),
        ]);
        let run = &report.runs[0];
        let right = graded(&people, both);
        for (at, person) in people.iter().enumerate() {
            let row = run.evaluations.position(&format!("n{at:04}")).unwrap();
            let total = run.outcome.scorecards.total(row).map(|total| total * thidua::Exact::from(100));
            let whole = person.hundredths.map(|points| thidua::Exact::from(i64::try_from(points).unwrap()));
            assert_eq!(total, whole, "n{at:04}");
            assert_eq!(
                run.outcome.grades.grade(GradingId::FIRST, row).map(usize::from),
                right[at],
                "n{at:04}, {of}"
            );
        }
        assert!(run.findings().next().is_none(), "nobody lacks anything");
        lowered.push(right.iter().filter(|grade| **grade == Some(0)).count());
    }
    assert!(lowered[0] > 20 && lowered[1] > lowered[0], "the bases differ: {lowered:?}");
}

#[test]
fn a_month_without_a_result_leaves_the_year_open() {
    let year = |general: &str| {
        let (month, whole) = (rules("dau-viec.yaml"), rules("nam.yaml"));
        let run = |id: &str, last: &str| {
            format!(
                "- id: {id}\n  rules: m.yaml\n  period: {{ from: 2026-{last}-01, until: 2026-{last}-28 }}\n  evaluations:\n  \
                 - {{ file: v.csv }}\n  - {{ file: c.csv, layout: {{ where: {{ tháng: {id} }} }} }}\n"
            )
        };
        let manifest = format!(
            "movement: Thử\nregister: {{ file: ds.csv }}\nruns:\n{}{}{}- id: nam\n  rules: y.yaml\n  \
             period: {{ from: 2026-01-01, until: 2026-12-31 }}\n  evaluations: [ {{ file: n.csv }} ]\n  carry:\n  \
             - {{ from: [ t1, t2, t3 ], value: total, into: điểm_tháng }}\n",
            run("t1", "01"),
            run("t2", "02"),
            run("t3", "03"),
        );
        let report = run_of(&[
            ("thidua.yaml", manifest),
            ("m.yaml", month),
            ("y.yaml", whole),
            ("ds.csv", "mã,loại,cụm\na,cong-chuc,P\n".to_owned()),
            ("v.csv", "mã,số_lượng,hoàn_thành,hệ_số,lỗi_chất_lượng,lỗi_tiến_độ\na,1,1,1,0,0\n".to_owned()),
            ("c.csv", format!("mã,tháng,nghỉ_cả_tháng,bị_kỷ_luật,1\n{general}")),
            (
                "n.csv",
                "mã,tháng_làm_việc,nghỉ_thai_sản,bị_kỷ_luật,xếp_loại_đơn_vị\na,12,không,không,\n".to_owned(),
            ),
        ]);
        let run = report.runs.last().unwrap();
        run.outcome.scorecards.total(EntrantId::FIRST).map(|total| total.to_string())
    };
    assert_eq!(year("a,t1,không,không,20\na,t2,không,không,10\na,t3,có,không,\n").as_deref(), Some("85"));
    assert_eq!(year("a,t1,không,không,20\na,t2,không,không,10\na,t3,không,không,\n"), None);
    assert_eq!(year("a,t1,không,không,20\na,t2,không,không,10\na,t3,không,không,0\n").as_deref(), Some("80"));
}
