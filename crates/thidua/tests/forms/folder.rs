//! What comes back in a folder: every defect has its finding at its address, and nothing becomes a number.

use thidua::{Collected, EntrantId, EntrantState, FileState, Files, Register, collect};
use thidua_report::{FormOf, form};

use crate::fill::{Cells, Typed, cells, fill, with_a_row};
use crate::round::{filled, scored};
use crate::world::{World, worlds};

fn world() -> World {
    worlds().into_iter().find(|world| world.name.ends_with("huyen.yaml")).unwrap()
}

const NAMES: [&str; 4] = ["don-vi-a", "don-vi-b", "don-vi-c", "don-vi-d"];

fn register(world: &World) -> Register {
    let kind = world.plan.rules().kinds.keys().next().unwrap();
    let rows = NAMES.map(|id| format!("{id},Tên {id},{kind},Cụm 1\n")).concat();
    thidua::register_of("r.csv", format!("id,name,kind,cluster\n{rows}").as_bytes()).unwrap().0
}

fn form_of(world: &World, id: &str, blank: bool) -> Vec<u8> {
    let entrant =
        thidua::Entrant { id: id.into(), name: format!("Tên {id}").into(), ..world.entrant.clone() };
    form(FormOf { plan: &world.plan, entrant: &entrant, blank, stage: "appraised", sha256: "0" }).unwrap()
}

fn collected(world: &World, files: Vec<(&str, Vec<u8>)>) -> Collected {
    let mut returned = Files::default();
    files.into_iter().for_each(|(name, bytes)| returned.insert(name, bytes));
    collect(&world.plan, "0", Some(&register(world)), &returned)
}

/// One filled form with one thing changed; the code and place of the finding, and what became of the file.
fn changed(change: impl Fn(&Cells) -> Vec<(String, u32, u32, Typed)>) -> (Collected, Vec<(String, String)>) {
    let world = world();
    let blank = form_of(&world, "don-vi-a", false);
    let bytes = fill(&blank, &change(&cells(&blank)));
    let all = collected(&world, vec![("a.xlsx", bytes)]);
    let told =
        all.files[0].findings.iter().map(|found| (found.code.to_owned(), found.place.to_string())).collect();
    (all, told)
}

const MAIN: &str = "Phiếu chấm";

fn words(words: &str) -> Typed {
    Typed::Words(words.to_owned())
}

fn value_of(world: &Cells, input: &str) -> (u32, u32) {
    let (_, row, column) = &world.inputs[input];
    (*row, *column)
}

