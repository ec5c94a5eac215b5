//! A rule file and tables without a manifest (chấm không cần tệp khai báo): the manifest is written here, and kept on request.

use std::path::{Path, PathBuf};

use thidua::{Diagnostic, Files, Located, Manifest, Place, is_work_list_file, simple_manifest, text};

use crate::folder::bytes_max;
use crate::{bounded, returned, system_error};

/// The name of the manifest that is made.
pub(crate) const NAME: &str = "thidua.yaml";

/// The files, the folder they are relative to, and the text of the manifest.
pub(crate) struct Simple {
    pub(crate) files: Files,
    pub(crate) folder: PathBuf,
}

/// Reads a rule file and tables beside or below it, and makes the manifest that a folder with them would have.
pub(crate) fn read(rules: &Path, tables: &[PathBuf]) -> Result<Simple, (Vec<Diagnostic>, Files)> {
    let folder = rules.parent().map(Path::to_path_buf).unwrap_or_default();
    let mut files = Files::default();
    let mut findings = Vec::new();
    let mut names = Vec::new();
    let tables: Vec<PathBuf> = tables.iter().flat_map(|table| inside(table)).collect();
    for path in std::iter::once(rules).chain(tables.iter().map(PathBuf::as_path)) {
        let name = path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        match bounded::read_named(path, bytes_max(&name)) {
            Ok(bytes) => files.insert(name.clone(), bytes),
            Err(error) => {
                let shown = path.display().to_string();
                let message = system_error::unreadable(&shown, &error);
                findings.push(Diagnostic::error("TD0501", Place::file(name.as_str()), message).with_help(
                    text!(
                        "ghi tệp bộ tiêu chí trước, các bảng chấm điểm sau",
                        "name the rule file first and the tables after it"
                    ),
                ));
            }
        }
        names.push(name);
    }
    if !findings.is_empty() {
        return Err((findings, files));
    }
    let rules = names.first().cloned().unwrap_or_default();
    let bytes = files.get(&rules).unwrap_or_default();
    let set = match thidua_rulefile::read_rule_set(&rules, bytes) {
        Ok(set) => set,
        Err(found) => return Err((found, files)),
    };
    // A work list that was filled in and dropped among the forms holds decisions.
    let is_list = |name: &&str| files.get(name).is_some_and(|bytes| is_work_list_file(name, bytes));
    let (lists, tables): (Vec<&str>, Vec<&str>) = names.iter().skip(1).map(String::as_str).partition(is_list);
    let manifest = simple_manifest(&set, &rules, &tables)
        .map(|mut manifest| {
            manifest.decisions = lists.iter().map(|list| Located::nowhere((*list).to_owned())).collect();
            written(&manifest)
        })
        .unwrap_or_default();
    files.insert(NAME, manifest);
    Ok(Simple { files, folder })
}

/// A table, or every file of a folder of returned ones, by name.
fn inside(table: &Path) -> Vec<PathBuf> {
    if !table.is_dir() {
        return vec![table.to_owned()];
    }
    returned::files(table).unwrap_or_default()
}

/// The manifest as a person would write it.
pub(crate) fn written(manifest: &Manifest) -> String {
    let quoted = |words: &str| thidua_json::to_json(&words).trim_end().to_owned();
    let mut lines = vec![format!("movement: {}", quoted(&manifest.movement))];
    lines.extend(
        manifest
            .register
            .iter()
            .map(|register| format!("register: {{ file: {} }}", quoted(&register.file.value))),
    );
    if !manifest.decisions.is_empty() {
        let files: Vec<String> = manifest.decisions.iter().map(|file| quoted(&file.value)).collect();
        lines.push(format!("decisions: [ {} ]", files.join(", ")));
    }
    lines.push("runs:".to_owned());
    for run in &manifest.runs {
        lines.push(format!("- id: {}", quoted(&run.id)));
        lines.push(format!("  rules: {}", quoted(&run.rules.value)));
        lines.push(format!("  period: {{ from: {}, until: {} }}", run.period.from, run.period.until));
        lines.extend(run.received.map(|day| format!("  received: {day}")));
        lines.extend(run.decision_date.map(|day| format!("  decision_date: {day}")));
        lines.push("  evaluations:".to_owned());
        lines.extend(
            run.evaluations.iter().map(|table| format!("  - {{ file: {} }}", quoted(&table.file.value))),
        );
    }
    lines.join("\n") + "\n"
}
