//! The service as a caller meets it: answers equal to the engine's, bad requests, many at one time, a graceful stop.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly, as tests do"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use thidua::evaluate_request;
use thidua_service::{Limits, runtime, serve};
use tokio::sync::oneshot;

const ONE: &str = r#"{"format": "thidua-request/1", "period": {"from": "2026-01-01", "until": "2026-12-31"},
  "rules": "rule_set: a\nversion: 1\ntitle: A\ncriteria: [ { code: I, points_max: 10 } ]",
  "values": [ { "rows": [ { "entrant": "xa-a", "I": 9.5 } ] } ]}"#;

/// A service that runs until it is dropped.
struct Running {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    fn with(limits: Limits) -> Self {
        let (tell, told) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = runtime(&limits).unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                tell.send(listener.local_addr().unwrap()).unwrap();
                serve(listener, limits, async { drop(stopped.await) }).await;
            });
            runtime.shutdown_background();
        });
        Self { address: told.recv().unwrap(), stop: Some(stop), thread: Some(thread) }
    }

    fn usual() -> Self {
        Self::with(Limits::default())
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends bytes as they are, and reads all that comes back.
    fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A service that has seen enough may close before everything is sent.
        let _ = stream.write_all(bytes);
        read(stream)
    }

    fn ask(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: thidua\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        self.raw(&[head.as_bytes(), body].concat())
    }

    fn evaluate(&self, body: &[u8]) -> Answer {
        self.ask("POST", "/v1/evaluate", body)
    }

    fn metric(&self, name: &str) -> String {
        let text = self.ask("GET", "/metrics", b"").body;
        let line = text.lines().find(|line| line.starts_with(&format!("{name} ")));
        line.unwrap_or_else(|| panic!("no {name} in\n{text}")).rsplit(' ').next().unwrap().to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    /// The code of the only finding.
    fn code(&self) -> String {
        let answer: serde_json::Value = serde_json::from_str(&self.body).unwrap();
        let errors = answer["errors"].as_array().unwrap();
        assert!(errors.len() == 1 && errors[0]["help"]["vi"].is_string(), "{}", self.body);
        errors[0]["code"].as_str().unwrap().to_owned()
    }
}

fn read(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    // What was received before a reset counts.
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_lowercase(), body: body.to_owned() }
}

fn vectors() -> Vec<(String, Vec<u8>)> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/vectors");
    let mut vectors = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".json") && !name.ends_with(".change.json") {
            vectors.push((name, std::fs::read(path).unwrap()));
        }
    }
    vectors.sort();
    vectors
}

#[test]
fn every_vector_gets_the_bytes_of_the_engine() {
    let service = Running::usual();
    let vectors = vectors();
    assert!(vectors.len() >= 16);
    for _ in 0..2 {
        for (name, request) in &vectors {
            let (wanted, answer) = (evaluate_request(request), service.evaluate(request));
            assert_eq!(answer.body, wanted.json, "{name}");
            assert_eq!(answer.status, if wanted.refused { 422 } else { 200 }, "{name}");
            assert!(answer.head.contains(&format!("thidua-needs-person: {}", wanted.needs_person)), "{name}");
            let lines = wanted.json.starts_with("{\"format") && wanted.json.lines().count() > 1;
            let kind = if lines { "application/jsonl" } else { "application/json" };
            assert!(answer.head.contains(&format!("content-type: {kind}")), "{name}");
        }
    }
    assert!(service.metric("thidua_plans_reused_total").parse::<u32>().unwrap() >= 9, "plans are kept");
}

#[test]
fn wrong_requests_are_answered_with_findings() {
    let service = Running::usual();
    for body in
        [&b""[..], b"{", b"null", b"\xff\xfe{", b"[1,2", "{\"format\": \"thidua-request/1\"}".as_bytes()]
    {
        let answer = service.evaluate(body);
        assert_eq!(answer.status, 422);
        assert_eq!(answer.body, evaluate_request(body).json);
    }
    let deep = "[".repeat(1 << 20);
    assert_eq!(service.evaluate(deep.as_bytes()).status, 422);
    for path in
        ["/", "/v1", "/v1/evaluate/", "/v2/evaluate", "/v1/schema/x", "/..%2f..%2fetc/passwd", "/%00", "/%ff"]
    {
        let answer = service.ask("GET", path, b"");
        assert!(answer.status == 404 && answer.code() == "TD0522", "{path}: {answer:?}");
    }
    for (method, path) in
        [("GET", "/v1/evaluate"), ("DELETE", "/v1/evaluate"), ("POST", "/health"), ("PUT", "/metrics")]
    {
        let answer = service.ask(method, path, b"");
        assert!(answer.status == 405 && answer.code() == "TD0523", "{method} {path}: {answer:?}");
        assert!(answer.head.contains(if path == "/v1/evaluate" {
            "allow: post"
        } else {
            "allow: get, head"
        }));
    }
}

