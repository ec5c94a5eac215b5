mod supplied;

use thidua_core::{DecisionIndex, Diagnostic, EntrantId, EvaluationsBuilder, Findings, Place, Plan, text};

use super::Register;

/// Applies approvals of “not applicable” to entrants that did not come from tables (áp dụng quyết định),
/// and says what is wrong with the decisions; of whom the register alone knows, none is unknown.
pub fn apply_decisions(
    plan: &Plan,
    builder: EvaluationsBuilder,
    register: Option<&Register>,
    decisions: &DecisionIndex,
) -> (EvaluationsBuilder, Vec<Diagnostic>) {
    let (mut builder, mut findings) = (builder, Findings::default());
    apply(Applied { plan, builder: &mut builder, findings: &mut findings, register }, decisions);
    (builder, findings.into_vec())
}

/// What decisions are applied to, and where that is told.
pub(super) struct Applied<'a> {
    pub(super) plan: &'a Plan,
    pub(super) builder: &'a mut EvaluationsBuilder,
    pub(super) findings: &'a mut Findings,
    pub(super) register: Option<&'a Register>,
}

/// Applies approvals of “not applicable”, and checks that every decision speaks of things that exist.
pub(super) fn apply(mut binding: Applied<'_>, decisions: &DecisionIndex) {
    let binding = &mut binding;
    binding.findings.extend(decisions.findings().iter().cloned());
    for decision in decisions.all() {
        let given = [
            decision.not_applicable.is_some(),
            decision.vote.is_some(),
            decision.tie.is_some(),
            decision.award.is_some(),
            decision.places.is_some(),
            decision.gap.is_some(),
            decision.value.is_some(),
            decision.file.is_some(),
            decision.grade.is_some(),
            decision.cap.is_some(),
        ];
        if given.iter().filter(|present| **present).count() != 1 {
            let place = decision.place();
            binding.findings.push(
                Diagnostic::error(
                    "TD0420",
                    place,
                    text!(
                        "mỗi quyết định cần đúng một trong `not_applicable`, `vote`, `tie`, `award`, `places`, `gap`, `value`, `file`, `grade`, `cap`",
                        "a decision needs exactly one of `not_applicable`, `vote`, `tie`, `award`, `places`, `gap`, `value`, `file`, `grade`, `cap`"
                    ),
                )
                .with_help(text!("tách thành nhiều mục", "split it into several entries")),
            );
            continue;
        }
        if let Some(approval) = &decision.not_applicable {
            known_entrant(binding, &approval.entrant, decision.place());
        }
        if let Some(vote) = &decision.vote {
            known_entrant(binding, &vote.entrant, decision.place());
            let (there, written) = (vote.present.unwrap_or(vote.members), vote.written.unwrap_or_default());
            let absent = vote.members.saturating_sub(vote.present.unwrap_or_default());
            if vote.votes > there
                || there > vote.members
                || written > absent
                || vote.written_votes.unwrap_or_default() > written
            {
                binding.findings.push(
                    Diagnostic::error(
                        "TD0422",
                        decision.place(),
                        text!("số phiếu lớn hơn số người bỏ phiếu", "more votes than voters"),
                    )
                    .with_help(text!(
                        "cần votes ≤ present ≤ members; phiếu bằng văn bản: written_votes ≤ written ≤ members − present",
                        "votes ≤ present ≤ members must hold; in writing: written_votes ≤ written ≤ members − present"
                    )),
                );
            }
        }
        if let Some(award) = &decision.award {
            known_entrant(binding, &award.entrant, decision.place());
        }
        if let Some(gap) = &decision.gap {
            known_entrant(binding, &gap.entrant, decision.place());
        }
        if let Some(value) = &decision.value {
            known_entrant(binding, &value.entrant, decision.place());
        }
        if let Some(file) = &decision.file {
            known_entrant(binding, &file.entrant, decision.place());
        }
        if let Some(grade) = &decision.grade {
            known_entrant(binding, &grade.entrant, decision.place());
        }
        for id in decision.tie.iter().flat_map(|tie| &tie.order) {
            known_entrant(binding, id, decision.place());
        }
    }
    // What is supplied may be a claim, which another decision speaks of.
    for decision in decisions.in_force() {
        if let Some(value) = &decision.value {
            supplied::put(binding, value, &decision.place());
        }
    }
    for decision in decisions.in_force() {
        if let Some(approval) = &decision.not_applicable {
            approve(binding, approval, decision.place());
        }
    }
}

