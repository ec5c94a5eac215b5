use thidua_core::{
    DecisionIndex, Decisions, Diagnostic, Place, Plan, Severity, ValueKind, column_letters, has_errors,
    sort_diagnostics, text,
};
use thidua_table::{
    Form, FormEntry, InputNames, Layout, Register, Sheet, Source, Table, Written, bind, bind_named,
    evaluation_words, is_exempt, is_not_applicable, is_work_list, read_form,
};

use super::chosen::known_as;
use super::duplicates::duplicates;
use super::form::fitted;
use super::recomputed::{NodesByPath, nodes_by_path, recomputed};
use super::rows::rows;
use super::sender::{by_file_name, former_name};
use super::sent::{EntrantIntake, entrants};
use crate::Files;
use crate::run::{tables, work};
use crate::spread::spread;

/// What a file was taken for (đọc như là).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs {
    /// A scoring form.
    Form,
    /// A table of evaluations.
    Table,
    /// A work list that was filled in.
    WorkList,
    /// Nothing of these.
    Nothing,
}

/// What became of a file (kết quả đọc tệp).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// A form that was read.
    Accepted,
    /// It cannot be read as it is.
    Refused,
    /// Another form of the same entrant says something else.
    Duplicate,
    /// A decision says that another form of the same entrant counts.
    LeftOut,
    /// Decisions were read from it.
    Decided,
    /// A table, which is read together with others and not here.
    Table,
    /// No form and no table.
    Other,
}

/// One file of the folder.
#[derive(Clone, Debug)]
pub struct FileIntake {
    /// Its name.
    pub name: String,
    /// What it was taken for.
    pub read_as: ReadAs,
    /// What became of it.
    pub state: FileState,
    /// The id of the entrant, or what the file says of it; empty where it says nothing.
    pub entrant: String,
    /// The version of the rule set it was made from, where it says one.
    pub version: String,
    /// Cells with a value, blank ones, and criteria claimed not to apply.
    pub filled: usize,
    /// Blank cells.
    pub blank: usize,
    /// What was claimed not to apply: criterion or input, cell, reason.
    pub claims: Vec<(String, Place, String)>,
    /// Everything found in it.
    pub findings: Vec<Diagnostic>,
}

/// What a folder of returned files holds (kết quả thu phiếu).
#[derive(Clone, Debug)]
pub struct Collected {
    /// Every file, by name.
    pub files: Vec<FileIntake>,
    /// Everybody who should have sent a form, and whoever did.
    pub entrants: Vec<EntrantIntake>,
    /// The accepted values as a long table, the header first.
    pub rows: Vec<Vec<String>>,
}

impl Collected {
    /// Whether something waits for a person.
    #[must_use]
    pub fn needs_a_person(&self) -> bool {
        let weighty = |finding: &Diagnostic| finding.severity != Severity::Note;
        self.files.iter().any(|file| {
            let settled = matches!(file.state, FileState::Accepted | FileState::LeftOut | FileState::Decided);
            !settled || file.findings.iter().any(weighty) || !file.claims.is_empty()
        }) || self.entrants.iter().any(|entrant| entrant.state != super::EntrantState::Accepted)
    }
}

/// Reads a folder of returned files (thu phiếu): which are forms, of whom, what they say, and what is wrong with each.
///
/// A file that cannot be read refuses nobody else, and its values are nowhere. Of two forms of one entrant that say
/// different things neither is taken. `sha256` is that of the rule file, to which forms of the same version are held; empty
/// where nobody knows it.
#[must_use]
pub fn collect(plan: &Plan, sha256: &str, register: Option<&Register>, files: &Files) -> Collected {
    collect_with_threads(plan, sha256, register, files, 1)
}

/// Like [`collect`], with the files spread over so many threads; their number never changes a byte.
#[must_use]
pub fn collect_with_threads(
    plan: &Plan,
    sha256: &str,
    register: Option<&Register>,
    files: &Files,
    threads: usize,
) -> Collected {
    let against = Against { plan, names: InputNames::of(plan), nodes: nodes_by_path(plan), sha256, register };
    let all: Vec<(&str, &[u8])> = files.iter().collect();
    let parts: Vec<_> = all.chunks(all.len().div_ceil(threads.max(1)).max(1)).collect();
    let read_part = |part: &&[(&str, &[u8])]| {
        let mut decisions = Decisions::default();
        let read: Vec<_> = part.iter().map(|file| one(&against, *file, &mut decisions)).collect();
        (read, decisions)
    };
    let (mut read, mut decisions) = (Vec::with_capacity(all.len()), Decisions::default());
    for (part, decided) in spread(&parts, &read_part) {
        read.extend(part);
        decisions.decisions.extend(decided.decisions);
    }
    duplicates(&mut read, register, &DecisionIndex::new(plan, &decisions));
    let accepted = read.iter().filter(|(file, _)| file.state == FileState::Accepted);
    let forms = accepted.filter_map(|(file, form)| Some((file.entrant.as_str(), form.as_ref()?)));
    let rows = rows(plan, forms);
    let mut files: Vec<FileIntake> = read.into_iter().map(|(file, _)| file).collect();
    files.iter_mut().for_each(|file| sort_diagnostics(&mut file.findings));
    let entrants = entrants(plan, register, &files);
    Collected { files, entrants, rows }
}