#[test]
fn what_is_no_http_ends_the_connection_and_nothing_else() {
    let service = Running::usual();
    for bytes in [
        &b"\0\0\0\0"[..],
        b"GARBAGE\r\n\r\n",
        b"POST /v1/evaluate HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/evaluate HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
        b"POST /v1/evaluate HTTP/9.9\r\n\r\n",
        b"POST /v1/evaluate HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ] {
        assert!(service.raw(bytes).status < 200 || service.raw(bytes).status >= 400);
    }
    let headers = format!("GET /health HTTP/1.1\r\nA: {}\r\n\r\n", "a".repeat(1 << 20));
    assert!([0, 431].contains(&service.raw(headers.as_bytes()).status));
    assert_eq!(service.ask("GET", "/health", b"").body, r#"{"status":"ok"}"#);
}

#[test]
fn bodies_are_bounded_told_or_not() {
    let mut limits = Limits::default();
    limits.body_max = 4096;
    limits.bodies_max = 8192;
    let service = Running::with(limits);
    let answer = service.evaluate(&vec![b' '; 4097]);
    assert!(answer.status == 413 && answer.code() == "TD0517", "{answer:?}");
    let huge = service.raw(b"POST /v1/evaluate HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\n");
    assert!(huge.status == 413 && huge.code() == "TD0517", "{huge:?}");
    let chunk = format!("800\r\n{}\r\n", " ".repeat(2048));
    let chunked = format!(
        "POST /v1/evaluate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        chunk.repeat(3)
    );
    let answer = service.raw(chunked.as_bytes());
    assert!(answer.status == 413 && answer.code() == "TD0517", "{answer:?}");
    assert_eq!(service.evaluate(ONE.as_bytes()).status, 200);
}

#[test]
fn what_does_not_arrive_is_not_waited_for() {
    let mut limits = Limits::default();
    limits.arrival = Duration::from_millis(300);
    let service = Running::with(limits);
    let half = b"POST /v1/evaluate HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{";
    let answer = service.raw(half);
    assert!(answer.status == 408 && answer.code() == "TD0518", "{answer:?}");
    let start = Instant::now();
    assert!([0, 408].contains(&service.raw(b"POST /v1/eval").status), "headers that do not come");
    assert!(start.elapsed() < Duration::from_secs(10));
    let mut stream = service.connect();
    stream.write_all(half).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    assert!([0, 400, 408].contains(&read(stream).status), "a body that was cut off");
    assert_eq!(service.evaluate(ONE.as_bytes()).body, evaluate_request(ONE.as_bytes()).json);
    assert_eq!(service.metric("thidua_working"), "0");
}

/// A request that takes a while.
fn long() -> Vec<u8> {
    let rows: Vec<String> =
        (0..20_000).map(|row| format!(r#"{{"entrant":"xa-{row}","I":"{}"}}"#, row % 10)).collect();
    ONE.replace(r#"{ "entrant": "xa-a", "I": 9.5 }"#, &rows.join(",")).into_bytes()
}

#[test]
fn what_takes_too_long_is_not_waited_for() {
    let mut limits = Limits::default();
    limits.work = Duration::from_millis(1);
    let answer = Running::with(limits).evaluate(&long());
    assert!(answer.status == 503 && answer.code() == "TD0521", "{}", answer.status);
    assert!(answer.head.contains("retry-after: 5"));
}

#[test]
fn a_busy_service_says_so_and_comes_back() {
    let mut limits = Limits::default();
    limits.workers = 1;
    limits.wait = Duration::from_millis(1);
    let service = Running::with(limits);
    let (long, enough) = (long(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        // The one worker is kept at it for as long as nobody was told so.
        scope.spawn(|| {
            while !enough.load(Relaxed) {
                service.evaluate(&long);
            }
        });
        let start = Instant::now();
        let told = loop {
            let answer = service.evaluate(ONE.as_bytes());
            if answer.status != 200 || start.elapsed() > Duration::from_secs(120) {
                break answer;
            }
        };
        enough.store(true, Relaxed);
        assert!(told.status == 503 && told.code() == "TD0520", "{told:?}");
    });
    assert_eq!(service.evaluate(ONE.as_bytes()).status, 200, "the worker comes back");
}

#[test]
fn many_callers_at_one_time_get_each_their_own() {
    let mut limits = Limits::default();
    limits.wait = Duration::from_secs(60);
    let service = Running::with(limits);
    std::thread::scope(|scope| {
        for caller in 0..16 {
            let service = &service;
            scope.spawn(move || {
                for round in 0..5 {
                    let request = ONE.replace("xa-a", &format!("xa-{caller}-{round}"));
                    assert_eq!(
                        service.evaluate(request.as_bytes()).body,
                        evaluate_request(request.as_bytes()).json
                    );
                }
            });
        }
    });
    assert_eq!(service.metric("thidua_worked_total"), "80");
    assert_eq!(service.metric("thidua_plans"), "1");
}

#[test]
fn a_stop_answers_what_is_under_way_and_takes_nothing_new() {
    let mut service = Running::usual();
    let (long, address) = (long(), service.address);
    let head = format!("POST /v1/evaluate HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", long.len());
    let mut stream = service.connect();
    stream.write_all(&[head.as_bytes(), &long].concat()).unwrap();
    while service.metric("thidua_working") != "1" {
        std::thread::sleep(Duration::from_millis(1));
    }
    drop(service.stop.take());
    assert_eq!(read(stream).status, 200);
    service.thread.take().unwrap().join().unwrap();
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn the_description_leads_nowhere_in_vain() {
    let service = Running::usual();
    // A service without a page has nothing at the top.
    let none = service.ask("GET", "/", b"");
    assert_eq!((none.status, none.code().as_str()), (404, "TD0522"));
    let answer = service.ask("GET", "/openapi.json", b"");
    let described: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(described, thidua_service::openapi());
    let text = described.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(described.pointer(reference).is_some(), "{reference}");
    }
    assert!(!text.contains("$defs"));
    let schema = service.ask("GET", "/v1/schema/request", b"");
    let wanted = thidua::schema("request", thidua::Language::Vietnamese).unwrap().as_value().clone();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&schema.body).unwrap(), wanted);
}
