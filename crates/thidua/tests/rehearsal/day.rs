//! The day itself: 171 files come back from 160 units, and the program accounts for every one of them.
//!
//! 142 units have one form that is taken (4 of an older version, 5 sent twice with the same figures), 4 sent two that differ,
//! 6 have to send again, 8 sent nothing; 10 files are no forms.

use std::collections::{BTreeMap, BTreeSet};

use thidua::{Collected, EntrantState, FileState, Files, Severity, collect};

use crate::beside::older;
use crate::edit::{Put, cell, put, reworded};
use crate::fill::{Typed, cells, fill};
use crate::listed::{Seeded, in_the_table};
use crate::make::{archive, encrypted};
use crate::units::{Rehearsal, SHA256, filled, made, plan_of, rehearsal};

const MAIN: &str = "Phiếu chấm";

/// The seed of everything that is random on this day.
const SEED: usize = 20_251_215;

struct Day {
    files: Vec<(String, Vec<u8>)>,
    seeded: Vec<Seeded>,
}

impl Day {
    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.push((name.to_owned(), bytes));
    }

    fn found(&mut self, what: &str, name: &str, code: &str, at: Option<&(String, u32, u32)>) {
        self.seeded.push(Seeded::new(what, name, code, at));
    }
}

fn name(unit: usize) -> String {
    format!("cum-{:02}/phieu-xa-{unit:03}.xlsx", (unit - 1) % 12 + 1)
}

fn home(bytes: &[u8], input: &str) -> (String, u32, u32) {
    let known = cells(bytes);
    let found = known.inputs.iter().find(|(name, _)| name.rsplit('/').next() == Some(input));
    found.unwrap_or_else(|| panic!("no cell for {input}")).1.clone()
}

fn day(of: &Rehearsal) -> Day {
    let mut day = Day { files: Vec::new(), seeded: Vec::new() };
    let old = plan_of(&older(&of.text));
    for unit in 1..=146 {
        let name = name(unit);
        match unit {
            1..=4 => {
                let blank = made(&old, &of.entrants[unit - 1], false);
                let gone = home(&blank, "III.4");
                day.add(&name, filled(&old, &blank, SEED + unit, &[]));
                day.found("phiếu phiên bản cũ", &name, "TD0472", None);
                day.found("số liệu của tiêu chí đã bỏ", &name, "TD0484", Some(&gone));
                day.found("phiếu cũ chưa có tiêu chí mới", &name, "TD0480", None);
            }
            // 28 cells of ten forms hold numbers as text.
            41..=50 => texts(of, &mut day, unit, &name),
            // Three cells are above their maximum.
            61..=63 => {
                let blank = of.form(unit);
                let at = home(&blank, "III.1");
                let bytes = filled(&of.plan, &blank, SEED + unit, std::slice::from_ref(&at));
                day.add(&name, put(&bytes, &at, &Put::Number("12")));
                day.found("điểm tự chấm vượt điểm tối đa", &name, "TD0411", Some(&at));
            }
            // Eleven units claim fourteen criteria; two give no reason.
            71..=81 => claims(of, &mut day, unit, &name),
            _ => day.add(&name, filled(&of.plan, &of.form(unit), SEED + unit, &[])),
        }
    }
    refused(of, &mut day);
    twice(of, &mut day);
    others(&mut day);
    day
}

fn texts(of: &Rehearsal, day: &mut Day, unit: usize, name: &str) {
    let blank = of.form(unit);
    let inputs: &[&str] = if unit <= 48 { &["III.1", "III.2", "tiếp_nhận"] } else { &["III.1", "III.2"] };
    let homes: Vec<(String, u32, u32)> = inputs.iter().map(|input| home(&blank, input)).collect();
    let mut bytes = filled(&of.plan, &blank, SEED + unit, &homes);
    for (at, words) in homes.iter().zip(["8,5", "7.25", "1250"]) {
        bytes = put(&bytes, at, &Put::Text(words));
    }
    day.add(name, bytes);
    let first = homes.iter().min_by_key(|(_, row, _)| *row).unwrap();
    day.found("số ghi dưới dạng chữ", name, "TD0488", Some(first));
}

