//! `cos evidence bundle`.

#[cfg(feature = "network")]
use super::keyless::KeylessArgs;
use super::places::PlaceArgs;
use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::progress::Bar;
use crate::ui::{Answer, Human, Render, bytes, counted};
use clap::ValueEnum;
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_evidence::bundle::carrier::{Location, Opened, Target};
use cos_evidence::bundle::contents::{Contents, Standing, contract};
use cos_evidence::bundle::manifest::{Manifest, parse_days};
use cos_evidence::bundle::resolve::Plan;
use cos_evidence::bundle::seal::{Draft, Request};
use cos_evidence::bundle::verify::opened_digest;
use cos_objects::{Mode, Retention};
use cos_sign::sigstore::{self, Requirements, Sealer};
use cos_sign::{KeyDir, Purpose};
use serde_json::{Value, json};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos evidence bundle -f manifest.yaml -o release-0.23.0 --keys trust/
  cos evidence bundle -f manifest.yaml -o release-0.23.0.tar.zst --keys trust/
  cos evidence bundle -f manifest.yaml -o s3://evidence/bundles/0.23.0 --keys trust/
  cos evidence bundle -f manifest.yaml -o release-0.23.0 --keys trust/ --sign keyless \\
      --fulcio https://fulcio.acme.example --rekor https://rekor.acme.example
  cos evidence bundle -f manifest.yaml --dry-run --map s3://evidence=./inputs/evidence

The target is a directory, *.tar.zst, *.zip, oci:DIR or s3://BUCKET/PREFIX. Run again after an
interruption: what is there already is not copied again.

Exit codes: 0 sealed · 1 the contract is not met or a receipt does not hold, nothing is sealed
· 2 usage · 3 bad input · 4 the target holds something else · 5 unavailable.";

/// Collect what a manifest names into one signed bundle.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The manifest.
    #[arg(long, short, value_name = "FILE")]
    file: PathBuf,
    /// Where the bundle goes.
    #[arg(long, short, value_name = "OUT", required_unless_present = "dry_run")]
    out: Option<String>,
    /// The trust directory whose keys sign, and whose notaries' receipts count.
    #[arg(long, value_name = "DIR", required_unless_present = "dry_run")]
    keys: Option<PathBuf>,
    /// How to sign.
    #[arg(long, value_enum, default_value_t = SignArg::Key)]
    sign: SignArg,
    /// Sign without a time stamp; verifiers refuse that unless they ask for it.
    #[arg(long)]
    untimestamped: bool,
    /// Find what the manifest names, and stop.
    #[arg(long)]
    dry_run: bool,
    /// Keep the bundle from being deleted for this long, `90d` or `7y`, in a bucket with object lock [default: the manifest's `retain`].
    #[arg(long, value_name = "TIME", value_parser = days)]
    retain: Option<u32>,
    /// Who may end that early.
    #[arg(long, value_enum, requires = "retain")]
    mode: Option<ModeArg>,
    /// The bundle of the release before, which this one continues.
    #[arg(long, value_name = "OLD")]
    previous: Option<String>,
    #[cfg(feature = "network")]
    #[command(flatten)]
    keyless: KeylessArgs,
    #[command(flatten)]
    places: PlaceArgs,
}

/// How trust gets from a verifier to the signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SignArg {
    /// With a certificate of the trust directory's own authority, entered in its log, and a time stamp.
    Ca,
    /// With the evidence key of the trust directory and a time stamp.
    Key,
    /// With a certificate of somebody's Fulcio, for whoever the environment says this is.
    #[cfg(feature = "network")]
    Keyless,
}

/// Who may end a retention early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ModeArg {
    /// Nobody.
    Compliance,
    /// Whoever has a special right.
    Governance,
}

fn days(text: &str) -> Result<u32, String> {
    parse_days(text).ok_or_else(|| "write `90d` or `7y`, at most 100 years".to_owned())
}

/// How long to keep the bundle: as the command line says, or the manifest.
fn retention(args: &Args, manifest: &Manifest, now: Timestamp) -> Option<Retention> {
    let asked = args.retain.map(|days| (days, args.mode == Some(ModeArg::Compliance)));
    let of_manifest = || manifest.retain.map(|retain| (retain.days, retain.compliance));
    let (days, compliance) = asked.or_else(of_manifest)?;
    let mode = if compliance { Mode::Compliance } else { Mode::Governance };
    Some(Retention { mode, until: Timestamp(now.0 + i64::from(days) * 86_400) })
}

