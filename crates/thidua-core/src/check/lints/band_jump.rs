use std::collections::BTreeMap;

use crate::check::lint::{Level, Lint, Run};
use crate::check::scale::{Scale, band_scales};
use crate::check::{Finding, Report};
use crate::method::{Band, BandPay, show};
use crate::plan::Plan;
use crate::{Exact, Located, Witness, text};

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
        let Some((bands, max)) = scale.bands else { continue };
        let mut starts: BTreeMap<&Exact, Vec<&Located<Band>>> = BTreeMap::new();
        for band in &bands.steps {
            if let Some((start, _)) = band.lower() {
                starts.entry(start.exact()).or_default().push(band);
            }
        }
        for below in &bands.steps {
            let Some((end, _)) = below.upper() else { continue };
            for above in starts.get(end.exact()).into_iter().flatten() {
                if slopes(below, max) || slopes(above, max) {
                    find(&scale, (below, above), (end.exact(), max), report);
                }
            }
        }
    }
}

fn slopes(band: &Band, max: &Exact) -> bool {
    matches!(band.pay(max), Some(BandPay::Proportional | BandPay::Line(..)))
}

/// Nothing below a floor and everything from a mark on are thresholds said aloud.
fn threshold(band: &Band, max: &Exact) -> bool {
    band.full == Some(true) || matches!(band.pay(max), Some(BandPay::Points(points)) if points.is_zero())
}

fn find(
    scale: &Scale<'_>,
    (below, above): (&Located<Band>, &Located<Band>),
    (edge, max): (&Exact, &Exact),
    report: &mut Report,
) {
    let paid = |band: &Band| band.pays(max)?.at(edge);
    let (Some(left), Some(right)) = (paid(below), paid(above)) else { return };
    if left == right || threshold(below, max) || threshold(above, max) {
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
    let span = if slopes(below, max) { below.span } else { above.span };
    report.find(&LINT, Finding { span, at: &scale.at, message, help, witness });
}
