//! Synthetic data for the movement "Chính quyền làm dân vận khéo", 2014–2015.

use super::random::Random;
use super::sheet::{Column, cells, csv, date, headers, is_official, quarters, row};

const FOLDER: &str = "dan-van-kheo-2014";
const YEARS: [i64; 2] = [2014, 2015];

struct Entrant {
    id: String,
    name: String,
    kind: &'static str,
    cluster: String,
}

const OFFICES: [(&str, &str); 20] = [
    ("Văn phòng UBND tỉnh", "Khối Tổng hợp"),
    ("Sở Nội vụ", "Khối Tổng hợp"),
    ("Sở Kế hoạch và Đầu tư", "Khối Tổng hợp"),
    ("Sở Tài chính", "Khối Tổng hợp"),
    ("Sở Khoa học và Công nghệ", "Khối Tổng hợp"),
    ("Sở Công Thương", "Khối Kinh tế"),
    ("Sở Nông nghiệp và Phát triển nông thôn", "Khối Kinh tế"),
    ("Sở Giao thông vận tải", "Khối Kinh tế"),
    ("Sở Xây dựng", "Khối Kinh tế"),
    ("Ban Quản lý Khu kinh tế", "Khối Kinh tế"),
    ("Sở Giáo dục và Đào tạo", "Khối Văn hóa - Xã hội"),
    ("Sở Y tế", "Khối Văn hóa - Xã hội"),
    ("Sở Lao động - Thương binh và Xã hội", "Khối Văn hóa - Xã hội"),
    ("Sở Văn hóa, Thể thao và Du lịch", "Khối Văn hóa - Xã hội"),
    ("Sở Thông tin và Truyền thông", "Khối Văn hóa - Xã hội"),
    ("Thanh tra tỉnh", "Khối Nội chính, tài nguyên"),
    ("Sở Tư pháp", "Khối Nội chính, tài nguyên"),
    ("Sở Tài nguyên và Môi trường", "Khối Nội chính, tài nguyên"),
    ("Công an tỉnh", "Khối Nội chính, tài nguyên"),
    ("Bộ Chỉ huy Quân sự tỉnh", "Khối Nội chính, tài nguyên"),
];

/// Id, name and cluster of the district units of 2014.
pub(super) const DISTRICTS: [(&str, &str, &str); 12] = [
    ("tp-cao-lanh", "thành phố Cao Lãnh", "Cụm 1"),
    ("tp-sa-dec", "thành phố Sa Đéc", "Cụm 1"),
    ("tx-hong-ngu", "thị xã Hồng Ngự", "Cụm 1"),
    ("cao-lanh", "huyện Cao Lãnh", "Cụm 1"),
    ("chau-thanh", "huyện Châu Thành", "Cụm 2"),
    ("lai-vung", "huyện Lai Vung", "Cụm 2"),
    ("lap-vo", "huyện Lấp Vò", "Cụm 2"),
    ("thap-muoi", "huyện Tháp Mười", "Cụm 2"),
    ("hong-ngu", "huyện Hồng Ngự", "Cụm 3"),
    ("tam-nong", "huyện Tam Nông", "Cụm 3"),
    ("tan-hong", "huyện Tân Hồng", "Cụm 3"),
    ("thanh-binh", "huyện Thanh Bình", "Cụm 3"),
];

const PROVINCIAL_MEDIA: [(&str, &str); 4] = [
    ("tt-dai-ptth", "Đài Phát thanh và Truyền hình Đồng Tháp"),
    ("tt-bao", "Báo Đồng Tháp"),
    ("tt-van-nghe", "Báo Văn nghệ Đồng Tháp"),
    ("tt-cong", "Cổng Thông tin điện tử tỉnh"),
];

pub(super) const COMMUNES_EACH: usize = 12;
const PERSONS: usize = 600;

