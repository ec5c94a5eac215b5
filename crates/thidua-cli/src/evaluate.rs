use std::io::{BufRead, Read, Write};

use clap::{Arg, ArgAction, Command};
use thidua::{Answered, Cancel, JsonSeason, Plans, evaluate_until};

use crate::{ExitCode, Settings, eprint, print};

/// The verb; its request comes on standard input.
pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    Command::new("evaluate")
        .about(t(
            "Đọc một yêu cầu JSON ở luồng nhập chuẩn, in trả lời JSON: cho chương trình viết bằng mọi ngôn ngữ",
            "Reads a request in JSON on standard input and prints the answer: for programs in any language",
        ))
        .arg(Arg::new("season").long("season").action(ArgAction::SetTrue).help(t(
            "giữ lại đợt xét: dòng đầu là yêu cầu, mỗi dòng sau là một lần sửa ô (`thidua schema change`); mỗi dòng được trả lời ngay bằng một dòng",
            "keeps the run: the first line is a request, every line after it changed cells (`thidua schema change`); each line is answered at once by a line",
        )))
        .after_help(t(
            "Ví dụ:\n  thidua evaluate < yeu-cau.json > tra-loi.json\n  thidua evaluate --season < yeu-cau-va-cac-lan-sua.jsonl\n  thidua schema request; thidua schema answer",
            "Examples:\n  thidua evaluate < request.json > answer.json\n  thidua evaluate --season < request-and-changes.jsonl\n  thidua schema request; thidua schema answer",
        ))
}

/// A request larger than this is refused before it is read whole.
const BYTES_MAX: u64 = 1 << 28;

/// Answers one request, or one and the changes that follow it; what is refused is answered too.
pub(crate) fn run(settings: Settings, season: bool) -> ExitCode {
    let mut input = std::io::stdin().lock();
    let done = if season { answer_lines(&mut input) } else { answer_one(&mut input) };
    done.unwrap_or_else(|error| {
        eprint(&format!(
            "{}: {error}\n",
            settings.say("lỗi: không đọc được luồng nhập chuẩn", "error: cannot read standard input")
        ));
        ExitCode::Refused
    })
}

fn answer_one(input: &mut impl Read) -> std::io::Result<ExitCode> {
    let mut bytes = Vec::new();
    input.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    let answered = evaluate_until(&Plans::default(), bytes, &Cancel::default());
    print(&answered.json);
    Ok(exit_code(&answered))
}

/// Ends as the gravest of its answers.
fn answer_lines(input: &mut impl BufRead) -> std::io::Result<ExitCode> {
    let mut season: Option<JsonSeason> = None;
    let mut gravest = ExitCode::Done;
    loop {
        let mut line = Vec::new();
        input.by_ref().take(BYTES_MAX + 1).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(gravest);
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        // Of a line that is too long nobody knows where it ends.
        let whole = u64::try_from(line.len()).is_ok_and(|length| length <= BYTES_MAX);
        let answered = match &mut season {
            Some(season) => season.change(&line),
            None => {
                let (opened, answered) = JsonSeason::open(&line);
                season = opened;
                answered
            }
        };
        print(&answered.json);
        // Whoever asks waits for the answer before the next line.
        std::io::stdout().flush()?;
        let next = exit_code(&answered);
        gravest = if next as u8 > gravest as u8 { next } else { gravest };
        if !whole || season.is_none() {
            return Ok(ExitCode::Refused);
        }
    }
}

fn exit_code(answered: &Answered) -> ExitCode {
    match (answered.refused, answered.needs_person) {
        (true, _) => ExitCode::Refused,
        (false, true) => ExitCode::NeedsPerson,
        (false, false) => ExitCode::Done,
    }
}
