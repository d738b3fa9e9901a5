//! What is read when somebody asks: the logs that are open, the disk, the process.
//!
//! The process tells about itself in `/proc`; where there is none, those series are missing.

use super::Page;
use crate::app::App;
use cos_ledger::LogWriter;
use std::fs;

/// Everything.
pub(super) fn all(page: &mut Page, app: &App) {
    logs(page, app);
    witnesses(page, app);
    disk(page, app);
    page.gauge("cos_build_info", "What runs: 1.");
    let (version, region) = (env!("CARGO_PKG_VERSION"), &app.region);
    page.line("cos_build_info", format_args!("version=\"{version}\",region=\"{region}\""), 1);
    page.gauge("process_start_time_seconds", "When the server began, in Unix seconds.");
    page.bare("process_start_time_seconds", app.metrics.started.0);
    process(page);
}

/// The logs that were opened: a log is opened when something is first written or read.
fn logs(page: &mut Page, app: &App) {
    let logs = app.ledger.open_logs();
    let mut each = |name: &str, help: &str, value: fn(&LogWriter) -> u64| {
        page.gauge(name, help);
        for log in &logs {
            page.line(name, format_args!("tenant=\"{}\"", log.origin().tenant), value(log));
        }
    };
    each("cos_log_receipts", "Durable receipts of a log.", LogWriter::size);
    let help = "Receipts below the last checkpoint of a log.";
    each("cos_log_published_receipts", help, LogWriter::published);
    each("cos_log_stopped", "1 when the writer of a log has stopped at an error.", |log| {
        u64::from(log.stopped().is_some())
    });
}

/// What witnesses have not seen yet, where there are any.
fn witnesses(page: &mut Page, app: &App) {
    if app.witnesses.is_empty() {
        return;
    }
    let name = "cos_witness_lag_seconds";
    page.gauge(name, "No checkpoint of a log waits for its witnesses for longer than this.");
    for (tenant, progress) in app.witnesses.progress() {
        page.line(name, format_args!("tenant=\"{tenant}\""), progress.lag(app.now()));
    }
}

fn disk(page: &mut Page, app: &App) {
    let Ok(room) = cos_ledger::room(&app.ledger_dir) else { return };
    page.gauge("cos_disk_free_bytes", "Room that the file system of the ledger has left.");
    page.bare("cos_disk_free_bytes", room.free);
    page.gauge("cos_disk_size_bytes", "Size of that file system.");
    page.bare("cos_disk_size_bytes", room.size);
}

fn process(page: &mut Page) {
    if let Some(kib) = fs::read_to_string("/proc/self/status").ok().and_then(|it| resident(&it)) {
        page.gauge("process_resident_memory_bytes", "Memory in use.");
        page.bare("process_resident_memory_bytes", kib * 1024);
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        page.gauge("process_open_fds", "Open files and connections.");
        page.bare("process_open_fds", open.count());
    }
    if let Some(most) = fs::read_to_string("/proc/self/limits").ok().and_then(|it| limit(&it)) {
        page.gauge("process_max_fds", "How many there may be.");
        page.bare("process_max_fds", most);
    }
}

/// `VmRSS:   1234 kB`
pub(super) fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// `Max open files   1024   4096   files`; the first is in force, and may be `unlimited`.
pub(super) fn limit(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}
