//! Tables, summary and their description: what a person is handed.

use std::fmt::Write as _;

use thidua::{Files, Language, Report, run, summary};
use thidua_report::{SUMMARY_LINES, Shows, Table, Value};

use crate::support::{root, worked};

/// The description of every table and column, as it stands in the documentation.
fn described() -> String {
    let mut page = String::new();
    for table in Table::ALL {
        let (title, meaning) = (table.title(), table.meaning());
        writeln!(page, "### `{}.csv`: {}\n\n{}. {}.\n", table.id(), title.vi, meaning.vi, meaning.en)
            .unwrap();
        page.push_str("| Cột | Column | Ý nghĩa | Meaning |\n|---|---|---|---|\n");
        for words in table.words() {
            let (vi, en, meaning_vi, meaning_en) = (words.vi, words.en, words.meaning_vi, words.meaning_en);
            writeln!(page, "| {vi} | {en} | {meaning_vi} | {meaning_en} |").unwrap();
        }
        page.push('\n');
    }
    page
}

/// `THIDUA_BLESS=1 cargo test -p thidua --test papers` writes the part anew.
#[test]
fn the_page_on_the_results_folder_names_every_file_and_column() {
    let path = root().join("docs/results.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (from, until) = ("<!-- tables -->\n", "<!-- end of tables -->");
    let (head, rest) = page.split_once(from).unwrap();
    let (_, tail) = rest.split_once(until).unwrap();
    let wanted = format!("{head}{from}\n{}{until}{tail}", described());
    if std::env::var_os("THIDUA_BLESS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    } else {
        assert!(page == wanted, "docs/results.md does not describe the tables as they are");
    }
    let report = worked("khen-thuong-2026");
    for file in thidua::results(&report, Language::Vietnamese) {
        let name = file.name.rsplit('/').next().unwrap();
        assert!(page.contains(&format!("`{name}`")), "{name} is not described");
    }
}

#[test]
fn every_line_has_a_value_for_every_column_and_no_column_shows_another_kind() {
    for folder in ["khen-thuong-2026", "dan-van-kheo-2014"] {
        let report = worked(folder);
        for run in &report.results().runs {
            for table in Table::ALL {
                let columns = table.columns(run);
                for column in &columns {
                    assert!(table.words().contains(&column.words), "{} {column:?}", table.id());
                }
                table.rows(run, &mut |line| {
                    assert_eq!(line.len(), columns.len(), "{folder} {} {}", run.id, table.id());
                    for (value, column) in line.iter().zip(&columns) {
                        let fits = match column.words.shows {
                            Shows::Words => matches!(
                                value,
                                Value::Empty | Value::Name(_) | Value::Words(_) | Value::Phrase(..)
                            ),
                            Shows::Points => matches!(value, Value::Empty | Value::Points(..)),
                            Shows::Count => matches!(value, Value::Empty | Value::Count(_)),
                            Shows::Money => matches!(value, Value::Empty | Value::Money(_)),
                        };
                        assert!(fits, "{} {}: {value:?}", table.id(), column.words.en);
                    }
                });
            }
        }
    }
}

/// Where nothing is declared beside the totals, a number of a table is the exact one of `outcome.json`.
#[test]
fn tables_and_json_show_the_same_numbers() {
    let report = worked("khen-thuong-2026");
    let files = thidua::results(&report, Language::English);
    let json = files.iter().find(|file| file.name == "outcome.json").unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.bytes).unwrap();
    let mut compared = 0;
    for (run, told) in report.results().runs.iter().zip(json["runs"].as_array().unwrap()) {
        let entrants = told["entrants"].as_array().unwrap();
        Table::Standings.rows(run, &mut |line| {
            let id = line[1].shown(Language::English);
            let entrant = entrants.iter().find(|entrant| entrant["id"] == *id).unwrap();
            assert_eq!(
                entrant["total"]["shown"].as_str().unwrap_or_default(),
                line[4].shown(Language::English)
            );
            compared += 1;
        });
    }
    assert_eq!(compared, 352);
}