fn claims(of: &Rehearsal, day: &mut Day, unit: usize, name: &str) {
    let blank = of.form(unit);
    let known = cells(&blank);
    let both = unit <= 73;
    let claimed: &[(&str, &str)] = if both {
        &[("II/II.1", "buổi_đối_thoại"), ("II/II.3", "II.3")]
    } else {
        &[("II/II.3", "II.3")]
    };
    let mut but = Vec::new();
    for (_, input) in claimed {
        let (sheet, row, column) = home(&blank, input);
        but.extend((row..row + 3).map(|row| (sheet.clone(), row, column)));
    }
    let mut typed = Vec::new();
    for (path, _) in claimed {
        let (row, column) = known.claims[*path];
        typed.push((MAIN.to_owned(), row, column, Typed::Words("Không áp dụng".to_owned())));
        if unit < 80 {
            typed.push((MAIN.to_owned(), row, column + 2, Typed::Words("không thuộc địa bàn".to_owned())));
        } else {
            day.found("không áp dụng, chưa ghi lý do", name, "TD0483", Some(&(MAIN.to_owned(), row, column)));
        }
    }
    day.add(name, fill(&filled(&of.plan, &blank, SEED + unit, &but), &typed));
}

/// Six that nobody can take as they are.
fn refused(of: &Rehearsal, day: &mut Day) {
    let well = |unit: usize| filled(&of.plan, &of.form(unit), SEED + unit, &[]);
    let file = name(147);
    day.add(&file, encrypted());
    day.found("đặt mật khẩu mở tệp", &file, "TD0371", None);
    day.found("đơn vị nhận ra theo tên tệp", &file, "TD0489", None);

    let file = name(148).replace(".xlsx", ".xls");
    day.add(&file, [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 40][..]].concat());
    day.found("tệp .xls hỏng", &file, "TD0370", None);
    day.found("đơn vị nhận ra theo tên tệp", &file, "TD0489", None);

    let file = name(149);
    let bytes = well(149);
    let (sheet, row, _) = home(&of.form(149), "III.1");
    let moved = cell(&bytes, &sheet, &format!("A{row}"), |open| {
        format!("{open} t=\"inlineStr\"><is><t>III.2</t></is></c>")
    });
    day.add(&file, moved);
    day.found("chèn dòng làm lệch mã và nội dung", &file, "TD0475", Some(&(sheet, row, 1)));

    let file = name(150);
    let blank = of.form(150);
    let at = home(&blank, "III.2");
    let bytes = filled(&of.plan, &blank, SEED + 150, std::slice::from_ref(&at));
    day.add(&file, put(&bytes, &at, &Put::Failed("#REF!")));
    day.found("#REF! ở ô điểm", &file, "TD0450", Some(&at));

    let file = name(151);
    day.add(&file, reworded(&well(151), of.id(151), "xa-951"));
    day.found("sai mã đơn vị", &file, "TD0404", None);
    day.found("đơn vị nhận ra theo tên tệp", &file, "TD0489", None);

    let file = name(152);
    let last_year = plan_of(&of.text.replace("thi-dua-xa-2025", "thi-dua-xa-2024"));
    let blank = made(&last_year, &of.entrants[151], false);
    day.add(&file, filled(&last_year, &blank, SEED + 152, &[]));
    day.found("phiếu năm trước", &file, "TD0471", None);
}

/// Nine units sent a second file: five the same again, four another.
fn twice(of: &Rehearsal, day: &mut Day) {
    for unit in (21..=25).chain(31..=34) {
        let first = name(unit);
        let second = first.replace(".xlsx", " (1).xlsx");
        let alike = unit <= 25;
        let seed = if alike { SEED + unit } else { SEED + 1000 + unit };
        day.add(&second, filled(&of.plan, &of.form(unit), seed, &[]));
        let (what, code) = if alike {
            ("gửi hai lần cùng số liệu", "TD0479")
        } else {
            ("gửi hai lần khác số liệu", "TD0478")
        };
        day.found(what, &first, code, None);
        day.found(what, &second, code, None);
    }
}

