//! The HTTP service of thidua (dịch vụ HTTP).

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use thidua_service::{Limits, runtime, serve_with_page};
use tokio::net::TcpListener;

/// The command line is wrong, or what it asks for cannot be.
const USAGE: u8 = 3;
/// The address cannot be listened on, or the page cannot be read.
const REFUSED: u8 = 2;

/// The words of the chosen language.
#[derive(Clone, Copy)]
struct Words {
    english: bool,
}

impl Words {
    fn say(self, vi: &'static str, en: &'static str) -> &'static str {
        if self.english { en } else { vi }
    }
}

fn main() -> ExitCode {
    let words: Vec<std::ffi::OsString> = std::env::args_os().collect();
    // The language of the help must be known before the words are parsed.
    let next = words.iter().zip(words.iter().skip(1));
    let english = next.into_iter().any(|(flag, value)| flag == "--lang" && value == "en")
        || words.iter().any(|word| word == "--lang=en");
    let say = Words { english };
    let matches = match command(say).try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(USAGE) } else { ExitCode::SUCCESS };
        }
    };
    match run(say, &matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err((code, message)) => {
            tell(&message);
            ExitCode::from(code)
        }
    }
}

fn command(words: Words) -> Command {
    let t = |vi, en| words.say(vi, en);
    let number = |name: &'static str, default: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("N")
            .default_value(default)
            .value_parser(value_parser!(u32).range(1..))
            .help(help)
    };
    Command::new("thidua-service")
        .version(env!("CARGO_PKG_VERSION"))
        .about(t(
            "Dịch vụ HTTP: nhận yêu cầu JSON, trả lời JSON, đúng từng byte như `thidua evaluate`",
            "The HTTP service: takes requests in JSON and answers with the bytes of `thidua evaluate`",
        ))
        .long_about(t(
            "Dịch vụ HTTP: nhận yêu cầu JSON, trả lời JSON, đúng từng byte như `thidua evaluate`.\n\
             Dịch vụ không có đăng nhập riêng: đặt nó sau cổng của cơ quan. Nếu không có `--beyond-loopback`,\n\
             dịch vụ chỉ nghe trên chính máy này. Không lưu gì ngoài bộ tiêu chí đã đọc.",
            "The HTTP service: takes requests in JSON and answers with the bytes of `thidua evaluate`.\n\
             It has no login of its own: it belongs behind the gateway of the office. Without `--beyond-loopback`\n\
             it listens on this machine only. It keeps nothing but rule sets it has read.",
        ))
        .after_help(t(
            "Ví dụ:\n  thidua-service\n  thidua-service --listen 127.0.0.1:9000 --body-max 64\n  curl --data-binary @yeu-cau.json http://127.0.0.1:8787/v1/evaluate\n  curl http://127.0.0.1:8787/openapi.json\n  thidua-service --page target/playground.html\n\nĐịa chỉ: /  /v1/evaluate  /v1/schema/{loại}  /openapi.json  /health  /metrics\nDừng: Ctrl-C hoặc SIGTERM; yêu cầu đang chấm được trả lời trước.",
            "Examples:\n  thidua-service --lang en\n  thidua-service --listen 127.0.0.1:9000 --body-max 64\n  curl --data-binary @request.json http://127.0.0.1:8787/v1/evaluate\n  curl http://127.0.0.1:8787/openapi.json\n  thidua-service --page target/playground.html --lang en\n\nAddresses: /  /v1/evaluate  /v1/schema/{kind}  /openapi.json  /health  /metrics\nTo stop: Ctrl-C or SIGTERM; requests that are under way are answered first.",
        ))
        .arg(Arg::new("lang").long("lang").value_name("LANG").value_parser(["vi", "en"]).default_value("vi").help(t("ngôn ngữ: vi, en", "language: vi, en")))
        .arg(Arg::new("listen").long("listen").value_name(t("ĐỊA_CHỈ", "ADDRESS")).default_value("127.0.0.1:8787").value_parser(value_parser!(SocketAddr)).help(t("địa chỉ và cổng để nghe; cổng 0 là cổng trống bất kỳ", "address and port to listen on; port 0 is any free one")))
        .arg(Arg::new("beyond-loopback").long("beyond-loopback").action(ArgAction::SetTrue).help(t("cho phép nghe ngoài máy này: chỉ dùng sau cổng có xác thực của cơ quan", "may listen beyond this machine: only behind a gateway of the office that knows who asks")))
        .arg(number("body-max", "16", t("yêu cầu lớn nhất, MiB (tối đa 256)", "largest request, MiB (at most 256)")))
        .arg(number("arrival", "10", t("yêu cầu phải đến trong bấy nhiêu giây", "a request must arrive within so many seconds")))
        .arg(number("wait", "5", t("chờ đến lượt nhiều nhất bấy nhiêu giây", "a request waits at most so many seconds for its turn")))
        .arg(number("work", "60", t("trả lời trong bấy nhiêu giây", "an answer takes at most so many seconds")))
        .arg(number("grace", "30", t("khi dừng, chờ các yêu cầu dở nhiều nhất bấy nhiêu giây", "when stopped, waits so many seconds for what is under way")))
        .arg(number("connections", "256", t("số kết nối cùng lúc", "connections at one time")))
        .arg(Arg::new("workers").long("workers").value_name("N").value_parser(value_parser!(u32).range(1..=1024)).help(t("số yêu cầu chấm cùng lúc (mặc định: số nhân của máy)", "requests worked on at one time (default: the cores of the machine)")))
        .arg(number("plans", "64", t("số bộ tiêu chí giữ sẵn", "rule sets kept ready")))
        .arg(Arg::new("page").long("page").value_name(t("TỆP", "FILE")).value_parser(value_parser!(PathBuf)).help(t("trang HTML ở địa chỉ gốc: bàn soạn bộ tiêu chí (examples/playground)", "a page in HTML at the top address: the playground for rule authors (examples/playground)")))
}