fn approve(binding: &mut Applied<'_>, approval: &thidua_core::Approval, place: Place) {
    let Some(entrant) = binding.builder.entrant(&approval.entrant) else { return };
    let Some(inputs) = binding.plan.criterion_inputs(&approval.criterion) else {
        let nodes = binding.plan.nodes();
        let known = || nodes.iter().map(|node| node.path.as_str()).filter(|path| !path.is_empty());
        let criterion = &approval.criterion;
        let help = match binding.findings.nearest("TD0420", &place, criterion, known) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => text!("dùng mã của một tiêu chí chấm điểm", "use the code of a scored criterion"),
        };
        binding.findings.push(
            Diagnostic::error(
                "TD0420",
                place,
                text!("không có tiêu chí `{criterion}`", "there is no criterion `{criterion}`"),
            )
            .with_help(help),
        );
        return;
    };
    let (mut claimed, mut entered) = (false, false);
    for input in inputs {
        claimed |= binding.builder.decide(entrant, input, approval.approved);
        entered |= binding.builder.is_entered(entrant, input);
    }
    let (entrant, criterion) = (&approval.entrant, &approval.criterion);
    if !claimed && entered && approval.approved {
        binding.findings.push(
            Diagnostic::warning(
                "TD0820",
                place,
                text!(
                    "`{criterion}` của `{entrant}` có số liệu ở vòng chính thức: quyết định không áp dụng không có tác dụng",
                    "`{criterion}` of `{entrant}` has values at the official stage: the decision that it does not apply has no effect"
                ),
            )
            .with_help(text!(
                "xóa số liệu của tiêu chí nếu nó không áp dụng, hoặc bỏ quyết định này",
                "take the values of the criterion out if it does not apply, or drop the decision"
            )),
        );
    } else if !claimed {
        binding.findings.push(
            Diagnostic::warning(
                "TD0421",
                place,
                text!(
                    "`{entrant}` không đề nghị không áp dụng `{criterion}`",
                    "`{entrant}` has not claimed `{criterion}` as not applicable"
                ),
            )
            .with_help(text!(
                "ghi `N/A` vào ô của tiêu chí, hoặc bỏ quyết định này",
                "write `N/A` in the cell of the criterion, or drop the decision"
            )),
        );
    }
}

/// The entrant of a decision; somebody of another rule set is passed over, nobody at all is a finding.
fn known_entrant(binding: &mut Applied<'_>, id: &str, place: Place) -> Option<EntrantId> {
    let found = binding.builder.entrant(id);
    let registered = binding.register.is_some_and(|register| register.name(id).is_some());
    if found.is_none() && !registered {
        let near = match binding.register {
            Some(register) if binding.findings.tells("TD0420", &place) => register.nearest(id),
            Some(_) => None,
            None => {
                let known = || binding.builder.entrants().iter().map(|entrant| entrant.id.as_str());
                binding.findings.nearest("TD0420", &place, id, known)
            }
        };
        let help = match near {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => text!("dùng mã trong danh sách đơn vị", "use an id of the register"),
        };
        binding.findings.push(
            Diagnostic::error(
                "TD0420",
                place,
                text!("không có đơn vị nào mang mã `{id}`", "no entrant has the id `{id}`"),
            )
            .with_help(help),
        );
    }
    found
}
