//! `cos trust add-ca`, and what `cos trust init --ca` shares with it.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::ids::Org;
use cos_sign::KeyDir;
use cos_sign::sigstore::Identity;
use serde_json::{Value, json};
use std::io;
use std::path::PathBuf;

const EXAMPLES: &str = "Examples:
  cos trust add-ca trust/
  cos trust add-ca trust/ --identity release@acme.example --issuer https://login.acme.example

The other keys stay as they are. Hand the new `trust.json` to auditors, and what
`cos trust export` writes to those who verify with other Sigstore clients.";

/// Add a certificate authority to a trust directory, for evidence that other Sigstore clients verify.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The directory that `cos trust init` made.
    dir: PathBuf,
    #[command(flatten)]
    identity: IdentityArgs,
}

/// For whom the authority makes out certificates.
#[derive(clap::Args, Debug)]
pub(super) struct IdentityArgs {
    /// The name in the certificates: an e-mail address or a URI [default: one of the organisation].
    #[arg(long, value_name = "SAN", requires = "issuer")]
    identity: Option<String>,
    /// Who vouches for that name, as a URL [default: the organisation].
    #[arg(long, value_name = "URL", requires = "identity")]
    issuer: Option<String>,
}

impl IdentityArgs {
    pub(super) fn of(&self, org: &Org) -> Result<Identity, CommandError> {
        let identity = match (self.identity.clone(), self.issuer.clone()) {
            (Some(san), Some(issuer)) => Identity { san, issuer },
            _ => Identity::of_org(org),
        };
        identity.check()?;
        Ok(identity)
    }
}

/// Makes the authority.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let mut keys = KeyDir::open(&args.dir)?;
    let identity = args.identity.of(keys.trust().org())?;
    keys.add_ca(&identity, ctx.now())?;
    ctx.ui.hint("hand the new trust file to auditors; until then they refuse what the authority vouches for");
    let trust = keys.trust_path().display().to_string();
    Ok(Answer::done(Added { identity, trust }))
}

/// Says in a sentence for whom certificates are made out.
pub(super) fn sentence(identity: &Identity) -> String {
    format!("certificate authority for `{}`, says `{}`", identity.san, identity.issuer)
}

struct Added {
    identity: Identity,
    trust: String,
}

impl Render for Added {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&sentence(&self.identity))?;
        out.good(&format!("{} names it", self.trust))
    }

    fn json(&self) -> Value {
        json!({
            "schema": "cos.trust-add-ca/v1",
            "identity": self.identity.san,
            "issuer": self.identity.issuer,
            "trust": self.trust,
        })
    }
}
