//! What formulas elsewhere can do and these cannot (cách viết của bảng tính): each is answered by how it is written here.

use super::SyntaxError;
use super::token::{Kind, Token};
use crate::{Text, text};

/// What stands at the token, when it is the manner of another place: a function, a power, an exponent, a list.
pub(super) fn foreign(tokens: &[Token], at: usize) -> Option<SyntaxError> {
    let token = tokens.get(at)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let message = match &token.kind {
        Kind::Symbol("^") => text!(
            "công thức không có lũy thừa; viết `a * a`, hoặc dùng phương pháp `power` cho lũy thừa và căn",
            "formulas have no powers; write `a * a`, or use the method `power` for powers and roots"
        ),
        Kind::Symbol(",") => text!(
            "dấu phẩy không dùng trong công thức; số thập phân viết với dấu chấm, nhiều giá trị thì khai `many: true` rồi viết `tổng của …`",
            "formulas have no commas; decimals take a point, and many values are an input with `many: true` and `sum of …`"
        ),
        Kind::Symbol("(") => match before {
            Some(Token { kind: Kind::Name(name), start, .. }) => {
                let length = name.chars().count();
                return Some(SyntaxError::new(*start, length, function(name)));
            }
            _ => return None,
        },
        Kind::Name(name) if before.is_some_and(|before| touches(before, token)) => {
            let exponent = name
                .strip_prefix(['e', 'E'])
                .is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_digit()));
            if exponent {
                text!(
                    "công thức không có số mũ `{name}`; viết số đầy đủ, chẳng hạn `1000` thay cho `1e3`",
                    "formulas have no exponent `{name}`; write the number in full, such as `1000` for `1e3`"
                )
            } else {
                text!(
                    "giữa một số và `{name}` thiếu phép tính; viết `2 * {name}`",
                    "between a number and `{name}` an operation is missing; write `2 * {name}`"
                )
            }
        }
        _ => return None,
    };
    Some(SyntaxError::new(token.start, token.end - token.start, message))
}

/// Whether a number ends where the token begins.
fn touches(before: &Token, token: &Token) -> bool {
    matches!(before.kind, Kind::Number(_)) && before.end == token.start
}

/// What takes the place of a function.
fn function(name: &str) -> Text {
    let instead = match name.to_lowercase().as_str() {
        "max" | "min" | "lớn_nhất" | "nhỏ_nhất" => text!(
            "mức trần, mức sàn ghi bằng `points_max`, `points_min`, `cap`, `floor`; của một số liệu nhiều giá trị viết `lớn_nhất của …`, `nhỏ_nhất của …`",
            "ends are declared by `points_max`, `points_min`, `cap`, `floor`; of an input with many values write `highest of …`, `lowest of …`"
        ),
        "sum" | "average" | "avg" | "mean" | "count" | "tổng" | "trung_bình" | "số_lượng" => text!(
            "viết `a + b`; của một số liệu nhiều giá trị viết `tổng của …`, `trung_bình của …`, `số_lượng của …`",
            "write `a + b`; of an input with many values write `sum of …`, `mean of …`, `count of …`"
        ),
        "round" | "roundup" | "rounddown" | "int" | "floor" | "ceil" | "ceiling" | "trunc" | "làm_tròn" => {
            text!("khai `rounding` ở tiêu chí", "declare `rounding` at the criterion")
        }
        "if" | "ifs" | "iif" | "case" | "nếu" => {
            text!("dùng phương pháp `cases` hoặc `bands`", "use the method `cases` or `bands`")
        }
        "pow" | "power" | "sqrt" | "căn" => text!("dùng phương pháp `power`", "use the method `power`"),
        "and" | "or" | "not" | "và" | "hoặc" | "không" => {
            text!("nối bằng `a và b`, `a hoặc b`, `không a`", "join with `a and b`, `a or b`, `not a`")
        }
        _ => text!(
            "công thức chỉ có `+ - * /`, dấu ngoặc, và `tổng`, `trung_bình`, `số_lượng`, `lớn_nhất`, `nhỏ_nhất của …`",
            "formulas have `+ - * /`, parentheses, and `sum`, `mean`, `count`, `highest`, `lowest of …`"
        ),
    };
    text!("không có hàm `{name}(…)`; ", "there is no function `{name}(…)`; ").and_then(&instead)
}
