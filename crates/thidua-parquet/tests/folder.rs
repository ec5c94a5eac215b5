//! A folder of Parquet files gives what the same folder gives in CSV, and result tables come back as they are shown.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, Decimal128Array, DictionaryArray, Float64Array, Int32Array, RecordBatch, StringArray,
};
use parquet::arrow::ArrowWriter;
use thidua::{Files, Language, Report, Table, results, run};

const RULES: &str = "
rule_set: vi-du
version: 1
title: Ví dụ
kinds: { xa: { title: Xã, entrant: collective } }
inputs: { mức: { title: Mức, kind: choice, choices: [ { id: dat, title: Đạt }, { id: kha, title: Khá } ], order: worst-first }, số: { title: Số, kind: count, max: 90 } }
criteria:
- { code: I, title: Một, points_max: 60 }
- { code: II, title: Hai, points_max: 30, cases: [ { when: mức = kha, points: 30 }, { points: 10 } ] }
- { code: III, title: Ba, points_max: 10, ratio: { numerator: số, denominator: 9 } }
rankings: [ { id: chung, scope: all } ]
awards: [ { id: bk, title: Bằng khen, kind: commendation, for: collective, quota: { count: 1, per: all } } ]
";

fn manifest(kind: &str) -> String {
    format!(
        "movement: Thử\nregister: {{ file: danh-sach.{kind} }}\nruns:\n- id: nam\n  rules: rules.yaml\n  period: {{ from: 2026-01-01, until: 2026-12-31 }}\n  evaluations: [ {{ file: rong.{kind} }}, {{ file: dai.{kind}, layout: {{ shape: long }} }} ]\n"
    )
}

