use super::Report;
use super::intervals::{Interval, gaps};
use crate::method::{Band, Bands, Mistake};
use crate::rules::{Grade, RuleSet};
use crate::{Date, Exact, Number, text};

/// Gaps, overlaps and bands that pay nothing definite, each with a value that shows it.
pub(crate) fn band_mistakes(bands: &Bands, max: &Exact) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let intervals: Vec<Interval> = bands.steps.iter().map(|band| interval(band)).collect();
    for (band, interval) in bands.steps.iter().zip(&intervals) {
        if band.pay(max).is_none() {
            mistakes.push(Mistake {
                code: "TD0221",
                span: Some(band.span),
                message: text!(
                    "bậc {} cần đúng một trong `points`, `share`, `full`, `proportional`, `line`",
                    "the band {} needs exactly one of `points`, `share`, `full`, `proportional`, `line`",
                    interval.show()
                ),
                help: text!(
                    "viết chẳng hạn `points: 3`; `line` cần đủ hai đầu của bậc",
                    "write for example `points: 3`; `line` needs both ends of the band"
                ),
            });
        }
        if (band.from.is_some() && band.above.is_some())
            || (band.to.is_some() && band.below.is_some())
            || interval.witness().is_none()
        {
            mistakes.push(Mistake {
                code: "TD0221",
                span: Some(band.span),
                message: text!("bậc {} không chứa giá trị nào hoặc khai hai lần một đầu", "the band {} holds no value, or has one end twice", interval.show()),
                help: text!("mỗi bậc có tối đa một đầu dưới (`from` hoặc `above`) và một đầu trên (`to` hoặc `below`)", "a band has at most one lower end (`from` or `above`) and one upper end (`to` or `below`)"),
            });
        }
    }
    for (index, (band, interval)) in bands.steps.iter().zip(&intervals).enumerate() {
        for other in intervals.iter().take(index) {
            let common = interval.intersection(other);
            if let Some(witness) = common.witness() {
                mistakes.push(Mistake {
                    code: "TD0223",
                    span: Some(band.span),
                    message: text!(
                        "bậc {} chồng lên bậc {}: giá trị {witness} thuộc cả hai",
                        "the band {} overlaps the band {}: the value {witness} lies in both",
                        interval.show(),
                        other.show()
                    ),
                    help: text!(
                        "dùng `below` thay `to`, hoặc `above` thay `from`, ở một đầu",
                        "use `below` for `to`, or `above` for `from`, at one end"
                    ),
                });
            }
        }
    }
    let end = |number: &Number| (number.exact().clone(), true);
    let domain = Interval {
        lower: Some(bands.lowest.as_ref().map_or((Exact::ZERO, true), end)),
        upper: bands.highest.as_ref().map(end),
    };
    for gap in gaps(&domain, &intervals) {
        let witness = gap.witness().unwrap_or_default();
        mistakes.push(Mistake {
            code: "TD0222",
            span: bands.steps.first().map(|band| band.span),
            message: text!(
                "không bậc nào chứa {}, chẳng hạn giá trị {witness}",
                "no band holds {}, for example the value {witness}",
                gap.show()
            ),
            help: text!(
                "thêm một bậc, hoặc khai `lowest`, `highest` nếu giá trị đó không thể có",
                "add a band, or declare `lowest`, `highest` if such a value cannot occur"
            ),
        });
    }
    mistakes
}

fn interval(band: &Band) -> Interval {
    let end = |(number, included): (&Number, bool)| (number.exact().clone(), included);
    Interval { lower: band.lower().map(end), upper: band.upper().map(end) }
}

/// Grades that leave a value without a grade, or give it two.
pub(super) fn check_grades(rules: &RuleSet, day: Date, report: &mut Report) {
    for grading in &rules.gradings {
        let scale: Vec<_> = grading.grades.iter().filter(|grade| has_ends(grade)).collect();
        let intervals: Vec<Interval> = scale.iter().map(|grade| grade_interval(grade, day)).collect();
        for (index, (grade, interval)) in scale.iter().zip(&intervals).enumerate() {
            for (other, above) in intervals.iter().zip(&scale).take(index) {
                let both_say =
                    interval.upper.is_some() || (interval.lower.is_none() && other.lower.is_none());
                let common = interval.intersection(other);
                if let (true, Some(witness)) = (both_say, common.witness()) {
                    report.error(
                        "TD0223",
                        grade.span,
                        text!(
                            "xếp loại `{}` chồng lên `{}`: giá trị {witness} thuộc cả hai",
                            "the grade `{}` overlaps `{}`: the value {witness} lies in both",
                            grade.id,
                            above.id
                        ),
                        text!(
                            "dùng `below` thay `to`, hoặc `above` thay `from`, ở một đầu",
                            "use `below` for `to`, or `above` for `from`, at one end"
                        ),
                    );
                }
            }
        }
        // A grade without any end takes whatever is left.
        if grading.grades.iter().any(|grade| !has_ends(grade) && grade.knocked_out_when.is_none()) {
            continue;
        }
        let end = |number: &Number| (number.exact().clone(), true);
        let domain = Interval {
            lower: Some(grading.lowest.as_ref().map_or((Exact::ZERO, true), end)),
            upper: grading.highest.as_ref().map(end),
        };
        for gap in gaps(&domain, &intervals) {
            let witness = gap.witness().unwrap_or_default();
            let unbounded = gap.upper.is_none();
            let message = text!(
                "bảng xếp loại `{}`: không mức nào chứa {}, chẳng hạn {witness}",
                "grading `{}`: no grade holds {}, for example {witness}",
                grading.id,
                gap.show()
            );
            let help = text!("thêm một mức hoặc mở rộng mức kề bên", "add a grade or widen its neighbour");
            // Above the printed end of the best grade nothing may be attainable at all.
            if !unbounded {
                report.warning("TD0222", grading.span, message, help);
            }
        }
    }
}

fn has_ends(grade: &Grade) -> bool {
    grade.from.is_some() || grade.above.is_some() || grade.to.is_some() || grade.below.is_some()
}

fn grade_interval(grade: &Grade, day: Date) -> Interval {
    let end = |(number, included): (&Number, bool)| (number.exact().clone(), included);
    Interval { lower: grade.lower(day).map(end), upper: grade.upper(day).map(end) }
}
