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
        let Some(node) = plan.nodes.iter().find(|node| node.path == scale.at) else { continue };
        let Some(bands) = &node.criterion.bands else { continue };
        for below in &bands.steps {
            for above in &bands.steps {
                let (Some((end, _)), Some((start, _))) = (below.upper(), above.lower()) else { continue };
                if end.exact() == start.exact() && (slopes(below, &node.max) || slopes(above, &node.max)) {
                    find(&scale, (below, above), (end.exact(), &node.max), report);
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
