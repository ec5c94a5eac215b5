use thidua_core::{Exact, Level, RoundingMode, Witness, text};
use thidua_rules::rule::VoteShare;

use crate::check::lint::{Lint, Run};
use crate::check::{Finding, Report, Sheet};

pub(in crate::check) const LINT: Lint = Lint {
    code: "TD0903",
    name: "low-vote-share",
    level: Level::Warn,
    title: ("tỷ lệ phiếu cần đạt dưới một nửa", "a vote is carried by less than half"),
    fixed: false,
    run: Run::Sheet(check),
};

/// So many voters stand for the example.
const VOTERS: i64 = 100;

fn check(sheet: &Sheet<'_>, report: &mut Report) {
    for award in &sheet.rules.awards {
        for requirement in award.requirements() {
            let Some(votes) = &requirement.votes else { continue };
            if *votes.share.exact() >= Exact::ratio(1, 2) {
                continue;
            }
            let (title, share) = (&award.title, &votes.share);
            let message = text!(
                "`{title}` chỉ cần {share} số phiếu: số không đồng ý có thể đông hơn",
                "`{title}` needs {share} of the votes only: more may be against it than for it"
            );
            let help = text!(
                "kiểm tra lại tỷ lệ trong văn bản; quá bán là trên `50%`",
                "look the share up in the text; a majority is more than `50%`"
            );
            let least = (share.exact().clone() * Exact::from(VOTERS))
                .round_to_multiple(&Exact::ONE, RoundingMode::Up);
            let of = match votes.of {
                VoteShare::AllMembers => text!("thành viên", "members"),
                VoteShare::Present => text!("người có mặt", "present"),
            };
            let witness = Witness {
                text: text!("{least} phiếu của {VOTERS} ", "{least} votes of {VOTERS} ").and_then(&of),
                sheet: Vec::new(),
            };
            let (span, at) = (requirement.span, award.id.value.as_str());
            report.find(&LINT, Finding { span, at, message, help, witness: Some(witness) });
        }
    }
}
