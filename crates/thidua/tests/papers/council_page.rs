//! The page for the council, driven in a browser where there is one.

use std::path::Path;
use std::process::Command;

use thidua::Language;
use thidua_report::council_page;

use crate::support::{simple, worked};

/// What the page looks like after a script has run in it; `None` without a browser, which is said aloud.
fn driven(page: &[u8], script: &str) -> Option<String> {
    let browsers = ["chromium", "chromium-browser", "google-chrome"];
    let known = |name: &&&str| {
        Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
    };
    let Some(browser) = browsers.iter().find(known) else {
        println!("skipped: no Chromium to drive the page with");
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let text = String::from_utf8(page.to_vec()).unwrap();
    let text = text.replace("</body>", &format!("<script>{script}</script></body>"));
    let path = folder.path().join("page.html");
    std::fs::write(&path, text).unwrap();
    let address = format!("file://{}", path.display());
    let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--virtual-time-budget=10000",
        ])
        .args([&profile, "--dump-dom", &address])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_search_needs_no_accents_and_a_click_explains() {
    let report = worked("dan-van-kheo-2014");
    let page = council_page(&report.results(), Language::Vietnamese).unwrap();
    let script = "
        document.getElementById('run').value = 'huyen-2014';
        document.getElementById('run').dispatchEvent(new Event('change'));
        const search = document.getElementById('search');
        search.value = 'tx hong NGU'; search.dispatchEvent(new Event('input'));
        const none = document.querySelectorAll('tr.row').length;
        search.value = 'hong ngu'; search.dispatchEvent(new Event('input'));
        const rows = [...document.querySelectorAll('tr.row')].map((row) => row.dataset.id);
        document.querySelector('tr.row[data-id=\"h-tx-hong-ngu\"]').click();
        document.title = ['found', none, ...rows].join(' ');";
    let Some(dom) = driven(&page.bytes, script) else { return };
    assert!(
        dom.contains("<title>found 0 h-tx-hong-ngu h-hong-ngu</title>"),
        "{}",
        &dom[..500.min(dom.len())]
    );
    let panel = dom.split("<aside").nth(1).unwrap();
    assert!(panel.contains("PHIẾU GIẢI TRÌNH — UBND thị xã Hồng Ngự (h-tx-hong-ngu)"), "the page is shown");
    assert!(panel.contains("data/huyen-2014-tham-dinh.csv!"), "and leads to the cell");
}

#[test]
fn plots_show_everybody_and_a_dot_opens_its_page() {
    let report = worked("dan-van-kheo-2014");
    let results = report.results();
    let page = council_page(&results, Language::Vietnamese).unwrap();
    let script = "
        document.getElementById('run').value = 'xa-2014';
        document.getElementById('run').dispatchEvent(new Event('change'));
        setTimeout(() => {
            const figures = [...document.querySelectorAll('#plots figure')];
            const outside = figures.filter((figure) => {
                const svg = figure.querySelector('svg'), room = svg.viewBox.baseVal;
                return [...svg.querySelectorAll('text, rect, circle')].some((mark) => {
                    const box = mark.getBBox();
                    return box.x < -1 || box.y < -1 || box.x + box.width > room.width + 1 || box.y + box.height > room.height + 1;
                });
            });
            figures.at(-1).querySelector('circle').dispatchEvent(new MouseEvent('click', { bubbles: true }));
            document.title = [...figures.map((figure) => figure.querySelector('figcaption').textContent), figures.at(-1).querySelectorAll('circle').length, outside.length].join(';');
        }, 1000);";
    let Some(dom) = driven(&page.bytes, script) else { return };
    let run = results.runs.iter().find(|run| run.id == "xa-2014").unwrap();
    let totals = (run.evaluations.entrants().keys())
        .filter(|row| run.outcome.scorecards.total(*row).is_some())
        .count();
    let title = format!(
        "<title>Phân bố xếp loại;Điểm theo nhóm;Tự chấm và thẩm định;Khoảng cách đến mức xếp loại;{totals};0</title>"
    );
    assert!(dom.contains(&title), "{}", &dom[..700.min(dom.len())]);
    assert!(
        dom.split("<aside").nth(1).unwrap().contains("PHIẾU GIẢI TRÌNH — "),
        "the page of the dot is shown"
    );
}

#[test]
fn what_looks_like_markup_is_text() {
    let name = "</script><img src=x onerror=document.title='broken'>{{script}}";
    let report = simple(
        &format!(
            "rule_set: x\nversion: 1\ntitle: \"{name}\"\ncriteria: [ {{ code: I, title: \"{name}\", points_max: 10 }} ]\n"
        ),
        &format!("entrant,I\n{name},9\n"),
    );
    let page = council_page(&report.results(), Language::Vietnamese).unwrap();
    let text = String::from_utf8(page.bytes.clone()).unwrap();
    assert!(!text.contains("<img"), "no markup from data");
    assert_eq!(text.matches("</script>").count(), 2, "no data ends the script");
    let Some(dom) = driven(
        &page.bytes,
        "document.title = document.querySelectorAll('tr.row').length + ' ' + document.images.length;",
    ) else {
        return;
    };
    assert!(dom.contains("<title>1 0</title>"));
}

#[test]
fn the_page_asks_for_nothing() {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../thidua-report/src/html");
    for entry in std::fs::read_dir(files).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for asks in
            ["http:", "https:", "//cdn", "fetch(", "XMLHttpRequest", "@import", "url(", "src=", "href="]
        {
            assert!(!text.contains(asks), "{asks}");
        }
    }
}

#[test]
fn hidden_letters_are_written_out() {
    let mut report = simple(
        "rule_set: x\nversion: 1\ntitle: x\ncriteria: [ { code: I, points_max: 4 } ]\n",
        "entrant,I\na,1\n",
    );
    report.manifest.note = Some("số liệu\u{202e} thử\nhai dòng".to_owned());
    let page = council_page(&report.results(), Language::Vietnamese).unwrap();
    let page = String::from_utf8(page.bytes).unwrap();
    assert!(page.contains(r"số liệu\\u{202e} thử\nhai dòng"));
    assert!(!page.contains(|letter| thidua::is_hidden(letter) && letter != '\n'));
}

#[test]
fn the_public_page_names_nobody() {
    for folder in ["khen-thuong-2026", "dan-van-kheo-2014"] {
        let report = worked(folder);
        let results = report.results();
        let page = thidua_report::public_page(&results, Language::Vietnamese).unwrap();
        let text = String::from_utf8(page.bytes).unwrap();
        let data = text.split("<script type=\"application/json\" id=\"data\">").nth(1).unwrap();
        let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
        for (run, shown) in results.runs.iter().zip(data["runs"].as_array().unwrap()) {
            let rows = shown["rows"].as_array().unwrap();
            assert_eq!(rows.len(), run.evaluations.entrants().len(), "everybody has a line");
            for row in rows {
                // Points by group and by stage would tell who is who.
                assert_eq!(row["plot"]["both"], serde_json::Value::Null, "{row}");
                assert!(row["plot"]["groups"].as_array().unwrap().is_empty(), "{row}");
                for key in ["id", "name", "note", "page"] {
                    assert_eq!(row[key], "", "{key}: {row}");
                }
            }
        }
        let people = results.runs.iter().flat_map(|run| run.evaluations.entrants());
        for entrant in people.filter(|entrant| entrant.entrant == thidua::EntrantKind::Individual) {
            assert!(!text.contains(&format!("\"{}\"", entrant.name)), "{}", entrant.name);
        }
    }
}
