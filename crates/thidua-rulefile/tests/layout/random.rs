//! Random documents, written in random ways: layout settles at once, and keeps the tree and every comment.

use proptest::prelude::*;
use thidua_rulefile::{Document, format};

#[derive(Clone, Debug)]
enum Value {
    Scalar(&'static str),
    Block(&'static str, Vec<&'static str>),
    List { flow: bool, items: Vec<Value>, habit: Habit },
    Group { flow: bool, values: Vec<Value>, habit: Habit },
}

/// How an author writes a collection.
#[derive(Clone, Copy, Debug)]
struct Habit {
    indent: usize,
    broken: bool,
    blank: usize,
    above: bool,
    beside: bool,
}

fn habit() -> impl Strategy<Value = Habit> {
    (1usize..5, any::<bool>(), 0usize..4, any::<bool>(), any::<bool>())
        .prop_map(|(indent, broken, blank, above, beside)| Habit { indent, broken, blank, above, beside })
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = proptest::sample::select(vec![
        "1",
        "8.50",
        "\"2014.1\"",
        "'a: b'",
        "điểm",
        "a b  c",
        "\"\"",
        "",
        "~",
        "100%",
        "a#b",
        "\"# không phải ghi chú\"",
        "-1",
        "2014-01-01",
        "một đoạn chữ dài để dòng không còn đủ chỗ cho tất cả nên phải xuống dòng",
    ]);
    let lines = proptest::collection::vec(
        proptest::sample::select(vec!["chữ", "  thụt vào", "", "# không phải ghi chú", "- a: 1"]),
        1..4,
    );
    let sign = proptest::sample::select(vec!["|", ">", "|-", ">-", "|+", ">+"]);
    let leaf = prop_oneof![
        5 => scalar.prop_map(Value::Scalar),
        1 => (sign, lines).prop_map(|(sign, lines)| Value::Block(sign, lines)),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let items = proptest::collection::vec(inner, 0..4);
        prop_oneof![
            (any::<bool>(), items.clone(), habit()).prop_map(|(flow, items, habit)| Value::List {
                flow,
                items,
                habit
            }),
            (any::<bool>(), items, habit()).prop_map(|(flow, values, habit)| Value::Group {
                flow,
                values,
                habit
            }),
        ]
    })
}

/// Writes a document as its habits say; counts the comments it writes.
struct Author {
    text: String,
    comments: usize,
}

impl Author {
    /// A value behind its key or dash, up to the end of its last line.
    fn value(&mut self, value: &Value, indent: usize, comment: bool) {
        match value {
            Value::Scalar(text) => {
                self.text.push_str(&format!(" {text}"));
                self.end_line(comment);
            }
            Value::Block(sign, lines) => {
                // Leading blanks and spaces need a number in the sign.
                let lines: Vec<&str> = std::iter::once("đầu").chain(lines.iter().copied()).collect();
                self.text.push_str(&format!(" {sign}"));
                self.end_line(comment);
                for line in lines {
                    let line = if line.is_empty() {
                        "\n".to_owned()
                    } else {
                        format!("{}{line}\n", " ".repeat(indent + 3))
                    };
                    self.text.push_str(&line);
                }
            }
            Value::List { flow, items, .. } if *flow || items.is_empty() => {
                self.text.push(' ');
                self.flow(value, indent + 1);
                self.end_line(comment);
            }
            Value::Group { flow, values, .. } if *flow || values.is_empty() => {
                self.text.push(' ');
                self.flow(value, indent + 1);
                self.end_line(comment);
            }
            Value::List { habit, .. } | Value::Group { habit, .. } => {
                self.end_line(comment);
                self.block(value, indent + habit.indent);
            }
        }
    }

    fn block(&mut self, value: &Value, indent: usize) {
        let (list, values, habit) = match value {
            Value::List { items, habit, .. } => (true, items, habit),
            Value::Group { values, habit, .. } => (false, values, habit),
            _ => return,
        };
        for (position, value) in values.iter().enumerate() {
            self.text.push_str(&"\n".repeat(habit.blank));
            if habit.above {
                self.comment(indent);
            }
            let start = if list { "-".to_owned() } else { format!("k{position}:") };
            self.text.push_str(&format!("{}{start}", " ".repeat(indent)));
            self.value(value, indent, habit.beside);
        }
        if habit.above && habit.beside {
            self.comment(indent);
        }
    }

