use std::path::Path;

use ssh_key::{HashAlg, PublicKey, SshSig};
use thidua::{Text, text};

use crate::{bounded, record, system_error};

/// What a signature over a run record is for; the same word stands after `ssh-keygen -n`.
const NAMESPACE: &str = "thidua-run";

/// Most bytes of a signature or a public key.
const BYTES_MAX: u64 = 1 << 16;

/// Checks the signature that lies beside the record (chữ ký trên biên bản): whose it is, or what is wrong with it.
///
/// Without a signature and without a key nothing is said; a signature that is there must fit in any case.
pub(super) fn check(results: &Path, record: &[u8], signed_by: Option<&Path>) -> Result<Option<String>, Text> {
    let path = results.join(record::SIGNATURE);
    if path.symlink_metadata().is_err() {
        return match signed_by {
            None => Ok(None),
            Some(_) => Err(text!(
                "không có chữ ký `{}` bên cạnh biên bản chạy",
                "there is no signature `{}` beside the run record",
                record::SIGNATURE
            )),
        };
    }
    let signature = SshSig::from_pem(read(&path)?)
        .map_err(|error| text!("không đọc được chữ ký: {error}", "cannot read the signature: {error}"))?;
    let signer = PublicKey::from(signature.public_key().clone());
    if let Some(key) = signed_by {
        let key = read_key(key)?;
        if key.key_data() != signer.key_data() {
            return Err(text!(
                "biên bản do khóa {} ký, không phải khóa {} đã chỉ ra",
                "the record is signed by the key {}, not by the key {} that was named",
                fingerprint(&signer),
                fingerprint(&key)
            ));
        }
    }
    signer.verify(NAMESPACE, record, &signature).map_err(|_| {
        text!(
            "chữ ký không khớp với biên bản chạy: biên bản đã đổi sau khi ký",
            "the signature does not fit the run record: it was changed after it was signed"
        )
    })?;
    Ok(Some(fingerprint(&signer)))
}

fn read(path: &Path) -> Result<Vec<u8>, Text> {
    bounded::read(path, BYTES_MAX)
        .map_err(|error| system_error::unreadable(&path.display().to_string(), &error))
}

fn read_key(path: &Path) -> Result<PublicKey, Text> {
    let bytes = bounded::read_named(path, BYTES_MAX);
    let bytes = bytes.map_err(|error| system_error::unreadable(&path.display().to_string(), &error))?;
    PublicKey::from_openssh(String::from_utf8_lossy(&bytes).trim()).map_err(|error| {
        text!("không đọc được khóa công khai: {error}", "cannot read the public key: {error}")
    })
}

/// A key as `ssh-keygen -l` shows it.
fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}
