use std::borrow::Cow;
use std::collections::BTreeSet;

use thidua_core::{
    CellPlaces, CellState, Diagnostic, EntrantId, InputId, NodeId, Severity, Spot, Text, claims, text,
};

use crate::run::{MovementResults, RunResults};
use crate::table::{ColumnWords, Shows, Value};

pub(super) static COLUMNS: [ColumnWords; 7] = [
    ColumnWords::plain("Đợt xét", "Run", Shows::Words, 12),
    ColumnWords::plain("Mã", "Id", Shows::Words, 12),
    ColumnWords::plain("Tên đơn vị", "Name", Shows::Words, 24),
    ColumnWords::plain("Tiêu chí", "Criterion", Shows::Words, 30),
    ColumnWords::plain("Việc", "What", Shows::Words, 40),
    ColumnWords::plain("Tệp, ô", "File, cell", Shows::Words, 30),
    ColumnWords::plain("Cách xử lý", "What to do", Shows::Words, 36),
];

/// Totals that cannot be had because figures are missing, then everything else that was found.
pub(super) fn lines<'a>(
    results: &MovementResults<'a>,
    listed: &[BTreeSet<(EntrantId, NodeId)>],
    warnings: &'a [Diagnostic],
) -> Vec<Vec<Value<'a>>> {
    let mut lines: Vec<Vec<Value<'a>>> =
        results.runs.iter().zip(listed).flat_map(|(run, listed)| shortfalls(run, listed)).collect();
    lines.extend(warnings.iter().filter(|finding| finding.severity != Severity::Note).map(found));
    lines
}

fn shortfalls<'a>(run: &RunResults<'a>, listed: &BTreeSet<(EntrantId, NodeId)>) -> Vec<Vec<Value<'a>>> {
    // A claim stands among the decisions already.
    let claimed: BTreeSet<(EntrantId, NodeId)> =
        claims(run.plan, run.evaluations).into_iter().map(|claim| (claim.entrant, claim.node)).collect();
    let places = CellPlaces::of(run.evaluations);
    let open = run.shortfalls.iter().filter(|short| {
        let key = (short.entrant, short.node);
        !claimed.contains(&key) && !listed.contains(&key)
    });
    let line = |short: &'a thidua_core::Shortfall| {
        let entrant = run.evaluations.entrants().get(short.entrant)?;
        let node = run.plan.nodes().get(short.node)?;
        let title = match node.path.as_str() {
            "" => node.criterion.title.clone(),
            path => format!("{path} {}", node.criterion.title),
        };
        let earlier = carried(run, short);
        let (place, help) = if earlier.is_empty() {
            let place = places.of_node(run.plan, short.node, short.entrant).to_string();
            let help = text!(
                "điền vào ô đó rồi chạy lại; không có thì ghi 0",
                "fill in the cell and run again; write 0 where there is none"
            );
            (place, help)
        } else {
            let runs = earlier.join("`, `");
            let help = text!(
                "xử lý việc còn chờ của đợt `{runs}`: kết quả đợt đó được chuyển sang, không điền ở đây",
                "settle what the run `{runs}` waits for: its result is carried over, nothing is filled in here"
            );
            (String::new(), help)
        };
        Some(vec![
            Value::name(run.id),
            Value::name(&entrant.id),
            Value::name(&entrant.name),
            Value::Name(Cow::Owned(title)),
            Value::Words(short.reason.clone()),
            Value::Name(Cow::Owned(place)),
            Value::Words(help),
        ])
    };
    open.filter_map(line).collect()
}

/// The earlier runs whose results a criterion lacks, where it lacks nothing else.
fn carried<'a>(run: &RunResults<'a>, short: &thidua_core::Shortfall) -> Vec<&'a str> {
    let node = run.plan.nodes().get(short.node);
    let inputs = node.and_then(|node| run.plan.criterion_inputs(&node.path)).unwrap_or_default();
    let lacks = |input: &InputId| {
        let state = run.evaluations.state(short.entrant, *input);
        !matches!(state, Some(CellState::Value | CellState::NotApplicable | CellState::Exempt))
    };
    let names = inputs.into_iter().filter(lacks).filter_map(|input| run.plan.inputs().get(input));
    let lacked: Option<Vec<&Vec<&str>>> = names.map(|input| run.carried.get(input.name.as_str())).collect();
    let mut runs: Vec<&str> = lacked.unwrap_or_default().into_iter().flatten().copied().collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

fn found(finding: &Diagnostic) -> Vec<Value<'_>> {
    let place = if finding.place.spot == Spot::Whole && finding.place.file.is_empty() {
        Value::Empty
    } else {
        Value::Name(Cow::Owned(finding.place.to_string()))
    };
    vec![
        Value::Empty,
        Value::Empty,
        Value::Empty,
        Value::Empty,
        Value::Words(Text::new(
            format!("{}: {}", finding.code, finding.message.vi),
            format!("{}: {}", finding.code, finding.message.en),
        )),
        place,
        finding.help.clone().map_or(Value::Empty, Value::Words),
    ]
}
