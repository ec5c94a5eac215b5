use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::input::DatedNumber;
use crate::method::Scope;
use crate::{Condition, Date, Exact, Located, Number, Rounding};

/// What an entrant is in law (đối tượng): a person, a unit or a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EntrantKind {
    /// A person (cá nhân).
    Individual,
    /// A unit (tập thể).
    Collective,
    /// A household (hộ gia đình).
    Household,
}

/// Whether an award is an emulation title or a form of commendation (danh hiệu thi đua, hình thức khen thưởng).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AwardKind {
    /// Danh hiệu thi đua, flags among them.
    EmulationTitle,
    /// Hình thức khen thưởng.
    Commendation,
}

/// An award and who may be recommended for it (danh hiệu hoặc hình thức khen thưởng).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// Short name, kebab-case: `diploma-of-merit`.
    pub id: Located<String>,
    /// The name people read: “Bằng khen của Chủ tịch UBND tỉnh”.
    #[serde(deserialize_with = "crate::title")]
    pub title: String,
    /// Title or commendation.
    pub kind: AwardKind,
    /// Type of commendation: công trạng, chuyên đề, đột xuất …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commendation_type: Option<String>,
    /// Persons, units or households.
    #[serde(rename = "for")]
    pub entrants: EntrantKind,
    /// Only these kinds of entrants; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Located<String>>,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
    /// What must be met, every one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<Located<Requirement>>,
    /// While one of these holds the case rests: neither recommended nor refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hold_when: Vec<Located<GivenCondition>>,
    /// How many may be recommended; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<Located<Quota>>,
    /// The ranking whose order fills the quota; the first ranking when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranked_by: Option<Located<String>>,
    /// What a tie across the quota line means; `refer` when absent.
    #[serde(default)]
    pub tie_on_line: OnLine,
    /// So many below the line are kept in reserve, in order.
    #[serde(default)]
    pub reserve: u32,
    /// Reward money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Money>,
}

/// One thing an award requires (tiêu chuẩn): exactly one of `when`, `history`, `votes`, `holds`, `any`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// A condition on points, grades, ranks and inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Earlier years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<HistoryRequirement>,
    /// A vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<VoteRequirement>,
    /// Another award recommended in this run, or one of several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Located<String>>,
    /// One of several ways (đạt một trong các tiêu chuẩn); of a way every requirement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<Vec<Located<Requirement>>>,
    /// What a reader should see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::title_if_any")]
    pub label: Option<String>,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
    /// What failing means; `refuse` when absent.
    #[serde(default)]
    pub otherwise: Otherwise,
}

/// What a failed requirement means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    /// The entrant is refused.
    #[default]
    Refuse,
    /// The case rests.
    Hold,
}

/// A condition with its clause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenCondition {
    /// The condition.
    pub when: Condition,
    /// What a reader should see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(deserialize_with = "crate::title_if_any")]
    pub label: Option<String>,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
}

/// Results of earlier years (thành tích các năm trước): “03 năm liên tục đạt …”.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryRequirement {
    /// A year counts when it brought one of these results (award or grade ids of the history file).
    pub results: Vec<String>,
    /// What people call these results, where this rule set does not declare them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// So many years.
    pub years: u32,
    /// Not years but records are counted: at least so many in the last `years` years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u32>,
    /// `true` (the default): without a break, but for `gap`.
    #[serde(default = "yes")]
    pub consecutive: bool,
    /// So many missing years are forgiven within the chain.
    #[serde(default)]
    pub gap: u32,
    /// Whether the chain may start in any year, or years are counted off in blocks.
    #[serde(default)]
    pub window: Window,
    /// Which year the chain must end in: this year (`0`) or so many years before.
    #[serde(default)]
    pub ending_years_ago: u32,
    /// Whether years already used for an award count again.
    #[serde(default)]
    pub reuse: Reuse,
    /// Each of these results must be there in every year of the chain too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub each_year: Vec<String>,
    /// Only records with the number of a decision count; what has none is a question.
    #[serde(default)]
    pub proven: bool,
    /// Results recommended in this run count for this year.
    #[serde(default)]
    pub counts_this_run: bool,
    /// What results of predecessors bring; while it is not said they are a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherited: Option<Inherited>,
}

/// When a result of the units from which an entrant came counts as its own (kế thừa của đơn vị tiền thân).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Inherited {
    /// Never.
    None,
    /// When one of them has it.
    Any,
    /// When all of them have it.
    All,
    /// When those that have it make up at least this share of what passed over.
    Share(Number),
}

fn yes() -> bool {
    true
}

/// How the years of a chain are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Window {
    /// The last so many years, whatever they are.
    #[default]
    Sliding,
    /// Years are counted off in blocks from the first year of an unbroken run: 1-2-3, 4-5-6.
    Block,
}

/// Whether years count again after they have earned an award.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reuse {
    /// They do.
    #[default]
    Allowed,
    /// A year marked `used_for` this award in the history does not count again.
    Never,
    /// A record marked `used_for` whatever award does not count again: an initiative serves once.
    Once,
}

/// A vote (bỏ phiếu, suy tôn).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoteRequirement {
    /// The body that votes, as named in the decisions.
    pub body: String,
    /// The share of votes needed, included.
    pub share: Number,
    /// Of all members, or of those present.
    pub of: VoteShare,
    /// The share of members that must be present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<Number>,
    /// The body that must have passed it before, as another vote of this award names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What votes in writing of absent members are; while it is not said they are a question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<WrittenVotes>,
    /// At most so many ballots, until one passes it.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub ballots: u32,
    /// At most so many entrants may be marked on one ballot paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marks: Option<u32>,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_one(ballots: &u32) -> bool {
    *ballots == 1
}

