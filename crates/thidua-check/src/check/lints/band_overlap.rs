use thidua_core::{Level, Plan, text};
use thidua_rules::program::{Cover, meetings};

use crate::check::lint::{Lint, Run};
use crate::check::scale::{Row, Scale, band_scales, grade_scales};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0223",
    name: "band-overlap",
    level: Level::Deny,
    title: ("hai bậc hay hai mức chồng lên nhau", "two bands or grades overlap"),
    fixed: false,
    run: Run::Plan(check),
};

fn check(plan: &Plan, report: &mut Report) {
    for scale in band_scales(plan).iter().chain(&grade_scales(&plan.rules, plan.day)) {
        let mut cover = Cover::default();
        // A row that earlier ones cover wholly is dead, which another lint says.
        let dead: Vec<bool> = scale.rows.iter().map(|row| cover.take(&row.interval).is_empty()).collect();
        for (later, earlier) in meetings(scale.rows.iter().map(|row| &row.interval)) {
            let (Some(row), Some(other)) = (scale.rows.get(later), scale.rows.get(earlier)) else { continue };
            // A grade without an upper end stops where a better grade begins.
            let stated =
                if scale.grades { row.interval.upper.is_some() } else { dead.get(later) == Some(&false) };
            if stated {
                find(scale, row, other, report);
            }
        }
    }
}

fn find(scale: &Scale<'_>, row: &Row, other: &Row, report: &mut Report) {
    let common = row.interval.intersection(&other.interval);
    let Some(value) = scale.value_in(&common) else { return };
    let (shown, inside) = (scale.show(&value), scale.show_interval(&common));
    let message = if scale.grades {
        text!(
            "xếp loại `{}` chồng lên `{}` ở {inside}: giá trị {shown} thuộc cả hai",
            "the grade `{}` overlaps `{}` in {inside}: the value {shown} lies in both",
            row.id,
            other.id
        )
    } else {
        text!(
            "bậc {} chồng lên bậc {} ở {inside}: giá trị {shown} thuộc cả hai",
            "the band {} overlaps the band {} in {inside}: the value {shown} lies in both",
            scale.show_interval(&row.interval),
            scale.show_interval(&other.interval)
        )
    };
    let help = text!(
        "dùng `below` thay `to`, hoặc `above` thay `from`, ở một đầu",
        "use `below` for `to`, or `above` for `from`, at one end"
    );
    let witness = Some(scale.witness(&value));
    report.find(&LINT, Finding { span: row.span, at: &scale.at, message, help, witness });
}