    fn flow(&mut self, value: &Value, indent: usize) {
        let (brackets, values, habit) = match value {
            Value::Scalar(text) => return self.text.push_str(text),
            Value::Block(..) => return self.text.push_str("'không gập'"),
            Value::List { items, habit, .. } => (('[', ']'), items, habit),
            Value::Group { values, habit, .. } => (('{', '}'), values, habit),
        };
        self.text.push(brackets.0);
        for (position, value) in values.iter().enumerate() {
            if position > 0 {
                self.text.push(',');
            }
            if habit.broken {
                if habit.beside {
                    self.text.push(' ');
                    self.comment(0);
                } else {
                    self.text.push('\n');
                }
                self.text.push_str(&" ".repeat(indent + 1));
            }
            if brackets.0 == '{' {
                self.text.push_str(&format!("k{position}: "));
            } else if matches!(value, Value::Scalar("")) {
                self.text.push('0');
            }
            self.flow(value, indent + 1);
        }
        self.text.push(brackets.1);
    }

    fn end_line(&mut self, comment: bool) {
        if comment {
            self.text.push(' ');
            self.comment(1);
        } else {
            self.text.push('\n');
        }
    }

    fn comment(&mut self, indent: usize) {
        self.text.push_str(&format!("{}#ghi chú {}\n", " ".repeat(indent), self.comments));
        self.comments += 1;
    }
}

fn settles(text: &str) -> Result<Option<String>, TestCaseError> {
    let Ok(before) = Document::parse("a.yaml", text) else { return Ok(None) };
    let after = format("a.yaml", text);
    prop_assert!(after.is_ok(), "refused:\n{text}\n{after:?}");
    let after = after.unwrap();
    let read = Document::parse("a.yaml", &after).unwrap();
    prop_assert_eq!(read.root(), before.root(), "\n{}\n{}", text, &after);
    prop_assert_eq!(&format("a.yaml", &after).unwrap(), &after, "\n{}", text);
    prop_assert!(!after.contains("\n\n\n") || text.contains(['|', '>']), "{after}");
    prop_assert!(after.ends_with('\n'));
    Ok(Some(after))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn random_documents(values in proptest::collection::vec(value(), 1..4), habit in habit()) {
        let mut author = Author { text: String::new(), comments: 0 };
        author.block(&Value::Group { flow: false, values, habit }, 0);
        let after = settles(&author.text)?;
        prop_assert!(after.is_some(), "not sound:\n{}", author.text);
        let after = after.unwrap();
        for number in 0..author.comments {
            let comment = format!("#ghi chú {number}\n");
            prop_assert_eq!(after.matches(&comment).count(), 1, "\n{}\n{}", &author.text, &after);
        }
    }

    #[test]
    fn arbitrary_yaml_like_text(text in "[a-c: ,\\-\\[\\]{}\"'#|>\n]{0,60}") {
        settles_or_refuses(&text)?;
    }
}

/// Texts that once took a second round to come to rest.
#[test]
fn odd_texts_come_to_rest() {
    for text in ["\n#\n>", "#\n|", "\n\n#\n>\n#"] {
        settles_or_refuses(text).unwrap();
    }
}

/// What is odd may be refused; what is returned holds its promise.
fn settles_or_refuses(text: &str) -> Result<(), TestCaseError> {
    if let Ok(after) = format("a.yaml", text) {
        let before = Document::parse("a.yaml", text).unwrap();
        let read = Document::parse("a.yaml", &after).unwrap();
        prop_assert_eq!(read.root(), before.root(), "\n{}\n{}", text, &after);
        prop_assert_eq!(&format("a.yaml", &after).unwrap(), &after, "\n{:?}", text);
    }
    Ok(())
}
