use std::borrow::Cow;

use thidua_core::{Exact, Figure, Language, Text};

use crate::number::{Digits, plain, shown};
use crate::run::RunResults;
use crate::tables;
use crate::words::say;

/// A table of the results (bảng kết quả): one file of each run, one sheet of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Everybody by cluster and rank (bảng xếp hạng).
    Standings,
    /// Points of every criterion (bảng điểm).
    Scorecards,
    /// Who is recommended, in reserve or open (danh sách đề nghị).
    Recommendations,
    /// Who is refused or waits, with every reason (không đủ điều kiện).
    Refusals,
    /// The places of every award (chỉ tiêu).
    Quotas,
    /// Differences between stages (chênh lệch giữa các vòng).
    Gaps,
    /// What a person must look at (việc cần xử lý).
    Findings,
}

impl Table {
    /// Every table, in the order in which they are written.
    pub const ALL: [Self; 7] = [
        Self::Standings,
        Self::Scorecards,
        Self::Recommendations,
        Self::Refusals,
        Self::Quotas,
        Self::Gaps,
        Self::Findings,
    ];

    /// The name of its file without the ending.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Standings => "standings",
            Self::Scorecards => "scorecards",
            Self::Recommendations => "recommendations",
            Self::Refusals => "refusals",
            Self::Quotas => "quotas",
            Self::Gaps => "gaps",
            Self::Findings => "findings",
        }
    }

    /// Its title.
    #[must_use]
    pub fn title(self) -> Text {
        let (vi, en) = match self {
            Self::Standings => ("Bảng xếp hạng", "Standings"),
            Self::Scorecards => ("Bảng điểm", "Scorecards"),
            Self::Recommendations => ("Danh sách đề nghị", "Recommendations"),
            Self::Refusals => ("Không đủ điều kiện, chờ xem xét", "Refusals and open cases"),
            Self::Quotas => ("Chỉ tiêu", "Quotas"),
            Self::Gaps => ("Chênh lệch giữa các vòng chấm", "Gaps between stages"),
            Self::Findings => ("Việc cần xử lý", "Work list"),
        };
        Text::new(vi, en)
    }

    /// What one line of it is, and how the lines are ordered.
    #[must_use]
    pub fn meaning(self) -> Text {
        let (vi, en) = match self {
            Self::Standings => (
                "mỗi đối tượng một dòng, theo cụm rồi theo hạng",
                "one line for each entrant, by cluster and then by rank",
            ),
            Self::Scorecards => (
                "mỗi đối tượng một dòng với điểm của từng tiêu chí, theo cụm rồi theo tên",
                "one line for each entrant with the points of every criterion, by cluster and then by name",
            ),
            Self::Recommendations => (
                "mỗi danh hiệu, hình thức và đối tượng một dòng, trừ người không đủ điều kiện; đề nghị đứng trước, theo hạng",
                "one line for each award and entrant but those refused; recommendations first, by rank",
            ),
            Self::Refusals => (
                "mỗi điều kiện chưa đạt hoặc chưa rõ một dòng",
                "one line for each requirement that is failed or not known",
            ),
            Self::Quotas => {
                ("mỗi danh hiệu, hình thức và phạm vi một dòng", "one line for each award and scope")
            }
            Self::Gaps => (
                "mỗi tiêu chí có hai vòng chấm lệch quá mức phải giải trình một dòng",
                "one line for each criterion whose stages differ by more than may go unexplained",
            ),
            Self::Findings => {
                ("mỗi việc cần người xem một dòng", "one line for each thing a person must look at")
            }
        };
        Text::new(vi, en)
    }

    /// Its columns in a run.
    #[must_use]
    pub fn columns(self, run: &RunResults<'_>) -> Vec<Column> {
        match self {
            Self::Standings => tables::standings::columns(run),
            Self::Scorecards => tables::scorecards::columns(run),
            Self::Recommendations => tables::recommendations::columns(run),
            Self::Refusals => tables::refusals::columns(),
            Self::Quotas => tables::quotas::columns(),
            Self::Gaps => tables::gaps::columns(),
            Self::Findings => tables::findings::columns(),
        }
    }

    /// Hands out its lines, one after another, each with a value for every column.
    pub fn rows<'a>(self, run: &RunResults<'a>, line: &mut dyn FnMut(&[Value<'a>])) {
        self.cells(run, &mut WholeLines { cells: Vec::new(), line });
    }

    /// Hands out its cells, one after another: a large table is written in less time than by the line.
    pub fn cells<'a>(self, run: &RunResults<'a>, to: &mut impl CellSink<'a>) {
        match self {
            Self::Standings => tables::standings::cells(run, to),
            Self::Scorecards => tables::scorecards::cells(run, to),
            Self::Recommendations => tables::recommendations::cells(run, to),
            Self::Refusals => tables::refusals::cells(run, to),
            Self::Quotas => tables::quotas::cells(run, to),
            Self::Gaps => tables::gaps::cells(run, to),
            Self::Findings => tables::findings::cells(run, to),
        }
    }

    /// The words of its columns, for the page that describes them; those of the rule set stand once.
    #[must_use]
    pub fn words(self) -> &'static [&'static ColumnWords] {
        match self {
            Self::Standings => tables::standings::WORDS,
            Self::Scorecards => tables::scorecards::WORDS,
            Self::Recommendations => tables::recommendations::WORDS,
            Self::Refusals => tables::refusals::WORDS,
            Self::Quotas => tables::quotas::WORDS,
            Self::Gaps => tables::gaps::WORDS,
            Self::Findings => tables::findings::WORDS,
        }
    }
}

