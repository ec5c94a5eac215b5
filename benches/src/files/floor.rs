//! The least that the work can cost: columns of whole hundredths, every rule a loop written by hand.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Result;
use std::path::Path;

use super::{COLUMNS, table};

/// No value.
const NONE: i64 = i64::MIN;
const GRADES: [&str; 4] = ["yeu", "kha", "tot", "xuat-sac"];
const STATUSES: [&str; 5] = ["refused", "held", "recommended", "tied-on-line", "below-line"];

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
    let mut places = vec![0_usize; entrants.len()];
    let mut statuses: Vec<usize> = (0..entrants.len())
        .map(|row| match grades[row] {
            _ if punished[row] == 100 => 0,
            NONE => 1,
            0 => 0,
            _ => 2,
        })
        .collect();
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    clusters.iter().for_each(|cluster| *sizes.entry(*cluster).or_default() += 1);
    for cluster in order.chunk_by(|one, other| one.0 == other.0) {
        let (mut place, mut left, mut open) = (1, (sizes[&cluster[0].0] / 5).max(1), true);
        for alike in cluster.chunk_by(|one, other| (one.1, one.2) == (other.1, other.2)) {
            alike.iter().for_each(|one| places[one.3] = place);
            place += alike.len();
            let wanted = alike.iter().filter(|one| statuses[one.3] == 2).count();
            if wanted == 0 {
                continue;
            }
            let status = match left {
                _ if !open => 4,
                0 => 4,
                left if wanted <= left => 2,
                _ => 3,
            };
            open &= status == 2;
            left -= if status == 2 { wanted } else { 0 };
            for (.., row) in alike {
                if statuses[*row] == 2 {
                    statuses[*row] = status;
                }
            }
        }
    }
    let ranked = order.iter().map(|one| one.3).chain((0..entrants.len()).filter(|row| places[*row] == 0));
    let mut text = "id,name,cluster,total,grade,place\n".to_owned();
    for row in ranked {
        let Entrant { id, name, cluster } = &entrants[row];
        let _ = write!(text, "{id},{name},{cluster},");
        number(&mut text, total[row]);
        let grade = usize::try_from(grades[row]).map_or("", |grade| GRADES[grade]);
        let _ = match places[row] {
            0 => writeln!(text, ",{grade},"),
            place => writeln!(text, ",{grade},{place}"),
        };
    }
    fs::write(table(out, "standings"), &text)?;
    text.clear();
    text.push_str("id,I,I.1,I.2,II,II.1,II.2,II.3,III,III.1,III.2,III.3,P,total\n");
    for (row, entrant) in entrants.iter().enumerate() {
        text.push_str(&entrant.id);
        for column in [first, n0, n1, second, n2, n3, n4, third, n5, n6, n7, &minus, &total] {
            text.push(',');
            number(&mut text, column[row]);
        }
        text.push('\n');
    }
    fs::write(table(out, "scorecards"), &text)?;
    text.clear();
    text.push_str("id,name,cluster,status\n");
    for (Entrant { id, name, cluster }, status) in entrants.iter().zip(statuses) {
        let _ = writeln!(text, "{id},{name},{cluster},{}", STATUSES[status]);
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
    entrants.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(entrants)
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
