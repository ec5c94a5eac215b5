//! What stands in which field of a file's description of itself (cấu trúc phần mô tả). Source: Apache Parquet,
//! `parquet.thrift`; fields that nobody reads here are left out, and walked through as they announce themselves.

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    YesNo,
    /// A number of eight bits.
    Byte,
    /// A number as long as it needs to be.
    Number,
    Double,
    Text,
    Structure(Fields),
    List(&'static Shape),
}

/// The fields of a structure by their ids.
pub(crate) type Fields = &'static [(u64, Shape)];

use Shape::{Byte, Double, List, Number, Structure, Text, YesNo};

const NUMBERS: Shape = List(&Number);
const NOTHING: Shape = Structure(&[]);
const PAIRS: Shape = List(&Structure(&[(1, Text), (2, Text)]));

pub(crate) const FOOTER: Fields = &[
    (1, Number),
    (2, List(&Structure(SCHEMA_ELEMENT))),
    (3, Number),
    (4, List(&Structure(ROW_GROUP))),
    (5, PAIRS),
    (6, Text),
    (7, List(&Structure(&[(1, NOTHING), (2, NOTHING)]))),
    (8, NOTHING),
    (9, Text),
];

const SCHEMA_ELEMENT: Fields = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Text),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, Number),
    (9, Number),
    (10, Structure(LOGICAL_TYPE)),
];

const LOGICAL_TYPE: Fields = &[
    (1, NOTHING),
    (2, NOTHING),
    (3, NOTHING),
    (4, NOTHING),
    (5, Structure(&[(1, Number), (2, Number)])),
    (6, NOTHING),
    (7, TIME),
    (8, TIME),
    (10, Structure(&[(1, Byte), (2, YesNo)])),
    (11, NOTHING),
    (12, NOTHING),
    (13, NOTHING),
    (14, NOTHING),
    (15, NOTHING),
    (16, Structure(&[(1, Byte)])),
    (17, Structure(&[(1, Text)])),
    (18, Structure(&[(1, Text), (2, Number)])),
];

const TIME: Shape = Structure(&[(1, YesNo), (2, Structure(&[(1, NOTHING), (2, NOTHING), (3, NOTHING)]))]);

const ROW_GROUP: Fields = &[
    (1, List(&Structure(COLUMN_CHUNK))),
    (2, Number),
    (3, Number),
    (4, List(&Structure(&[(1, Number), (2, YesNo), (3, YesNo)]))),
    (5, Number),
    (6, Number),
    (7, Number),
];

const COLUMN_CHUNK: Fields = &[
    (1, Text),
    (2, Number),
    (3, Structure(COLUMN)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, NOTHING),
    (9, Text),
];

const COLUMN: Fields = &[
    (1, Number),
    (2, NUMBERS),
    (3, List(&Text)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (8, PAIRS),
    (9, Number),
    (10, Number),
    (11, Number),
    (12, Structure(STATISTICS)),
    (13, List(&Structure(&[(1, Number), (2, Number), (3, Number)]))),
    (14, Number),
    (15, Number),
    (16, Structure(&[(1, Number), (2, NUMBERS), (3, NUMBERS)])),
    (17, Structure(&[(1, Structure(BOX)), (2, NUMBERS)])),
];

const STATISTICS: Fields =
    &[(1, Text), (2, Text), (3, Number), (4, Number), (5, Text), (6, Text), (7, YesNo), (8, YesNo)];

const BOX: Fields =
    &[(1, Double), (2, Double), (3, Double), (4, Double), (5, Double), (6, Double), (7, Double), (8, Double)];

/// The field of the head of a page that says how many bytes the page has.
pub(crate) const PAGE_BYTES: u64 = 3;

pub(crate) const PAGE: Fields = &[
    (1, Number),
    (2, Number),
    (PAGE_BYTES, Number),
    (4, Number),
    (5, Structure(&[(1, Number), (2, Number), (3, Number), (4, Number), (5, Structure(STATISTICS))])),
    (6, NOTHING),
    (7, Structure(&[(1, Number), (2, Number), (3, YesNo)])),
    (8, Structure(PAGE_V2)),
];

const PAGE_V2: Fields = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, YesNo),
    (8, Structure(STATISTICS)),
];