/// What votes in writing of members who are absent count for (phiếu lấy ý kiến bằng văn bản).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WrittenVotes {
    /// For the record alone.
    Apart,
    /// For votes; whoever wrote is still absent.
    AsVotes,
    /// For votes, and whoever wrote for present.
    AsPresent,
}

/// What a vote is counted against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VoteShare {
    /// All members (trên tổng số thành viên).
    AllMembers,
    /// Members present (trên số có mặt).
    Present,
}

/// How many may be recommended (chỉ tiêu xét khen).
///
/// ```yaml
/// quota: { share: 20%, of: entrants, per: cluster, fraction: down, at_least: 1, within: [ { count: 30, per: all } ] }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// A fixed number. Give this or `share`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<DatedNumber>,
    /// A share of `of`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<DatedNumber>,
    /// Shares by the class of each entrant, instead of one `share`: the first that is for an entrant counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<Located<ClassShare>>,
    /// What the share is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Base>,
    /// What a fraction of a place becomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fraction: Option<Fraction>,
    /// At least so many, in each scope.
    #[serde(default)]
    pub at_least: u32,
    /// The scope in which places are counted.
    pub per: Scope,
    /// Wider limits that also hold; places are then filled in rank order until one is reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<QuotaCap>,
    /// A whole number of places divided between the clusters, instead of `count` or `share`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apportioned: Option<Apportion>,
}

/// The share of one class of entrants (tỷ lệ theo loại).
///
/// ```yaml
/// shares: [ { when: loại_tập_thể = loai-1, share: 30% }, { share: 20% } ]
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClassShare {
    /// Whom it is for; all whom no row above is for when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The share.
    pub share: DatedNumber,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
}

/// What a share is taken of (cơ số tính tỷ lệ).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// All entrants of the award's kind in the scope.
    Entrants,
    /// Those who meet the award's own requirements.
    Eligible,
    /// Those who hold one of these grades.
    Graded(Vec<String>),
    /// Those recommended for another award in this run.
    Recommended(String),
    /// A declared input, summed over the scope (for example số lao động).
    Input(String),
}

/// What a fraction of a place becomes (xử lý số lẻ).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fraction {
    /// It falls away.
    Down,
    /// It makes a whole place.
    Up,
    /// A half or more makes a whole place.
    HalfUp,
}

/// A wider limit over several scopes or awards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotaCap {
    /// At most so many.
    pub count: DatedNumber,
    /// In this wider scope.
    pub per: Scope,
    /// Together with these awards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together_with: Vec<Located<String>>,
}

/// A total divided between clusters (phân bổ chỉ tiêu).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Apportion {
    /// So many places in all.
    pub total: DatedNumber,
    /// In proportion to this.
    pub by: Base,
    /// How the fractions are settled.
    pub method: crate::rules::ApportionMethod,
    /// No scope gets more than this; what it would get beyond is divided among the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
    /// How the `at_least` of the quota is reached; required with it, and only with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floors: Option<crate::rules::Floors>,
}

/// What a tie across the quota line means (bằng điểm tại ranh giới chỉ tiêu).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OnLine {
    /// The council decides: those tied are listed with the options.
    #[default]
    Refer,
    /// All of them are recommended, and the quota is exceeded by them.
    Widen,
    /// None of them is.
    Narrow,
}

/// Reward money (tiền thưởng): a multiple of the base salary on the day of the decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Times the base salary, or times what `of` names.
    pub multiple: DatedNumber,
    /// What it is a multiple of, where that is not the base salary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<MoneyOf>,
    /// How the product is rounded; not at all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// The fund that pays, as named in `budgets`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Located<String>>,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
}

/// Money that is a multiple of what another award pays (hộ gia đình bằng 1,5 lần cá nhân).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MoneyOf {
    /// Of the multiple of an award above: rounded once, at the end.
    Multiple(String),
    /// Of the amount that an award above pays, as that is rounded.
    Amount(String),
}

/// Awards of which an entrant gets one only (một thành tích, một hình thức).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneForm {
    /// The awards, the first before the others.
    pub awards: Vec<Located<String>>,
    /// The clause it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Located<String>>,
}

/// Money available to a payer (quỹ thi đua, khen thưởng).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The fund.
    pub payer: Located<String>,
    /// Its money in đồng.
    pub amount: DatedNumber,
    /// The part of it that is not for prizes: for organising, for instance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_back: Option<Number>,
}

impl Award {
    /// Everything it requires, what stands in ways too (mọi tiêu chuẩn, kể cả trong từng đường).
    #[must_use]
    pub fn requirements(&self) -> Vec<&Located<Requirement>> {
        let mut open: Vec<&Located<Requirement>> = self.requires.iter().rev().collect();
        let mut all = Vec::new();
        while let Some(next) = open.pop() {
            open.extend(next.any.iter().flatten().rev());
            all.push(next);
        }
        all
    }
}

impl Budget {
    /// What prizes may use of it on a day (phần được chi): all but what is kept back.
    #[must_use]
    pub fn available(&self, day: Date) -> Option<Exact> {
        let amount = self.amount.on(day)?.exact().clone();
        let kept = self.kept_back.as_ref().map_or(Exact::ZERO, |kept| kept.exact().clone());
        Some(amount.clone() - amount * kept)
    }
}