fn register() -> Vec<Entrant> {
    let mut all = Vec::new();
    let mut add =
        |id: String, name: String, kind, cluster: String| all.push(Entrant { id, name, kind, cluster });
    for (index, (name, cluster)) in OFFICES.iter().enumerate() {
        add(format!("so-{:02}", index + 1), (*name).to_owned(), "so", (*cluster).to_owned());
    }
    for (id, name, cluster) in DISTRICTS {
        add(
            format!("h-{id}"),
            format!("UBND {name}"),
            "huyen",
            format!("{cluster} (huyện, thị xã, thành phố)"),
        );
    }
    for (id, name, _) in DISTRICTS {
        for number in 1..=COMMUNES_EACH {
            let unit = match id {
                "tp-cao-lanh" | "tp-sa-dec" | "tx-hong-ngu" => "Phường, xã",
                _ => "Xã",
            };
            add(
                format!("x-{id}-{number:02}"),
                format!("{unit} số {number}, {name} (dữ liệu mô phỏng)"),
                "xa",
                format!("Các xã, phường, thị trấn thuộc {name}"),
            );
        }
    }
    for (id, name) in PROVINCIAL_MEDIA {
        add(id.to_owned(), name.to_owned(), "truyen-thong", "Khối cơ quan báo chí tỉnh".to_owned());
    }
    for (id, name, _) in DISTRICTS {
        add(
            format!("tt-{id}"),
            format!("Đài truyền thanh {name}"),
            "truyen-thong",
            "Khối đài truyền thanh cấp huyện".to_owned(),
        );
    }
    let mut blocks: Vec<&str> = OFFICES.iter().map(|(_, block)| *block).collect();
    blocks.dedup();
    let clusters: Vec<(String, usize)> = blocks
        .iter()
        .map(|block| (format!("Cá nhân {}", block.replacen("Khối", "khối", 1)), 30))
        .chain(DISTRICTS.iter().map(|(_, name, _)| (format!("Cá nhân {name}"), 40)))
        .collect();
    let places = clusters.iter().flat_map(|(cluster, count)| std::iter::repeat_n(cluster, *count));
    for (index, cluster) in places.take(PERSONS).enumerate() {
        let number = index + 1;
        add(format!("cn-{number:04}"), format!("Cá nhân {number:04} (mô phỏng)"), "ca-nhan", cluster.clone());
    }
    all
}

use Column::{Answers, Bad, Due, Fixed, Good, Level, Part, Points, Tenths, Yes};

const UNIT_START: [Column; 4] = [
    Yes("I.1"),
    Part("số_được_quán_triệt", "tổng_số_cán_bộ", 40, 160, 74, 101),
    Part("kiến_nghị_đã_giải_trình", "kiến_nghị_giám_sát", 2, 9, 70, 101),
    Level("I.4", &["chua", "co", "thuong-xuyen"]),
];
const RECORDS: [Column; 1] = [Part("hồ_sơ_đúng_hạn", "hồ_sơ_tiếp_nhận", 200, 3000, 84, 101)];
const FASTER: [Column; 1] = [Tenths("tỷ_lệ_rút_ngắn", 60, 330, "%")];
const SURVEY: [Column; 1] = [Answers(&["rất_hài_lòng", "hài_lòng", "không_hài_lòng"], 40)];
const MEETING: [Column; 7] = [
    Good("cuộc_đối_thoại", 5),
    Part("đơn_đúng_hạn", "đơn_phải_giải_quyết", 3, 30, 72, 101),
    Bad("vụ_đông_người", 1),
    Bad("phản_ánh_thái_độ", 4),
    Part("ngày_tiếp_dân", "ngày_tiếp_dân_quy_định", 24, 24, 70, 102),
    Level("IV.1", &["chua", "ky-ket", "thuc-hien"]),
    Yes("IV.3"),
];
const TRAINING: [Column; 3] = [
    Good("lớp_tập_huấn", 3),
    Part("cán_bộ_tiếp_dân_đã_tập_huấn", "cán_bộ_tiếp_dân", 2, 8, 60, 102),
    Tenths("kết_quả_kinh_tế_xã_hội", 940, 1130, ""),
];
const TARGET: [Column; 1] = [Fixed("chỉ_tiêu_kinh_tế_xã_hội", "100")];
const UNIT_END: [Column; 11] = [
    Due("hạn_gửi_kế_hoạch", "ngày_gửi_kế_hoạch", 13, 3, 7),
    Due("hạn_gửi_sơ_kết", "ngày_gửi_sơ_kết", 10, 12, 12),
    Bad("báo_cáo_trễ", 3),
    Bad("báo_cáo_thiếu", 1),
    Good("sáng_kiến", 1),
    Good("tin_bài", 4),
    Bad("số_liệu_sai", 1),
    Bad("ngày_chậm_phiếu_chấm", 2),
    Fixed("lãnh_đạo_bị_kỷ_luật", "không"),
    Fixed("vi_phạm_nghiêm_trọng", "không"),
    Fixed("đang_xem_xét_kỷ_luật", "không"),
];

