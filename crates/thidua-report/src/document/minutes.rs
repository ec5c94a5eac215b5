use docx_rs::{AlignmentType, Docx};
use thidua_core::{AwardStatus, Language};

use super::form::{Head, body, letterhead, signature, table, title};
use crate::run::{MovementResults, RunResults};
use crate::tables::recommendations::rows_of;
use crate::words::{award_reason, case_words, decided_text};

/// The minutes of the council: what was laid before it, every departure from it, and what is still open.
pub(super) fn minutes(results: &MovementResults<'_>, run: &RunResults<'_>) -> Docx {
    let mut document = letterhead("BB");
    for line in title("BIÊN BẢN", &["Họp Hội đồng Thi đua - Khen thưởng", results.movement, run.title])
    {
        document = document.add_paragraph(line);
    }
    for line in [
        "Thời gian: [giờ], ngày [ngày] tháng [tháng] năm [năm]. Địa điểm: [địa điểm].",
        "Chủ trì: [họ và tên, chức vụ]. Thư ký: [họ và tên, chức vụ].",
        "Có mặt: [số]/[tổng số] thành viên. Vắng mặt: [họ và tên, lý do].",
    ] {
        document = document.add_paragraph(body(line));
    }
    document = document.add_paragraph(body("1. Kết quả xét và kết quả bỏ phiếu"));
    document = document.add_table(proposals(run));
    let departures = departures(run);
    if departures.is_empty() {
        document = document.add_paragraph(body("2. Hội đồng không có quyết định nào khác với kết quả xét."));
    } else {
        document = document.add_paragraph(body("2. Các quyết định của Hội đồng khác với kết quả xét"));
        document =
            document.add_table(table(&heads("Kết quả xét", "Quyết định và lý do"), departures.into_iter()));
    }
    let open = open_cases(run);
    if open.is_empty() {
        document = document.add_paragraph(body("3. Không còn trường hợp nào để ngỏ."));
    } else {
        document = document.add_paragraph(body("3. Các trường hợp còn để ngỏ"));
        document = document.add_table(table(&heads("Đang chờ", "Nội dung"), open.into_iter()));
    }
    document
        .add_paragraph(body(
            "Biên bản được đọc lại cho các thành viên có mặt cùng nghe và nhất trí thông qua./.",
        ))
        .add_table(signature("CHỦ TRÌ", &["[Thư ký ký, ghi rõ họ tên]"]))
}

/// Who, for what, and two columns of the list's own.
fn heads(third: &'static str, fourth: &'static str) -> [Head; 4] {
    [("Tên", 2500), ("Danh hiệu, hình thức", 2200), (third, 2000), (fourth, 2600)].map(|(text, width)| Head {
        text,
        width,
        align: AlignmentType::Left,
    })
}

/// Whom the engine recommends, with room for the ballot.
fn proposals(run: &RunResults<'_>) -> docx_rs::Table {
    let rows = run.plan.rules().awards.iter().enumerate().flat_map(|(position, award)| {
        rows_of(run, position).into_iter().filter_map(move |row| {
            let case = run.outcome.recommendations.case(position, row)?;
            let entrant = run.evaluations.entrants().get(row)?;
            let listed = AwardStatus::of(&case.status) == AwardStatus::Recommended;
            let words = case_words(run, position, row, Language::Vietnamese);
            listed.then(|| {
                vec![entrant.name.clone(), award.title.clone(), words, "[số phiếu]/[tổng số]".to_owned()]
            })
        })
    });
    let heads = [
        Head { text: "Tên", width: 3200, align: AlignmentType::Left },
        Head { text: "Danh hiệu, hình thức", width: 2800, align: AlignmentType::Left },
        Head { text: "Kết quả xét", width: 1600, align: AlignmentType::Left },
        Head { text: "Số phiếu đồng ý", width: 1700, align: AlignmentType::Center },
    ];
    table(&heads, rows)
}

/// Decisions that give what was not recommended, or withhold what was.
fn departures(run: &RunResults<'_>) -> Vec<Vec<String>> {
    cases(run, |run, award, row| {
        let case = run.outcome.recommendations.case(award, row)?;
        let (outcome, decision) = case.decided.as_ref()?;
        let recommended = AwardStatus::of(&case.status) == AwardStatus::Recommended;
        let given = run.outcome.recommendations.holds(award, row) == Some(true);
        let reason = decision.reason.as_deref().unwrap_or("[lý do]");
        let (words, date) = (decided_text(*outcome).vi, decision.date.to_vietnamese());
        (recommended != given).then(|| {
            [
                case_words(run, award, row, Language::Vietnamese),
                format!("{words} ({} ngày {date}): {reason}", decision.number),
            ]
        })
    })
}

fn open_cases(run: &RunResults<'_>) -> Vec<Vec<String>> {
    cases(run, |run, award, row| {
        let open = run.outcome.recommendations.holds(award, row).is_none();
        open.then(|| [case_words(run, award, row, Language::Vietnamese), award_reason(run, award, row).vi])
    })
}

/// Name, award and two more cells of every case for which there are some.
fn cases(
    run: &RunResults<'_>,
    of: impl Fn(&RunResults<'_>, usize, usize) -> Option<[String; 2]>,
) -> Vec<Vec<String>> {
    let mut lines = Vec::new();
    for (position, award) in run.plan.rules().awards.iter().enumerate() {
        for row in rows_of(run, position) {
            let Some(entrant) = run.evaluations.entrants().get(row) else { continue };
            if let Some([first, second]) = of(run, position, row) {
                lines.push(vec![entrant.name.clone(), award.title.clone(), first, second]);
            }
        }
    }
    lines
}