/// Where the cells of a table go (nơi nhận các ô của bảng).
pub trait CellSink<'a> {
    /// The next cell of the line.
    fn cell(&mut self, value: Value<'a>);

    /// The line has no more cells.
    fn end_line(&mut self);

    /// A name, or nothing where it is empty. Whoever writes millions of names and points need not make values of them first.
    #[inline]
    fn name(&mut self, name: &'a str) {
        self.cell(Value::name(name));
    }

    /// Points, with the places they show, or nothing.
    #[inline]
    fn points(&mut self, points: Option<Figure>, places: Option<Digits>) {
        self.cell(Value::points(points, places));
    }

    /// A whole number, or nothing.
    #[inline]
    fn count(&mut self, count: Option<u64>) {
        self.cell(Value::count(count));
    }

    /// A whole line.
    fn line<const COLUMNS: usize>(&mut self, cells: [Value<'a>; COLUMNS])
    where
        Self: Sized,
    {
        cells.into_iter().for_each(|cell| self.cell(cell));
        self.end_line();
    }
}

/// Cells put together to lines, for whoever wants each line in one piece.
struct WholeLines<'l, 'a> {
    cells: Vec<Value<'a>>,
    line: &'l mut dyn FnMut(&[Value<'a>]),
}

impl<'a> CellSink<'a> for WholeLines<'_, 'a> {
    fn cell(&mut self, value: Value<'a>) {
        self.cells.push(value);
    }

    fn end_line(&mut self) {
        (self.line)(&self.cells);
        self.cells.clear();
    }
}

/// What is true of a column in every table (định nghĩa một cột).
#[derive(Debug, PartialEq, Eq)]
pub struct ColumnWords {
    /// The Vietnamese heading.
    pub vi: &'static str,
    /// The English heading, which is also its name for programs.
    pub en: &'static str,
    /// What it means, in Vietnamese.
    pub meaning_vi: &'static str,
    /// What it means, in English.
    pub meaning_en: &'static str,
    /// What stands in it.
    pub shows: Shows,
    /// Its width on paper, in characters.
    pub width: u16,
}

impl ColumnWords {
    /// A column whose heading says all there is to say (cột tự nói rõ nghĩa).
    #[must_use]
    pub const fn plain(vi: &'static str, en: &'static str, shows: Shows, width: u16) -> Self {
        Self { vi, en, meaning_vi: vi, meaning_en: en, shows, width }
    }
}

/// What stands in a column (loại nội dung của cột).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// Words and names.
    Words,
    /// Points.
    Points,
    /// A whole number.
    Count,
    /// Money in đồng.
    Money,
}

/// A column of a table in one run (cột của bảng).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its definition.
    pub words: &'static ColumnWords,
    /// The heading the rule set gives it; that of the definition when absent.
    pub title: Option<String>,
    /// The places its points show.
    pub places: Option<Digits>,
}

impl Column {
    pub(crate) fn new(words: &'static ColumnWords) -> Self {
        Self { words, title: None, places: None }
    }

    pub(crate) fn titled(words: &'static ColumnWords, title: String) -> Self {
        Self { words, title: Some(title), places: None }
    }

    pub(crate) fn with_places(self, places: Option<Digits>) -> Self {
        Self { places, ..self }
    }

    /// Its heading in one language.
    #[must_use]
    pub fn heading(&self, language: Language) -> &str {
        match (&self.title, language) {
            (Some(title), _) => title,
            (None, Language::Vietnamese) => self.words.vi,
            (None, Language::English) => self.words.en,
        }
    }
}

/// What stands in one place of a table (giá trị một ô).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// A name or title, the same in every language.
    Name(Cow<'a, str>),
    /// A sentence.
    Words(Text),
    /// One of a few phrases that most lines say: in Vietnamese, and in English.
    Phrase(&'static str, &'static str),
    /// Points, with the places they show.
    Points(Figure, Option<Digits>),
    /// A whole number.
    Count(u64),
    /// Money in đồng.
    Money(Exact),
}

impl<'a> Value<'a> {
    pub(crate) fn name(name: &'a str) -> Self {
        if name.is_empty() { Self::Empty } else { Self::Name(Cow::Borrowed(name)) }
    }

    /// Points with the places they show, or nothing.
    pub fn points(points: Option<impl Into<Figure>>, places: Option<Digits>) -> Self {
        points.map_or(Self::Empty, |points| Self::Points(points.into(), places))
    }

    /// A whole number, or nothing.
    pub fn count(count: Option<impl Into<u64>>) -> Self {
        count.map_or(Self::Empty, |count| Self::Count(count.into()))
    }

    /// The value as people read it.
    #[must_use]
    pub fn shown(&self, language: Language) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Name(name) => Cow::Borrowed(name),
            Self::Words(words) => Cow::Borrowed(words.in_language(language)),
            Self::Phrase(vi, en) => Cow::Borrowed(say(language, vi, en)),
            Self::Points(points, places) => Cow::Owned(shown(&points.exact(), *places, language)),
            Self::Count(count) => Cow::Owned(count.to_string()),
            Self::Money(money) => Cow::Owned(shown(money, None, language)),
        }
    }

    /// The number as the tables show it, with a decimal point; `None` where there are words.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        match self {
            Self::Points(points, places) => Some(plain(&points.exact(), *places)),
            Self::Count(count) => Some(count.to_string()),
            Self::Money(money) => Some(plain(money, None)),
            Self::Empty | Self::Name(_) | Self::Words(_) | Self::Phrase(..) => None,
        }
    }
}