fn columns(kind: &str) -> Vec<Column> {
    match kind {
        "so" => [
            &UNIT_START[..],
            &[Fixed("có_thủ_tục_hành_chính", "có")],
            &RECORDS,
            &FASTER,
            &SURVEY,
            &[Points("II.4", 4)],
            &MEETING,
            &[Good("cuộc_kiểm_tra_dân_chủ", 2)],
            &TRAINING,
            &TARGET,
            &[Fixed("VII.1", "có")],
            &UNIT_END,
        ]
        .concat(),
        "huyen" => [
            &UNIT_START[..],
            &RECORDS,
            &FASTER,
            &SURVEY,
            &[Part("xã_thân_thiện", "số_xã", 12, 12, 50, 100)],
            &MEETING,
            &[Good("cuộc_kiểm_tra_dân_chủ", 12)],
            &TRAINING,
            &[Fixed("VII.1", "có"), Yes("VII.2")],
            &UNIT_END,
        ]
        .concat(),
        "xa" => [
            &UNIT_START[..],
            &RECORDS,
            &[Level("II.2", &["chua", "ke-hoach", "mot-phan", "day-du"])],
            &SURVEY,
            &[Points("II.4", 4)],
            &MEETING,
            &[Good("cuộc_kiểm_tra_dân_chủ", 2)],
            &TRAINING,
            &TARGET,
            &[Fixed("VII.1", "có")],
            &UNIT_END,
        ]
        .concat(),
        "truyen-thong" => vec![
            Part("số_được_quán_triệt", "tổng_số_cán_bộ", 12, 120, 70, 101),
            Level("I.2", &["chua", "co", "chuyen-de"]),
            Part("ý_kiến_đã_trả_lời", "ý_kiến_tiếp_nhận", 10, 60, 70, 101),
            Part("chuyên_mục_đã_phát", "chuyên_mục_kế_hoạch", 24, 52, 75, 102),
            Tenths("giám_khảo_1", 60, 99, ""),
            Tenths("giám_khảo_2", 58, 98, ""),
            Tenths("giám_khảo_3", 62, 100, ""),
            Tenths("giám_khảo_4", 60, 97, ""),
            Tenths("giám_khảo_5", 57, 100, ""),
            Good("tin_bài_dân_vận", 160),
            Good("gương_điển_hình", 22),
            Tenths("ngày_đưa_tin_trung_bình", 45, 8, ""),
            Points("III.1", 6),
            Bad("cải_chính", 2),
            Part("lượt_đã_tập_huấn", "phóng_viên", 4, 30, 50, 102),
            Due("hạn_gửi_kế_hoạch", "ngày_gửi_kế_hoạch", 13, 3, 7),
            Due("hạn_gửi_sơ_kết", "ngày_gửi_sơ_kết", 10, 12, 12),
            Good("sáng_kiến", 1),
            Good("giải_báo_chí", 1),
            Bad("số_liệu_sai", 1),
            Bad("ngày_chậm_phiếu_chấm", 2),
            Fixed("lãnh_đạo_bị_kỷ_luật", "không"),
            Fixed("vi_phạm_nghiêm_trọng", "không"),
            Fixed("đang_xem_xét_kỷ_luật", "không"),
        ],
        _ => vec![
            Tenths("góp_ý_cấp_trên", 60, 100, ""),
            Tenths("góp_ý_đồng_nghiệp", 62, 99, ""),
            Tenths("góp_ý_mặt_trận", 58, 100, ""),
            Level("A.2", &["chua", "tham-gia", "day-du"]),
            Part("việc_đúng_hạn", "việc_được_giao", 60, 240, 75, 101),
            Fixed("trực_tiếp_tiếp_dân", "có"),
            Answers(&["lượt_hài_lòng", "lượt_không_hài_lòng"], 25),
            Bad("phản_ánh_thái_độ", 3),
            Good("buổi_tiếp_xúc", 8),
            Good("ngày_tập_huấn", 5),
            Points("E.1", 10),
            Good("sáng_kiến", 1),
            Fixed("bị_kỷ_luật", "không"),
            Fixed("đang_xem_xét_kỷ_luật", "không"),
        ],
    }
}

