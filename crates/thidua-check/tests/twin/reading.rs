//! The twin's own reading of formulas and conditions: from the text, by a small parser that shares nothing with the core's.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use num_bigint::BigInt;
use num_traits::One;

use crate::evaluator::Q;

/// A formula or a condition as a tree.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    Number(Q),
    /// A bare name: an input, a parameter, a grade, or a word such as `điểm`.
    Name(String),
    /// `điểm của I`: what, and of which.
    Of(String, String),
    Minus(Box<Tree>),
    /// `số_tháng từ A đến B`: what, and between which days.
    Between(String, Box<Tree>, Box<Tree>),
    /// The sign and both sides: `+ - * /` and `= != >= > <= <`.
    Pair(&'static str, Box<Tree>, Box<Tree>),
    Not(Box<Tree>),
    All(Vec<Tree>),
    Any(Vec<Tree>),
}

thread_local! {
    static READ: RefCell<HashMap<String, Rc<Tree>>> = RefCell::new(HashMap::new());
}

/// The tree of a text; each text is read once.
pub(crate) fn read(text: &str) -> Rc<Tree> {
    READ.with_borrow_mut(|known| match known.get(text) {
        Some(tree) => Rc::clone(tree),
        None => {
            let mut reader = Reader { words: words(text), at: 0 };
            let tree = Rc::new(reader.any());
            assert_eq!(reader.at, reader.words.len(), "`{text}` is read to its end");
            known.insert(text.to_owned(), Rc::clone(&tree));
            tree
        }
    })
}

/// The names of inputs that the tree speaks of, and of anything else that is called by a name.
pub(crate) fn names(tree: &Tree, found: &mut Vec<String>) {
    match tree {
        Tree::Number(_) => {}
        Tree::Name(name) => found.push(name.clone()),
        Tree::Of(what, of) => {
            if REDUCTIONS.contains(&what.as_str()) {
                found.push(of.clone());
            }
        }
        Tree::Minus(part) | Tree::Not(part) => names(part, found),
        Tree::Pair(_, left, right) | Tree::Between(_, left, right) => {
            names(left, found);
            names(right, found);
        }
        Tree::All(parts) | Tree::Any(parts) => parts.iter().for_each(|part| names(part, found)),
    }
}

pub(crate) const REDUCTIONS: [&str; 5] = ["tổng", "số_lượng", "lớn_nhất", "nhỏ_nhất", "trung_bình"];

/// Words, numbers and signs.
fn words(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let belongs = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '%');
    let mut words = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let mut end = at + 1;
        if belongs(letters[at]) {
            while end < letters.len() && belongs(letters[end]) {
                end += 1;
            }
        } else if matches!(letters[at], '>' | '<' | '!') && letters.get(end) == Some(&'=') {
            end += 1;
        }
        if !letters[at].is_whitespace() {
            words.push(letters[at..end].iter().collect());
        }
        at = end;
    }
    words
}

struct Reader {
    words: Vec<String>,
    at: usize,
}

impl Reader {
    fn takes(&mut self, word: &str) -> bool {
        let there = self.words.get(self.at).is_some_and(|next| next == word);
        self.at += usize::from(there);
        there
    }

    fn any(&mut self) -> Tree {
        let mut parts = vec![self.all()];
        while self.takes("hoặc") {
            parts.push(self.all());
        }
        if parts.len() == 1 { parts.remove(0) } else { Tree::Any(parts) }
    }

    fn all(&mut self) -> Tree {
        let mut parts = vec![self.not()];
        while self.takes("và") {
            parts.push(self.not());
        }
        if parts.len() == 1 { parts.remove(0) } else { Tree::All(parts) }
    }

    fn not(&mut self) -> Tree {
        if self.takes("không") {
            return Tree::Not(Box::new(self.not()));
        }
        let left = self.sum();
        for sign in ["=", "!=", ">=", ">", "<=", "<"] {
            if self.takes(sign) {
                return Tree::Pair(sign, Box::new(left), Box::new(self.sum()));
            }
        }
        left
    }

    fn sum(&mut self) -> Tree {
        let mut left = self.product();
        loop {
            let Some(sign) = ["+", "-"].into_iter().find(|sign| self.takes(sign)) else { return left };
            left = Tree::Pair(sign, Box::new(left), Box::new(self.product()));
        }
    }

    fn product(&mut self) -> Tree {
        let mut left = self.factor();
        loop {
            let Some(sign) = ["*", "/"].into_iter().find(|sign| self.takes(sign)) else { return left };
            left = Tree::Pair(sign, Box::new(left), Box::new(self.factor()));
        }
    }

    fn factor(&mut self) -> Tree {
        if self.takes("-") {
            return Tree::Minus(Box::new(self.factor()));
        }
        if self.takes("(") {
            let inner = self.any();
            assert!(self.takes(")"), "a bracket is closed");
            return inner;
        }
        let word = self.words[self.at].clone();
        self.at += 1;
        if word.starts_with(|first: char| first.is_ascii_digit()) {
            return Tree::Number(number(&word));
        }
        if self.takes("từ") {
            let from = self.factor();
            assert!(self.takes("đến"), "from one day to another");
            return Tree::Between(word, Box::new(from), Box::new(self.factor()));
        }
        if word == "mọi" && self.takes("nhóm") {
            return Tree::Name("mọi nhóm".to_owned());
        }
        if word == "mọi" && self.takes("tiêu") && self.takes("chí") {
            return Tree::Name("mọi tiêu chí".to_owned());
        }
        if self.takes("nộp") {
            assert!(self.takes("ở"), "at a stage");
            self.at += 1;
            return Tree::Of(format!("{word} nộp"), self.words[self.at - 1].clone());
        }
        if self.takes("của") {
            self.at += 1;
            return Tree::Of(word, self.words[self.at - 1].clone());
        }
        Tree::Name(word)
    }
}

/// Digits with an optional point, a percent sign behind them.
pub(crate) fn number(word: &str) -> Q {
    let digits = word.strip_suffix('%');
    let scale = if digits.is_some() { BigInt::from(100) } else { BigInt::one() };
    let digits = digits.unwrap_or(word);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all: BigInt = format!("{whole}{part}").parse().unwrap();
    Q::new(all, scale * BigInt::from(10).pow(u32::try_from(part.len()).unwrap()))
}
