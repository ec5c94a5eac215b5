//! Papers for one unit (văn bản gửi từng đơn vị): what it reached and why, what it is refused, what it still has to send.
//!
//! Each is a file of its own and tells of nobody else: facts about persons stand in the papers of those they are about.

use std::collections::BTreeSet;

use super::templates::Templates;
use super::{DocumentError, Kind};
use crate::Paper;
use crate::fields::{Units, own_run_fields};
use crate::run::MovementResults;

/// `phieu-giai-trinh/`, `thong-bao-khong-du-dieu-kien/` and `danh-muc-can-bo-sung/` of every run: one file for each unit
/// that it concerns.
///
/// # Errors
/// When a file cannot be packed.
pub fn unit_papers(
    results: &MovementResults<'_>,
    templates: &Templates,
) -> Result<Vec<Paper>, DocumentError> {
    let mut papers = Vec::new();
    for run in &results.runs {
        let units = Units::of(run);
        let of_run = own_run_fields(results, run);
        let mut names = Names::default();
        for row in run.rows().iter().copied() {
            let Some(unit) = units.fields(row) else { continue };
            let name = names.of(&unit.id);
            let fields = unit.fields.and(&of_run);
            for (kind, is_due) in
                [(Kind::Explained, true), (Kind::Refused, unit.is_refused), (Kind::Lacking, unit.is_lacking)]
            {
                if is_due {
                    let folder = kind.file().trim_end_matches(".docx");
                    let name = format!("{}/{folder}/{name}.docx", run.id);
                    papers.push(Paper { name, bytes: templates.fill(kind, &fields)? });
                }
            }
        }
    }
    Ok(papers)
}

/// File names made of ids, each its own.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn of(&mut self, id: &str) -> String {
        let safe =
            |letter: char| if letter.is_alphanumeric() || matches!(letter, '-' | '_') { letter } else { '_' };
        let plain: String = id.chars().map(safe).take(60).collect();
        let mut name = plain.clone();
        let mut number = 2_u32;
        // Some file systems take capitals for small letters.
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{plain}-{number}");
            number += 1;
        }
        name
    }
}
