//! What the headings of a published list tell.

use std::collections::BTreeMap;

use thidua_core::{AwardId, Diagnostic, GradingId, Place, Plan, RankingId, nearest, text};
use thidua_report::{PublishedColumn, Tells};
use thidua_table::{Match, Names, Table, fold, without_bracket};

use super::PublishedLayout;

const TOTAL: &[&str] =
    &["total", "tổng điểm", "tổng cộng", "tổng số điểm", "điểm tổng", "tổng", "kết quả chấm điểm", "điểm"];
const BONUS: &[&str] = &["bonus", "điểm thưởng", "điểm cộng", "thưởng"];
const DEDUCTIONS: &[&str] = &["deductions", "điểm trừ", "điểm phạt", "trừ"];
const GRADE: &[&str] = &["grade", "class", "xếp loại", "kết quả xếp loại", "mức xếp loại", "loại", "mức"];
const RANK: &[&str] = &["rank", "place", "hạng", "xếp hạng", "thứ hạng", "xếp thứ", "thứ"];
const AWARDS: &[&str] = &[
    "award",
    "danh hiệu, hình thức",
    "danh hiệu",
    "hình thức",
    "hình thức khen thưởng",
    "danh hiệu thi đua",
    "danh hiệu/hình thức khen thưởng",
    "đề nghị khen thưởng",
];

/// Everything a heading may tell, by what it is called.
pub(super) struct Headings {
    /// What the rules call things, then what lists usually call them.
    names: [Names; 2],
    tells: Vec<Tells>,
    written: Vec<String>,
}

impl Headings {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut headings = Self { names: Default::default(), tells: Vec::new(), written: Vec::new() };
        let rules = plan.rules();
        for (position, node) in plan.nodes().iter_enumerated() {
            if position == plan.root() {
                continue;
            }
            let (path, title) = (node.path.as_str(), node.criterion.title.as_str());
            let code = path.rsplit('/').next().unwrap_or(path);
            headings.add(
                0,
                Tells::Node(position),
                &[path, code, title, &format!("{code} {title}"), &format!("{code}. {title}")],
            );
        }
        for (position, grading) in rules.gradings().iter_enumerated() {
            headings.add(0, Tells::Grade(position), &[&grading.id, &grading.title]);
        }
        for (position, ranking) in rules.rankings().iter_enumerated() {
            headings.add(
                0,
                Tells::Place(position),
                &[&ranking.id, ranking.title.as_deref().unwrap_or_default()],
            );
        }
        for (position, award) in rules.awards().iter_enumerated() {
            headings.add(0, Tells::Award(position), &[&award.id.value, &award.title]);
        }
        headings.add(1, Tells::Total, TOTAL);
        headings.add(1, Tells::Bonus, BONUS);
        headings.add(1, Tells::Deductions, DEDUCTIONS);
        // The first grading and ranking are what offices mean when they name none.
        if !rules.gradings.is_empty() {
            headings.add(1, Tells::Grade(GradingId::FIRST), GRADE);
        }
        if !rules.rankings.is_empty() {
            headings.add(1, Tells::Place(RankingId::FIRST), RANK);
        }
        if !rules.awards.is_empty() {
            headings.add(1, Tells::Awards, AWARDS);
        }
        headings
    }

    fn add(&mut self, rank: usize, tells: Tells, called: &[&str]) {
        let position = self.tells.len();
        self.tells.push(tells);
        if let Some(names) = self.names.get_mut(rank) {
            called.iter().for_each(|name| names.add(position, name));
        }
        self.written.extend(called.iter().filter(|name| !name.is_empty()).map(|name| (*name).to_owned()));
    }

    /// Everything a heading may say.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(String::as_str)
    }

    /// What a heading tells, if it tells one thing.
    fn tells(&self, heading: &str) -> Option<Tells> {
        let shorter = without_bracket(heading);
        for names in &self.names {
            for name in std::iter::once(heading).chain(shorter) {
                match names.find_loosely(name) {
                    Match::One(position) => return self.tells.get(position).copied(),
                    Match::Several(_) => return None,
                    Match::Nothing => {}
                }
            }
        }
        None
    }

    /// The columns that tell something, by their numbers.
    pub(super) fn columns(
        &self,
        table: &Table,
        layout: &PublishedLayout,
        naming: &[u32],
        errors: &mut Vec<Diagnostic>,
    ) -> Vec<(u32, PublishedColumn)> {
        let header = table.header();
        let mut found: BTreeMap<u32, (String, Tells)> = BTreeMap::new();
        let mut taken: BTreeMap<Tells, u32> = BTreeMap::new();
        let mut declared: BTreeMap<u32, Tells> = BTreeMap::new();
        for (heading, what) in &layout.columns {
            let cell = header.cells().find(|cell| fold(cell.text) == fold(heading));
            let Some(cell) = cell else {
                errors.push(no_heading(table, heading));
                continue;
            };
            match self.tells(what) {
                Some(tells) => {
                    declared.insert(cell.column, tells);
                }
                None => errors.push(self.no_such(header.place(cell.column), what)),
            }
        }
        let told: Vec<Tells> = declared.values().copied().collect();
        for cell in header.cells().filter(|cell| !naming.contains(&cell.column) && !cell.text.is_empty()) {
            let own = declared.get(&cell.column).copied();
            let Some(tells) = own.or_else(|| self.tells(cell.text).filter(|tells| !told.contains(tells)))
            else {
                continue;
            };
            // Columns of the same thing: the first, and a person may say that another is meant.
            if let Some(first) = taken.get(&tells) {
                errors.push(twice(table, (*first, cell.column)));
                continue;
            }
            taken.insert(tells, cell.column);
            found.insert(cell.column, (cell.text.to_owned(), tells));
        }
        if found.is_empty() && errors.is_empty() {
            errors.push(nothing(table));
        }
        let mut columns: Vec<(u32, PublishedColumn)> = found
            .into_iter()
            .map(|(number, (heading, tells))| {
                (number, PublishedColumn { heading, tells, tolerance: Default::default() })
            })
            .collect();
        for (name, tolerance) in &layout.tolerances {
            let meant = self.tells(name);
            let fits = |column: &&mut (u32, PublishedColumn)| {
                fold(&column.1.heading) == fold(name) || Some(column.1.tells) == meant
            };
            match columns.iter_mut().find(fits) {
                Some((_, column)) => column.tolerance = tolerance.clone(),
                None => errors.push(no_heading(table, name)),
            }
        }
        columns
    }

    fn no_such(&self, place: Place, what: &str) -> Diagnostic {
        let help = match nearest(what, self.words()) {
            Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
            None => text!(
                "dùng `total`, `bonus`, `deductions`, mã tiêu chí, hoặc mã cách xếp loại, xếp hạng, hình thức",
                "use `total`, `bonus`, `deductions`, a criterion, or the id of a grading, ranking or award"
            ),
        };
        let message =
            text!("bộ tiêu chí không có `{what}` để đối chiếu", "the rules have no `{what}` to compare with");
        Diagnostic::error("TD1018", place, message).with_help(help)
    }
}

