//! The columns that can be read, and the text of their cells.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, PrimitiveArray};
use arrow_schema::{DataType, Field};
use thidua_core::{Diagnostic, Figure, Place, ShortDecimal, text};
use thidua_table::Written;

/// What is wrong with a column, if anything is.
pub(crate) fn refused(file: &str, position: usize, field: &Field) -> Option<Diagnostic> {
    let column = u32::try_from(position + 1).unwrap_or(u32::MAX);
    let place = Place::cell(file, 1, column);
    let (name, kind) = (field.name(), field.data_type());
    match kind {
        kind if is_read(kind) => None,
        kind => {
            let message = text!(
                "cột `{name}` có kiểu `{kind}`, không phải kiểu của một ô",
                "the column `{name}` is of the type `{kind}`, which no cell has"
            );
            let help = text!(
                "dùng số nguyên, DECIMAL, FLOAT, DOUBLE, chữ, đúng sai, ngày, hoặc từ điển của chữ",
                "use whole numbers, DECIMAL, FLOAT, DOUBLE, text, booleans, dates, or dictionaries of text"
            );
            Some(Diagnostic::error("TD0582", place, message).with_help(help))
        }
    }
}

fn is_read(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => {
            matches!(**values, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View)
        }
        kind => {
            kind.is_integer()
                || matches!(
                    kind,
                    DataType::Null
                        | DataType::Boolean
                        | DataType::Utf8
                        | DataType::LargeUtf8
                        | DataType::Utf8View
                        | DataType::Date32
                        | DataType::Float32
                        | DataType::Float64
                        | DataType::Decimal128(..)
                        | DataType::Decimal256(..)
                )
        }
    }
}

/// Puts the text of a cell, and says how it is written. A column that [`refused`] lets pass has no other types.
pub(crate) fn cell(array: &dyn Array, row: usize, text: &mut String) -> Written {
    if array.is_null(row) {
        return Written::Text;
    }
    match array.data_type() {
        DataType::Int8 => whole::<Int8Type>(array, row, text),
        DataType::Int16 => whole::<Int16Type>(array, row, text),
        DataType::Int32 => whole::<Int32Type>(array, row, text),
        DataType::Int64 => whole::<Int64Type>(array, row, text),
        DataType::UInt8 => whole::<UInt8Type>(array, row, text),
        DataType::UInt16 => whole::<UInt16Type>(array, row, text),
        DataType::UInt32 => whole::<UInt32Type>(array, row, text),
        DataType::UInt64 => whole::<UInt64Type>(array, row, text),
        DataType::Decimal128(_, scale) => {
            let array = array.as_primitive::<Decimal128Type>();
            match short(array.value(row), *scale) {
                Some(short) => drop(write!(text, "{short}")),
                None => text.push_str(&array.value_as_string(row)),
            }
            Written::Number
        }
        DataType::Decimal256(..) => {
            text.push_str(&array.as_primitive::<Decimal256Type>().value_as_string(row));
            Written::Number
        }
        DataType::Float32 => double(text, array.as_primitive::<Float32Type>().value(row)),
        DataType::Float64 => double(text, array.as_primitive::<Float64Type>().value(row)),
        DataType::Boolean => words(text, if array.as_boolean().value(row) { "có" } else { "không" }),
        DataType::Utf8 => words(text, array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => words(text, array.as_string::<i64>().value(row)),
        DataType::Utf8View => words(text, array.as_string_view().value(row)),
        DataType::Date32 => {
            match array.as_primitive::<Date32Type>().value_as_date(row) {
                // Writing to a String cannot fail.
                Some(day) => drop(write!(text, "{day}")),
                // A day beyond all calendars is no day; the text says so where it is read.
                None => drop(write!(text, "{}", array.as_primitive::<Date32Type>().value(row))),
            }
            Written::Text
        }
        _ => Written::Text,
    }
}

fn whole<T: ArrowPrimitiveType>(array: &dyn Array, row: usize, text: &mut String) -> Written
where
    T::Native: itoa::Integer,
{
    let array: &PrimitiveArray<T> = array.as_primitive();
    text.push_str(itoa::Buffer::new().format(array.value(row)));
    Written::Number
}

/// A decimal of few signs, as almost all are.
fn short(digits: i128, scale: i8) -> Option<ShortDecimal> {
    let places = u32::try_from(scale).ok()?;
    Figure::Over(i64::try_from(digits).ok()?, 10_i64.checked_pow(places)?).short(places, b'.')
}

/// The shortest decimal that comes to the number: of which one it was made is for the rules to say.
fn double(text: &mut String, number: impl std::fmt::Display) -> Written {
    let _ = write!(text, "{number}");
    Written::Double
}

fn words(text: &mut String, words: &str) -> Written {
    text.push_str(words);
    Written::Text
}
