//! The work list (danh sách việc cần quyết định): what its columns are called and what may be said in them, for the one
//! who writes it and the one who reads it back as decisions.

use thidua_core::{AwardOutcome, Language, Text, text};

use crate::fold;

/// What stands in the column of ids where a row speaks for every other row about the same thing.
#[must_use]
pub fn everybody() -> Text {
    text!("(tất cả)", "(all)")
}

/// What waits for a decision (loại việc).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// No matter of its own: number and date for the rows that give none.
    Document,
    /// Whether a criterion does not apply.
    NotApplicable,
    /// A difference between stages that needs a reason.
    Gap,
    /// The order of equals.
    Tie,
    /// Who gets the places left between equal scopes.
    Places,
    /// A vote.
    Vote,
    /// A conclusion on an award.
    Award,
    /// A cell that came back blank.
    Blank,
    /// Several files of one entrant that say different things.
    File,
}

impl Matter {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 9] = [
        Self::Document,
        Self::NotApplicable,
        Self::Gap,
        Self::Tie,
        Self::Places,
        Self::Vote,
        Self::Award,
        Self::Blank,
        Self::File,
    ];

    /// What people read.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::Document => text!("Văn bản chung", "Common document"),
            Self::NotApplicable => text!("Đề nghị không áp dụng", "Claim not applicable"),
            Self::Gap => text!("Chênh lệch phải giải trình", "Gap that needs a reason"),
            Self::Tie => text!("Bằng nhau, phải xếp thứ tự", "Equal, to be put in order"),
            Self::Places => text!("Chỉ tiêu còn lại", "Places left over"),
            Self::Vote => text!("Bỏ phiếu", "Vote"),
            Self::Award => text!("Kết luận khen thưởng", "Conclusion on an award"),
            Self::Blank => text!("Số liệu còn trống", "Blank cell"),
            Self::File => text!("Phiếu trùng", "Several files"),
        }
    }

    /// Whether the decision is a value, and none of a few words.
    #[must_use]
    pub fn takes_value(self) -> bool {
        self == Self::Blank
    }

    /// The matter that these words name.
    pub(crate) fn read(words: &str) -> Option<Self> {
        let key = fold(words);
        let says = |matter: &Self| {
            let Text { vi, en } = matter.words();
            [vi, en].iter().any(|words| fold(words) == key)
        };
        Self::ALL.into_iter().find(says)
    }

    /// What may be said in the column of decisions; nothing where a number stands there, or in columns of its own.
    #[must_use]
    pub fn answers(self) -> &'static [Ruled] {
        match self {
            Self::Document | Self::Tie | Self::Vote | Self::Blank => &[],
            Self::File => &[Ruled::FileCounts, Ruled::FileLeft],
            Self::NotApplicable => &[Ruled::Agreed, Ruled::TurnedDown],
            Self::Gap => &[Ruled::ReasonAccepted],
            Self::Places => &[Ruled::GetsPlace, Ruled::GetsNone],
            Self::Award => &[
                Ruled::Award(AwardOutcome::Recommend),
                Ruled::Award(AwardOutcome::Refuse),
                Ruled::Award(AwardOutcome::Hold),
            ],
        }
    }
}

/// What can be said in the column of decisions (nội dung quyết định).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruled {
    /// The criterion does not apply.
    Agreed,
    /// It does.
    TurnedDown,
    /// The reason of a gap is accepted.
    ReasonAccepted,
    /// The scope gets one of the places.
    GetsPlace,
    /// It does not.
    GetsNone,
    /// What became of an award.
    Award(AwardOutcome),
    /// This file counts.
    FileCounts,
    /// This file does not.
    FileLeft,
}

impl Ruled {
    /// What people choose from the list.
    #[must_use]
    pub fn words(self) -> Text {
        match self {
            Self::Agreed => text!("Đồng ý", "Agreed"),
            Self::TurnedDown => text!("Không đồng ý", "Turned down"),
            Self::ReasonAccepted => text!("Chấp nhận", "Accepted"),
            Self::GetsPlace => text!("Nhận", "Gets one"),
            Self::GetsNone => text!("Không nhận", "Gets none"),
            Self::FileCounts => text!("Dùng tệp này", "Use this file"),
            Self::FileLeft => text!("Không dùng", "Leave it out"),
            Self::Award(AwardOutcome::Recommend) => text!("Đề nghị", "Recommend"),
            Self::Award(AwardOutcome::Refuse) => text!("Không đề nghị", "Refuse"),
            Self::Award(AwardOutcome::Hold) => text!("Để lại", "Hold"),
        }
    }

