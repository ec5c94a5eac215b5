use thidua_core::{EntrantId, Evaluations};
use unicode_normalization::UnicodeNormalization;

/// Whom a question is about (tìm đối tượng).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One entrant, by position.
    One(EntrantId),
    /// Several that go by these words, by position.
    Several(Vec<EntrantId>),
    /// Nobody.
    Nobody,
}

/// Finds an entrant by id, or by name with or without accents and in any case (tìm theo mã hoặc tên).
///
/// The id goes before the whole name, the whole name before a part of it.
#[must_use]
pub fn find(evaluations: &Evaluations, words: &str) -> Found {
    if let Some(row) = evaluations.position(words.trim()) {
        return Found::One(row);
    }
    let wanted = folded(words);
    if wanted.is_empty() {
        return Found::Nobody;
    }
    let names = || evaluations.entrants().iter_enumerated();
    let rows = |matches: &dyn Fn(&str) -> bool| -> Vec<EntrantId> {
        names().filter(|(_, entrant)| matches(&folded(&entrant.name))).map(|(row, _)| row).collect()
    };
    let ids = names().filter(|(_, entrant)| folded(&entrant.id) == wanted).map(|(row, _)| row).collect();
    for rows in [ids, rows(&|name| name == wanted), rows(&|name| name.contains(&wanted))] {
        match rows.as_slice() {
            [] => {}
            [row] => return Found::One(*row),
            _ => return Found::Several(rows),
        }
    }
    Found::Nobody
}

/// Letters without accents, in lower case, single spaces between words.
pub(crate) fn folded(words: &str) -> String {
    let plain: String = words
        .nfd()
        .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
        .map(|letter| match letter {
            'đ' | 'Đ' => 'd',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn accents_case_and_spaces_do_not_matter() {
        assert_eq!(folded("  Thị xã  HỒNG Ngự"), "thi xa hong ngu");
        assert_eq!(folded("Đồng Tháp"), "dong thap");
        assert_eq!(folded("Đồng Tháp".to_owned().as_str()), folded("dong thap"));
    }
}
