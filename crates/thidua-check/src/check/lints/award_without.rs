use thidua_core::{Level, text};

use crate::check::lint::{Lint, Run};
use crate::check::reach::{AwardReach, Proof, World, without_witness};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0288",
    name: "award-without",
    level: Level::Note,
    title: (
        "một danh hiệu không còn ai được khi có tiêu chí không áp dụng",
        "an award that is lost when a criterion does not apply",
    ),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    for (position, award) in plan.rules.awards().iter_enumerated() {
        let open = |world: &World| world.awards.get(position) == Some(&AwardReach::Open);
        let lost = proof.worlds.iter().find(|world| {
            let whole = proof.worlds.iter().find(|other| other.kind == world.kind);
            !world.any && world.ranked.is_some() && !open(world) && whole.is_some_and(open)
        });
        let Some(world) = lost else { continue };
        let message = text!(
            "khi có tiêu chí không áp dụng, không ai còn được đề nghị `{}`",
            "when a criterion does not apply, nobody can get `{}`",
            award.title
        );
        let help = text!(
            "đặt điều kiện theo tỷ lệ (`tỷ_lệ >= …%`), hoặc cho các tiêu chí còn lại gánh phần điểm đó (`then: rescale`)",
            "ask for a share (`percent >= …%`), or let the other criteria carry the weight (`then: rescale`)"
        );
        let witness = Some(without_witness(plan, world));
        report.find(&LINT, Finding { span: award.id.span, at: &award.id.value, message, help, witness });
    }
}
