use std::collections::BTreeMap;

use thidua_core::{Exact, Level, Plan, Witness, text};
use thidua_rules::method::show;
use thidua_rules::program::Pays;

use crate::check::lint::{Lint, Run};
use crate::check::scale::{Row, Scale, band_scales};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0259",
    name: "band-jump",
    level: Level::Note,
    title: (
        "bậc tính theo đường thẳng không nối với bậc kề bên",
        "a sloping band does not meet its neighbour",
    ),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for scale in band_scales(plan) {
        let mut starts: BTreeMap<&Exact, Vec<&Row>> = BTreeMap::new();
        for row in &scale.rows {
            if let Some((start, _)) = &row.interval.lower {
                starts.entry(start).or_default().push(row);
            }
        }
        for below in &scale.rows {
            let Some((end, _)) = &below.interval.upper else { continue };
            for above in starts.get(end).into_iter().flatten() {
                if slopes(below) || slopes(above) {
                    find(&scale, (below, above), end, report);
                }
            }
        }
    }
}

fn slopes(row: &Row) -> bool {
    matches!(row.pays, Some(Pays::Line { .. }))
}

fn find(scale: &Scale<'_>, (below, above): (&Row, &Row), edge: &Exact, report: &mut Report) {
    let paid = |row: &Row| row.pays.as_ref()?.at(edge);
    let (Some(left), Some(right)) = (paid(below), paid(above)) else { return };
    if left == right || below.threshold || above.threshold {
        return;
    }
    let (edge, left, right) = (scale.show(edge), show(&left), show(&right));
    let message = text!(
        "điểm nhảy tại {edge}: từ phía dưới là {left}, từ phía trên là {right}",
        "the points jump at {edge}: {left} from below, {right} from above"
    );
    let help = text!(
        "sửa điểm ở đầu bậc để hai bậc gặp nhau; nếu văn bản quy định như vậy thì cho qua kèm lý do",
        "mend the points at the end so that the bands meet; if the decision says so, allow it with a reason"
    );
    let words = text!("{edge}: {left} ≠ {right}", "{edge}: {left} ≠ {right}");
    let witness = Some(Witness { text: words, sheet: Vec::new() });
    let span = if slopes(below) { below.span } else { above.span };
    report.find(&LINT, Finding { span, at: &scale.at, message, help, witness });
}
