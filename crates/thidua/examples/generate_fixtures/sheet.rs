use super::random::Random;

/// What a sheet asks for: one or more columns, filled by how well the entrant does (0 to 100).
#[derive(Clone, Copy)]
pub(crate) enum Column {
    /// Something good that was done.
    Yes(&'static str),
    /// Something that is so, whoever it is.
    Fixed(&'static str, &'static str),
    /// Points entered by hand, in quarters, up to the maximum.
    Points(&'static str, i64),
    /// One of the levels, the best last.
    Level(&'static str, &'static [&'static str]),
    /// How many of how many: columns, range of the second, worst and best share in percent.
    Part(&'static str, &'static str, i64, i64, i64, i64),
    /// A number with one decimal, between worst and best (in tenths), with a suffix.
    Tenths(&'static str, i64, i64, &'static str),
    /// How many good things.
    Good(&'static str, i64),
    /// How many bad things.
    Bad(&'static str, i64),
    /// Survey answers, the best first: so many in all.
    Answers(&'static [&'static str], i64),
    /// Due date and date: day, month, and how many days late at worst.
    Due(&'static str, &'static str, i64, i64, i64),
}

/// The columns only the appraising office fills in.
const OFFICIAL: &[&str] = &[
    "hạn_gửi_kế_hoạch",
    "hạn_gửi_sơ_kết",
    "số_liệu_sai",
    "ngày_chậm_phiếu_chấm",
    "lãnh_đạo_bị_kỷ_luật",
    "vi_phạm_nghiêm_trọng",
    "đang_xem_xét_kỷ_luật",
    "bị_kỷ_luật",
];

/// Whether only the appraising office fills the column in.
pub(crate) fn is_official(column: &str) -> bool {
    OFFICIAL.contains(&column)
}

/// The headers, in order.
pub(crate) fn headers(columns: &[Column]) -> Vec<&'static str> {
    let mut headers = Vec::new();
    for column in columns {
        match column {
            Column::Yes(name)
            | Column::Fixed(name, _)
            | Column::Points(name, _)
            | Column::Level(name, _)
            | Column::Tenths(name, ..)
            | Column::Good(name, _)
            | Column::Bad(name, _) => headers.push(*name),
            Column::Part(part, whole, ..) => headers.extend([*part, *whole]),
            Column::Answers(names, _) => headers.extend(*names),
            Column::Due(due, actual, ..) => headers.extend([*due, *actual]),
        }
    }
    headers
}

/// The cells of one entrant, in the order of the headers.
pub(crate) fn cells(columns: &[Column], quality: i64, year: i64, random: &mut Random) -> Vec<String> {
    let mut cells = Vec::new();
    for column in columns {
        let luck = (quality + random.between(-9, 9)).clamp(0, 100);
        match column {
            Column::Yes(_) => cells.push(yes(random.chance(40 + luck * 3 / 5))),
            Column::Fixed(_, value) => cells.push((*value).to_owned()),
            Column::Points(_, max) => cells.push(quarters(max * 4 * luck / 100)),
            Column::Level(_, levels) => {
                let count = i64::try_from(levels.len()).unwrap_or(1);
                let level = usize::try_from((luck + 12) * count / 100).unwrap_or(0).min(levels.len() - 1);
                cells.push(levels.get(level).copied().unwrap_or_default().to_owned());
            }
            Column::Part(_, _, low, high, worst, best) => {
                let whole = random.between(*low, *high);
                let part = (whole * (worst * 100 + (best - worst) * luck) + 5000) / 10_000;
                cells.extend([part.min(whole).to_string(), whole.to_string()]);
            }
            Column::Tenths(_, worst, best, suffix) => {
                let tenths = worst + (best - worst) * luck / 100;
                cells.push(format!("{}{suffix}", decimal(tenths, 10)));
            }
            Column::Good(_, most) => cells.push(((most * luck + 50) / 100).to_string()),
            Column::Bad(_, most) => {
                let bad = if random.chance((100 - luck) / 3) { random.between(1, *most) } else { 0 };
                cells.push(bad.to_string());
            }
            Column::Answers(names, count) => {
                let mut left = random.between(*count, count * 2);
                let mut share = luck;
                for at in 0..names.len() {
                    let given = if at + 1 == names.len() { left } else { left * share / 100 };
                    cells.push(given.to_string());
                    left -= given;
                    share = (share + 100) / 2;
                }
            }
            Column::Due(_, _, day, month, late) => {
                let delay =
                    if random.chance(100 - luck) { random.between(1, *late) } else { -random.between(0, 3) };
                cells.push(date(*day, *month, year));
                cells.push(date(day + delay, *month, year));
            }
        }
    }
    cells
}

/// `có` or `không`.
pub(crate) fn yes(is: bool) -> String {
    if is { "có" } else { "không" }.to_owned()
}

/// Quarters as a decimal with a comma.
pub(crate) fn quarters(quarters: i64) -> String {
    decimal(quarters * 25, 100)
}

/// A decimal with a comma, as Vietnamese offices write it.
pub(crate) fn decimal(value: i64, parts: i64) -> String {
    let width = parts.to_string().len() - 1;
    let digits = format!("{:0width$}", value % parts);
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() { (value / parts).to_string() } else { format!("{},{digits}", value / parts) }
}

/// dd/mm/yyyy.
pub(crate) fn date(day: i64, month: i64, year: i64) -> String {
    format!("{day:02}/{month:02}/{year}")
}

/// A table as CSV.
pub(crate) fn csv(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| {
                if cell.contains([',', '"', '\n']) {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                } else {
                    cell.clone()
                }
            })
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// A header or a row of words.
pub(crate) fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}
