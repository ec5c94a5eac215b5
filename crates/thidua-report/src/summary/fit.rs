/// So many characters stand on a line of the summary.
pub(super) const LINE_CHARS: usize = 118;

/// Shares out lines: everybody the least, then one each in turn until all have what they want.
pub(super) fn allot(wanted: &[usize], least: usize, lines: usize) -> Vec<usize> {
    let mut given: Vec<usize> = wanted.iter().map(|wanted| least.min(*wanted)).collect();
    let mut left = lines.saturating_sub(given.iter().sum());
    while left > 0 {
        let before = left;
        for (given, _) in given.iter_mut().zip(wanted).filter(|(given, wanted)| **given < **wanted) {
            if left > 0 {
                *given += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    given
}

/// The line, cut where the screen ends.
pub(super) fn cut(line: &str) -> String {
    cut_to(line, LINE_CHARS)
}

/// Words on one line, cut after so many characters.
pub(super) fn cut_to(words: &str, most: usize) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The head and as many parts as fit on its line; `more` words how many are left out.
pub(super) fn listed(
    head: &str,
    parts: impl IntoIterator<Item = String>,
    separator: &str,
    more: impl Fn(usize) -> String,
) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    let mut line = head.to_owned();
    for (index, part) in parts.iter().enumerate() {
        let left = parts.len() - index;
        let separator = if index == 0 { "" } else { separator };
        let room = if left == 1 { 0 } else { more(left).chars().count() + 3 };
        let length = line.chars().count() + separator.chars().count() + part.chars().count();
        // One name is always told, however long.
        if index > 0 && length + room > LINE_CHARS {
            line.push_str(&more(left));
            return line;
        }
        line.push_str(separator);
        line.push_str(part);
    }
    line
}

/// Parts on as many lines as they need.
pub(super) fn wrapped(head: &str, parts: impl IntoIterator<Item = String>, separator: &str) -> Vec<String> {
    let indent = " ".repeat(head.chars().count());
    let mut lines: Vec<String> = Vec::new();
    let mut line = head.to_owned();
    let mut empty = true;
    for part in parts {
        let length = line.chars().count() + separator.chars().count() + part.chars().count();
        if !empty && length > LINE_CHARS {
            lines.push(std::mem::replace(&mut line, indent.clone()));
            empty = true;
        }
        if !empty {
            line.push_str(separator);
        }
        line.push_str(&part);
        empty = false;
    }
    if !empty {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_shared_out_fairly() {
        assert_eq!(allot(&[9, 2, 5], 2, 12), [5, 2, 5]);
        assert_eq!(allot(&[9, 9], 2, 100), [9, 9]);
        assert_eq!(allot(&[1, 9], 2, 4), [1, 3]);
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let names = (0..50).map(|number| format!("name {number}"));
        let line = listed("Head: ", names, "; ", |left| format!(" … and {left} more"));
        assert!(line.chars().count() <= LINE_CHARS + 3, "{line}");
        let told = line.matches("name").count();
        assert!(line.ends_with(&format!("and {} more", 50 - told)), "{line}");
    }
}
