mod kinds;

use std::collections::BTreeSet;

use thidua_rules::program::{PlanComparison, PlanCondition, PlanTerm};
use thidua_rules::rule::{RuleSet, ValueKind};
use thidua_rules::{Comparison, Condition, Field, Subject, Term};

use super::names::{Codes, Inputs};
use crate::calculus::Range;
use crate::{
    Date, Diagnostic, Exact, Findings, Formula, GradingId, InputId, KindId, NodeId, Place, RankingId, Span,
    StageId, Text, TiVec, nearest, text,
};

/// What a formula may speak of, by how far the pipeline has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// Inputs and parameters: what is asked before anything is scored.
    Inputs,
    /// Points of criteria that are worked out earlier too: scoring.
    Earlier,
    /// Points too: grading; with the number of gradings already known.
    Points(usize),
    /// Grades too: ranking.
    Grades,
    /// Ranks too: awards.
    Ranks,
}

/// Turns names into ids; collects every name it cannot find.
pub(super) struct Resolver<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) file: &'a std::sync::Arc<str>,
    pub(super) day: Date,
    pub(super) inputs: Inputs,
    pub(super) codes: Codes,
    pub(super) findings: Findings,
    /// Every input and parameter that something speaks of.
    pub(super) named: BTreeSet<String>,
    /// Whether names of inputs with many values stand for the value of one row.
    pub(super) in_rows: bool,
    /// By node that is settled, what its points may be.
    pub(super) given: TiVec<NodeId, Range>,
}

