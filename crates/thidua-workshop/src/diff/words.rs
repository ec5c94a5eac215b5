//! Changes in words an official would use (diễn đạt thay đổi bằng lời).

use thidua::{Number, Text, text};
use thidua_rulefile::{Node, View};

use super::lay::Difference;
use super::method;
use super::place::{Place, called, last_key};

/// A change as a sentence: what it is about, what it said, what it says.
pub(super) fn sentence(difference: &Difference) -> Text {
    let way = &difference.way;
    let innermost = matches!(way.last(), Some(Place::Item { .. }));
    let aspect = (!innermost).then(|| key(last_key(way)));
    let head = match (called(way), &aspect) {
        (Some(about), Some(aspect)) => say("{}: {}", "{}: {}", &[&about, aspect]),
        (Some(about), None) => about,
        (None, aspect) => aspect.clone().unwrap_or_default(),
    };
    let head = capital(&head);
    if difference.order {
        return say("{}: đổi thứ tự", "{}: another order", &[&head]);
    }
    match (&difference.old, &difference.new) {
        (None, Some(new)) => say("{}: thêm {}", "{}: added {}", &[&head, &described(way, new)]),
        (Some(old), None) => say("{}: bỏ {}", "{}: dropped {}", &[&head, &described(way, old)]),
        (Some(old), Some(new)) if ENDS.contains(&last_key(way)) => {
            say("{} {} → {}", "{} {} → {}", &[&head, &plain(old), &plain(new)])
        }
        (Some(old), Some(new)) => {
            let (old, new) = method::rows_that_differ(last_key(way), old, new)
                .unwrap_or_else(|| (described(way, old), described(way, new)));
            say("{}: {} → {}", "{}: {} → {}", &[&head, &old, &new])
        }
        (None, None) => head,
    }
}

/// A change that moves the other end of the same seam too.
pub(super) fn also(sentence: &Text, difference: &Difference) -> Text {
    let other = called(&difference.way).unwrap_or_default();
    let end = key(last_key(&difference.way));
    say("{} (cùng lúc {}: {})", "{} (and with it {}: {})", &[sentence, &other, &end])
}

/// What stands at one side of a change.
pub(super) fn described(way: &[Place], node: &Node) -> Text {
    if let (Some(Place::Key(key)), Some(words)) = (way.last(), node.text())
        && SPOKEN.contains(&key.as_str())
    {
        return Text::same(words);
    }
    match way.last() {
        Some(Place::Item { list, .. }) if matches!(list.as_str(), "criteria" | "children" | "items") => {
            method::criterion(node)
        }
        Some(Place::Item { list, .. }) if list == "grades" => method::band(node),
        Some(Place::Key(key)) => method::described(key, node).unwrap_or_else(|| plain(node)),
        _ => plain(node),
    }
}

/// Keys whose value is words even when it looks like a number.
const SPOKEN: &[&str] = &["version", "rule_set", "title", "note", "code", "id", "basis", "label"];
/// Ends of an interval, which read on without a colon: “từ 90 → 92”.
const ENDS: &[&str] = &["from", "above", "to", "below"];

/// Any value, with the keys in words: `{ tỷ lệ: 20%; phần lẻ: bỏ }`.
pub(super) fn plain(node: &Node) -> Text {
    match node.view() {
        View::Scalar("") => text!("(trống)", "(nothing)"),
        View::Scalar(written) => scalar(written),
        View::List(items) => joined(&items.iter().map(plain).collect::<Vec<_>>(), ", "),
        View::Group(entries) => {
            let unspoken = |name: &str| matches!(name, "title" | "basis" | "note" | "label");
            let spoken = entries.iter().filter(|(name, _)| !name.text().is_some_and(unspoken));
            let parts: Vec<Text> = spoken
                .map(|(name, value)| {
                    say("{}: {}", "{}: {}", &[&key(name.text().unwrap_or_default()), &plain(value)])
                })
                .collect();
            // A row that has a label is called by it.
            match node.get("label").and_then(Node::text) {
                Some(label) => say("“{}” ({})", "“{}” ({})", &[&Text::same(label), &joined(&parts, "; ")]),
                None => joined(&parts, "; "),
            }
        }
    }
}

/// A single value: numbers with each language's own decimal sign, known words translated.
pub(super) fn scalar(written: &str) -> Text {
    if Number::parse(written).is_ok() {
        return text!("\u{2}{written}\u{2}", "\u{2}{written}\u{2}");
    }
    let known = WORDS.iter().find(|(word, ..)| *word == written);
    known.map_or_else(|| Text::same(written), |(_, vi, en)| Text::new(*vi, *en))
}

