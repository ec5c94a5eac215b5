use thidua_core::{
    AwardId, AwardStatus, Case, Circumstances, Entrant, EntrantId, Evaluations, Exact, Explanation, Outcome,
    Plan, WaitsFor, explain, requirement_checks,
};

use crate::Check;

/// What came of one entrant (kết quả của một đối tượng), asked by ids.
#[derive(Clone, Copy, Debug)]
pub struct EntrantResult<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) evaluations: &'a Evaluations,
    pub(crate) outcome: &'a Outcome,
    circumstances: Circumstances<'a>,
    pub(crate) entrant: &'a Entrant,
    pub(crate) row: EntrantId,
}

impl<'a> EntrantResult<'a> {
    pub(crate) fn new(
        plan: &'a Plan,
        evaluations: &'a Evaluations,
        outcome: &'a Outcome,
        circumstances: Circumstances<'a>,
        row: EntrantId,
    ) -> Option<Self> {
        let entrant = evaluations.entrants().get(row)?;
        Some(Self { plan, evaluations, outcome, circumstances, entrant, row })
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &'a str {
        &self.entrant.id
    }

    /// The name people read.
    #[must_use]
    pub fn name(&self) -> &'a str {
        &self.entrant.name
    }

    /// The total (tổng điểm); `None` while something is missing.
    #[must_use]
    pub fn total(&self) -> Option<Exact> {
        self.outcome.scorecards.total(self.row)
    }

    /// The points of a criterion or group by path, or by code where no other has it (điểm của tiêu chí).
    #[must_use]
    pub fn points(&self, criterion: &str) -> Option<Exact> {
        let nodes = self.plan.nodes();
        let by_path = nodes.position(|node| node.path == criterion);
        let by_code = || {
            let mut all = nodes.iter_enumerated().filter(|(_, node)| node.criterion.code.value == criterion);
            all.next().filter(|_| all.next().is_none()).map(|(position, _)| position)
        };
        self.outcome.scorecards.points(by_path.or_else(by_code)?, self.row)
    }

    /// The id of the grade of a grading (kết quả xếp loại); `None` also while it is open.
    #[must_use]
    pub fn grade(&self, grading: &str) -> Option<&'a str> {
        let gradings = self.plan.rules().gradings();
        let position = gradings.position(|each| each.id == grading)?;
        let grade = self.outcome.grades.grade(position, self.row)?;
        gradings.get(position)?.grades().get(grade).map(|grade| grade.id.as_str())
    }

    /// The place in a ranking (thứ hạng), from 1.
    #[must_use]
    pub fn place(&self, ranking: &str) -> Option<u32> {
        let position = self.plan.rules().rankings().position(|each| each.id == ranking)?;
        self.outcome.standings.place(position, self.row)
    }

    /// Where the entrant stands with an award (kết quả xét khen thưởng); `None` when there is no such award.
    #[must_use]
    pub fn award(&self, award: &str) -> Option<AwardResult<'a>> {
        let position = self.plan.rules().awards().position(|each| each.id.value == award)?;
        let case = self.outcome.recommendations.case(position, self.row)?;
        Some(AwardResult { of: *self, position, case })
    }

    /// All that led to the result, with its arithmetic (phiếu giải trình).
    #[must_use]
    pub fn explanation(&self) -> Option<Explanation> {
        explain(self.plan, self.evaluations, &self.circumstances, self.outcome, self.row)
    }

    /// Whether total, grades, places and awards are those of another result of the same plan.
    pub(crate) fn stands_as(&self, other: &EntrantResult<'_>) -> bool {
        let (one, two) = ((self.outcome, self.row), (other.outcome, other.row));
        let rules = self.plan.rules();
        one.0.scorecards.total(one.1) == two.0.scorecards.total(two.1)
            && (rules.gradings().keys())
                .all(|each| one.0.grades.of(each, one.1) == two.0.grades.of(each, two.1))
            && (rules.rankings().keys())
                .all(|each| one.0.standings.place(each, one.1) == two.0.standings.place(each, two.1))
            && (rules.awards().keys()).all(|each| {
                let case = |(outcome, row): (&'_ Outcome, EntrantId)| {
                    outcome.recommendations.case(each, row).map(|case| {
                        let provisional = outcome.recommendations.is_provisional(each, row);
                        (case.status.clone(), case.money().cloned(), case.waits_for().to_vec(), provisional)
                    })
                };
                case(one) == case(two)
            })
    }
}

/// Where one entrant stands with one award (kết quả xét của một hình thức).
#[derive(Clone, Copy, Debug)]
pub struct AwardResult<'a> {
    of: EntrantResult<'a>,
    position: AwardId,
    case: &'a Case,
}

impl AwardResult<'_> {
    /// Where the entrant stands.
    #[must_use]
    pub fn status(&self) -> AwardStatus {
        AwardStatus::of(&self.case.status)
    }

    /// Whether it is recommended, whatever the council decides.
    #[must_use]
    pub fn is_recommended(&self) -> bool {
        self.status() == AwardStatus::Recommended
    }

    /// Whether cases at rest or missing values may yet change it (tạm thời).
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.of.outcome.recommendations.is_provisional(self.position, self.of.row)
    }

    /// What a case at rest waits for.
    #[must_use]
    pub fn waits_for(&self) -> &[WaitsFor] {
        self.case.waits_for()
    }

    /// Money in đồng, when recommended.
    #[must_use]
    pub fn money(&self) -> Option<&Exact> {
        self.case.money()
    }

    /// The requirements that are failed or not known.
    #[must_use]
    pub fn open_checks(&self) -> Vec<Check> {
        if self.case.open().is_empty() {
            return Vec::new();
        }
        let checks = self.checks().into_iter().enumerate();
        checks.filter(|(index, _)| self.case.open().contains(index)).map(|(_, check)| check).collect()
    }

    /// Every requirement with its verdict, numbers and the smallest change.
    #[must_use]
    pub fn checks(&self) -> Vec<Check> {
        let EntrantResult { plan, evaluations, outcome, circumstances, row, .. } = &self.of;
        requirement_checks(plan, evaluations, circumstances, outcome, self.position, *row)
    }
}
