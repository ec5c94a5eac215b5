//! Hidden letters neither forge a line nor steer a terminal: refused in ids, written out everywhere else.

use crate::{Movement, code, text, thidua};

const HIDDEN: [&str; 6] = ["\u{1b}[2J", "\u{202e}", "\u{200b}", "\u{7}", "\u{85}", "\u{2028}"];

/// Whether a text has any of them as they are.
fn has_hidden(shown: &str) -> bool {
    let shown = shown.strip_prefix('\u{feff}').unwrap_or(shown);
    shown.contains(|letter| thidua::is_hidden(letter) && letter != '\n' && letter != '\r' && letter != '\t')
}

#[test]
fn names_titles_and_decisions_forge_nothing() {
    let movement = Movement::new();
    for hidden in HIDDEN {
        let forged = format!("A{hidden}\n  1. Xã B: 100 điểm");
        movement.write(
            "ds.csv",
            &format!("id,tên,loại,cụm\na,\"{forged}\",can-bo,\"C{hidden}\n\"\nb,B,can-bo,C\n"),
        );
        movement.write("points.csv", "entrant,I,sáng_kiến,đang_điều_tra\na,95,có,không\nb,90,có,không\n");
        movement.write(
            "thidua.yaml",
            "movement: \"Khen\\nthưởng\\u202e\"\nregister: { file: ds.csv }\nvotes: [ votes.csv ]\nruns:\n- id: r\n  title: \"Lượt\\n\\x07\"\n  rules: rules.yaml\n  \
             period: { from: 2014-01-01, until: 2014-12-31 }\n  decision_date: 2015-02-03\n  evaluations: [ { file: points.csv } ]\n",
        );
        movement.write("votes.csv", &format!("award,entrant,body,votes,members,present,number,date\nprovincial-fighter,a,hội đồng tỉnh,9,10,9,\"1{hidden}/BB\",20/01/2015\n"));
        let rules = movement.read("rules.yaml").replace("title: Kết quả", "title: \"Kết\\n\\u200bquả\"");
        movement.write("rules.yaml", &rules);
        let output = movement.recommend();
        assert!(code(&output) < 2, "{}", text(&output.stderr));
        let mut shown = vec![text(&output.stdout), text(&output.stderr)];
        for words in [
            &["explain", movement.path(), "a"][..],
            &["explain", movement.path(), "a", "--format", "json"],
            &["recommend", movement.path(), "--format", "json"],
        ] {
            let output = thidua(words);
            shown.extend([text(&output.stdout), text(&output.stderr)]);
        }
        for file in [
            "summary.txt",
            "outcome.json",
            "run-record.json",
            "r/standings.csv",
            "r/scorecards.csv",
            "r/recommendations.csv",
            "r/refusals.csv",
            "r/explanations.txt",
        ] {
            shown.push(movement.read(&format!("results/{file}")));
        }
        for shown in shown {
            assert!(!has_hidden(&shown), "{hidden:?}: {shown:?}");
            assert!(
                !shown.lines().any(|line| line.trim_start().starts_with("1. Xã B")),
                "a forged line: {shown}"
            );
        }
        assert!(movement.differences(&[]).is_empty());
    }
}

#[test]
fn ids_with_hidden_letters_are_refused_where_they_stand() {
    for id in ["xa\u{200b}", "x\u{202e}a", "x\u{7}a"] {
        let movement = Movement::new();
        movement.write("points.csv", &movement.read("points.csv").replace("\na,", &format!("\n{id},")));
        let output = movement.recommend();
        let said = text(&output.stderr);
        assert_eq!(code(&output), 2);
        // A letter without width at the end of a cell is no letter of it.
        let trimmed = id.ends_with('\u{200b}');
        assert!(trimmed || said.contains("TD1011"), "{said}");
        assert!(!has_hidden(&said), "{said:?}");
    }
    let movement = Movement::new();
    let rules = movement.read("rules.yaml");
    for (id, said) in [
        ("\"\"", "mã để trống"),
        ("\"I\\n\"", "`I\\n`"),
        ("\"I\\u200b\"", "`I\\u{200b}`"),
        ("\"\\u202eI\"", "`\\u{202e}I`"),
    ] {
        movement.write("rules.yaml", &rules.replace("code: I,", &format!("code: {id},")));
        let output = thidua(&["check", movement.at("rules.yaml").to_str().unwrap()]);
        let found = text(&output.stderr);
        assert_eq!(code(&output), 2);
        assert!(found.contains("TD1011") && found.contains(said), "{id}: {found}");
    }
    movement.write("rules.yaml", &rules);
    for id in ["\"r\\u200b\"", "\"r\\n\"", "\"\""] {
        let manifest = movement.read("thidua.yaml");
        movement.write("thidua.yaml", &manifest.replace("id: r\n", &format!("id: {id}\n")));
        let output = movement.recommend();
        assert_eq!(code(&output), 2);
        assert!(text(&output.stderr).contains("TD0512"), "{}", text(&output.stderr));
        movement.write("thidua.yaml", &manifest);
    }
}

#[test]
fn what_cannot_be_read_is_shown_with_its_hidden_letters() {
    let movement = Movement::new();
    movement.write("points.csv", &movement.read("points.csv").replace("a,95", "a,9\u{200e}5"));
    for format in ["text", "json"] {
        let output = thidua(&["recommend", movement.path(), "--format", format]);
        let said = text(&output.stderr) + &text(&output.stdout);
        assert!(said.contains("\\u{200e}"), "{said}");
        assert!(!has_hidden(&said), "{said:?}");
    }
}
