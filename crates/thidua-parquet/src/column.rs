//! The columns that can be read, and the text of their cells.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Decimal256Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{AnyDictionaryArray, Array, ArrowPrimitiveType, PrimitiveArray};
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

/// Puts the text of a cell of a column, by its row, at the end of a text, and says how it is written.
pub(crate) type Put<'b> = Box<dyn Fn(usize, &mut String) -> Written + 'b>;

/// How the cells of a column of a batch are put: what is asked of its type is asked once. A column that [`refused`] lets pass
/// has no types but these.
pub(crate) fn cells(array: &dyn Array) -> Put<'_> {
    let put = present(array);
    match array.nulls() {
        Some(nulls) => {
            Box::new(move |row, text| if nulls.is_null(row) { Written::Text } else { put(row, text) })
        }
        None => put,
    }
}

/// The same of cells that hold something.
fn present(array: &dyn Array) -> Put<'_> {
    match array.data_type() {
        DataType::Int8 => whole::<Int8Type>(array),
        DataType::Int16 => whole::<Int16Type>(array),
        DataType::Int32 => whole::<Int32Type>(array),
        DataType::Int64 => whole::<Int64Type>(array),
        DataType::UInt8 => whole::<UInt8Type>(array),
        DataType::UInt16 => whole::<UInt16Type>(array),
        DataType::UInt32 => whole::<UInt32Type>(array),
        DataType::UInt64 => whole::<UInt64Type>(array),
        DataType::Decimal128(_, scale) => decimal(array.as_primitive(), *scale),
        DataType::Decimal256(..) => {
            let array = array.as_primitive::<Decimal256Type>();
            Box::new(|row, text| {
                text.push_str(&array.value_as_string(row));
                Written::Number
            })
        }
        DataType::Float32 => double::<Float32Type>(array),
        DataType::Float64 => double::<Float64Type>(array),
        DataType::Boolean => {
            let array = array.as_boolean();
            words(|row| if array.value(row) { "có" } else { "không" })
        }
        DataType::Utf8 => {
            let array = array.as_string::<i32>();
            words(|row| array.value(row))
        }
        DataType::LargeUtf8 => {
            let array = array.as_string::<i64>();
            words(|row| array.value(row))
        }
        DataType::Utf8View => {
            let array = array.as_string_view();
            words(|row| array.value(row))
        }
        DataType::Date32 => day(array.as_primitive()),
        DataType::Dictionary(..) => chosen(array.as_any_dictionary()),
        _ => words(|_| ""),
    }
}

fn whole<T: ArrowPrimitiveType>(array: &dyn Array) -> Put<'_>
where
    T::Native: itoa::Integer,
{
    let array: &PrimitiveArray<T> = array.as_primitive();
    Box::new(|row, text| {
        text.push_str(itoa::Buffer::new().format(array.value(row)));
        Written::Number
    })
}

fn decimal(array: &PrimitiveArray<Decimal128Type>, scale: i8) -> Put<'_> {
    Box::new(move |row, text| {
        match short(array.value(row), scale) {
            // Writing to a String cannot fail.
            Some(short) => drop(write!(text, "{short}")),
            None => text.push_str(&array.value_as_string(row)),
        }
        Written::Number
    })
}

/// A decimal of few signs, as almost all are.
fn short(digits: i128, scale: i8) -> Option<ShortDecimal> {
    let places = u32::try_from(scale).ok()?;
    Figure::Over(i64::try_from(digits).ok()?, 10_i64.checked_pow(places)?).short(places, b'.')
}

/// The shortest decimal that comes to the number: of which one it was made is for the rules to say.
fn double<T: ArrowPrimitiveType>(array: &dyn Array) -> Put<'_>
where
    T::Native: std::fmt::Display,
{
    let array: &PrimitiveArray<T> = array.as_primitive();
    Box::new(|row, text| {
        let _ = write!(text, "{}", array.value(row));
        Written::Double
    })
}

fn words<'b>(words: impl Fn(usize) -> &'b str + 'b) -> Put<'b> {
    Box::new(move |row, text| {
        text.push_str(words(row));
        Written::Text
    })
}

fn day(array: &PrimitiveArray<Date32Type>) -> Put<'_> {
    Box::new(|row, text| {
        let _ = match array.value_as_date(row) {
            Some(day) => write!(text, "{day}"),
            // A day beyond all calendars is no day; the text says so where it is read.
            None => write!(text, "{}", array.value(row)),
        };
        Written::Text
    })
}

/// A dictionary of choices as the texts it stands for.
fn chosen(dictionary: &dyn AnyDictionaryArray) -> Put<'_> {
    let values = dictionary.values();
    // The library knows no keys of an empty dictionary; it stands for nothing.
    if values.is_empty() {
        return words(|_| "");
    }
    let (keys, put) = (dictionary.normalized_keys(), cells(values.as_ref()));
    Box::new(move |row, text| keys.get(row).map_or(Written::Text, |key| put(*key, text)))
}
