use super::*;
use crate::{Merged, Written};

fn sheet(name: &str, rows: &[(u32, &[&str])]) -> Sheet {
    let mut sheet = Sheet::new(name);
    for (number, cells) in rows {
        sheet.push_row(*number, cells.iter().map(|cell| (*cell, Written::Text))).unwrap();
    }
    sheet
}

fn words() -> Words {
    let mut words = Words::default();
    words.add("Đơn vị", Role::Entrant);
    words.add("TT", Role::Remark);
    for (name, max) in [("I", 20), ("II", 80), ("Cải cách hành chính", 20)] {
        words.add(name, Role::Value { max: Some(i64::from(max).into()) });
    }
    words.allow_turned("Đơn vị");
    words
}

/// The header row, the columns, the entrants and the codes told; or the codes of a refusal.
type Shown = (u32, Vec<String>, Vec<String>, Vec<&'static str>);

fn shown(sheets: &[Sheet], frame: &Frame) -> Result<Shown, Vec<&'static str>> {
    let codes = |found: &[Diagnostic]| found.iter().map(|one| one.code).collect::<Vec<_>>();
    let found = find_table(sheets, &words(), frame).map_err(|found| codes(&found))?;
    let table = found.table;
    let names: Vec<String> = table.header().cells().map(|cell| cell.text.to_owned()).collect();
    let column =
        names.iter().position(|name| name == "Đơn vị").map_or(1, |at| u32::try_from(at + 1).unwrap());
    let entrants = table.rows().map(|row| row.cell(column).to_owned()).collect();
    Ok((table.header().number(), names, entrants, codes(&found.findings)))
}

