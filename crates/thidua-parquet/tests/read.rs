//! What Parquet files hold, and what hostile ones do: cells as they stand, or findings.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float16Array, Float32Array,
    Float64Array, Int64Array, ListArray, RecordBatch, StringArray, UInt64Array,
};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use thidua_core::Diagnostic;
use thidua_parquet::{Limits, read, sheet};
use thidua_table::{Sheet, Written};

fn decimals(scale: i8, values: Vec<Option<i128>>) -> ArrayRef {
    Arc::new(Decimal128Array::from(values).with_precision_and_scale(38, scale).unwrap())
}

fn choices() -> ArrayRef {
    let keys: DictionaryArray<Int32Type> = ["đạt", "khá", "đạt"].into_iter().map(Some).collect();
    Arc::new(keys)
}

fn batch() -> RecordBatch {
    let text: ArrayRef = Arc::new(StringArray::from(vec![Some("xa-a"), Some("xa-b"), Some("xa-c")]));
    RecordBatch::try_from_iter_with_nullable([
        ("entrant", text, true),
        ("I", decimals(2, vec![Some(850), None, Some(-5)]), true),
        ("II", Arc::new(Int64Array::from(vec![i64::MAX, 0, i64::MIN])) as ArrayRef, true),
        ("III", Arc::new(UInt64Array::from(vec![u64::MAX, 1, 2])) as ArrayRef, true),
        ("loại", choices(), true),
        ("có", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None])) as ArrayRef, true),
        ("ngày", Arc::new(Date32Array::from(vec![Some(20_783), Some(0), Some(i32::MAX)])) as ArrayRef, true),
        (
            "lớn",
            decimals(10, vec![Some(99_999_999_999_999_999_999_999_999_999_999_999_999), None, Some(1)]),
            true,
        ),
    ])
    .unwrap()
}

fn file(batch: &RecordBatch, compression: Compression) -> Vec<u8> {
    let mut bytes = Vec::new();
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn cells(sheet: Sheet) -> Vec<Vec<String>> {
    let table = sheet.first_row_as_header().unwrap();
    table.rows().map(|row| (1..=8).map(|column| row.cell(column).to_owned()).collect()).collect()
}

fn codes(found: Result<Sheet, Vec<Diagnostic>>) -> Vec<&'static str> {
    found.map(|_| Vec::new()).unwrap_or_else(|found| found.iter().map(|found| found.code).collect())
}

#[test]
fn every_cell_is_what_the_file_holds() {
    let expected = [
        [
            "xa-a",
            "8.50",
            "9223372036854775807",
            "18446744073709551615",
            "đạt",
            "có",
            "2026-11-26",
            "9999999999999999999999999999.9999999999",
        ],
        ["xa-b", "", "0", "1", "khá", "không", "1970-01-01", ""],
        ["xa-c", "-0.05", "-9223372036854775808", "2", "đạt", "", "", "0.0000000001"],
    ];
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        let mut found = cells(read("a.parquet", file(&batch(), compression), &Limits::default()).unwrap());
        // A day beyond all calendars is told where dates are read.
        found[2][6].clear();
        assert_eq!(found, expected);
    }
    let mut found = cells(sheet("a", &batch().schema(), [Ok(batch())]).unwrap());
    found[2][6].clear();
    assert_eq!(found, expected);
}

#[test]
fn a_dictionary_that_stands_for_nothing_gives_empty_cells() {
    let none: DictionaryArray<Int32Type> = [None::<&str>, None].into_iter().collect();
    let codes: ArrayRef = Arc::new(StringArray::from(vec!["xa-a", " xa-b\u{a0}"]));
    let batch =
        RecordBatch::try_from_iter([("entrant", codes), ("loại", Arc::new(none) as ArrayRef)]).unwrap();
    let read = sheet("p.parquet", &batch.schema(), [Ok(batch.clone())]).unwrap();
    let lines: Vec<[String; 2]> =
        read.lines().map(|line| [1, 2].map(|at| line.text(at).to_owned())).collect();
    assert_eq!(lines, [["entrant", "loại"], ["xa-a", ""], ["xa-b", ""]]);
}

/// Room is made for rows like the first thousand; what is longer, and what is denser than is believed, fits as well.
#[test]
fn rows_unlike_those_before_them_are_read_too() {
    let said = |row: usize| if row < 1024 { "x".to_owned() } else { "x".repeat(row % 200) };
    for (rows, alike) in [(3000, false), (100_000, true)] {
        let text = |row: usize| if alike { "đạt".to_owned() } else { said(row) };
        let texts: StringArray = (0..rows).map(|row| Some(text(row))).collect();
        let batch = RecordBatch::try_from_iter([("a", Arc::new(texts) as ArrayRef)]).unwrap();
        let bytes = file(&batch, Compression::SNAPPY);
        let sheet = read("p.parquet", bytes, &Limits::default()).unwrap();
        assert_eq!(sheet.row_count(), rows + 1);
        assert!(sheet.lines().skip(1).enumerate().all(|(row, line)| line.text(1) == text(row)));
    }
}

