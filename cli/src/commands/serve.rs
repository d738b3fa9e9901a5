//! `cos serve`.

mod log;

use crate::commands::policy::engine;
use crate::commands::policy::load::BundleArgs;
use crate::commands::policy::signers::SignerArgs;
use crate::commands::report;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::Answer;
use cos_daemon::{
    AuthzPolicy, Budget, Collector, Coverage, Installation, Listen, Place, Role, Roles, Service,
    Supervisor, TlsFiles, Witness,
};
use std::fs;
use std::num::NonZeroU32;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

const EXAMPLES: &str = "Examples:
  cos serve --data data
  cos serve --data data --listen 127.0.0.1:8080
  cos serve --data data --listen unix:/run/cos/cos.sock
  cos serve --data data --listen 0.0.0.0:7070 --tls-cert tls.crt --tls-key tls.key
  cos serve --data data --listen systemd
  cos serve --data data --role receipts
  cos serve --data data --authz authz.tar.gz
  cos serve --data data --conformance conformance.json
  cos serve --data data --witness https://witness.example.org/w1
  cos serve --data data --otlp http://127.0.0.1:4318

It ends at SIGTERM or Ctrl-C, after it finished what had begun; told twice, it ends at once. A crash
loses nothing that was answered, either: start it again. Certificates are read again at SIGHUP and when
their files change.

Exit codes: 0 told to end · 3 bad data directory, address or certificate · 4 an address that others
reach, without TLS · 5 something it needs is unavailable · 6 its own state fails its check · 130 told
twice to end.";

/// Serve tenants, credentials and receipts over HTTP.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The directory that `cos init` made.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Where to listen, once or more: `IP:PORT`, of which port 0 takes a free one, `unix:/PATH` for a socket of this user, or `systemd` for the sockets that it hands over.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7070")]
    listen: Vec<Place>,
    /// Serve this part of the interface and no other, once or more: `console` (pages for people), `control` (tenants and tokens), `receipts`
    /// (events, receipts, logs) or `switchboard` (themes) [default: all].
    #[arg(long, value_name = "ROLE")]
    role: Vec<Role>,
    /// The certificate for TLS on every address, in PEM, followed by those that lead to its authority.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// Its private key, in PEM, which nobody else may be able to read.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A name under which a proxy on this machine is asked, when it passes that on; once or more.
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// How many seconds it goes on letting people in after SIGTERM, while `/readyz` sends them elsewhere.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    grace: u16,
    /// The policy that decides who may do what, as an OPA bundle: one of the data directory's keys for policies has to have signed it.
    #[arg(long, value_name = "BUNDLE")]
    authz: Option<PathBuf>,
    /// The newest conformance report: `/metrics` shows its coverage, read again whenever the file changes.
    #[arg(long, value_name = "FILE")]
    conformance: Option<PathBuf>,
    /// Have checkpoints cosigned by a witness that speaks C2SP tlog-witness: the address before `/add-checkpoint`. The trust file says whose
    /// cosignatures count, and how many it takes.
    #[arg(long, value_name = "URL")]
    witness: Vec<String>,
    /// Send a span of each request to this OpenTelemetry collector, by OTLP over HTTP: the address before `/v1/traces`. What else collectors
    /// ask for is taken from `OTEL_EXPORTER_OTLP_HEADERS` and `OTEL_RESOURCE_ATTRIBUTES`.
    #[arg(long, value_name = "URL", env = "OTEL_EXPORTER_OTLP_ENDPOINT")]
    otlp: Option<String>,
    /// How many requests a second each tenant may send; twice as many may come at once.
    #[arg(long, value_name = "N", default_value_t = Budget::default().requests)]
    tenant_requests: NonZeroU32,
    /// How many bytes a second each tenant may send; twice as many may come at once.
    #[arg(long, value_name = "N", default_value_t = Budget::default().bytes)]
    tenant_bytes: NonZeroU32,
    /// The form of the log on stderr.
    #[arg(long, value_enum, default_value_t = log::Form::Text)]
    log: log::Form,
}

impl Args {
    fn tls(&self) -> Option<TlsFiles> {
        let (certificate, key) = (self.tls_cert.clone()?, self.tls_key.clone()?);
        Some(TlsFiles { certificate, key })
    }

    fn authz(&self, installation: &Installation) -> Result<AuthzPolicy, CommandError> {
        let Some(bundle) = &self.authz else { return Ok(AuthzPolicy::default()) };
        let signer = SignerArgs { trust: Some(installation.keys()), ..SignerArgs::default() };
        let loaded = BundleArgs { bundle: bundle.clone(), signer }.load()?;
        Ok(AuthzPolicy::new(&loaded.bundle))
    }
}

/// Serves until it is told to end.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let installation = Installation::open(&args.data)?;
    let tls = args.tls();
    let listen = args.listen.iter().map(|place| Listen::new(place.clone(), tls.clone()));
    let service = Service {
        listen: listen.collect::<Result<_, _>>()?,
        roles: Roles::new(&args.role),
        hosts: args.host.clone(),
        grace: Duration::from_secs(args.grace.into()),
        supervisor: Arc::new(Supervisor::from_environment(|name| std::env::var_os(name))),
        clock: Arc::clone(&ctx.clock),
        authz: args.authz(&installation)?,
        worker: engine::command()?,
        budget: Budget { requests: args.tenant_requests, bytes: args.tenant_bytes },
        coverage: args.conformance.clone().map(coverage).transpose()?,
        collector: args
            .otlp
            .as_deref()
            .filter(|url| !url.is_empty())
            .map(Collector::new)
            .transpose()?,
        witnesses: args.witness.iter().map(|url| Witness::new(url)).collect::<Result<_, _>>()?,
    };
    cos_daemon::serve(&installation, service, |urls| {
        for url in urls {
            ctx.ui.status(&format!("serving {} on {url}", args.data.display()));
        }
        log::begin(args.log);
    })?;
    Ok(Answer::silent())
}

/// What a report said when it was read, and which state of the file that was.
type Seen = Option<(Fingerprint, f64)>;

/// Tells a file that was written again from one that was not, without reading it.
type Fingerprint = (u64, u64, SystemTime);

/// Reads the coverage of the report in a file, which has to be one now. Later, a file that is missing or no report has no coverage: the
/// metric is then absent, not old.
fn coverage(path: PathBuf) -> Result<Coverage, CommandError> {
    let read = move |seen: &mut Seen| -> Result<f64, CommandError> {
        let found = fingerprint(&path);
        let known = seen.filter(|(before, _)| found == Some(*before));
        if let Some((_, ratio)) = known {
            return Ok(ratio);
        }
        let ratio = report::read(&path)?.1.summary.coverage_ratio;
        *seen = found.map(|found| (found, ratio));
        Ok(ratio)
    };
    let mut seen = None;
    read(&mut seen)?;
    let seen = Mutex::new(seen);
    Ok(Arc::new(move || read(&mut seen.lock().unwrap_or_else(PoisonError::into_inner)).ok()))
}

fn fingerprint(path: &Path) -> Option<Fingerprint> {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.ino(), metadata.len(), metadata.modified().ok()?))
}