/// A key of the rule format in words.
pub(super) fn key(name: &str) -> Text {
    let known = KEYS.iter().find(|(known, ..)| *known == name);
    known.map_or_else(|| Text::same(format!("`{name}`")), |(_, vi, en)| Text::new(*vi, *en))
}

/// Puts the parts, in order, where `{}` stands.
pub(super) fn say(vi: &str, en: &str, parts: &[&Text]) -> Text {
    let fill = |pattern: &str, part: fn(&Text) -> &str| {
        let mut pieces = pattern.split("{}");
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for (index, piece) in pieces.enumerate() {
            filled.push_str(parts.get(index).map(|text| part(text)).unwrap_or_default());
            filled.push_str(piece);
        }
        filled
    };
    Text { vi: fill(vi, |text| &text.vi), en: fill(en, |text| &text.en) }
}

/// The parts one behind another.
pub(super) fn joined(parts: &[Text], between: &str) -> Text {
    let join = |part: fn(&Text) -> &str| parts.iter().map(part).collect::<Vec<_>>().join(between);
    Text { vi: join(|text| &text.vi), en: join(|text| &text.en) }
}

fn capital(text: &Text) -> Text {
    let upper = |words: &str| {
        let mut characters = words.chars();
        characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
    };
    Text { vi: upper(&text.vi), en: upper(&text.en) }
}