/// What every file is held against.
struct Against<'a> {
    plan: &'a Plan,
    names: InputNames,
    nodes: NodesByPath<'a>,
    sha256: &'a str,
    register: Option<&'a Register>,
}

fn one(
    against: &Against<'_>,
    (name, bytes): (&str, &[u8]),
    decisions: &mut Decisions,
) -> (FileIntake, Option<Form>) {
    let Against { plan, names, sha256, register, .. } = against;
    let register = *register;
    let mut file = FileIntake {
        name: name.to_owned(),
        read_as: ReadAs::Nothing,
        state: FileState::Refused,
        entrant: String::new(),
        version: String::new(),
        filled: 0,
        blank: 0,
        claims: Vec::new(),
        findings: Vec::new(),
    };
    let sheets = match tables::sheets(name, bytes) {
        Ok((sheets, notes)) => {
            file.findings = notes;
            sheets
        }
        Err(_) if !may_be_table(name) => {
            file.state = FileState::Other;
            file.findings = vec![no_form(Place::file(name))];
            return (file, None);
        }
        Err(found) => {
            file.findings = found;
            by_file_name(register, &mut file);
            return (file, None);
        }
    };
    // A form says of itself that it is one, whatever somebody writes into it.
    let Some(form) = read_form(name, &sheets) else {
        if sheets.iter().any(is_work_list) {
            work_list((name, bytes), &mut file, decisions);
        } else {
            table(plan, register, &sheets, &mut file);
        }
        return (file, None);
    };
    file.read_as = ReadAs::Form;
    file.version.clone_from(&form.identity.version);
    file.entrant = known_as(register, &form.entrant);
    let (mut form, found) = fitted(plan, names, sha256, form);
    file.findings.extend(former_name(register, &form.entrant, &file.entrant, name));
    // What it was made or filled in for stays known: entrants that are one now are told apart by it.
    form.identity.entrant = std::mem::replace(&mut form.entrant, file.entrant.clone());
    file.findings.extend(found);
    for entry in &form.entries {
        let claim = is_not_applicable(&entry.words);
        if claim {
            file.claims.push((entry.name.clone(), entry.place(), entry.note.clone()));
        }
        let count = if entry.words.is_empty() { &mut file.blank } else { &mut file.filled };
        *count += usize::from(!claim);
    }
    if !has_errors(&file.findings) {
        let tables = form.tables().unwrap_or_default();
        let at_its_name = |finding: Diagnostic| match finding.code {
            "TD0404" | "TD0405" | "TD0459" => Diagnostic { place: form.named_at.clone(), ..finding },
            _ => finding,
        };
        // Columns for everybody, once for every form, would cost the square of their number.
        let own = register.and_then(|register| register.only(&form.entrant));
        let found = bound_form(against, own.as_ref().or(register), &tables, &form);
        file.findings.extend(found.into_iter().map(at_its_name));
    }
    if has_errors(&file.findings) {
        by_file_name(register, &mut file);
    } else {
        file.findings.extend(typed_as_text(plan, names, &form));
        file.state = FileState::Accepted;
    }
    (file, Some(form))
}

/// A work list that came back among the forms.
fn work_list((name, bytes): (&str, &[u8]), file: &mut FileIntake, decisions: &mut Decisions) {
    file.read_as = ReadAs::WorkList;
    match work::read(name, bytes) {
        Ok((read, found)) => {
            file.state = FileState::Decided;
            file.findings.extend(found);
            decisions.decisions.extend(read.decisions);
        }
        Err(found) => file.findings.extend(found),
    }
}

