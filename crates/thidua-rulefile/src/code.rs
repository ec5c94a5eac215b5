//! The stable codes of this crate, TD0100 to TD0149; each has a section in `docs/diagnostics-reading.md`.

macro_rules! codes {
    ($($name:ident = $code:literal;)*) => {
        $(pub(crate) const $name: &str = $code;)*

        /// Every code this crate can report (mã lỗi), in order.
        pub const CODES: &[&str] = &[$($code),*];
    };
}

codes! {
    TOO_LARGE = "TD0101";
    NOT_UTF8 = "TD0102";
    NOT_TEXT = "TD0103";
    EMPTY_FILE = "TD0104";
    SYNTAX = "TD0105";
    TAB = "TD0106";
    MISSING_COLON = "TD0107";
    STRAY_COLON = "TD0108";
    OPEN_QUOTE = "TD0109";
    OPEN_BRACKET = "TD0110";
    INDENTATION = "TD0111";
    SPECIAL_CHARACTER = "TD0112";
    TOO_DEEP = "TD0113";
    TOO_MANY_NODES = "TD0114";
    REFERENCE = "TD0115";
    TAG = "TD0116";
    SECOND_DOCUMENT = "TD0117";
    REPEATED_KEY = "TD0118";
    BAD_KEY = "TD0119";
    UNKNOWN_KEY = "TD0120";
    MISSING_KEY = "TD0121";
    WRONG_TYPE = "TD0122";
    UNKNOWN_CHOICE = "TD0123";
    WRONG_NUMBER = "TD0124";
    WRONG_LENGTH = "TD0125";
    REFUSED_VALUE = "TD0126";
    NOTHING_WRITTEN = "TD0127";
    CHOICE_SHAPE = "TD0128";
    NOT_LAID_OUT = "TD0129";
    TORN_BY_COMMA = "TD0130";
    STOPPED = "TD0149";
}
