use thidua_core::{Diagnostic, InputId, NodeKind, Place, Plan, Severity, TiVec, has_errors, text};
use thidua_table::{Form, FormEntry, InputNames, Table};

/// The tables of a form, if it is one of these rules; of another version only what both know is read.
///
/// # Errors
/// What keeps it from being read.
pub(crate) fn form_tables(
    plan: &Plan,
    names: &InputNames,
    sha256: &str,
    form: &Form,
) -> Result<(Vec<Table>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (form, findings) = fitted(plan, names, sha256, form.clone());
    if has_errors(&findings) {
        return Err(findings);
    }
    match form.tables() {
        Ok(tables) => Ok((tables, findings)),
        Err(error) => {
            let message = text!("phiếu quá lớn: {error}", "the form is too large: {error}");
            let help = text!("gửi lại phiếu gốc cho đơn vị", "send the original form again");
            Err(vec![Diagnostic::error("TD0482", Place::file(file_of(&form)), message).with_help(help)])
        }
    }
}

/// The form as these rules read it, and what is to be said of it.
pub(super) fn fitted(
    plan: &Plan,
    names: &InputNames,
    sha256: &str,
    mut form: Form,
) -> (Form, Vec<Diagnostic>) {
    let mut findings = std::mem::take(&mut form.findings);
    let rules = plan.rules();
    let (own, set) = (&form.identity.rule_set, &rules.rule_set.value);
    let place = || Place::file(file_of(&form));
    if !own.is_empty() && own != set {
        let message = text!(
            "phiếu lập theo bộ tiêu chí `{own}`, không phải `{set}`",
            "the form was made from the rule set `{own}`, not from `{set}`"
        );
        findings.push(Diagnostic::error("TD0471", place(), message).with_help(text!(
            "chuyển tệp sang thư mục của bộ tiêu chí đó, hoặc gửi lại phiếu đúng cho đơn vị",
            "move the file to the folder of that rule set, or send the right form again"
        )));
        return (form, findings);
    }
    let (theirs, ours) = (&form.identity.version, &rules.version);
    let version = !theirs.is_empty() && theirs != ours;
    let digest = &form.identity.sha256;
    let edited = !version && !digest.is_empty() && !sha256.is_empty() && digest != sha256;
    if version {
        let message = text!(
            "phiếu theo phiên bản {theirs} của bộ tiêu chí, đang chấm theo phiên bản {ours}; khớp theo mã",
            "the form is of version {theirs} of the rule set, and version {ours} is in use; matched by code"
        );
        findings.push(Diagnostic::warning("TD0472", place(), message).with_help(text!(
            "xem các tiêu chí khác nhau nêu bên dưới; nếu số liệu không còn dùng được thì gửi lại phiếu mới",
            "look at the criteria that differ, named below; send a new form if the figures are of no use"
        )));
    }
    if edited {
        let message = text!(
            "bộ tiêu chí đã bị sửa sau khi phiếu được lập mà vẫn ghi phiên bản {ours}; khớp theo mã",
            "the rule set was edited after the form was made and still says version {ours}; matched by code"
        );
        let note = Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0492", place(), message) };
        findings.push(note.with_help(text!(
            "không cần gửi lại nếu chỉ sửa lời văn; sửa tiêu chí thì đổi `version` của bộ tiêu chí",
            "nothing to send again if only words were mended; a change of criteria changes `version`"
        )));
    }
    if version || edited {
        let (known, gone): (Vec<FormEntry>, Vec<FormEntry>) =
            std::mem::take(&mut form.entries).into_iter().partition(|entry| names.knows(&entry.name));
        findings.extend(gone.iter().filter(|entry| !entry.words.is_empty()).map(dropped));
        form.entries = known;
    }
    // Without its header no row is a row: nothing more is said of what they would have held.
    if !has_errors(&findings) {
        findings.extend(missing(plan, names, &form));
    }
    (form, findings)
}

/// The file of the form, without its sheet.
pub(super) fn file_of(form: &Form) -> String {
    let sheet = form.entries.first().map(|entry| entry.sheet.to_string()).unwrap_or_default();
    sheet.split('!').next().unwrap_or_default().to_owned()
}

fn dropped(entry: &FormEntry) -> Diagnostic {
    let (name, words) = (&entry.name, &entry.words);
    let message = text!(
        "`{name}` = `{words}`: phiên bản đang chấm không còn tiêu chí hay số liệu này, giá trị không được dùng",
        "`{name}` = `{words}`: the version in use has no such criterion or input, the value is not used"
    );
    Diagnostic::warning("TD0484", entry.place(), message).with_help(text!(
        "nếu tiêu chí chỉ đổi mã, ghi giá trị vào phiếu của phiên bản mới",
        "if only its code has changed, write the value into a form of the new version"
    ))
}

/// What the rules ask for and the form has no cell for.
fn missing(plan: &Plan, names: &InputNames, form: &Form) -> Option<Diagnostic> {
    let inputs = plan.inputs();
    let mut lacks: TiVec<InputId, bool> = vec![false; inputs.len()].into();
    let mut say = |input: InputId, lack: bool| lacks.get_mut(input).map_or((), |lacks| *lacks = lack);
    // Whom a criterion is for is asked where the entrant is known.
    for node in plan.nodes().iter().filter(|node| node.kinds.is_none()) {
        if let NodeKind::Leaf(leaf) = &node.kind {
            leaf.inputs.iter().for_each(|input| say(*input, true));
        }
    }
    form.entries.iter().filter_map(|entry| names.one(&entry.name)).for_each(|input| say(input, false));
    let lost: Vec<&str> = inputs
        .iter()
        .zip(&lacks)
        .filter(|(input, lacks)| **lacks && !input.computed)
        .map(|(input, _)| input.title.as_str())
        .collect();
    if lost.is_empty() || form.entries.is_empty() {
        return None;
    }
    let (count, all) = (lost.len(), lost.iter().take(6).copied().collect::<Vec<_>>().join("”, “"));
    let more = if count > 6 { ", …" } else { "" };
    let message = text!(
        "phiếu không có ô cho {count} số liệu: “{all}”{more}",
        "the form has no cell for {count} figures: “{all}”{more}"
    );
    Some(Diagnostic::warning("TD0480", Place::file(file_of(form)), message).with_help(text!(
        "dòng đã bị xóa, hoặc phiếu của phiên bản khác: hỏi đơn vị và bổ sung, số liệu thiếu không thành 0",
        "rows were deleted, or the form is of another version: ask for the figures, what is missing never becomes 0"
    )))
}
