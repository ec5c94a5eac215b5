//! The program: help in both languages, no listening beyond this machine unless told to, a stop that ends well.

#![expect(clippy::unwrap_used, reason = "a test that fails loudly is what is wanted")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Output, Stdio};

fn service(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thidua-service")).args(words).output().unwrap()
}

#[test]
fn help_has_examples_in_both_languages() {
    for (lang, words) in [("vi", "Ví dụ:"), ("en", "Examples:")] {
        let help = service(&["--lang", lang, "--help"]);
        let text = String::from_utf8(help.stdout).unwrap();
        assert!(
            help.status.success() && text.contains(words) && text.contains("--beyond-loopback"),
            "{text}"
        );
    }
}

#[test]
fn it_listens_beyond_this_machine_only_when_told_to() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let refused = service(&["--listen", address]);
        let told = String::from_utf8(refused.stderr).unwrap();
        assert!(refused.status.code() == Some(3) && told.contains("--beyond-loopback"), "{told}");
    }
    let refused = service(&["--listen", "192.0.2.1:80", "--beyond-loopback"]);
    assert_eq!(refused.status.code(), Some(2), "that address is nobody's");
    assert_eq!(service(&["--listen", "x"]).status.code(), Some(3));
    assert_eq!(service(&["--workers", "0"]).status.code(), Some(3));
}

#[cfg(unix)]
#[test]
fn it_ends_well_when_it_is_told_to() {
    for signal in ["-INT", "-TERM"] {
        let mut running = Command::new(env!("CARGO_BIN_EXE_thidua-service"))
            .args(["--listen", "127.0.0.1:0", "--lang", "en"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(running.stderr.take().unwrap()).lines();
        assert!(lines.next().unwrap().unwrap().starts_with("listening on http://127.0.0.1:"));
        assert!(Command::new("kill").args([signal, &running.id().to_string()]).status().unwrap().success());
        assert!(running.wait().unwrap().success());
        assert_eq!(lines.next().unwrap().unwrap(), "stopped");
    }
}

#[cfg(unix)]
#[test]
fn a_page_stands_at_the_top_address() {
    let page = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(page.path(), "<!doctype html><p>bàn soạn").unwrap();
    let named = page.path().to_string_lossy();
    let mut running = Command::new(env!("CARGO_BIN_EXE_thidua-service"))
        .args(["--listen", "127.0.0.1:0", "--lang", "en", "--page", &named])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let line = BufReader::new(running.stderr.take().unwrap()).lines().next().unwrap().unwrap();
    let mut stream = TcpStream::connect(line.rsplit('/').next().unwrap()).unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: thidua\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("<!doctype html><p>bàn soạn"), "{answer}");
    assert!(answer.contains("text/html; charset=utf-8"), "{answer}");
    let refused = service(&["--page", "/no/such/page.html"]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(refused.status.code() == Some(2) && told.contains("/no/such/page.html"), "{told}");
}
