//! Papers for one unit (văn bản gửi từng đơn vị): what it reached and why, what it is refused, what it still has to send.
//!
//! Each is a file of its own and tells of nobody else: facts about persons stand in the papers of those they are about.

use std::collections::BTreeSet;

use docx_rs::{AlignmentType, Docx};
use thidua_core::{AwardLine, AwardStatus, Exact, Explanation, Language, WaitsFor, explain_row};

use super::form::{Head, body, centred, finish, letterhead, line, signature, table, title};
use super::{DocumentError, basis};
use crate::Paper;
use crate::number::shown;
use crate::run::{MovementResults, RunResults};
use crate::words::row_note;

/// More lines than this do not stand on two pages.
const LINES_MAX: usize = 28;

/// `phieu-giai-trinh/`, `thong-bao-khong-du-dieu-kien/` and `danh-muc-can-bo-sung/` of every run: one file for each unit
/// that it concerns.
///
/// # Errors
/// When a file cannot be packed.
pub fn unit_papers(results: &MovementResults<'_>) -> Result<Vec<Paper>, DocumentError> {
    let mut papers = Vec::new();
    for run in &results.runs {
        let explainable = run.explainable();
        let mut names = Names::default();
        for row in run.rows().iter().copied() {
            let Some(explanation) = explain_row(&explainable, row) else { continue };
            let name = names.of(&explanation.entrant);
            let unit = Unit { results, run, row, explanation };
            let mut add = |folder: &str, document: Docx| -> Result<(), DocumentError> {
                let name = format!("{}/{folder}/{name}.docx", run.id);
                papers.push(Paper { name, bytes: finish(document)? });
                Ok(())
            };
            add("phieu-giai-trinh", unit.explained())?;
            if let Some(document) = unit.refused() {
                add("thong-bao-khong-du-dieu-kien", document)?;
            }
            if let Some(document) = unit.lacking() {
                add("danh-muc-can-bo-sung", document)?;
            }
        }
    }
    Ok(papers)
}

/// File names made of ids, each its own.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn of(&mut self, id: &str) -> String {
        let safe =
            |letter: char| if letter.is_alphanumeric() || matches!(letter, '-' | '_') { letter } else { '_' };
        let plain: String = id.chars().map(safe).take(60).collect();
        let mut name = plain.clone();
        let mut number = 2_u32;
        // Some file systems take capitals for small letters.
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{plain}-{number}");
            number += 1;
        }
        name
    }
}

struct Unit<'a> {
    results: &'a MovementResults<'a>,
    run: &'a RunResults<'a>,
    row: usize,
    explanation: Explanation,
}

