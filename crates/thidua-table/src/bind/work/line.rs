use thidua_core::{Date, Diagnostic, Place, Text, text};

use super::Columns;
use crate::bind::cell::date;
use crate::fold;
use crate::work::{Matter, Ruled, WorkColumn, everybody};
use crate::{Row, Written};

/// What a row is about, but for the entrant: rows that share it can be answered together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) run: String,
    pub(super) matter: Matter,
    pub(super) group: String,
    pub(super) subject: String,
}

/// One row of the list as it stands.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) key: Key,
    pub(super) entrants: Vec<String>,
    pub(super) everybody: bool,
    pub(super) answer: Option<Ruled>,
    /// The value of a blank cell.
    pub(super) value: Option<String>,
    /// The place of an entrant among equals.
    pub(super) order: Option<u32>,
    pub(super) votes: Option<u32>,
    pub(super) present: Option<u32>,
    pub(super) members: Option<u32>,
    pub(super) ballot: Option<u32>,
    pub(super) written: Option<u32>,
    pub(super) written_votes: Option<u32>,
    pub(super) number: String,
    pub(super) date: Option<Date>,
    pub(super) reason: String,
    pub(super) replaces: String,
    pub(super) place: Place,
}

impl Line {
    pub(super) fn is_document(&self) -> bool {
        self.key.matter == Matter::Document
    }

    pub(super) fn is_answered(&self) -> bool {
        self.answer.is_some() || self.value.is_some() || self.order.is_some() || self.votes.is_some()
    }

    /// With what a row about everybody and the common document say where this one is silent.
    pub(super) fn completed(&self, bulk: Option<&Self>, common: Option<&Self>) -> Self {
        let mut line = self.clone();
        if let Some(bulk) = bulk {
            line.answer = line.answer.or(bulk.answer);
            line.value = line.value.or_else(|| bulk.value.clone());
            line.votes = line.votes.or(bulk.votes);
            line.present = line.present.or(bulk.present);
            line.members = line.members.or(bulk.members);
            line.ballot = line.ballot.or(bulk.ballot);
            line.written = line.written.or(bulk.written);
            line.written_votes = line.written_votes.or(bulk.written_votes);
            if line.reason.is_empty() && line.is_answered() {
                line.reason.clone_from(&bulk.reason);
            }
        }
        for other in [bulk, common].into_iter().flatten() {
            // Number and date name one document: they go together.
            if line.number.is_empty() && line.date.is_none() {
                line.number.clone_from(&other.number);
                line.date = other.date;
            }
        }
        line
    }
}

/// Reads one row; `None` where it says nothing, or what it says is a finding.
pub(super) fn read(columns: &Columns, row: Row<'_>, findings: &mut Vec<Diagnostic>) -> Option<Line> {
    let text = |column: WorkColumn| columns.at(column).map_or("", |at| row.cell(at)).trim();
    let place = |column: WorkColumn| row.place(columns.at(column).unwrap_or(1));
    let said = WorkColumn::ALL.into_iter().any(|column| column.is_open() && !text(column).is_empty());
    let matter = Matter::read(text(WorkColumn::Matter));
    let Some(matter) = matter else {
        // Signatures and remarks below the list decide nothing.
        if said {
            findings.push(unknown_matter(text(WorkColumn::Matter), place(WorkColumn::Matter)));
        }
        return None;
    };
    let ids = text(WorkColumn::Entrant);
    let all = everybody();
    let everybody = [all.vi, all.en].iter().any(|words| fold(words) == fold(ids));
    let key = Key {
        run: text(WorkColumn::Run).to_owned(),
        matter,
        group: text(WorkColumn::Group).to_owned(),
        subject: text(WorkColumn::Subject).to_owned(),
    };
    let entrants: Vec<String> =
        ids.split([';', '\n']).map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    let answer = text(WorkColumn::Answer);
    let at = place(WorkColumn::Answer);
    if matter != Matter::Document && said && (key.subject.is_empty() || entrants.is_empty()) {
        findings.push(nobody(place(WorkColumn::Entrant)));
        return None;
    }
    let mut count = |column: WorkColumn| {
        let words = text(column);
        if words.is_empty() {
            return None;
        }
        let parsed = words.parse::<u32>().ok();
        if parsed.is_none() {
            findings.push(no_count(words, place(column)));
        }
        parsed
    };
    let counted = [
        WorkColumn::Votes,
        WorkColumn::Present,
        WorkColumn::Members,
        WorkColumn::Ballot,
        WorkColumn::Written,
        WorkColumn::WrittenVotes,
    ];
    let votes = (matter == Matter::Vote).then(|| counted.map(&mut count));
    let order = (matter == Matter::Tie && !answer.is_empty()).then(|| count(WorkColumn::Answer)).flatten();
    let ruled = Ruled::read(matter, answer);
    let open = matter == Matter::Tie || matter.takes_value();
    let closed = matter.answers().is_empty() && !open;
    if ruled.is_none() && !answer.is_empty() && !open {
        findings.push(if closed {
            votes_beside(matter, at.clone())
        } else {
            unknown(matter, answer, at.clone())
        });
    }
    let day = match text(WorkColumn::Date) {
        "" => None,
        day => match date(day, &place(WorkColumn::Date)) {
            Ok(day) => Some(day),
            // Nothing more is said of a row whose day cannot be read.
            Err(finding) => {
                findings.push(finding);
                return None;
            }
        },
    };
    let [votes, present, members, ballot, written, written_votes] = votes.unwrap_or_default();
    Some(Line {
        key,
        entrants,
        everybody,
        answer: ruled,
        value: (matter.takes_value() && !answer.is_empty())
            .then(|| as_typed(answer, columns.at(WorkColumn::Answer).map(|at| row.written(at)))),
        order,
        votes,
        present,
        members,
        ballot,
        written,
        written_votes,
        number: text(WorkColumn::Document).to_owned(),
        date: day,
        reason: text(WorkColumn::Reason).to_owned(),
        replaces: text(WorkColumn::Replaces).to_owned(),
        place: at,
    })
}

