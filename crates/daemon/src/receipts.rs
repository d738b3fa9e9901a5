//! Receipts over HTTP: events in, durable receipts out; and one receipt with its proof.

use crate::app::{App, blocking};
use crate::idempotency::Key;
use crate::lanes;
use crate::metrics::Worst;
use crate::problem::{self, Failure};
use crate::routes::{Answer, Call, body, json};
use axum::body::Body;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use cos_api::{IngestLine, Receipt};
use cos_core::ids::{Jti, Origin};
use cos_core::receipt::Reader;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_core::receipt::event::{Event, EventReader};
use cos_ledger::{Entry, LedgerError, LogWriter, Ticket};
use cos_state::TenantCtx;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The longest list of events in one request, in bytes and in events.
const MAX_BODY: usize = 8 << 20;
const MAX_EVENTS: usize = 4096;

/// How long the answer waits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wait {
    /// Until the receipts are on disk and their indexes final.
    Durable,
    /// Until a signed checkpoint covers them.
    Published,
    /// Until enough witnesses have cosigned such a checkpoint.
    Witnessed,
}

pub(crate) fn ingest(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        // Events are known by their ids; a key is welcome, and not needed.
        Key::of(&call)?;
        let wait = wait(call.request.uri())?;
        if wait == Wait::Witnessed && call.app.witnesses.is_empty() {
            let text = "this server asks no witnesses; it has to be started with `--witness`";
            return Err(Failure::bad_request(text));
        }
        let single = is_json(&call.request)?;
        let app = call.app;
        let text = body(call.request, MAX_BODY).await?;
        let origin = app.origin(ctx.region(), ctx.tenant());
        let writer = app.writer(&origin).await?;
        let lane = match text.len() {
            ..lanes::SHORT => None,
            _ => Some(app.lanes.enter(ctx.tenant().as_str()).await),
        };
        let server = Arc::clone(&app);
        let lines = blocking(move || batch(&server, &writer, &text, single, wait)).await?;
        drop(lane);
        let made = lines.iter().filter(|line| line.index.is_some() && !line.replayed);
        app.metrics.receipts(&origin, made.count() as u64);
        let problems = lines.iter().filter_map(|line| line.problem.as_ref());
        problems.clone().for_each(|problem| app.metrics.refused(&problem.code));
        if wait == Wait::Witnessed {
            app.witnesses.cosign(&app, &origin).await?;
        }
        let mut response = answer(&lines, single);
        let worst = problems.map(|problem| problem.status).max();
        worst.map(|status| response.extensions_mut().insert(Worst(status)));
        Ok(response)
    })
}

fn wait(uri: &Uri) -> Result<Wait, Failure> {
    match uri.query() {
        None | Some("" | "wait=durable") => Ok(Wait::Durable),
        Some("wait=published") => Ok(Wait::Published),
        Some("wait=witnessed") => Ok(Wait::Witnessed),
        Some(other) => {
            Err(unknown(other, "`?wait=durable`, `?wait=published` and `?wait=witnessed`"))
        }
    }
}

/// One event, or one a line.
fn is_json(request: &axum::extract::Request) -> Result<bool, Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    match kind.map(|kind| kind.split(';').next().unwrap_or_default().trim()) {
        Some("application/json") => Ok(true),
        Some("application/x-ndjson" | "application/jsonl") => Ok(false),
        _ => {
            let code = const { cos_core::code::Code::new("COS-SRV-0004") };
            let text = "send `application/json`, or `application/x-ndjson` with one event a line";
            Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, code, text))
        }
    }
}

/// A receipt on its way, or why there is none.
type Made = Result<(Jti, Ticket), Failure>;

/// Issues and appends a batch; every line is answered, and what is answered with an index is durable (promise P1).
fn batch(
    app: &App,
    writer: &LogWriter,
    text: &[u8],
    single: bool,
    wait: Wait,
) -> Result<Vec<IngestLine>, Failure> {
    let lines: Vec<&[u8]> = if single {
        vec![text]
    } else {
        text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()).collect()
    };
    if lines.len() > MAX_EVENTS {
        let text = format!("{} events; send at most {MAX_EVENTS} at a time", lines.len());
        return Err(Failure::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            const { cos_core::code::Code::new("COS-SRV-0006") },
            text,
        ));
    }
    let origin = writer.origin().clone();
    let mut reader = EventReader::default();
    let mut made: Vec<Made> = Vec::with_capacity(lines.len());
    let mut full = false;
    for line in &lines {
        made.push(if full {
            Err(overloaded())
        } else {
            submit(app, writer, &origin, &mut reader, line)
        });
        full = matches!(made.last(), Some(Err(failure)) if failure.status == StatusCode::SERVICE_UNAVAILABLE);
    }
    if full && !made.iter().any(Result::is_ok) {
        return Err(overloaded());
    }
    let outcomes: Vec<Outcome> = made.into_iter().map(settle).collect();
    let before = replays(app, &origin, &lines, &outcomes)?;
    let answered = outcomes.into_iter().zip(before).zip(1..);
    let answers = answered.map(|((outcome, replayed), number)| told(outcome, replayed, number));
    let answers = answers.collect();
    if wait != Wait::Durable {
        writer.publish()?;
    }
    Ok(answers)
}

fn overloaded() -> Failure {
    Failure::busy(
        "more receipts wait for the disk than this server holds; send the rest again later",
    )
}

fn submit(
    app: &App,
    writer: &LogWriter,
    origin: &Origin,
    reader: &mut EventReader,
    line: &[u8],
) -> Made {
    let event: Event<'_> = reader.read(line)?;
    let (jti, compact) = app.notary.issue(origin, &event, app.now())?;
    match writer.try_submit(Entry::new(jti, compact)?)? {
        Ok(ticket) => Ok((jti, ticket)),
        Err(_) => Err(overloaded()),
    }
}

