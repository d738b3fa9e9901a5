//! Witnesses: others who cosign a log's checkpoints after they saw that it only grew (c2sp.org/tlog-witness).
//!
//! They are asked about every log whose newest checkpoint they have not seen, every few seconds, and at once when a client waits for
//! them. What is kept is a checkpoint that as many have cosigned as the trust file asks for; one with fewer counts for nothing, so a
//! witness that is away delays and never weakens.

use crate::app::{App, blocking};
use crate::control::PLATFORM;
use crate::error::DaemonError;
use crate::problem::Failure;
use crate::web::{self, Web, secure};
use axum::http::StatusCode;
use cos_core::clock::Timestamp;
use cos_core::code::Code;
use cos_core::ids::{Origin, Tenant};
use cos_core::log::cosignature::Quorum;
use cos_core::log::note::SignedNote;
use cos_core::log::witness::{self, Answer};
use cos_ledger::Note;
use reqwest::Url;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex;

/// How often witnesses are asked about what nobody waits for.
const PATROL: Duration = Duration::from_secs(10);

/// Where a witness is asked: the address before `/add-checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness(Url);

/// The witnesses of all logs.
pub(crate) struct Witnesses {
    quorum: Quorum,
    witnesses: Vec<Witness>,
    web: Web,
    logs: StdMutex<HashMap<String, Arc<Mutex<Seen>>>>,
    progress: StdMutex<BTreeMap<Tenant, Progress>>,
}

/// How far witnesses are with a log, as of the last patrol.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    /// The size of the newest checkpoint that enough have cosigned.
    pub(crate) size: u64,
    /// When there last was none that they had not.
    since: Timestamp,
    /// Why they have not, where that is so.
    pub(crate) failure: Option<String>,
}

impl Progress {
    /// No checkpoint is without cosignatures for longer, in seconds. It grows by itself when nobody asks any more.
    pub(crate) fn lag(&self, now: Timestamp) -> i64 {
        now.0.saturating_sub(self.since.0).max(0)
    }
}

/// What witnesses have seen of one log.
#[derive(Default)]
struct Seen {
    /// The size of the newest checkpoint that enough have cosigned.
    witnessed: u64,
    /// The size of the checkpoint that each cosigned last, as far as is known.
    sizes: Vec<u64>,
}

/// Why a witness did not cosign.
enum Refusal {
    /// It has seen a larger log of this name.
    Ahead(u64),
    Other(String),
}

impl Witness {
    /// Takes an address by HTTPS, or by HTTP on loopback.
    pub fn new(address: &str) -> Result<Self, DaemonError> {
        let wrong = |reason| DaemonError::Witness { address: address.to_owned(), reason };
        let url = Url::parse(address).map_err(|error| wrong(error.to_string()))?;
        secure(&url).map_err(wrong)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("it has a query or a fragment".to_owned()));
        }
        Ok(Self(url))
    }

    /// Where checkpoints are sent.
    fn add_checkpoint(&self) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}/add-checkpoint", self.0.path().trim_end_matches('/')));
        url
    }
}

impl Witnesses {
    /// Takes those that are asked, and what the trust file says of whose word counts.
    pub(crate) fn new(witnesses: Vec<Witness>, quorum: Quorum) -> Result<Self, DaemonError> {
        if let Some(first) = witnesses.first()
            && quorum.threshold == 0
        {
            return Err(DaemonError::Witness {
                address: first.0.to_string(),
                reason: "the trust file believes no witness; set `witnesses.keys` and `witnesses.quorum`".to_owned(),
            });
        }
        let web = Web::new().map_err(DaemonError::Outgoing)?;
        Ok(Self {
            quorum,
            witnesses,
            web,
            logs: StdMutex::default(),
            progress: StdMutex::default(),
        })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.witnesses.is_empty()
    }

    /// How far they are, by tenant; nothing before the first patrol.
    pub(crate) fn progress(&self) -> BTreeMap<Tenant, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes what came of asking about a tenant's log, and says why it failed unless that was said before.
    fn note(&self, tenant: &Tenant, done: Result<u64, Failure>, now: Timestamp) {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = || Progress { size: 0, since: now, failure: None };
        let log = progress.entry(tenant.clone()).or_insert_with(begun);
        match done {
            Ok(size) => *log = Progress { size, since: now, failure: None },
            Err(failure) => {
                let said = failure.problem().detail;
                if log.failure.as_ref() != Some(&said) {
                    tracing::warn!(target: "cos", "{said}");
                }
                log.failure = Some(said);
            }
        }
    }

    /// Has the newest checkpoint of a log cosigned, and returns its size; asks nobody where that has been done.
    pub(crate) async fn cosign(&self, app: &Arc<App>, origin: &Origin) -> Result<u64, Failure> {
        let log = self.log(origin);
        // Held while witnesses are asked: whoever comes meanwhile waits for these answers and does not ask too.
        let mut seen = log.lock().await;
        let (ledger, name) = (app.ledger_dir.clone(), origin.clone());
        let note = blocking(move || cos_ledger::checkpoint(&ledger, &name)).await?;
        let Some(note) = note else { return Ok(0) };
        if seen.sizes.is_empty() {
            seen.sizes = vec![0; self.witnesses.len()];
            seen.witnessed = self.kept(app, origin).await?;
        }
        let size = note.checkpoint.size;
        if seen.witnessed < size {
            let text = self.gather(app, origin, &note, &mut seen.sizes).await?;
            let writer = app.writer(origin).await?;
            blocking(move || writer.keep_witnessed(&text)).await?;
            seen.witnessed = size;
        }
        Ok(seen.witnessed)
    }