    /// The answer that these words give to a matter.
    pub(crate) fn read(matter: Matter, words: &str) -> Option<Self> {
        let key = fold(words);
        let says = |ruled: &&Self| {
            let Text { vi, en } = ruled.words();
            fold(&vi) == key || fold(&en) == key
        };
        matter.answers().iter().find(says).copied()
    }
}

/// A column of the work list (cột của danh sách việc).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkColumn {
    /// Its number in the list.
    Number,
    /// The run.
    Run,
    /// What it is about: see [`Matter`].
    Matter,
    /// The tie, or the body that votes.
    Group,
    /// The id of the entrant, or the scope that may get a place.
    Entrant,
    /// The name of the entrant.
    Name,
    /// The criterion, ranking or award, by what programs call it.
    Subject,
    /// The same as people read it.
    Title,
    /// What was found.
    State,
    /// File and cell.
    Place,
    /// What is decided.
    Answer,
    /// Votes for.
    Votes,
    /// Members present.
    Present,
    /// All members.
    Members,
    /// Which ballot it is.
    Ballot,
    /// Absent members who answered in writing.
    Written,
    /// Votes for among them.
    WrittenVotes,
    /// The number of the document.
    Document,
    /// Its date.
    Date,
    /// Why.
    Reason,
    /// The number of the decision that this one replaces.
    Replaces,
}

impl WorkColumn {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 21] = [
        Self::Number,
        Self::Run,
        Self::Matter,
        Self::Group,
        Self::Entrant,
        Self::Name,
        Self::Subject,
        Self::Title,
        Self::State,
        Self::Place,
        Self::Answer,
        Self::Votes,
        Self::Present,
        Self::Members,
        Self::Ballot,
        Self::Written,
        Self::WrittenVotes,
        Self::Document,
        Self::Date,
        Self::Reason,
        Self::Replaces,
    ];

    /// What stands above it.
    #[must_use]
    pub const fn heading(self, language: Language) -> &'static str {
        let (vi, en) = match self {
            Self::Number => ("STT", "TT"),
            Self::Run => ("Đợt xét", "Run"),
            Self::Matter => ("Loại việc", "Matter"),
            Self::Group => ("Nhóm, hội đồng", "Group, body"),
            Self::Entrant => ("Mã", "Id"),
            Self::Name => ("Tên đơn vị", "Name"),
            Self::Subject => ("Mã nội dung", "Subject"),
            Self::Title => ("Nội dung", "Title"),
            Self::State => ("Hiện trạng", "State"),
            Self::Place => ("Tệp, ô", "File, cell"),
            Self::Answer => ("Quyết định", "Decision"),
            Self::Votes => ("Số phiếu đồng ý", "Votes"),
            Self::Present => ("Số có mặt", "Present"),
            Self::Members => ("Tổng số thành viên", "Members"),
            Self::Ballot => ("Lần bỏ phiếu", "Ballot"),
            Self::Written => ("Số phiếu bằng văn bản", "Written"),
            Self::WrittenVotes => ("Đồng ý bằng văn bản", "Written votes"),
            Self::Document => ("Số văn bản", "Number"),
            Self::Date => ("Ngày", "Date"),
            Self::Reason => ("Lý do", "Reason"),
            Self::Replaces => ("Thay cho", "Replaces"),
        };
        match language {
            Language::Vietnamese => vi,
            Language::English => en,
        }
    }

    /// Whether people fill it in.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.is_of_votes()
            || matches!(self, Self::Answer | Self::Document | Self::Date | Self::Reason | Self::Replaces)
    }

    /// Whether it is about votes alone.
    #[must_use]
    pub fn is_of_votes(self) -> bool {
        matches!(
            self,
            Self::Votes | Self::Present | Self::Members | Self::Ballot | Self::Written | Self::WrittenVotes
        )
    }

    /// Both headings.
    pub(crate) fn names(self) -> [&'static str; 2] {
        [self.heading(Language::Vietnamese), self.heading(Language::English)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_as_what_it_was_written_for() {
        for matter in Matter::ALL {
            for language in [Language::Vietnamese, Language::English] {
                assert_eq!(Matter::read(matter.words().in_language(language)), Some(matter));
                for ruled in matter.answers() {
                    let words = ruled.words().in_language(language).to_uppercase();
                    assert_eq!(Ruled::read(matter, &words), Some(*ruled), "{words}");
                }
            }
        }
        assert_eq!(Ruled::read(Matter::NotApplicable, "Đề nghị"), None);
    }
}
