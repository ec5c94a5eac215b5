//! Lists that somebody published, read against the run they are about.

mod columns;

use thidua_core::{Decimal, Diagnostic, EntrantId, Exact, Place, Severity, nearest, text};
use thidua_report::{PublishedCell, PublishedColumn, PublishedList, PublishedRow, Tells, Tolerance};
use thidua_table::{
    Frame, Layout, Match, Names, NumberStyle, Register, Role, Row, Table, evaluation_words, naming_columns,
    parse_number, parse_yes_no,
};

use crate::run::{Run, tables};
use columns::Headings;

/// What a person says about a published list (cách đọc danh sách); what is not said is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedLayout {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The column that names the entrants.
    pub entrant: Option<String>,
    /// Headings, and what they tell: `total`, `bonus`, `deductions`, a criterion, grading, ranking or award.
    pub columns: Vec<(String, String)>,
    /// Columns by heading or by what they tell, and how far their numbers may differ.
    pub tolerances: Vec<(String, Tolerance)>,
}

/// Reads a published list (đọc danh sách đã công bố) from a workbook, CSV or JSON; entrants are named by id, name or alias.
///
/// ```
/// let rules = "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]";
/// let files = thidua::Files::from([("rules.yaml", rules), ("points.csv", "entrant,I\nxa-a,8.5\n")]);
/// let report = thidua::run_simple(&files, "rules.yaml", "points.csv").map_err(|found| format!("{found:?}"))?;
/// let list = ("cong-bo.csv", "Đơn vị,Tổng điểm\nXA-A,\"8,0\"\n".as_bytes());
/// let (list, notes) = thidua::read_published(&report.runs[0], None, list, &Default::default()).map_err(|found| format!("{found:?}"))?;
/// let found = thidua_report::reconcile(&report.runs[0].results(), &list);
/// assert_eq!((notes.len(), found.numbers.len(), found.numbers[0].printed.shown.as_str()), (0, 1, "8.0"));
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// A file that cannot be read, a list that names nobody, and one with nothing that can be compared. What is wrong
/// with single cells is told beside the list, and they are left out.
pub fn read_published(
    run: &Run,
    register: Option<&Register>,
    (name, bytes): (&str, &[u8]),
    layout: &PublishedLayout,
) -> Result<(PublishedList, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (sheets, mut findings) = tables::sheets(name, bytes)?;
    let headings = Headings::of(&run.plan);
    let mut words = evaluation_words(&run.plan, &Layout::default(), register);
    layout.entrant.iter().for_each(|name| words.add(name, Role::Entrant));
    let declared = layout.columns.iter().map(|(heading, _)| heading.as_str());
    declared.chain(headings.words()).for_each(|name| words.add(name, Role::Other));
    words.know(
        run.evaluations.entrants().iter().flat_map(|entrant| [entrant.id.as_str(), entrant.name.as_str()]),
    );
    let frame = Frame { sheet: layout.sheet.clone(), turned: Some(false), ..Frame::default() };
    let found = tables::find(name, &sheets, &words, &frame)?;
    findings.extend(found.findings);
    let table = &found.table;
    let mut errors = Vec::new();
    let naming = naming(table, layout, &mut errors);
    let columns = headings.columns(table, layout, &naming, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let called = Called::of(run, register);
    let mut list = PublishedList::default();
    let numbers: Vec<u32> = columns.iter().map(|(number, _)| *number).collect();
    list.columns = columns.into_iter().map(|(_, column)| column).collect();
    for row in table.rows() {
        let Some(name) = naming.iter().map(|column| row.cell(*column)).find(|name| !name.is_empty()) else {
            // A row that names nobody and says nothing is a line.
            if numbers.iter().any(|column| !row.cell(*column).is_empty()) {
                findings.push(nameless(row, naming.first().copied().unwrap_or(1)));
            }
            continue;
        };
        let mut means = Vec::new();
        for column in &naming {
            means = called.find(row.cell(*column));
            if !means.is_empty() {
                break;
            }
        }
        let near = means
            .is_empty()
            .then(|| naming.iter().find_map(|column| called.nearest(row.cell(*column))))
            .flatten();
        let cells = numbers
            .iter()
            .zip(&list.columns)
            .map(|(number, column)| cell(run, row, *number, column, &mut findings));
        let cells = cells.collect();
        let place = row.place(naming.first().copied().unwrap_or(1));
        list.rows.push(PublishedRow { place, name: name.to_owned(), means, near, cells });
    }
    Ok((list, findings))
}

/// The columns that say whom a row is about.
fn naming(table: &Table, layout: &PublishedLayout, errors: &mut Vec<Diagnostic>) -> Vec<u32> {
    let columns = match &layout.entrant {
        None => naming_columns(table),
        Some(name) => {
            let header = table.header();
            header
                .cells()
                .filter(|cell| thidua_table::fold(cell.text) == thidua_table::fold(name))
                .map(|cell| cell.column)
                .take(1)
                .collect()
        }
    };
    if columns.is_empty() {
        let header = columns::quoted(table);
        let message = text!(
            "danh sách không có cột mã hay tên đối tượng; tiêu đề là: {header}",
            "the list has no column with ids or names; its header is: {header}"
        );
        errors.push(Diagnostic::error("TD1012", table.header().place(1), message).with_help(text!(
            "đặt tên cột là `Mã` hoặc `Đơn vị`, hoặc chỉ ra cột: --entrant \"Tên cột\"",
            "call the column `id` or `name`, or say which it is: --entrant \"Heading\""
        )));
    }
    columns
}

fn nameless(row: Row<'_>, column: u32) -> Diagnostic {
    Diagnostic::warning(
        "TD1013",
        row.place(column),
        text!(
            "dòng có số liệu nhưng không ghi đối tượng: không đối chiếu được",
            "the row has values and names nobody: it cannot be compared"
        ),
    )
    .with_help(text!("điền mã hoặc tên đối tượng", "fill in the id or the name"))
}

/// What everybody of the run is called: ids, names and the aliases of the register.
struct Called<'a> {
    run: &'a Run,
    register: Option<&'a Register>,
    names: Names<EntrantId>,
}

