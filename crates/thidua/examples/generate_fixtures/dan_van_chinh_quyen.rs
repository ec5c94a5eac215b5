//! Synthetic data for the movement of 2026 in a province of two tiers, whose communes came from those of `dan-van-kheo-2014`.

use super::dan_van_kheo::{COMMUNES_EACH, DISTRICTS};
use super::random::Random;
use super::sheet::{csv, date, quarters, row, yes};

const FOLDER: &str = "dan-van-chinh-quyen-2026";
/// New communes and wards from each district of 2014.
const UNITS_EACH: usize = 6;
/// Clusters of communes that came from another province, without records of 2014 and 2015.
const OTHER_CLUSTERS: usize = 5;
const OFFICES: usize = 14;
const COUNCIL: &str = "Hội đồng Thi đua - Khen thưởng tỉnh";

struct Unit {
    id: String,
    name: String,
    kind: &'static str,
    cluster: String,
    /// As the register writes it.
    predecessors: String,
    /// Its place in the cluster, from 0.
    at: usize,
}

fn units() -> Vec<Unit> {
    let mut units = Vec::new();
    for number in 1..=OFFICES {
        units.push(Unit {
            id: format!("so-{number:02}"),
            name: format!("Sở số {number} (mô phỏng)"),
            kind: "so",
            cluster: format!("Khối thi đua số {}", 1 + (number - 1) / 7),
            predecessors: String::new(),
            at: (number - 1) % 7,
        });
    }
    let mut numbers = [0, 0];
    for cluster in 0..DISTRICTS.len() + OTHER_CLUSTERS {
        let district = DISTRICTS.get(cluster).map(|(id, ..)| *id);
        let town =
            district.is_some_and(|id| !id.starts_with('h') && (id.starts_with("tp") || id.starts_with("tx")));
        for at in 0..UNITS_EACH {
            let ward =
                if town { at < 4 } else { district.is_none() && (at == 0 || (at == 1 && cluster < 15)) };
            let (kind, name, of) = if ward { ("phuong", "Phường", 1) } else { ("xa", "Xã", 0) };
            if let Some(number) = numbers.get_mut(of) {
                *number += 1;
            }
            let number = numbers.get(of).copied().unwrap_or_default();
            units.push(Unit {
                id: format!("{kind}-{number:02}"),
                name: format!("{name} số {number} (mô phỏng)"),
                kind,
                cluster: format!("Cụm thi đua số {}", cluster + 1),
                predecessors: district.map(|id| predecessors(id, at)).unwrap_or_default(),
                at,
            });
        }
    }
    units
}

/// Two communes of 2014 each, but for the second one of a district: 60 % of it went to the first new unit, the rest to the second.
fn predecessors(district: &str, at: usize) -> String {
    let old = |number: usize| format!("x-{district}-{number:02}");
    match at {
        0 => format!("{}; {} 60%", old(1), old(2)),
        1 => format!("{} 40%; {}; {}", old(2), old(3), old(4)),
        _ => format!("{}; {}", old(2 * at + 1), old(2 * at + 2)),
    }
}

fn people(units: &[Unit]) -> Vec<(String, String, String, usize)> {
    let each = |unit: &Unit| if unit.kind == "so" { 5 } else { 2 };
    let mut people = Vec::new();
    for unit in units {
        for number in 1..=each(unit) {
            people.push((
                format!("cb-{}-{number}", unit.id),
                format!("Cá nhân {number}, {}", unit.name),
                format!("Cá nhân {}", unit.cluster),
                unit.at * 5 + number,
            ));
        }
    }
    people
}

fn register(units: &[Unit]) -> String {
    let mut rows = vec![row(&["mã", "tên", "loại", "cụm", "tiền thân"])];
    rows.extend(
        units.iter().map(|unit| row(&[&unit.id, &unit.name, unit.kind, &unit.cluster, &unit.predecessors])),
    );
    rows.extend(people(units).iter().map(|(id, name, cluster, _)| row(&[id, name, "can-bo", cluster, ""])));
    csv(&rows)
}

