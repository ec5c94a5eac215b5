//! Writes the synthetic data of the fixture folders, byte for byte the same each time:
//! `cargo run -p thidua --example generate_fixtures`.

#[path = "files.rs"]
mod files;

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    for (name, text) in files::all() {
        let path = root.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}
