//! The work by hand with the usual means (the `csv` crate, hash maps, `write!`): columns of whole hundredths, every rule a
//! loop, and the engine's own tables, byte for byte.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Result;
use std::path::Path;

use super::{COLUMNS, table};

/// No value.
const NONE: i64 = i64::MIN;
const GRADES: [&str; 4] = ["Yếu", "Khá", "Tốt", "Xuất sắc"];
/// What is said of an entrant who leaves that column blank; nothing needs the last one.
const BLANK: [&str; COLUMNS.len() - 1] = [
    "I/I.1: left blank: I.1 Kế hoạch",
    "I/I.2: left blank: Việc đã xong",
    "I/I.2: left blank: Việc được giao",
    "II/II.1: left blank: Hồ sơ đúng hạn",
    "II/II.1: left blank: Hồ sơ đã nhận",
    "II/II.2: left blank: II.2 Chính quyền thân thiện",
    "II/II.3: left blank: II.3 Phân công lãnh đạo",
    "III/III.1: left blank: Cuộc đối thoại",
    "III/III.2: left blank: Báo cáo gửi trễ",
    "III/III.3: left blank: III.3 Công sở",
    "P: left blank: Lần sai số liệu",
];

/// What becomes of an entrant, in the order in which the table lists them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Recommended,
    /// One who waits may yet take the place.
    Provisional,
    Tied,
    Held,
    BelowLine,
    Refused,
}

struct Entrant {
    id: String,
    name: String,
    cluster: String,
}

