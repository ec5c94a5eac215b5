//! A work list among the decisions (danh sách việc đã quyết định): every sheet of it that holds one.

use thidua_core::{Decisions, Diagnostic, Place, text};
use thidua_table::{Frame, WorkColumn, is_work_list, read_work_list, work_words};

use super::tables;

/// The decisions that were written into a work list, and what a person should know about them.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<(Decisions, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (sheets, mut notes) = tables::sheets(name, bytes)?;
    let lists: Vec<_> = sheets.into_iter().filter(is_work_list).collect();
    if lists.is_empty() {
        return Err(vec![no_list(name)]);
    }
    let mut decisions = Decisions::default();
    let mut errors = Vec::new();
    for sheet in lists {
        // Every row stands for itself: none is a sum, and signatures below say nothing in these columns.
        let frame = Frame { skip: Some(Vec::new()), turned: Some(false), ..Frame::default() };
        let read = tables::find(name, std::slice::from_ref(&sheet), &work_words(), &frame)
            .and_then(|found| read_work_list(&found.table));
        match read {
            Ok((read, found)) => {
                decisions.decisions.extend(read.decisions);
                notes.extend(found);
            }
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok((decisions, notes)) } else { Err(errors) }
}

fn no_list(name: &str) -> Diagnostic {
    let [vi, en] = [thidua_core::Language::Vietnamese, thidua_core::Language::English]
        .map(|language| WorkColumn::Matter.heading(language));
    let message = text!(
        "không trang nào có bảng việc cần quyết định, với cột `{vi}`",
        "no sheet holds a work list, with the column `{en}`"
    );
    Diagnostic::error("TD0540", Place::file(name), message).with_help(text!(
        "lập lại danh sách bằng `thidua worklist`, giữ nguyên dòng tiêu đề; biên bản bỏ phiếu thì khai ở `votes`",
        "make the list again with `thidua worklist` and keep its header; minutes of votes go under `votes`"
    ))
}
