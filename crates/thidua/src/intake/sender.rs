//! Whose a file is (phiếu của ai) where it does not say so itself, or says it by a former name.

use thidua_core::{Diagnostic, Place, Severity, text};
use thidua_table::{Match, Register, fold, same};

use super::collect::FileIntake;

/// Of a file that is refused, the entrant that its name tells: whoever sent it has sent something.
pub(super) fn by_file_name(register: Option<&Register>, file: &mut FileIntake) {
    let Some(register) = register else { return };
    if matches!(register.find(&file.entrant), Match::One(_)) {
        return;
    }
    let Some(id) = named(register, &file.name) else { return };
    let message =
        text!("theo tên tệp, đây là phiếu của `{id}`", "by the name of the file it is the form of `{id}`");
    let note = Diagnostic {
        severity: Severity::Note,
        ..Diagnostic::warning("TD0489", Place::file(&*file.name), message)
    };
    file.findings.push(note.with_help(text!(
        "hỏi lại đơn vị nếu tên tệp không đúng; số liệu trong tệp không được dùng",
        "ask them if the name is wrong; nothing in the file is used"
    )));
    file.entrant = id;
}

/// The one entrant whose id or name stands in the name of a file, as words of their own.
fn named(register: &Register, file: &str) -> Option<String> {
    let base = file.rsplit('/').next().unwrap_or_default();
    let base = base.rsplit_once('.').map_or(base, |(stem, _)| stem);
    let stem = format!("-{}-", fold(base));
    let mut found: Vec<(usize, &str)> = Vec::new();
    for name in register.called() {
        let key = fold(name);
        let Match::One(position) = register.find(name) else { continue };
        if !key.is_empty() && stem.contains(&format!("-{key}-")) {
            found.extend(register.id(position).map(|id| (key.len(), id)));
        }
    }
    // `xa-1` stands in `xa-1-bac` too: the longer name is meant.
    let longest = found.iter().map(|(length, _)| *length).max()?;
    found.retain(|(length, _)| *length == longest);
    let (_, id) = found.first()?;
    found.iter().all(|(_, other)| other == id).then(|| (*id).to_owned())
}

/// A form that was made for a name which the register lists as a former one.
pub(super) fn former_name(
    register: Option<&Register>,
    called: &str,
    id: &str,
    file: &str,
) -> Option<Diagnostic> {
    let name = register?.name(id)?;
    if [id, name].iter().any(|known| same(known) == same(called)) {
        return None;
    }
    let message = text!(
        "phiếu ghi tên cũ `{called}`, nay là `{id}` ({name})",
        "the form says `{called}`, which is `{id}` ({name}) now"
    );
    let note =
        Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0491", Place::file(file), message) };
    Some(note.with_help(text!(
        "không cần sửa nếu đúng; tên cũ lấy từ cột `tên khác` của danh sách",
        "nothing to mend if that is right; former names come from the column `alias` of the register"
    )))
}