fn text(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn file(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn in_parquet() -> Report {
    let mut files = Files::from([("rules.yaml", RULES), ("thidua.yaml", &manifest("parquet"))]);
    let ids = || text(&[Some("xa-a"), Some("xa-b"), Some("xa-c")]);
    let names = text(&[Some("Xã A"), Some("Xã B"), Some("Xã C")]);
    let kinds: DictionaryArray<Int32Type> = vec![Some("xa"); 3].into_iter().collect();
    let register = file(vec![
        ("id", ids()),
        ("name", names),
        ("kind", Arc::new(kinds)),
        ("cluster", text(&[Some("1"); 3])),
    ]);
    files.insert("danh-sach.parquet", register);
    let points =
        Decimal128Array::from(vec![Some(5_550), Some(6_000), None]).with_precision_and_scale(6, 2).unwrap();
    let levels: DictionaryArray<Int32Type> = ["kha", "dat", "kha"].into_iter().map(Some).collect();
    files.insert(
        "rong.parquet",
        file(vec![("entrant", ids()), ("I", Arc::new(points)), ("mức", Arc::new(levels))]),
    );
    let long = vec![
        ("entrant", ids()),
        ("criterion", text(&[Some("số"); 3])),
        ("value", Arc::new(Int32Array::from(vec![7, 9, 0])) as ArrayRef),
    ];
    files.insert("dai.parquet", file(long));
    run(&files, "thidua.yaml").unwrap()
}

fn in_csv() -> Report {
    run(&in_csv_files(), "thidua.yaml").unwrap()
}

fn in_csv_files() -> Files {
    Files::from([
        ("rules.yaml", RULES),
        ("thidua.yaml", &manifest("csv")),
        ("danh-sach.csv", "id,name,kind,cluster\nxa-a,Xã A,xa,1\nxa-b,Xã B,xa,1\nxa-c,Xã C,xa,1\n"),
        ("rong.csv", "entrant,I,mức\nxa-a,55.50,kha\nxa-b,60.00,dat\nxa-c,,kha\n"),
        ("dai.csv", "entrant,criterion,value\nxa-a,số,7\nxa-b,số,9\nxa-c,số,0\n"),
    ])
}

#[test]
fn parquet_gives_the_results_of_csv() {
    let (parquet, csv) =
        (results(&in_parquet(), Language::Vietnamese), results(&in_csv(), Language::Vietnamese));
    assert_eq!(parquet.len(), csv.len());
    for (one, other) in parquet.iter().zip(&csv) {
        // Pages name the files that cells came from.
        let one_text = String::from_utf8(one.bytes.clone()).unwrap().replace(".parquet", ".csv");
        assert_eq!((&one.name, one_text), (&other.name, String::from_utf8(other.bytes.clone()).unwrap()));
    }
}

/// The same points as binary fractions, as most programs write them.
fn in_doubles(rules: &str, numbers: Vec<Option<f64>>) -> Result<Report, Vec<thidua::Diagnostic>> {
    let mut files = in_csv_files();
    files.insert("rules.yaml", rules.as_bytes().to_vec());
    files.insert("thidua.yaml", manifest("csv").replace("rong.csv", "rong.parquet").into_bytes());
    let ids = text(&[Some("xa-a"), Some("xa-b"), Some("xa-c")]);
    let levels = text(&[Some("kha"), Some("dat"), Some("kha")]);
    let columns =
        vec![("entrant", ids), ("I", Arc::new(Float64Array::from(numbers)) as ArrayRef), ("mức", levels)];
    files.insert("rong.parquet", file(columns));
    run(&files, "thidua.yaml")
}

#[test]
fn binary_fractions_are_the_decimals_that_the_rules_say() {
    let rounded = RULES.replace("criteria:", "rounding: { leaf: { places: 2, mode: half-up } }\ncriteria:");
    let codes = |report: Result<Report, Vec<thidua::Diagnostic>>| -> Vec<&'static str> {
        report.map(|_| Vec::new()).unwrap_or_else(|found| found.iter().map(|found| found.code).collect())
    };
    // What a sum leaves behind the last place falls away.
    let noisy = vec![Some(55.5 + 0.1 - 0.1), Some(60.0), None];
    let csv = results(&run(&with_rules(&rounded), "thidua.yaml").unwrap(), Language::Vietnamese);
    let double = results(&in_doubles(&rounded, noisy.clone()).unwrap(), Language::Vietnamese);
    let table = |files: &[thidua::ResultFile]| {
        files.iter().find(|file| file.name == "nam/scorecards.csv").unwrap().bytes.clone()
    };
    assert_eq!(table(&csv), table(&double));
    // Nobody says how many decimals they have, or they have more: once for the column, and for the cell.
    assert_eq!(codes(in_doubles(RULES, noisy)), ["TD0581"]);
    assert_eq!(codes(in_doubles(&rounded, vec![Some(55.505), Some(60.0), None])), ["TD0383"]);
}

#[test]
fn declared_places_hold_in_every_file() {
    let declared = RULES.replace("kind: count, max: 90", "kind: number, max: 90, places: 1");
    let mut files = with_rules(&declared);
    assert!(run(&files, "thidua.yaml").is_ok());
    let long = "entrant,criterion,value\nxa-a,số,7.50\nxa-b,số,9.25\nxa-c,số,0\n";
    files.insert("dai.csv", long.as_bytes().to_vec());
    let found = run(&files, "thidua.yaml").unwrap_err();
    assert_eq!(
        found.iter().map(|found| (found.code, found.place.to_string())).collect::<Vec<_>>(),
        [("TD0383", "dai.csv!C3".to_owned())]
    );
}

fn with_rules(rules: &str) -> Files {
    let mut files = in_csv_files();
    files.insert("rules.yaml", rules.as_bytes().to_vec());
    files
}

#[test]
fn a_run_says_in_which_format_its_tables_are() {
    let names = |tables: &str| -> Vec<String> {
        let manifest = manifest("csv").replace("- id: nam\n", &format!("- id: nam\n  tables: {tables}\n"));
        let mut files = in_csv_files();
        files.insert("thidua.yaml", manifest.into_bytes());
        let report = run(&files, "thidua.yaml").unwrap();
        let files = results(&report, Language::Vietnamese);
        for file in files.iter().filter(|file| file.name.ends_with(".parquet")) {
            let table =
                Table::ALL.into_iter().find(|table| file.name == format!("nam/{}.parquet", table.id()));
            let movement = report.results();
            let bytes =
                thidua_parquet::write(&movement.runs[0], table.unwrap(), Language::Vietnamese).unwrap();
            assert_eq!(file.bytes, bytes, "{}", file.name);
        }
        files.into_iter().map(|file| file.name).filter(|name| name.starts_with("nam/")).collect()
    };
    let count = |names: &[String], ending: &str| names.iter().filter(|name| name.ends_with(ending)).count();
    for (tables, csv, parquet) in [("csv", 7, 0), ("parquet", 0, 7), ("both", 7, 7)] {
        let names = names(tables);
        assert_eq!((count(&names, ".csv"), count(&names, ".parquet")), (csv, parquet), "{tables}");
        assert_eq!(count(&names, "explanations.txt"), 1);
    }
}

#[test]
fn result_tables_come_back_as_they_are_shown() {
    let report = in_csv();
    let movement = report.results();
    let run = movement.runs.first().unwrap();
    for table in Table::ALL {
        let bytes = thidua_parquet::write(run, table, Language::English).unwrap();
        assert_eq!(bytes, thidua_parquet::write(run, table, Language::English).unwrap());
        let sheet = thidua_parquet::read("a.parquet", bytes, &Default::default()).unwrap();
        let (columns, read) = (table.columns(run), sheet.first_row_as_header().unwrap());
        let mut rows = read.rows();
        table.rows(run, &mut |line| {
            // Blank rows are none.
            if line.iter().all(|value| value.shown(Language::English).is_empty()) {
                return;
            }
            let row = rows.next().unwrap();
            for ((position, column), value) in (1..).zip(&columns).zip(line) {
                let (found, shown) = (row.cell(position), value.shown(Language::English));
                let exact =
                    |text: &str| text.parse::<thidua::Decimal>().map(thidua::Decimal::normalized).ok();
                let number = || value.number().as_deref().and_then(exact);
                assert!(
                    found == shown || (exact(found).is_some() && exact(found) == number()),
                    "{}: `{found}` for `{shown}`",
                    column.heading(Language::English)
                );
            }
        });
        assert!(rows.next().is_none());
    }
    let batch = thidua_parquet::batch(run, Table::Scorecards, Language::English).unwrap();
    assert!(batch.schema().fields().iter().any(|field| field.data_type().is_decimal()));
}
