mod entrants;
mod row;

use std::sync::Arc;

use serde::Serialize;
use thidua_core::{
    BaseSalary, Date, DecisionIndex, Decisions, Diagnostic, EvaluationsBuilder, History, InputId, Place,
    Plan, PlanInput, StageId, TiSlice, TiVec, has_errors, nearest, text,
};
use thidua_table::{InputNames, Layout, apply_decisions};

use crate::cancel::Cancel;
use crate::manifest::Period;
use crate::rejected::{Finding, Rejected};
use crate::run::{Basis, Run, made, unused_of};
use crate::season::Season;
use crate::value::{Value, layout};

pub use entrants::EntrantText;

/// Values in memory, filled in by name and judged like the cells of a table (phiếu chấm điểm trong bộ nhớ).
///
/// What a table would refuse is refused here, with the entrant and the input in the finding.
///
/// ```
/// let rules = "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]";
/// let plan = thidua::plan(&thidua::read_rules("a.yaml", rules)?, thidua::day("2026-12-31")?)?;
/// let mut sheet = thidua::Sheet::new(&plan, ["xa-a"])?;
/// assert!(sheet.set("xa-a", "I", "10.5").is_err_and(|refused| refused.has("TD0411")));
/// sheet.set("xa-a", "I", "9.5")?;
/// let total = sheet.evaluate()?.entrant("xa-a").and_then(|xa| xa.total());
/// assert_eq!(total, Some("9.5".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Sheet {
    plan: Arc<Plan>,
    builder: EvaluationsBuilder,
    layout: Layout,
    /// For each input, whether anything was said about it, be it that it is blank.
    given: TiVec<InputId, bool>,
    id: Option<String>,
    period: Option<Period>,
    history: History,
    decisions: Decisions,
    base_salary: BaseSalary,
    decision_date: Option<Date>,
    warnings: Vec<Finding>,
    place: Place,
}

impl Sheet {
    /// An empty sheet for these entrants: ids, or [`EntrantText`]s with kind and cluster.
    ///
    /// # Errors
    /// Empty ids, ids that come twice, kinds that the rule set does not have.
    pub fn new<E: Into<EntrantText>>(
        plan: &Arc<Plan>,
        entrants: impl IntoIterator<Item = E>,
    ) -> Result<Self, Rejected> {
        let entrants = entrants::of_plan(plan, entrants.into_iter().map(Into::into))?;
        Ok(Self {
            builder: EvaluationsBuilder::new(plan, entrants),
            given: vec![false; plan.inputs().len()].into(),
            plan: plan.clone(),
            layout: layout(),
            id: None,
            period: None,
            history: History::default(),
            decisions: Decisions::default(),
            base_salary: BaseSalary::default(),
            decision_date: None,
            warnings: Vec::new(),
            place: place(),
        })
    }

    /// The id of the run, for decisions that name one (đợt xét).
    #[must_use]
    pub fn with_run_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The period (kỳ đánh giá): a day outside is a warning, and its year is that of the results.
    #[must_use]
    pub fn with_period(mut self, period: Period) -> Self {
        self.layout.period = Some(period.dates());
        self.period = Some(period);
        self
    }

    /// Results of earlier years (thành tích các năm trước).
    #[must_use]
    pub fn with_history(mut self, history: History) -> Self {
        self.history = history;
        self
    }

    /// Decisions of people (quyết định của Hội đồng); those about other runs are left out.
    #[must_use]
    pub fn with_decisions(mut self, decisions: Decisions) -> Self {
        self.decisions = decisions;
        self
    }

    /// Base salaries and the day of the decision, for money (mức lương cơ sở).
    #[must_use]
    pub fn with_base_salary(mut self, base_salary: BaseSalary, decision_date: Date) -> Self {
        self.base_salary = base_salary;
        self.decision_date = Some(decision_date);
        self
    }