/// Results of the communes of 2014: the first of each district in both years, the others by chance.
fn history() -> String {
    let mut rows = vec![row(&["mã", "năm", "kết quả", "số quyết định", "thu hồi"])];
    for (district, ..) in DISTRICTS {
        for number in 1..=COMMUNES_EACH {
            let id = format!("x-{district}-{number:02}");
            let mut random = Random::new(&format!("thành tích/{id}"));
            for year in ["2014", "2015"] {
                if number == 1 || random.chance(55) {
                    let withdrawn =
                        if id == "x-tam-nong-01" && year == "2015" { "QĐ mô phỏng 7/2016" } else { "" };
                    let decision = format!("QĐ mô phỏng {year}");
                    rows.push(row(&[&id, year, "dan-van-kheo-xuat-sac", &decision, withdrawn]));
                }
            }
        }
    }
    csv(&rows)
}

const HEADERS: [&str; 18] = [
    "mã",
    "ngày_ban_hành",
    "I.2",
    "đúng_hạn",
    "tiếp_nhận",
    "đối_thoại",
    "kiến_nghị_trả_lời",
    "kiến_nghị",
    "đơn_giải_quyết",
    "đơn_thư",
    "II.5",
    "hài_lòng",
    "mô_hình",
    "báo_cáo_trễ",
    "đã_tự_chấm",
    "lãnh_đạo_bị_kỷ_luật",
    "đang_xem_xét",
    "ghi chú",
];

fn unit_sheet(units: &[Unit]) -> String {
    let mut rows = vec![row(&HEADERS)];
    for unit in units {
        let mut random = Random::new(&format!("dân vận 2026/{}", unit.id));
        let id = unit.id.as_str();
        // The first two of a cluster do best.
        let best = unit.at < 2;
        let worst = i64::try_from(unit.at).unwrap_or(0);
        let received = random.between(400, 1200);
        let in_time = received - received * random.between(0, if best { 1 } else { 1 + 2 * worst }) / 100;
        let asked = random.between(4, 20);
        let answered = if best { asked } else { asked - random.between(0, 2) };
        let letters = random.between(0, 12);
        let settled = if best { letters } else { letters - random.between(0, 1).min(letters) };
        let late = if best { 0 } else { random.between(0, 2) };
        let day =
            if random.chance(80) || best { date(random.between(5, 31), 1, 2026) } else { date(9, 2, 2026) };
        let public = if best || random.chance(60) { "day-du" } else { "mot-phan" };
        let satisfied = if best { random.between(885, 960) } else { random.between(760, 900) };
        let models = if best { random.between(1, 2) } else { random.between(0, 1) };
        let office = unit.kind == "so";
        let (day, public, models, satisfied) = match id {
            "xa-37" => (date(15, 2, 2026), public, models, format!("{satisfied}")),
            "xa-07" => (day, "chua", 3, format!("{satisfied}")),
            "phuong-01" => (day, public, 5, format!("{satisfied}")),
            "xa-20" => (day, public, models, String::new()),
            _ => (day, public, models, format!("{satisfied}")),
        };
        let satisfied =
            satisfied.parse::<i64>().map(|tenths| format!("{}%", super::sheet::decimal(tenths, 10)));
        let mut note = "";
        if id == "xa-20" {
            note = "chưa có kết quả khảo sát";
        }
        rows.push(row(&[
            id,
            &day,
            "có",
            &in_time.to_string(),
            &received.to_string(),
            if office {
                ""
            } else if best {
                "4"
            } else {
                "3"
            },
            &if office { answered.to_string() } else { String::new() },
            &if office { asked.to_string() } else { String::new() },
            &settled.to_string(),
            &letters.to_string(),
            public,
            &satisfied.unwrap_or_default(),
            &models.to_string(),
            &late.to_string(),
            &yes(id != "xa-25"),
            &yes(id == "so-01"),
            &yes(id == "xa-43"),
            note,
        ]));
    }
    csv(&rows)
}