impl Resolver<'_> {
    pub(super) fn error(&mut self, code: &'static str, span: Span, message: Text, help: Text) {
        let place = Place::text(self.file.clone(), span);
        self.findings.push(Diagnostic::error(code, place, message).with_help(help));
    }

    pub(super) fn formula(&mut self, formula: &Formula, reach: Reach) -> PlanTerm {
        if let Err(misfit) = self.kind(&formula.term.value) {
            self.misfit(misfit, formula.term.span);
        }
        self.term(&formula.term.value, formula.term.span, reach)
    }

    pub(super) fn condition(&mut self, condition: &Condition, reach: Reach) -> PlanCondition {
        match condition {
            Condition::All(parts) => {
                PlanCondition::All(parts.iter().map(|part| self.condition(part, reach)).collect())
            }
            Condition::Any(parts) => {
                PlanCondition::Any(parts.iter().map(|part| self.condition(part, reach)).collect())
            }
            Condition::Not(part) => PlanCondition::Not(Box::new(self.condition(part, reach))),
            Condition::Compare(comparison) => {
                PlanCondition::Compare(Box::new(self.comparison(comparison, reach)))
            }
        }
    }

    fn comparison(&mut self, written: &Comparison, reach: Reach) -> PlanComparison {
        let span = written.span;
        let (left, right) = match (self.names_of(&written.left), self.names_of(&written.right)) {
            (Some(names), None) => {
                let left = self.term(&written.left, span, reach);
                (left, self.named_value(&written.right, &names, span, reach))
            }
            (None, Some(names)) => {
                let right = self.term(&written.right, span, reach);
                (self.named_value(&written.left, &names, span, reach), right)
            }
            _ => (self.term(&written.left, span, reach), self.term(&written.right, span, reach)),
        };
        let comparator = self.compared(written);
        PlanComparison { left, comparator, right, written: written.clone() }
    }

    /// The ids and titles a field's values go by, with their numbers: grades, choices, kinds.
    fn names_of(&self, term: &Term) -> Option<Vec<(String, String, i64)>> {
        let Term::Field(field) = term else { return None };
        let numbered = |pairs: Vec<(String, String)>, descending: bool| {
            let count = i64::try_from(pairs.len()).unwrap_or(i64::MAX);
            let numbers = (0..count).map(|index| if descending { count - index } else { index });
            pairs.into_iter().zip(numbers).map(|((id, title), number)| (id, title, number)).collect()
        };
        match &field.subject {
            Subject::Grade(grading) => {
                let grading = self.grading(grading.as_deref())?;
                let grades = &self.rules.gradings().get(grading)?.grades;
                Some(numbered(
                    grades.iter().map(|grade| (grade.id.clone(), grade.title.clone())).collect(),
                    true,
                ))
            }
            Subject::Kind => Some(numbered(
                self.rules.kinds.iter().map(|(id, kind)| (id.value.clone(), kind.title.clone())).collect(),
                false,
            )),
            Subject::Name(name) => {
                let input = self.inputs.get(self.inputs.named(name)?)?;
                (input.kind == ValueKind::Choice).then(|| numbered(input.choices.clone(), false))
            }
            _ => None,
        }
    }

    fn named_value(
        &mut self,
        term: &Term,
        names: &[(String, String, i64)],
        span: Span,
        reach: Reach,
    ) -> PlanTerm {
        let written = match term {
            Term::Quoted(words) => words,
            Term::Field(Field { subject: Subject::Name(name), .. }) => name,
            _ => return self.term(term, span, reach),
        };
        let same = |left: &str, right: &str| left.to_lowercase() == right.to_lowercase();
        if let Some((.., number)) = names.iter().find(|(id, title, _)| id == written || same(title, written))
        {
            return PlanTerm::Constant(Exact::from(*number));
        }
        let place = Place::text(self.file.clone(), span);
        let known = || names.iter().map(|(id, ..)| id.as_str());
        let help = match self.findings.nearest("TD0212", &place, written, known) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => {
                let more = if names.len() > 10 { ", …" } else { "" };
                let known = known().take(10).collect::<Vec<_>>().join(", ") + more;
                text!("dùng một trong: {known}", "use one of: {known}")
            }
        };
        self.error("TD0212", span, text!("không có `{written}`", "there is no `{written}`"), help);
        PlanTerm::Constant(Exact::ZERO)
    }

    fn term(&mut self, term: &Term, span: Span, reach: Reach) -> PlanTerm {
        match term {
            Term::Number(number) => {
                self.thousands(&number.to_string(), span);
                PlanTerm::Constant(number.exact().clone())
            }
            Term::Date(date) => PlanTerm::Day(Exact::from(i64::from(date.day_number()))),
            Term::Elapsed(unit, from, to) => PlanTerm::Elapsed(
                *unit,
                Box::new(self.term(from, span, reach)),
                Box::new(self.term(to, span, reach)),
            ),
            Term::Quoted(words) => {
                self.error(
                    "TD0212",
                    span,
                    text!("`{words}` không so sánh được với giá trị nào", "`{words}` has nothing to be compared with"),
                    text!(
                        "chữ trong nháy chỉ đứng cạnh `xếp_loại`, `loại_đối_tượng` hoặc một số liệu kiểu chọn",
                        "quoted words stand only beside `grade`, `kind` or an input with choices"
                    ),
                );
                PlanTerm::Constant(Exact::ZERO)
            }
            Term::Field(field) => self.field(field, span, reach),
            Term::Negate(inner) => PlanTerm::Negate(Box::new(self.term(inner, span, reach))),
            Term::Binary(operator, left, right) => PlanTerm::Binary(
                *operator,
                Box::new(self.term(left, span, reach)),
                Box::new(self.term(right, span, reach)),
            ),
        }
    }

    fn field(&mut self, field: &Field, span: Span, reach: Reach) -> PlanTerm {
        let needs = match &field.subject {
            Subject::Name(_) | Subject::Reduced(..) | Subject::Kind | Subject::Submission(..) => {
                Reach::Inputs
            }
            Subject::Points(_) | Subject::Share(_) => Reach::Earlier,
            Subject::Grade(_) | Subject::GradeValue(_) => Reach::Points(1),
            Subject::Rank(_) | Subject::Pool(..) => Reach::Ranks,
            _ => Reach::Points(0),
        };
        if needs > reach {
            self.error(
                "TD0214",
                span,
                text!("`{}` chưa được tính ở bước này", "`{}` is not known yet at this step", field.subject),
                text!(
                    "thứ tự là: số liệu, điểm, xếp loại, thứ hạng, khen thưởng; mỗi bước chỉ dùng các bước trước",
                    "the order is: inputs, points, grades, ranks, awards; each step uses earlier ones only"
                ),
            );
            return PlanTerm::Constant(Exact::ZERO);
        }
        if self.in_rows && matches!(field.subject, Subject::Kind | Subject::Submission(..)) {
            self.error(
                "TD0214",
                span,
                text!(
                    "`{}` không nói được về từng dòng của bảng chi tiết",
                    "`{}` says nothing about a row of a detail table",
                    field.subject
                ),
                text!(
                    "hỏi ở `when` của tiêu chí; ở đây chỉ dùng số liệu và tham số",
                    "ask it under `when` of the criterion; here only inputs and parameters stand"
                ),
            );
            return PlanTerm::Constant(Exact::ZERO);
        }
        match &field.subject {
            Subject::Total => PlanTerm::Total,
            Subject::Percent => PlanTerm::Percent,
            Subject::Every(every) => PlanTerm::Every(*every),
            Subject::Bonus => PlanTerm::Bonus,
            Subject::Deductions => PlanTerm::Deductions,
            Subject::Kind => PlanTerm::Kind,
            Subject::Submission(submission, stage) => {
                self.stage(stage, span).map_or_else(zero, |stage| PlanTerm::Submission(*submission, stage))
            }
            Subject::Points(code) => self.node(code, span).map_or_else(zero, PlanTerm::Points),
            Subject::Share(code) => self.node(code, span).map_or_else(zero, PlanTerm::Share),
            Subject::Grade(grading) => {
                self.known_grading(grading.as_deref(), span, reach).map_or_else(zero, PlanTerm::Grade)
            }
            Subject::GradeValue(grading) => {
                self.known_grading(Some(grading), span, reach).map_or_else(zero, PlanTerm::GradeValue)
            }
            Subject::Rank(ranking) => {
                self.ranking(ranking.as_deref(), span).map_or_else(zero, PlanTerm::Rank)
            }
            Subject::Pool(pool, ranking) => {
                self.ranking(Some(ranking), span).map_or_else(zero, |ranking| PlanTerm::Pool(*pool, ranking))
            }
            Subject::Name(name) => self.name(name, span),
            Subject::Reduced(reduction, name) => match self.list(name, span) {
                Some(input) => PlanTerm::Reduced(*reduction, input),
                None => zero(),
            },
        }
    }

    fn name(&mut self, name: &str, span: Span) -> PlanTerm {
        self.named.insert(name.to_owned());
        if let Some(position) = self.inputs.named(name) {
            if !self.in_rows && self.inputs.get(position).is_some_and(|input| input.many) {
                self.error(
                    "TD0215",
                    span,
                    text!("`{name}` có nhiều giá trị", "`{name}` has many values"),
                    text!(
                        "viết `tổng của {name}`, `lớn_nhất của {name}` …",
                        "write `sum of {name}`, `highest of {name}` …"
                    ),
                );
            }
            return PlanTerm::Input(position);
        }
        if let Some(parameter) = self.rules.parameters.get(name) {
            let day = self.day;
            return match parameter.on(day) {
                Some(number) if number.is_day() => PlanTerm::Day(number.exact().clone()),
                Some(number) => PlanTerm::Constant(number.exact().clone()),
                None => {
                    self.error(
                        "TD0216",
                        span,
                        text!(
                            "`{name}` không có giá trị cho ngày {}",
                            "`{name}` has no value on {}",
                            day.to_vietnamese()
                        ),
                        text!(
                            "thêm một mục có `from`, `until` bao gồm ngày đó",
                            "add an entry whose `from`, `until` cover that day"
                        ),
                    );
                    zero()
                }
            };
        }
        let rules = self.rules;
        let place = Place::text(self.file.clone(), span);
        let known = || rules.inputs.keys().chain(rules.parameters.keys());
        let help = match self.findings.nearest("TD0210", &place, name, known) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => text!(
                "khai tên này trong `inputs` hoặc `parameters`",
                "declare the name under `inputs` or `parameters`"
            ),
        };
        self.error(
            "TD0210",
            span,
            text!(
                "không có số liệu hay tham số nào tên `{name}`",
                "there is no input or parameter called `{name}`"
            ),
            help,
        );
        zero()
    }

    /// An input that has many values.
    pub(super) fn list(&mut self, name: &str, span: Span) -> Option<InputId> {
        self.named.insert(name.to_owned());
        let position = self.inputs.named(name);
        match position.and_then(|position| self.inputs.get(position)) {
            Some(input) if input.many => position,
            _ => {
                self.error(
                    "TD0215",
                    span,
                    text!(
                        "không có số liệu nhiều giá trị nào tên `{name}`",
                        "there is no input with many values called `{name}`"
                    ),
                    text!(
                        "khai `{name}` trong `inputs` với `many: true`",
                        "declare `{name}` under `inputs` with `many: true`"
                    ),
                );
                None
            }
        }
    }

    /// The node with this path, or with this printed code when only one has it.
    pub(super) fn node(&mut self, code: &str, span: Span) -> Option<NodeId> {
        match (self.codes.by_path(code), self.codes.by_code(code)) {
            (Some(position), _) => Some(position),
            (None, [position]) => Some(*position),
            (None, []) => {
                let place = Place::text(self.file.clone(), span);
                let known = || self.codes.iter().map(|(_, printed)| printed.as_str());
                let help = match self.findings.nearest("TD0211", &place, code, known) {
                    Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                    None => text!("dùng mã in của một tiêu chí", "use the printed code of a criterion"),
                };
                self.error(
                    "TD0211",
                    span,
                    text!("không có tiêu chí nào mang mã `{code}`", "no criterion has the code `{code}`"),
                    help,
                );
                None
            }
            (None, several) => {
                let paths: Vec<&str> = several
                    .iter()
                    .filter_map(|at| self.codes.get(*at))
                    .map(|(path, _)| path.as_str())
                    .collect();
                let paths = paths.join("`, `");
                self.error(
                    "TD0211",
                    span,
                    text!("mã `{code}` có ở nhiều tiêu chí", "several criteria have the code `{code}`"),
                    text!("viết đường dẫn đầy đủ: `{paths}`", "write the whole path: `{paths}`"),
                );
                None
            }
        }
    }

    fn grading(&self, id: Option<&str>) -> Option<GradingId> {
        match id {
            None => self.rules.gradings().first_key(),
            Some(id) => self.rules.gradings().position(|grading| grading.id == id),
        }
    }

    fn known_grading(&mut self, id: Option<&str>, span: Span, reach: Reach) -> Option<GradingId> {
        let position = self.grading(id);
        let known = match reach {
            Reach::Points(known) => known,
            _ => usize::MAX,
        };
        if position.is_none_or(|position| usize::from(position) >= known) {
            let name = id.unwrap_or("xếp_loại").to_owned();
            self.error(
                "TD0217",
                span,
                text!(
                    "không có bảng xếp loại `{name}` trước chỗ này",
                    "there is no grading `{name}` before this place"
                ),
                text!(
                    "khai nó trong `gradings`, phía trên chỗ dùng",
                    "declare it under `gradings`, above its use"
                ),
            );
            return None;
        }
        position
    }

    /// The ranking with this id, or the first.
    pub(super) fn ranking(&mut self, id: Option<&str>, span: Span) -> Option<RankingId> {
        let position = match id {
            None => self.rules.rankings().first_key(),
            Some(id) => self.rules.rankings().position(|ranking| ranking.id == id),
        };
        if position.is_none() {
            let name = id.unwrap_or("hạng").to_owned();
            self.error(
                "TD0218",
                span,
                text!("không có bảng xếp hạng `{name}`", "there is no ranking `{name}`"),
                text!("khai nó trong `rankings`", "declare it under `rankings`"),
            );
        }
        position
    }

    /// A stage by its id or its title: the official one first.
    fn stage(&mut self, name: &str, span: Span) -> Option<StageId> {
        let same = |other: &str| other.to_lowercase() == name.to_lowercase();
        let declared = self.rules.stages.iter().find(|stage| stage.id == name || same(&stage.title));
        let id = declared.map_or(name, |stage| stage.id.as_str());
        let position = self.rules.stage_names().position(|stage| stage == id).map(StageId::from);
        if position.is_none() {
            let known = self.rules.stage_names().collect::<Vec<_>>().join("`, `");
            self.error(
                "TD0204",
                span,
                text!("không có vòng chấm `{name}`", "there is no stage `{name}`"),
                text!("dùng một trong: `{known}`", "use one of: `{known}`"),
            );
        }
        position
    }

    /// Kinds of entrants by their names.
    pub(super) fn kinds(&mut self, kinds: &[crate::Located<String>]) -> Option<Vec<KindId>> {
        if kinds.is_empty() {
            return None;
        }
        let rules = self.rules;
        let mut positions = Vec::new();
        for kind in kinds {
            match rules.kind(kind) {
                Some(position) => positions.push(position),
                None => {
                    let help = match nearest(kind, rules.kinds.keys()) {
                        Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
                        None => text!("khai loại này trong `kinds`", "declare the kind under `kinds`"),
                    };
                    self.error(
                        "TD0219",
                        kind.span,
                        text!("không có loại đối tượng `{}`", "there is no kind `{}`", kind.value),
                        help,
                    );
                }
            }
        }
        Some(positions)
    }

    /// The value of the day, or a finding.
    pub(super) fn dated(&mut self, dated: &thidua_rules::rule::DatedNumber, what: &str, span: Span) -> Exact {
        let day = self.day;
        match dated.on(day) {
            Some(number) => number.exact().clone(),
            None => {
                self.error(
                    "TD0216",
                    span,
                    text!(
                        "`{what}` không có giá trị cho ngày {}",
                        "`{what}` has no value on {}",
                        day.to_vietnamese()
                    ),
                    text!(
                        "thêm một mục có `from`, `until` bao gồm ngày đó",
                        "add an entry whose `from`, `until` cover that day"
                    ),
                );
                Exact::ZERO
            }
        }
    }
}

fn zero() -> PlanTerm {
    PlanTerm::Constant(Exact::ZERO)
}
