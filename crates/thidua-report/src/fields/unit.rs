use std::collections::BTreeMap;

use thidua_core::{
    AwardLine, AwardStatus, CheckLine, EntrantId, Exact, Explainable, Explanation, Language, NodeId,
    WaitsFor, explain_row,
};

use super::{Field, Fields, basis_fields};
use crate::number::shown;
use crate::run::{MovementResults, RunResults};
use crate::words::{gap_words, given_mark, row_note};

/// More rows of small letters than this do not stand on two pages beside heads, result, documents and signature.
const ROWS_MAX: usize = 44;
/// So many letters fit in a row of the table of criteria: its title, its arithmetic.
const LETTERS: [usize; 2] = [30, 34];
/// So many fit in a row of the table of requirements: its label, what was found, its clause.
const LETTERS_ASKED: [usize; 3] = [22, 22, 18];

/// What the papers of one unit can say, as `UNIT` describes it, and which papers are due to it.
pub(crate) struct UnitFields {
    pub(crate) id: String,
    pub(crate) fields: Fields,
    /// Whether an award is refused to it.
    pub(crate) is_refused: bool,
    /// Whether it has something to send.
    pub(crate) is_lacking: bool,
}

/// What the papers of all units of a run are read from, gathered once.
pub(crate) struct Units<'a> {
    run: &'a RunResults<'a>,
    explainable: Explainable<'a>,
    /// Criteria and groups by their path.
    nodes: BTreeMap<&'a str, NodeId>,
}

impl<'a> Units<'a> {
    pub(crate) fn of(run: &'a RunResults<'a>) -> Self {
        let nodes = run.plan.nodes().iter_enumerated().map(|(at, node)| (node.path.as_str(), at)).collect();
        Self { run, explainable: run.explainable(), nodes }
    }

    pub(crate) fn fields(&self, row: EntrantId) -> Option<UnitFields> {
        let explanation = explain_row(&self.explainable, row)?;
        let unit = Unit { run: self.run, nodes: &self.nodes, row, explanation: &explanation };
        let refused = |award: &AwardLine| award.status == AwardStatus::Refused;
        let lacking = unit.lacking();
        let open = unit.requirements(|_| true, |verdict| verdict != "met");
        let asked = open.iter().map(|line| rows(line, ["điều kiện", "thực tế", "điều khoản"], LETTERS_ASKED));
        let (points, left_out, full) = unit.points(ROWS_MAX.saturating_sub(asked.sum()));
        let number = |count: usize| if count == 0 { String::new() } else { count.to_string() };
        let cluster = self.run.evaluations.entrants().get(row).map_or("", |entrant| &*entrant.cluster);
        let fields = Fields::default()
            .text("mã", &explanation.entrant)
            .text("tên", &explanation.name)
            .text("cụm", cluster)
            .each("điều kiện chưa đạt", open)
            .each("điều kiện không đạt", unit.requirements(refused, |verdict| verdict == "failed"))
            .each("kết quả", unit.result())
            .each("tiêu chí", points)
            .text("số tiêu chí không liệt kê", number(left_out))
            .text("số tiêu chí đạt điểm tối đa", number(full));
        let is_lacking = !lacking.is_empty();
        Some(UnitFields {
            fields: fields.each("cần bổ sung", lacking),
            is_refused: explanation.awards.iter().any(refused),
            is_lacking,
            id: explanation.entrant,
        })
    }
}

/// What a paper of one unit can say of its run: nothing of any other unit.
pub(crate) fn own_run_fields(results: &MovementResults<'_>, run: &RunResults<'_>) -> Fields {
    let rules = run.plan.rules();
    Fields::default()
        .text("phong trào", results.movement)
        .text("đợt xét", run.title)
        .text("bộ tiêu chí", &rules.title)
        .text("phiên bản", &rules.version)
        .each("căn cứ", basis_fields(run))
}

struct Unit<'a> {
    run: &'a RunResults<'a>,
    nodes: &'a BTreeMap<&'a str, NodeId>,
    row: EntrantId,
    explanation: &'a Explanation,
}

