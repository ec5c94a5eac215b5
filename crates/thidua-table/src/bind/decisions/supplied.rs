//! Values that a decision gives to cells that came back blank (số liệu bổ sung bằng quyết định).

use thidua_core::{Diagnostic, Origin, Place, PutError, Spot, SuppliedValue, text};

use super::Applied;
use crate::Written;
use crate::bind::{InputNames, Layout, cell};

/// Puts a value where there is none; what is there stays, and the decision is told to be idle.
pub(super) fn put(binding: &mut Applied<'_>, value: &SuppliedValue, place: &Place) {
    let Some(entrant) = binding.builder.entrant(&value.entrant) else { return };
    let names = InputNames::of(binding.plan);
    let found = names.one(&value.input).and_then(|input| Some((input, binding.plan.inputs().get(input)?)));
    let Some((position, input)) = found.filter(|(_, input)| !input.many) else {
        binding.findings.push(unknown(&names, &value.input, place));
        return;
    };
    let (row, column) = match place.spot {
        Spot::Cell { row, column } => (row, column),
        Spot::Text(span) => (span.line, 1),
        Spot::Whole => (0, 0),
    };
    let origin = Origin { source: binding.builder.source(place.file.clone()), row, column };
    let words = crate::clean(&value.value).into_owned();
    let saying = (words.as_str(), Written::Text);
    match cell::read_written(input, &Layout::default(), saying, place, origin) {
        Err(finding) => binding.findings.push(finding),
        Ok((cell, warning)) => {
            binding.findings.extend(warning);
            match binding.builder.put_in_blank(entrant, position, cell) {
                Ok(()) => {}
                Err(PutError::Taken(first)) if (first.state, first.value) == (cell.state, cell.value) => {}
                Err(PutError::Taken(_)) => binding.findings.push(taken(value, &input.title, place)),
                Err(error) => binding.findings.push(refused(&error.to_string(), place)),
            }
        }
    }
}

fn unknown(names: &InputNames, name: &str, place: &Place) -> Diagnostic {
    let message = text!(
        "quyết định bổ sung số liệu `{name}`, không có trong bộ tiêu chí hoặc có nhiều giá trị",
        "the decision gives a value to `{name}`, which the rule set does not have or which has many values"
    );
    let help = match names.nearest(name) {
        Some(near) => text!("có phải `{near}` không?", "did you mean `{near}`?"),
        None => {
            text!("dùng tên số liệu hoặc mã tiêu chí", "use the name of an input or the code of a criterion")
        }
    };
    Diagnostic::error("TD0439", place.clone(), message).with_help(help)
}

fn taken(value: &SuppliedValue, title: &str, place: &Place) -> Diagnostic {
    let entrant = &value.entrant;
    let message = text!(
        "ô “{title}” của `{entrant}` đã có giá trị khác; quyết định chỉ bổ sung ô trống nên không được dùng",
        "the cell “{title}” of `{entrant}` holds another value; a decision fills blank cells only, and is not used"
    );
    Diagnostic::warning("TD0440", place.clone(), message).with_help(text!(
        "bỏ quyết định này nếu số trên phiếu đúng; nếu không, sửa ô trên phiếu",
        "drop the decision if the form is right; else mend the cell of the form"
    ))
}

fn refused(error: &str, place: &Place) -> Diagnostic {
    let message = text!("không bổ sung được giá trị: {error}", "the value cannot be supplied: {error}");
    Diagnostic::error("TD0439", place.clone(), message).with_help(text!(
        "ghi giá trị mà ô trên phiếu nhận được",
        "give a value that the cell of the form takes"
    ))
}
