//! What tells one file from any other (mã sha256 của tệp).

use sha2::{Digest as _, Sha256};

/// The sha256 of what comes piece by piece.
#[derive(Default)]
pub(crate) struct Digest(Sha256);

impl Digest {
    /// That of something whole, in hexadecimal letters.
    pub(crate) fn of(bytes: &[u8]) -> String {
        Self(Sha256::new_with_prefix(bytes)).hex()
    }

    pub(crate) fn take(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