impl Unit<'_> {
    /// What has to be sent: values that are missing, requirements that cannot be told, differences without a reason.
    fn lacking(&self) -> Vec<Fields> {
        let missing = self.run.shortfalls.iter().filter(|short| short.entrant == self.row);
        let missing = missing.filter_map(|short| {
            let node = self.run.plan.nodes().get(short.node)?;
            let what = format!("{} {}", node.path, node.criterion.title);
            (!node.path.is_empty()).then(|| (what, short.reason.vi.clone()))
        });
        let unknown = self.explanation.awards.iter().flat_map(|award| {
            let checks = award.requirements.iter().enumerate();
            let unknown = checks.filter(|(_, check)| check.verdict == "unknown");
            unknown
                .filter(|(index, _)| self.is_theirs(award, *index))
                .map(|(_, check)| (format!("{}: {}", award.title, check.label.vi), check.found.vi.clone()))
        });
        let gaps = self.run.gaps.iter().filter(|gap| gap.entrant == self.explanation.entrant).map(|gap| {
            (format!("Giải trình chênh lệch ở tiêu chí {}", gap.criterion), gap_words(self.run, gap).vi)
        });
        let lines = missing.chain(unknown).chain(gaps).enumerate().map(|(at, (what, lacks))| {
            Fields::default().text("tt", (at + 1).to_string()).text("nội dung", what).text("còn thiếu", lacks)
        });
        lines.collect()
    }

    /// Whether a requirement waits for something that the unit itself can send: no vote, no other award, no place.
    fn is_theirs(&self, award: &AwardLine, index: usize) -> bool {
        let rules = self.run.plan.rules().awards.iter().find(|rules| rules.id.value == award.award);
        // What is being looked into is for others to conclude.
        let only_data =
            award.waits_for.contains(&WaitsFor::Data) && !award.waits_for.contains(&WaitsFor::Conclusion);
        rules.is_some_and(|rules| match rules.requires.get(index) {
            Some(requirement) => requirement.when.is_some() || !requirement.any.is_empty(),
            None => only_data && index < rules.requires.len() + rules.hold_when.len(),
        })
    }

    /// Award, requirement, what was found and what would help, the clause with its document in full.
    fn requirements(&self, of: impl Fn(&AwardLine) -> bool, wanted: impl Fn(&str) -> bool) -> Vec<Fields> {
        let awards = self.explanation.awards.iter().filter(|award| of(award));
        let lines = awards.flat_map(|award| award.requirements.iter().map(move |check| (award, check)));
        lines
            .filter(|(_, check)| wanted(check.verdict))
            .map(|(award, check)| self.requirement(award, check))
            .collect()
    }

    fn requirement(&self, award: &AwardLine, check: &CheckLine) -> Fields {
        let change = check.change.as_ref().map(|change| format!("; {}", change.vi)).unwrap_or_default();
        Fields::default()
            .text("tên hình thức", &award.title)
            .text("điều kiện", &check.label.vi)
            .text("thực tế", format!("{}{change}", check.found.vi))
            .text("điều khoản", check.basis.as_deref().map(|basis| self.clause(basis)).unwrap_or_default())
    }

    /// A clause with the name of its document: `luat 24` → `Luật Thi đua, khen thưởng … (điều, mục 24)`.
    fn clause(&self, basis: &str) -> String {
        let (key, rest) = basis.split_once(' ').unwrap_or((basis, ""));
        let document = self.explanation.documents.iter().find(|document| document.key == key);
        match document {
            Some(document) if rest.is_empty() => document.document.clone(),
            Some(document) => format!("{} (điều, mục {rest})", document.document),
            None => basis.to_owned(),
        }
    }

    /// Total, grades, places and awards, a sentence each.
    fn result(&self) -> Vec<Fields> {
        let explanation = self.explanation;
        let total = std::iter::once(self.total());
        let grades = explanation.grades.iter().map(|grade| {
            let own = grade.open.as_ref().map(|open| open.vi.as_str()).or(grade.title.as_deref());
            let reasons = grade.reasons.iter().chain(&grade.next).map(|text| text.vi.as_str());
            let reasons = reasons.collect::<Vec<_>>().join("; ");
            let reasons = if reasons.is_empty() { String::new() } else { format!(" ({reasons})") };
            let mark = grade.given.as_ref().map(|_| given_mark().vi).unwrap_or_default();
            format!("{}: {}{mark}{reasons}.", grade.grading, own.unwrap_or("chưa xếp được mức nào"))
        });
        let ranks = explanation.ranks.iter().map(|rank| match rank.place {
            Some(place) => {
                let shared = if rank.sharing > 1 {
                    format!(", đồng hạng {}", rank.sharing)
                } else {
                    String::new()
                };
                format!("{}: hạng {place} trên {}{shared}.", rank.ranking, rank.of)
            }
            None => format!("{}: không xếp hạng.", rank.ranking),
        });
        let awards = explanation.awards.iter().map(|award| {
            // Of the others only how many there are: their cases are theirs.
            let depends = match award.depends_on_count {
                0 => String::new(),
                count => format!(" (tạm thời, còn tùy thuộc {count} trường hợp khác)"),
            };
            format!("{}: {}{depends}.", award.title, award.words.vi)
        });
        let lines = total.chain(grades).chain(ranks).chain(awards);
        lines.map(|words| Fields::default().text("nội dung", words)).collect()
    }

    fn total(&self) -> String {
        let places = self.run.places().total();
        let number = |value: &Exact| shown(value, places, Language::Vietnamese);
        match &self.explanation.total {
            Some(total) => {
                format!("Tổng điểm: {} trên {}.", number(total), number(&self.explanation.points_max))
            }
            None => {
                let why =
                    row_note(self.run, self.row).map(|note| format!(": {}", note.vi)).unwrap_or_default();
                format!("Chưa có tổng điểm{why}.")
            }
        }
    }

    /// Groups and criteria below their maximum; how many more there are, and how many are at the maximum.
    fn points(&self, room: usize) -> (Vec<Fields>, usize, usize) {
        let places = self.run.places();
        let mut taken = 0;
        let (mut lines, mut left_out, mut full) = (Vec::new(), 0, 0);
        for sheet in &self.explanation.sheet {
            let node = self.nodes.get(sheet.path.as_str()).copied();
            let is_group = node
                .and_then(|node| self.run.plan.nodes().get(node))
                .is_some_and(|node| !node.children.is_empty());
            let at_full = sheet.points.as_ref().is_some_and(|points| *points >= sheet.points_max);
            if !is_group && !sheet.adjustment && at_full {
                full += 1;
                continue;
            }
            if sheet.adjustment && sheet.points.as_ref().is_none_or(Exact::is_zero) {
                continue;
            }
            let own = node.and_then(|node| places.node(node));
            let points = sheet.points.as_ref().map(|points| shown(points, own, Language::Vietnamese));
            let arithmetic = if is_group { String::new() } else { sheet.arithmetic.vi.clone() };
            let line = Fields::default()
                .text("mã tiêu chí", &sheet.code)
                .text("tên tiêu chí", &sheet.title)
                .text("điểm tối đa", shown(&sheet.points_max, own, Language::Vietnamese))
                .text("điểm", points.unwrap_or_else(|| "—".to_owned()))
                .text("cách tính", arithmetic);
            taken += rows(&line, ["tên tiêu chí", "cách tính"], LETTERS);
            if taken > room {
                left_out += usize::from(!is_group);
                continue;
            }
            lines.push(line);
        }
        (lines, left_out, full)
    }
}

/// How many rows a line of a table takes whose cells hold so many letters each.
fn rows<const COUNT: usize>(line: &Fields, cells: [&str; COUNT], letters: [usize; COUNT]) -> usize {
    let cells = cells.into_iter().zip(letters).map(|(cell, letters)| match line.get(cell) {
        Some(Field::Text(words)) => words.chars().count().div_ceil(letters),
        Some(Field::Each(_)) | None => 0,
    });
    cells.max().unwrap_or(0).max(1)
}