    /// How many entrants it is about.
    #[must_use]
    pub fn entrant_count(&self) -> usize {
        self.builder.entrants().len()
    }

    /// Puts a value in its place at the official stage (điền một ô); one value more where the input takes many.
    ///
    /// # Errors
    /// An entrant or input that is not there, a second value, and whatever a table would refuse.
    pub fn set(&mut self, entrant: &str, input: &str, value: impl Into<Value>) -> Result<(), Rejected> {
        self.put(OFFICIAL, entrant, input, &value.into()).map_err(Rejected::from)
    }

    /// Puts a value in its place at a stage (điền một ô của một vòng chấm).
    ///
    /// # Errors
    /// As for [`set`](Self::set), and a stage that is not there.
    pub fn set_at(
        &mut self,
        stage: &str,
        entrant: &str,
        input: &str,
        value: impl Into<Value>,
    ) -> Result<(), Rejected> {
        let about = |finding| Rejected::from(Finding::about(entrant, Some(input), finding));
        let stage = self.builder.stage(stage).ok_or_else(|| about(no_stage(&self.plan, stage)))?;
        self.put(stage, entrant, input, &value.into()).map_err(Rejected::from)
    }

    /// Fills a column at once (điền cả cột): an input, and a value for each entrant named.
    ///
    /// # Errors
    /// All that is wrong, as for [`set`](Self::set); what is right is kept.
    pub fn column<'a, V: Into<Value>>(
        &mut self,
        input: &str,
        values: impl IntoIterator<Item = (&'a str, V)>,
    ) -> Result<(), Rejected> {
        let values = values.into_iter().map(|(entrant, value)| (entrant, value.into()));
        let findings: Vec<Finding> = values
            .filter_map(|(entrant, value)| {
                self.put(OFFICIAL, entrant, input, &value).err().map(|finding| *finding)
            })
            .collect();
        if findings.is_empty() { Ok(()) } else { Err(findings.into()) }
    }

    /// Fills the row of an entrant from anything that serde can write with the inputs as its keys (điền cả dòng).
    ///
    /// `null` is blank, a list gives the many values of an input; a float is refused.
    ///
    /// # Errors
    /// All that is wrong, as for [`set`](Self::set); what is right is kept.
    pub fn row(&mut self, entrant: &str, values: &impl Serialize) -> Result<(), Rejected> {
        let mut findings = Vec::new();
        for (input, value) in row::values(entrant, values)? {
            match value {
                Ok(value) => {
                    findings.extend(self.put(OFFICIAL, entrant, &input, &value).err().map(|found| *found))
                }
                Err(finding) => findings.push(*finding),
            }
        }
        if findings.is_empty() { Ok(()) } else { Err(findings.into()) }
    }

    fn put(&mut self, stage: StageId, entrant: &str, input: &str, value: &Value) -> Result<(), Box<Finding>> {
        let about = |finding| Finding::boxed(entrant, input, finding);
        let known = self.builder.entrants().iter().map(|entrant| entrant.id.as_str());
        let row = self.builder.entrant(entrant).ok_or_else(|| about(no_entrant(entrant, known)))?;
        let (position, known) =
            entered(&self.plan, input).ok_or_else(|| about(no_input(&self.plan, input)))?;
        let (cell, warning) = value.cell(known, &self.layout, &self.place).map_err(about)?;
        self.builder.put(stage, row, position, cell).map_err(|_| about(two_values(entrant, known)))?;
        self.warnings.extend(warning.map(|warning| Finding::about(entrant, Some(&known.name), warning)));
        if let Some(given) = self.given.get_mut(position) {
            *given = true;
        }
        Ok(())
    }

    /// Works everything out: points, grades, places and awards (chấm điểm, xếp loại, xếp hạng, đề nghị).
    ///
    /// # Errors
    /// Inputs that nothing was said about, nobody to score, and decisions that cannot be.
    pub fn evaluate(self) -> Result<Evaluated, Rejected> {
        self.evaluate_until(&Cancel::default())
    }

