use super::FieldWords;

/// Shortens the definitions below.
pub(super) const fn text(
    name: &'static str,
    (meaning_vi, meaning_en): (&'static str, &'static str),
) -> FieldWords {
    FieldWords { name, meaning_vi, meaning_en, each: &[] }
}

pub(super) const fn list(
    name: &'static str,
    (meaning_vi, meaning_en): (&'static str, &'static str),
    each: &'static [FieldWords],
) -> FieldWords {
    FieldWords { name, meaning_vi, meaning_en, each }
}

pub(super) const NUMBER: FieldWords = text("tt", ("số thứ tự", "number of the line"));
pub(super) const ID: FieldWords = text("mã", ("mã đối tượng", "id of the entrant"));
pub(super) const NAME: FieldWords = text("tên", ("tên tập thể, cá nhân, hộ gia đình", "name of the entrant"));
pub(super) const CLUSTER: FieldWords = text("cụm", ("cụm, khối thi đua", "cluster or block"));
const TOTAL: FieldWords = text("tổng điểm", ("tổng điểm sau làm tròn", "total after rounding"));
const RANK: FieldWords =
    text("hạng", ("hạng theo cách xếp hạng của hình thức", "place in the ranking of the award"));
const HISTORY: FieldWords = text("thành tích", ("thành tích đã có", "results on record"));
const MONEY: FieldWords = text("tiền thưởng", ("tiền thưởng, đồng", "money in đồng"));
pub(super) const AWARD: FieldWords =
    text("tên hình thức", ("tên danh hiệu, hình thức", "title of the award"));
const STATUS: FieldWords = text("kết quả", ("kết quả xét", "where the case stands"));

/// Who is listed for one award.
const LISTED: &[FieldWords] = &[NUMBER, ID, NAME, CLUSTER, TOTAL, RANK, HISTORY, MONEY];

/// One award.
const AWARDS: &[FieldWords] = &[
    NUMBER,
    AWARD,
    text("số lượng", ("“05 tập thể, 02 cá nhân”", "“05 tập thể, 02 cá nhân”")),
    text("số tập thể", ("số tập thể", "how many collectives")),
    text("số cá nhân", ("số cá nhân", "how many people")),
    text("số hộ gia đình", ("số hộ gia đình", "how many households")),
    MONEY,
    list("danh sách", ("những người đã chắc chắn, theo hạng", "those who are certain, by rank"), LISTED),
];

/// One candidate of a vote.
const CANDIDATES: &[FieldWords] = &[
    NUMBER,
    ID,
    NAME,
    CLUSTER,
    TOTAL,
    RANK,
    HISTORY,
    text("phiếu", ("số phiếu đã bỏ; trống khi chưa bỏ phiếu", "the votes; empty before the vote")),
    text("kết quả phiếu", ("đạt, không đạt; trống khi chưa rõ", "met or not; empty while unknown")),
];

/// One vote: a body on an award.
pub(crate) const BALLOT: &[FieldWords] = &[
    text("tổ chức bỏ phiếu", ("hội đồng, tổ chức bỏ phiếu", "the body that votes")),
    AWARD,
    text("yêu cầu phiếu", ("tỷ lệ phiếu phải đạt", "the share of votes needed")),
    text("chỉ tiêu", ("số chỉ tiêu; trống khi không hạn chế", "places; empty without a limit")),
    text("số đề cử", ("số người trên phiếu", "how many candidates")),
    list("đề cử", ("những người được đưa ra bỏ phiếu, theo hạng", "the candidates, by rank"), CANDIDATES),
];

const RESULTS: &[FieldWords] = &[
    NAME,
    AWARD,
    STATUS,
    text("phiếu", ("số phiếu; `[số phiếu]/[tổng số]` khi chưa có", "the votes, or a place for them")),
];

const DEPARTURES: &[FieldWords] = &[
    NAME,
    AWARD,
    STATUS,
    text("quyết định", ("Hội đồng quyết định gì, số, ngày, lý do", "what was decided, number, date, reason")),
];

