use std::fmt::Write;

use thidua::Language;

use super::json::{TestedRules, status};
use crate::CaseResult;
use crate::escape::escape;

/// The results as JUnit XML, the form build servers read (báo cáo JUnit): a suite for each rule set.
#[must_use]
pub fn junit(tested: &[(TestedRules, Vec<CaseResult>)], language: Language) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    for (rules, results) in tested {
        let (name, all) = (escape(&rules.rules), results.len());
        let (failed, pending) = (rules.failed, rules.pending);
        let _ = writeln!(
            xml,
            "  <testsuite name=\"{name}\" tests=\"{all}\" failures=\"{failed}\" skipped=\"{pending}\">"
        );
        for result in results {
            case(&mut xml, &name, result, language);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn case(xml: &mut String, suite: &str, result: &CaseResult, language: Language) {
    let (name, file) = (escape(&result.name), escape(&result.place.file));
    let _ = write!(xml, "    <testcase classname=\"{suite}\" name=\"{name}\" file=\"{file}\"");
    match status(result) {
        "failed" => {
            let lines: Vec<String> = result
                .mismatches
                .iter()
                .map(|mismatch| {
                    let what = mismatch.what.in_language(language);
                    format!("{what}: {} ≠ {}", mismatch.expected, mismatch.got)
                })
                .collect();
            let first = escape(lines.first().map_or("", String::as_str));
            let all = escape(&lines.join("\n"));
            let place = escape(&result.place.to_string());
            let _ = writeln!(
                xml,
                ">\n      <failure message=\"{first}\">{place}\n{all}</failure>\n    </testcase>"
            );
        }
        "pending" => xml.push_str(">\n      <skipped/>\n    </testcase>\n"),
        _ => xml.push_str("/>\n"),
    }
}

#[cfg(test)]
mod tests {
    use thidua::{Place, Span, text};

    use super::*;
    use crate::Mismatch;

    #[test]
    fn names_are_escaped_and_failures_say_what() {
        let mismatch = Mismatch {
            entrant: None,
            what: text!("điểm của I", "points of I"),
            expected: "5".to_owned(),
            got: "4".to_owned(),
            step: None,
            span: Span::default(),
            alike: true,
        };
        let result = CaseResult {
            name: "≥ 90% & \"đủ\" <điểm>\u{1}".to_owned(),
            basis: None,
            place: Place::file("a.test.yaml"),
            pending: false,
            mismatches: vec![mismatch],
        };
        let xml = junit(
            &[(TestedRules::of("a.yaml", std::slice::from_ref(&result)), vec![result])],
            Language::Vietnamese,
        );
        assert!(xml.contains("name=\"≥ 90% &amp; &quot;đủ&quot; &lt;điểm&gt;\u{fffd}\""), "{xml}");
        assert!(xml.contains("tests=\"1\" failures=\"1\"") && xml.contains("điểm của I: 5 ≠ 4"), "{xml}");
    }
}
