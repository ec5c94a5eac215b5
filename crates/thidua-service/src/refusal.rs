use axum::body::Body;
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER,
};
use axum::http::{Response, StatusCode};
use thidua::{Answered, Diagnostic, Place, Text, refuse, text};

/// Whether a person must look at something in the answer.
pub(crate) const NEEDS_PERSON: HeaderName = HeaderName::from_static("thidua-needs-person");

/// Why the service itself refuses (vì sao dịch vụ từ chối), before the engine sees the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The body is larger than is taken.
    TooLarge { most: u32 },
    /// The body did not arrive in time.
    TooSlow,
    /// The body ended before it was whole.
    CutOff,
    /// Too many others are being answered.
    Busy,
    /// The answer takes longer than anybody waits.
    TooLong,
    /// There is nothing at this address.
    NoRoute,
    /// This address takes another method.
    NoMethod { takes: &'static str },
    /// A fault of the program.
    Fault,
}

impl Refusal {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::CutOff => StatusCode::BAD_REQUEST,
            Self::Busy | Self::TooLong => StatusCode::SERVICE_UNAVAILABLE,
            Self::NoRoute => StatusCode::NOT_FOUND,
            Self::NoMethod { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn diagnostic(self) -> Diagnostic {
        let (code, message, help): (_, Text, Text) = match self {
            Self::TooLarge { most } => (
                "TD0517",
                text!("yêu cầu lớn hơn {most} byte", "the request is larger than {most} bytes"),
                text!(
                    "chia nhỏ yêu cầu, hoặc chạy dịch vụ với `--body-max` lớn hơn",
                    "split the request, or run the service with a larger `--body-max`"
                ),
            ),
            Self::TooSlow => (
                "TD0518",
                text!("yêu cầu không đến kịp", "the request did not arrive in time"),
                text!("gửi lại qua đường truyền nhanh hơn", "send it again over a faster line"),
            ),
            Self::CutOff => (
                "TD0519",
                text!("yêu cầu bị đứt giữa chừng", "the request was cut off"),
                text!("gửi lại trọn vẹn", "send it again, whole"),
            ),
            Self::Busy => (
                "TD0520",
                text!("dịch vụ đang bận", "the service is busy"),
                text!("gửi lại sau ít giây", "send it again in a few seconds"),
            ),
            Self::TooLong => (
                "TD0521",
                text!("chấm lâu hơn thời gian cho phép", "the answer takes longer than is allowed"),
                text!(
                    "chia nhỏ yêu cầu, bớt phần cần trả lời, hoặc chạy dịch vụ với `--work` dài hơn",
                    "split the request, select fewer parts, or run the service with a longer `--work`"
                ),
            ),
            Self::NoRoute => (
                "TD0522",
                text!("không có gì ở địa chỉ này", "there is nothing at this address"),
                text!("xem các địa chỉ ở `/openapi.json`", "see `/openapi.json` for the addresses"),
            ),
            Self::NoMethod { takes } => (
                "TD0523",
                text!("địa chỉ này chỉ nhận `{takes}`", "this address takes `{takes}` only"),
                text!("dùng `{takes}`", "use `{takes}`"),
            ),
            Self::Fault => (
                "TD0524",
                text!("lỗi chương trình khi chấm yêu cầu này", "a fault of the program while answering"),
                text!(
                    "báo cho người vận hành, kèm yêu cầu đã gửi",
                    "tell whoever runs the service, with the request that was sent"
                ),
            ),
        };
        Diagnostic::error(code, Place::file("(request)"), message).with_help(help)
    }

    /// The answer: findings, as the engine writes them.
    pub(crate) fn response(self) -> Response<Body> {
        let mut response = answer(self.status(), refuse(vec![self.diagnostic().into()]));
        let headers = response.headers_mut();
        match self {
            Self::Busy | Self::TooLong => {
                headers.insert(RETRY_AFTER, HeaderValue::from_static("5"));
            }
            Self::NoMethod { takes } => {
                headers.insert(ALLOW, HeaderValue::from_static(takes));
            }
            // What is left of the body is not waited for.
            Self::TooLarge { .. } | Self::TooSlow | Self::CutOff => {
                headers.insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Self::NoRoute | Self::Fault => {}
        }
        response
    }
}

/// What the engine answered.
pub(crate) fn engine_answer(answered: Answered) -> Response<Body> {
    let status = if answered.refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer(status, answered)
}

fn answer(status: StatusCode, answered: Answered) -> Response<Body> {
    // An answer in lines has several, and the first of them is whole.
    let mut lines = answered.json.lines();
    let in_lines = lines.next().is_some_and(|first| first.len() > 1) && lines.next().is_some();
    let kind = if in_lines { "application/jsonl" } else { "application/json" };
    let needs_person = if answered.needs_person { "true" } else { "false" };
    let mut response = plain(status, kind, answered.json);
    response.headers_mut().insert(NEEDS_PERSON, HeaderValue::from_static(needs_person));
    response
}

/// A response that nobody on the way may keep.
pub(crate) fn plain(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
