//! The answer as a page of plain text.

use std::fmt::Write;

use thidua_core::Language;

use super::{GradeCounts, Reconciliation};
use crate::number::{Number, mark_of};
use crate::run::RunResults;
use crate::words::say;

impl Reconciliation {
    /// The reconciliation as a page of plain text (biên bản đối chiếu).
    #[must_use]
    pub fn page(&self, run: &RunResults<'_>, language: Language) -> String {
        let mut page = String::new();
        let t = |vi, en| say(language, vi, en);
        // Writing to a String cannot fail.
        let _ = writeln!(
            page,
            "{} — {}",
            t("ĐỐI CHIẾU VỚI DANH SÁCH ĐÃ CÔNG BỐ", "RECONCILIATION WITH A PUBLISHED LIST"),
            run.title
        );
        let _ = writeln!(
            page,
            "{}: {} · {}: {}",
            t("Số dòng của danh sách", "Rows of the list"),
            self.listed,
            t("khớp được với một đối tượng của đợt xét", "that name one entrant of the run"),
            self.matched
        );
        self.who_is_missing(&mut page, language);
        self.columns(&mut page, language);
        self.sums(&mut page, language);
        self.differences(&mut page, language);
        for counts in &self.counts {
            counts.write(&mut page, language);
        }
        self.awards(&mut page, language);
        if self.agrees() {
            let _ = writeln!(
                page,
                "\n{}",
                t("Mọi nội dung đối chiếu được đều khớp.", "Everything that could be compared agrees.")
            );
        }
        page
    }

    fn who_is_missing(&self, page: &mut String, language: Language) {
        let t = |vi, en| say(language, vi, en);
        if !self.unmatched.is_empty() {
            heading(
                page,
                t("DÒNG KHÔNG KHỚP ĐƯỢC ĐỐI TƯỢNG", "ROWS THAT NAME NOBODY OF THE RUN"),
                self.unmatched.len(),
            );
        }
        for row in &self.unmatched {
            let _ = writeln!(page, "  {} `{}`: {}", row.place, row.name, row.why.in_language(language));
        }
        if !self.absent.is_empty() {
            heading(
                page,
                t("CÓ TRONG ĐỢT XÉT, KHÔNG CÓ TRONG DANH SÁCH", "IN THE RUN, NOT ON THE LIST"),
                self.absent.len(),
            );
        }
        for who in &self.absent {
            let _ = writeln!(page, "  {} ({})", who.name, who.id);
        }
    }

    fn columns(&self, page: &mut String, language: Language) {
        let t = |vi, en| say(language, vi, en);
        if self.columns.is_empty() {
            return;
        }
        let _ = writeln!(page, "\n{}", t("TỪNG CỘT", "COLUMN BY COLUMN"));
        for column in &self.columns {
            let _ = write!(
                page,
                "  {}: {} {} / {}",
                column.heading,
                t("khớp", "agree"),
                column.agree,
                column.compared
            );
            if let Some(more) = column.not_by_points.filter(|more| *more > 0) {
                let _ =
                    write!(page, " ({} {more})", t("nhờ quy định ngoài điểm:", "by rules beyond points:"));
            }
            if column.by_rounding > 0 {
                let _ = write!(
                    page,
                    "; {}: {}",
                    t("khớp nếu làm tròn như danh sách", "would agree rounded like the list"),
                    column.by_rounding
                );
            }
            if column.open > 0 {
                let _ = write!(page, "; {}: {}", t("để trống", "blank"), column.open);
            }
            page.push('\n');
        }
    }

    fn sums(&self, page: &mut String, language: Language) {
        let t = |vi, en| say(language, vi, en);
        if self.sums.is_empty() && self.sums_right + self.sums_rounded == 0 {
            return;
        }
        heading(
            page,
            t("PHÉP CỘNG TRÊN DANH SÁCH KHÔNG ĐÚNG", "SUMS ON THE LIST THAT DO NOT ADD UP"),
            self.sums.len(),
        );
        let _ = write!(page, "  {}: {}", t("cộng đúng", "add up"), self.sums_right);
        if self.sums_rounded > 0 {
            let _ =
                write!(page, "; {}: {}", t("lệch trong mức làm tròn", "off by rounding"), self.sums_rounded);
        }
        page.push('\n');
        for sum in &self.sums {
            let _ = writeln!(
                page,
                "  {} {}: {} {} {}, {} {}",
                sum.place,
                sum.entrant.name,
                sum.heading,
                t("ghi", "says"),
                number(&sum.printed, language),
                t("các phần cộng lại là", "its parts come to"),
                number(&sum.parts, language)
            );
        }
    }