fn run(words: Words, matches: &ArgMatches) -> Result<(), (u8, String)> {
    let number = |name: &str| matches.get_one::<u32>(name).copied().unwrap_or(1);
    let seconds = |name: &str| Duration::from_secs(number(name).into());
    let body_max = number("body-max").min(256) << 20;
    let mut limits = Limits::default();
    limits.body_max = body_max;
    limits.bodies_max = body_max.saturating_mul(4);
    limits.arrival = seconds("arrival");
    limits.wait = seconds("wait");
    limits.work = seconds("work");
    limits.grace = seconds("grace");
    limits.connections_max = usize::try_from(number("connections")).unwrap_or(1);
    limits.plans_max = usize::try_from(number("plans")).unwrap_or(1);
    if let Some(workers) = matches.get_one::<u32>("workers") {
        limits.workers = usize::try_from(*workers).unwrap_or(1);
    }
    let default = SocketAddr::from(([127, 0, 0, 1], 8787));
    let address = matches.get_one::<SocketAddr>("listen").copied().unwrap_or(default);
    if !address.ip().is_loopback() && !matches.get_flag("beyond-loopback") {
        let why = words.say(
            "không phải địa chỉ của riêng máy này. Dịch vụ không có đăng nhập: đặt sau cổng của cơ quan rồi thêm `--beyond-loopback`",
            "is not an address of this machine alone. The service has no login: put it behind the gateway of the office, then add `--beyond-loopback`",
        );
        return Err((USAGE, format!("{}: `{address}` {why}", words.say("lỗi", "error"))));
    }
    let cannot = |error: std::io::Error| {
        let what = words.say("lỗi: không nghe được ở", "error: cannot listen on");
        (REFUSED, format!("{what} `{address}`: {error}"))
    };
    let page = matches.get_one::<PathBuf>("page").map(|path| {
        std::fs::read_to_string(path).map_err(|error| {
            let what = words.say("lỗi: không đọc được trang", "error: cannot read the page");
            (REFUSED, format!("{what} `{}`: {error}", path.display()))
        })
    });
    let page = page.transpose()?;
    let runtime = runtime(&limits).map_err(cannot)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        // Before anybody is told where it is: who knows that may stop it.
        let stop = stop().map_err(cannot)?;
        tell(&format!("{} http://{address}", words.say("đang nghe ở", "listening on")));
        serve_with_page(listener, limits, page, stop).await;
        tell(words.say("đã dừng", "stopped"));
        Ok(())
    })?;
    // Work that nobody waits for any more does not hold the program up.
    runtime.shutdown_background();
    Ok(())
}

/// Listens for Ctrl-C and for a request to end; what is given waits for one of them.
#[cfg(unix)]
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut end) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = end.recv() => {}
        }
    })
}

/// Listens for Ctrl-C; what is given waits for it.
#[cfg(not(unix))]
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn tell(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}
