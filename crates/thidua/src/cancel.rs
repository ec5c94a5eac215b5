use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use thidua_core::{Diagnostic, Place, text};

/// The wish that a call ends before it is done (yêu cầu dừng), told from another thread.
///
/// A call looks for it between its steps and every few thousand entrants of the long ones; it then ends as refused, with
/// TD0586, and leaves nothing behind. Clones are the same wish.
///
/// ```
/// let cancel = thidua::Cancel::default();
/// let wish = cancel.clone();
/// std::thread::spawn(move || wish.cancel()).join().unwrap();
/// assert!(cancel.is_cancelled());
/// let answered = thidua::evaluate_until(&thidua::Plans::default(), b"{}", &cancel);
/// assert!(answered.refused && answered.json.contains("TD0586"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Ends every call that was given this wish.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the wish was told.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Goes on unless the wish was told.
    pub(crate) fn go_on(&self) -> Result<(), Box<Diagnostic>> {
        if !self.is_cancelled() {
            return Ok(());
        }
        let message =
            text!("đã dừng theo yêu cầu trước khi có kết quả", "cancelled before there was a result");
        let help = text!("gửi lại yêu cầu khi cần kết quả", "ask again when the result is wanted");
        Err(Box::new(Diagnostic::error("TD0586", Place::file("(request)"), message).with_help(help)))
    }
}
