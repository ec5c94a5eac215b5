use thidua_core::Language;

use super::Fields;
use crate::number::grouped;
use crate::signed::{SignedDifference, SignedDifferences};

/// What a correction can say: as `DIFFERENCES` describes it.
pub(crate) fn difference_fields(found: &SignedDifferences, digest: &str) -> Fields {
    let (before, now) = &found.money;
    Fields::default()
        .text("mã danh sách đã ký", digest)
        .text("tiền đã ký", grouped(before, Language::Vietnamese))
        .text("tiền nay", grouped(now, Language::Vietnamese))
        .each("bổ sung", lines(&found.added))
        .each("đưa ra", lines(&found.removed))
        .each("đính chính", lines(&found.corrected))
}

fn lines(found: &[SignedDifference]) -> Vec<Fields> {
    let lines = found.iter().enumerate().map(|(at, each)| {
        Fields::default()
            .text("tt", (at + 1).to_string())
            .text("mã", &each.entrant)
            .text("tên", &each.name)
            .text("cụm", &each.cluster)
            .text("tên hình thức", &each.award)
            .text("tổng điểm", &each.total)
            .text("tiền thưởng", &each.money)
            .text("lý do", &each.why)
    });
    lines.collect()
}