impl<'a> Called<'a> {
    fn of(run: &'a Run, register: Option<&'a Register>) -> Self {
        let mut names = Names::default();
        for (row, entrant) in run.evaluations.entrants().iter_enumerated() {
            names.add_id(row, &entrant.id);
            names.add(row, &entrant.name);
        }
        Self { run, register, names }
    }

    fn find(&self, name: &str) -> Vec<EntrantId> {
        if name.is_empty() {
            return Vec::new();
        }
        match self.names.find(name) {
            Match::One(row) => return vec![row],
            Match::Several(rows) => return rows,
            Match::Nothing => {}
        }
        let Some(register) = self.register else { return Vec::new() };
        let positions = match register.find(name) {
            Match::One(position) => vec![position],
            Match::Several(positions) => positions,
            Match::Nothing => Vec::new(),
        };
        let ids = positions.into_iter().filter_map(|position| register.id(position));
        ids.filter_map(|id| self.run.evaluations.position(id)).collect()
    }

    fn nearest(&self, name: &str) -> Option<String> {
        Some(name)
            .filter(|name| !name.is_empty())
            .and_then(|name| self.names.nearest(name))
            .map(str::to_owned)
    }
}

/// Reads one cell; what cannot be read is a warning, and the cell is left out.
fn cell(
    run: &Run,
    row: Row<'_>,
    number: u32,
    column: &PublishedColumn,
    findings: &mut Vec<Diagnostic>,
) -> PublishedCell {
    let written = row.cell(number);
    if written.is_empty() || written == "-" || written == "–" {
        return PublishedCell::Nothing;
    }
    match column.tells {
        Tells::Node(_) | Tells::Bonus | Tells::Deductions | Tells::Total | Tells::Place(_) => {
            // A rank may be printed with its group: `#3/15`, `3/15`.
            let alone = written.trim_start_matches('#').split('/').next().unwrap_or(written).trim();
            let text = if matches!(column.tells, Tells::Place(_)) { alone } else { written };
            match parse_number(text, NumberStyle::Careful) {
                Ok(read) => {
                    let value: Decimal = read.value();
                    PublishedCell::Number(Exact::from(value), value.scale())
                }
                Err(error) => {
                    findings.push(Diagnostic {
                        severity: Severity::Warning,
                        ..error.diagnostic(row.place(number), written)
                    });
                    PublishedCell::Nothing
                }
            }
        }
        Tells::Grade(grading) => {
            let Some(rules) = run.plan.rules().gradings().get(grading) else { return PublishedCell::Nothing };
            let mut names = Names::default();
            for (position, grade) in rules.grades().iter_enumerated() {
                names.add_id(position, &grade.id);
                names.add(position, &grade.title);
            }
            match names.find_loosely(written) {
                Match::One(grade) => PublishedCell::Grade(grade),
                Match::Several(_) | Match::Nothing => PublishedCell::OtherGrade(written.to_owned()),
            }
        }
        Tells::Awards => {
            let mut awards = Vec::new();
            for title in written.split([';', '\n']).map(str::trim).filter(|title| !title.is_empty()) {
                match columns::awards(&run.plan).find_loosely(title) {
                    Match::One(award) => awards.push(award),
                    Match::Several(_) | Match::Nothing => {
                        findings.push(no_award(run, row.place(number), title))
                    }
                }
            }
            PublishedCell::Awards(awards)
        }
        Tells::Award(award) => match parse_yes_no(written) {
            Some(true) => PublishedCell::Awards(vec![award]),
            Some(false) => PublishedCell::Nothing,
            None => {
                findings.push(no_yes(row.place(number), written));
                PublishedCell::Nothing
            }
        },
    }
}

fn no_award(run: &Run, place: Place, title: &str) -> Diagnostic {
    let known = run.plan.rules().awards.iter().map(|award| award.title.as_str());
    let help = match nearest(title, known) {
        Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
        None => text!(
            "ghi tên hoặc mã danh hiệu, hình thức như trong bộ tiêu chí",
            "write the title or id of an award of the rules"
        ),
    };
    let message = text!(
        "bộ tiêu chí không có danh hiệu, hình thức `{title}`: không đối chiếu được",
        "the rules have no award `{title}`: it cannot be compared"
    );
    Diagnostic::warning("TD1014", place, message).with_help(help)
}

fn no_yes(place: Place, written: &str) -> Diagnostic {
    let message = text!(
        "`{written}` không cho biết có hay không được khen: không đối chiếu được",
        "`{written}` does not say yes or no: it cannot be compared"
    );
    Diagnostic::warning("TD1015", place, message)
        .with_help(text!("ghi `x` hoặc `có`, để trống khi không", "write `x` or `yes`, and nothing for no"))
}
