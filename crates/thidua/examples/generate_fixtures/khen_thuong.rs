//! Synthetic data for a province of two tiers, achievements of 2025 decided in 2026.

use super::random::Random;
use super::sheet::{csv, quarters, row, yes};

const FOLDER: &str = "khen-thuong-2026";

/// Id and name of the units whose people are reviewed.
const UNITS: [(&str, &str); 6] = [
    ("s1", "Sở số 1 (mô phỏng)"),
    ("s2", "Sở số 2 (mô phỏng)"),
    ("s3", "Sở số 3 (mô phỏng)"),
    ("x1", "UBND xã số 1 (mô phỏng)"),
    ("p1", "UBND phường số 1 (mô phỏng)"),
    ("d1", "UBND đặc khu số 1 (mô phỏng)"),
];
const PEOPLE_EACH: i64 = 25;

/// Kind, first letter of the id, name, cluster.
const CLUSTERS: [(&str, &str, &str, &str); 5] = [
    ("so", "ks", "Sở", "Khối thi đua số 1"),
    ("so", "kt", "Cơ quan", "Khối thi đua số 2"),
    ("xa", "ca", "Xã", "Cụm thi đua số 1"),
    ("xa", "cb", "Phường", "Cụm thi đua số 2"),
    ("xa", "cc", "Xã, đặc khu", "Cụm thi đua số 3"),
];
const COLLECTIVES_EACH: i64 = 5;

fn people() -> Vec<(String, String, &'static str)> {
    let numbers = |(unit, name): (&'static str, &'static str)| {
        (1..=PEOPLE_EACH).map(move |number| (format!("{unit}-{number:02}"), name, number))
    };
    UNITS
        .into_iter()
        .flat_map(numbers)
        .map(|(id, unit, number)| (id.clone(), format!("Cá nhân {number:02}, {unit}"), unit))
        .collect()
}

fn collectives() -> Vec<(String, String, &'static str, &'static str)> {
    let each = |(kind, id, name, cluster): (&'static str, &'static str, &'static str, &'static str)| {
        (1..=COLLECTIVES_EACH).map(move |number| {
            (format!("{id}-{number}"), format!("{name} số {number}, {cluster} (mô phỏng)"), kind, cluster)
        })
    };
    CLUSTERS.into_iter().flat_map(each).collect()
}

fn register() -> String {
    let mut rows = vec![row(&["mã", "tên", "loại", "cụm"])];
    rows.extend(people().iter().map(|(id, name, unit)| row(&[id, name, "ca-nhan", unit])));
    rows.extend(collectives().iter().map(|(id, name, kind, cluster)| row(&[id, name, kind, cluster])));
    rows.extend(HOUSEHOLDS.iter().map(|(id, name, ..)| row(&[id, name, "ho-gia-dinh", "Hộ gia đình"])));
    csv(&rows)
}

/// People who do best in their unit, so that they hold the grassroots title of 2025.
const BEST: [&str; 9] = ["s1-01", "s1-02", "s1-03", "s2-01", "s2-02", "s3-01", "x1-01", "d1-02", "d1-05"];
/// Who has too few votes of the council of the unit for the grassroots title.
const AGAINST: &str = "s1-06";
/// Two who are equal on the last place of their unit.
const EQUAL: [&str; 2] = ["p1-03", "p1-04"];
/// Two who stand above them.
const ABOVE: [&str; 2] = ["p1-01", "p1-02"];

fn initiative(id: &str, random: &mut Random) -> &'static str {
    match id {
        "s3-01" => "toan-quoc",
        "s1-01" | "s1-02" | "s1-03" | "s2-01" | "s2-02" => "tinh",
        "p1-03" | "p1-04" => "co-so",
        _ if random.chance(25) => "co-so",
        _ => "khong",
    }
}