pub(super) fn run(folder: &Path, out: &Path) -> Result<()> {
    let entrants = register(&folder.join("danh-sach.csv"))?;
    let columns = columns(&folder.join("phieu.csv"), &entrants)?;
    let [plan, done, given, in_time, files, level, leads, talks, late, office, mistakes, punished] = &columns;
    let each = |of: &dyn Fn(usize) -> i64| (0..entrants.len()).map(of).collect::<Vec<i64>>();
    let times = |column: &[i64], points: i64, most: i64| {
        each(&|row| if column[row] == NONE { NONE } else { (column[row] / 100 * points).min(most) })
    };
    let nodes: [Vec<i64>; 8] = [
        plan.clone(),
        each(&|row| share(done[row], given[row], 2000)),
        each(&|row| line(in_time[row], files[row])),
        level.clone(),
        times(leads, 500, 500),
        times(talks, 200, 1000),
        each(&|row| if late[row] == NONE { NONE } else { (1000 - late[row] / 100 * 150).max(0) }),
        office.clone(),
    ];
    let minus = times(mistakes, 50, 300);
    let sum = |parts: &[&Vec<i64>]| {
        each(&|row| match parts.iter().any(|part| part[row] == NONE) {
            true => NONE,
            false => parts.iter().map(|part| part[row]).sum(),
        })
    };
    let [n0, n1, n2, n3, n4, n5, n6, n7] = &nodes;
    let groups = [sum(&[n0, n1]), sum(&[n2, n3, n4]), sum(&[n5, n6, n7])];
    let [first, second, third] = &groups;
    let sheet = sum(&[first, second, third]);
    let total = each(&|row| {
        if sheet[row] == NONE || minus[row] == NONE { NONE } else { (sheet[row] - minus[row]).max(0) }
    });
    let grades = each(&|row| {
        let lowest = || {
            first[row] * 100 >= 60 * 3000 && second[row] * 100 >= 60 * 4000 && third[row] * 100 >= 60 * 3000
        };
        let grade = match total[row] {
            NONE => return NONE,
            9000.. if lowest() => 3,
            8000.. => 2,
            6500.. => 1,
            _ => 0,
        };
        if third[row] * 100 < 60 * 3000 { grade.min(2) } else { grade }
    });
    let clusters = numbered(&entrants);
    let mut order: Vec<(u32, i64, i64, usize)> = (0..entrants.len())
        .filter(|row| total[*row] != NONE)
        .map(|row| (clusters[row], -total[row], -second[row], row))
        .collect();
    order.sort_unstable();
    let (mut places, mut sharing) = (vec![0_usize; entrants.len()], vec![0_usize; entrants.len()]);
    let mut statuses: Vec<Status> = (0..entrants.len())
        .map(|row| match grades[row] {
            _ if punished[row] == 100 => Status::Refused,
            NONE => Status::Held,
            0 => Status::Refused,
            _ => Status::BelowLine,
        })
        .collect();
    let (mut sizes, mut waiting) = (HashMap::<u32, usize>::new(), HashMap::<u32, usize>::new());
    for (cluster, status) in clusters.iter().zip(&statuses) {
        *sizes.entry(*cluster).or_default() += 1;
        *waiting.entry(*cluster).or_default() += usize::from(*status == Status::Held);
    }
    for cluster in order.chunk_by(|one, other| one.0 == other.0) {
        let (mut place, mut left, mut open) = (1, (sizes[&cluster[0].0] / 5).max(1), true);
        for alike in cluster.chunk_by(|one, other| (one.1, one.2) == (other.1, other.2)) {
            for one in alike {
                (places[one.3], sharing[one.3]) = (place, alike.len());
            }
            place += alike.len();
            let wanted = alike.iter().filter(|one| statuses[one.3] == Status::BelowLine).count();
            if wanted == 0 || left == 0 || !open {
                continue;
            }
            open = wanted <= left;
            left = left.saturating_sub(wanted);
            let status = match open {
                false => Status::Tied,
                true if waiting[&cluster[0].0] > left => Status::Provisional,
                true => Status::Recommended,
            };
            for (.., row) in alike {
                if statuses[*row] == Status::BelowLine {
                    statuses[*row] = status;
                }
            }
        }
    }
    let place = |row: usize| if places[row] == 0 { usize::MAX } else { places[row] };
    let mut ranked: Vec<usize> = (0..entrants.len()).collect();
    ranked.sort_by_key(|row| (clusters[*row], place(*row)));
    let mut text = "\u{feff}no,id,entrant,cluster,total,Xếp loại,Hạng trong cụm,shared by,note\n".to_owned();
    for (row, line) in ranked.iter().copied().zip(1..) {
        let Entrant { id, name, cluster } = &entrants[row];
        let _ = write!(text, "{line},{id},{name},{cluster},");
        number(&mut text, total[row]);
        let _ = match usize::try_from(grades[row]) {
            Ok(grade) => writeln!(text, ",{},{},{},", GRADES[grade], places[row], sharing[row]),
            Err(_) => {
                text.push_str(",,,,\"");
                for (column, blank) in columns.iter().zip(BLANK) {
                    if column[row] == NONE {
                        let _ = write!(text, "{blank}; ");
                    }
                }
                writeln!(text, "there is no value to classify\"")
            }
        };
    }
    fs::write(table(out, "standings"), &text)?;
    text.clear();
    text.push_str("\u{feff}id,entrant,I,I/I.1,I/I.2,II,II/II.1,II/II.2,II/II.3,III,III/III.1,III/III.2,III/III.3,P,bonus,deductions,total,maximum\n");
    for (row, Entrant { id, name, .. }) in entrants.iter().enumerate() {
        let _ = write!(text, "{id},{name}");
        for column in [first, n0, n1, second, n2, n3, n4, third, n5, n6, n7, &minus] {
            text.push(',');
            number(&mut text, column[row]);
        }
        text.push_str(",0.00,");
        number(&mut text, minus[row]);
        text.push(',');
        number(&mut text, total[row]);
        text.push_str(",100\n");
    }
    fs::write(table(out, "scorecards"), &text)?;
    text.clear();
    text.push_str("\u{feff}award,id,entrant,cluster,status,total,rank,history,money,decision\n");
    let part = |row: usize| match statuses[row] {
        Status::Provisional => Status::Recommended,
        status => status,
    };
    ranked.sort_by_key(|row| part(*row));
    for row in ranked {
        let Entrant { id, name, cluster } = &entrants[row];
        let status = match statuses[row] {
            Status::Recommended => "recommended",
            Status::Provisional => "recommended (provisional)",
            Status::Tied => "tied on the line",
            Status::Held => "on hold: data missing",
            Status::BelowLine => "below the line",
            Status::Refused => break,
        };
        let _ = write!(text, "Bằng khen,{id},{name},{cluster},{status},");
        number(&mut text, total[row]);
        let _ = match places[row] {
            0 => writeln!(text, ",,,,"),
            place => writeln!(text, ",{place},,,"),
        };
    }
    fs::write(table(out, "recommendations"), &text)
}

