mod lines;
mod visible;

use std::io::{self, Write};

use thidua_core::{EntrantId, Figure, Language};
use thidua_report::{CellSink, Digits, RunPages, RunResults, Table, Value, short};

use crate::manifest::Pages;
use crate::outcome_file::OutcomeFile;
use crate::run::{Report, Run};
use crate::spread::in_turn;
#[cfg(feature = "json")]
use crate::{manifest::OutcomeForm, outcome_lines};
use lines::Lines;
use visible::Visible;

/// One file of the results folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultFile {
    /// Name, relative to the results folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where results are written to (nơi nhận kết quả): one file after another.
pub trait ResultSink: Write {
    /// Begins a file, by its name relative to the results folder; what is written next belongs to it.
    ///
    /// # Errors
    /// When the sink cannot take the file.
    fn begin(&mut self, name: &str) -> io::Result<()>;
}

/// The files of the results folder (thư mục kết quả), without the run record, all in memory.
///
/// The same inputs give the same bytes, whatever the order of their rows.
#[must_use]
pub fn results(report: &Report, language: Language) -> Vec<ResultFile> {
    let mut files = InMemory(Vec::new());
    // Memory takes everything.
    let _ = write_results(report, language, 1, &mut files);
    files.0
}

/// Writes the files of the results folder one after another (ghi kết quả lần lượt): the same bytes as
/// [`results`], of which no more than a table row or some pages for each thread are held at a time.
///
/// Pages are made on so many threads at once.
///
/// # Errors
/// What the sink reports.
pub fn write_results(
    report: &Report,
    language: Language,
    threads: usize,
    sink: &mut dyn ResultSink,
) -> io::Result<()> {
    let movement = report.results();
    let sink = &mut Visible::over(sink);
    sink.begin("summary.txt")?;
    sink.write_all(thidua_report::summary(&movement, language).as_bytes())?;
    #[cfg(feature = "json")]
    {
        let form = report.manifest.outcome;
        if let Some(name) = form.file() {
            sink.begin(name)?;
            write_outcome(report, form, sink)?;
        }
    }
    #[cfg(not(feature = "json"))]
    let _ = OutcomeFile::of;
    for (run, planned) in movement.runs.iter().zip(&report.manifest.runs) {
        for table in Table::ALL {
            if planned.tables.has_csv() {
                sink.begin(&format!("{}/{}.csv", run.id, table.id()))?;
                write_table(run, table, language, sink)?;
            }
            #[cfg(feature = "parquet")]
            if planned.tables.has_parquet() {
                sink.begin(&format!("{}/{}.parquet", run.id, table.id()))?;
                let bytes = thidua_parquet::write(run, table, language).map_err(io::Error::other)?;
                sink.write_all(&bytes)?;
            }
        }
        if planned.pages == Pages::All {
            sink.begin(&format!("{}/explanations.txt", run.id))?;
            write_pages(run, language, threads, sink)?;
        }
    }
    sink.flush()
}

/// Writes the results for programs (ghi kết quả cho chương trình) in this form, as they stand in the results folder; as JSON
/// where the form is none.
///
/// # Errors
/// What the writer reports.
#[cfg(feature = "json")]
pub fn write_outcome(report: &Report, form: OutcomeForm, out: &mut dyn Write) -> io::Result<()> {
    // It is written sign by sign, and every write is hashed.
    let mut pieces = io::BufWriter::with_capacity(1 << 16, out);
    match form {
        OutcomeForm::Lines => outcome_lines::write(report, &mut pieces)?,
        OutcomeForm::Json | OutcomeForm::None => {
            thidua_json::write_lines(&mut pieces, &OutcomeFile::of(report), OUTCOME_INDENTED)?;
        }
    }
    pieces.flush()
}

/// Down to the points and awards of an entrant the outcome has a line for each thing; each of those has its own line.
#[cfg(feature = "json")]
const OUTCOME_INDENTED: usize = 6;

/// So many pages are made by one thread before they are written.
const PAGES_OF_A_THREAD: usize = 64;

fn write_pages(
    run: &RunResults<'_>,
    language: Language,
    threads: usize,
    sink: &mut Visible<'_>,
) -> io::Result<()> {
    let all = RunPages::new(run, language, false);
    let pages = |rows: &&[EntrantId]| -> Vec<String> { rows.iter().map(|row| all.page(*row)).collect() };
    let parts: Vec<&[EntrantId]> = run.rows().chunks(PAGES_OF_A_THREAD).collect();
    let mut between = "";
    in_turn(&parts, threads, &pages, |pages| {
        for page in pages {
            sink.write_lines(between)?;
            sink.write_lines(&page)?;
            between = "\n────────\n\n";
        }
        Ok(())
    })
}

/// Lines of a table are written when so many bytes of them are made.
const LINES_TOGETHER: usize = 1 << 16;

/// Writes a table of a run as CSV (ghi một bảng kết quả), as it stands in the results folder: its head, and its lines as they
/// are made.
///
/// # Errors
/// What the writer reports.
pub fn write_table(
    run: &RunResults<'_>,
    table: Table,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut lines = Lines::with_mark();
    table.columns(run).iter().for_each(|column| lines.cell(column.heading(language)));
    lines.end_line();
    let mut file = InLines { lines, language, out, written: Ok(()) };
    table.cells(run, &mut file);
    file.written?;
    file.out.write_all(file.lines.made())
}

/// A table on its way into a file.
struct InLines<'w> {
    lines: Lines,
    language: Language,
    out: &'w mut dyn Write,
    written: io::Result<()>,
}

impl<'a> CellSink<'a> for InLines<'_> {
    fn cell(&mut self, value: Value<'a>) {
        self.lines.cell(&value.shown(self.language));
    }

    #[inline]
    fn name(&mut self, name: &'a str) {
        self.lines.cell(name);
    }

    #[inline]
    fn points(&mut self, points: Option<Figure>, places: Option<Digits>) {
        match points.as_ref().and_then(|points| short(points, places, self.language)) {
            Some(short) => self.lines.number(&short),
            None => self.cell(Value::points(points, places)),
        }
    }

    #[inline]
    fn count(&mut self, count: Option<u64>) {
        let short = count.and_then(|count| Figure::Over(i64::try_from(count).ok()?, 1).short(0, b'.'));
        match short {
            Some(short) => self.lines.number(&short),
            None => self.cell(Value::count(count)),
        }
    }

    fn end_line(&mut self) {
        self.lines.end_line();
        // Nothing is written after the first fault.
        if self.lines.made().len() >= LINES_TOGETHER && self.written.is_ok() {
            self.written = self.out.write_all(self.lines.made());
            self.lines.clear();
        }
    }
}

struct InMemory(Vec<ResultFile>);

impl Write for InMemory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(file) = self.0.last_mut() {
            file.bytes.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl ResultSink for InMemory {
    fn begin(&mut self, name: &str) -> io::Result<()> {
        self.0.push(ResultFile { name: name.to_owned(), bytes: Vec::new() });
        Ok(())
    }
}

/// The summary a person reads first (tóm tắt), on one screen: see [`thidua_report::summary`].
#[must_use]
pub fn summary(report: &Report, language: Language) -> String {
    thidua_report::summary(&report.results(), language)
}

/// One page that explains one entrant's result (phiếu giải trình), in plain text.
///
/// With `cells` every value carries its cell; without, only its file, so that the page does not
/// change when the rows of a file are put in another order.
#[must_use]
pub fn page(run: &Run, row: EntrantId, language: Language, cells: bool) -> String {
    thidua_report::page(&run.results(), row, language, cells)
}