    /// The same until somebody wishes it to end (dừng được giữa chừng).
    ///
    /// # Errors
    /// As for [`evaluate`](Self::evaluate), and TD0586 when it was cancelled.
    pub fn evaluate_until(self, cancel: &Cancel) -> Result<Evaluated, Rejected> {
        let (plan, mut warnings) = (self.plan, self.warnings);
        let mut findings: Vec<Finding> = absent(&plan, &self.given);
        let year = plan.day().year();
        let period = self.period.or_else(|| {
            Some(Period { from: Date::from_calendar(year, 1, 1)?, until: Date::from_calendar(year, 12, 31)? })
        });
        let period = period.unwrap_or(Period { from: plan.day(), until: plan.day() });
        let id = self.id.unwrap_or_default();
        findings.extend(decisions_of_other_runs(&self.decisions, &id).into_iter().map(Finding::from));
        let decisions = DecisionIndex::new(&plan, &self.decisions.for_run(&id));
        let (builder, found) = apply_decisions(&plan, self.builder, None, &decisions);
        let (errors, found): (Vec<Diagnostic>, _) =
            found.into_iter().partition(|finding| has_errors(std::slice::from_ref(finding)));
        findings.extend(errors.into_iter().map(Finding::from));
        warnings.extend(found.into_iter().map(Finding::from));
        if builder.entrants().is_empty() {
            let message = text!("không có đơn vị nào để chấm", "there is nobody to score");
            let help = text!("thêm ít nhất một đơn vị", "add at least one entrant");
            findings.push(Diagnostic::error("TD0423", place(), message).with_help(help).into());
        }
        if !findings.is_empty() {
            return Err(findings.into());
        }
        let run = made(
            Basis {
                title: plan.rules().title.clone(),
                evaluations: builder.finish(),
                history: self.history,
                base_salary: Arc::new(self.base_salary),
                decision_date: self.decision_date,
                id,
                plan,
                decisions,
                period,
            },
            1,
            cancel,
        )
        .map_err(|found| Rejected::from(vec![Finding::from(*found)]))?;
        warnings.extend(unused_of(&run, &self.decisions).into_iter().map(Finding::from));
        Ok(Evaluated { run, warnings })
    }

    /// Works everything out and keeps it, ready for changed cells (mùa xét khen thưởng).
    ///
    /// # Errors
    /// As for [`evaluate`](Self::evaluate).
    pub fn season(self) -> Result<Season, Rejected> {
        self.season_until(&Cancel::default())
    }

    /// The same until somebody wishes it to end.
    ///
    /// # Errors
    /// As for [`evaluate_until`](Self::evaluate_until).
    pub fn season_until(self, cancel: &Cancel) -> Result<Season, Rejected> {
        self.evaluate_until(cancel).map(Season::of)
    }
}

/// What came of a sheet (kết quả của một phiếu), and what a person should look at although nothing is refused.
#[derive(Debug)]
#[non_exhaustive]
pub struct Evaluated {
    /// The run with all its artefacts.
    pub run: Run,
    /// Warnings about values and decisions; those about results are [`Run::findings`].
    pub warnings: Vec<Finding>,
}

impl Evaluated {
    /// The result of one entrant; `None` when nobody has this id.
    #[must_use]
    pub fn entrant(&self, id: &str) -> Option<crate::EntrantResult<'_>> {
        self.run.entrant(id)
    }
}

/// The builder keeps the official stage first.
const OFFICIAL: StageId = StageId::OFFICIAL;

/// Where values in memory stand.
pub(crate) fn place() -> Place {
    Place::file("(sheet)")
}

pub(crate) fn no_entrant<'a>(id: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let help = match nearest(id, known) {
        Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
        None => text!(
            "thêm `{id}` khi lập phiếu, hoặc sửa mã",
            "add `{id}` when the sheet is made, or mend the id"
        ),
    };
    let message = text!("không có đơn vị nào mang mã `{id}`", "no entrant has the id `{id}`");
    Diagnostic::error("TD0404", place(), message).with_help(help)
}

