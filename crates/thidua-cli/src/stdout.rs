use std::io::{Error, ErrorKind, Read, Result, Write};
use std::sync::{Mutex, PoisonError};

use thidua::{Diagnostic, Files, Place, Text, text, visible_lines};

use crate::{ExitCode, Settings, findings, system_error};

/// The first fault of standard output; nothing is printed after it.
static FAULT: Mutex<Option<Error>> = Mutex::new(None);

/// Prints to standard output. What could not be printed is told when the program ends.
/// What came in with the inputs must not steer the terminal: hidden letters are written out.
pub(crate) fn print(text: &str) {
    attempt(|| std::io::stdout().write_all(visible_lines(text).as_bytes()));
}

/// Clears the screen, where there is one.
pub(crate) fn clear_screen() {
    attempt(|| std::io::stdout().write_all(b"\x1b[2J\x1b[H"));
}

/// Prints what a reader gives, piece by piece; what cannot be read is the caller's to tell.
pub(crate) fn print_all(mut from: impl Read) -> Result<()> {
    std::io::copy(&mut from, &mut Output).map(drop)
}

/// Standard output as a place to write to: what could not be printed is told when the program ends.
pub(crate) struct Output;

impl Write for Output {
    fn write(&mut self, piece: &[u8]) -> Result<usize> {
        attempt(|| std::io::stdout().write_all(piece));
        Ok(piece.len())
    }

    fn flush(&mut self) -> Result<()> {
        attempt(|| std::io::stdout().flush());
        Ok(())
    }
}

fn attempt(print: impl FnOnce() -> Result<()>) {
    let mut fault = FAULT.lock().unwrap_or_else(PoisonError::into_inner);
    if fault.is_none()
        && let Err(error) = print()
    {
        *fault = Some(error);
    }
}

/// How the command really ended: what was not printed is an error, unless nobody was reading any more.
pub(crate) fn close(settings: Settings, exit: ExitCode) -> ExitCode {
    attempt(|| std::io::stdout().flush());
    let fault = FAULT.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(error) = fault.filter(|error| error.kind() != ErrorKind::BrokenPipe) else { return exit };
    let why = system_error::words(&error);
    let message = Text::new(
        format!("không in hết được ra luồng xuất chuẩn: {}", why.vi),
        format!("cannot print everything to standard output: {}", why.en),
    );
    let help = text!(
        "kiểm tra nơi nhận và dung lượng ổ đĩa, rồi chạy lại",
        "check where the output goes and the room there, and run again"
    );
    // Standard output takes nothing any more, JSON neither.
    let settings = Settings { json: false, ..settings };
    findings::show(
        settings,
        &[Diagnostic::error("TD1007", Place::file("stdout"), message).with_help(help)],
        &Files::default(),
    );
    ExitCode::Refused
}