#[rustfmt::skip]
const KEYS: &[(&str, &str, &str)] = &[
    ("above", "trên", "above"),
    ("actual", "ngày thực tế", "actual day"),
    ("adjustments", "điểm thưởng, điểm trừ", "bonus and deductions"),
    ("aggregate", "cách tổng hợp", "aggregate"),
    ("allowed", "được phép trễ", "allowed"),
    ("amount", "số tiền", "amount"),
    ("among", "chỉ xét những đơn vị", "among those who meet"),
    ("anchors", "các mốc", "anchors"),
    ("answers", "phương án trả lời", "answers"),
    ("apportioned", "phân bổ", "apportioned"),
    ("approved_by", "người duyệt", "approved by"),
    ("at", "tại", "at"),
    ("at_least", "ít nhất", "at least"),
    ("at_most", "nhiều nhất", "at most"),
    ("awards", "khen thưởng", "awards"),
    ("bands", "cách chấm theo thang", "bands"),
    ("base", "cơ số", "base"),
    ("basis", "căn cứ", "clause"),
    ("below", "dưới", "below"),
    ("better", "tốt hơn là", "better is"),
    ("beyond", "ngoài các mốc", "beyond the anchors"),
    ("blank", "ô trống", "blank"),
    ("body", "hội đồng", "body"),
    ("bonus", "điểm thưởng", "bonus"),
    ("budgets", "quỹ khen thưởng", "budgets"),
    ("by", "theo", "by"),
    ("called", "cách gọi", "called"),
    ("cap", "mức trần", "cap"),
    ("ceilings", "mức trần xếp loại có điều kiện", "ceilings"),
    ("checks", "mức độ của phép kiểm tra", "levels of lints"),
    ("children", "tiêu chí thành phần", "children"),
    ("choices", "các mức", "levels"),
    ("claimed_by", "người đề nghị", "claimed by"),
    ("code", "mã", "code"),
    ("combine", "cách gộp", "combine"),
    ("commendation_type", "loại hình khen thưởng", "type of commendation"),
    ("consecutive", "liên tục", "consecutive"),
    ("council", "hội đồng quyết định", "the council decides"),
    ("count", "cách chấm theo số lượng", "count"),
    ("counts_this_run", "tính cả kỳ này", "counts this run"),
    ("criteria", "tiêu chí", "criteria"),
    ("days", "cách tính ngày", "days"),
    ("deduct", "cách chấm trừ dần", "deductions from the maximum"),
    ("deductions", "điểm trừ", "deductions"),
    ("denominator", "mẫu số", "denominator"),
    ("direct", "cách chấm trực tiếp", "direct points"),
    ("divided", "chia điểm tối đa", "maximum divided"),
    ("drop_highest", "bỏ điểm cao nhất", "drop highest"),
    ("drop_lowest", "bỏ điểm thấp nhất", "drop lowest"),
    ("due", "hạn", "due"),
    ("each", "mỗi đơn vị", "each"),
    ("each_day", "mỗi ngày", "each day"),
    ("each_year", "mỗi năm phải có", "in each year"),
    ("effective", "hiệu lực", "effective"),
    ("ending_years_ago", "chuỗi kết thúc cách đây (năm)", "chain ends years ago"),
    ("entrant", "đối tượng", "entrant"),
    ("exempt", "được miễn", "exempt"),
    ("floor", "mức sàn", "floor"),
    ("for", "dành cho", "for"),
    ("formula", "công thức", "formula"),
    ("fraction", "phần lẻ", "fraction"),
    ("free", "số đầu không tính", "free"),
    ("from", "từ", "from"),
    ("full", "đủ điểm", "full points"),
    ("gap", "chênh lệch cho phép", "gap"),
    ("grades", "các mức xếp loại", "grades"),
    ("gradings", "bảng xếp loại", "gradings"),
    ("group", "nhóm", "group"),
    ("highest", "giá trị lớn nhất có thể", "highest possible value"),
    ("history", "thành tích các năm", "history"),
    ("hold_when", "chờ xem xét khi", "held while"),
    ("holds", "phải có", "must hold"),
    ("holidays", "ngày nghỉ", "holidays"),
    ("id", "mã", "id"),
    ("inputs", "số liệu", "inputs"),
    ("items", "cách chấm nhiều mục", "items"),
    ("kind", "loại", "kind"),
    ("kinds", "loại đối tượng", "kinds"),
    ("knocked_out_when", "hạ xuống mức này khi", "knocked out when"),
    ("label", "cách gọi", "label"),
    ("ladder", "bậc trừ", "ladder"),
    ("lateness", "cách chấm theo ngày trễ", "lateness"),
    ("leaf", "điểm từng tiêu chí", "leaf"),
    ("legal_basis", "căn cứ pháp lý", "legal basis"),
    ("levels", "cách chấm theo mức", "levels"),
    ("line", "đường thẳng", "straight line"),
    ("linear", "cách chấm tuyến tính", "linear"),
    ("lowest", "giá trị nhỏ nhất có thể", "lowest possible value"),
    ("marks", "các mốc điểm", "marks"),
    ("max", "lớn nhất", "max"),
    ("may_exceed_max", "được phép vượt điểm tối đa", "may exceed the maximum"),
    ("may_fall_below_zero", "được phép âm", "may fall below zero"),
    ("method", "cách chấm", "method"),
    ("min", "nhỏ nhất", "min"),
    ("minus", "trừ", "minus"),
    ("missing", "khi thiếu dữ liệu", "missing values"),
    ("mode", "cách làm tròn", "mode"),
    ("money", "tiền thưởng", "money"),
    ("most_of", "nhiều nhất về", "most of"),
    ("multiple", "số lần lương cơ sở", "times the base salary"),
    ("not_after", "quá số ngày này không có điểm", "no points after days"),
    ("not_applicable", "khi không áp dụng", "when not applicable"),
    ("not_submitted", "chưa nộp", "not submitted"),
    ("note", "ghi chú", "note"),
    ("numerator", "tử số", "numerator"),
    ("of", "của", "of"),
    ("official_stage", "vòng chấm chính thức", "official stage"),
    ("one_form", "một thành tích, một hình thức", "one form per achievement"),
    ("one_payment", "chỉ chi tiền một lần", "paid once"),
    ("only_at", "chỉ ở hạng", "only at place"),
    ("only_if", "chỉ khi", "only if"),
    ("order", "thứ tự", "order"),
    ("otherwise", "nếu không", "otherwise"),
    ("outside_total", "ngoài tổng điểm", "outside the total"),
    ("over", "vượt mức", "over-achievement"),
    ("panel", "cách chấm của hội đồng", "panel"),
    ("parameters", "tham số", "parameters"),
    ("payer", "quỹ chi", "payer"),
    ("per", "tính theo", "per"),
    ("places", "số chữ số sau dấu phẩy", "places"),
    ("points", "điểm", "points"),
    ("points_max", "điểm tối đa", "maximum points"),
    ("points_min", "điểm tối thiểu", "minimum points"),
    ("present_at_least", "tỷ lệ tiêu chí phải có điểm", "children that must be present"),
    ("proportional", "tỷ lệ thuận", "proportional"),
    ("proven", "phải có số quyết định", "proven"),
    ("quorum", "số có mặt tối thiểu", "quorum"),
    ("quota", "chỉ tiêu", "quota"),
    ("rank_on", "xếp hạng theo điểm", "rank on"),
    ("ranked_by", "xét theo bảng", "ranked by"),
    ("rankings", "bảng xếp hạng", "rankings"),
    ("ratio", "cách chấm theo tỷ lệ", "ratio"),
    ("reference", "nhóm so sánh", "reference set"),
    ("relative", "cách chấm so với cụm", "relative to others"),
    ("requires", "điều kiện", "requirements"),
    ("reserve", "số dự phòng", "reserve"),
    ("results", "kết quả", "results"),
    ("reuse", "dùng lại năm đã xét", "reuse"),
    ("rounding", "làm tròn", "rounding"),
    ("rule_set", "tên bộ tiêu chí", "name of the rule set"),
    ("scope", "phạm vi", "scope"),
    ("scorers", "người chấm", "scorers"),
    ("share", "tỷ lệ", "share"),
    ("stages", "các vòng chấm", "stages"),
    ("step", "bước", "step"),
    ("steps", "các bậc", "steps"),
    ("survey", "cách chấm theo khảo sát", "survey"),
    ("table", "bảng điểm theo hạng", "table"),
    ("take", "lấy", "take"),
    ("target", "chỉ tiêu được giao", "target"),
    ("then", "thì", "then"),
    ("tie_break", "bước xét khi bằng điểm", "tie-break steps"),
    ("tie_on_line", "bằng nhau ở suất cuối của chỉ tiêu", "tie on the line"),
    ("title", "tên gọi", "title"),
    ("to", "đến", "to"),
    ("together_with", "tính chung với", "together with"),
    ("total", "tổng điểm", "total"),
    ("trim", "bỏ ở mỗi đầu", "trimmed at either end"),
    ("unit", "đơn vị tính", "unit"),
    ("until", "đến ngày", "until"),
    ("value", "giá trị", "value"),
    ("version", "phiên bản", "version"),
    ("votes", "phiếu bầu", "votes"),
    ("weight", "trọng số", "weight"),
    ("when", "khi", "when"),
    ("when_equal", "khi mọi đơn vị bằng nhau", "when all are equal"),
    ("when_zero", "khi mẫu số bằng 0", "when the denominator is 0"),
    ("window", "cách đếm năm", "window"),
    ("within", "trong giới hạn chung", "within"),
    ("years", "số năm", "years"),
    ("yes_no", "cách chấm đạt hay không đạt", "yes or no"),
];

