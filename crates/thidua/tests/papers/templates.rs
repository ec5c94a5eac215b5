//! Templates of an office: fields are found however Word has cut them, and what means nothing is told with its place.

use std::io::Cursor;

use docx_rs::{Docx, Header, Paragraph, Run, Table, TableCell, TableRow};
use thidua::{Diagnostic, Report};
use thidua_report::{
    Impact, ImpactChange, ImpactCluster, ImpactFlow, ImpactMove, ImpactNear, ImpactRun, SignedList,
    Templates, built_in_templates, documents, fields_page, impact_paper, unit_papers,
};

use crate::documents::words;
use crate::since::written;
use crate::support::{simple, texts, worked};

fn packed(document: Docx) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).unwrap();
    bytes.into_inner()
}

fn paragraph(runs: &[&str]) -> Paragraph {
    runs.iter().fold(Paragraph::new(), |paragraph, run| paragraph.add_run(Run::new().add_text(*run)))
}

fn row(cells: &[&[&str]]) -> TableRow {
    TableRow::new(cells.iter().map(|runs| TableCell::new().add_paragraph(paragraph(runs))).collect())
}

fn refused(document: Docx) -> Vec<Diagnostic> {
    Templates::read([("mau/to-trinh.docx", packed(document).as_slice())]).unwrap_err()
}

/// The words of the request of the first run, made from this template.
fn request(report: &Report, document: Docx) -> String {
    let templates = Templates::read([("to-trinh.docx", packed(document).as_slice())]).unwrap();
    let papers = documents(&report.results(), &templates, None).unwrap();
    words(&papers.iter().find(|paper| paper.name.ends_with("/to-trinh.docx")).unwrap().bytes)
}

fn two() -> Report {
    simple(
        "rule_set: x\nversion: 1\ntitle: Bộ tiêu chí\ncriteria: [ { code: I, points_max: 10 } ]\n\
         rankings: [ { id: r, scope: all } ]\n\
         awards: [ { id: a, title: Giấy khen, kind: commendation, for: collective, ranked_by: r } ]\n",
        "entrant,I\nb & <c>,8\na,9\n",
    )
}

#[test]
fn fields_cut_into_runs_are_filled_and_rows_are_repeated() {
    let document = Docx::new()
        .header(Header::new().add_paragraph(paragraph(&["Đợt {{đợt ", "xét}}"])))
        .add_paragraph(paragraph(&["Có {", "{SO DOI", "_tuong}", "} đối tượng, {{bộ tiêu chí}}."]))
        .add_paragraph(paragraph(&["{{mỗi hình ", "thức}}"]))
        .add_paragraph(paragraph(&["{{tên hình thức}} ({{số lượng}})"]))
        .add_table(Table::new(vec![
            row(&[&["Tên"], &["Điểm"]]),
            row(&[&["{{mỗi danh sách}}{{t", "t}}. {{tên}}"], &["{{tổng điểm}}{{hết danh sách}}"]]),
        ]))
        .add_paragraph(paragraph(&["{{nếu có quỹ}}Tiền{{hết quỹ}}"]))
        .add_paragraph(paragraph(&["{{nếu không có quỹ}}Không có tiền{{hết quỹ}}"]))
        .add_paragraph(paragraph(&["{{hết hình thức}}"]));
    let text = request(&two(), document);
    let text = text.lines().collect::<Vec<_>>().join("|");
    for part in [
        "Có |2| đối tượng, Bộ tiêu chí.",
        "Giấy khen (02 tập thể)",
        "1|. a|9",
        "2. b & <c>|8",
        "Không có tiền",
    ] {
        let bare = |words: &str| words.replace('|', "");
        assert!(bare(&text).contains(&bare(part)), "{part}: {text}");
    }
    assert!(!text.contains("{{") && !text.contains("|Tiền|"), "{text}");
}

