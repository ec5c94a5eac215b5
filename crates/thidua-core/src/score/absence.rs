//! Why there are no points, in words (lý do chưa có điểm).

use thidua_rules::method::{show, show_percent};
use thidua_rules::program::{Operation, Pays, PlanTerm, Reason};

use super::{Absent, Reading};
use crate::calculus::{Reasons, slot};
use crate::evaluation::CellState;
use crate::facts::Facts;
use crate::plan::{Leaf, PlanNode};
use crate::{EntrantId, Exact, InputId, Text, checked, text};

/// What kept a leaf from having points.
pub(crate) fn words(
    facts: &Facts<'_>,
    node: &PlanNode,
    leaf: &Leaf,
    row: EntrantId,
    reading: &Reading,
    absent: Absent,
) -> Text {
    let name = || title(facts, leaf, row, absent.reason);
    let value = refused(leaf, reading, absent.reason);
    let shown = value.as_ref().map(show).unwrap_or_default();
    match absent.reason {
        Reason::NotSubmitted => {
            let stage = facts.evaluations.stages().nth(facts.stage.into()).unwrap_or_default();
            text!("chưa nộp ở vòng `{stage}`: {}", "nothing submitted at the stage `{stage}`: {}", name())
        }
        Reason::Claimed | Reason::NotApplicable if !absent.allowed => text!(
            "bộ tiêu chí không cho đơn vị này khai không áp dụng: {}",
            "the rules do not let this entrant claim not applicable: {}",
            name()
        ),
        Reason::Claimed => match node.criterion.not_applicable.as_ref() {
            None => text!(
                "bộ tiêu chí không cho đơn vị này khai không áp dụng: {}",
                "the rules do not let this entrant claim not applicable: {}",
                name()
            ),
            Some(rule) => match &rule.approved_by {
                None => text!("không áp dụng: {}", "not applicable: {}", name()),
                Some(office) => text!(
                    "đề nghị không áp dụng chưa được duyệt (`{office}`): {}",
                    "claimed as not applicable, not yet approved by `{office}`: {}",
                    name()
                ),
            },
        },
        Reason::NotApplicable => text!("không áp dụng, đã duyệt: {}", "not applicable, approved: {}", name()),
        Reason::TurnedDown => {
            text!("đề nghị không áp dụng bị bác: {}", "claim of not applicable turned down: {}", name())
        }
        Reason::Exempt => text!("được miễn: {}", "exempt: {}", name()),
        Reason::Blank => text!("để trống: {}", "left blank: {}", name()),
        Reason::Unasked => {
            let failed = node.asked.iter().find(|asked| facts.verdict(asked, row) == Some(false));
            let words = failed.map(|asked| asked.words()).unwrap_or_default();
            let found = failed.map(|asked| checked::found(facts, asked, row)).unwrap_or_default();
            Text::new(
                format!("không có tiêu chí này, vì không thuộc diện “{}” ({})", words.vi, found.vi),
                format!("does not have this criterion, which is for “{}” ({})", words.en, found.en),
            )
        }
        Reason::Outside => text!(
            "đơn vị không thuộc tập so sánh (`among`)",
            "the entrant stands outside the reference set (`among`)"
        ),
        Reason::DividesByZero => text!("công thức chia cho 0", "the formula divides by 0"),
        Reason::NoDay => text!("ngày không hợp lệ", "not a date"),
        Reason::NotKnown => match node.asked.iter().find(|asked| facts.verdict(asked, row).is_none()) {
            Some(asked) => {
                let words = asked.words();
                Text::new(
                    format!("chưa rõ có thuộc diện “{}” hay không", words.vi),
                    format!("whether it is for this entrant is not known: “{}”", words.en),
                )
            }
            None if among_unknown(facts, leaf, row) => text!(
                "chưa rõ đơn vị có thuộc tập so sánh (`among`) hay không",
                "whether the entrant belongs to the reference set (`among`) is not known"
            ),
            None => match leaf
                .earlier
                .iter()
                .find(|earlier| facts.value(&PlanTerm::Points(**earlier), row).is_none())
            {
                Some(earlier) => {
                    let path =
                        facts.plan.nodes.get(*earlier).map(|node| node.path.as_str()).unwrap_or_default();
                    text!(
                        "cần điểm của `{path}`, mà mục này không có điểm",
                        "needs the points of `{path}`, which has none"
                    )
                }
                None => text!("chưa biết giá trị", "the value is not known"),
            },
        },
        Reason::NoPiece => text!(
            "giá trị {shown} không thuộc bậc nào của thang điểm",
            "the value {shown} lies in no band of the scale"
        ),
        Reason::NoCase => {
            text!("không thuộc trường hợp nào được trả điểm", "in none of the cases that pay")
        }
        Reason::BelowZero => {
            let share = value.as_ref().map(show_percent).unwrap_or_default();
            text!("tỷ lệ {share} nhỏ hơn 0", "the ratio {share} is below 0")
        }
        Reason::NotMultiple => {
            text!("{shown} không phải là bội số của bước chấm", "{shown} is not a multiple of the step")
        }
        Reason::TooFew => text!(
            "chỉ có {shown} phiếu hoặc người chấm, chưa đủ số cần thiết",
            "only {shown} answers or scorers, fewer than are needed"
        ),
        Reason::ZeroBase => text!(
            "mẫu số hoặc mốc so sánh bằng 0 và bộ tiêu chí không nói phải làm gì (`when_zero`)",
            "the denominator or the base of the comparison is 0 and the rules do not say what then (`when_zero`)"
        ),
        Reason::AllEqual => text!(
            "mọi giá trị của tập so sánh bằng nhau và bộ tiêu chí không nói phải làm gì (`when_equal`)",
            "all values of the reference set are equal and the rules do not say what then (`when_equal`)"
        ),
        Reason::NobodyThere => {
            text!("không có đơn vị nào trong tập so sánh", "nobody is in the reference set")
        }
        Reason::NobodyAbove => text!(
            "không có đơn vị nào trong tập so sánh vượt chỉ tiêu",
            "nobody in the reference set exceeds the target"
        ),
        Reason::OutOfBounds => {
            let low = show(&node.min);
            let high = leaf.ceiling.as_ref().map_or_else(|| "∞".to_owned(), show);
            text!(
                "điểm {shown} nằm ngoài khoảng từ {low} đến {high}",
                "the points {shown} lie outside {low} to {high}"
            )
        }
    }
}