/// A number of a workbook has a point for its decimals, three of which are never thousands.
fn as_typed(words: &str, written: Option<Written>) -> String {
    let plain = words.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let is_number = written == Some(Written::Number) && plain && words.contains('.');
    if is_number { format!("{words}000") } else { words.to_owned() }
}

fn unknown_matter(words: &str, place: Place) -> Diagnostic {
    let known = |pick: fn(&Text) -> String| {
        Matter::ALL.map(|matter| format!("`{}`", pick(&matter.words()))).join(", ")
    };
    let (vi, en) = (known(|text| text.vi.clone()), known(|text| text.en.clone()));
    let message = text!(
        "dòng có quyết định nhưng `{words}` không phải một loại việc",
        "the row has a decision, but `{words}` is no matter of the list"
    );
    let help = Text::new(format!("ghi một trong: {vi}"), format!("write one of: {en}"));
    Diagnostic::error("TD0541", place, message).with_help(help)
}

fn nobody(place: Place) -> Diagnostic {
    let message = text!(
        "dòng có quyết định nhưng thiếu mã đơn vị hoặc mã nội dung",
        "the row has a decision, but no entrant or no subject"
    );
    Diagnostic::error("TD0548", place, message).with_help(text!(
        "lấy lại hai ô đó từ danh sách gốc; quyết định chỉ ghi ở các ô nền vàng",
        "take both cells from the list as it was written; decisions go into the yellow cells alone"
    ))
}

fn unknown(matter: Matter, words: &str, place: Place) -> Diagnostic {
    let options = |pick: fn(&Text) -> String| {
        let options: Vec<String> =
            matter.answers().iter().map(|ruled| format!("`{}`", pick(&ruled.words()))).collect();
        options.join(", ")
    };
    let (vi, en) = (options(|text| text.vi.clone()), options(|text| text.en.clone()));
    let message = text!(
        "`{words}` không phải một quyết định ở dòng này",
        "`{words}` is no decision that this row takes"
    );
    let help = Text::new(format!("chọn một trong: {vi}"), format!("choose one of: {en}"));
    Diagnostic::error("TD0542", place, message).with_help(help)
}

fn votes_beside(matter: Matter, place: Place) -> Diagnostic {
    let message =
        text!("dòng này không ghi quyết định ở cột này", "nothing is decided in this column on this row");
    let help = match matter {
        Matter::Document => text!(
            "chỉ ghi số văn bản và ngày dùng chung; quyết định ghi ở từng dòng bên dưới",
            "give only the common number and date here; decisions go into the rows below"
        ),
        _ => text!(
            "ghi số phiếu đồng ý, số có mặt và tổng số thành viên vào ba cột bên cạnh",
            "write the votes, the members present and all members into the three columns beside it"
        ),
    };
    Diagnostic::error("TD0542", place, message).with_help(help)
}

fn no_count(words: &str, place: Place) -> Diagnostic {
    Diagnostic::error(
        "TD0416",
        place,
        text!("`{words}` không phải là một số đếm", "`{words}` is not a count"),
    )
    .with_help(text!("cần một số nguyên không âm", "a whole number, zero or more, is needed"))
}