#[test]
fn what_means_nothing_is_told_with_place_and_remedy() {
    let one =
        |text: &str| Docx::new().add_paragraph(paragraph(&["Căn cứ"])).add_paragraph(paragraph(&[text]));
    for (text, code, help) in [
        ("Phong trào {{phong chào}} năm nay", "TD0611", "`phong trào`"),
        ("{{hoàn toàn khác hẳn}}", "TD0611", "phong trào, đợt xét"),
        ("{{tên}}", "TD0611", "phong trào"),
        ("Danh sách {{căn cứ}}", "TD0612", "văn bản"),
        ("{{mỗi phiên bản}}x{{hết phiên bản}}", "TD0612", "`{{phiên bản}}`"),
        ("{{mỗi căn cứ}}", "TD0613", "đứng một mình"),
        ("{{hết căn cứ}}", "TD0613", "đứng một mình"),
        ("a {{mỗi căn cứ}} b {{hết căn cứ}}", "TD0614", "đứng một mình"),
        ("a {{phiên bản", "TD0615", "trọn trong một đoạn văn"),
    ] {
        let found = refused(one(text));
        let first = &found[0];
        assert_eq!(first.code, code, "{text}: {found:#?}");
        assert_eq!(&*first.place.file, "mau/to-trinh.docx");
        assert!(first.message.vi.contains("đoạn 2"), "{first:#?}");
        let said = first.help.as_ref().unwrap();
        assert!(said.vi.contains(help), "{text}: {said:?}");
    }
    // One finding for each cause, all in one reading.
    assert_eq!(refused(one("{{mot}} {{hai}}")).len(), 2);
}

#[test]
fn what_is_no_template_is_refused() {
    let code = |name: &str, bytes: &[u8]| Templates::read([(name, bytes)]).unwrap_err()[0].code;
    assert_eq!(code("to-trinh.docx", b"no archive"), "TD0609");
    let sound = packed(Docx::new());
    assert_eq!(code("to-trinh.docx", &sound[..sound.len() / 2]), "TD0609");
    assert_eq!(code("mau/to-trinh-moi.docx", &sound), "TD0610");
    assert_eq!(code("to-trinh.doc", &sound), "TD0610");
    for name in ["~$to-trinh.docx", "cac-truong.txt", "ghi chu"] {
        assert!(Templates::read([(name, sound.as_slice())]).is_ok(), "{name}");
    }
    let deep = format!("{}{}", "<w:x>".repeat(5_000), "</w:x>".repeat(5_000));
    let unsound = [
        "<a><b></a>",
        "<a>",
        "\u{0}",
        "<a>\u{1}</a>",
        "<a>&#1;</a>",
        "<a>&b;</a>",
        "<a b='&c;'/>",
        "<a b='<'/>",
        "<a b='' b=''/>",
    ];
    for xml in unsound.into_iter().chain([deep.as_str(), "<a>]]></a>"]) {
        assert_eq!(
            code("bien-ban.docx", &archive(xml.as_bytes())),
            "TD0609",
            "{}",
            &xml[..xml.len().min(20)]
        );
    }
    // A hundred megabytes of nothing, packed into little.
    assert_eq!(code("bien-ban.docx", &archive(&vec![b' '; 100 << 20])), "TD0609");
}

