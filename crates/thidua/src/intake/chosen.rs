//! Which of several files of one entrant counts (chọn tệp): one reading of such a decision, wherever forms are read.

use thidua_core::{DecisionIndex, DecisionText};
use thidua_table::{Match, Register, same};

/// The decision that says which file of an entrant counts, and the file.
pub(crate) fn chosen_for<'d>(
    decisions: &'d DecisionIndex,
    register: Option<&Register>,
    entrant: &str,
) -> Option<(&'d DecisionText, &'d str)> {
    let asked = same(&known_as(register, entrant));
    decisions.in_force().find_map(|decision| {
        let about = decision.file.as_ref()?;
        (same(&known_as(register, &about.entrant)) == asked).then_some((decision, about.file.as_str()))
    })
}

/// Whether a file is the one that is named: with its folders or without, in whatever case and composition of accents.
pub(crate) fn is_file(file: &str, named: &str) -> bool {
    let key = |name: &str| same(&name.replace('\\', "/"));
    let (file, named) = (key(file), key(named));
    !named.is_empty()
        && (file == named || file.strip_suffix(&named).is_some_and(|folder| folder.ends_with('/')))
}

/// The id of whoever is named; the name itself where nobody has it, which binding then says.
pub(crate) fn known_as(register: Option<&Register>, name: &str) -> String {
    let id = register.and_then(|register| match register.find(name) {
        Match::One(position) => register.id(position),
        Match::Several(_) | Match::Nothing => None,
    });
    id.unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::is_file;

    #[test]
    fn a_file_is_named_with_its_folders_or_without() {
        assert!(is_file("phieu/Xã A.xlsx", "xa\u{303} a.XLSX"));
        assert!(is_file("phieu/a.xlsx", "phieu\\a.xlsx"));
        assert!(!is_file("phieu/aa.xlsx", "a.xlsx"));
        assert!(!is_file("phieu/a.xlsx", ""));
    }
}