fn people_sheet() -> String {
    let mut rows = vec![row(&[
        "mã",
        "xếp_loại_chất_lượng",
        "sáng_kiến",
        "đăng_ký_thi_đua",
        "tháng_công_tác",
        "nghỉ_thai_sản",
        "bị_kỷ_luật",
        "đang_xem_xét_kỷ_luật",
        "A",
        "B",
        "C",
    ])];
    for (id, ..) in people() {
        let mut random = Random::new(&format!("cá nhân/{id}"));
        let id = id.as_str();
        let best = BEST.contains(&id) || ABOVE.contains(&id);
        let good = random.between(0, 99);
        let grade = match good {
            _ if best || EQUAL.contains(&id) || id == "x1-02" => "excellent",
            82..=99 => "excellent",
            14..=81 => "good",
            3..=13 => "completed",
            _ => "not-completed",
        };
        let parts = if best {
            (274 - random.between(0, 4), 76, 38)
        } else {
            (200 + good * 60 / 100, 48 + good / 5, 24 + good / 10)
        };
        let parts = if EQUAL.contains(&id) { (268, 72, 36) } else { parts };
        let months = match id {
            "d1-01" => "9",
            "d1-02" => "7",
            _ => "12",
        };
        rows.push(row(&[
            id,
            if matches!(id, "d1-01" | "d1-03" | "d1-04") { "good" } else { grade },
            initiative(id, &mut random),
            &yes(id != "d1-03"),
            months,
            &yes(id == "d1-02"),
            &yes(id == "d1-04"),
            &yes(id == "x1-02"),
            &quarters(parts.0),
            &quarters(parts.1),
            &quarters(parts.2),
        ]));
    }
    csv(&rows)
}

/// Id, name, what was given, whether they set an example.
const HOUSEHOLDS: [(&str, &str, bool, bool); 2] = [
    ("hgd-1", "Hộ gia đình số 1, xã số 1 (mô phỏng)", true, true),
    ("hgd-2", "Hộ gia đình số 2, phường số 1 (mô phỏng)", false, true),
];

fn household_sheet() -> String {
    let mut rows = vec![row(&["mã", "đóng_góp", "gương_mẫu"])];
    rows.extend(HOUSEHOLDS.iter().map(|(id, _, gave, example)| row(&[id, &yes(*gave), &yes(*example)])));
    csv(&rows)
}

fn higher_sheet() -> String {
    let mut rows = vec![row(&["mã", "sáng_kiến", "đang_xem_xét_kỷ_luật"])];
    for (id, ..) in people() {
        let mut random = Random::new(&format!("cá nhân/{id}"));
        random.between(0, 99);
        rows.push(row(&[&id, initiative(&id, &mut random), &yes(id == "x1-02")]));
    }
    csv(&rows)
}

fn history() -> String {
    let mut rows = vec![row(&["mã", "năm", "kết quả", "số quyết định", "đã dùng cho"])];
    let mut add = |id: &str, years: &[i64], result: &str, used_for: &str| {
        for year in years {
            rows.push(row(&[id, &year.to_string(), result, &format!("QĐ mô phỏng {year}"), used_for]));
        }
    };
    add("s1-01", &[2023, 2024], "grassroots-fighter", "");
    add("s1-02", &[2022, 2024], "grassroots-fighter", "");
    add("s1-03", &[2023, 2024], "grassroots-fighter", "");
    add("s2-01", &[2023, 2024], "grassroots-fighter", "");
    add("s2-02", &[2024], "grassroots-fighter", "diploma-of-merit");
    add("s3-01", &[2021, 2022, 2023, 2024], "grassroots-fighter", "");
    add("s3-01", &[2024], "provincial-fighter", "");
    add("d1-02", &[2024], "grassroots-fighter", "");
    add("ks-1", &[2024], "excellent-collective", "");
    add("ca-1", &[2023], "excellent-collective", "");
    for (id, ..) in people() {
        let mut random = Random::new(&format!("thành tích/{id}"));
        for year in 2022..=2024 {
            if random.chance(70) {
                add(&id, &[year], "advanced-worker", "");
            }
        }
    }
    csv(&rows)
}