fn archive(body: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(body).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn the_built_in_templates_are_templates() {
    let report = worked("khen-thuong-2026");
    let written = built_in_templates().unwrap();
    let files = written.iter().map(|paper| (paper.name.as_str(), paper.bytes.as_slice()));
    let own = documents(&report.results(), &Templates::read(files).unwrap(), None).unwrap();
    let built_in = documents(&report.results(), &Templates::read([]).unwrap(), None).unwrap();
    assert!(own == built_in, "written out and read back, they make the same documents");
    for paper in &own {
        assert!(!words(&paper.bytes).contains("{{"), "{}", paper.name);
    }
}

/// A folder in which the council departs from the result.
fn decided() -> Report {
    texts([
        (
            "thidua.yaml",
            "movement: m\nruns:\n- { id: x, title: x, rules: rules.yaml, period: { from: 2025-01-01, until: 2025-12-31 }, evaluations: [ { file: a.csv } ] }\ndecisions: [ d.yaml ]\n",
        ),
        (
            "rules.yaml",
            "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 10 } ]\n\
             awards: [ { id: a, title: Giấy khen, kind: commendation, for: collective } ]\n",
        ),
        ("a.csv", "entrant,I\nb,8\na,9\n"),
        (
            "d.yaml",
            "decisions: [ { number: 1/BB, date: 2026-01-05, reason: chưa thuyết phục, award: { award: a, entrant: b, outcome: refuse } } ]\n",
        ),
    ])
}

/// A template that names every field of a list of them once, lists within lists as the page shows them; and the names.
fn naming_all(page: &str) -> (Vec<u8>, Vec<String>) {
    let mut document = Docx::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut names = Vec::new();
    for line in page.lines() {
        let deep = line.len() - line.trim_start().len();
        let tag = line.split('`').nth(1).unwrap();
        while open.last().is_some_and(|(at, _)| *at >= deep) {
            let (_, name) = open.pop().unwrap();
            document = document.add_paragraph(paragraph(&[&format!("{{{{hết {name}}}}}")]));
        }
        match tag.trim_matches(['{', '}']).strip_prefix("mỗi ") {
            Some(name) => {
                open.push((deep, name.to_owned()));
                document = document.add_paragraph(paragraph(&[tag]));
            }
            None => {
                let path: Vec<&str> = open.iter().map(|(_, name)| name.as_str()).chain([tag]).collect();
                let path = path.join("/").replace(['{', '}'], "");
                document = document.add_paragraph(paragraph(&[&format!("{path}=[{tag}]")]));
                names.push(path);
            }
        }
    }
    for (_, name) in open.into_iter().rev() {
        document = document.add_paragraph(paragraph(&[&format!("{{{{hết {name}}}}}")]));
    }
    (packed(document), names)
}

/// The fields of which none of the texts says anything.
fn silent<'n>(names: &'n [String], said: &str) -> Vec<&'n String> {
    let empty = |name: &&String| {
        said.match_indices(&format!("{name}=[")).all(|(at, mark)| said[at + mark.len()..].starts_with(']'))
    };
    names.iter().filter(empty).collect()
}

/// The fields of the papers of the council, those of the papers of single units, and those of the report of impact.
fn pages() -> [String; 3] {
    let page = fields_page();
    let at = |name: &str| page.find(&format!("\n* `{{{{{name}}}}}`")).unwrap() + 1;
    let (unit, impact) = (at("mã"), at("bản hiện hành"));
    [&page[..unit], &page[unit..impact], &page[impact..]].map(str::to_owned)
}

#[test]
fn every_field_says_something_in_one_of_the_folders() {
    let (bytes, names) = naming_all(&pages()[0]);
    let templates = Templates::read([("dinh-chinh-bo-sung.docx", bytes.as_slice())]).unwrap();
    let mut said = String::new();
    for report in [worked("khen-thuong-2026"), worked("dan-van-kheo-2014"), decided()] {
        // A list that was signed with others on it, and with other totals.
        let mut signed = SignedList { digest: "abc".to_owned(), runs: written(&report).signed_runs() };
        for (at, case) in signed.runs.iter_mut().flat_map(|run| &mut run.cases).enumerate() {
            case.listed = case.listed != (at % 3 == 0);
            case.total = Some(("1".to_owned(), "1".to_owned()));
            case.money = Some("1000".to_owned());
        }
        for paper in documents(&report.results(), &templates, Some(&signed)).unwrap() {
            if paper.name.ends_with("/dinh-chinh-bo-sung.docx") {
                said.push_str(&words(&paper.bytes).replace('\n', ""));
            }
        }
    }
    let silent = silent(&names, &said);
    assert!(silent.is_empty(), "{silent:?}");
}

/// A folder in which a value is missing, with more criteria below their maximum than two pages hold.
fn lacking() -> Report {
    let codes: Vec<String> = (1..=40).map(|number| format!("C{number}")).collect();
    let criteria: Vec<String> =
        codes.iter().map(|code| format!("{{ code: {code}, points_max: 10 }}")).collect();
    let row = |name: &str, first: &str| format!("{name},{first}{}\n", ",9".repeat(codes.len() - 1));
    simple(
        &format!(
            "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ {} ]\nawards: [ {{ id: a, title: Giấy khen, kind: commendation, for: collective, requires: [ {{ when: điểm >= 15 }} ] }} ]\n",
            criteria.join(", ")
        ),
        &format!("entrant,{}\n{}{}", codes.join(","), row("a", ""), row("b", "10")),
    )
}

