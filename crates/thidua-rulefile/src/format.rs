mod layout;
mod scalar;
mod write;

use std::sync::Arc;

use thidua_core::{Diagnostic, Place, text};

use crate::tree::{Kind, Node};
use crate::wording::with_remedy;
use crate::{Document, code};

/// Lays a rule file out in the one canonical way (trình bày chuẩn), with every comment kept.
///
/// Indentation is two spaces, lists stand under their key, one space goes inside brackets, at most one blank line in a row
/// stays. Whether a group stands on one line or on several is the author's choice; brackets over several lines are joined
/// when they fit and opened up when they do not. Words and numbers stay as they are written, in composed characters.
///
/// # Errors
/// Every mistake of syntax. The result is read again: a text it would not mean the same as, or that would lose a comment,
/// is refused and not returned.
///
/// ```
/// let text = "criteria:\n    - {code: I,points_max: 8.50}   # nhóm một\n\n\n\nversion:   \"2014.1\"";
/// let laid_out = thidua_rulefile::format("a.yaml", text).unwrap();
/// assert_eq!(laid_out, "criteria:\n- { code: I, points_max: 8.50 }   # nhóm một\n\nversion: \"2014.1\"\n");
/// ```
pub fn format(name: &str, source: &str) -> Result<String, Vec<Diagnostic>> {
    let before = Document::parse(name, source)?;
    let kept = settled(before.text()).filter(|after| {
        let comments = |text: &str| {
            let sheet = layout::read(text)?;
            Some(sheet.comments.into_iter().map(|comment| comment.text).collect::<Vec<_>>())
        };
        Document::parse(name, after).is_ok_and(|after| same(before.root(), after.root()))
            && comments(before.text()) == comments(after)
    });
    kept.ok_or_else(|| vec![with_remedy(refused(name.into()))])
}

/// The layout that is laid out as it stands; odd texts take more than one round to come to rest.
fn settled(source: &str) -> Option<String> {
    let mut text = source.to_owned();
    for _ in 0..ROUNDS {
        let after = write::write(&layout::read(&text)?);
        if after == text {
            return Some(after);
        }
        text = after;
    }
    None
}

/// What has not come to rest by then never will.
const ROUNDS: usize = 8;

fn refused(name: Arc<str>) -> Diagnostic {
    let message = text!(
        "không trình bày lại được tệp này mà vẫn giữ nguyên nội dung và mọi ghi chú",
        "this file cannot be laid out with its content and every comment kept"
    );
    Diagnostic::error(code::NOT_LAID_OUT, Place::file(name), message)
}

/// Whether both trees say the same in the same order, quoted where the other is quoted.
fn same(before: &Node, after: &Node) -> bool {
    match (&before.kind, &after.kind) {
        (Kind::Scalar { text, plain }, Kind::Scalar { text: other, plain: other_plain }) => {
            text == other && plain == other_plain
        }
        (Kind::Sequence(items), Kind::Sequence(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(item, other)| same(item, other))
        }
        (Kind::Mapping(entries), Kind::Mapping(others)) => {
            entries.len() == others.len()
                && entries
                    .iter()
                    .zip(others)
                    .all(|(entry, other)| same(&entry.key, &other.key) && same(&entry.value, &other.value))
        }
        _ => false,
    }
}