/// Makes a bundle.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let manifest = read(&args.file)?;
    let places = args.places.places(args.file.parent().unwrap_or(Path::new("")))?;
    let plan = Plan::resolve(&manifest, &places)?;
    let (Some(out), Some(keys), false) = (&args.out, &args.keys, args.dry_run) else {
        return Ok(Answer::done(Planned::of(&manifest, &plan)));
    };
    let sealer = sealer(args, keys)?;
    let trust = trust_from(keys)?;
    let previous = match &args.previous {
        None => None,
        Some(old) => Some(opened_digest(&Opened::open(&Location::parse(old), &places)?.area)?),
    };
    let location = Location::parse(out);
    let mut target = Target::create(&location, &places)?;
    if let Some(retention) = retention(args, &manifest, ctx.now()) {
        // A manifest may ask for it wherever the bundle goes; a command line is meant.
        if args.retain.is_some() || matches!(location, Location::Bucket { .. }) {
            target = target.retain(retention, &places)?;
        } else {
            ctx.ui.hint("the manifest's `retain` counts in buckets only");
        }
    }
    let bar = Bar::new(ctx.ui, "collecting");
    let request = Request {
        manifest: &manifest,
        plan: &plan,
        trust: &trust,
        previous,
        threads: ctx.threads.saturating_mul(4),
        progress: &bar,
    };
    let draft = Draft::write(&request, &target.area)?;
    bar.finish();
    if draft.signature()?.is_none() {
        let signature = sealer.seal(draft.statement(), ctx.now())?;
        // What nobody would believe is not published.
        let requirements = Requirements { allow_untimestamped: args.untimestamped };
        sigstore::verify(&signature, &trust, Purpose::Evidence, &requirements)?;
        draft.publish(&signature)?;
    }
    let (digest, contents) = (draft.digest(), draft.contents().clone());
    target.finish()?;
    ctx.ui.hint(&format!("verify it with `cos evidence verify {out} --trust TRUST`"));
    let mode = sealer.mode().as_str();
    Ok(Answer::done(Sealed { out: out.clone(), mode, digest, contents }))
}

fn sealer(args: &Args, keys: &Path) -> Result<Box<dyn Sealer>, CommandError> {
    let directory = KeyDir::open(keys)?;
    Ok(match args.sign {
        SignArg::Ca => Box::new(directory.ca_sealer()?),
        SignArg::Key if args.untimestamped => Box::new(directory.sealer()?.untimestamped()),
        SignArg::Key => Box::new(directory.sealer()?),
        #[cfg(feature = "network")]
        SignArg::Keyless => Box::new(args.keyless.sealer()?),
    })
}

fn read(path: &Path) -> Result<Manifest, CommandError> {
    let text = fs::read(path).map_err(|error| CommandError::io("read", path, &error))?;
    Manifest::parse(&text).map_err(|faults| {
        CommandError::document("the manifest", &path.display().to_string(), faults)
    })
}

/// What would be bundled.
struct Planned {
    version: String,
    files: Vec<(String, String, u64)>,
    missing: Vec<String>,
}

impl Planned {
    fn of(manifest: &Manifest, plan: &Plan) -> Self {
        let contract = contract(manifest, |role| plan.count(role));
        let missing = contract.iter().filter(|(_, one)| one.standing() == Standing::Missing);
        let file = |(path, one): (&cos_objects::Key, &cos_evidence::bundle::resolve::Planned)| {
            (path.to_string(), one.found.uri.clone(), one.found.size)
        };
        Self {
            version: manifest.version.clone(),
            files: plan.files.iter().map(file).collect(),
            missing: missing.map(|(id, _)| id.clone()).collect(),
        }
    }
}

impl Render for Planned {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let rows: Vec<_> = self
            .files
            .iter()
            .map(|(path, uri, size)| vec![path.clone(), uri.clone(), bytes(*size)])
            .collect();
        out.table(&["in the bundle", "from", "size"], &rows, true)?;
        out.good(&format!(
            "release {}: {}",
            self.version,
            counted(self.files.len() as u64, "file")
        ))?;
        self.missing.iter().try_for_each(|id| {
            out.bad(&format!("the contract asks for `{id}`, of which there is too little"))
        })
    }

    fn json(&self) -> Value {
        let file = |(path, uri, size): &(String, String, u64)| json!({"path": path, "uri": uri, "size": size});
        json!({
            "schema": "cos.evidence-plan/v1",
            "version": self.version,
            "files": self.files.iter().map(file).collect::<Vec<_>>(),
            "missing": self.missing,
        })
    }
}

struct Sealed {
    out: String,
    mode: &'static str,
    digest: Digest,
    contents: Contents,
}

impl Render for Sealed {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        for source in &self.contents.sources {
            let indexed = source.index.as_ref().map_or(0, |index| index.files);
            let files = source.files.len() as u64 + indexed;
            out.good(&format!("{}: {}", source.field, counted(files, "file")))?;
        }
        for (id, one) in &self.contents.contract {
            if let Some(waiver) = &one.waived {
                out.warning(&format!(
                    "`{id}` is missing; {} answers for that: {}",
                    waiver.by, waiver.why
                ))?;
            }
        }
        out.good(&format!(
            "release {} sealed in {} (mode {})",
            self.contents.version, self.out, self.mode
        ))?;
        out.line(format!("  sha256 {}", self.digest))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.evidence-bundle-made/v1",
            "bundle": self.out,
            "mode": self.mode,
            "sha256": self.digest.to_string(),
            "contents": self.contents,
        })
    }
}