fn people_sheet(units: &[Unit]) -> String {
    let mut rows =
        vec![row(&["mã", "A", "việc_dân_vận", "phản_ánh", "công_tác_đủ", "bị_kỷ_luật", "đang_xem_xét"])];
    for (id, _, _, at) in people(units) {
        let mut random = Random::new(&format!("cá nhân 2026/{id}"));
        let best = at <= 2;
        let points = if best { random.between(112, 120) } else { random.between(84, 112) };
        let deeds = if best { random.between(4, 6) } else { random.between(1, 4) };
        let complaints = if best || random.chance(85) { 0 } else { random.between(1, 3) };
        rows.push(row(&[
            &id,
            &quarters(points * 2),
            &deeds.to_string(),
            &complaints.to_string(),
            &yes(id != "cb-xa-19-1"),
            &yes(id == "cb-phuong-05-1"),
            &yes(id == "cb-xa-25-1"),
        ]));
    }
    csv(&rows)
}

/// Columns of a vote after award, entrant and body.
type Cast<'a> = [&'a str; 8];

fn votes(units: &[Unit]) -> String {
    let mut rows = vec![row(&[
        "danh hiệu",
        "mã",
        "hội đồng",
        "số phiếu đồng ý",
        "số có mặt",
        "tổng số thành viên",
        "số phiếu bằng văn bản",
        "đồng ý bằng văn bản",
        "lần bỏ phiếu",
        "số biên bản",
        "ngày",
        "đợt xét",
    ])];
    let mut cast = |entrant: &str, body: &str, cast: Cast<'_>, run: &str| {
        let mut cells = vec!["bang-khen", entrant, body];
        cells.extend(cast);
        cells.push(run);
        rows.push(row(&cells));
    };
    for unit in units.iter().filter(|unit| unit.at < 2) {
        // 16 of 20 are 80 %, one of them in writing; with 14 of 20 the case fails.
        let votes: Cast<'_> = match unit.id.as_str() {
            "xa-08" => ["15", "17", "20", "3", "1", "1", "BB mô phỏng 01/2027", "20/02/2027"],
            "xa-13" => ["14", "18", "20", "0", "0", "1", "BB mô phỏng 01/2027", "20/02/2027"],
            _ => ["18", "18", "20", "2", "2", "1", "BB mô phỏng 01/2027", "20/02/2027"],
        };
        cast(&unit.id, COUNCIL, votes, "tap-the");
    }
    for (id, _, _, at) in people(units) {
        if at > 2 {
            continue;
        }
        let unit = "Tập thể đơn vị";
        let first: Cast<'_> = match id.as_str() {
            "cb-xa-07-1" | "cb-xa-13-1" => {
                ["11", "18", "20", "0", "0", "1", "BB mô phỏng 01/ĐV", "20/01/2027"]
            }
            _ => ["16", "18", "20", "1", "0", "1", "BB mô phỏng 01/ĐV", "20/01/2027"],
        };
        cast(&id, unit, first, "ca-nhan");
        if id == "cb-xa-07-1" {
            let second = ["12", "18", "20", "0", "0", "2", "BB mô phỏng 02/ĐV", "25/01/2027"];
            cast(&id, unit, second, "ca-nhan");
        }
        if id != "cb-xa-13-1" {
            let council = ["16", "17", "20", "3", "2", "1", "BB mô phỏng 02/2027", "22/02/2027"];
            cast(&id, COUNCIL, council, "ca-nhan");
        }
    }
    csv(&rows)
}

/// Every generated file of the folder.
pub(crate) fn files() -> Vec<(String, String)> {
    let units = units();
    let file = |name: &str, text: String| (format!("{FOLDER}/data/{name}"), text);
    vec![
        file("danh-sach.csv", register(&units)),
        file("thanh-tich.csv", history()),
        file("tap-the.csv", unit_sheet(&units)),
        file("ca-nhan.csv", people_sheet(&units)),
        file("phieu-bau.csv", votes(&units)),
    ]
}
