use sha2::{Digest as _, Sha256};

/// What tells one file from any other (mã sha256 của tệp), of what comes piece by piece.
///
/// ```
/// let mut digest = thidua::Digest::default();
/// digest.take(b"x");
/// digest.take(b"y");
/// assert_eq!(digest.hex(), thidua::Digest::of(b"xy"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// That of something whole, in hexadecimal letters.
    #[must_use]
    pub fn of(bytes: &[u8]) -> String {
        Self(Sha256::new_with_prefix(bytes)).hex()
    }

    /// Takes the next piece.
    pub fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of all pieces, in hexadecimal letters.
    #[must_use]
    pub fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
