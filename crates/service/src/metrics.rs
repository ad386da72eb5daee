//! Metrics in Prometheus' text format (version 0.0.4). Names follow its practice: base units
//! (`_seconds`, `_bytes`), counters end in `_total`.

use anyhow::Context;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use parking_lot::Mutex;
use std::{fmt::Write, time::Duration};

/// Upper bounds of every histogram whose name ends in `_seconds`.
const BUCKETS_S: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];
/// How often histograms are compacted.
pub(crate) const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// Held while installing: tests start many services at once.
static INSTALLED: Mutex<Option<PrometheusHandle>> = Mutex::new(None);

/// Reads what the process has measured.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

impl Metrics {
    /// Installs the process's recorder, or takes the one that is installed.
    ///
    /// # Errors
    /// If another recorder was installed by someone else.
    pub fn install() -> anyhow::Result<Self> {
        let mut installed = INSTALLED.lock();
        if let Some(handle) = &*installed {
            return Ok(Self(handle.clone()));
        }
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), BUCKETS_S)
            .context("the histogram's buckets")?
            .build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).context("another metrics recorder is installed")?;
        *installed = Some(handle.clone());
        Ok(Self(handle))
    }

    /// Everything measured so far, and the process's own CPU time, memory and files.
    pub fn render(&self) -> String {
        let mut text = self.0.render();
        render_process(&mut text);
        text
    }

    pub(crate) fn upkeep(&self) {
        self.0.run_upkeep();
    }
}

/// The process's standard metrics, read from `/proc/self`; those that can't be read are left out.
fn render_process(text: &mut String) {
    let mut put = |name: &str, kind: &str, value: f64| {
        let _ = writeln!(text, "# TYPE {name} {kind}\n{name} {value}");
    };
    if let Some((cpu_s, threads)) = std::fs::read_to_string("/proc/self/stat")
        .ok()
        .as_deref()
        .and_then(parse_stat)
    {
        put("process_cpu_seconds_total", "counter", cpu_s);
        put("process_threads", "gauge", threads);
    }
    if let Some(bytes) = std::fs::read_to_string("/proc/self/status")
        .ok()
        .as_deref()
        .and_then(parse_resident)
    {
        put("process_resident_memory_bytes", "gauge", bytes);
    }
    if let Ok(open) = std::fs::read_dir("/proc/self/fd") {
        put("process_open_fds", "gauge", count(open.count()));
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a count of files is far below 2^52"
)]
fn count(n: usize) -> f64 {
    n as f64
}

/// CPU seconds (user and system) and threads of `/proc/<pid>/stat` (proc(5): fields 14, 15, 20).
/// A tick is 1/100 s: the kernel's `USER_HZ` is a constant of its interface.
fn parse_stat(stat: &str) -> Option<(f64, f64)> {
    // The second field is the program's name in brackets and may hold blanks.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    Some(((number(14)? + number(15)?) / 100.0, number(20)?))
}

/// Resident bytes of `/proc/<pid>/status`.
fn parse_resident(status: &str) -> Option<f64> {
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_measured_is_rendered_with_the_process_itself() {
        let handle = Metrics::install().unwrap();
        metrics::counter!("test_things_total").increment(2);
        metrics::histogram!("test_wait_seconds").record(0.003);
        let text = handle.render();
        assert!(text.contains("test_things_total 2"), "{text}");
        assert!(
            text.contains("test_wait_seconds_bucket{le=\"0.005\"} 1"),
            "{text}"
        );
        assert!(text.contains("process_resident_memory_bytes "), "{text}");
        assert!(text.contains("process_cpu_seconds_total "), "{text}");
    }

    #[test]
    fn a_name_with_blanks_and_brackets_does_not_confuse() {
        let stat = "1 (a) b) S 0 1 1 0 -1 4 0 0 0 0 250 50 0 0 20 0 7 0 1";
        assert_eq!(parse_stat(stat), Some((3.0, 7.0)));
        assert_eq!(parse_stat("nonsense"), None);
    }
}
