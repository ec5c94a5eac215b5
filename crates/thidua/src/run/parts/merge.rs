//! Parts put together (ghép các phần): whatever came in whichever order, the results are those of the single run.

use std::collections::BTreeMap;

use thidua_core::{Diagnostic, Place, Text, bounded, has_errors, text};

use super::file::{InputFile, PartFile, PartRun};
use super::score::carries;
use super::together;
use crate::files::Files;
use crate::manifest::Manifest;
use crate::run::inputs::{Inputs, read_manifest};
use crate::run::plans::Plans;
use crate::run::{Report, in_order};

/// A part that went into a merge, for the record (phần đã ghép).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedPart {
    /// The file of the part.
    pub part: InputFile,
    /// The evaluation files it was made of.
    pub files: Vec<InputFile>,
}

/// Puts scored parts together and works out all that crosses them (ghép các phần): grades, places, quotas, awards, budgets.
///
/// `files` hold the manifest and all it names but the evaluation files. `parts` are the names and the bytes of the files of
/// parts, in any order, each let go of once it is read; the results are those that [`run`](crate::run) gives, byte for byte.
///
/// # Errors
/// As for [`run`](crate::run), and every part that is not whole, not of these rules, this day and this manifest, shares an
/// entrant or a file with another one, or is not there.
pub fn merge(
    files: &Files,
    manifest: &str,
    parts: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<[u8]>)>,
    threads: usize,
) -> Result<(Report, Vec<MergedPart>), Vec<Diagnostic>> {
    let parsed = read_manifest(files, manifest)?;
    let mut errors: Vec<Diagnostic> = parsed.runs.iter().filter_map(|run| carries(manifest, run)).collect();
    let mut read: Vec<Named> = Vec::new();
    let mut merged: Vec<MergedPart> = Vec::new();
    for (name, bytes) in parts {
        let (name, bytes) = (name.as_ref(), bytes.as_ref());
        match PartFile::read(name, bytes) {
            Ok(part) => {
                merged.push(MergedPart { part: InputFile::of(name, bytes), files: part.head.files.clone() });
                read.push(Named { name: name.to_owned(), part });
            }
            Err(found) => errors.push(*found),
        }
    }
    // A part that could not be read may well have what is missing.
    if errors.is_empty() {
        errors.extend(files_of(manifest, &parsed, &read));
    }
    if !errors.is_empty() {
        return Err(bounded(errors));
    }
    let file_order = file_order(&parsed);
    // However the parts came, they stand in the order of their files from here on.
    read.sort_by_key(|each| each.part.head.files.iter().map(|file| file_order(&file.file)).min());
    merged.sort_by_key(|each| each.files.iter().map(|file| file_order(&file.file)).min());
    let inputs = Inputs::read(files, manifest, &parsed, &Plans::default(), &|_| false)?;
    let mut by_run: BTreeMap<String, Vec<Piece>> = BTreeMap::new();
    for Named { name, part } in read {
        let PartFile { head, runs } = part;
        let files: Vec<String> = head.files.into_iter().map(|file| file.file).collect();
        for run in runs {
            let pieces = by_run.entry(run.head.run.clone()).or_default();
            pieces.push(Piece { name: name.clone(), files: files.clone(), run });
        }
    }
    for (id, pieces) in &by_run {
        if !parsed.runs.iter().any(|run| run.id == *id) {
            errors.extend(pieces.iter().map(|piece| refused(&piece.name, "TD0568", other_run(id))));
        }
    }
    if has_errors(&errors) {
        return Err(bounded(errors));
    }
    let report = in_order(inputs, parsed, |inputs, run, _, history| {
        let pieces = by_run.remove(&run.id).unwrap_or_default();
        together::run(
            &together::Context { inputs, files, manifest, file_order: &file_order, threads },
            run,
            pieces,
            history,
        )
    })?;
    Ok((report, merged))
}

/// A part and the name it was given by.
struct Named {
    name: String,
    part: PartFile,
}

/// One run of a part, and the files of the part.
pub(super) struct Piece {
    pub(super) name: String,
    pub(super) files: Vec<String>,
    pub(super) run: PartRun,
}

/// A finding that refuses a part.
pub(super) fn refused(part: &str, code: &'static str, message: Text) -> Diagnostic {
    let help = text!(
        "chấm lại phần này bằng `thidua score-part` với thư mục hiện nay",
        "score the part again with `thidua score-part`, from the folder as it is now"
    );
    Diagnostic::error(code, Place::file(part), message).with_help(help)
}

fn other_run(id: &str) -> Text {
    text!(
        "phần này có đợt xét `{id}`, không có trong tệp khai báo",
        "the part has the run `{id}`, which the manifest has not"
    )
}

/// The place of each evaluation file in the manifest, and of each table of it: what single runs read first stands first.
fn file_order(parsed: &Manifest) -> impl Fn(&str) -> usize + use<> {
    let mut order: BTreeMap<String, usize> = BTreeMap::new();
    for evaluation in parsed.runs.iter().flat_map(|run| &run.evaluations) {
        let next = order.len();
        order.entry(evaluation.file.value.clone()).or_insert(next);
    }
    move |name| {
        let of_sheet = || name.rsplit_once('!').and_then(|(file, _)| order.get(file));
        order.get(name).or_else(of_sheet).copied().unwrap_or(usize::MAX)
    }
}

/// Files in two parts, files in none, and files that the manifest does not have.
fn files_of(manifest: &str, parsed: &Manifest, parts: &[Named]) -> Vec<Diagnostic> {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut errors = Vec::new();
    let known =
        |file: &str| parsed.runs.iter().flat_map(|run| &run.evaluations).any(|each| each.file.value == file);
    for (name, file) in
        parts.iter().flat_map(|part| part.part.files().iter().map(|file| (&part.name, &file.file)))
    {
        if !known(file) {
            let message = text!(
                "phần này gồm tệp phiếu `{file}`, không có trong tệp khai báo",
                "the part has the evaluation file `{file}`, which the manifest has not"
            );
            let help = text!(
                "bỏ phần này, hoặc thêm tệp vào tệp khai báo",
                "leave the part out, or add the file to the manifest"
            );
            errors.push(Diagnostic::error("TD0574", Place::file(name.as_str()), message).with_help(help));
        }
        if let Some(other) = first.insert(file, name) {
            let message = text!(
                "tệp phiếu `{file}` có cả trong phần `{other}`",
                "the evaluation file `{file}` is in the part `{other}` too"
            );
            let help = text!(
                "mỗi tệp phiếu thuộc đúng một phần; bỏ một trong hai",
                "an evaluation file belongs to one part; leave out one of the two"
            );
            errors.push(Diagnostic::error("TD0566", Place::file(name.as_str()), message).with_help(help));
        }
    }
    let mut told = std::collections::BTreeSet::new();
    for evaluation in parsed.runs.iter().flat_map(|run| &run.evaluations) {
        let (file, span) = (evaluation.file.value.as_str(), evaluation.file.span);
        if !first.contains_key(file) && told.insert(file) {
            let message =
                text!("chưa có phần nào gồm tệp phiếu `{file}`", "no part has the evaluation file `{file}`");
            let help = text!(
                "chấm tệp này bằng `thidua score-part` rồi ghép cùng các phần khác",
                "score the file with `thidua score-part`, and merge it with the other parts"
            );
            errors.push(Diagnostic::error("TD0567", Place::text(manifest, span), message).with_help(help));
        }
    }
    errors
}