/// The awards of a plan by id and title.
pub(super) fn awards(plan: &Plan) -> Names<AwardId> {
    let mut names = Names::default();
    for (position, award) in plan.rules().awards().iter_enumerated() {
        names.add_id(position, &award.id.value);
        names.add(position, &award.title);
    }
    names
}

/// The header as a person sees it.
pub(super) fn quoted(table: &Table) -> String {
    let cells = table.header().cells().map(|cell| cell.text).filter(|text| !text.is_empty()).take(12);
    cells.map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ")
}

fn no_heading(table: &Table, heading: &str) -> Diagnostic {
    let header = quoted(table);
    let message = text!(
        "danh sách không có cột `{heading}`; tiêu đề là: {header}",
        "the list has no column `{heading}`; its header is: {header}"
    );
    Diagnostic::error("TD1017", table.header().place(1), message)
        .with_help(text!("ghi đúng tên một cột của danh sách", "write the heading of a column of the list"))
}

fn nothing(table: &Table) -> Diagnostic {
    let header = quoted(table);
    let message = text!(
        "danh sách không có cột nào đối chiếu được; tiêu đề là: {header}",
        "no column of the list can be compared; its header is: {header}"
    );
    Diagnostic::error("TD1016", table.header().place(1), message).with_help(text!(
        "chỉ ra cột: --column \"Tên cột=total\" (hoặc mã tiêu chí, mã cách xếp loại, xếp hạng, hình thức)",
        "say which column is what: --column \"Heading=total\" (or a criterion, grading, ranking or award)"
    ))
}

fn twice(table: &Table, (first, second): (u32, u32)) -> Diagnostic {
    let header = table.header();
    let (one, other) = (header.cell(first), header.cell(second));
    let message = text!(
        "hai cột cùng một nội dung: `{one}` và `{other}`",
        "two columns tell the same: `{one}` and `{other}`"
    );
    Diagnostic::error("TD1019", header.place(second), message).with_help(text!(
        "chỉ ra cột cần đối chiếu: --column \"{other}=…\"",
        "say which one is meant: --column \"{other}=…\""
    ))
}
