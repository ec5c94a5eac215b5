use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What the service counts, in the text format of Prometheus (số đo).
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// Requests by status.
    answered: Mutex<BTreeMap<u16, u64>>,
    /// Requests that the engine worked on, and for how many microseconds.
    worked: AtomicU64,
    micros: AtomicU64,
    /// Requests that the engine works on now.
    working: AtomicU64,
    /// Connections that are open now.
    open: AtomicU64,
}

/// Counts one thing as long as it lives.
pub(crate) struct Counted<'a>(&'a AtomicU64);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(crate) fn answered(&self, status: u16) {
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        *answered.entry(status).or_default() += 1;
    }

    pub(crate) fn worked(&self, time: Duration) {
        self.worked.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(u64::try_from(time.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(crate) fn working(&self) -> Counted<'_> {
        one_more(&self.working)
    }

    pub(crate) fn open(&self) -> Counted<'_> {
        one_more(&self.open)
    }

    pub(crate) fn text(&self, plans_kept: usize, plans_reused: u64) -> String {
        let read = |number: &AtomicU64| number.load(Ordering::Relaxed);
        let mut text = String::new();
        let mut family = |name: &str, kind: &str, help: &str, lines: &[(String, String)]| {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
            for (labels, value) in lines {
                let _ = writeln!(text, "{name}{labels} {value}");
            }
        };
        let one = |value: String| vec![(String::new(), value)];
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answered: Vec<(String, String)> = answered
            .iter()
            .map(|(status, count)| (format!("{{status=\"{status}\"}}"), count.to_string()))
            .collect();
        family("thidua_requests_total", "counter", "Requests answered, by status.", &answered);
        let micros = read(&self.micros);
        let seconds = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
        family("thidua_work_seconds_total", "counter", "Time the engine worked.", &one(seconds));
        family(
            "thidua_worked_total",
            "counter",
            "Requests the engine worked on.",
            &one(read(&self.worked).to_string()),
        );
        family(
            "thidua_working",
            "gauge",
            "Requests the engine works on now.",
            &one(read(&self.working).to_string()),
        );
        family("thidua_connections", "gauge", "Connections open now.", &one(read(&self.open).to_string()));
        family("thidua_plans", "gauge", "Rule sets kept ready.", &one(plans_kept.to_string()));
        family(
            "thidua_plans_reused_total",
            "counter",
            "Requests whose rule set was ready.",
            &one(plans_reused.to_string()),
        );
        text
    }
}

fn one_more(number: &AtomicU64) -> Counted<'_> {
    number.fetch_add(1, Ordering::Relaxed);
    Counted(number)
}