/// The input of this name, with its position: one that is entered, not computed.
pub(crate) fn entered<'a>(plan: &'a Plan, name: &str) -> Option<(InputId, &'a PlanInput)> {
    let position = plan.input_position(name)?;
    let input = plan.inputs().get(position).filter(|input| !input.computed)?;
    Some((position, input))
}

pub(crate) fn no_input(plan: &Plan, name: &str) -> Diagnostic {
    // A criterion that is computed is told as a table tells it.
    if let Some(finding) = InputNames::of(plan).computed(name, place()) {
        return finding;
    }
    let help = match nearest(name, plan.inputs().iter().map(|input| input.name.as_str())) {
        Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
        None => text!(
            "dùng mã tiêu chí hoặc tên số liệu của bộ tiêu chí",
            "use a criterion code or an input name of the rule set"
        ),
    };
    let message = text!(
        "bộ tiêu chí không có tiêu chí hay số liệu `{name}`",
        "the rule set has no criterion or input `{name}`"
    );
    Diagnostic::error("TD0402", place(), message).with_help(help)
}

pub(crate) fn no_stage(plan: &Plan, name: &str) -> Diagnostic {
    let stages: Vec<&str> = plan.rules().stages.iter().map(|stage| stage.id.as_str()).collect();
    let known = if stages.is_empty() { plan.rules().official().to_owned() } else { stages.join("`, `") };
    let message = text!("không có vòng chấm `{name}`", "there is no stage `{name}`");
    Diagnostic::error("TD0407", place(), message)
        .with_help(text!("dùng một trong: `{known}`", "use one of: `{known}`"))
}

/// A second value where there is place for one.
pub(crate) fn two_values(entrant: &str, input: &PlanInput) -> Diagnostic {
    let name = &input.title;
    let message = text!("`{entrant}` có hai giá trị cho `{name}`", "`{entrant}` has two values for `{name}`");
    Diagnostic::error("TD0413", place(), message).with_help(text!(
        "giữ lại một giá trị; không tự chọn thay bạn",
        "keep one of them; none is chosen for you"
    ))
}

/// Inputs that nothing was said about, as a table would lack their columns.
fn absent(plan: &Plan, given: &TiSlice<InputId, bool>) -> Vec<Finding> {
    let inputs = plan.inputs().iter().zip(given);
    let absent = inputs.filter(|(input, given)| !**given && input.blank.is_none() && !input.many);
    absent
        .map(|(input, _)| {
            let (name, title) = (&input.name, &input.title);
            let message = text!("thiếu cột `{name}` ({title})", "the column `{name}` ({title}) is missing");
            let help = text!(
                "điền giá trị, hoặc để trống rõ ràng bằng `Value::Blank`",
                "fill it in, or leave it blank on purpose with `Value::Blank`"
            );
            let diagnostic = Diagnostic::error("TD0403", place(), message).with_help(help);
            Finding { input: Some(name.clone()), ..Finding::from(diagnostic) }
        })
        .collect()
}

/// Decisions that name a run which this one is not.
fn decisions_of_other_runs(decisions: &Decisions, id: &str) -> Vec<Diagnostic> {
    // A sheet with an id is one run of several, and their decisions may stand in one file.
    let unnamed = decisions.decisions.iter().filter(|_| id.is_empty());
    unnamed
        .filter_map(|decision| {
            let run = decision.run.as_ref()?;
            let message = text!("tệp khai báo không có đợt xét `{run}`", "the manifest has no run `{run}`");
            let help = text!("đặt `id` của đợt xét cho phiếu", "give the sheet the `id` of its run");
            Some(Diagnostic::error("TD0509", decision.place(), message).with_help(help))
        })
        .collect()
}
