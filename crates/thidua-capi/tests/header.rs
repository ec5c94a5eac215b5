//! A program in C is built with the header and runs; that it is what cbindgen makes of the crate is seen in `.ci/borders`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a program is there.
fn present(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Where cargo has put the library that this test is linked with.
fn libraries() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().unwrap().to_path_buf()
}

#[test]
fn a_program_in_c_is_built_and_runs() {
    if !present("gcc") {
        return println!("skipped: gcc is not installed");
    }
    let folder = libraries();
    if !folder.join("libthidua_capi.so").exists() && !folder.join("libthidua_capi.dylib").exists() {
        return println!("skipped: the shared library is not built (cargo build -p thidua-capi)");
    }
    let program = folder.join("thidua-embed-example");
    let built = Command::new("gcc")
        .args([
            "-std=c11",
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-Iinclude",
            "examples/embed.c",
            "-lthidua_capi",
        ])
        .arg(format!("-L{}", folder.display()))
        .arg("-o")
        .arg(&program)
        .current_dir(here())
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let ran = Command::new(&program)
        .env("LD_LIBRARY_PATH", &folder)
        .env("DYLD_LIBRARY_PATH", &folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && said.contains("after it was freed: 3"), "{said}");
}