const OPEN: &[FieldWords] =
    &[NAME, AWARD, STATUS, text("lý do", ("điều kiện chưa rõ", "the requirements that are open"))];

const FUNDS: &[FieldWords] = &[
    text("tên quỹ", ("tên quỹ chi; trống khi không khai", "the fund; empty when none is declared")),
    text("số tiền", ("tổng tiền thưởng từ quỹ đó, đồng", "the money from it, in đồng")),
];

pub(super) const MOVEMENT: FieldWords = text("phong trào", ("tên phong trào", "name of the movement"));
pub(super) const TITLE: FieldWords = text("đợt xét", ("tên đợt xét", "title of the run"));
pub(super) const RULES: FieldWords = text("bộ tiêu chí", ("tên bộ tiêu chí", "title of the rule set"));
pub(super) const VERSION: FieldWords = text("phiên bản", ("phiên bản bộ tiêu chí", "its version"));
pub(super) const BASIS: FieldWords = list(
    "căn cứ",
    ("các văn bản làm căn cứ", "the documents the rules rest on"),
    &[text("văn bản", ("tên văn bản, số, ngày", "its name, number and date"))],
);

/// What every document of a run can name.
pub(crate) const RUN: &[FieldWords] = &[
    MOVEMENT,
    TITLE,
    RULES,
    VERSION,
    text("số đối tượng", ("số đối tượng của đợt xét", "how many entrants")),
    text("số có tổng điểm", ("số đối tượng có tổng điểm", "how many have a total")),
    text("số để ngỏ", ("số trường hợp chưa kết luận; trống khi không có", "open cases; empty without any")),
    text("nội dung khen", ("“Bằng khen cho 03 tập thể; …”", "“Bằng khen cho 03 tập thể; …”")),
    text("nội dung tiền thưởng", ("“… đồng từ quỹ …; …”", "“… đồng từ quỹ …; …”")),
    BASIS,
    list("hình thức", ("mọi danh hiệu, hình thức của đợt xét", "every award of the run"), AWARDS),
    list(
        "hình thức có người",
        ("các danh hiệu, hình thức có người chắc chắn", "the awards that somebody gets for certain"),
        AWARDS,
    ),
    list("quỹ", ("các quỹ chi tiền thưởng", "the funds that pay"), FUNDS),
    list("kết quả xét", ("ai được đề nghị gì, kết quả bỏ phiếu", "who is recommended, and votes"), RESULTS),
    list(
        "quyết định khác",
        ("quyết định khác với kết quả xét", "decisions that depart from the result"),
        DEPARTURES,
    ),
    list("để ngỏ", ("các trường hợp còn để ngỏ", "open cases"), OPEN),
    list("bỏ phiếu", ("từng lần bỏ phiếu: tổ chức và hình thức", "each vote: a body on an award"), BALLOT),
];

const DIFFERENT: &[FieldWords] = &[
    NUMBER,
    ID,
    NAME,
    CLUSTER,
    AWARD,
    TOTAL,
    MONEY,
    text("lý do", ("vì sao khác, hoặc đính chính điều gì", "why, or what is corrected")),
];

/// What has changed since a list was signed.
pub(crate) const DIFFERENCES: &[FieldWords] = &[
    text("mã danh sách đã ký", ("mã sha256 của biên bản chạy đã ký", "digest of the record that was signed")),
    text("tiền đã ký", ("tổng tiền thưởng của danh sách đã ký", "money of the list as signed")),
    text("tiền nay", ("tổng tiền thưởng của danh sách nay", "money of the list as it is now")),
    list("bổ sung", ("ai được bổ sung vào danh sách", "who joins the list"), DIFFERENT),
    list("đưa ra", ("ai được đưa ra khỏi danh sách", "who leaves the list"), DIFFERENT),
    list(
        "đính chính",
        ("ai vẫn trong danh sách, có nội dung đính chính", "who stays with corrections"),
        DIFFERENT,
    ),
];