fn votes() -> String {
    let mut rows = vec![row(&[
        "danh hiệu",
        "mã",
        "hội đồng",
        "số phiếu đồng ý",
        "tổng số thành viên",
        "số có mặt",
        "số phiếu bằng văn bản",
        "đồng ý bằng văn bản",
        "số biên bản",
        "ngày",
        "lượt",
    ])];
    let council = |run: &str, number: &str, award: &str, id: &str, votes: [&str; 4]| {
        let [votes, present, written, written_votes] = votes;
        let body = "Hội đồng Thi đua - Khen thưởng tỉnh";
        row(&[award, id, body, votes, "20", present, written, written_votes, number, "10/07/2026", run])
    };
    let mut add = |award: &str, id: &str, votes: [&str; 4]| {
        rows.push(council("ca-nhan-cap-cao", "BB mô phỏng 05/2026", award, id, votes));
    };
    add("provincial-fighter", "s1-01", ["18", "19", "", ""]);
    add("provincial-fighter", "s1-02", ["18", "19", "", ""]);
    // All 17 who were present, but 17 of 20 members are only 85 %.
    add("provincial-fighter", "s2-01", ["17", "17", "", ""]);
    add("provincial-fighter", "s3-01", ["20", "20", "", ""]);
    add("national-fighter", "s3-01", ["19", "20", "", ""]);
    // The council of each unit votes on everybody who may have the grassroots title: 8 of 9 are 88.9 %, 7 of 9 only 77.8 %.
    for line in people_sheet().lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [id, grade, initiative, ..] = cells[..] else { continue };
        if grade != "excellent" && (grade != "good" || initiative == "khong") {
            continue;
        }
        let agreed = if id == AGAINST { "7" } else { "8" };
        rows.push(row(&[
            "grassroots-fighter",
            id,
            "Hội đồng Thi đua - Khen thưởng cơ sở",
            agreed,
            "9",
            "9",
            "",
            "",
            "BB mô phỏng 01/2026",
            "20/01/2026",
            "ca-nhan",
        ]));
    }
    let mut add = |award: &str, id: &str, votes: [&str; 4]| {
        rows.push(council("co-thi-dua", "BB mô phỏng 06/2026", award, id, votes));
    };
    for (id, ..) in collectives() {
        // Two members are away and answer in writing: 15 and 1 of 20 are 80 %.
        add("provincial-flag", &id, ["15", "18", "2", "1"]);
        if id.ends_with("-1") {
            add("government-flag", &id, ["17", "18", "2", "2"]);
        }
    }
    csv(&rows)
}

fn collective_sheets() -> (String, String) {
    let mut rows = vec![row(&[
        "mã",
        "xếp_loại_tập_thể",
        "số_lao_động",
        "số_hoàn_thành",
        "số_lao_động_tiên_tiến",
        "số_chiến_sĩ_thi_đua",
        "số_bị_cảnh_cáo",
        "đang_thanh_tra",
        "A",
        "B",
        "C",
    ])];
    let mut flags = vec![row(&["mã", "dẫn_đầu_toàn_tỉnh", "đang_thanh_tra"])];
    for (id, ..) in collectives() {
        let mut random = Random::new(&format!("tập thể/{id}"));
        let id = id.as_str();
        let first = id.ends_with("-1");
        let second = id.ends_with("-2");
        let equal = matches!(id, "cb-1" | "cb-2");
        let staff = random.between(20, 60);
        let worse = random.between(0, 40);
        let advanced = if first || second { staff * 85 / 100 } else { staff * (90 - worse) / 100 };
        let advanced = if id == "ca-2" { staff * 69 / 100 } else { advanced };
        let grade = if first || second || worse < 8 {
            "excellent"
        } else if worse < 35 {
            "good"
        } else {
            "completed"
        };
        let parts = if equal {
            (230, 94, 56)
        } else if first {
            (234 + random.between(0, 5), 96, 57)
        } else if second {
            (228, 93, 55)
        } else {
            (220 - worse, 88 - worse / 4, 54 - worse / 6)
        };
        let held = id == "cc-1";
        rows.push(row(&[
            id,
            grade,
            &staff.to_string(),
            &(if worse > 34 && !first && !second { staff - 1 } else { staff }).to_string(),
            &advanced.to_string(),
            if first || second { "2" } else { "0" },
            if id == "kt-2" { "1" } else { "0" },
            &yes(held),
            &quarters(parts.0),
            &quarters(parts.1),
            &quarters(parts.2),
        ]));
        flags.push(row(&[id, &yes(first), &yes(held)]));
    }
    (csv(&rows), csv(&flags))
}

/// Every generated file of the folder.
pub(crate) fn files() -> Vec<(String, String)> {
    let file = |name: &str, text: String| (format!("{FOLDER}/data/{name}"), text);
    let salaries = [
        ("từ ngày", "mức lương"),
        ("01/07/2023", "1.800.000"),
        ("01/07/2024", "2.340.000"),
        ("01/07/2026", "2.530.000"),
    ];
    let salaries: Vec<Vec<String>> = salaries.iter().map(|(from, amount)| row(&[from, amount])).collect();
    let (collectives, flags) = collective_sheets();
    vec![
        file("danh-sach.csv", register()),
        file("ca-nhan.csv", people_sheet()),
        file("ho-gia-dinh.csv", household_sheet()),
        file("ca-nhan-cap-cao.csv", higher_sheet()),
        file("tap-the.csv", collectives),
        file("co-thi-dua.csv", flags),
        file("thanh-tich.csv", history()),
        file("phieu-bau.csv", votes()),
        file("muc-luong-co-so.csv", csv(&salaries)),
    ]
}
