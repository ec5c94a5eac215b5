use thidua_core::{Level, Witness, text};

use crate::check::asked::asked;
use crate::check::lint::{Lint, Run};
use crate::check::reach::{Proof, is_read};
use crate::check::{Finding, Report};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0291",
    name: "proof-bounded",
    level: Level::Note,
    title: ("một câu hỏi chưa được xét hết", "a question that was not answered in full"),
    fixed: false,
    run: Run::Proof(check),
};

fn check(proof: &Proof<'_>, report: &mut Report) {
    let plan = proof.plan;
    let rules = &plan.rules.rule_set;
    if !proof.complete {
        let looked = proof.worlds.iter().filter(|world| !world.any && !world.without.is_empty()).count();
        let message = text!(
            "có quá nhiều tổ hợp tiêu chí không áp dụng: chỉ xét riêng từng tiêu chí và từng nhóm",
            "too many combinations of criteria that do not apply: only single criteria and whole groups were looked at"
        );
        let help = text!(
            "các kết luận “không bao giờ” vẫn đúng; mức xếp loại hay danh hiệu mất đi ở một tổ hợp khác thì chưa xét",
            "what is said to be out of reach is; grades and awards that are lost in another combination were not looked for"
        );
        let words = text!("đã xét {looked} tổ hợp", "{looked} combinations looked at");
        let witness = Some(Witness { text: words, sheet: Vec::new() });
        report.find(&LINT, Finding { span: rules.span, at: "", message, help, witness });
    }
    for condition in asked(plan).iter().filter(|asked| !is_read(asked.condition)) {
        let message = text!(
            "điều kiện này có quá nhiều trường hợp: chưa xét nó có bao giờ đúng, hay luôn đúng",
            "the condition falls into too many cases: whether it ever or always holds was not looked at"
        );
        let help = text!("tách thành nhiều điều kiện ngắn", "split it into several short conditions");
        report
            .find(&LINT, Finding { span: condition.span(), at: condition.at, message, help, witness: None });
    }
}