/// What the log said about one event.
enum Outcome {
    /// It has the receipt, at this index, since now or before.
    Has(Jti, u64, bool),
    /// It has another receipt with this id, at this index.
    HasOther(Jti, u64, LedgerError),
    /// There is none.
    Refused(Failure),
}

fn settle(made: Made) -> Outcome {
    match made {
        Err(failure) => Outcome::Refused(failure),
        Ok((jti, ticket)) => match ticket.wait() {
            Ok(appended) => Outcome::Has(jti, appended.index, appended.replayed),
            Err(error @ LedgerError::Conflict { index, .. }) => {
                Outcome::HasOther(jti, index, error)
            }
            Err(error) => Outcome::Refused(error.into()),
        },
    }
}

/// Tells of each event whether the other receipt with its id is of the same event, issued in another second (promise P4).
fn replays(
    app: &App,
    origin: &Origin,
    lines: &[&[u8]],
    outcomes: &[Outcome],
) -> Result<Vec<bool>, Failure> {
    let other = |outcome: &Outcome| match outcome {
        Outcome::HasOther(_, index, _) => Some(*index),
        _ => None,
    };
    let stored = app.store()?.log(origin).receipts(&outcomes.iter().filter_map(other).collect())?;
    let mut reader = EventReader::default();
    let mut is_replay = |(line, outcome): (&&[u8], &Outcome)| {
        let Some(stored) = other(outcome).and_then(|index| stored.get(&index)) else {
            return Ok(false);
        };
        Ok(app.notary.is_of(stored, origin, &reader.read(line)?))
    };
    lines.iter().zip(outcomes).map(&mut is_replay).collect()
}

fn told(outcome: Outcome, is_replay: bool, line: u64) -> IngestLine {
    let (jti, index, replayed, problem) = match outcome {
        Outcome::Has(jti, index, replayed) => (Some(jti), Some(index), replayed, None),
        Outcome::HasOther(jti, index, _) if is_replay => (Some(jti), Some(index), true, None),
        Outcome::HasOther(_, _, error) => (None, None, false, Some(Failure::from(error).problem())),
        Outcome::Refused(failure) => (None, None, false, Some(failure.problem())),
    };
    IngestLine { line, jti: jti.map(|jti| jti.to_string()), index, replayed, problem }
}

fn answer(lines: &[IngestLine], single: bool) -> Response {
    if let ([line], true) = (lines, single) {
        return match &line.problem {
            None => json(if line.replayed { 200 } else { 201 }, line),
            Some(problem) => problem::answer(problem),
        };
    }
    let text: String = lines
        .iter()
        .map(|line| serde_json::to_string(line).expect("plain data is JSON") + "\n")
        .collect();
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from(text)).into_response()
}

pub(crate) fn get(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move { Ok(json(200, &stored(call, &ctx).await?)) })
}

pub(crate) fn disclose(call: Call, ctx: TenantCtx) -> Answer {
    Box::pin(async move {
        let selection = Selection::of(profile(call.request.uri())?);
        let mut found = stored(call, &ctx).await?;
        let mut shown = Vec::new();
        let mut reader = Reader::default();
        let receipt = reader.read(found.receipt.as_bytes()).map_err(|error| {
            Failure::new(StatusCode::INTERNAL_SERVER_ERROR, error.code(), error.to_string())
        })?;
        selection.disclose(&receipt, &mut shown);
        found.receipt = String::from_utf8_lossy(&shown).into_owned();
        Ok(json(200, &found))
    })
}

/// For whom a copy is made: for a tenant, unless another profile is named.
fn profile(uri: &Uri) -> Result<Profile, Failure> {
    match uri.query() {
        None | Some("" | "profile=tenant") => Ok(Profile::Tenant),
        Some("profile=auditor") => Ok(Profile::Auditor),
        Some("profile=public") => Ok(Profile::Public),
        Some(other) => {
            Err(unknown(other, "`?profile=auditor`, `?profile=tenant` and `?profile=public`"))
        }
    }
}

fn unknown(query: &str, known: &str) -> Failure {
    let query: String = query.chars().take(80).collect();
    Failure::bad_request(format!("`?{}`: there are {known}", query.escape_debug()))
}

/// The receipt that the path names.
async fn stored(call: Call, ctx: &TenantCtx) -> Result<Receipt, Failure> {
    let app = call.app;
    let name = call.path.get("jti").cloned().unwrap_or_default();
    let jti: Jti = name.parse()?;
    let origin = app.origin(ctx.region(), ctx.tenant());
    let writer = app.writer(&origin).await?;
    blocking(move || find(&app, &writer, &origin, jti)).await
}

fn find(app: &App, writer: &LogWriter, origin: &Origin, jti: Jti) -> Result<Receipt, Failure> {
    let missing = || Failure::not_found(format!("the log `{origin}` has no receipt `{jti}`"));
    let index = writer.find(jti)?.ok_or_else(missing)?;
    if index >= writer.published() && writer.publish()? <= index {
        // Not even durable: whoever reported it has no answer yet.
        return Err(missing());
    }
    let receipt = app
        .store()?
        .log(origin)
        .receipts(&BTreeSet::from([index]))?
        .remove(&index)
        .ok_or_else(missing)?;
    let proof = cos_ledger::prove(&app.ledger_dir, origin, index)?;
    Ok(Receipt {
        jti: jti.to_string(),
        index,
        log: origin.to_string(),
        receipt: String::from_utf8_lossy(&receipt).into_owned(),
        proof: proof.to_string(),
    })
}
