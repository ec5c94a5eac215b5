use thidua_core::{Diagnostic, Place, Severity, text};

/// The findings of one file (các lỗi của một tệp): the first 100, and how many more.
///
/// ```
/// use thidua_core::{Diagnostic, Place, text};
/// let mut findings = thidua_table::Findings::default();
/// for _ in 0..130 {
///     findings.add(Diagnostic::error("TD0355", Place::file("a.csv"), text!("dòng ngắn", "a short row")), 0);
/// }
/// assert_eq!(findings.into_list().len(), 101);
/// ```
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
    more: usize,
    more_from: Option<(Place, usize)>,
    stopped: bool,
}

const LISTED_MAX: usize = 100;

/// Once the list is full, this much more is read for the count: a person wants to know whether
/// 5 or 5,000 rows are left, and a gigabyte of nonsense must not be read to the end.
const COUNTED_BYTES_MAX: usize = 4 << 20;

impl Findings {
    /// Adds a finding, made when so many bytes of the file were read.
    pub fn add(&mut self, found: Diagnostic, position: usize) {
        if self.list.len() < LISTED_MAX {
            self.list.push(found);
        } else {
            self.more += 1;
            self.more_from.get_or_insert((found.place, position));
        }
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Notes that the rest of the file is not read.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// Whether to read no further.
    pub fn enough(&mut self, position: usize) -> bool {
        let counted = |(_, from): &(Place, usize)| position.saturating_sub(*from) > COUNTED_BYTES_MAX;
        self.stopped = self.stopped || self.more_from.as_ref().is_some_and(counted);
        self.stopped
    }

    /// The list, with a last note of how many more there were.
    #[must_use]
    pub fn into_list(mut self) -> Vec<Diagnostic> {
        if let Some((place, _)) = self.more_from {
            let n = self.more;
            let message = if self.stopped {
                text!(
                    "còn ít nhất {n} lỗi nữa; phần còn lại của tệp chưa được đọc",
                    "and at least {n} more errors; the rest of the file was not read"
                )
            } else {
                text!("còn {n} lỗi nữa", "and {n} more errors")
            };
            let note = Diagnostic { severity: Severity::Note, ..Diagnostic::error("TD0363", place, message) };
            self.list.push(note.with_help(text!(
                "sửa các lỗi trên rồi đọc lại tệp; nhiều lỗi giống nhau thường có chung một nguyên nhân",
                "mend the errors above and read the file again; many alike usually have one cause"
            )));
        }
        self.list
    }
}