impl Unit<'_> {
    /// What it reached and why: what it does not get first, then the result, then the points that are not full.
    fn explained(&self) -> Docx {
        let mut document =
            self.head("PGT", "PHIẾU GIẢI TRÌNH", "Kết quả chấm điểm, xếp loại và xét khen thưởng");
        let open = self.open(|verdict| verdict != "met");
        document = document.add_paragraph(line("1. Điều kiện chưa đạt hoặc chưa rõ"));
        document = if open.is_empty() {
            document.add_paragraph(body("Không có."))
        } else {
            document.add_table(requirements(open))
        };
        document = document.add_paragraph(line("2. Kết quả"));
        for words in self.result() {
            document = document.add_paragraph(body(&words));
        }
        document = document.add_paragraph(line("3. Điểm các nhóm và các tiêu chí chưa đạt điểm tối đa"));
        let (lines, left_out, full) = self.points();
        let heads = [
            Head { text: "Tiêu chí", width: 3600, align: AlignmentType::Left },
            Head { text: "Tối đa", width: 900, align: AlignmentType::Right },
            Head { text: "Điểm", width: 900, align: AlignmentType::Right },
            Head { text: "Cách tính và số liệu", width: 3900, align: AlignmentType::Left },
        ];
        document = document.add_table(table(&heads, lines.into_iter()));
        if left_out > 0 {
            document = document.add_paragraph(body(&format!(
                "Còn {left_out} tiêu chí khác chưa đạt điểm tối đa; xem đầy đủ trong tệp explanations.txt của kết quả."
            )));
        }
        if full > 0 {
            document = document.add_paragraph(body(&format!("{full} tiêu chí khác đạt điểm tối đa.")));
        }
        self.foot(document)
    }

    /// The awards it is refused, each with every requirement that is not met; none without such.
    fn refused(&self) -> Option<Docx> {
        let refused = |award: &AwardLine| award.status == AwardStatus::Refused;
        if !self.explanation.awards.iter().any(refused) {
            return None;
        }
        let mut document = self.head("TB", "THÔNG BÁO", "Về việc không đủ điều kiện xét khen thưởng");
        document = document.add_paragraph(centred(&format!("Kính gửi: {}", self.explanation.name), false));
        document = document.add_paragraph(body(
            "Qua xét điều kiện, đơn vị (cá nhân, hộ gia đình) không đủ điều kiện được đề nghị các danh hiệu, hình thức sau đây, vì các lý do ghi cạnh từng điều kiện:",
        ));
        let lines = self.requirement_lines(refused, |verdict| verdict == "failed");
        document = document.add_table(requirements(lines));
        document = document.add_paragraph(body(
            "Ý kiến về nội dung thông báo gửi về [tên cơ quan] trước ngày [ngày] tháng [tháng] năm [năm], kèm tài liệu kiểm chứng./.",
        ));
        Some(self.foot(document))
    }

    /// What has to be sent: values that are missing, requirements that cannot be told, differences without a reason.
    fn lacking(&self) -> Option<Docx> {
        let missing: Vec<Vec<String>> = self
            .run
            .shortfalls
            .iter()
            .filter(|short| short.entrant == self.row)
            .filter_map(|short| {
                let node = self.run.plan.nodes().get(short.node)?;
                let what = format!("{} {}", node.path, node.criterion.title);
                (!node.path.is_empty()).then(|| vec![what, short.reason.vi.clone()])
            })
            .collect();
        let unknown = self.explanation.awards.iter().flat_map(|award| {
            let unknown =
                award.requirements.iter().enumerate().filter(|(_, check)| check.verdict == "unknown");
            unknown.filter(|(index, _)| self.is_theirs(award, *index)).map(|(_, check)| {
                vec![format!("{}: {}", award.title, check.label.vi), check.found.vi.clone()]
            })
        });
        let gaps = self.run.gaps.iter().filter(|gap| gap.entrant == self.explanation.entrant).map(|gap| {
            let words = crate::words::gap_words(self.run, gap).vi;
            vec![format!("Giải trình chênh lệch ở tiêu chí {}", gap.criterion), words]
        });
        let lines: Vec<Vec<String>> = missing.into_iter().chain(unknown).chain(gaps).collect();
        if lines.is_empty() {
            return None;
        }
        let mut document =
            self.head("DM", "DANH MỤC CẦN BỔ SUNG", "Số liệu, tài liệu và giải trình còn thiếu");
        document = document.add_paragraph(centred(&format!("Kính gửi: {}", self.explanation.name), false));
        let lines = lines.into_iter().enumerate().map(|(at, mut cells)| {
            cells.insert(0, (at + 1).to_string());
            cells
        });
        let heads = [
            Head { text: "TT", width: 600, align: AlignmentType::Center },
            Head { text: "Nội dung", width: 4400, align: AlignmentType::Left },
            Head { text: "Còn thiếu", width: 4300, align: AlignmentType::Left },
        ];
        document = document.add_table(table(&heads, lines));
        document = document.add_paragraph(body(
            "Đề nghị gửi bổ sung về [tên cơ quan] trước ngày [ngày] tháng [tháng] năm [năm]. Nội dung còn thiếu không được tính là 0 điểm và chưa được coi là đạt./.",
        ));
        Some(self.foot(document))
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

    fn head(&self, code: &str, kind: &str, about: &str) -> Docx {
        let mut document = letterhead(code);
        let whom = format!("{} ({})", self.explanation.name, self.explanation.entrant);
        for line in title(kind, &[about, self.results.movement, self.run.title, &whom]) {
            document = document.add_paragraph(line);
        }
        document
    }

    /// The documents in full, and who signs.
    fn foot(&self, document: Docx) -> Docx {
        let mut document = document.add_paragraph(line("Căn cứ"));
        for clause in basis(self.run) {
            document = document.add_paragraph(line(&format!("- {clause}")));
        }
        document.add_table(signature(
            "[CHỨC VỤ NGƯỜI KÝ]",
            &["Đơn vị có tên trên;", "Lưu: VT, [đơn vị soạn thảo]."],
        ))
    }

    /// Award, requirement, what was found and what would help, the clause with its document in full.
    fn open(&self, wanted: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
        self.requirement_lines(|_| true, wanted)
    }

    fn requirement_lines(
        &self,
        of: impl Fn(&AwardLine) -> bool,
        wanted: impl Fn(&str) -> bool,
    ) -> Vec<Vec<String>> {
        let awards = self.explanation.awards.iter().filter(|award| of(award));
        let lines = awards.flat_map(|award| award.requirements.iter().map(move |check| (award, check)));
        let lines = lines.filter(|(_, check)| wanted(check.verdict)).map(|(award, check)| {
            let change = check.change.as_ref().map(|change| format!("; {}", change.vi)).unwrap_or_default();
            vec![
                award.title.clone(),
                check.label.vi.clone(),
                format!("{}{change}", check.found.vi),
                check.basis.as_deref().map(|basis| self.clause(basis)).unwrap_or_default(),
            ]
        });
        lines.collect()
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
    fn result(&self) -> Vec<String> {
        let places = self.run.places().total();
        let number = |value: &Exact| shown(value, places, Language::Vietnamese);
        let mut lines = vec![match &self.explanation.total {
            Some(total) => {
                format!("Tổng điểm: {} trên {}.", number(total), number(&self.explanation.points_max))
            }
            None => {
                let why =
                    row_note(self.run, self.row).map(|note| format!(": {}", note.vi)).unwrap_or_default();
                format!("Chưa có tổng điểm{why}.")
            }
        }];
        for grade in &self.explanation.grades {
            let own = grade.open.as_ref().map(|open| open.vi.as_str()).or(grade.title.as_deref());
            let reasons = grade.reasons.iter().chain(&grade.next).map(|text| text.vi.as_str());
            let reasons = reasons.collect::<Vec<_>>().join("; ");
            let reasons = if reasons.is_empty() { String::new() } else { format!(" ({reasons})") };
            lines.push(format!("{}: {}{reasons}.", grade.grading, own.unwrap_or("chưa xếp được mức nào")));
        }
        for rank in &self.explanation.ranks {
            let shared =
                if rank.sharing > 1 { format!(", đồng hạng {}", rank.sharing) } else { String::new() };
            lines.push(match rank.place {
                Some(place) => format!("{}: hạng {place} trên {}{shared}.", rank.ranking, rank.of),
                None => format!("{}: không xếp hạng.", rank.ranking),
            });
        }
        for award in &self.explanation.awards {
            // Of the others only how many there are: their cases are theirs.
            let depends = match award.depends_on_count {
                0 => String::new(),
                count => format!(" (tạm thời, còn tùy thuộc {count} trường hợp khác)"),
            };
            lines.push(format!("{}: {}{depends}.", award.title, award.words.vi));
        }
        lines
    }

    /// Groups and criteria below their maximum; how many more there are, and how many are at the maximum.
    fn points(&self) -> (Vec<Vec<String>>, usize, usize) {
        let places = self.run.places();
        let (mut lines, mut left_out, mut full) = (Vec::new(), 0, 0);
        for sheet in &self.explanation.sheet {
            let node = self.run.plan.nodes().iter().position(|node| node.path == sheet.path);
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
            if lines.len() >= LINES_MAX {
                left_out += usize::from(!is_group);
                continue;
            }
            let own = node.and_then(|node| places.node(node));
            let points = sheet.points.as_ref().map(|points| shown(points, own, Language::Vietnamese));
            lines.push(vec![
                format!("{} {}", sheet.code, sheet.title),
                shown(&sheet.points_max, own, Language::Vietnamese),
                points.unwrap_or_else(|| "—".to_owned()),
                if is_group { String::new() } else { sheet.arithmetic.vi.clone() },
            ]);
        }
        (lines, left_out, full)
    }
}

fn requirements(lines: Vec<Vec<String>>) -> docx_rs::Table {
    let heads = [
        Head { text: "Danh hiệu, hình thức", width: 1900, align: AlignmentType::Left },
        Head { text: "Điều kiện", width: 2600, align: AlignmentType::Left },
        Head { text: "Thực tế, cần thay đổi", width: 2600, align: AlignmentType::Left },
        Head { text: "Căn cứ", width: 2200, align: AlignmentType::Left },
    ];
    table(&heads, lines.into_iter())
}
