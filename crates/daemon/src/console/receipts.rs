//! Receipts as pages: newest first, each verified when it is shown, as `cos receipts verify` does it: with the trust file, from the
//! receipt's own text and the proof that leads from it to the signed checkpoint. What a page says of a receipt is never remembered.

use super::pages::{self, Chrome};
use super::visit::Visit;
use crate::app::{App, blocking};
use crate::problem::Failure;
use crate::routes::{Answer, Call};
use axum::http::{StatusCode, Uri};
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::ids::{Jti, Origin};
use cos_core::log::checkpoint::Checkpoint;
use cos_core::log::note::SignedNote;
use cos_core::receipt::{Criterion, Reader, flattened};
use cos_evidence::store::Store;
use cos_evidence::{Level, Options};
use cos_ledger::LogWriter;
use cos_sign::Trust;
use cos_state::TenantCtx;
use minijinja::context;
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Receipts of one page.
const PAGE: u64 = 25;

/// What a log is known by.
pub(crate) struct Head {
    pub(crate) size: u64,
    pub(crate) root: String,
    pub(crate) is_signed: bool,
    pub(crate) last: Option<String>,
}

/// A receipt on a page.
#[derive(Serialize)]
struct Shown {
    index: u64,
    jti: String,
    time: String,
    flow: String,
    action: String,
    decision: String,
    /// The rule that refused, and what it said, where the receipt says so.
    denial_code: Option<String>,
    denial_reason: Option<String>,
    actor: Option<String>,
    resource: Option<String>,
    /// What is wrong with it; nothing where signature and proof hold.
    fault: Option<Fault>,
    /// Everything it says.
    claims: Vec<(String, String)>,
    proof: String,
    compact: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Fault {
    check: String,
    code: String,
    reason: String,
}

/// The log's checkpoint, and the time of its last receipt.
pub(crate) async fn head(app: &Arc<App>, ctx: &TenantCtx) -> Result<Head, Failure> {
    let (app, origin) = (Arc::clone(app), app.origin(ctx.region(), ctx.tenant()));
    let writer = app.writer(&origin).await?;
    blocking(move || {
        let size = published(&writer)?;
        let log = app.store()?.log(&origin);
        let Some(note) = log.checkpoint()? else {
            return Ok(Head { size: 0, root: String::new(), is_signed: false, last: None });
        };
        let is_signed = app.trust.open_checkpoint(&note, &origin).is_ok();
        let checkpoint =
            SignedNote::parse(&note).and_then(|note| note.text().parse::<Checkpoint>());
        let root = checkpoint.map(|it| it.root.to_string()).unwrap_or_default();
        let last = size
            .checked_sub(1)
            .map(|index| read((&app.ledger_dir, &app.trust), &origin, index..size))
            .transpose()?;
        let last = last.and_then(|shown| shown.into_iter().next()).map(|shown| shown.time);
        Ok(Head { size, root, is_signed, last })
    })
    .await
}

/// How many receipts a checkpoint covers; what is durable and not yet under one is put there first.
fn published(writer: &LogWriter) -> Result<u64, Failure> {
    let published = writer.published();
    Ok(if writer.size() > published { writer.publish()? } else { published })
}

pub(crate) fn list(call: Call, visit: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let before = before(call.request.uri())?;
        let origin = call.app.origin(ctx.region(), ctx.tenant());
        let writer = call.app.writer(&origin).await?;
        let app = call.app;
        let (shown, size) = blocking(move || {
            let size = published(&writer)?;
            let end = before.map_or(size, |before| before.min(size));
            let shown =
                read((&app.ledger_dir, &app.trust), &origin, end.saturating_sub(PAGE)..end)?;
            Ok::<_, Failure>((shown, size))
        })
        .await?;
        let first = shown.last().map_or(0, |shown| shown.index);
        let end = shown.first().map_or(0, |shown| shown.index + 1);
        let chrome = Chrome::of(&visit, ("Receipts", "/receipts")).await?;
        let view = context! {
            older => (first > 0).then_some(first),
            newer => (end < size && end > 0).then(|| (end + PAGE).min(size)),
            is_newest => end == size,
            faults => shown.iter().filter(|shown| shown.fault.is_some()).count(),
            receipts => pages::value(shown),
            first => first, end => end, size => size,
        };
        Ok(pages::html(StatusCode::OK, pages::render("receipts.html", &chrome, view)))
    })
}

/// Up to which index: `?before=` and a number.
fn before(uri: &Uri) -> Result<Option<u64>, Failure> {
    let Some(query) = uri.query().filter(|query| !query.is_empty()) else { return Ok(None) };
    let index = query.strip_prefix("before=").and_then(|index| index.parse().ok());
    index.map(Some).ok_or_else(|| {
        Failure::bad_request(
            "the list of receipts understands `?before=` and an index, and nothing else",
        )
    })
}

