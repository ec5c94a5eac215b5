use thidua_core::{Level, Text, Witness, text};
use thidua_rules::rule::EntrantKind;

use crate::check::lint::{Lint, Run};
use crate::check::reach::{AwardReach, Proof};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0906",
    name: "history-nobody",
    level: Level::Warn,
    title: ("thành tích mà không đối tượng nào có được", "a history that nobody can have"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let rules = &proof.plan.rules;
    for award in &rules.awards {
        for requirement in award.requirements() {
            let Some(history) = &requirement.history else { continue };
            let lost = |result: &String| unattainable(proof, result, award.entrants);
            // One of the results is enough; of those for every year all are needed.
            let all: Option<Vec<Text>> = history.results.iter().map(lost).collect();
            let either = all.and_then(|reasons| reasons.into_iter().next());
            let Some(reason) = either.or_else(|| history.each_year.iter().find_map(lost)) else { continue };
            let message = text!("không ai có đủ {} năm: ", "nobody can have the {} years: ", history.years)
                .and_then(&reason);
            let help = text!(
                "sửa mã trong `results`; kết quả của bộ tiêu chí khác thì ghi đúng mã trong tệp thành tích và đặt `called`",
                "mend the ids under `results`; for results of another rule set write the id of the history file, and `called`"
            );
            let witness = Some(Witness { text: reason, sheet: Vec::new() });
            let (span, at) = (requirement.span, award.id.value.as_str());
            report.find(&LINT, Finding { span, at, message, help, witness });
        }
    }
}

/// Why entrants of this sort never hold the result, where this rule set alone gives it.
fn unattainable(proof: &Proof<'_>, result: &str, entrants: EntrantKind) -> Option<Text> {
    let rules = &proof.plan.rules;
    let graded = rules.gradings.iter().any(|grading| grading.grades.iter().any(|grade| grade.id == result));
    let (position, award) = rules.awards().iter_enumerated().find(|(_, award)| award.id.value == result)?;
    let (own, other) = (sort(award.entrants), sort(entrants));
    if graded {
        return None;
    }
    if award.entrants != entrants {
        return Some(Text::new(
            format!("`{result}` chỉ dành cho {}, còn ở đây xét {}", own.vi, other.vi),
            format!("`{result}` is for {}, and here {} are asked", own.en, other.en),
        ));
    }
    let mut worlds = proof.worlds.iter().filter_map(|world| world.awards.get(position));
    let never = !proof.worlds.is_empty() && worlds.all(|reach| *reach != AwardReach::Open);
    never.then(|| text!("không ai được đề nghị `{result}`", "nobody can get `{result}`"))
}

fn sort(entrants: EntrantKind) -> Text {
    match entrants {
        EntrantKind::Individual => text!("cá nhân", "persons"),
        EntrantKind::Collective => text!("tập thể", "units"),
        EntrantKind::Household => text!("hộ gia đình", "households"),
    }
}
