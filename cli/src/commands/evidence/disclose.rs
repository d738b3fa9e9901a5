//! `cos evidence disclose`.

use super::places::PlaceArgs;
use crate::commands::receipts::trust_from;
use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render, counted};
use cos_core::digest::Digest;
use cos_evidence::bundle::carrier::{Location, Opened, Target};
use cos_evidence::bundle::contents::{Contents, ReceiptsInfo};
use cos_evidence::bundle::disclose::{Disclosed, MixedPacks, Plan, Request};
use cos_evidence::bundle::role::Role;
use cos_evidence::bundle::verify;
use cos_sign::KeyDir;
use cos_sign::sigstore::Sealer;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos evidence disclose release-0.23.0 --tenant eu-1/pilot-a -o pilot-a.zip --keys trust/
  cos evidence disclose release-0.23.0 --tenant pilot-a -o pilot-a --keys trust/ --without other

The signature and the files of the whole bundle are verified first. Receipts and checkpoints of
other tenants are left out, and so are all other files whose path names one; what the other files
say inside is not searched: look at the list of those that were kept.

Exit codes: 0 sealed · 1 the whole bundle is not what was signed, or a receipt does not hold · 2
usage · 3 bad input · 4 the target holds something else · 5 unavailable.";

/// Make a bundle of the part that concerns one tenant.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The whole bundle: a directory, *.tar.zst, *.zip, oci:DIR or s3://BUCKET/PREFIX.
    bundle: String,
    /// Whose part: REGION/TENANT, or a tenant in every region.
    #[arg(long, value_name = "TENANT")]
    tenant: String,
    /// Where the part goes, in the same forms.
    #[arg(long, short, value_name = "OUT")]
    out: String,
    /// The trust directory: whom to believe, and the key that signs the part.
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// Leave out audit packs that hold receipts of several tenants, instead of stopping at one.
    #[arg(long)]
    without_mixed_packs: bool,
    /// Keep nothing of this field of the manifest, such as `isolation`; may be repeated.
    #[arg(long, value_name = "FIELD")]
    without: Vec<Role>,
    #[command(flatten)]
    places: PlaceArgs,
}

/// Makes a part of a bundle.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let sealer = KeyDir::open(&args.keys)?.sealer()?;
    let trust = trust_from(&args.keys)?;
    let places = args.places.places(Path::new("."))?;
    let from = Opened::open(&Location::parse(&args.bundle), &places)?;
    let (sealed, contents) = verify::source(&from.area, &trust, ctx.threads)?;
    let by = sealer.key_id().to_string();
    let without: BTreeSet<_> = args.without.iter().copied().collect();
    let request = Request {
        from: &from.area,
        contents: &contents,
        statement: sealed.digest(),
        tenant: &args.tenant,
        trust: &trust,
        by: &by,
        mixed_packs: if args.without_mixed_packs {
            MixedPacks::LeaveOut
        } else {
            MixedPacks::Refuse
        },
        without: &without,
        threads: ctx.threads,
    };
    let plan = Plan::of(&request)?;
    let target = Target::create(&Location::parse(&args.out), &places)?;
    let Disclosed { draft, cut, left_out, kept } = plan.write(&target.area)?;
    if draft.signature()?.is_none() {
        let signature = sealer.seal(draft.statement(), ctx.now())?;
        draft.publish(&signature)?;
    }
    let (digest, contents) = (draft.digest(), draft.contents().clone());
    target.finish()?;
    ctx.ui
        .hint("read through the files that were kept as they are: nobody searched them for names");
    let (out, tenant) = (args.out.clone(), args.tenant.clone());
    Ok(Answer::done(Part { out, tenant, signer: by, digest, contents, cut, left_out, kept }))
}

struct Part {
    out: String,
    tenant: String,
    signer: String,
    digest: Digest,
    contents: Contents,
    cut: Vec<String>,
    left_out: u64,
    kept: Vec<String>,
}

impl Render for Part {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let receipts = self.contents.receipts.as_ref().map_or(0, ReceiptsInfo::copies);
        out.good(&format!("{} of {}", counted(receipts, "receipt"), self.tenant))?;
        out.line(format!("  {} left out", counted(self.left_out, "file")))?;
        self.cut.iter().try_for_each(|path| out.line(format!("  {path} was cut")))?;
        self.kept.iter().try_for_each(|path| out.line(format!("  {path} kept as it is")))?;
        for (id, one) in &self.contents.contract {
            if let Some(waiver) = &one.waived {
                out.warning(&format!(
                    "`{id}` is short; {} answers for that: {}",
                    waiver.by, waiver.why
                ))?;
            }
        }
        out.good(&format!(
            "release {} for {} sealed in {} by {}",
            self.contents.version, self.tenant, self.out, self.signer
        ))?;
        out.line(format!("  sha256 {}", self.digest))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.evidence-disclose/v1",
            "bundle": self.out,
            "tenant": self.tenant,
            "signer": self.signer,
            "sha256": self.digest.to_string(),
            "cut": self.cut,
            "left_out": self.left_out,
            "kept": self.kept,
            "contents": self.contents,
        })
    }
}