/// Numbers that somebody typed as text, or with a comma that their program does not know: read, and told in one note.
fn typed_as_text(plan: &Plan, names: &InputNames, form: &Form) -> Option<Diagnostic> {
    let is_number = |entry: &&FormEntry| {
        let input = || names.one(&entry.name).and_then(|input| plan.inputs().get(input));
        entry.written == Written::Text
            && !entry.words.is_empty()
            && !is_not_applicable(&entry.words)
            && !is_exempt(&entry.words)
            && input().is_some_and(|input| {
                matches!(input.kind, ValueKind::Number | ValueKind::Count | ValueKind::Percent)
            })
    };
    let typed: Vec<&FormEntry> = form.entries.iter().filter(is_number).collect();
    let first = typed.first()?;
    let cells: Vec<String> = typed
        .iter()
        .take(8)
        .map(|entry| format!("{}{} `{}`", column_letters(entry.at.1), entry.at.0, entry.words))
        .collect();
    let (count, cells) = (typed.len(), cells.join(", ") + if typed.len() > 8 { ", …" } else { "" });
    let message = text!(
        "{count} ô ghi số dưới dạng chữ, đã đọc thành số: {cells}",
        "{count} cells hold numbers typed as text, read as numbers: {cells}"
    );
    let note =
        Diagnostic { severity: Severity::Note, ..Diagnostic::warning("TD0488", first.place(), message) };
    Some(note.with_help(text!(
        "không cần gửi lại nếu số đúng; lần sau gõ số vào ô, không chép từ Word",
        "nothing to send again if the numbers are right; next time type them into the cells"
    )))
}

/// What is found when the tables are held against the rules.
pub(super) fn bound(
    plan: &Plan,
    register: Option<&Register>,
    layout: &Layout,
    tables: &[Table],
) -> Vec<Diagnostic> {
    let sources: Vec<Source<'_>> = tables.iter().map(|table| Source { table, layout }).collect();
    match bind(plan, register, &sources, &DecisionIndex::new(plan, &Decisions::default())) {
        Ok(bound) => bound.warnings,
        Err(found) => found,
    }
}

/// The same for a form, whose provisional points are held against what its figures come to.
fn bound_form(
    against: &Against<'_>,
    register: Option<&Register>,
    tables: &[Table],
    form: &Form,
) -> Vec<Diagnostic> {
    let Against { plan, names, nodes, .. } = against;
    let layout = Layout::default();
    let sources: Vec<Source<'_>> = tables.iter().map(|table| Source { table, layout: &layout }).collect();
    match bind_named(plan, names, register, &sources, &DecisionIndex::new(plan, &Decisions::default())) {
        Ok(bound) => {
            let differ = recomputed(plan, nodes, &bound.evaluations, form);
            bound.warnings.into_iter().chain(differ).collect()
        }
        Err(found) => found,
    }
}

/// A file that is no form: a table that `recommend` reads by itself, or something else.
fn table(plan: &Plan, register: Option<&Register>, sheets: &[Sheet], file: &mut FileIntake) {
    let layout = Layout::default();
    let words = evaluation_words(plan, &layout, register);
    let found = tables::find(&file.name, sheets, &words, &layout.frame());
    let place = Place::file(file.name.as_str());
    let names = InputNames::of(plan);
    let says_something = |table: &Table| {
        layout.is_long(table) || table.header().cells().any(|cell| names.one(cell.text).is_some())
    };
    let found =
        found.and_then(|found| if says_something(&found.table) { Ok(found) } else { Err(Vec::new()) });
    match found {
        Ok(found) => {
            file.read_as = ReadAs::Table;
            file.state = FileState::Table;
            let count = found.table.row_count();
            file.findings.extend(found.findings);
            file.findings.extend(bound(plan, register, &layout, std::slice::from_ref(&found.table)));
            let message = text!(
                "không phải phiếu mà là bảng chung {count} dòng; chưa gộp vào phiếu đã thu",
                "no form but a table of {count} rows; not taken in with the forms"
            );
            file.findings.push(Diagnostic::warning("TD0470", place, message).with_help(text!(
                "thêm tệp vào `evaluations` của tệp khai báo để `thidua recommend` đọc thẳng",
                "add the file under `evaluations` of the manifest, and `thidua recommend` reads it"
            )));
        }
        // Its header was found, and then something that nobody can read past.
        Err(found) if found.iter().any(|finding| finding.code == "TD0355") => {
            file.read_as = ReadAs::Table;
            file.findings.extend(found);
        }
        Err(found) => {
            file.state = FileState::Other;
            file.findings.push(no_form(place));
            let soft = |finding| Diagnostic { severity: Severity::Note, ..finding };
            file.findings.extend(found.into_iter().map(soft));
        }
    }
}

/// Letters and pictures lie among the forms; what is called a table and is damaged may well be one.
fn may_be_table(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "json"].contains(&ending.as_str())
}

fn no_form(place: Place) -> Diagnostic {
    let message = text!(
        "không phải phiếu chấm, cũng không tìm được bảng chấm điểm nào",
        "no scoring form, and no table of evaluations was found in it"
    );
    Diagnostic::warning("TD0485", place, message).with_help(text!(
        "chuyển tệp ra khỏi thư mục nếu là công văn hay phụ lục; nếu là phiếu, gửi lại phiếu gốc cho đơn vị",
        "move the file away if it is a letter or an annex; if it is a form, send the original again"
    ))
}
