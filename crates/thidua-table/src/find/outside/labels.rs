//! What stands in rows that are about nobody (chữ ở dòng không phải đơn vị): maxima, sums, signatures.

use crate::fold;
use crate::number::{NumberStyle, parse_number};

pub(super) const MAXIMA: &[&str] =
    &["diem-toi-da", "diem-chuan", "thang-diem", "toi-da", "diem-cao-nhat", "muc-toi-da", "max"];
pub(super) const TOTALS: &[&str] = &[
    "tong",
    "tong-cong",
    "tong-so",
    "cong",
    "cong-chung",
    "tong-diem",
    "trung-binh",
    "diem-trung-binh",
    "binh-quan",
    "diem-binh-quan",
    "trung-binh-cong",
    "tong-hop",
    "tong-cuoi",
    "tong-chung",
    "grand-total",
    "total",
    "average",
    "cao-nhat",
    "thap-nhat",
];
const SIGNATURES: &[&str] = &[
    "nguoi-lap",
    "lap-bieu",
    "nguoi-tong-hop",
    "thu-truong",
    "tm-",
    "kt-",
    "tl-",
    "noi-nhan",
    "xac-nhan",
    "chu-tich",
    "pho-chu-tich",
    "giam-doc",
    "hieu-truong",
    "ghi-chu",
    "luu-y",
    "chu-thich",
    "ky-ten",
    "da-ky",
    "ke-toan",
];

/// `Cộng I`, `Cộng trang 2`, `Tổng cộng 12 xã`, `Mang sang`: the sum of a part, told apart from names by whoever is known.
pub(in crate::find) fn is_sum_of_part(key: &str) -> bool {
    const SUMS: &[&str] = &[
        "cong",
        "tong-cong",
        "tong-so",
        "tong",
        "mang-sang",
        "chuyen-sang",
        "trong-do",
        "binh-quan",
        "trung-binh",
        "toan-tinh",
        "toan-huyen",
    ];
    SUMS.iter().any(|word| key == *word || key.strip_prefix(word).is_some_and(|rest| rest.starts_with('-')))
}

/// Whether a folded label says that figures are added up, averaged or the highest possible.
pub(in crate::find) fn is_total(key: &str) -> bool {
    TOTALS.contains(&key) || MAXIMA.contains(&key)
}

/// A figure, or what stands for one.
pub(in crate::find) fn is_figure(text: &str) -> bool {
    parse_number(text, NumberStyle::DecimalComma).is_ok() || text.starts_with(['=', '#']) || text == "-"
}

/// Whether a cell is part of a signature; a day written out is one only where it is about nobody.
pub(in crate::find) fn is_signature(text: &str, nobody: bool) -> bool {
    // `kt-4` is the code of somebody, `KT. CHỦ TỊCH` signs: words are set apart by spaces and points.
    if text.contains(['-', '_']) && !text.contains(|sign: char| sign.is_whitespace() || sign == '.') {
        return false;
    }
    let key = fold(text);
    let day = key.contains("-thang-") && key.contains("-nam-");
    SIGNATURES.iter().any(|word| key.starts_with(word))
        || (day && (key.contains("-ngay-") || (nobody && key.starts_with("ngay-"))))
}