pub(crate) fn show(call: Call, visit: Visit, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let name = call.path.get("jti").cloned().unwrap_or_default();
        let origin = call.app.origin(ctx.region(), ctx.tenant());
        let missing = {
            let text = format!("the log `{origin}` has no receipt `{}`", name.escape_debug());
            move || Failure::not_found(text.clone())
        };
        let jti: Jti = name.parse().map_err(|_| missing())?;
        let writer = call.app.writer(&origin).await?;
        let app = call.app;
        let log = origin.to_string();
        let shown = blocking(move || {
            let index = writer.find(jti)?.ok_or_else(&missing)?;
            if index >= published(&writer)? {
                return Err(missing());
            }
            read((&app.ledger_dir, &app.trust), &origin, index..index + 1)?
                .pop()
                .ok_or_else(missing)
        })
        .await?;
        let chrome = Chrome::of(&visit, ("Receipt", "/receipts")).await?;
        let flattened = flattened::write(&shown.compact, Some(&shown.proof));
        let view = context! {
            receipt => pages::value(shown),
            log => log,
            flattened => flattened,
        };
        Ok(pages::html(StatusCode::OK, pages::render("receipt.html", &chrome, view)))
    })
}

/// Reads and verifies some receipts of a log, newest first.
fn read(
    (ledger, trust): (&Path, &Trust),
    origin: &Origin,
    range: Range<u64>,
) -> Result<Vec<Shown>, Failure> {
    let wanted = range.clone().collect::<BTreeSet<_>>();
    let texts = Store::open(ledger)?.log(origin).receipts(&wanted)?;
    let mut shown = Vec::new();
    for index in range.rev() {
        let compact = texts.get(&index).map(Vec::as_slice).unwrap_or_default();
        let (proof, fault) = match cos_ledger::prove(ledger, origin, index) {
            Ok(proof) => (proof.to_string(), verify(trust, compact, &proof.to_string())),
            Err(error) => (String::new(), Some(Fault::new("inclusion", error.code(), &error))),
        };
        shown.push(told(index, compact, proof, fault));
    }
    Ok(shown)
}

/// Verifies one receipt and its proof with the trust file; what is wrong, if anything is.
fn verify(trust: &Trust, compact: &[u8], proof: &str) -> Option<Fault> {
    let unread = || {
        let code = const { Code::new("COS-VER-0004") };
        Fault::new("storage", code, &"the receipt cannot be read from the ledger")
    };
    let text = std::str::from_utf8(compact).ok();
    let Some(line) = text.and_then(|text| flattened::write(text, Some(proof))) else {
        return Some(unread());
    };
    let options = Options {
        level: Some(Level::Inclusion),
        criterion: Criterion::Strict,
        threads: 1,
        since: Vec::new(),
        pins: None,
        progress: &(),
    };
    match cos_evidence::verify::lines("a page", line.as_bytes(), trust, &options) {
        Ok(report) if report.is_clean() && report.counts.total == 1 => None,
        Ok(report) => Some(report.failures.first().map_or_else(unread, |failure| Fault {
            check: failure.check.to_owned(),
            code: failure.code.clone(),
            reason: failure.reason.clone(),
        })),
        Err(error) => Some(Fault::new("verify", error.code(), &error)),
    }
}

impl Fault {
    fn new(check: &str, code: Code, reason: &dyn ToString) -> Self {
        Self { check: check.to_owned(), code: code.to_string(), reason: reason.to_string() }
    }
}

/// What a receipt says, whether or not it is genuine.
fn told(index: u64, compact: &[u8], proof: String, fault: Option<Fault>) -> Shown {
    let mut reader = Reader::default();
    let claims = reader.read(compact).map(|sdjwt| sdjwt.to_json()).unwrap_or_default();
    let text = |name: &str| claims.get(name).and_then(Json::as_str).map(str::to_owned);
    let time =
        |name: &str| claims.get(name).and_then(Json::as_i64).map(|at| Timestamp(at).to_string());
    let members = claims.as_object().into_iter().flatten();
    let said = members.filter(|(name, _)| name.as_str() != "salt_seed").map(|(name, value)| {
        let value = match (name.as_str(), value) {
            ("iat" | "toe", _) => time(name).unwrap_or_default(),
            (_, Json::String(text)) => text.clone(),
            (_, value) => value.to_string(),
        };
        (name.clone(), value)
    });
    Shown {
        index,
        jti: text("jti").unwrap_or_default(),
        time: time("toe").or_else(|| time("iat")).unwrap_or_default(),
        flow: text("flow").unwrap_or_default(),
        action: text("action").unwrap_or_default(),
        decision: text("decision").unwrap_or_default(),
        denial_code: text("denial_code"),
        denial_reason: text("denial_reason"),
        actor: text("actor"),
        resource: text("resource"),
        fault,
        claims: said.collect(),
        proof,
        compact: String::from_utf8_lossy(compact).into_owned(),
    }
}

#[cfg(test)]
mod tests;
