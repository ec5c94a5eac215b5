use serde::Serialize;
use serde_json::Value as Json;
use thidua_core::{Diagnostic, Text, text};

use super::place;
use crate::rejected::{Finding, Rejected};
use crate::value::{Unfit, Value};

/// What a row says about one input.
type Said = (String, Result<Value, Box<Finding>>);

/// The values of a row by input, or what is wrong with each.
pub(super) fn values(entrant: &str, row: &impl Serialize) -> Result<Vec<Said>, Rejected> {
    let refused = |help: Text| {
        let message = text!("không đọc được dòng này", "this row cannot be read");
        Rejected::from(Finding::about(
            entrant,
            None,
            Diagnostic::error("TD0410", place(), message).with_help(help),
        ))
    };
    let json = serde_json::to_value(row).map_err(|error| refused(Text::same(error.to_string())))?;
    let Json::Object(fields) = json else {
        return Err(refused(text!(
            "cần một cấu trúc với khóa là tên số liệu",
            "something with the names of inputs as its keys is needed"
        )));
    };
    let mut said = Vec::new();
    for (input, value) in fields {
        match value {
            Json::Array(many) => {
                said.extend(many.into_iter().map(|value| (input.clone(), one(entrant, &input, value))));
            }
            value => said.push((input.clone(), one(entrant, &input, value))),
        }
    }
    Ok(said)
}

fn one(entrant: &str, input: &str, value: Json) -> Result<Value, Box<Finding>> {
    let refused =
        |unfit: Unfit, words: &dyn ToString| Box::new(unfit.finding(entrant, input, &words.to_string()));
    match value {
        Json::Null => Ok(Value::Blank),
        Json::Bool(yes) => Ok(Value::YesNo(yes)),
        Json::String(words) => Ok(Value::Text(words)),
        Json::Number(number) if !number.is_f64() => {
            let words = number.to_string();
            Ok(words.parse().map_or(Value::Text(words), Value::Number))
        }
        Json::Number(number) => Err(refused(Unfit::Float, &number)),
        other @ (Json::Array(_) | Json::Object(_)) => Err(refused(Unfit::NotSingle, &other)),
    }
}