fn others(day: &mut Day) {
    for (name, bytes) in [
        ("CV 123 giai trinh.pdf", b"%PDF-1.7\0\xff".to_vec()),
        ("anh phieu.jpg", b"\xff\xd8\xff\xe0\0".to_vec()),
        ("anh phieu 2.png", b"\x89PNG\r\n\x1a\n\0".to_vec()),
        ("to trinh.docx", archive(&[("word/document.xml", "<a/>")])),
        ("to trinh 2.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0".to_vec()),
        ("thu.eml", b"Subject: phieu\n\nKinh gui".to_vec()),
        ("nen.rar", b"Rar!\x1a\x07\0".to_vec()),
        ("ghi chu.txt", "Đã gửi 12 phiếu".as_bytes().to_vec()),
        ("danh ba.csv", "Tên,Điện thoại\nVăn phòng,0123\n".as_bytes().to_vec()),
        ("trinh chieu.pptx", archive(&[("ppt/presentation.xml", "<a/>")])),
    ] {
        day.add(name, bytes);
        day.found("tệp không phải phiếu", name, "TD0485", None);
    }
}

fn collected(of: &Rehearsal, files: impl Iterator<Item = (String, Vec<u8>)>) -> Collected {
    let mut returned = Files::default();
    files.for_each(|(name, bytes)| returned.insert(name, bytes));
    collect(&of.plan, SHA256, Some(&of.register), &returned)
}

#[test]
fn every_file_of_the_day_is_accounted_for() {
    let of = rehearsal();
    let day = day(&of);
    assert_eq!(day.files.len(), 171);
    let all = collected(&of, day.files.iter().cloned());
    let files = |state: FileState| all.files.iter().filter(|file| file.state == state).count();
    assert_eq!(
        [FileState::Accepted, FileState::Refused, FileState::Duplicate, FileState::Other].map(files),
        [142, 6, 13, 10]
    );
    let units = |state: EntrantState| all.entrants.iter().filter(|unit| unit.state == state).count();
    use EntrantState::{Accepted, Duplicate, Missing, Refused};
    assert_eq!([Accepted, Refused, Duplicate, Missing].map(units), [142, 6, 4, 8]);
    let mut wanted: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for one in &day.seeded {
        wanted.entry(one.file.as_str()).or_default().push((one.code.clone(), one.place()));
    }
    let clean: Vec<&str> =
        all.files.iter().map(|file| file.name.as_str()).filter(|name| !wanted.contains_key(name)).collect();
    assert!(clean.len() > 90, "{} clean files", clean.len());
    for file in &all.files {
        let own = |finding: &&thidua::Diagnostic| {
            file.state != FileState::Other || finding.severity != Severity::Note
        };
        let mut found: Vec<(String, String)> = file
            .findings
            .iter()
            .filter(own)
            .map(|found| (found.code.to_owned(), found.place.to_string()))
            .collect();
        let mut expected = wanted.remove(file.name.as_str()).unwrap_or_default();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{}", file.name);
        let helped =
            file.findings.iter().all(|found| found.help.is_some() || found.severity == Severity::Note);
        assert!(helped, "{} has a finding without a remedy", file.name);
    }
    let claims: usize = all.files.iter().map(|file| file.claims.len()).sum();
    let claiming = all.files.iter().filter(|file| !file.claims.is_empty()).count();
    assert_eq!((claims, claiming), (14, 11));
    // What is refused, or told apart from another file of its unit, is a value nowhere.
    let values: BTreeSet<&str> = all.rows.iter().skip(1).map(|row| row[0].as_str()).collect();
    assert_eq!(values.len(), 142);
    in_the_table("loi-trong-ngay.csv", &day.seeded);
    let other = collected(&of, day.files.into_iter().rev());
    assert_eq!(format!("{all:?}"), format!("{other:?}"), "the order of files changes nothing");
}
