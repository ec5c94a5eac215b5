//! From the bytes of a file to a table: the format is told from the bytes where they say so, else from the name.

use thidua_core::Diagnostic;
use thidua_table::{Found, Frame, Sheet, Words, find_table};
#[cfg(feature = "workbook")]
use thidua_table::{IDENTITY_SHEET, WORKINGS};

/// The sheets of a file, and what a person should know about how they were read.
pub(crate) fn sheets(name: &str, bytes: &[u8]) -> Result<(Vec<Sheet>, Vec<Diagnostic>), Vec<Diagnostic>> {
    if is_json(name) {
        #[cfg(feature = "json")]
        return thidua_json::read_sheet(name, bytes).map(|sheet| (vec![sheet], Vec::new()));
        #[cfg(not(feature = "json"))]
        return Err(unsupported(name, "json"));
    }
    if is_parquet(name, bytes) {
        #[cfg(feature = "parquet")]
        return thidua_parquet::read(name, bytes.to_vec(), &Default::default())
            .map(|sheet| (vec![sheet], Vec::new()));
        #[cfg(not(feature = "parquet"))]
        return Err(unsupported(name, "parquet"));
    }
    if is_workbook(bytes) {
        #[cfg(feature = "workbook")]
        {
            let workings = thidua_workbook::Workings { beside: IDENTITY_SHEET, sheets: &WORKINGS };
            return thidua_workbook::read_without(name, bytes, &Default::default(), workings)
                .map(|sheets| (sheets, Vec::new()));
        }
        #[cfg(not(feature = "workbook"))]
        return Err(unsupported(name, "workbook"));
    }
    #[cfg(feature = "csv")]
    return thidua_csv::read_sheet(name, bytes, &Default::default())
        .map(|read| (vec![read.sheet], read.notes));
    #[cfg(not(feature = "csv"))]
    Err(unsupported(name, "csv"))
}

/// The table on the sheets of a file.
pub(crate) fn find(
    name: &str,
    sheets: &[Sheet],
    words: &Words,
    frame: &Frame,
) -> Result<Found, Vec<Diagnostic>> {
    if !is_json(name) && !is_parquet(name, &[]) {
        return find_table(sheets, words, frame);
    }
    // Programs write no title lines, totals or signatures.
    let plain = Frame {
        header: Some((1, 1)),
        skip: Some(Vec::new()),
        turned: Some(false),
        blocks: Some(false),
        ..Frame::default()
    };
    find_table(sheets, words, &plain)
}

/// That this build writes no Parquet, where it does not.
pub(crate) fn no_parquet(manifest: &str) -> Vec<Diagnostic> {
    #[cfg(feature = "parquet")]
    return {
        let _ = manifest;
        Vec::new()
    };
    #[cfg(not(feature = "parquet"))]
    return unsupported(manifest, "parquet");
}

/// Whether a file is a table by its bytes or its name, rather than a text that somebody writes.
pub(crate) fn is_table(name: &str, bytes: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    is_parquet(&name, bytes)
        || is_workbook(bytes)
        || [".csv", ".tsv"].iter().any(|ending| name.ends_with(ending))
}

fn is_json(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".json")
}

/// A Parquet file, by its name or by how it begins.
fn is_parquet(name: &str, bytes: &[u8]) -> bool {
    name.to_ascii_lowercase().ends_with(".parquet") || bytes.starts_with(b"PAR1")
}

/// An archive or an old Excel file, whatever its name says.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

#[cfg(not(all(feature = "csv", feature = "json", feature = "parquet", feature = "workbook")))]
fn unsupported(name: &str, feature: &str) -> Vec<Diagnostic> {
    vec![
        Diagnostic::error(
            "TD0508",
            thidua_core::Place::file(name),
            thidua_core::text!(
                "bản dựng này không đọc, không ghi được tệp {feature}",
                "this build neither reads nor writes {feature} files"
            ),
        )
        .with_help(thidua_core::text!(
            "bật tính năng `{feature}` của thư viện",
            "enable the feature `{feature}`"
        )),
    ]
}