fn register(file: &Path) -> Result<Vec<Entrant>> {
    let mut entrants = Vec::new();
    for record in csv::Reader::from_path(file)?.into_records() {
        let record = record?;
        entrants.push(Entrant {
            id: record[0].to_owned(),
            name: record[1].to_owned(),
            cluster: record[3].to_owned(),
        });
    }
    entrants.sort_by(|one, other| {
        one.cluster.cmp(&other.cluster).then_with(|| as_counted(&one.name, &other.name))
    });
    Ok(entrants)
}

/// Two names that may end in a number, the smaller number first.
fn as_counted(one: &str, other: &str) -> Ordering {
    let split = |name: &str| {
        let words = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
        (words.len(), name[words.len()..].parse::<u64>().unwrap_or_default())
    };
    let ((words, number), (others, other_number)) = (split(one), split(other));
    one[..words].cmp(&other[..others]).then(number.cmp(&other_number))
}

fn columns(file: &Path, entrants: &[Entrant]) -> Result<[Vec<i64>; COLUMNS.len()]> {
    let rows: HashMap<&[u8], usize> =
        entrants.iter().enumerate().map(|(row, entrant)| (entrant.id.as_bytes(), row)).collect();
    let mut columns = std::array::from_fn(|_| vec![NONE; entrants.len()]);
    let mut reader = csv::Reader::from_path(file)?;
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        let row = rows[&record[0]];
        for (column, cell) in columns.iter_mut().zip(record.iter().skip(1)) {
            column[row] = hundredths(cell);
        }
    }
    Ok(columns)
}

/// A cell as whole hundredths: numbers, and what the words of a choice are worth.
fn hundredths(cell: &[u8]) -> i64 {
    match cell {
        b"" => return NONE,
        b"chua" | b"kh\xc3\xb4ng" => return 0,
        b"mot-phan" => return 500,
        b"day-du" => return 1000,
        b"c\xc3\xb3" => return 100,
        _ => {}
    }
    let mut parts = cell.split(|byte| *byte == b'.');
    let digits = |part: &[u8]| part.iter().fold(0, |number, byte| number * 10 + i64::from(byte - b'0'));
    let whole = parts.next().map_or(0, digits);
    whole * 100
        + parts.next().map_or(0, |part| if part.len() == 1 { digits(part) * 10 } else { digits(part) })
}

fn half_up(numerator: i64, denominator: i64) -> i64 {
    (2 * numerator + denominator) / (2 * denominator)
}

fn share(numerator: i64, denominator: i64, most: i64) -> i64 {
    match (numerator, denominator) {
        (NONE, _) | (_, NONE | 0) => NONE,
        _ if 2 * numerator < denominator => 0,
        _ => half_up(most * numerator.min(denominator), denominator),
    }
}

/// 10 points from 80 %, 25 from 98 %, a line between.
fn line(numerator: i64, denominator: i64) -> i64 {
    if numerator == NONE || denominator == NONE || denominator == 0 || numerator > denominator {
        return NONE;
    }
    if 100 * numerator >= 98 * denominator {
        2500
    } else if 100 * numerator < 80 * denominator {
        0
    } else {
        half_up(1000 * 18 * denominator + 1500 * (100 * numerator - 80 * denominator), 18 * denominator)
    }
}

/// The cluster of every entrant by its number.
fn numbered(entrants: &[Entrant]) -> Vec<u32> {
    let mut names: Vec<&str> = entrants.iter().map(|entrant| entrant.cluster.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let numbers: HashMap<&str, u32> = names.into_iter().zip(0..).collect();
    entrants.iter().map(|entrant| numbers[entrant.cluster.as_str()]).collect()
}

fn number(text: &mut String, hundredths: i64) {
    if hundredths != NONE {
        let _ = write!(text, "{}.{:02}", hundredths / 100, hundredths % 100);
    }
}