#[test]
fn binary_fractions_keep_their_shortest_decimal() {
    let doubles: ArrayRef = Arc::new(Float64Array::from(vec![8.5, 0.1 + 0.2, 1e-7, f64::NAN]));
    let singles: ArrayRef = Arc::new(Float32Array::from(vec![8.25, 12.0, 0.1, f32::INFINITY]));
    let batch = RecordBatch::try_from_iter([("I", doubles), ("II", singles)]).unwrap();
    let sheet = read("a.parquet", file(&batch, Compression::SNAPPY), &Limits::default()).unwrap();
    let line = |at: usize| sheet.lines().nth(at).unwrap();
    let texts: Vec<[&str; 2]> = (1..5).map(|at| [1, 2].map(|column| line(at).text(column))).collect();
    let expected = [["8.5", "8.25"], ["0.30000000000000004", "12"], ["0.0000001", "0.1"], ["NaN", "inf"]];
    assert_eq!(texts, expected);
    assert_eq!([1, 2].map(|column| line(1).written(column)), [Written::Double; 2]);
}

#[test]
fn nested_columns_and_short_fractions_are_refused_by_name() {
    let lists: ArrayRef =
        Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(vec![Some(vec![Some(1)])]));
    let halves: ArrayRef = Arc::new(Float16Array::from(vec![None]));
    let batch = RecordBatch::try_from_iter([("I", halves), ("nhiều", lists)]).unwrap();
    let found = read("a.parquet", file(&batch, Compression::SNAPPY), &Limits::default()).unwrap_err();
    assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), ["TD0582", "TD0582"]);
    assert!(found[0].message.en.contains("`I`") && found[0].help.as_ref().unwrap().en.contains("DECIMAL"));
}

#[test]
fn batches_of_another_table_are_refused() {
    let other = RecordBatch::try_from_iter([("I", decimals(2, vec![Some(1)]))]).unwrap();
    assert_eq!(codes(sheet("a", &batch().schema(), [Ok(batch()), Ok(other)])), ["TD0583"]);
}

#[test]
fn what_holds_more_than_the_limits_is_refused_before_it_is_read() {
    let bytes = file(&batch(), Compression::SNAPPY);
    assert_eq!(codes(read("a", bytes.clone(), &Limits { cells: 23, ..Limits::default() })), ["TD0380"]);
    assert_eq!(codes(read("a", bytes.clone(), &Limits { unpacked: 10, ..Limits::default() })), ["TD0380"]);
    assert_eq!(codes(read("a", bytes, &Limits { cells: 24, ..Limits::default() })), [""; 0]);
}

#[test]
fn a_file_cut_off_anywhere_is_a_finding() {
    let bytes = file(&batch(), Compression::SNAPPY);
    for length in 0..bytes.len() {
        assert_eq!(codes(read("a", bytes[..length].to_vec(), &Limits::default())), ["TD0580"], "{length}");
    }
    assert_eq!(codes(read("a", b"entrant,I\nxa-a,1\n".to_vec(), &Limits::default())), ["TD0580"]);
}

/// The reader of the format may panic at what it meets: that is a finding, and nobody sees it.
#[test]
fn a_damaged_file_is_read_or_is_a_finding() {
    std::panic::set_hook(Box::new(|_| {}));
    let (mut seed, mut refused) = (11_u64, 0);
    for compression in [Compression::UNCOMPRESSED, Compression::SNAPPY] {
        let bytes = file(&batch(), compression);
        let spoilt = |at: usize, value: u8, bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            bytes[at] = value;
            bytes
        };
        for at in 0..bytes.len() {
            for value in [0, 0x7f, 0x80, 0xff, bytes[at] ^ 1, bytes[at].wrapping_add(1)] {
                refused += usize::from(read("a", spoilt(at, value, &bytes), &Limits::default()).is_err());
            }
        }
        for _ in 0..3_000 {
            let mut damaged = bytes.clone();
            for _ in 0..4 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(seed >> 33).unwrap() % damaged.len();
                damaged[at] = u8::try_from(seed >> 56).unwrap();
            }
            refused += usize::from(read("a", damaged, &Limits::default()).is_err());
        }
    }
    assert!(refused > 3_000, "{refused}");
}

/// A head of a page in which lists of truth values, which take no bytes, stand in a list: hours of nothing in a few bytes.
#[test]
fn what_would_take_hours_or_all_memory_is_refused_at_once() {
    let bytes = file(&batch(), Compression::UNCOMPRESSED);
    let lists = |count: usize| {
        [vec![0x99, 0xf9, u8::try_from(count).unwrap()], [0xf1, 0xff, 0xff, 0xff, 0xff, 0x07].repeat(count)]
            .concat()
    };
    let mut slow = bytes.clone();
    slow.splice(4..4, lists(100));
    slow.truncate(bytes.len().max(4));
    slow[bytes.len() - 8..].copy_from_slice(&bytes[bytes.len() - 8..]);
    assert_eq!(codes(read("a", slow, &Limits::default())), ["TD0580"]);
    // A footer that announces two thousand million groups of rows.
    let footer = [&[0x15_u8, 2, 0x29, 0xfc][..], &[0xff, 0xff, 0xff, 0xff, 0x07]].concat();
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    let huge = [b"PAR1".as_slice(), &footer, &length, b"PAR1"].concat();
    assert_eq!(codes(read("a", huge, &Limits::default())), ["TD0580"]);
    // Found by fuzzing: each kept the reader busy for half a minute.
    for bytes in [
        include_bytes!("damaged/lists-of-truth-values.parquet").as_slice(),
        include_bytes!("damaged/another-kind.parquet"),
    ] {
        let found = read("a", bytes.to_vec(), &Limits::default()).unwrap_err();
        assert!(found[0].message.en.contains("what the file says of itself is damaged"), "{found:?}");
    }
}
