use std::collections::BTreeMap;

use thidua_core::{Exact, Level, Plan, Span, Witness, text};
use thidua_rules::method::show;
use thidua_rules::program::{Cover, Edge, edges};

use crate::check::lint::{Lint, Run};
use crate::check::scale::{Row, Scale, band_scales};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0258",
    name: "more-for-less",
    level: Level::Warn,
    title: ("thang cho nhiều điểm hơn khi làm kém hơn", "bands pay more for less"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for scale in band_scales(plan) {
        let samples = samples(&scale);
        let (Some(first), Some(last)) = (samples.first(), samples.last()) else { continue };
        // The two ends say which way is better; a hump is told once, at its fall.
        let rises = last.points >= first.points;
        for (less, more) in samples.iter().zip(samples.iter().skip(1)) {
            let falls = if rises { more.points < less.points } else { more.points > less.points };
            if falls {
                find(&scale, less, more, report);
            }
        }
    }
}

/// A value, what it pays and the band that pays it.
struct Sample {
    value: Exact,
    points: Exact,
    span: Span,
}

/// One value from each side of every band, lowest first: between them a band is flat or straight.
fn samples(scale: &Scale<'_>) -> Vec<Sample> {
    let mut values: Vec<Exact> = scale.rows.iter().flat_map(|row| scale.sides_of(&row.interval)).collect();
    values.sort();
    values.dedup();
    // Each band pays what earlier ones leave it.
    let mut cover = Cover::default();
    let mut paying: BTreeMap<Edge, &Row> = BTreeMap::new();
    for row in &scale.rows {
        paying.extend(cover.take(&row.interval).iter().map(|part| (edges(part).0, row)));
    }
    let sample = |value: Exact| {
        let (_, row) = paying.range(..=Edge::At(value.clone(), false)).next_back()?;
        let row = Some(*row).filter(|row| row.interval.holds(&value))?;
        Some(Sample { points: row.pays.as_ref()?.at(&value)?, span: row.span, value })
    };
    values.into_iter().filter_map(sample).collect()
}

fn find(scale: &Scale<'_>, less: &Sample, more: &Sample, report: &mut Report) {
    let (low, high) = (scale.show(&less.value), scale.show(&more.value));
    let (for_low, for_high) = (show(&less.points), show(&more.points));
    let message = text!(
        "thang đổi chiều: {low} được {for_low} điểm nhưng {high} được {for_high} điểm",
        "the scale turns round: {low} pays {for_low} points but {high} pays {for_high}"
    );
    let help = text!(
        "sửa điểm của một bậc; nếu giá trị ở giữa đúng là tốt nhất thì cho qua kèm lý do",
        "mend the points of a band; if a middle value really is best, allow this with a reason"
    );
    let words = text!("{low} → {for_low}, {high} → {for_high}", "{low} → {for_low}, {high} → {for_high}");
    let witness = Some(Witness { text: words, ..scale.witness(&more.value) });
    report.find(&LINT, Finding { span: more.span, at: &scale.at, message, help, witness });
}