/// One run over a register and a table of points.
fn registered(rules: &str, register: &str, points: &str) -> Report {
    let manifest = "movement: x\nregister: { file: register.csv }\nruns:\n- id: r\n  rules: rules.yaml\n  \
        period: { from: 2014-01-01, until: 2014-12-31 }\n  evaluations: [ { file: points.csv } ]\n";
    let files = Files::from([
        ("rules.yaml", rules),
        ("register.csv", register),
        ("thidua.yaml", manifest),
        ("points.csv", points),
    ]);
    run(&files, "thidua.yaml").unwrap_or_else(|found| panic!("{found:#?}"))
}

fn many(clusters: usize, awards: usize) -> Report {
    let mut rules = "rule_set: x\nversion: 1\ntitle: Nhiều cụm\ncriteria: [ { code: I, points_max: 100 } ]\n\
        gradings: [ { id: x, title: Xếp loại, grades: [ { id: a, title: Xuất sắc, from: 90 }, { id: b, title: Tốt, below: 90 } ] } ]\n\
        rankings: [ { id: c, scope: cluster } ]\nawards:\n"
        .to_owned();
    for award in 0..awards {
        writeln!(rules, "- {{ id: k{award}, title: Hình thức {award}, kind: commendation, for: collective, requires: [ {{ when: \"điểm >= {award}\" }} ] }}").unwrap();
    }
    let (mut points, mut register) = ("entrant,I\n".to_owned(), "id,name,cluster\n".to_owned());
    for entrant in 0..clusters * 12 {
        let cluster = entrant % clusters + 1;
        writeln!(register, "u{entrant},Đơn vị có tên dài số {entrant},Cụm {cluster}").unwrap();
        writeln!(points, "u{entrant},{}", entrant % 101).unwrap();
    }
    registered(&rules, &register, &points)
}

#[test]
fn the_summary_fits_a_screen_whatever_there_is() {
    let reports =
        [many(40, 1), many(40, 60), many(1, 3), worked("khen-thuong-2026"), worked("dan-van-kheo-2014")];
    for report in &reports {
        for language in [Language::Vietnamese, Language::English] {
            let text = summary(report, language);
            assert!(text.lines().count() <= SUMMARY_LINES, "{text}");
            for run in &report.runs {
                assert!(text.contains(&format!("[{}]", run.id)), "every run is named: {text}");
            }
        }
    }
    let text = summary(&reports[0], Language::Vietnamese);
    let (second, tenth) = (text.find("Cụm 2:").unwrap(), text.find("Cụm 10:").unwrap());
    assert!(second < tenth, "{text}");
    assert!(text.contains("Cụm 40:"), "{text}");
    assert!(text.contains("Hình thức 0: 480 —"), "{text}");
}

#[test]
fn lists_are_in_vietnamese_order() {
    let rules = "rule_set: x\nversion: 1\ntitle: x\n\
        kinds: { cá_nhân: { title: Cá nhân, entrant: individual } }\ncriteria: [ { code: I, points_max: 10 } ]\n";
    let register = "id,name,cluster,kind\n1,Nguyễn Văn Đức,Cụm 10,cá_nhân\n2,Trần Thị Ánh,Cụm 10,cá_nhân\n\
        3,Lê Anh,Cụm 10,cá_nhân\n4,Phạm Dũng,Cụm 10,cá_nhân\n5,Vũ Bình,Cụm 2,cá_nhân\n";
    let points = "entrant,I\n1,5\n2,5\n3,5\n4,5\n5,5\n";
    let report = registered(rules, register, points);
    let results = report.results();
    let mut names = Vec::new();
    Table::Scorecards.rows(&results.runs[0], &mut |line| {
        names.push(line[1].shown(Language::Vietnamese).into_owned());
    });
    assert_eq!(names, ["Vũ Bình", "Lê Anh", "Trần Thị Ánh", "Phạm Dũng", "Nguyễn Văn Đức"]);
}
