//! A scorecard: 20 criteria by bands with a straight line between two of them, points to two decimals, a total and a grade;
//! beside bare loops and beside zen-engine, on the same cells. It is processor time, since other programs may run meanwhile.

mod engine;
mod loops;
mod zen;

use std::time::Duration;

use rust_decimal::Decimal;

use crate::best_by;
use crate::intake::on_processor;
use crate::random::Random;
use engine::Engine;
use loops::Scored;

/// A criterion, in hundredths (tiêu chí theo thang): no points below `from`, all of them from `full` on, and between the
/// two a straight line that begins at `start`.
#[derive(Clone, Copy)]
pub(crate) struct Band {
    from: i64,
    full: i64,
    start: i64,
    max: i64,
}

/// Each of them four times; together they are worth 100 points.
const BANDS: [Band; 5] =
    [band(50, 90, 0, 5), band(40, 80, 0, 4), band(60, 90, 1, 6), band(70, 90, 0, 3), band(30, 90, 0, 7)];
const CRITERIA: usize = 20;
/// The totals from which the better grades are given, in hundredths, best first.
const GRADES: [i64; 3] = [9_000, 7_500, 5_000];
const ROUNDS: usize = 15;

const fn band(from: i64, full: i64, start: i64, max: i64) -> Band {
    Band { from: from * 100, full: full * 100, start: start * 100, max: max * 100 }
}

/// The time of a peer for all entrants, and what of its results is wrong.
struct Line {
    what: String,
    time: Duration,
    wrong_points: Option<usize>,
    wrong_grades: usize,
}

pub(crate) fn measure(entrants: usize) {
    let columns = columns(entrants);
    let bands: Vec<Band> = BANDS.into_iter().cycle().take(CRITERIA).collect();
    println!(
        "\na scorecard: {entrants} entrants × {CRITERIA} criteria in bands, a total, {} grades, one thread, processor time, best of {ROUNDS} rounds",
        GRADES.len() + 1
    );
    let (bare, exact) = best(ROUNDS, || loops::i64_card(&columns, &bands, &GRADES));
    let mut lines = vec![line("bare i64 loop, exact", bare, 0, 0)];
    lines.push(float_line(&columns, &bands, &exact));
    let float = lines[1].time;
    lines.push(decimal_line(&columns, &bands, &exact));
    let halves = columns.iter().zip(&bands).map(|(column, band)| loops::halves(column, band)).sum::<usize>();
    let even = exact.totals.iter().filter(|total| GRADES.contains(total)).count();
    println!(
        "{halves} points lie half-way before they are rounded, {even} totals are just enough for a grade\n"
    );

    let engine = Engine::new(&columns, &bands);
    let (scoring, cards) = best(ROUNDS, || engine.score());
    let (grading, grades) = best(ROUNDS, || engine.classify(&cards));
    engine.compare(&cards, &grades, &exact);
    let ours = scoring + grading;
    lines.push(line("thidua score", scoring, 0, 0));
    lines.push(line("thidua score + classify", ours, 0, 0));
    match zen::measure(&columns, &bands, &exact.grades) {
        Ok(peers) => lines.extend(peers),
        Err(error) => println!("zen-engine is not measured: {error}"),
    }
    print(&lines, float, ours);
}

/// Values between 0 and 100 in hundredths, column by column: whole, with one decimal, with two, by turns. Every entrant has a
/// level of its own, 40 to 95, and comes to at most 25 more or less in each criterion.
fn columns(entrants: usize) -> Vec<Vec<i64>> {
    let mut random = Random(2026);
    let levels: Vec<i64> = (0..entrants).map(|_| 100 * (40 + random.below(56))).collect();
    let column = |criterion: usize| {
        let step = [100, 10, 1][criterion % 3];
        let mut value = |level: &i64| (level + random.below(5_001) - 2_500).clamp(0, 10_000) / step * step;
        levels.iter().map(&mut value).collect()
    };
    (0..CRITERIA).map(column).collect()
}

/// Binary floating point as programs use it, and what comes out wrong.
fn float_line(columns: &[Vec<i64>], bands: &[Band], exact: &Scored<i64>) -> Line {
    let columns: Vec<Vec<f64>> =
        columns.iter().map(|column| column.iter().map(|value| loops::to_float(*value)).collect()).collect();
    let bands: Vec<_> = bands.iter().map(loops::FloatBand::of).collect();
    let (time, scored) = best(ROUNDS, || loops::f64_card(&columns, &bands, &GRADES));
    let (points, grades) = scored.wrong(exact, |points| loops::to_hundredths(*points));
    line("f64 loop", time, points, grades)
}

fn decimal_line(columns: &[Vec<i64>], bands: &[Band], exact: &Scored<i64>) -> Line {
    let columns: Vec<Vec<Decimal>> =
        columns.iter().map(|column| column.iter().map(|value| Decimal::new(*value, 2)).collect()).collect();
    let bands: Vec<_> = bands.iter().map(loops::DecimalBand::of).collect();
    let (time, scored) = best(5, || loops::decimal_card(&columns, &bands, &GRADES));
    let hundredths = |points: &Decimal| (points * Decimal::ONE_HUNDRED).try_into().unwrap_or(i64::MIN);
    let (points, grades) = scored.wrong(exact, hundredths);
    line("rust_decimal loop", time, points, grades)
}

/// The shortest of several rounds on the processor, and what the last one returned.
fn best<T>(rounds: usize, work: impl FnMut() -> T) -> (Duration, T) {
    // The kernel adds up what a thread has used when the thread stops running, and else only now and then.
    let spent = || {
        std::thread::sleep(Duration::from_nanos(1));
        on_processor()
    };
    best_by(rounds, spent, work)
}

fn line(what: &str, time: Duration, wrong_points: usize, wrong_grades: usize) -> Line {
    Line { what: what.to_owned(), time, wrong_points: Some(wrong_points), wrong_grades }
}

fn print(lines: &[Line], float: Duration, ours: Duration) {
    println!(
        "{:<54} {:>8} {:>9} {:>9} {:>13} {:>13}",
        "", "ms", "× f64", "× ours", "wrong points", "wrong grades"
    );
    for Line { what, time, wrong_points, wrong_grades } in lines {
        let points = wrong_points.map(|points| points.to_string()).unwrap_or_default();
        println!(
            "{what:<54} {:>6}.{} {:>9} {:>9} {points:>13} {wrong_grades:>13}",
            time.as_millis(),
            time.as_micros() % 1000 / 100,
            ratio(*time, float),
            ratio(*time, ours)
        );
    }
}

fn ratio(time: Duration, to: Duration) -> String {
    let hundredths = time.as_micros() * 100 / to.as_micros().max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