    fn differences(&self, page: &mut String, language: Language) {
        let t = |vi, en| say(language, vi, en);
        let none = t("chưa có", "none yet");
        if !self.numbers.is_empty() {
            heading(page, t("CHÊNH LỆCH SỐ", "NUMBERS THAT DIFFER"), self.numbers.len());
        }
        for shift in &self.numbers {
            let ours = shift.ours.as_ref().map_or_else(|| none.to_owned(), |ours| number(ours, language));
            let _ = writeln!(
                page,
                "  {} {}: {} {} {} · {} {ours}\n      {}",
                shift.place,
                shift.entrant.name,
                shift.heading,
                t("ghi", "says"),
                number(&shift.printed, language),
                t("tính được", "ours"),
                shift.why.in_language(language)
            );
        }
        if !self.grades.is_empty() {
            heading(page, t("CHUYỂN MỨC XẾP LOẠI", "SHIFTS OF GRADE"), self.grades.len());
        }
        for shift in &self.grades {
            let _ = writeln!(
                page,
                "  {} {}: {} {} `{}` · {} `{}`\n      {}",
                shift.place,
                shift.entrant.name,
                shift.heading,
                t("ghi", "says"),
                shift.printed,
                t("tính được", "ours"),
                shift.ours.as_deref().unwrap_or(none),
                shift.why.in_language(language)
            );
        }
    }

    fn awards(&self, page: &mut String, language: Language) {
        let t = |vi, en| say(language, vi, en);
        if self.awards.is_empty() {
            return;
        }
        heading(page, t("KHEN THƯỞNG CHỈ CÓ Ở MỘT BÊN", "AWARDS ON ONE SIDE ONLY"), self.awards.len());
        for shift in &self.awards {
            let side = if shift.listed {
                t("có trong danh sách, ở đây", "on the list; here")
            } else {
                t("không có trong danh sách, ở đây", "not on the list; here")
            };
            let _ = writeln!(
                page,
                "  {} ({}): {} — {side} {}",
                shift.entrant.name,
                shift.entrant.id,
                shift.award,
                shift.why.in_language(language)
            );
        }
    }
}

impl GradeCounts {
    fn write(&self, page: &mut String, language: Language) {
        let t = |vi, en| say(language, vi, en);
        let _ = writeln!(page, "\n{}: {}", t("SỐ LƯỢNG THEO MỨC", "COUNTS BY GRADE"), self.heading);
        for line in &self.lines {
            let _ = write!(
                page,
                "  {}: {} {} · {} {} · {} {}",
                line.title,
                t("danh sách", "list"),
                line.listed,
                t("tính được", "ours"),
                line.ours,
                t("cùng người", "same people"),
                line.both
            );
            if let Some(share) = &line.share {
                let _ = write!(page, " · {}% / {}", number(share, language), self.graded);
            }
            if let Some(share) = &line.share_by_points {
                let _ = write!(page, " · {}% / {}", number(share, language), self.graded_by_points);
            }
            page.push('\n');
        }
        if self.graded_by_points != self.graded
            && self.lines.iter().any(|line| line.share_by_points.is_some())
        {
            let _ = writeln!(
                page,
                "  {}: {} {} {}",
                t("Tỷ lệ phải nói rõ mẫu số", "A share must name its denominator"),
                t("mọi người có tên, hoặc", "everybody on the list, or the"),
                self.graded_by_points,
                t("người ở các mức không do hạ xuống", "in grades that no knock-out leads to")
            );
        }
        for words in self.caps.iter().chain(&self.by_accident) {
            let _ = writeln!(page, "  ! {}", words.in_language(language));
        }
    }
}

fn heading(page: &mut String, words: &str, count: usize) {
    let _ = writeln!(page, "\n{words}: {count}");
}

fn number(number: &Number, language: Language) -> String {
    number.shown.replace('.', &mark_of(language).to_string())
}
