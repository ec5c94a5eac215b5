use thidua_core::plan::PlanRequirement;
use thidua_core::{AwardId, Level, Span, Text, Witness, text};
use thidua_rules::program::{PlanComparison, PlanCondition};

use crate::check::lint::{Lint, Run};
use crate::check::reach::{AwardReach, Proof, comparison_witness, possible};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0283",
    name: "unreachable-award",
    level: Level::Warn,
    title: ("một danh hiệu không ai được đề nghị", "an award that nobody can get"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    for (position, award) in plan.rules.awards().iter_enumerated() {
        let mut reached = proof.worlds.iter().filter_map(|world| world.awards.get(position)).copied();
        if reached.clone().any(|reach| reach == AwardReach::Open) {
            continue;
        }
        // The first kind it is for tells why.
        let others = |reach: &AwardReach| !matches!(reach, AwardReach::OtherKind | AwardReach::NoTotal);
        let why =
            reached.clone().find(others).or_else(|| reached.find(|reach| *reach == AwardReach::OtherKind));
        let Some(why) = why else { continue };
        let (span, reason, witness) = told(proof, position, why);
        let title = &award.title;
        let message =
            text!("không ai được đề nghị `{title}`: ", "nobody can get `{title}`: ").and_then(&reason);
        let help = text!(
            "sửa điều kiện cho có người đạt được, hoặc bỏ danh hiệu này",
            "mend the requirements so that somebody can meet them, or drop the award"
        );
        report.find(&LINT, Finding { span, at: &award.id.value, message, help, witness });
    }
}

/// Where the reason stands, the reason, and what shows it.
fn told(proof: &Proof<'_>, position: AwardId, why: AwardReach) -> (Span, Text, Option<Witness>) {
    let (Some(award), Some(rules)) =
        (proof.plan.awards.get(position), proof.plan.rules.awards().get(position))
    else {
        return (Span::default(), Text::default(), None);
    };
    let own = rules.id.span;
    match why {
        AwardReach::Requirement(index) => {
            let span = rules.requires.get(index).map_or(own, |requirement| requirement.span);
            match award.requires.get(index) {
                Some(PlanRequirement::When(condition)) => {
                    let reason = condition.words().and_then(&text!(" không bao giờ đúng", " can never hold"));
                    (span, reason, never(proof, condition).and_then(|never| comparison_witness(proof, never)))
                }
                _ => {
                    let reason = text!(
                        "danh hiệu làm điều kiện cũng không ai đạt được",
                        "nobody gets the award it asks for"
                    );
                    let others = rules.requires.get(index).map(|requirement| {
                        let ids: Vec<&str> = requirement.holds.iter().map(|id| id.value.as_str()).collect();
                        words(Text::same(ids.join(", ")))
                    });
                    (span, reason, others)
                }
            }
        }
        AwardReach::Together => {
            let asked = award.requires.iter().filter_map(|requirement| match requirement {
                PlanRequirement::When(condition) => Some(condition.clone()),
                _ => None,
            });
            let words = PlanCondition::All(asked.collect()).words();
            let reason = text!("các điều kiện trái ngược nhau", "its requirements exclude each other");
            let text = text!("không giá trị nào thỏa ", "no value meets ").and_then(&words);
            (own, reason, Some(Witness { text, sheet: Vec::new() }))
        }
        AwardReach::Held(index) => {
            let span = rules.hold_when.get(index).map_or(own, |hold| hold.span);
            let held = award.hold_when.get(index).map(|condition| words(condition.words()));
            (span, text!("`hold_when` luôn đúng", "`hold_when` always holds"), held)
        }
        AwardReach::Quota => {
            let span = rules.quota.as_ref().map_or(own, |quota| quota.span);
            let reason = text!(
                "chỉ tiêu tính theo một danh hiệu hay mức xếp loại không ai có",
                "its quota is a share of an award or a grade that nobody gets"
            );
            (span, reason, Some(words(text!("0 chỉ tiêu", "0 places"))))
        }
        AwardReach::Open | AwardReach::OtherKind | AwardReach::NoTotal => {
            let reason = text!("không loại đối tượng nào được xét", "it is for no kind of entrants");
            let kinds =
                proof.plan.rules.kinds.iter().map(|(id, _)| id.value.as_str()).collect::<Vec<_>>().join(", ");
            let words = text!("các loại đã khai: {kinds}", "declared kinds: {kinds}");
            (own, reason, Some(Witness { text: words, sheet: Vec::new() }))
        }
    }
}

fn words(text: Text) -> Witness {
    Witness { text, sheet: Vec::new() }
}

/// A comparison that alone can never hold, if there is one.
fn never<'a>(proof: &Proof<'_>, condition: &'a PlanCondition) -> Option<&'a PlanComparison> {
    let comparisons = condition.comparisons();
    comparisons.into_iter().find(|comparison| {
        let alone = PlanCondition::Compare(Box::new((*comparison).clone()));
        !proof.worlds.iter().any(|world| possible(proof.plan, world, &alone, true))
    })
}