#[test]
fn every_file_is_accounted_for() {
    let world = world();
    let [a, b, c] = ["don-vi-a", "don-vi-b", "don-vi-c"].map(|id| form_of(&world, id, false));
    let (first, _) = filled(&world, &a, 1, false);
    let (second, _) = filled(&world, &b, 2, false);
    let (other, _) = filled(&world, &b, 3, false);
    let (third, _) = filled(&world, &c, 4, false);
    let all = collected(
        &world,
        vec![
            ("a.xlsx", first.clone()),
            ("a (1).xlsx", first.clone()),
            ("b.xlsx", second),
            ("b-moi.xlsx", other),
            ("c.xlsx", third[..third.len() / 2].to_vec()),
            ("quyet-dinh.pdf", b"%PDF-1.7\0\xff".to_vec()),
            ("cong-van.csv", b"a,b\nKinh gui,Phong\n".to_vec()),
            ("bang.csv", b"id,I.1,I.4\ndon-vi-d,c\xc3\xb3,co\n".to_vec()),
        ],
    );
    let states: Vec<(&str, FileState)> =
        all.files.iter().map(|file| (file.name.as_str(), file.state)).collect();
    assert_eq!(
        states,
        [
            ("a (1).xlsx", FileState::Accepted),
            ("a.xlsx", FileState::Duplicate),
            ("b-moi.xlsx", FileState::Duplicate),
            ("b.xlsx", FileState::Duplicate),
            ("bang.csv", FileState::Table),
            ("c.xlsx", FileState::Refused),
            ("cong-van.csv", FileState::Other),
            ("quyet-dinh.pdf", FileState::Other),
        ]
    );
    let codes = |name: &str| {
        let file = all.files.iter().find(|file| file.name == name).unwrap();
        file.findings.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(codes("a.xlsx"), ["TD0479"]);
    assert_eq!((codes("b.xlsx"), codes("b-moi.xlsx")), (vec!["TD0478"], vec!["TD0478"]));
    assert_eq!(codes("c.xlsx"), ["TD0370"]);
    assert!(codes("bang.csv").contains(&"TD0470") && codes("cong-van.csv").contains(&"TD0485"));
    let sent: Vec<EntrantState> = all.entrants.iter().map(|entrant| entrant.state).collect();
    use EntrantState::{Accepted, Duplicate, Missing};
    assert_eq!(sent, [Accepted, Duplicate, Missing, Missing]);
    // Only what was accepted is a value anywhere.
    assert!(all.rows.len() > 10 && all.rows.iter().skip(1).all(|row| row[0] == "don-vi-a"));
}

/// A work list that says which of the files of `don-vi-b` counts.
fn choice(rows: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::from("Loại việc,Mã,Mã nội dung,Quyết định,Số văn bản,Ngày\n");
    for (file, answer) in rows {
        text += &format!("Phiếu trùng,Tên don-vi-b,{file},{answer},5/TB,16/12/2014\n");
    }
    text.into_bytes()
}

#[test]
fn a_decision_says_which_of_several_files_counts() {
    let world = world();
    let b = form_of(&world, "don-vi-b", false);
    let [old, new] = [2, 3].map(|seed| filled(&world, &b, seed, false).0);
    let with = |list: &[(&str, &str)]| {
        let files = vec![("b.xlsx", old.clone()), ("b-moi.xlsx", new.clone()), ("viec.csv", choice(list))];
        let all = collected(&world, files);
        let state = |name: &str| all.files.iter().find(|file| file.name == name).unwrap().state;
        let states = [state("b-moi.xlsx"), state("b.xlsx")];
        let codes =
            |file: &thidua::FileIntake| file.findings.iter().map(|found| found.code).collect::<Vec<_>>();
        (states, all.files.iter().map(codes).collect::<Vec<_>>().concat(), all)
    };
    let (states, codes, all) = with(&[("b-moi.xlsx", "Dùng tệp này"), ("b.xlsx", "Không dùng")]);
    assert_eq!(states, [FileState::Accepted, FileState::LeftOut]);
    assert_eq!(codes, ["TD0441", "TD0441"]);
    let own = collected(&world, vec![("b-moi.xlsx", new.clone())]);
    assert_eq!(all.rows, own.rows, "nothing of the other file is anywhere");
    assert_eq!(all.entrants[1].state, EntrantState::Accepted);
    let (states, codes, _) = with(&[("b-lan-3.xlsx", "Dùng tệp này")]);
    assert_eq!(states, [FileState::Duplicate; 2]);
    assert!(codes.contains(&"TD0442"), "{codes:?}");
    let (states, codes, _) = with(&[("b-moi.xlsx", "Dùng tệp này"), ("b.xlsx", "Dùng tệp này")]);
    assert_eq!(states, [FileState::Duplicate; 2]);
    assert!(codes.contains(&"TD0430"), "two choices contradict one another: {codes:?}");
    // However the file is spelled, and whatever stands before it.
    let (states, ..) = with(&[("B-Moi.XLSX", "Dùng tệp này")]);
    assert_eq!(states, [FileState::Accepted, FileState::LeftOut]);
    let (states, codes, _) = with(&[("b.xlsx", "")]);
    assert_eq!(states, [FileState::Duplicate; 2], "{codes:?}");
    // The same folder without collecting: the file that was left out is read nowhere.
    let kind = world.plan.rules().kinds.keys().next().unwrap();
    let until = thidua::default_day(world.plan.rules()).unwrap();
    let totals = |evaluations: &str, decisions: &str, chosen: &str| {
        let manifest = format!(
            "movement: thử\nregister: {{ file: r.csv }}\n{decisions}runs:\n- {{ id: a, rules: rules.yaml, received: {until}, \
             decision_date: {until}, period: {{ from: {until}, until: {until} }}, evaluations: [ {evaluations} ] }}\n"
        );
        let register = format!("id,name,kind,cluster\ndon-vi-b,Tên don-vi-b,{kind},Cụm 1\n");
        let mut files = Files::from([
            ("thidua.yaml", manifest.as_str()),
            ("rules.yaml", world.text.as_str()),
            ("r.csv", register.as_str()),
        ]);
        files.insert("phieu/b.xlsx", old.clone());
        files.insert("phieu/b-moi.xlsx", new.clone());
        files.insert("viec.csv", choice(&[(chosen, "Dùng tệp này")]));
        let report = thidua::run(&files, "thidua.yaml").map_err(|found| found[0].code)?;
        let told = report.warnings.iter().any(|finding| finding.code == "TD0432");
        assert!(!told, "the decision is used: {:#?}", report.warnings);
        let cards = &report.runs[0].outcome.scorecards;
        Ok::<_, &str>(
            (world.plan.nodes().keys())
                .map(|node| cards.points(node, EntrantId::FIRST).map(|one| one.to_string()))
                .collect::<Vec<_>>(),
        )
    };
    let both = "{ file: phieu/b.xlsx }, { file: phieu/b-moi.xlsx }";
    let given = "decisions: [ viec.csv ]\n";
    assert_eq!(totals(both, "", "b-moi.xlsx"), Err("TD0413"), "without a decision neither counts");
    let alone = totals("{ file: phieu/b-moi.xlsx }", "", "b-moi.xlsx");
    for spelled in ["b-moi.xlsx", "B-Moi.XLSX", "phieu/b-moi.xlsx"] {
        assert_eq!(totals(both, given, spelled), alone, "{spelled}");
    }
}

#[test]
fn order_of_files_changes_nothing() {
    let world = world();
    let [a, b] = ["don-vi-a", "don-vi-b"].map(|id| filled(&world, &form_of(&world, id, false), 1, true).0);
    let one = collected(&world, vec![("1.xlsx", a.clone()), ("2.xlsx", b.clone())]);
    let other = collected(&world, vec![("2.xlsx", b), ("1.xlsx", a)]);
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn a_blank_form_stays_without_points() {
    let world = world();
    let blank = form_of(&world, "don-vi-a", false);
    let all = collected(&world, vec![("a.xlsx", blank.clone())]);
    assert_eq!(all.files[0].state, FileState::Accepted);
    assert!(all.files[0].filled == 0 && all.files[0].blank > 30);
    let points = scored(&world.plan, &world.entrant, &world.text, &blank, "a.xlsx");
    // What the rules themselves say of a blank cell is said of this one too.
    let told = points.iter().flatten().count();
    assert!(points.last() == Some(&None) && told <= 1, "{points:?}");
}

#[test]
fn whoever_fills_in_a_blank_form_is_named_on_it() {
    let world = world();
    let blank = form_of(&world, "", true);
    let nobody = collected(&world, vec![("trong.xlsx", blank.clone())]);
    assert!(nobody.files[0].findings.iter().any(|finding| finding.code == "TD0473"));
    assert_eq!(nobody.files[0].state, FileState::Refused);
    let named = fill(&blank, &[(MAIN.to_owned(), 4, 5, words("Tên  DON-VI-B."))]);
    let all = collected(&world, vec![("trong.xlsx", named)]);
    assert_eq!((all.files[0].entrant.as_str(), all.files[0].state), ("don-vi-b", FileState::Accepted));
    let strange = fill(&blank, &[(MAIN.to_owned(), 4, 5, words("Đơn vị lạ"))]);
    let all = collected(&world, vec![("trong.xlsx", strange)]);
    assert_eq!(all.files[0].state, FileState::Refused);
    assert!(all.files[0].findings.iter().any(|finding| finding.code == "TD0404"));
}

#[test]
fn a_wrong_cell_refuses_its_file_and_is_named() {
    let (all, told) = changed(|cells| {
        let (row, column) = value_of(cells, "hồ_sơ_đúng_hạn");
        vec![(MAIN.to_owned(), row, column, Typed::Number("3.5".to_owned()))]
    });
    let at = &told[0];
    assert_eq!((at.0.as_str(), all.files[0].state), ("TD0410", FileState::Refused));
    assert!(at.1.starts_with("a.xlsx!Phiếu chấm!E"), "{}", at.1);
    assert!(all.rows.len() == 1, "nothing of a refused file is a value");
}

#[test]
fn claims_have_a_reason_and_no_figure() {
    let claim = |cells: &Cells| {
        let (row, column) = cells.claims["I/I.3"];
        (MAIN.to_owned(), row, column, words("Không áp dụng"))
    };
    let (all, told) = changed(|cells| vec![claim(cells)]);
    assert_eq!(told[0].0, "TD0483");
    assert_eq!((all.files[0].state, all.files[0].claims.len()), (FileState::Accepted, 2));
    let (all, told) = changed(|cells| {
        let reason = claim(cells);
        let note = (reason.0.clone(), reason.1, reason.2 + 2, words("không có kiến nghị nào"));
        vec![reason, note]
    });
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(all.files[0].claims[0].2, "không có kiến nghị nào");
    let claimed: Vec<&Vec<String>> = all.rows.iter().filter(|row| row[2] == "Không áp dụng").collect();
    assert_eq!(claimed.len(), 2, "both inputs of the criterion are claimed");
    let (all, told) = changed(|cells| {
        let (row, column) = value_of(cells, "kiến_nghị_giám_sát");
        vec![claim(cells), (MAIN.to_owned(), row, column, Typed::Number("4".to_owned()))]
    });
    assert_eq!((told[0].0.as_str(), all.files[0].state), ("TD0476", FileState::Refused));
    let (all, told) = changed(|cells| {
        let claim = claim(cells);
        vec![(claim.0, claim.1, claim.2, words("x"))]
    });
    assert_eq!((told[0].0.as_str(), all.files[0].state), ("TD0477", FileState::Refused));
    // The criterion has two rows: a word that is not understood in the first is told, whatever stands in the second.
    for first in ["x", "Miễn"] {
        let (_, told) = changed(|cells| {
            let (sheet, row, column, second) = claim(cells);
            vec![(sheet.clone(), row, column, words(first)), (sheet, row + 1, column, second)]
        });
        assert!(told.iter().any(|(code, _)| code == "TD0477"), "{first}: {told:?}");
    }
}

#[test]
fn rows_that_were_moved_are_found_where_they_are() {
    let world = world();
    let (bytes, _) = filled(&world, &form_of(&world, "don-vi-a", false), 1, false);
    let plain = collected(&world, vec![("a.xlsx", bytes.clone())]);
    let moved = collected(&world, vec![("a.xlsx", with_a_row(&bytes, 20, ""))]);
    assert_eq!(moved.files[0].state, FileState::Accepted, "{:#?}", moved.files[0].findings);
    let said = |all: &Collected| all.rows.iter().map(|row| row[..4].to_vec()).collect::<Vec<_>>();
    assert_eq!(said(&plain), said(&moved));
    let rows = |all: &Collected| {
        let main = all.rows.iter().filter(|row| row[4].ends_with(MAIN));
        main.map(|row| row[5].trim_start_matches('E').parse::<u32>().unwrap()).collect::<Vec<_>>()
    };
    let expected: Vec<u32> =
        rows(&plain).into_iter().map(|row| if row >= 20 { row + 1 } else { row }).collect();
    assert_eq!(rows(&moved), expected);
    let stray = "<c r=\"E20\" t=\"inlineStr\"><is><t>12</t></is></c>";
    let stray = collected(&world, vec![("a.xlsx", with_a_row(&bytes, 20, stray))]);
    let told: Vec<(&str, String)> =
        stray.files[0].findings.iter().map(|found| (found.code, found.place.to_string())).collect();
    assert_eq!(told, [("TD0474", "a.xlsx!Phiếu chấm!E20".to_owned())]);
}

#[test]
fn a_code_that_was_overwritten_is_a_question() {
    let world = world();
    let (bytes, _) = filled(&world, &form_of(&world, "don-vi-a", false), 1, false);
    // The printed code of one criterion becomes that of another.
    let swapped = crate::fill::parts(&bytes, |name, xml| match name {
        "xl/sharedStrings.xml" => xml.replacen("<t>II.2</t>", "<t>II.3</t>", 1),
        _ => xml,
    });
    let all = collected(&world, vec![("a.xlsx", swapped)]);
    assert!(
        all.files[0].findings.iter().any(|finding| finding.code == "TD0475"),
        "{:?}",
        all.files[0].findings
    );
    assert_eq!(all.files[0].state, FileState::Refused);
}

#[test]
fn another_version_is_matched_by_code_and_another_rule_set_is_refused() {
    let world = world();
    let (bytes, _) = filled(&world, &form_of(&world, "don-vi-a", false), 1, false);
    let with = |from: &str, to: &str| {
        crate::fill::parts(&bytes, |name, xml| match name {
            "xl/sharedStrings.xml" => xml.replacen(&format!("<t>{from}</t>"), &format!("<t>{to}</t>"), 1),
            _ => xml,
        })
    };
    let all = collected(&world, vec![("a.xlsx", with("2014.1", "2013.9"))]);
    let codes: Vec<&str> = all.files[0].findings.iter().map(|finding| finding.code).collect();
    assert_eq!((codes, all.files[0].state), (vec!["TD0472"], FileState::Accepted));
    let all = collected(&world, vec![("a.xlsx", with("dan-van-kheo-huyen", "bo-khac"))]);
    let codes: Vec<&str> = all.files[0].findings.iter().map(|finding| finding.code).collect();
    assert_eq!((codes, all.files[0].state), (vec!["TD0471"], FileState::Refused));
}

#[test]
fn a_form_that_lost_its_hidden_parts_is_read_by_what_people_see() {
    let world = world();
    let (bytes, _) = filled(&world, &form_of(&world, "don-vi-a", false), 1, false);
    let plain = collected(&world, vec![("a.xlsx", bytes.clone())]);
    // Somebody cleared the hidden row and columns.
    let bare = crate::fill::parts(&bytes, |name, xml| match name {
        "xl/sharedStrings.xml" => {
            let marks = [
                "code",
                "title",
                "max",
                "label",
                "value",
                "points",
                "claim",
                "evidence",
                "note",
                "input",
                "criterion",
            ];
            marks.iter().fold(xml, |xml, mark| xml.replacen(&format!("<t>thidua:{mark}</t>"), "<t></t>", 1))
        }
        _ => xml,
    });
    let all = collected(&world, vec![("a.xlsx", bare)]);
    assert_eq!(all.files[0].state, FileState::Accepted, "{:#?}", all.files[0].findings);
    assert_eq!(all.files[0].filled, plain.files[0].filled);
}