/// How well an entrant does: the same person is about as good next year.
fn quality(entrant: &Entrant, year: i64) -> i64 {
    if let Some((_, quality)) = STRONG.iter().find(|(id, _)| *id == entrant.id) {
        return *quality + if year == 2015 { 5 } else { 0 };
    }
    let base = Random::new(&entrant.id).between(22, 70);
    base + Random::new(&format!("{}/{year}", entrant.id)).between(-4, 6)
}

/// Entrants of the special cases that must do well, so that only the special thing decides.
const STRONG: [(&str, i64); 17] = [
    ("so-03", 82),
    ("so-06", 80),
    ("so-07", 80),
    ("so-14", 80),
    ("so-16", 80),
    ("so-20", 74),
    ("h-lai-vung", 82),
    ("h-lap-vo", 82),
    ("h-tam-nong", 84),
    ("h-tp-sa-dec", 84),
    ("x-cao-lanh-02", 82),
    ("x-tp-sa-dec-01", 74),
    ("x-thanh-binh-07", 84),
    ("cn-0100", 88),
    ("cn-0200", 88),
    ("cn-0300", 96),
    ("cn-0400", 94),
];

/// This row repeats that one in the appraisal and the self-assessment: kind, year, row, original.
const COPIES: [(&str, i64, &str, &str); 4] = [
    ("huyen", 2014, "h-lap-vo", "h-lai-vung"),
    ("so", 2015, "so-07", "so-06"),
    ("ca-nhan", 2014, "cn-0198", "cn-0200"),
    ("ca-nhan", 2014, "cn-0199", "cn-0200"),
];

/// Cells set by hand: year, entrant, column, value.
const SET: &[(i64, &str, &str, &str)] = &[
    // Being held: otherwise first in its block.
    (2014, "so-03", "đang_xem_xét_kỷ_luật", "có"),
    // Not applicable, approved in both years.
    (2014, "so-20", "có_thủ_tục_hành_chính", "không"),
    (2014, "so-20", "hồ_sơ_đúng_hạn", "N/A"),
    (2014, "so-20", "hồ_sơ_tiếp_nhận", "N/A"),
    (2015, "so-20", "có_thủ_tục_hành_chính", "không"),
    (2015, "so-20", "hồ_sơ_đúng_hạn", "N/A"),
    (2015, "so-20", "hồ_sơ_tiếp_nhận", "N/A"),
    // Not applicable, turned down.
    (2014, "so-09", "kiến_nghị_đã_giải_trình", "N/A"),
    (2014, "so-09", "kiến_nghị_giám_sát", "N/A"),
    // Not applicable, no decision yet.
    (2015, "so-12", "kiến_nghị_đã_giải_trình", "N/A"),
    (2015, "so-12", "kiến_nghị_giám_sát", "N/A"),
    // Nobody in charge: at most Khá.
    (2014, "so-14", "VII.1", "không"),
    // A blank cell.
    (2014, "x-thap-muoi-05", "hồ_sơ_đúng_hạn", ""),
    // Knocked out.
    (2014, "x-cao-lanh-02", "vi_phạm_nghiêm_trọng", "có"),
    // Bonus at its cap: 2 + 1,5 is 3,5, of which 3 count.
    (2014, "x-tp-sa-dec-01", "sáng_kiến", "3"),
    (2014, "x-tp-sa-dec-01", "tin_bài", "8"),
    // A large difference between the stages, explained and not.
    (2014, "x-tam-nong-03", "II.4", "2"),
    (2014, "x-tam-nong-04", "II.4", "2"),
    // A leader disciplined: refused.
    (2014, "so-16", "lãnh_đạo_bị_kỷ_luật", "có"),
    // Persons: held, knocked out, not applicable with and without the right to say so, exempt.
    (2014, "cn-0300", "đang_xem_xét_kỷ_luật", "có"),
    (2014, "cn-0400", "bị_kỷ_luật", "có"),
    (2014, "cn-0007", "trực_tiếp_tiếp_dân", "không"),
    (2014, "cn-0007", "lượt_hài_lòng", "N/A"),
    (2014, "cn-0007", "lượt_không_hài_lòng", "N/A"),
    (2014, "cn-0008", "lượt_hài_lòng", "N/A"),
    (2014, "cn-0008", "lượt_không_hài_lòng", "N/A"),
    (2014, "cn-0012", "ngày_tập_huấn", "miễn"),
    // A scorer is absent: the median of the other two.
    (2014, "cn-0013", "góp_ý_mặt_trận", ""),
];