#[rustfmt::skip]
const WORDS: &[(&str, &str, &str)] = &[
    ("true", "có", "yes"),
    ("false", "không", "no"),
    ("refuse", "chưa có điểm, phải bổ sung", "refused until mended"),
    ("zero", "0 điểm", "0 points"),
    ("rescale", "chia lại cho tiêu chí khác", "rescaled"),
    ("reduce", "giảm điểm tối đa", "the maximum is reduced"),
    ("hold", "chờ xem xét", "hold"),
    ("half-up", "nửa lên", "half up"),
    ("half-even", "nửa về số chẵn", "half even"),
    ("up", "lên", "up"),
    ("down", "xuống (bỏ phần lẻ)", "down"),
    ("cluster", "cụm", "cluster"),
    ("all", "tất cả", "all"),
    ("kind", "loại đối tượng", "kind"),
    ("higher", "cao hơn", "higher"),
    ("lower", "thấp hơn", "lower"),
    ("best-first", "tốt nhất ghi trước", "best first"),
    ("worst-first", "tốt nhất ghi cuối", "worst first"),
    ("rounded", "đã làm tròn", "rounded"),
    ("exact", "chưa làm tròn", "exact"),
    ("refer", "trình Hội đồng", "refer to the council"),
    ("widen", "mở rộng", "widen"),
    ("narrow", "thu hẹp", "narrow"),
    ("entrants", "số đơn vị", "entrants"),
    ("eligible", "số đủ điều kiện", "eligible"),
    ("working", "ngày làm việc", "working days"),
    ("calendar", "ngày lịch", "calendar days"),
    ("sum", "tổng", "sum"),
    ("weighted-sum", "tổng có hệ số", "weighted sum"),
    ("weighted-mean", "trung bình có trọng số", "weighted mean"),
    ("either-or", "một trong các nhánh", "either-or"),
    ("standard", "1, 2, 2, 4", "1, 2, 2, 4"),
    ("dense", "1, 2, 2, 3", "1, 2, 2, 3"),
    ("all-members", "tổng số thành viên", "all members"),
    ("present", "số có mặt", "those present"),
    ("collective", "tập thể", "collective"),
    ("individual", "cá nhân", "individual"),
    ("household", "hộ gia đình", "household"),
    ("leader", "đơn vị dẫn đầu", "the leader"),
    ("clip", "giữ ở mốc", "clipped"),
    ("extend", "kéo dài", "extended"),
];
