//! Documents in the form of the state (văn bản hành chính): a request, a draft decision, minutes and ballots of each run,
//! and the papers of single units.
//!
//! They are Vietnamese whatever language the tables have. Each is a template with fields, filled in; an office
//! may give templates of its own. What the engine does not know stands in square brackets: body, number, date, signatures.

mod annex;
mod built_in;
mod form;
mod templates;
mod unit;

pub use annex::annex_document;
pub use templates::{Templates, built_in_templates, fields_page};
pub use unit::unit_papers;

use crate::Paper;
use crate::fields::{
    BALLOT, Ballot, DIFFERENCES, FieldWords, IMPACT, RUN, RUN_OF_UNIT, UNIT, ballots, difference_fields,
    impact_fields, run_fields,
};
use crate::impact::Impact;
use crate::run::{MovementResults, RunResults};
use crate::signed::{SignedList, signed_differences};
use built_in::built_in;

/// A document that could not be put together.
#[derive(Debug)]
pub struct DocumentError(String);

impl std::fmt::Display for DocumentError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl std::error::Error for DocumentError {}

/// A document that is made from a template (loại văn bản).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Tờ trình.
    Request,
    /// Dự thảo quyết định.
    Decision,
    /// Biên bản họp Hội đồng.
    Minutes,
    /// Phiếu bầu, one for each body and award.
    Ballot,
    /// Biên bản kiểm phiếu.
    Count,
    /// Tờ trình đính chính, bổ sung.
    Differences,
    /// Phiếu giải trình, one for each unit.
    Explained,
    /// Thông báo không đủ điều kiện, one for each unit that is refused something.
    Refused,
    /// Danh mục cần bổ sung, one for each unit that has something to send.
    Lacking,
    /// Báo cáo tác động của dự thảo bộ tiêu chí.
    Impact,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Request,
        Self::Decision,
        Self::Minutes,
        Self::Ballot,
        Self::Count,
        Self::Differences,
        Self::Explained,
        Self::Refused,
        Self::Lacking,
        Self::Impact,
    ];

    /// The name of its file, and of its template.
    fn file(self) -> &'static str {
        match self {
            Self::Request => "to-trinh.docx",
            Self::Decision => "du-thao-quyet-dinh.docx",
            Self::Minutes => "bien-ban.docx",
            Self::Ballot => "phieu-bau.docx",
            Self::Count => "bien-ban-kiem-phieu.docx",
            Self::Differences => "dinh-chinh-bo-sung.docx",
            Self::Explained => "phieu-giai-trinh.docx",
            Self::Refused => "thong-bao-khong-du-dieu-kien.docx",
            Self::Lacking => "danh-muc-can-bo-sung.docx",
            Self::Impact => "bao-cao-tac-dong.docx",
        }
    }

    /// The fields it can name; those of the innermost list are last.
    fn fields(self) -> &'static [&'static [FieldWords]] {
        match self {
            Self::Request | Self::Decision | Self::Minutes | Self::Count => &[RUN],
            Self::Ballot => &[RUN, BALLOT],
            Self::Differences => &[RUN, DIFFERENCES],
            Self::Explained | Self::Refused | Self::Lacking => &[RUN_OF_UNIT, UNIT],
            Self::Impact => &[IMPACT],
        }
    }
}

/// The documents of every run that has awards: `to-trinh.docx`, `du-thao-quyet-dinh.docx`, `bien-ban.docx`, and where
/// somebody is to be voted on `bien-ban-kiem-phieu.docx` and a ballot for each body and award in `phieu-bau/`. With a
/// signed list, `dinh-chinh-bo-sung.docx` says what is different in each run where something is.
///
/// # Errors
/// When a file cannot be packed.
pub fn documents(
    results: &MovementResults<'_>,
    templates: &Templates,
    signed: Option<&SignedList>,
) -> Result<Vec<Paper>, DocumentError> {
    let mut papers = Vec::new();
    for run in results.runs.iter().filter(|run| !run.plan.rules().awards.is_empty()) {
        let fields = run_fields(results, run);
        let ballots = ballots(run);
        for kind in Kind::ALL {
            match kind {
                Kind::Ballot => {
                    for (name, ballot) in names(run, &ballots).into_iter().zip(&ballots) {
                        let fields = ballot.fields.clone().and(&fields);
                        let bytes = templates.fill(kind, &fields)?;
                        papers.push(Paper { name: format!("{}/phieu-bau/{name}.docx", run.id), bytes });
                    }
                }
                Kind::Differences => {
                    let Some(list) = signed else { continue };
                    let Some(before) = list.runs.iter().find(|before| before.id == run.id) else { continue };
                    let found = signed_differences(run, before);
                    if !found.is_empty() {
                        let fields = difference_fields(&found, &list.digest).and(&fields);
                        let bytes = templates.fill(kind, &fields)?;
                        papers.push(Paper { name: format!("{}/{}", run.id, kind.file()), bytes });
                    }
                }
                Kind::Count if ballots.is_empty() => {}
                // Those of single units and of drafts are made apart.
                Kind::Explained | Kind::Refused | Kind::Lacking | Kind::Impact => {}
                Kind::Count | Kind::Request | Kind::Decision | Kind::Minutes => {
                    let bytes = templates.fill(kind, &fields)?;
                    papers.push(Paper { name: format!("{}/{}", run.id, kind.file()), bytes });
                }
            }
        }
    }
    Ok(papers)
}

/// The report on the impact of a draft rule set (báo cáo tác động), made from its template.
///
/// # Errors
/// When the file cannot be packed.
pub fn impact_paper(impact: &Impact, templates: &Templates) -> Result<Paper, DocumentError> {
    let bytes = templates.fill(Kind::Impact, &impact_fields(impact))?;
    Ok(Paper { name: Kind::Impact.file().to_owned(), bytes })
}

/// The name of each ballot: its award, and a number where several bodies vote on it.
fn names(run: &RunResults<'_>, ballots: &[Ballot]) -> Vec<String> {
    let mut names = Vec::new();
    for (at, ballot) in ballots.iter().enumerate() {
        let before = ballots.iter().take(at).filter(|earlier| earlier.award == ballot.award).count();
        let id = run.plan.rules().awards().get(ballot.award).map_or("", |award| award.id.value.as_str());
        names.push(if before == 0 { id.to_owned() } else { format!("{id}-{}", before + 1) });
    }
    names
}
