//! The live formulas, recalculated by LibreOffice, against the engine.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use thidua::{Decimal, Exact, FileState, Files, NodeKind, PointsWords, collect};

use crate::fill::{cells, sheet_name, sheets};
use crate::round::{blank_form, filled, register, scored};
use crate::world::{World, worlds};

#[test]
fn live_formulas_are_the_engines_points() {
    let folder = tempfile::tempdir().unwrap();
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("skipped: no soffice here, so that the live formulas of forms are not recalculated");
        return;
    }
    let worlds = worlds();
    let mut made = BTreeMap::new();
    for (at, world) in worlds.iter().enumerate() {
        let blank = blank_form(world);
        // Office programs are slow: large rule sets have two forms, one of them with blanks, others one.
        let blanks: &[bool] = if world.plan.nodes().len() > 12 { &[false, true] } else { &[false] };
        for (seed, blanks) in (1..).zip(blanks) {
            let (bytes, _) = filled(world, &blank, seed * 97, *blanks);
            let name = format!("f{at}-{blanks}.xlsx");
            std::fs::write(folder.path().join(&name), &bytes).unwrap();
            made.insert(name, (at, bytes));
        }
    }
    recalculate(folder.path(), "xlsx", made.keys().map(String::as_str));
    let (mut same, mut later, mut by_bounds) = (0, 0, 0);
    for (name, (at, bytes)) in &made {
        let world = &worlds[*at];
        let engine = scored(&world.plan, &world.entrant, &world.text, bytes, "phieu.xlsx");
        let saved = std::fs::read(folder.path().join("out").join(name)).unwrap();
        assert_eq!(said(world, name, &saved), said(world, name, bytes), "{name} as LibreOffice saved it");
        let known = cells(&saved);
        let all = sheets(&saved);
        let main = all.iter().find(|sheet| sheet_name(sheet) == "Phiếu chấm").unwrap();
        let shown = |(row, column): (u32, u32)| {
            main.lines()
                .find(|line| line.number() == row)
                .map(|line| line.text(column).to_owned())
                .unwrap_or_default()
        };
        for (node, points) in engine.iter().enumerate() {
            let of = world.plan.nodes().raw.get(node);
            let path = of.map_or("", |node| node.path.as_str());
            if of.is_some() && path.is_empty() {
                continue;
            }
            let Some(cell) = known.points.get(path) else { continue };
            let words = shown(*cell);
            let number: Option<Decimal> = words.parse().ok();
            let place = format!("{} {path} {name}!{}{}", world.name, thidua::column_letters(cell.1), cell.0);
            match (number, points) {
                (Some(number), Some(points)) => {
                    // A cell shows fifteen digits; the engine has the fraction.
                    let (shown, exact) = (Exact::from(number), exact(points));
                    let off = if shown > exact { shown - exact } else { exact - shown };
                    assert!(off < Exact::ratio(1, 10_000_000_000), "{place}: {words} is not {points}");
                    same += 1;
                }
                (Some(number), None) => panic!("{place}: the form shows {number}, the engine has no points"),
                (None, Some(points)) => {
                    let rests = of.is_none_or(|node| !matches!(node.kind, NodeKind::Leaf(_)));
                    let told = words.contains("tính khi tổng hợp") || words == PointsWords::DROPPED;
                    let told = told
                        || (rests && [PointsWords::PARTLY, "tính khi tổng hợp"].contains(&words.as_str()));
                    // That a blank cell cannot change the answer, whatever stands in it, only the engine proves.
                    let blanks = name.ends_with("-true.xlsx") && words == PointsWords::OPEN;
                    assert!(told || blanks, "{place}: the form says `{words}`, the engine has {points}");
                    if told { later += 1 } else { by_bounds += 1 }
                }
                (None, None) => {}
            }
        }
    }
    eprintln!(
        "live formulas: {same} equal the engine's points, {later} cells say that they wait for all forms"
    );
    assert!(same > 400 && later * 4 < same, "{same} equal, {later} later");
    assert!(by_bounds * 20 < same, "{by_bounds} cells are told by the engine although something is blank");
}

/// What a form says, whatever program saved it.
fn said(world: &World, name: &str, bytes: &[u8]) -> Vec<Vec<String>> {
    let mut files = Files::default();
    files.insert(name, bytes);
    let collected = collect(&world.plan, "0", Some(&register(world)), &files);
    assert_eq!(collected.files[0].state, FileState::Accepted, "{name}: {:#?}", collected.files[0].findings);
    collected.rows.iter().map(|row| [&row[..4], &row[5..]].concat()).collect()
}

#[test]
fn other_formats_say_the_same() {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("skipped: no soffice here, so that forms are not saved in other formats");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let world = worlds().into_iter().find(|world| world.name.ends_with("huyen.yaml")).unwrap();
    let (bytes, _) = filled(&world, &blank_form(&world), 11, true);
    std::fs::write(folder.path().join("phieu.xlsx"), &bytes).unwrap();
    for format in ["ods", "xls"] {
        recalculate(folder.path(), format, std::iter::once("phieu.xlsx"));
        let name = format!("phieu.{format}");
        let saved = std::fs::read(folder.path().join("out").join(&name)).unwrap();
        // An `.xls` file does not tell its percentages: a share is a share all the same.
        let points = |name: &str, bytes: &[u8]| scored(&world.plan, &world.entrant, &world.text, bytes, name);
        assert_eq!(points(&name, &saved), points("phieu.xlsx", &bytes), "{format}");
        assert_eq!(said(&world, &name, &saved).len(), said(&world, "phieu.xlsx", &bytes).len(), "{format}");
    }
}

fn exact(points: &str) -> Exact {
    match points.split_once('/') {
        Some((numerator, denominator)) => {
            Exact::ratio(numerator.parse().unwrap(), denominator.parse().unwrap())
        }
        None => points.parse::<Decimal>().unwrap().into(),
    }
}

/// Opens every form, recalculates, and saves it again.
fn recalculate<'a>(folder: &Path, format: &str, names: impl Iterator<Item = &'a str>) {
    let profile = folder.join("profile/user");
    std::fs::create_dir_all(&profile).unwrap();
    // Formulas are recalculated on load whatever program is said to have saved the file.
    std::fs::write(
        profile.join("registrymodifications.xcu"),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#,
    )
    .unwrap();
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", folder.join("profile").display()))
        .args(["--headless", "--convert-to", format, "--outdir"])
        .arg(folder.join("out"))
        .args(names.map(|name| folder.join(name)))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
