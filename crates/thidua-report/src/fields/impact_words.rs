use super::FieldWords;
use super::words::{CLUSTER, NAME, NUMBER, TITLE, list, text};

const CHANGES: &[FieldWords] = &[
    NUMBER,
    text("nội dung", ("nội dung thay đổi", "the change in words")),
    text("số đối tượng", ("số đối tượng mà thay đổi này tác động đến", "how many it touches")),
    text(
        "tỷ trọng",
        ("phần của thay đổi này trong tổng số điểm thay đổi", "its part of all points that move"),
    ),
];

const COUNTS: &[FieldWords] = &[
    text("nội dung", ("đổi điểm, đổi hạng, đổi xếp loại, …", "change points, rank, grade, …")),
    text("số đối tượng", ("số đối tượng", "how many entrants")),
];

const FLOWS: &[FieldWords] = &[
    text("mức cũ", ("mức theo bản hiện hành", "the grade under the version in force")),
    text("mức mới", ("mức theo bản dự thảo", "the grade under the draft")),
    text("số đối tượng", ("số đối tượng", "how many entrants")),
];

const CLUSTERS: &[FieldWords] = &[
    CLUSTER,
    text("số hiện hành", ("số lượt được khen theo bản hiện hành", "awards under the version in force")),
    text("số dự thảo", ("số lượt được khen theo bản dự thảo", "awards under the draft")),
    text("ghi chú", ("khi cụm không còn ai được khen", "where a cluster loses every award")),
];

const MOVES: &[FieldWords] = &[
    NUMBER,
    NAME,
    CLUSTER,
    text("điểm", ("tổng điểm cũ → mới", "total, old → new")),
    text("hạng", ("hạng cũ → mới", "place, old → new")),
    text("xếp loại", ("mức cũ → mới", "grade, old → new")),
    text("khen thưởng", ("khen thưởng cũ → mới", "awards, old → new")),
    text("do thay đổi", ("phần điểm do từng thay đổi", "the points of each change")),
];

const NEAR: &[FieldWords] = &[
    NUMBER,
    NAME,
    text("mức", ("mức xếp loại hoặc suất cuối của chỉ tiêu", "the grade, or the last place of a quota")),
    text("cách mức", ("cách mức bao nhiêu điểm", "the distance in points")),
];

const RUNS: &[FieldWords] = &[
    TITLE,
    text("thư mục", ("thư mục số liệu", "the folder of its data")),
    text("số đối tượng", ("số đối tượng của đợt xét", "how many entrants")),
    text("tiền hiện hành", ("tiền thưởng theo bản hiện hành", "money under the version in force")),
    text("tiền dự thảo", ("tiền thưởng theo bản dự thảo", "money under the draft")),
    text("tiền chênh lệch", ("chênh lệch tiền thưởng", "the difference")),
    list("số liệu", ("bao nhiêu đối tượng đổi gì", "how many change what"), COUNTS),
    list("chuyển mức", ("bao nhiêu đối tượng từ mức nào sang mức nào", "grades from where to where"), FLOWS),
    list("cụm thay đổi", ("các cụm đổi số lượt được khen", "clusters with other awards"), CLUSTERS),
    list("đối tượng thay đổi", ("ai đổi xếp loại hoặc khen thưởng", "whose grade or awards move"), MOVES),
    list("sát mức", ("ai đứng sát mức theo bản dự thảo", "who stands near a line under the draft"), NEAR),
];

/// What the report of the impact of a draft can name.
pub(crate) const IMPACT: &[FieldWords] = &[
    text("bản hiện hành", ("tệp và phiên bản hiện hành", "the version in force")),
    text("bản dự thảo", ("tệp và phiên bản dự thảo", "the draft")),
    text("cách chia", ("cách chia chênh lệch cho từng thay đổi", "how differences were split")),
    list("thay đổi", ("các nội dung thay đổi", "the changes of the draft"), CHANGES),
    list("đợt", ("các đợt xét được tính lại", "the runs that were worked out again"), RUNS),
];
