use super::FieldWords;
use super::words::{AWARD, BASIS, CLUSTER, ID, MOVEMENT, NAME, NUMBER, RULES, TITLE, VERSION, list, text};

/// What a paper of one unit can name of its run: nothing that tells of others.
pub(crate) const RUN_OF_UNIT: &[FieldWords] = &[MOVEMENT, TITLE, RULES, VERSION, BASIS];

const REQUIREMENTS: &[FieldWords] = &[
    AWARD,
    text("điều kiện", ("điều kiện của danh hiệu, hình thức", "the requirement of the award")),
    text("thực tế", ("thực tế của đơn vị và cần thay đổi gì", "what was found, and what would help")),
    text("điều khoản", ("điều khoản, kèm tên văn bản đầy đủ", "the clause, its document in full")),
];

const RESULT: &[FieldWords] = &[text(
    "nội dung",
    ("một câu: tổng điểm, xếp loại, hạng hoặc một hình thức", "one sentence: total, grade, place or award"),
)];

const CRITERIA: &[FieldWords] = &[
    text("mã tiêu chí", ("mã của tiêu chí hoặc nhóm", "code of the criterion or group")),
    text("tên tiêu chí", ("tên của tiêu chí hoặc nhóm", "its title")),
    text("điểm tối đa", ("điểm tối đa", "its maximum")),
    text("điểm", ("điểm đạt được; `—` khi chưa có", "its points; `—` without any")),
    text(
        "cách tính",
        ("cách tính và số liệu; trống ở nhóm", "the arithmetic with its figures; empty for groups"),
    ),
];

const LACKING: &[FieldWords] = &[
    NUMBER,
    text("nội dung", ("tiêu chí, điều kiện hoặc việc giải trình", "criterion, requirement or difference")),
    text("còn thiếu", ("còn thiếu gì", "what is missing")),
];

/// What the papers of one unit can name.
pub(crate) const UNIT: &[FieldWords] = &[
    ID,
    NAME,
    CLUSTER,
    list(
        "điều kiện chưa đạt",
        (
            "các điều kiện chưa đạt hoặc chưa rõ của mọi hình thức",
            "requirements not met or not known, of every award",
        ),
        REQUIREMENTS,
    ),
    list(
        "điều kiện không đạt",
        (
            "các điều kiện không đạt của những hình thức không đủ điều kiện",
            "requirements failed of the awards that are refused",
        ),
        REQUIREMENTS,
    ),
    list("kết quả", ("tổng điểm, xếp loại, hạng, kết quả xét", "total, grades, places, awards"), RESULT),
    list(
        "tiêu chí",
        (
            "các nhóm và các tiêu chí chưa đạt điểm tối đa, vừa hai trang",
            "groups, and criteria below their maximum, as fit two pages",
        ),
        CRITERIA,
    ),
    text(
        "số tiêu chí không liệt kê",
        (
            "số tiêu chí chưa đạt điểm tối đa mà danh sách trên không còn chỗ; trống khi không có",
            "how many more there are; empty without any",
        ),
    ),
    text(
        "số tiêu chí đạt điểm tối đa",
        (
            "số tiêu chí đạt điểm tối đa; trống khi không có",
            "how many are at their maximum; empty without any",
        ),
    ),
    list("cần bổ sung", ("số liệu, tài liệu, giải trình còn phải gửi", "what is still to be sent"), LACKING),
];