/// Cells of the self-assessment set by hand.
const SET_SELF: &[(i64, &str, &str, &str)] =
    &[(2014, "x-tam-nong-03", "II.4", "4"), (2014, "x-tam-nong-04", "II.4", "4")];

/// Self-assessed, never appraised.
const NOT_APPRAISED: [(i64, &str); 1] = [(2014, "x-thanh-binh-07")];

fn is_appraised(year: i64, id: &str) -> bool {
    !NOT_APPRAISED.contains(&(year, id))
}

fn set(cells: &mut [String], headers: &[&str], by_hand: &[(i64, &str, &str, &str)], year: i64, id: &str) {
    for (header, cell) in headers.iter().zip(cells) {
        let found =
            by_hand.iter().find(|(when, who, column, _)| *when == year && *who == id && column == header);
        if let Some((_, _, _, value)) = found {
            *cell = (*value).to_owned();
        }
    }
}

/// What an entrant claims: at most a little more than the appraisal grants.
fn claimed(columns: &[Column], appraised: &[String], random: &mut Random) -> Vec<String> {
    let headers = headers(columns);
    let mut claimed = appraised.to_vec();
    for (header, cell) in headers.iter().zip(&mut claimed) {
        let max = columns.iter().find_map(|column| match column {
            Points(name, max) if name == header => Some(*max),
            _ => None,
        });
        let Some(max) = max.filter(|_| random.chance(45)) else { continue };
        let more = (0..=max * 4 - 1).find(|part| quarters(*part) == *cell);
        if let Some(part) = more {
            *cell = quarters(part + 1);
        }
    }
    claimed
}

fn sheets(register: &[Entrant], kind: &str, year: i64) -> Vec<(String, String)> {
    let columns = columns(kind);
    let headers = headers(&columns);
    let own = |id: &str| {
        let original = COPIES.iter().find(|(of, when, copy, _)| *of == kind && *when == year && *copy == id);
        original.map_or(id.to_owned(), |(.., original)| (*original).to_owned())
    };
    let mut appraised = vec![[vec!["mã đơn vị".to_owned()], row(&headers)].concat()];
    let kept: Vec<bool> = headers.iter().map(|header| !is_official(header)).collect();
    let keep = |cells: &[String]| -> Vec<String> {
        cells.iter().zip(&kept).filter(|(_, keep)| **keep).map(|(cell, _)| cell.clone()).collect()
    };
    let mut own_sheet = vec![[vec!["mã đơn vị".to_owned()], keep(&row(&headers))].concat()];
    let mut models = vec![row(&["mã đơn vị", "vòng", "điểm_mô_hình"])];
    for entrant in register.iter().filter(|entrant| entrant.kind == kind) {
        let source = own(&entrant.id);
        let like = register.iter().find(|other| other.id == source).unwrap_or(entrant);
        let mut random = Random::new(&format!("{kind}/{year}/{source}"));
        let quality = quality(like, year);
        let mut granted = cells(&columns, quality, year, &mut random);
        set(&mut granted, &headers, SET, year, &entrant.id);
        let mut claims = claimed(&columns, &granted, &mut random);
        set(&mut claims, &headers, SET_SELF, year, &entrant.id);
        own_sheet.push([vec![entrant.id.clone()], keep(&claims)].concat());
        if is_appraised(year, &entrant.id) {
            appraised.push([vec![entrant.id.clone()], granted].concat());
        }
        let most = if kind == "xa" { 20 } else { 12 };
        for _ in 0..(quality + 10) / 35 {
            let points = quarters(most * (quality + random.between(-15, 5)).clamp(0, 100) / 100);
            for stage in ["self", "appraised"] {
                if stage == "self" || is_appraised(year, &entrant.id) {
                    models.push(row(&[&entrant.id, stage, &points]));
                }
            }
        }
    }
    let name = |part: &str| format!("{FOLDER}/data/{kind}-{year}-{part}.csv");
    let mut files = vec![(name("tu-cham"), csv(&own_sheet)), (name("tham-dinh"), csv(&appraised))];
    if matches!(kind, "so" | "huyen" | "xa") {
        files.push((name("mo-hinh"), csv(&models)));
    }
    files
}