#[test]
fn papers_of_units_are_made_from_templates_too() {
    let (bytes, names) = naming_all(&pages()[1]);
    let files = ["phieu-giai-trinh.docx", "thong-bao-khong-du-dieu-kien.docx", "danh-muc-can-bo-sung.docx"];
    let templates = Templates::read(files.map(|name| (name, bytes.as_slice()))).unwrap();
    let mut said = String::new();
    for report in [worked("khen-thuong-2026"), lacking()] {
        for paper in unit_papers(&report.results(), &templates).unwrap() {
            said.push_str(&words(&paper.bytes).replace('\n', ""));
        }
    }
    let silent = silent(&names, &said);
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn the_report_of_impact_is_made_from_a_template_too() {
    let (bytes, names) = naming_all(&pages()[2]);
    let templates = Templates::read([("bao-cao-tac-dong.docx", bytes.as_slice())]).unwrap();
    let words_of = |words: &str| words.to_owned();
    let impact = Impact {
        old: words_of("cu.yaml, phiên bản 1"),
        new: words_of("moi.yaml, phiên bản 2"),
        changes: vec![ImpactChange {
            what: words_of("mức Tốt từ 88"), moved: 3, share: words_of("100,0%")
        }],
        attribution: words_of("tính đủ 2 tổ hợp"),
        runs: vec![ImpactRun {
            title: words_of("Năm 2014"),
            folder: words_of("2014"),
            entrants: 4,
            counts: vec![(words_of("đổi điểm"), 3)],
            money: Some(["1.000", "2.000", "1.000"].map(words_of)),
            flows: vec![ImpactFlow { from: words_of("Tốt"), to: words_of("Khá"), count: 2 }],
            clusters: vec![ImpactCluster { name: words_of("Cụm 1"), before: 1, after: 0 }],
            moves: vec![ImpactMove {
                name: words_of("Xã & <A>"),
                cluster: words_of("Cụm 1"),
                points: words_of("85 → 84"),
                rank: words_of("1 → 2"),
                grade: words_of("Tốt → Khá"),
                awards: words_of("Giấy khen: đề nghị → không"),
                causes: words_of("(1) −1"),
            }],
            near: vec![ImpactNear {
                name: words_of("Xã B"),
                line: words_of("mức Tốt"),
                distance: words_of("−0,5"),
            }],
        }],
    };
    let said =
        |templates: &Templates| words(&impact_paper(&impact, templates).unwrap().bytes).replace('\n', "");
    let silent = silent(&names, &said(&templates));
    assert!(silent.is_empty(), "{silent:?}");
    let built_in = said(&Templates::read([]).unwrap());
    for part in ["Xã & <A>", "mức Tốt từ 88", "Tốt → Khá", "chênh lệch 1.000 đồng", "không còn đối tượng nào"]
    {
        assert!(built_in.contains(part), "{part}: {built_in}");
    }
}

#[test]
fn a_paper_of_one_unit_cannot_name_what_is_of_others() {
    let whole_run = packed(Docx::new().add_paragraph(paragraph(&["{{mỗi hình thức}}"])));
    for name in ["phieu-giai-trinh.docx", "thong-bao-khong-du-dieu-kien.docx", "danh-muc-can-bo-sung.docx"] {
        let found = Templates::read([(name, whole_run.as_slice())]).unwrap_err();
        assert!(found.iter().any(|found| found.code == "TD0611"), "{name}: {found:?}");
    }
}

#[test]
fn the_page_lists_every_field() {
    let path = crate::support::root().join("docs/bieu-mau.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (_, listed) = page.split_once("<!-- fields -->\n").unwrap();
    let (listed, _) = listed.split_once("<!-- end of fields -->").unwrap();
    if std::env::var_os("THIDUA_UPDATE").is_some() {
        std::fs::write(&path, page.replace(listed, &fields_page())).unwrap();
        return;
    }
    assert!(
        listed == fields_page(),
        "docs/bieu-mau.md: `THIDUA_UPDATE=1 cargo test -p thidua --test papers` writes the list anew"
    );
}
