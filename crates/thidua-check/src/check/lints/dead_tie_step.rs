use thidua_core::{Field, Formula, Level, Subject, Term, Text, text};
use thidua_rules::rule::{Ranking, TieStep};

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0265",
    name: "dead-tie-step",
    level: Level::Warn,
    title: (
        "một bước xét bằng điểm không bao giờ phân định được",
        "a tie-break step can never separate anyone",
    ),
    fixed: false,
    run: Run::Sheet(check),
};

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for ranking in &sheet.rules.rankings {
        for (index, step) in ranking.tie_break.iter().enumerate() {
            let earlier = ranking.tie_break.iter().take(index).map(|earlier| &earlier.value);
            let Some(message) = dead(ranking, step, &earlier.rev().collect::<Vec<_>>()) else { continue };
            let help = text!(
                "bỏ bước này, hoặc thay bằng một giá trị chưa xét; `council` đứng cuối",
                "drop the step, or put a value that was not compared yet; `council` stands last"
            );
            report.find(&LINT, Finding { span: step.span, at: &ranking.id, message, help, witness: None });
        }
    }
}

/// Why the step separates nobody after the earlier ones, the latest of these first.
fn dead(ranking: &Ranking, step: &TieStep, earlier: &[&TieStep]) -> Option<Text> {
    // A step for one place leaves the other ties as they were, and those whom a step in between brings to that place.
    let covers = |(back, other): (usize, &TieStep)| {
        let same_ties = back == 0 || step.only_at == Some(1);
        other.only_at.is_none() || (other.only_at == step.only_at && same_ties)
    };
    let mut covering =
        earlier.iter().copied().enumerate().filter(|each| covers(*each)).map(|(_, other)| other);
    if covering.clone().any(|other| other.council) {
        return Some(text!(
            "bước này đứng sau `council`: hội đồng đã phân định hết",
            "the step comes after `council`, which settles every tie"
        ));
    }
    if let Some(of) = &step.of {
        let ranked = ranking.by.as_ref().map_or_else(|| is_total(of), |by| by.of == *of);
        if ranked {
            return Some(text!(
                "bước này so lại chính giá trị xếp hạng `{of}`: những người bằng nhau vẫn bằng nhau",
                "the step compares `{of}` again, which is what is ranked: equals stay equal"
            ));
        }
    }
    let repeats =
        |other: &TieStep| other.of == step.of && other.most_of == step.most_of && other.marks == step.marks;
    covering
        .any(repeats)
        .then(|| text!("bước này lặp lại một bước đứng trước", "the step repeats an earlier one"))
}

fn is_total(formula: &Formula) -> bool {
    matches!(&formula.term.value, Term::Field(Field { subject: Subject::Total, .. }))
}
