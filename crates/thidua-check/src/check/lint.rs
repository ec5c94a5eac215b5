use thidua_core::{Language, Level, Plan};

use super::lints::{
    always_true, and_or_mixed, award_for_everyone, award_without, band_gap, band_jump, band_overlap,
    below_min, beyond_max, bonus_over_gate, cap_never_reached, constant_criterion, constant_tie_step,
    counted_twice, dated_overlap, dead_band, dead_case, dead_tie_step, dead_weight, deduction_above_max,
    document_out_of_force, duplicate_band, empty_quota, endless_growth, equal_levels, floor_above_cap,
    grade_hole, grade_order, grade_without, history_nobody, idle_ceiling, idle_group_ends, idle_limit,
    idle_rounding, kind_unscored, label_denies, label_number, ladder_falls, lonely_one_form, low_vote_share,
    maxima_sum, more_for_less, never_true, own_result, proof_bounded, quota_above_limit,
    repeated_requirement, short_of_max, unavoidable_grade, unreachable_award, unreachable_grade,
    unrounded_total, unused_document, unused_input, unused_parameter, weight_sum, written_twice,
};
use super::reach::Proof;
use super::{Report, Sheet};

/// One thing `check` looks for (phép kiểm tra): its code, its name, how much it weighs by default.
#[derive(Debug)]
pub struct Lint {
    /// The stable code: `TD0222`.
    pub code: &'static str,
    /// The name authors write under `checks`: `band-gap`.
    pub name: &'static str,
    /// The level when the rule set says nothing.
    pub level: Level,
    /// What it finds, in Vietnamese and in English.
    pub title: (&'static str, &'static str),
    /// Whether a rule set may not lower it: without it the rules mean nothing.
    pub fixed: bool,
    pub(super) run: Run,
}