    /// Asks every witness, and returns the checkpoint with their cosignatures where those are enough.
    async fn gather(
        &self,
        app: &Arc<App>,
        origin: &Origin,
        note: &Note,
        sizes: &mut [u64],
    ) -> Result<String, Failure> {
        let asked = self.witnesses.iter().zip(&*sizes);
        let asked = asked.map(|(witness, size)| self.ask(app, origin, note, (witness, *size)));
        let answers = futures_util::future::join_all(asked).await;
        let (mut text, mut reasons, mut ahead) = (note.text.clone(), Vec::new(), None);
        for ((answer, size), Witness(url)) in answers.into_iter().zip(sizes).zip(&self.witnesses) {
            let added = answer.and_then(|lines| {
                self.quorum.add(&text, &lines).map_err(|error| Refusal::Other(error.to_string()))
            });
            match added {
                Ok(longer) => (text, *size) = (longer, note.checkpoint.size),
                Err(Refusal::Other(reason)) => reasons.push(format!("`{url}`: {reason}")),
                Err(Refusal::Ahead(larger)) => {
                    reasons.push(format!("`{url}` has seen {larger} receipts"));
                    ahead = Some(larger);
                }
            }
        }
        let counted = SignedNote::parse(&text).and_then(|note| self.quorum.check(&note));
        match (counted, ahead) {
            (_, Some(_)) => Err(shrank(origin, note.checkpoint.size, &reasons)),
            (Ok(_), None) => Ok(text),
            (Err(error), None) => Err(unseen(origin, &error.to_string(), &reasons)),
        }
    }

    /// Asks one witness, which is said to have cosigned the checkpoint of size `old` last; it knows better, and is then asked again.
    async fn ask(
        &self,
        app: &Arc<App>,
        origin: &Origin,
        note: &Note,
        (witness, mut old): (&Witness, u64),
    ) -> Result<String, Refusal> {
        let url = witness.add_checkpoint();
        let mut corrected = false;
        loop {
            let (ledger, name, now) =
                (app.ledger_dir.clone(), origin.clone(), note.checkpoint.clone());
            let proof = blocking(move || cos_ledger::prove_growth(&ledger, &name, old, &now)).await;
            let proof = proof.map_err(|error| Refusal::Other(error.to_string()))?;
            let body = witness::add_checkpoint(old, &proof, &note.text);
            let request = self.web.to(&url).post(url.clone()).body(body);
            let answer = web::ask(&url, request, witness::MAX_ANSWER).await;
            let (status, body) = answer.map_err(Refusal::Other)?;
            let answer = witness::answer(status, &body);
            match answer.map_err(|error| Refusal::Other(error.to_string()))? {
                Answer::Cosigned(lines) => return Ok(lines),
                Answer::Saw(size) if size > note.checkpoint.size => {
                    return Err(Refusal::Ahead(size));
                }
                Answer::Saw(size) if !corrected => (old, corrected) = (size, true),
                Answer::Saw(size) => {
                    return Err(Refusal::Other(format!(
                        "it says that it saw {size}, and that it did not"
                    )));
                }
                Answer::Refused(status) => return Err(Refusal::Other(meaning(status))),
            }
        }
    }

    /// The size of the checkpoint that is kept as witnessed, where it still is.
    async fn kept(&self, app: &App, origin: &Origin) -> Result<u64, Failure> {
        let (ledger, name) = (app.ledger_dir.clone(), origin.clone());
        let kept = blocking(move || cos_ledger::witnessed(&ledger, &name)).await?;
        let counts = |note: &Note| {
            SignedNote::parse(&note.text).is_ok_and(|note| self.quorum.check(&note).is_ok())
        };
        Ok(kept.filter(counts).map_or(0, |note| note.checkpoint.size))
    }

    fn log(&self, origin: &Origin) -> Arc<Mutex<Seen>> {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(logs.entry(origin.to_string()).or_default())
    }
}

/// Asks about every log until the server ends.
pub(crate) async fn run(app: Arc<App>) {
    while !app.witnesses.is_empty() {
        if let Err(failure) = patrol(&app).await {
            tracing::warn!(target: "cos", "witnesses were not asked: {}", failure.problem().detail);
        }
        tokio::time::sleep(PATROL).await;
    }
}

async fn patrol(app: &Arc<App>) -> Result<(), Failure> {
    let tenants = app.state.all_tenants().await?;
    let platform: Tenant = PLATFORM.parse()?;
    let own = tenants.iter().filter(|info| info.region == app.region);
    let logs = own.map(|info| app.origin(&info.region, &info.tenant));
    for origin in logs.chain([app.origin(&app.region, &platform)]) {
        let done = app.witnesses.cosign(app, &origin).await;
        app.witnesses.note(&origin.tenant, done, app.now());
    }
    Ok(())
}

/// What a witness means by a status.
fn meaning(status: u16) -> String {
    let meaning = match status {
        403 => "it does not know the log's key",
        404 => "it does not know the log",
        422 => "it is not convinced that the log only grew since it last saw it",
        429 | 500..600 => "it cannot answer now",
        _ => "it does not take the request",
    };
    format!("{meaning} ({status})")
}

/// Receipts are durable and published, and not seen by enough witnesses yet.
fn unseen(origin: &Origin, counted: &str, reasons: &[String]) -> Failure {
    let text = format!("`{origin}`: {counted}: {}", reasons.join("; "));
    let code = const { Code::new("COS-SRV-0061") };
    Failure::new(StatusCode::SERVICE_UNAVAILABLE, code, text).retry_after(10)
}

/// Somebody else has seen more of a log than there is: it is an old copy, or two write it (promise P5).
fn shrank(origin: &Origin, size: u64, reasons: &[String]) -> Failure {
    let text = format!("`{origin}` has {size} receipts, and {}", reasons.join("; "));
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR, const { Code::new("COS-SRV-0062") }, text)
}
