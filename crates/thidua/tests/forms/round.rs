use thidua::{EntrantId, FileState, Files, InputId, NodeId, NodeKind, Plan, collect, run_simple};
use thidua_report::{FormOf, form};

use crate::fill::{Typed, cells, fill};
use crate::world::{Dice, World, typed, worlds};

/// What was typed, by input.
pub(crate) type Answers = Vec<(InputId, Vec<Typed>)>;

pub(crate) fn blank_form(world: &World) -> Vec<u8> {
    let stage = world.plan.rules().official();
    form(FormOf { plan: &world.plan, entrant: &world.entrant, blank: false, stage, sha256: "0" }).unwrap()
}

/// A form filled in at random; one cell in twelve stays blank where `blanks` says so.
pub(crate) fn filled(world: &World, bytes: &[u8], seed: u64, blanks: bool) -> (Vec<u8>, Answers) {
    let known = cells(bytes);
    let mut dice = Dice::new(seed);
    let (mut answers, mut writing) = (Answers::new(), Vec::new());
    let details = thidua::detail_tables(&world.plan);
    for (position, input) in world.plan.inputs().iter_enumerated().filter(|(_, input)| !input.computed) {
        let Some((sheet, row, column)) = known.inputs.get(&input.name) else { continue };
        // Columns of one table are as long as one another.
        let table = details.iter().position(|table| table.contains(&position)).unwrap_or(0);
        let rows = if input.many { 1 + (u64::try_from(table).unwrap() + seed) % 6 } else { 1 };
        let blank = blanks && dice.below(12) == 0;
        let values: Vec<Typed> = (0..rows).map(|_| typed(input, &mut dice)).collect();
        if blank && !input.many {
            continue;
        }
        for (line, value) in (*row..).zip(&values) {
            writing.push((sheet.clone(), line, *column, value.clone()));
        }
        answers.push((position, values));
    }
    (fill(bytes, &writing), answers)
}

/// The same answers as a table that nobody made a form for.
fn as_table(world: &World, answers: &Answers) -> String {
    let mut text = String::from("entrant,criterion,value,tệp nguồn,ô nguồn\n");
    for (input, values) in answers {
        let known = &world.plan.inputs()[*input];
        for (row, value) in (10_u32..).zip(values) {
            let words = match (value, known.kind) {
                (Typed::Words(words), _) => words.clone(),
                (Typed::Number(serial), thidua::ValueKind::Date) => {
                    let number = serial.parse::<i64>().unwrap() - 25_569;
                    thidua::Date::from_day_number(number).unwrap().to_vietnamese()
                }
                (Typed::Number(share), thidua::ValueKind::Percent) => {
                    let thousandths: u64 = share.replace('.', "").parse().unwrap();
                    format!("{}.{}%", thousandths / 10, thousandths % 10)
                }
                // A fourth decimal, so that three are never taken for thousands.
                (Typed::Number(number), _) if number.contains('.') => format!("{number}00"),
                (Typed::Number(number), _) => number.clone(),
            };
            let words = words.replace('"', "\"\"");
            // Cells of one line of a detail table belong together.
            let source = thidua::detail_tables(&world.plan)
                .iter()
                .position(|table| table.contains(input))
                .unwrap_or(99);
            text += &format!("don-vi-a,\"{}\",\"{words}\",bang-{source},A{row}\n", known.name);
        }
    }
    text
}

pub(crate) fn scored(
    plan: &Plan,
    entrant: &thidua::Entrant,
    rules: &str,
    table: &[u8],
    name: &str,
) -> Vec<Option<String>> {
    let kind = entrant.kind.and_then(|kind| plan.rules().kinds.keys().nth(kind.into())).unwrap_or_default();
    let register = format!("id,name,kind,cluster\ndon-vi-a,Đơn vị A,{kind},Cụm 1\n");
    let until = thidua::default_day(plan.rules()).unwrap();
    let manifest = format!(
        "movement: thử\nregister: {{ file: r.csv }}\nruns:\n- {{ id: a, rules: rules.yaml, received: {until}, decision_date: {until}, \
         period: {{ from: {until}, until: {until} }}, evaluations: [ {{ file: {name} }} ] }}\n"
    );
    let mut files =
        Files::from([("thidua.yaml", manifest.as_str()), ("rules.yaml", rules), ("r.csv", &register)]);
    files.insert(name, table);
    let report = thidua::run(&files, "thidua.yaml").unwrap_or_else(|found| panic!("{found:#?}"));
    let run = &report.runs[0];
    let points =
        |node: NodeId| run.outcome.scorecards.points(node, EntrantId::FIRST).map(|points| points.to_string());
    let total = run.outcome.scorecards.total(EntrantId::FIRST).map(|total| total.to_string());
    (plan.nodes().keys()).map(points).chain([total]).collect()
}

pub(crate) fn register(world: &World) -> thidua::Register {
    let kind = world
        .entrant
        .kind
        .and_then(|kind| world.plan.rules().kinds.keys().nth(kind.into()))
        .unwrap_or_default();
    let text = format!("id,name,kind,cluster\ndon-vi-a,Đơn vị A,{kind},Cụm 1\n");
    thidua::register_of("r.csv", text.as_bytes()).unwrap().0
}

fn to_csv(rows: &[Vec<String>]) -> Vec<u8> {
    thidua_csv::write(rows, thidua_csv::WriteOptions::default())
}

#[test]
fn what_is_filled_in_is_what_is_scored() {
    let (mut criteria, mut forms) = (0, 0);
    for world in worlds() {
        let blank = blank_form(&world);
        for seed in 1..=2 {
            let (bytes, answers) = filled(&world, &blank, seed, seed == 2);
            let mut files = Files::default();
            files.insert("phieu.xlsx", bytes.clone());
            let collected = collect(&world.plan, "0", Some(&register(&world)), &files);
            let file = &collected.files[0];
            assert_eq!(file.state, FileState::Accepted, "{}: {:#?}", world.name, file.findings);
            let csv = to_csv(&collected.rows);
            let by_csv = scored(&world.plan, &world.entrant, &world.text, &csv, "thu.csv");
            let by_form = scored(&world.plan, &world.entrant, &world.text, &bytes, "phieu.xlsx");
            let by_hand = as_table(&world, &answers);
            let by_hand = scored(&world.plan, &world.entrant, &world.text, by_hand.as_bytes(), "tay.csv");
            for (node, points) in by_hand.iter().enumerate() {
                let path = world.plan.nodes().raw.get(node).map_or("total", |node| node.path.as_str());
                assert_eq!(&by_csv[node], points, "{} {path}, collected, seed {seed}", world.name);
                assert_eq!(&by_form[node], points, "{} {path}, read as it is, seed {seed}", world.name);
                let leaf = world
                    .plan
                    .nodes()
                    .raw
                    .get(node)
                    .is_some_and(|node| matches!(node.kind, NodeKind::Leaf(_)));
                criteria += usize::from(points.is_some() && leaf);
            }
            forms += 1;
        }
    }
    assert!(forms >= 40 && criteria > 400, "{forms} forms, {criteria} criteria with points");
}

#[test]
fn the_same_rules_give_the_same_form() {
    let world = worlds().into_iter().next().unwrap();
    assert_eq!(blank_form(&world), blank_form(&world));
    // A form is a file of evaluations like any other.
    let (bytes, _) = filled(&world, &blank_form(&world), 5, false);
    let mut files = Files::from([("rules.yaml", world.text.as_str())]);
    files.insert("phieu.xlsx", bytes);
    assert!(run_simple(&files, "rules.yaml", "phieu.xlsx").is_ok());
}
