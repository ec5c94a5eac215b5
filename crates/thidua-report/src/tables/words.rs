use crate::table::{ColumnWords, Shows};

/// Shortens the definitions below.
pub(super) const fn column(
    (vi, en): (&'static str, &'static str),
    (meaning_vi, meaning_en): (&'static str, &'static str),
    shows: Shows,
    width: u16,
) -> ColumnWords {
    ColumnWords { vi, en, meaning_vi, meaning_en, shows, width }
}

pub(super) const NUMBER: ColumnWords =
    column(("STT", "no"), ("số thứ tự dòng", "number of the line"), Shows::Count, 5);
pub(super) const ID: ColumnWords = column(
    ("Mã", "id"),
    ("mã đối tượng, như trong danh sách", "id of the entrant, as in the register"),
    Shows::Words,
    12,
);
pub(super) const ENTRANT: ColumnWords = column(
    ("Đơn vị", "entrant"),
    ("tên đơn vị, cá nhân hoặc hộ gia đình", "name of the unit, person or household"),
    Shows::Words,
    30,
);
pub(super) const CLUSTER: ColumnWords =
    column(("Cụm", "cluster"), ("cụm, khối thi đua", "emulation cluster or block"), Shows::Words, 20);
pub(super) const TOTAL: ColumnWords = column(
    ("Tổng điểm", "total"),
    (
        "tổng điểm sau làm tròn; để trống khi chưa có tổng điểm",
        "total after rounding; blank when there is no total yet",
    ),
    Shows::Points,
    9,
);
pub(super) const GRADE: ColumnWords = column(
    ("(tên cách xếp loại)", "(title of the grading)"),
    (
        "mỗi cách xếp loại một cột: tên mức, hoặc `mức thấp nhất…mức cao nhất?` khi còn để ngỏ; mức do người quyết định thêm “, do người quyết định”",
        "one column for each grading: title of the grade, or `lowest…highest?` while it is open; “, given by a person” after a grade that a person gave",
    ),
    Shows::Words,
    14,
);
pub(super) const RANK: ColumnWords = column(
    ("(tên cách xếp hạng)", "(title of the ranking)"),
    (
        "mỗi cách xếp hạng một cột: hạng từ 1; để trống khi không xếp hạng",
        "one column for each ranking: place from 1; blank when not ranked",
    ),
    Shows::Count,
    7,
);
pub(super) const SHARING: ColumnWords = column(
    ("Đồng hạng", "shared by"),
    (
        "số đối tượng cùng giữ hạng ở cột trước, kể cả chính mình",
        "how many hold the place of the column before, this one included",
    ),
    Shows::Count,
    7,
);
pub(super) const NOTE: ColumnWords = column(
    ("Ghi chú", "note"),
    (
        "vì sao chưa có tổng điểm; điều gì khống chế hoặc hạ mức xếp loại",
        "why there is no total; what held the grade down",
    ),
    Shows::Words,
    40,
);
pub(super) const CRITERION: ColumnWords = column(
    ("(mã tiêu chí)", "(path of the criterion)"),
    (
        "mỗi tiêu chí, nhóm, khoản thưởng và khoản trừ một cột, theo thứ tự của bộ tiêu chí: điểm đạt được",
        "one column for each criterion, group, bonus and deduction, in the order of the rules: points reached",
    ),
    Shows::Points,
    8,
);
pub(super) const BONUS: ColumnWords = column(
    ("Điểm thưởng", "bonus"),
    ("điểm thưởng được tính, sau mức trần", "bonus that counts, after its ceiling"),
    Shows::Points,
    8,
);
pub(super) const DEDUCTIONS: ColumnWords = column(
    ("Điểm trừ", "deductions"),
    ("điểm trừ được tính, viết không dấu", "deductions that count, written without a sign"),
    Shows::Points,
    8,
);
pub(super) const MAXIMUM: ColumnWords = column(
    ("Điểm tối đa", "maximum"),
    (
        "điểm tối đa của riêng đối tượng, sau khi trừ phần được miễn hoặc không áp dụng",
        "the maximum that holds for this entrant, without what is exempt or does not apply",
    ),
    Shows::Points,
    8,
);
pub(super) const AWARD: ColumnWords = column(
    ("Danh hiệu, hình thức", "award"),
    ("danh hiệu thi đua hoặc hình thức khen thưởng", "emulation title or form of commendation"),
    Shows::Words,
    26,
);
pub(super) const STATUS: ColumnWords = column(
    ("Kết quả xét", "status"),
    (
        "kết quả xét và việc đang chờ; `(tạm thời)` khi còn tùy thuộc trường hợp để ngỏ",
        "where the case stands and what it waits for; `(provisional)` while it hangs on open cases",
    ),
    Shows::Words,
    24,
);
pub(super) const PLACE: ColumnWords = column(
    ("Hạng", "rank"),
    ("hạng theo cách xếp hạng mà hình thức này dùng", "place in the ranking that this award goes by"),
    Shows::Count,
    6,
);
pub(super) const HISTORY: ColumnWords = column(
    ("Thành tích đã có", "history"),
    ("các năm và kết quả đã ghi trong lịch sử khen thưởng", "years and results on record"),
    Shows::Words,
    30,
);
pub(super) const MONEY: ColumnWords = column(
    ("Tiền thưởng (đồng)", "money"),
    (
        "tiền thưởng khi được đề nghị; để trống khi Hội đồng đã quyết định không đề nghị",
        "money when recommended; blank when the council decided against it",
    ),
    Shows::Money,
    14,
);
pub(super) const DECISION: ColumnWords = column(
    ("Quyết định", "decision"),
    ("quyết định của Hội đồng, số và ngày", "what the council decided, with number and date"),
    Shows::Words,
    26,
);
pub(super) const REQUIREMENT: ColumnWords = column(
    ("Điều kiện", "requirement"),
    ("điều kiện chưa đạt hoặc chưa rõ", "the requirement that is failed or not known"),
    Shows::Words,
    32,
);
pub(super) const FOUND: ColumnWords = column(
    ("Thực tế", "found"),
    ("số liệu đã dùng để xét điều kiện", "the values the requirement was held against"),
    Shows::Words,
    32,
);
pub(super) const CHANGE: ColumnWords = column(
    ("Cần thay đổi", "change"),
    ("thay đổi nhỏ nhất để đạt điều kiện", "the smallest change that would meet it"),
    Shows::Words,
    26,
);
pub(super) const BASIS: ColumnWords =
    column(("Căn cứ", "basis"), ("điều, khoản của văn bản", "the clause of the document"), Shows::Words, 12);
