use std::ops::Range;

/// A field as it stands in a template: `{{tên}}`, `{{mỗi danh sách}}`, `{{hết danh sách}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) means: Means,
    /// What it names, as it is written.
    pub(super) name: String,
    /// Where it stands, in bytes.
    pub(super) at: Range<usize>,
}

/// What a tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// Its value stands in its place.
    Value,
    /// What follows is there once for each line of a list (`mỗi`).
    Each,
    /// What follows is there if the field says something (`nếu có`).
    Some,
    /// What follows is there if it says nothing (`nếu không có`).
    None,
    /// The end of what goes by that name (`hết`).
    End,
}

impl Means {
    pub(super) fn opens(self) -> bool {
        matches!(self, Self::Each | Self::Some | Self::None)
    }
}

/// The tags of a text, from left to right; the place of two braces that nothing closes is the error.
pub(super) fn tags(text: &str) -> Result<Vec<Tag>, usize> {
    let mut tags = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")).map(|at| from + at) {
        let inner = text.get(start + 2..).unwrap_or_default();
        let end = inner.find("}}").ok_or(start)?;
        let inside = inner.get(..end).unwrap_or_default();
        if inside.contains("{{") {
            return Err(start);
        }
        let (means, name) = read(inside);
        from = start + 2 + end + 2;
        tags.push(Tag { means, name, at: start..from });
    }
    Ok(tags)
}

fn read(inside: &str) -> (Means, String) {
    let folded = folded(inside);
    for (word, means) in [
        ("moi ", Means::Each),
        ("neu khong co ", Means::None),
        ("neu co ", Means::Some),
        ("het ", Means::End),
    ] {
        if let Some(name) = folded.strip_prefix(word) {
            return (means, name.to_owned());
        }
    }
    (Means::Value, folded)
}

/// The name of a field as names are compared: accents, case, and what stands between words do not matter.
pub(super) fn folded(name: &str) -> String {
    crate::questions::folded(&name.replace(['_', '-'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_say_what_they_do() {
        let found = tags("a {{Tên}} {{MỖI danh_sách}}{{nếu không có quỹ}}{{hết Quỹ}}").unwrap_or_default();
        let read: Vec<_> = found.iter().map(|tag| (tag.means, tag.name.as_str())).collect();
        assert_eq!(
            read,
            [(Means::Value, "ten"), (Means::Each, "danh sach"), (Means::None, "quy"), (Means::End, "quy")]
        );
        assert_eq!(tags("ab {{tên"), Err(3));
        assert_eq!(tags("{{a {{b}}"), Err(0));
    }
}
