//! From whom entrants came (đơn vị tiền thân): names, and the part of each that passed over.

use std::collections::BTreeMap;

use thidua_core::{Diagnostic, Exact, Number, Place, Predecessor, text};

use crate::{Row, same};

/// The units of one cell: `xã A; xã B 40%; xã C (60%)`; without a part the whole of it passed over.
pub(super) fn read(row: Row<'_>, column: u32, findings: &mut Vec<Diagnostic>) -> Vec<Predecessor> {
    let mut found = Vec::new();
    for written in row.cell(column).split(';').map(str::trim).filter(|written| !written.is_empty()) {
        match one(written) {
            Some(predecessor) => found.push(predecessor),
            None => {
                let message = text!(
                    "không đọc được phần chuyển sang trong `{written}`",
                    "the part that passed over in `{written}` cannot be read"
                );
                findings.push(Diagnostic::error("TD0464", row.place(column), message).with_help(text!(
                    "viết tên rồi tỷ lệ lớn hơn 0% và không quá 100%, chẳng hạn `xa-b 40%`",
                    "write the name and a share above 0% and at most 100%, such as `xa-b 40%`"
                )));
            }
        }
    }
    found
}

fn one(written: &str) -> Option<Predecessor> {
    let bare = written.trim_end_matches(')').trim_end();
    let Some(digits) = bare.strip_suffix('%') else {
        return Some(Predecessor { id: written.to_owned(), share: Exact::ONE });
    };
    let start =
        digits.trim_end().rfind(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ',')));
    let (name, share) = digits.split_at_checked(start.map_or(0, |at| at + 1).min(digits.len()))?;
    let share = Number::parse(&format!("{}%", share.trim().replace(',', "."))).ok()?;
    let name = name.trim().trim_end_matches('(').trim_end();
    let sane = *share.exact() > Exact::ZERO && *share.exact() <= Exact::ONE && !name.is_empty();
    sane.then(|| Predecessor { id: name.to_owned(), share: share.exact().clone() })
}

/// Units that come from themselves, and parts of one unit that make more than the whole.
pub(super) fn judged(all: &BTreeMap<&str, (Vec<Predecessor>, Place)>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut parts: BTreeMap<String, (Exact, &str, &Place)> = BTreeMap::new();
    let came: BTreeMap<String, &[Predecessor]> =
        all.iter().map(|(id, (from, _))| (same(id), from.as_slice())).collect();
    for (id, (from, place)) in all {
        if comes_from(&came, &same(id)) {
            let message = text!("`{id}` là tiền thân của chính nó", "`{id}` comes from itself");
            findings.push(Diagnostic::error("TD0465", place.clone(), message).with_help(text!(
                "bỏ một tên ở cột `tiền thân` để không còn vòng",
                "take a name out of the column `predecessors`, so that there is no circle"
            )));
        }
        for each in from {
            let part = parts.entry(same(&each.id)).or_insert((Exact::ZERO, &each.id, place));
            part.0 = part.0.clone() + each.share.clone();
        }
    }
    for (whole, id, place) in parts.into_values().filter(|(whole, ..)| *whole > Exact::ONE) {
        let whole = (whole * Exact::from(100)).display_rounded(2);
        let message = text!(
            "các phần của `{id}` chuyển sang đơn vị mới cộng lại là {whole}%",
            "the parts of `{id}` that passed over add up to {whole}%"
        );
        findings.push(Diagnostic::warning("TD0466", place.clone(), message).with_help(text!(
            "ghi phần của mỗi đơn vị mới, cộng lại không quá 100%",
            "write the part for each new unit, together at most 100%"
        )));
    }
    findings
}

/// Whether a unit is among those it came from.
fn comes_from(came: &BTreeMap<String, &[Predecessor]>, id: &str) -> bool {
    let (mut open, mut seen) = (vec![id.to_owned()], Vec::new());
    while let Some(next) = open.pop() {
        for each in came.get(&next).into_iter().flat_map(|from| from.iter()) {
            let earlier = same(&each.id);
            if earlier == id {
                return true;
            }
            if !seen.contains(&earlier) {
                seen.push(earlier.clone());
                open.push(earlier);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_stands_behind_the_name() {
        let share = |written| one(written).map(|each| (each.id, each.share.to_string()));
        let whole = |name: &str, share: &str| Some((name.to_owned(), share.to_owned()));
        assert_eq!(share("Xã A"), whole("Xã A", "1"));
        assert_eq!(share("Xã B 40%"), whole("Xã B", "0.4"));
        assert_eq!(share("Phường 5 (12,5%)"), whole("Phường 5", "0.125"));
        assert_eq!(share("Xã B 0%"), None);
        assert_eq!(share("Xã B 140%"), None);
        assert_eq!(share("40%"), None);
    }
}