pub(super) const SCOPE: ColumnWords = column(
    ("Phạm vi", "scope"),
    ("cụm hoặc loại hình; để trống khi xét chung", "cluster or kind; blank where all compete"),
    Shows::Words,
    24,
);
pub(super) const BASE: ColumnWords = column(
    ("Cơ số", "base"),
    ("số dùng để tính tỷ lệ hoặc phân bổ", "what a share or a division is taken of"),
    Shows::Points,
    8,
);
pub(super) const ARITHMETIC: ColumnWords = column(
    ("Cách tính", "arithmetic"),
    ("phép tính ra số chỉ tiêu", "how the number of places came about"),
    Shows::Words,
    34,
);
pub(super) const QUOTA: ColumnWords =
    column(("Chỉ tiêu", "places"), ("số chỉ tiêu của phạm vi", "places of the scope"), Shows::Count, 8);
pub(super) const FILLED: ColumnWords =
    column(("Đã dùng", "filled"), ("số đã đề nghị", "how many are recommended"), Shows::Count, 8);
pub(super) const LEFT: ColumnWords =
    column(("Còn lại", "left"), ("số chỉ tiêu chưa ai nhận", "places that nobody has yet"), Shows::Count, 8);
pub(super) const OFFICIAL: ColumnWords = column(
    ("Vòng chính thức", "official"),
    ("điểm ở vòng chấm chính thức", "points at the official stage"),
    Shows::Points,
    10,
);
pub(super) const OTHER: ColumnWords = column(
    ("Vòng so sánh", "other"),
    (
        "điểm ở vòng được so sánh, thường là tự chấm",
        "points at the stage it is compared with, mostly self-assessed",
    ),
    Shows::Points,
    10,
);
pub(super) const DIFFERENCE: ColumnWords = column(
    ("Chênh lệch", "difference"),
    ("vòng so sánh trừ vòng chính thức", "the other stage less the official one"),
    Shows::Points,
    10,
);
pub(super) const EXPLAINED: ColumnWords = column(
    ("Giải trình", "explained"),
    (
        "`có` khi đã có công văn giải trình, `chưa` khi còn thiếu",
        "`yes` when the reason was given, else `no`",
    ),
    Shows::Words,
    10,
);
pub(super) const OF_CRITERION: ColumnWords =
    column(("Tiêu chí", "criterion"), ("mã tiêu chí", "path of the criterion"), Shows::Words, 12);
pub(super) const FINDING: ColumnWords = column(
    ("Nội dung", "finding"),
    (
        "việc cần xử lý: thiếu gì, lệch gì, vượt gì",
        "what to look at: what is missing, differs or is exceeded",
    ),
    Shows::Words,
    70,
);
pub(super) const LINE: ColumnWords = column(
    ("Ngưỡng", "line"),
    ("mức xếp loại hoặc suất cuối của chỉ tiêu đứng gần", "the grade or the last place that is near"),
    Shows::Words,
    30,
);
pub(super) const LINE_DISTANCE: ColumnWords = column(
    ("Cách ngưỡng", "distance"),
    ("điểm hơn ngưỡng; số âm là còn thiếu", "points above the line; below 0 is short of it"),
    Shows::Points,
    10,
);
pub(super) const OTHER_TOTAL: ColumnWords = column(
    ("Tổng tự chấm", "other total"),
    ("tổng điểm ở vòng được so sánh, thường là tự chấm", "total at the stage it is compared with"),
    Shows::Points,
    10,
);
