//! What is shown of results (trình bày kết quả): tables, pages and the summary, in Vietnamese and English.
//!
//! Every table and every column is defined once, in `tables/`: what it means, its words, how many places
//! its numbers show and how wide it is. CSV, workbooks and the page in the documentation are readings of that.
//! Nothing here computes a result; it orders and words what the engine found.
//!
//! ```
//! use thidua_core::{Exact, Language};
//! use thidua_report::{Digits, shown};
//! assert_eq!(shown(&Exact::ratio(667, 10), Some(Digits::of(2)), Language::Vietnamese), "66,70");
//! assert_eq!(shown(&Exact::ratio(200, 3), None, Language::English), "66.6667");
//! ```

#[cfg(any(feature = "docx", feature = "xlsx"))]
mod annex;
#[cfg(feature = "docx")]
mod document;
#[cfg(feature = "docx")]
mod fields;
mod html;
mod impact;
#[cfg(any(feature = "docx", feature = "xlsx"))]
mod listed;
mod number;
mod order;
mod page;
mod places;
mod published;
mod questions;
mod run;
mod signed;
mod summary;
mod table;
mod tables;
#[cfg(feature = "docx")]
mod template;
mod words;
#[cfg(feature = "xlsx")]
mod workbook;

#[cfg(feature = "docx")]
pub use document::{
    DocumentError, Templates, annex_document, built_in_templates, documents, fields_page, impact_paper,
    unit_papers,
};
pub use html::{council_page, public_page};
pub use impact::{Impact, ImpactChange, ImpactCluster, ImpactFlow, ImpactMove, ImpactNear, ImpactRun};
pub use number::{Digits, Number, grouped, short, shown};
pub use order::{VietnameseOrder, people_key};
pub use page::{RunPages, page};
pub use places::Places;
pub use published::{PublishedCell, PublishedColumn, PublishedList, PublishedRow, Tells, Tolerance};
pub use questions::{
    AwardShift, ColumnCount, Comparison, CriterionStats, Difference, DifferenceKind, Found, GoalState,
    GradeCount, GradeCounts, GradeShift, LeftInput, Missing, MissingChange, MissingGoal, Near, NearLine,
    NumberShift, PairStats, Reconciliation, RowChange, Stats, Unmatched, Who, WrongSum, compare,
    criterion_page, find, missing, near, reconcile, stats,
};
pub use run::{MovementResults, RunResults, Shared};
pub use signed::{
    SignedCase, SignedDifference, SignedDifferences, SignedList, SignedRun, signed_differences,
};
pub use summary::{SUMMARY_LINES, summary};
pub use table::{CellSink, Column, ColumnWords, Shows, Table, Value};
pub use tables::near::near_columns;
pub use words::{
    award_reason, case_words, decided_words, gap_words, grade_words, open_requirements, say, status_words,
    waits_words,
};
#[cfg(feature = "xlsx")]
pub use workbook::{
    FileToChoose, FormOf, ListSheet, WorkbookError, annex_workbook, form, list_workbook, work_list,
    work_list_of_files, workbooks,
};

/// A paper that is ready (văn bản đã lập): a file of the dossier, in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Its name, relative to the folder of papers.
    pub name: String,
    /// Its bytes: the same results give the same.
    pub bytes: Vec<u8>,
}
