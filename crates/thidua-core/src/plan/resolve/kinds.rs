use thidua_rules::expression::Pool;
use thidua_rules::program::Kind;
use thidua_rules::rule::{ChoiceOrder, ValueKind};
use thidua_rules::{Comparator, Comparison, Field, Operator, Subject, Term};

use super::Resolver;
use crate::plan::inputs::PlanInput;
use crate::{Diagnostic, Exact, Formula, Number, Place, Severity, Span, Text, text};

/// Why values do not go together, and what to write.
pub(in crate::plan) struct Misfit {
    message: Text,
    help: Text,
}

impl Resolver<'_> {
    /// What the term stands for. What cannot be found is of no kind: it has a finding of its own.
    pub(in crate::plan) fn kind(&self, term: &Term) -> Result<Kind, Misfit> {
        Ok(match term {
            Term::Number(number) => of_number(number),
            Term::Date(_) => Kind::Day,
            Term::Quoted(_) => Kind::Unknown,
            Term::Field(field) => return self.subject(&field.subject),
            Term::Negate(inner) => {
                let kind = self.kind(inner)?;
                let message =
                    || text!("không đổi dấu được ", "there is no opposite of ").and_then(&kind.words());
                kind.amount().ok_or_else(|| Misfit { message: message(), help: kind.help(kind) })?
            }
            Term::Elapsed(_, from, to) => {
                for side in [from, to] {
                    let kind = self.kind(side)?;
                    if !matches!(kind, Kind::Day | Kind::Unknown) {
                        let (what, side) = (term.words(), side.words());
                        let of = kind.words();
                        let message = Text::new(
                            format!("`{}` đếm giữa hai ngày; `{}` là {}", what.vi, side.vi, of.vi),
                            format!("`{}` counts between two days; `{}` is {}", what.en, side.en, of.en),
                        );
                        return Err(Misfit { message, help: Kind::Day.help(kind) });
                    }
                }
                Kind::Count
            }
            Term::Binary(operator, left, right) => {
                let (one, other) = (self.kind(left)?, self.kind(right)?);
                match Kind::operate(*operator, one, other) {
                    Some(Kind::Ratio) if self.is_part(left, right) => Kind::Share,
                    Some(kind) => kind,
                    None => return Err(apart(&operation(*operator), (left, one), (right, other))),
                }
            }
        })
    }

    fn subject(&self, subject: &Subject) -> Result<Kind, Misfit> {
        Ok(match subject {
            Subject::Total | Subject::Points(_) | Subject::Bonus | Subject::Deductions => Kind::Points,
            Subject::Percent | Subject::Share(_) | Subject::Every(_) => Kind::Share,
            Subject::Grade(grading) => self.grading(grading.as_deref()).map_or(Kind::Unknown, Kind::Grade),
            Subject::GradeValue(_) => Kind::Number,
            Subject::Rank(_) => Kind::Place,
            Subject::Pool(Pool::Ranked, _) => Kind::Count,
            Subject::Pool(Pool::Mean, ranking) => {
                let ranking = self.rules.rankings.iter().find(|each| each.id == *ranking);
                let by = ranking.and_then(|ranking| ranking.by.as_ref());
                return by.map_or(Ok(Kind::Points), |by| self.kind(&by.of.term.value));
            }
            Subject::Kind => Kind::Entrants,
            Subject::Submission(..) => Kind::YesNo,
            Subject::Name(name) => {
                let parameter = self.rules.parameters.get(name).and_then(|number| number.on(self.day));
                parameter.map_or_else(|| self.input_kind(name), of_number)
            }
            Subject::Reduced(reduction, name) => {
                let kind = self.input_kind(name);
                let message = || {
                    text!("không có `{subject}`: mỗi giá trị là ", "there is no `{subject}`: each value is ")
                        .and_then(&kind.words())
                };
                let help = text!(
                    "chỉ đếm được: `số_lượng của {name}`",
                    "they can be counted only: `count of {name}`"
                );
                kind.reduced(*reduction).ok_or_else(|| Misfit { message: message(), help })?
            }
        })
    }

    fn input(&self, name: &str) -> Option<&PlanInput> {
        self.inputs.named(name).and_then(|at| self.inputs.get(at))
    }

    /// What each value of an input stands for.
    pub(in crate::plan) fn input_kind(&self, name: &str) -> Kind {
        let Some(input) = self.input(name) else { return Kind::Unknown };
        match input.kind {
            ValueKind::Number => Kind::Number,
            ValueKind::Count => Kind::Count,
            ValueKind::Percent => Kind::Share,
            ValueKind::YesNo => Kind::YesNo,
            ValueKind::Date => Kind::Day,
            // Inputs with the same list speak of the same things.
            ValueKind::Choice => {
                let list = |name: &str| self.rules.inputs.get(name).and_then(|input| input.order);
                let same = self
                    .inputs
                    .position(|other| other.choices == input.choices && list(&other.name) == list(name));
                same.map_or(Kind::Unknown, Kind::Choice)
            }
        }
    }

    /// Whether the first can never be more than the second: one of its parts, or held so by declared ends.
    fn is_part(&self, part: &Term, whole: &Term) -> bool {
        let input = |term: &Term| match term {
            Term::Field(Field { subject: Subject::Name(name), .. }) => self.input(name),
            _ => None,
        };
        let Some(part) = input(part) else { return false };
        let least = input(whole).and_then(|whole| whole.min.as_ref()).filter(|least| **least > Exact::ZERO);
        if least.zip(part.max.as_ref()).is_some_and(|(least, most)| most <= least) {
            return true;
        }
        let mut open = vec![whole];
        let mut found = false;
        while let Some(term) = open.pop() {
            match (term, input(term)) {
                (Term::Binary(Operator::Add, left, right), _) => open.extend([left.as_ref(), right.as_ref()]),
                (_, Some(other)) if other.kind == ValueKind::Count => found |= other.name == part.name,
                _ => return false,
            }
        }
        found
    }

    /// Whether the sides may be compared so, and how the numbers behind them compare: where the best choice
    /// stands first, the position in the list falls as the choice gets better.
    pub(super) fn compared(&mut self, written: &Comparison) -> Comparator {
        let comparator = written.comparator;
        let kinds = self.kind(&written.left).and_then(|left| Ok((left, self.kind(&written.right)?)));
        // Beside a list a word is the name of something in it.
        let names = (self.names_of(&written.left).is_some(), self.names_of(&written.right).is_some());
        let kinds = kinds.map(|(left, right)| match names {
            (true, false) if is_word(&written.right) => (left, left),
            (false, true) if is_word(&written.left) => (right, right),
            _ => (left, right),
        });
        let kinds = kinds.and_then(|(left, right)| match left.beside(right) {
            Some(_) => Ok((left, right)),
            None => Err(apart(&text!("so sánh", "compared"), (&written.left, left), (&written.right, right))),
        });
        let (left, right) = match kinds {
            Ok(kinds) => kinds,
            Err(misfit) => {
                self.misfit(misfit, written.span);
                return comparator;
            }
        };
        for (kind, term, other) in
            [(left, &written.left, &written.right), (right, &written.right, &written.left)]
        {
            if let Term::Number(number) = other {
                self.percent_forgotten(kind, &term.words(), number, written.span);
            }
        }
        if matches!(comparator, Comparator::Equal | Comparator::NotEqual) {
            return comparator;
        }
        let named = if names.0 { &written.left } else { &written.right };
        match self.order(left, named, written.span) {
            Some(ChoiceOrder::BestFirst) => comparator.mirrored(),
            _ => comparator,
        }
    }

    /// How a choice is ordered; of a choice without an order nothing is better.
    pub(in crate::plan) fn order(&mut self, kind: Kind, term: &Term, span: Span) -> Option<ChoiceOrder> {
        let input = match kind {
            Kind::Choice(input) => self.inputs.get(input),
            Kind::Entrants => None,
            _ => return None,
        };
        let order = input.and_then(|input| self.rules.inputs.get(&input.name)?.order);
        if order.is_none() {
            let message = text!("`", "`").and_then(&term.words());
            let message =
                message.and_then(&text!("` không có thứ bậc hơn kém", "` has no order of better and worse"));
            let help = match input.map(|input| &input.name) {
                Some(name) => text!(
                    "khai `order: best-first` (tốt nhất ghi trước) hoặc `order: worst-first` ở số liệu `{name}`; hoặc viết `=` và nối bằng `hoặc`",
                    "declare `order: best-first` or `order: worst-first` on the input `{name}`; or write `=` and join with `or`"
                ),
                None => kind.help(kind),
            };
            self.error("TD0250", span, message, help);
        }
        order
    }

    pub(in crate::plan) fn misfit(&mut self, misfit: Misfit, span: Span) {
        self.error("TD0250", span, misfit.message, misfit.help);
    }

    /// Tells a value that is not of the kind its place needs.
    pub(in crate::plan) fn unfit(&mut self, key: &str, what: &Text, kind: Kind, wanted: Kind, span: Span) {
        let message = text!("`{key}` không dùng được với `", "`{key}` cannot take `").and_then(what);
        let message = message.and_then(&text!("`: đó là ", "`, which is ")).and_then(&kind.words());
        self.error("TD0250", span, message, kind.help(wanted));
    }

    /// Two formulas that are held against one another are of one kind.
    pub(in crate::plan) fn alike(&mut self, one: &Formula, other: &Formula) {
        let (left, right) = (&one.term.value, &other.term.value);
        if let (Ok(kind), Ok(beside)) = (self.kind(left), self.kind(right))
            && kind.beside(beside).is_none()
        {
            let misfit = apart(&text!("so sánh", "compared"), (left, kind), (right, beside));
            self.misfit(misfit, one.term.span);
            return;
        }
        // `base: 60` beside a share is surely meant as 60 %.
        if let (Ok(kind), Term::Number(number)) = (self.kind(left), right) {
            self.percent_forgotten(kind, &left.words(), number, other.term.span);
        }
    }

    /// Whether a number may stand where this kind is needed; what is only doubtful is told and fits.
    pub(in crate::plan) fn fits(&mut self, kind: Kind, what: &Text, number: &Number, span: Span) -> bool {
        self.thousands(&number.to_string(), span);
        if kind.beside(of_number(number)).is_some() {
            return !self.percent_forgotten(kind, what, number, span);
        }
        let message = text!("`{number}` là một tỷ lệ, còn `", "`{number}` is a share; `").and_then(what);
        let message = message.and_then(&text!("` cần ", "` needs ")).and_then(&kind.words());
        self.error("TD0250", span, message, kind.help(Kind::Share));
        false
    }

    /// `tỷ_lệ >= 95` is surely meant as 95 %, `đạt / tất_cả >= 95` most likely; tells whether it was so.
    fn percent_forgotten(&mut self, kind: Kind, what: &Text, number: &Number, span: Span) -> bool {
        let exact = number.exact();
        if number.is_percent() || *exact <= Exact::from(2) {
            return false;
        }
        let tail = match kind {
            Kind::Share => {
                text!("` là một tỷ lệ, không thể là {number}", "` is a share and cannot be {number}")
            }
            // Nobody writes a share as more than twice a hundred.
            Kind::Ratio if *exact <= Exact::from(200) => {
                text!("` là một thương, ít khi là {number}", "` is a ratio and seldom {number}")
            }
            _ => return false,
        };
        let message = text!("`", "`").and_then(what).and_then(&tail);
        let help = text!("viết `{number}%`", "write `{number}%`");
        if kind == Kind::Share {
            self.error("TD0213", span, message, help);
        } else {
            self.remark("TD0292", Severity::Warning, span, message, help);
        }
        true
    }

    /// `10.000` is ten; whoever means ten thousand writes it so too.
    pub(in crate::plan) fn thousands(&mut self, written: &str, span: Span) {
        let Some((whole, places)) = written.split_once('.') else { return };
        if whole.len() <= 3 && !whole.starts_with(['0', '-']) && places.len() == 3 && places.ends_with('0') {
            let plain = written.trim_end_matches('0').trim_end_matches('.');
            let message = text!(
                "`{written}` là {plain}: dấu chấm ở đây là dấu thập phân",
                "`{written}` is {plain}: the point is a decimal point"
            );
            let help = text!(
                "viết `{plain}`, hoặc `{whole}{places}` nếu là số hàng nghìn",
                "write `{plain}`, or `{whole}{places}` where thousands are meant"
            );
            self.remark("TD0293", Severity::Note, span, message, help);
        }
    }

    fn remark(&mut self, code: &'static str, severity: Severity, span: Span, message: Text, help: Text) {
        let place = Place::text(self.file.clone(), span);
        self.findings
            .push(Diagnostic { severity, ..Diagnostic::error(code, place, message).with_help(help) });
    }
}

fn of_number(number: &Number) -> Kind {
    match (number.is_percent(), number.is_day()) {
        (true, _) => Kind::Share,
        (_, true) => Kind::Day,
        _ => Kind::Number,
    }
}

fn is_word(term: &Term) -> bool {
    matches!(term, Term::Quoted(_) | Term::Field(Field { subject: Subject::Name(_), .. }))
}

fn operation(operator: Operator) -> Text {
    match operator {
        Operator::Add => text!("cộng", "added"),
        Operator::Subtract => text!("trừ", "subtracted"),
        Operator::Multiply => text!("nhân", "multiplied"),
        Operator::Divide => text!("chia", "divided"),
    }
}

fn apart(done: &Text, (left, one): (&Term, Kind), (right, other): (&Term, Kind)) -> Misfit {
    let (left, right, of_left, of_right) = (left.words(), right.words(), one.words(), other.words());
    let vi =
        format!("không {} `{}` ({}) với `{}` ({}) được", done.vi, left.vi, of_left.vi, right.vi, of_right.vi);
    let en =
        format!("`{}` ({}) and `{}` ({}) cannot be {}", left.en, of_left.en, right.en, of_right.en, done.en);
    Misfit { message: Text::new(vi, en), help: one.help(other) }
}
