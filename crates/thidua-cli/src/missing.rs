use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;
use thidua::Budget;
use thidua_report::{Missing, missing};

use crate::asked::{Asked, arguments, whom};
use crate::{ExitCode, Settings, print};

pub(crate) struct MissingOptions {
    asked: Asked,
    entrant: String,
    budget: Budget,
}

pub(crate) fn command(settings: Settings) -> Command {
    let t = |vi, en| settings.say(vi, en);
    let [folder, manifest, run] = arguments(settings);
    Command::new("missing")
        .about(t(
            "Cho biết một đơn vị hay cá nhân còn thiếu gì để lên mức kế tiếp và để được từng hình thức khen thưởng",
            "Tells what an entrant still lacks for the next grade and for each award",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua missing fixtures/dan-van-kheo-2014 h-lai-vung --run huyen-2014\n  thidua missing fixtures/dan-van-kheo-2014 \"hong ngu\" --run huyen-2014 --cells 2\n\nChỉ đổi ô của riêng đối tượng, mọi đối tượng khác giữ nguyên: ít ô nhất, rồi ít bước nhất. Một bước là một việc, một ngày, đổi có\nthành không, chọn mục khác, hoặc một đơn vị của chữ số cuối đang dùng trong cột. Chỉ tiêu có nhiều giá trị thì đổi một giá trị hoặc thêm một dòng,\nkhông bớt dòng; dòng của bảng chi tiết giữ nguyên và được nêu tên. Hết giới hạn tìm kiếm thì nói rõ là chưa tìm ra.",
            "Examples:\n  thidua missing fixtures/dan-van-kheo-2014 h-lai-vung --run huyen-2014\n  thidua missing fixtures/dan-van-kheo-2014 \"hong ngu\" --run huyen-2014 --cells 2\n\nOnly cells of their own change and everybody else stays: fewest cells first, then fewest steps. A step is one piece, one day, yes for\nno, another choice, or one of the last digit used in the column. Of an input with several values one is changed or a row is added, and none\ntaken away; rows of detail tables stay as they are and are named. When the budget of the search is spent, the answer says so.",
        ))
        .arg(folder)
        .arg(Arg::new("entrant").value_name(t("MÃ", "ENTRANT")).required(true).help(t("mã hoặc tên đơn vị, có dấu hay không dấu", "id or name of the entrant, with or without accents")))
        .arg(manifest)
        .arg(run)
        .arg(Arg::new("cells").long("cells").value_name("N").default_value("3").value_parser(value_parser!(u8).range(1..=6)).help(t("đổi nhiều nhất bấy nhiêu ô cùng lúc", "change so many cells together at most")))
        .arg(Arg::new("tries").long("tries").value_name("N").default_value("2000").value_parser(value_parser!(u32).range(1..=10_000_000)).help(t("tính lại kết quả nhiều nhất bấy nhiêu lần cho mỗi mục tiêu", "work results out anew so often at most, for each goal")))
}

pub(crate) fn options(matches: &ArgMatches) -> Option<MissingOptions> {
    let tries = usize::try_from(*matches.get_one::<u32>("tries")?).ok()?;
    let budget = Budget {
        cells: usize::from(*matches.get_one::<u8>("cells")?),
        ranges: tries.saturating_mul(10),
        results: tries,
        ..Budget::default()
    };
    Some(MissingOptions {
        asked: Asked::of(matches)?,
        entrant: matches.get_one::<String>("entrant")?.clone(),
        budget,
    })
}

#[derive(Serialize)]
struct RunMissing {
    run: String,
    #[serde(flatten)]
    missing: Missing,
}

/// Prints what is missing in each run the entrant is in.
pub(crate) fn run(settings: Settings, options: &MissingOptions) -> ExitCode {
    let report = match options.asked.report(settings) {
        Ok(report) => report,
        Err(exit) => return exit,
    };
    let runs: Vec<_> = options.asked.runs(&report).collect();
    let id = match whom(settings, runs.iter().copied(), &options.entrant) {
        Ok(id) => id,
        Err(exit) => return exit,
    };
    let (mut answers, mut pages) = (Vec::new(), Vec::new());
    for run in runs {
        let Some(row) = run.evaluations.position(&id) else { continue };
        let results = run.results();
        let missing = missing(&results, row, options.budget);
        pages.push(missing.page(&results, settings.language));
        answers.push(RunMissing { run: run.id.clone(), missing });
    }
    if settings.json {
        print(&thidua_json::to_json(&answers));
    } else {
        print(&pages.join("\n────────\n\n"));
    }
    ExitCode::Done
}
