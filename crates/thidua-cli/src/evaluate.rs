use std::io::Read;

use clap::Command;

use crate::{ExitCode, Settings, eprint, print};

/// The verb; its request comes on standard input.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("evaluate")
        .about(t(
            "Đọc một yêu cầu JSON ở luồng nhập chuẩn, in trả lời JSON: cho chương trình viết bằng mọi ngôn ngữ",
            "Reads a request in JSON on standard input and prints the answer: for programs in any language",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua evaluate < yeu-cau.json > tra-loi.json\n  thidua schema request; thidua schema answer",
            "Examples:\n  thidua evaluate < request.json > answer.json\n  thidua schema request; thidua schema answer",
        ))
}

/// A request larger than this is refused before it is read whole.
const BYTES_MAX: u64 = 1 << 28;

/// Answers one request; a refused one is answered too.
pub(crate) fn run(settings: Settings) -> ExitCode {
    let mut bytes = Vec::new();
    if let Err(error) = std::io::stdin().take(BYTES_MAX + 1).read_to_end(&mut bytes) {
        eprint(&format!(
            "{}: {error}\n",
            settings.say("lỗi: không đọc được luồng nhập chuẩn", "error: cannot read standard input")
        ));
        return ExitCode::Refused;
    }
    let answered = thidua::evaluate_request(&bytes);
    print(&answered.json);
    match (answered.refused, answered.needs_person) {
        (true, _) => ExitCode::Refused,
        (false, true) => ExitCode::NeedsPerson,
        (false, false) => ExitCode::Done,
    }
}