/// Dossiers of the closing review: due on 25/12/2015.
fn dossiers(register: &[Entrant], individuals: bool) -> String {
    let mut rows = vec![row(&["mã đơn vị", "hạn_nộp_hồ_sơ", "ngày_nộp_hồ_sơ", "đang_xem_xét_kỷ_luật"])];
    for entrant in register.iter().filter(|entrant| (entrant.kind == "ca-nhan") == individuals) {
        let mut random = Random::new(&format!("hồ sơ/{}", entrant.id));
        let late = matches!(entrant.id.as_str(), "h-tp-sa-dec") || random.chance(3);
        let day = if entrant.id.starts_with("so-") || entrant.id == "cn-0100" {
            22
        } else if late {
            28
        } else {
            random.between(14, 25)
        };
        let held = matches!(entrant.id.as_str(), "h-tam-nong" | "cn-0300");
        let hold = if held { "có" } else { "không" };
        rows.push(row(&[&entrant.id, &date(25, 12, 2015), &date(day, 12, 2015), hold]));
    }
    csv(&rows)
}

/// Yearly gradings of persons; who holds the special case lacks exactly 2014.
fn history(register: &[Entrant]) -> String {
    let mut rows = vec![row(&["mã", "năm", "kết quả", "số quyết định"])];
    for entrant in register.iter().filter(|entrant| entrant.kind == "ca-nhan") {
        let mut random = Random::new(&format!("thành tích/{}", entrant.id));
        for year in 2012..=2015_i64 {
            let result = match entrant.id.as_str() {
                "cn-0100" if year == 2014 => "completed",
                "cn-0100" | "cn-0200" => "good",
                _ if random.chance(25) => "excellent",
                _ if random.chance(88) => "good",
                _ => "completed",
            };
            rows.push(row(&[&entrant.id, &year.to_string(), result, &format!("QĐ mô phỏng {year}")]));
        }
    }
    csv(&rows)
}

/// Votes of the provincial council on flags: 15 members.
fn votes(register: &[Entrant]) -> String {
    let mut rows = vec![row(&[
        "award",
        "mã đơn vị",
        "hội đồng",
        "số phiếu đồng ý",
        "tổng số thành viên",
        "số có mặt",
        "số biên bản",
        "ngày",
        "lượt",
    ])];
    for entrant in register.iter().filter(|entrant| matches!(entrant.kind, "so" | "huyen")) {
        let votes = match entrant.id.as_str() {
            "so-06" => 11,
            _ => Random::new(&format!("phiếu/{}", entrant.id)).between(12, 14),
        };
        rows.push(row(&[
            "provincial-flag",
            &entrant.id,
            "Hội đồng Thi đua - Khen thưởng tỉnh",
            &votes.to_string(),
            "15",
            "14",
            "BB mô phỏng 02/2016",
            "15/01/2016",
            "tong-ket-tap-the",
        ]));
    }
    csv(&rows)
}

fn register_file(register: &[Entrant]) -> String {
    let mut rows = vec![row(&["mã", "tên", "loại", "cụm"])];
    rows.extend(
        register.iter().map(|entrant| row(&[&entrant.id, &entrant.name, entrant.kind, &entrant.cluster])),
    );
    csv(&rows)
}

/// Every generated file of the folder.
pub(crate) fn files() -> Vec<(String, String)> {
    let register = register();
    let file = |name: &str, text: String| (format!("{FOLDER}/data/{name}"), text);
    let mut files = vec![
        file("danh-sach.csv", register_file(&register)),
        file("thanh-tich-ca-nhan.csv", history(&register)),
        file("phieu-bau.csv", votes(&register)),
        file("ho-so-tong-ket-tap-the.csv", dossiers(&register, false)),
        file("ho-so-tong-ket-ca-nhan.csv", dossiers(&register, true)),
    ];
    for kind in ["so", "huyen", "xa", "truyen-thong", "ca-nhan"] {
        for year in YEARS {
            files.extend(sheets(&register, kind, year));
        }
    }
    files
}