fn entrants(rows: &[(u32, &[&str])]) -> Result<(Vec<String>, Vec<&'static str>), Vec<&'static str>> {
    shown(&[sheet("a", rows)], &Frame::default()).map(|(_, _, entrants, codes)| (entrants, codes))
}

#[test]
fn a_clean_table_is_left_as_it_is() {
    let rows: &[(u32, &[&str])] =
        &[(1, &["Đơn vị", "I", "II"]), (2, &["a", "1", "2"]), (3, &["1", "2", "3"]), (9, &["b", "", ""])];
    assert_eq!(entrants(rows), Ok((vec!["a".into(), "1".into(), "b".into()], vec![])));
}

#[test]
fn the_header_is_the_row_that_is_recognised() {
    let rows: &[(u32, &[&str])] = &[
        (1, &["BẢNG ĐIỂM I"]),
        (2, &["Đơn vị: UBND xã"]),
        (4, &["TT", "Đơn vị", "Tiêu chí", ""]),
        (5, &["", "", "I", "II"]),
        (6, &["1", "a", "5", "6"]),
    ];
    let (row, names, entrants, codes) = shown(&[sheet("a", rows)], &Frame::default()).unwrap();
    assert_eq!((row, names.join("|").as_str()), (5, "TT|Đơn vị|I|II"));
    assert_eq!((entrants, codes), (vec!["a".to_owned()], vec!["TD0330"]));
    let bracket = &[(1, &["Đơn vị", "Cải cách hành chính (tối đa 20)"][..]), (2, &["a", "5"])];
    assert_eq!(
        super::find_table(&[sheet("a", bracket)], &words(), &Frame::default()).unwrap().table.row_count(),
        1
    );
}

#[test]
fn a_heading_over_several_columns_names_them_together() {
    let mut book =
        sheet("a", &[(1, &["Đơn vị", "Nhóm A", ""]), (2, &["", "I", "Ghi"]), (3, &["a", "1", "2"])]);
    book.merge(vec![Merged { rows: (1, 2), columns: (1, 1) }, Merged { rows: (1, 1), columns: (2, 3) }]);
    let (_, names, ..) = shown(&[book], &Frame::default()).unwrap();
    assert_eq!(names, ["Đơn vị", "I", "Nhóm A / Ghi"]);
}

#[test]
fn what_is_declared_is_not_looked_for() {
    let rows: &[(u32, &[&str])] = &[
        (1, &["Đơn vị", "I", "II"]),
        (2, &["Đơn vị", "II", "I"]),
        (3, &["a", "1", "2"]),
        (4, &["Tổng cộng", "1", "2"]),
        (5, &["b", "1", "2"]),
    ];
    let book = || [sheet("a", rows)];
    assert_eq!(shown(&book(), &Frame::default()), Err(vec!["TD0334"]), "two headers");
    let frame = Frame { header: Some((2, 2)), ..Frame::default() };
    assert_eq!(shown(&book(), &frame).unwrap().2, ["a", "b"]);
    let all = Frame { skip: Some(vec![]), ..frame.clone() };
    assert_eq!(shown(&book(), &all).unwrap().2, ["a", "Tổng cộng", "b"]);
    let cut = Frame { last: Some(3), ..frame.clone() };
    assert_eq!(shown(&book(), &cut).unwrap().2, ["a"]);
    assert_eq!(shown(&book(), &Frame { header: Some((7, 7)), ..frame }), Err(vec!["TD0335"]));
}

#[test]
fn one_of_several_sheets_is_the_table() {
    let table: &[(u32, &[&str])] = &[(1, &["Đơn vị", "I", "II"]), (2, &["a", "1", "2"])];
    let notes: &[(u32, &[&str])] = &[(1, &["Hướng dẫn"]), (2, &["Ghi điểm vào trang kia"])];
    let book = |first: &[(u32, &[&str])], second: &[(u32, &[&str])]| {
        [sheet("x.xlsx!Một", first), sheet("x.xlsx!Hai", second), sheet("x.xlsx!Ba", &[])]
    };
    assert_eq!(shown(&book(notes, table), &Frame::default()).unwrap().2, ["a"]);
    assert_eq!(shown(&book(table, table), &Frame::default()), Err(vec!["TD0334"]));
    assert_eq!(shown(&book(notes, notes), &Frame::default()), Err(vec!["TD0332"]));
    let named = Frame { sheet: Some("HAI".to_owned()), ..Frame::default() };
    assert_eq!(shown(&book(table, table), &named).unwrap().2, ["a"]);
}

#[test]
fn criteria_may_go_down() {
    let rows: &[(u32, &[&str])] = &[
        (1, &["BẢNG QUAY NGANG"]),
        (3, &["TT", "Nội dung", "Điểm tối đa", "xa-a", "xa-b"]),
        (4, &["A", "Nhóm", "", "", ""]),
        (5, &["1", "I", "20", "5", "6"]),
        (6, &["2", "II", "80", "7", ""]),
    ];
    let found = find_table(&[sheet("a", rows)], &words(), &Frame::default()).unwrap();
    let read: Vec<Vec<&str>> =
        found.table.rows().map(|row| row.cells().map(|cell| cell.text).collect()).collect();
    assert_eq!(read, [["xa-a", "5", "7"], ["xa-b", "6", ""]]);
    let place = |row: usize, column| found.table.row(row).unwrap().place(column).to_string();
    assert_eq!((place(0, 2), place(1, 3)), ("a!D5".to_owned(), "a!E6".to_owned()));
    assert_eq!(found.table.header().place(3).to_string(), "a!B6");
    let form: &[(u32, &[&str])] = &[(1, &["Tiêu chí", "Điểm tự chấm"]), (2, &["I", "5"]), (3, &["II", "6"])];
    assert_eq!(entrants(form), Err(vec!["TD0332"]), "a form of one entrant needs its name");
}

#[test]
fn figures_that_happen_to_be_codes_turn_no_table() {
    let mut words = words();
    for code in ["1", "2", "3", "4", "5"] {
        words.add(code, Role::Value { max: None });
    }
    let rows: &[(u32, &[&str])] =
        &[(1, &["Đơn vị", "I", "II"]), (2, &["a", "1", "2"]), (3, &["b", "2", "2"]), (4, &["c", "3", "2"])];
    let found = find_table(&[sheet("a", rows)], &words, &Frame::default()).unwrap();
    assert_eq!(found.table.row_count(), 3);
}

#[test]
fn somebody_who_is_known_is_never_left_out() {
    let rows: &[(u32, &[&str])] = &[
        (1, &["Đơn vị", "I"]),
        (2, &["Tổng cộng", "1"]),
        (3, &["Chủ tịch hội", ""]),
        (4, &["Người lập", ""]),
    ];
    let mut words = words();
    words.know(["tổng cộng", "Chủ tịch hội"]);
    let found = find_table(&[sheet("a", rows)], &words, &Frame::default()).unwrap();
    assert_eq!(found.table.row_count(), 2);
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn columns_without_a_header_are_told() {
    let rows: &[(u32, &[&str])] =
        &[(1, &["Đơn vị", "", "I"]), (2, &["a", "x", "1", "y"]), (3, &["b", "", "1", "z"])];
    assert_eq!(entrants(rows), Ok((vec!["a".into(), "b".into()], vec!["TD0306", "TD0306"])));
}

fn block_words() -> Words {
    let mut words = words();
    words.add("Tiêu chí", Role::Criterion);
    let text = |words: &str| words.to_owned();
    words.allow_blocks(BlockWords {
        labels: vec![text("Mã đơn vị"), text("Đơn vị")],
        entrant: text("entrant"),
        criterion: text("criterion"),
        values: vec![text("value")],
        stage: text("stage"),
        stages: vec![(text("Tự chấm"), text("self")), (text("Thẩm định"), text("official"))],
        sums: vec![text("Nhóm một")],
        ..BlockWords::default()
    });
    words
}

type Rows = Vec<(String, String)>;

/// Each row of the table as text, with the place of its value; and the codes told.
fn blocks(sheets: &[Sheet], frame: &Frame) -> Result<(Rows, Vec<&'static str>), Vec<&'static str>> {
    let codes = |found: &[Diagnostic]| found.iter().map(|one| one.code).collect::<Vec<_>>();
    let found = find_table(sheets, &block_words(), frame).map_err(|found| codes(&found))?;
    let row = |row: crate::Row<'_>| {
        let words: Vec<&str> = row.cells().map(|cell| cell.text).collect();
        (words.join("|"), row.place(3).to_string())
    };
    Ok((found.table.rows().map(row).collect(), codes(&found.findings)))
}

#[test]
fn a_sheet_for_each_unit_is_one_table() {
    let unit = |name: &str, who: &str, points: [&str; 2]| {
        let name = format!("phieu.xlsx!{name}");
        let who = format!("Đơn vị: {who}");
        sheet(
            &name,
            &[
                (1, &["PHIẾU CHẤM"]),
                (2, &[&who]),
                (4, &["TT", "Tiêu chí", "Điểm tối đa", "Tự chấm", "Thẩm định"]),
                (5, &["", "Nhóm một", "100", "9", ""]),
                (6, &["1", "I", "20", points[0], ""]),
                (7, &["2", "II", "80", points[1], ""]),
                (8, &["", "Tổng cộng", "100", "9", ""]),
                (9, &["", "", "", "Đơn vị: ký tên"]),
            ],
        )
    };
    let book = [unit("A", "xa-a", ["8", "7,5"]), unit("B", "xa-b", ["", "6"])];
    let (rows, codes) = blocks(&book, &Frame::default()).unwrap();
    let texts: Vec<&str> = rows.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(texts, ["xa-a|I|8|self", "xa-a|II|7,5|self", "xa-b|I||self", "xa-b|II|6|self"]);
    assert_eq!(rows[3].1, "phieu.xlsx!B!D7");
    assert_eq!(codes, ["TD0425"]);
    let one = Frame { sheet: Some("B".to_owned()), ..Frame::default() };
    assert_eq!(blocks(&book, &one).unwrap().0.len(), 2);
}

#[test]
fn what_is_no_block_is_read_as_before() {
    let turned: &[(u32, &[&str])] = &[
        (1, &["Đơn vị: huyện A"]),
        (2, &["TT", "Tiêu chí", "Điểm tối đa", "xa-a", "xa-b"]),
        (3, &["1", "I", "20", "8", "9"]),
        (4, &["2", "II", "80", "7", "6"]),
    ];
    assert_eq!(blocks(&[sheet("a", turned)], &Frame::default()).unwrap().1, ["TD0333"]);
    let declared = Frame { blocks: Some(true), ..Frame::default() };
    assert_eq!(blocks(&[sheet("a", turned)], &declared), Err(vec!["TD0426"]));
    assert_eq!(blocks(&[sheet("a", &[(1, &["a"])])], &declared), Err(vec!["TD0426"]));
    let upright: &[(u32, &[&str])] =
        &[(1, &["Đơn vị: huyện A"]), (2, &["Đơn vị", "I", "II"]), (3, &["xa-a", "8", "7"])];
    assert_eq!(blocks(&[sheet("a", upright)], &Frame::default()).unwrap().1, ["TD0330"]);
}

#[test]
fn a_heading_with_nobody_below_is_told_and_is_nobody() {
    let (names, codes) = entrants(&[
        (1, &["TT", "Đơn vị", "I", "II"]),
        (2, &["I", "Cụm 1", "", ""]),
        (3, &["1", "Xã A", "5", "60"]),
        (4, &["II", "Cụm 2", "", ""]),
    ])
    .unwrap();
    assert_eq!(names, ["Xã A"]);
    assert_eq!(codes.iter().filter(|code| **code == "TD0443").count(), 1, "{codes:?}");
    let (_, codes) = entrants(&[
        (1, &["TT", "Đơn vị", "I", "II"]),
        (2, &["I", "Cụm 1", "", ""]),
        (3, &["1", "Xã A", "5", "60"]),
    ])
    .unwrap();
    assert!(!codes.contains(&"TD0443"), "a heading over somebody: {codes:?}");
}

#[test]
fn halves_side_by_side_are_one_table_where_their_headers_are_one() {
    let rows: &[(u32, &[&str])] = &[
        (1, &["TT", "Đơn vị", "I", "II", "", "TT", "Đơn vị", "I", "II"]),
        (2, &["1", "Xã A", "5", "60", "", "3", "Xã C", "7", "62"]),
        (3, &["2", "Xã B", "6", "61", "", "", "Tổng cộng", "7", "62"]),
    ];
    let found = find_table(&[sheet("a", rows)], &words(), &Frame::default()).unwrap();
    let told: Vec<String> =
        found.table.rows().map(|row| format!("{} {}", row.cell(2), row.place(3))).collect();
    assert_eq!(told, ["Xã A a!C2", "Xã B a!C3", "Xã C a!H2"]);
    assert!(found.findings.iter().any(|one| one.code == "TD0448"));
    let others: &[(u32, &[&str])] = &[
        (1, &["TT", "Đơn vị", "I", "II", "", "TT", "Đơn vị", "II", "I"]),
        (2, &["1", "Xã A", "5", "60", "", "3", "Xã C", "62", "7"]),
    ];
    assert_eq!(entrants(others), Err(vec!["TD0334"]), "headers that differ are two tables");
}

#[test]
fn names_that_leave_out_their_district_are_asked_for_with_the_words_that_say_it() {
    let mut words = words();
    words.know(["Xã 1, huyện Đông", "Xã 1, huyện Tây", "Xã 2, huyện Đông", "Xã 2, huyện Tây"]);
    let rows: &[(u32, &[&str])] = &[
        (1, &["BẢNG ĐIỂM CÁC XÃ HUYỆN ĐÔNG"]),
        (3, &["TT", "Đơn vị", "I", "II"]),
        (4, &["1", "Xã 1", "5", "60"]),
        (5, &["2", "Xã 2", "6", "61"]),
    ];
    let found = find_table(&[sheet("a", rows)], &words, &Frame::default()).unwrap_err();
    assert_eq!((found.len(), found[0].code, found[0].place.to_string()), (1, "TD0419", "a!B4".to_owned()));
    assert!(found[0].help.as_ref().unwrap().en.contains("`within: \"HUYỆN ĐÔNG\"`"), "{found:?}");
    let said = |within: Within| {
        let frame = Frame { within: Some(within), ..Frame::default() };
        let found = find_table(&[sheet("a", rows)], &words, &frame).unwrap();
        found.table.rows().map(|row| row.cell(2).to_owned()).collect::<Vec<_>>()
    };
    let all = ["Xã 1, huyện Tây", "Xã 2, huyện Tây"];
    assert_eq!(said(Within::All("huyện Tây".to_owned())), all, "what is said counts, not the title");
    assert_eq!(said(Within::All("huyện Nam".to_owned())), ["Xã 1", "Xã 2"], "nobody is made up");
    // A title that names two districts says nothing.
    let both: &[(u32, &[&str])] = &[
        (1, &["CÁC XÃ HUYỆN ĐÔNG VÀ HUYỆN TÂY"]),
        (3, &["TT", "Đơn vị", "I", "II"]),
        (4, &["1", "Xã 1", "5", "60"]),
    ];
    assert!(find_table(&[sheet("a", both)], &words, &Frame::default()).is_ok());
}

#[test]
fn what_nobody_sees_and_what_nobody_reads_is_told() {
    let rows: &[(u32, &[&str])] = &[
        (1, &["TT", "Đơn vị", "I", "II", "Ghi chú"]),
        (2, &["1", "Xã A", "5", "60", "7,5"]),
        (3, &["2", "Xã B", "6", "61", "đã phúc tra"]),
    ];
    let mut words = words();
    words.add("Ghi chú", Role::Remark);
    let mut hidden = sheet("a", rows);
    hidden.hide(Vec::new(), vec![(3, 3), (9, 12)], false);
    let found = find_table(&[hidden], &words, &Frame::default()).unwrap();
    let told: Vec<String> = found.findings.iter().map(|one| format!("{} {}", one.code, one.place)).collect();
    assert_eq!(told, ["TD0468 a!E2", "TD0336 a!C1"]);
    let mut picture = sheet("a", &[(1, &["BẢNG ĐIỂM"])]);
    assert_ne!(
        find_table(&[picture.clone()], &words, &Frame::default()).map(|_| ()).map_err(|found| found[0].code),
        Err("TD0449")
    );
    picture.picture();
    assert_eq!(find_table(&[picture], &words, &Frame::default()).unwrap_err()[0].code, "TD0449");
}

#[test]
fn points_and_places_under_one_criterion_are_told_apart() {
    let rows: &[(u32, &[&str])] = &[
        (1, &["Đơn vị", "I", "", "II", ""]),
        (2, &["", "Điểm", "Hạng", "Điểm", "Hạng"]),
        (3, &["Xã A", "5", "1", "60", "2"]),
    ];
    let mut sheet = sheet("a", rows);
    let area = |from, to| Merged { rows: (1, 1), columns: (from, to) };
    sheet.merge(vec![Merged { rows: (1, 2), columns: (1, 1) }, area(2, 3), area(4, 5)]);
    let (_, names, ..) = shown(&[sheet], &Frame::default()).unwrap();
    assert_eq!(names, ["Đơn vị", "I", "I / Hạng", "II", "II / Hạng"]);
}