/// Who looks.
#[derive(Debug)]
pub(super) enum Run {
    /// The compiler, a method or the structure checks, on the way.
    Elsewhere,
    /// A judgement about the rules of one day.
    Plan(fn(&Plan, &mut Report)),
    /// A judgement about what can come out on one day.
    Proof(fn(&Proof<'_>, &mut Report)),
    /// A judgement about the rules of all days together.
    Sheet(fn(&Sheet<'_>, &mut Report)),
}

/// Everything `check` looks for, by code (danh mục phép kiểm tra).
#[must_use]
pub fn lints() -> &'static [Lint] {
    LINTS
}

/// The lint with this code or name.
#[must_use]
pub fn lint(code_or_name: &str) -> Option<&'static Lint> {
    LINTS.iter().find(|lint| lint.code == code_or_name || lint.name == code_or_name)
}

impl Lint {
    /// What it finds, in one language.
    #[must_use]
    pub fn title(&self, language: Language) -> &'static str {
        match language {
            Language::Vietnamese => self.title.0,
            Language::English => self.title.1,
        }
    }

    /// Whether it is a judgement about a well-formed sheet rather than a mistake in writing one.
    #[must_use]
    pub fn is_analysis(&self) -> bool {
        !self.fixed
    }
}

/// A mistake that leaves the rules without a meaning.
const fn structural(code: &'static str, name: &'static str, vi: &'static str, en: &'static str) -> Lint {
    Lint { code, name, level: Level::Deny, title: (vi, en), fixed: true, run: Run::Elsewhere }
}

/// A judgement that the compiler makes on the way.
const fn judgement(
    code: &'static str,
    name: &'static str,
    level: Level,
    vi: &'static str,
    en: &'static str,
) -> Lint {
    Lint { code, name, level, title: (vi, en), fixed: false, run: Run::Elsewhere }
}

#[rustfmt::skip]
static LINTS: &[Lint] = &[
    structural("TD0201", "repeated-id", "một mã khai hai lần", "an id is declared twice"),
    structural("TD0202", "several-methods", "một tiêu chí có nhiều phương pháp chấm", "a criterion has several methods"),
    structural("TD0203", "method-on-group", "một nhóm có phương pháp chấm", "a group has a method"),
    structural("TD0204", "unknown-stage", "không có vòng chấm mang tên đó", "there is no such stage"),
    structural("TD0205", "unknown-document", "căn cứ không có trong `legal_basis`", "a basis is not in `legal_basis`"),
    structural("TD0206", "wrong-input", "số liệu khai sai", "an input is declared wrongly"),
    structural("TD0207", "minimum-above-maximum", "điểm tối thiểu lớn hơn điểm tối đa", "the minimum is above the maximum"),
    structural("TD0208", "wrong-rounding", "cách làm tròn khai sai", "a rounding is declared wrongly"),
    structural("TD0209", "reserved-name", "tên là từ có nghĩa riêng", "a name has a meaning of its own"),
    structural("TD0210", "unknown-name", "không có số liệu hay tham số mang tên đó", "there is no such input or parameter"),
    structural("TD0211", "unknown-criterion", "không có tiêu chí mang mã đó", "there is no such criterion"),
    structural("TD0212", "unknown-choice", "không có mức, loại hay lựa chọn đó", "there is no such grade, kind or choice"),
    structural("TD0213", "percent-missing", "so một tỷ lệ với một số thiếu dấu %", "a share is compared with a number that lacks its %"),
    structural("TD0214", "too-early", "giá trị chưa được tính ở bước này", "the value is not known yet at this step"),
    structural("TD0215", "many-values", "dùng một số liệu nhiều giá trị như một số, hoặc ngược lại", "an input with many values is used as one number, or the reverse"),
    structural("TD0216", "no-value-on-day", "giá trị theo thời điểm không có mục cho một ngày", "a dated value has no entry for a day"),
    structural("TD0217", "unknown-grading", "không có bảng xếp loại đó", "there is no such grading"),
    structural("TD0218", "unknown-ranking", "không có bảng xếp hạng đó", "there is no such ranking"),
    structural("TD0219", "unknown-kind", "không có loại đối tượng đó", "there is no such kind"),
    structural("TD0220", "no-maximum", "tiêu chí chưa có điểm tối đa", "a criterion has no maximum"),
    structural("TD0221", "wrong-band", "một bậc khai sai", "a band is declared wrongly"),
    band_gap::LINT,
    band_overlap::LINT,
    maxima_sum::LINT,
    short_of_max::LINT,
    beyond_max::LINT,
    structural("TD0227", "no-weight", "mục trong nhóm có trọng số mà thiếu `weight`", "a child of a weighted group has no `weight`"),
    dead_weight::LINT,
    weight_sum::LINT,
    structural("TD0230", "no-step", "bước chấm hay `each` phải lớn hơn 0", "a step or `each` must be above 0"),
    structural("TD0231", "repeated-level", "một mức khai hai lần", "a level is declared twice"),
    structural("TD0232", "no-level", "không có mức nào để chọn", "there is no level to choose"),
    structural("TD0233", "two-anchors", "cần đúng hai mốc khác nhau", "exactly two different anchors are needed"),
    structural("TD0234", "wrong-deduction", "khoản trừ khai sai", "a deduction is declared wrongly"),
    structural("TD0235", "wrong-panel", "hội đồng chấm khai sai", "a panel is declared wrongly"),
    structural("TD0236", "wrong-places", "`by: rank` khai sai", "`by: rank` is declared wrongly"),
    structural("TD0237", "wrong-target", "`target` không đi cùng cách so sánh này", "a `target` does not go with this comparison"),
    structural("TD0238", "idle-key", "một khóa không có tác dụng ở chỗ nó đứng", "a key has no effect where it stands"),
    structural("TD0239", "leaf-key-on-group", "khóa của tiêu chí lá ghi ở nhóm", "a key of leaves stands on a group"),
    structural("TD0240", "wrong-tie-step", "một bước xét bằng điểm khai sai", "a tie-break step is declared wrongly"),
    structural("TD0241", "wrong-requirement", "một điều kiện khen thưởng khai sai", "a requirement is declared wrongly"),
    structural("TD0242", "unknown-award", "không có danh hiệu đó, hoặc nó được xét sau", "there is no such award, or it is settled later"),
    structural("TD0243", "wrong-quota", "chỉ tiêu khai sai", "a quota is declared wrongly"),
    structural("TD0244", "quota-without-base", "chỉ tiêu theo tỷ lệ thiếu cơ số hay cách xử lý số lẻ", "a quota by share lacks its base or its fraction"),
    structural("TD0245", "precedence", "thứ tự ưu tiên trái với thứ tự xét", "the precedence contradicts the order of awards"),
    structural("TD0246", "unknown-fund", "không có quỹ đó", "there is no such fund"),
    structural("TD0247", "wrong-history", "điều kiện thành tích khai sai", "a history requirement is declared wrongly"),
    structural("TD0248", "wrong-vote-share", "tỷ lệ phiếu ngoài 0–100%", "a share of votes outside 0–100 %"),
    structural("TD0249", "wrong-places-number", "số chỉ tiêu không thể có", "a number of places that cannot be"),
    structural("TD0250", "mixed-kinds", "những giá trị khác loại đứng cạnh nhau", "values of different kinds stand together"),
    structural("TD0251", "senseless-number", "con số đọc được nhưng không thể có nghĩa", "a number that can be read but cannot be meant"),
    structural("TD0252", "unknown-lint", "`checks` nhắc tới phép kiểm tra không có", "`checks` names a lint that does not exist"),
    structural("TD0253", "lowered-too-far", "`checks` hạ mức một lỗi không thể hạ", "`checks` lowers what cannot be lowered"),
    structural("TD0254", "no-reason", "`allow` không nêu lý do", "an `allow` gives no reason"),
    Lint { level: Level::Warn, ..structural("TD0255", "unused-check", "một mục của `checks` không khớp với điều gì", "an entry of `checks` matches nothing") },
    duplicate_band::LINT,
    dead_band::LINT,
    more_for_less::LINT,
    band_jump::LINT,
    equal_levels::LINT,
    unused_input::LINT,
    unused_parameter::LINT,
    unused_document::LINT,
    kind_unscored::LINT,
    dead_tie_step::LINT,
    counted_twice::LINT,
    floor_above_cap::LINT,
    deduction_above_max::LINT,
    cap_never_reached::LINT,
    dated_overlap::LINT,
    document_out_of_force::LINT,
    idle_rounding::LINT,
    empty_quota::LINT,
    award_for_everyone::LINT,
    lonely_one_form::LINT,
    grade_order::LINT,
    constant_criterion::LINT,
    ladder_falls::LINT,
    repeated_requirement::LINT,
    unreachable_grade::LINT,
    grade_without::LINT,
    unavoidable_grade::LINT,
    unreachable_award::LINT,
    never_true::LINT,
    always_true::LINT,
    bonus_over_gate::LINT,
    idle_ceiling::LINT,
    award_without::LINT,
    constant_tie_step::LINT,
    quota_above_limit::LINT,
    proof_bounded::LINT,
    judgement("TD0292", "ratio-in-hundreds", Level::Warn, "một thương được so như thể viết bằng %", "a ratio is compared as if it were written in %"),
    judgement("TD0293", "thousands-point", Level::Note, "một số trông như viết hàng nghìn bằng dấu chấm", "a number looks as if its point set off thousands"),
    structural("TD0294", "wrong-power", "lũy thừa hay căn khai sai", "a power or root is declared wrongly"),
    structural("TD0295", "wrong-case", "trường hợp tính điểm khai sai", "a case is declared wrongly"),
    structural("TD0296", "wrong-increments", "mức cộng thêm khai sai", "steps beyond a base are declared wrongly"),
    structural("TD0297", "unrounded-root", "trung bình nhân không có cách làm tròn", "a geometric mean without a rounding"),
    grade_hole::LINT,
    and_or_mixed::LINT,
    structural("TD0822", "wrong-division", "điểm tối đa của nhóm không chia đều được", "the maximum of a group cannot be divided"),
    below_min::LINT,
    dead_case::LINT,
    written_twice::LINT,
    idle_group_ends::LINT,
    idle_limit::LINT,
    label_number::LINT,
    label_denies::LINT,
    low_vote_share::LINT,
    unrounded_total::LINT,
    own_result::LINT,
    history_nobody::LINT,
    endless_growth::LINT,
    structural("TD0908", "points-in-a-circle", "các tiêu chí lấy điểm của nhau thành vòng", "criteria need the points of one another in a circle"),
    structural("TD0909", "share-for-nobody", "một dòng tỷ lệ dành cho tất cả đứng trước dòng khác", "a share that is for all stands before another"),
    structural("TD0910", "wrong-rows", "phép tính trên dòng chi tiết khai sai", "what is computed of detail rows is declared wrongly"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_ascend_and_names_are_unique() {
        assert!(LINTS.is_sorted_by(|left, right| left.code < right.code));
        let mut names: Vec<_> = LINTS.iter().map(|lint| lint.name).collect();
        names.sort_unstable();
        assert!(names.iter().zip(names.iter().skip(1)).all(|(left, right)| left != right));
        let kebab = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        assert!(names.into_iter().all(kebab));
    }
}