/// The title of the first cell that gives the reason.
fn title(facts: &Facts<'_>, leaf: &Leaf, row: EntrantId, reason: Reason) -> String {
    let state =
        |input: &InputId| facts.evaluations.column(facts.stage, *input).map(|column| column.state(row));
    let gives = |input: &InputId| {
        let blank = facts.plan.inputs.get(*input).is_some_and(|input| input.blank.is_some());
        match state(input).unwrap_or_default() {
            CellState::NotSubmitted => reason == Reason::NotSubmitted,
            CellState::Blank | CellState::Value => {
                reason == Reason::Blank && !blank && state(input) != Some(CellState::Value)
            }
            CellState::Claimed => reason == Reason::Claimed,
            CellState::NotApplicable => reason == Reason::NotApplicable,
            CellState::TurnedDown => reason == Reason::TurnedDown,
            CellState::Exempt => reason == Reason::Exempt,
        }
    };
    let found = leaf.inputs.iter().find(|input| gives(input)).and_then(|input| facts.plan.inputs.get(*input));
    found.map(|input| input.title.clone()).unwrap_or_default()
}

/// The value that the step refused which gave the reason.
fn refused(leaf: &Leaf, reading: &Reading, reason: Reason) -> Option<Exact> {
    let steps = &leaf.program.as_ref()?.steps;
    let wanted = Reasons::of(&[reason]);
    let at = reading.trace.position(|slot| slot.absent == wanted)?;
    let of = match steps.get(at)? {
        Operation::Cases(of, cases) => {
            let value = slot(&reading.trace, *of).value.as_ref()?;
            let piece = cases.pieces.get(cases.piece_of(value))?;
            matches!(piece.pays, Pays::Nothing(_)).then_some(*of)?
        }
        Operation::Multiple(of, _) => *of,
        _ => return None,
    };
    slot(&reading.trace, of).value.clone()
}

/// Whether what is missing decides who is compared with whom.
fn among_unknown(facts: &Facts<'_>, leaf: &Leaf, row: EntrantId) -> bool {
    let among = leaf.reference.as_ref().and_then(|reference| reference.among.as_ref());
    among.is_some_and(|among| facts.verdict(among, row).is_none())
}
