use super::*;

/// Headers and wanted names in, columns and `code@cell` out; a name starting with `?` is optional.
fn check(header: &[&str], wanted: &[&[&str]], columns: &[u32], findings: &[&str]) {
    let table = Table::from_rows("a.csv", &[header]).unwrap();
    let names: Vec<Vec<&str>> =
        wanted.iter().map(|names| names.iter().map(|name| name.trim_start_matches('?')).collect()).collect();
    let wanted: Vec<Wanted<'_>> = names
        .iter()
        .zip(wanted)
        .map(|(names, marked)| Wanted { names, required: !marked[0].starts_with('?') })
        .collect();
    let found = match_headers(&table, &wanted);
    let numbers: Vec<u32> = found.columns.iter().map(|column| column.unwrap_or(0)).collect();
    let codes: Vec<String> = found
        .diagnostics
        .iter()
        .map(|one| format!("{}@{}", one.code, one.place.to_string().trim_start_matches("a.csv!")))
        .collect();
    assert_eq!(
        (numbers.as_slice(), codes),
        (columns, findings.iter().map(ToString::to_string).collect()),
        "{header:?}"
    );
    assert!(found.diagnostics.iter().all(|one| one.help.is_some()));
}

#[test]
fn finds_columns() {
    check(&["Đơn vị", "Điểm"], &[&["Điểm"], &["Đơn vị"]], &[2, 1], &[]);
    check(&["ĐƠN  VỊ", "diem_tu-cham"], &[&["Đơn vị"], &["Điểm tự chấm"]], &[1, 2], &[]);
    check(&["Tên", "Điểm"], &[&["Đơn vị", "Tên"], &["Điểm"]], &[1, 2], &[]);
    check(&["Họ và\r\ntên"], &[&["họ và tên"]], &[1], &[]);
    check(&["D\u{323}iểm"], &[&["\u{1e0c}iểm"]], &[1], &[]);
    check(&["%"], &[&["%"]], &[1], &[]);
    check(&[], &[&["?Ghi chú"]], &[0], &[]);
}

#[test]
fn an_exact_name_wins_over_a_similar_one() {
    check(&["điểm", "Điểm"], &[&["Điểm"]], &[2], &["TD0305@A1"]);
    check(&["co", "cờ"], &[&["cờ"], &["có"]], &[2, 1], &[]);
}

#[test]
fn refuses_what_could_be_two_things() {
    check(&["điểm", "ĐIỂM"], &[&["Điểm"]], &[0], &["TD0301@B1"]);
    check(&["Tên", "Đơn vị"], &[&["Đơn vị", "Tên"]], &[0], &["TD0301@B1"]);
    check(&["co"], &[&["cờ"], &["có"]], &[0, 0], &["TD0302@A1"]);
    check(&["Điểm", "Điểm"], &[&["Điểm"]], &[0], &["TD0303@B1"]);
    check(&["Điểm", "Ghi chú", "Ghi chú"], &[&["Điểm"]], &[1], &["TD0305@B1", "TD0303@C1"]);
}

#[test]
fn names_what_is_missing_unused_or_nameless() {
    check(&["Điểm"], &[&["Điểm"], &["Đơn vị"]], &[1, 0], &["TD0304@A1"]);
    check(&["Điểm"], &[&["Điểm"], &["?Đơn vị"]], &[1, 0], &[]);
    check(&["Điểm", "Đơn vj"], &[&["Điểm"], &["Đơn vị"]], &[1, 0], &["TD0304@B1", "TD0305@B1"]);
    check(&["Điểm", "", "Hạng"], &[&["Điểm"], &["Hạng"]], &[1, 3], &["TD0306@B1"]);
    check(&[], &[&["Điểm"]], &[0], &["TD0304@A1"]);
    // A sign-only header never matches another sign-only name.
    check(&["%"], &[&["?#"]], &[0], &["TD0305@A1"]);
}

#[test]
fn suggests_the_nearest_wanted_name() {
    let table = Table::from_rows("a.csv", &[&["Diem tu chấn"]]).unwrap();
    let found = match_headers(&table, &[Wanted::required(&["Điểm tự chấm"])]);
    let helps: Vec<&str> =
        found.diagnostics.iter().map(|one| one.help.as_ref().unwrap().en.as_str()).collect();
    assert_eq!(
        helps,
        ["if it is the column `Diem tu chấn`, rename it to `Điểm tự chấm`", "did you mean `Điểm tự chấm`?"]
    );
}
