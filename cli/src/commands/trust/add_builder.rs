//! `cos trust add-builder`.

use crate::ctx::Ctx;
use crate::error::CommandError;
use crate::ui::{Answer, Human, Render};
use cos_core::code::Code;
use cos_sign::KeyDir;
use cos_sign::spki::SpkiKey;
use cos_sign::trust::{Builder, BuilderSigner, Pattern};
use serde_json::{Value, json};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos trust add-builder trust/ --id https://ci.acme.example/builder \\
      --key builder.pem --key-id ci-1 --source 'git+https://git.acme.example/cos@*' \\
      --build-type https://ci.acme.example/build/v1
  cos trust add-builder trust/ --id https://ci.acme.example/runner \\
      --identity 'https://github.com/acme/cos/*' \\
      --issuer https://token.actions.githubusercontent.com \\
      --source 'git+https://github.com/acme/cos@*' --build-type https://ci.acme.example/build/v1

A value that ends in `*` stands for everything that begins with what stands before it.";

/// Say whose provenance counts: which builder, how it signs, and what it may build.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The directory that `cos trust init` made.
    dir: PathBuf,
    /// The `builder.id` in its provenance.
    #[arg(long, value_name = "URI")]
    id: String,
    /// The builder's public key in PEM.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["identity", "issuer"], required_unless_present = "identity")]
    key: Option<PathBuf>,
    /// The key id that its signatures bear [default: none].
    #[arg(
        long,
        value_name = "ID",
        requires = "key",
        default_value = "",
        hide_default_value = true
    )]
    key_id: String,
    /// The name in the builder's certificates; `*` at the end for all that begin so.
    #[arg(long, value_name = "SAN", requires = "issuer")]
    identity: Option<String>,
    /// Who vouches for that name.
    #[arg(long, value_name = "URL", requires = "identity")]
    issuer: Option<String>,
    /// A source that it may build; `*` at the end for all that begin so; may be repeated.
    #[arg(long, value_name = "URI", required = true)]
    source: Vec<String>,
    /// A build type that it may use; may be repeated.
    #[arg(long, value_name = "URI", required = true)]
    build_type: Vec<String>,
    /// The highest SLSA build level that its provenance can show.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=3))]
    max_level: u8,
}

/// Lists a builder.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let mut keys = KeyDir::open(&args.dir)?;
    let builder = Builder {
        id: args.id.clone(),
        signer: signer(args)?,
        max_level: args.max_level,
        sources: args.source.iter().map(|text| pattern(text)).collect(),
        build_types: args.build_type.clone(),
    };
    keys.add_builder(builder)?;
    ctx.ui.hint(
        "hand the new trust file to auditors; until then they refuse this builder's provenance",
    );
    Ok(Answer::done(Added { id: args.id.clone(), trust: keys.trust_path().display().to_string() }))
}

fn signer(args: &Args) -> Result<BuilderSigner, CommandError> {
    if let (Some(san), Some(issuer)) = (&args.identity, &args.issuer) {
        return Ok(BuilderSigner::Identity { san: pattern(san), issuer: issuer.clone() });
    }
    let path = args.key.as_deref().unwrap_or(Path::new(""));
    let text = fs::read_to_string(path).map_err(|error| CommandError::io("read", path, &error))?;
    let key = SpkiKey::from_pem(&text).ok_or_else(|| {
        let message = format!(
            "`{}` is no public key in PEM of P-256 or Ed25519, as `openssl pkey -pubout` writes it",
            path.display()
        );
        CommandError::input(const { Code::new("COS-KEY-0013") }, message)
    })?;
    Ok(BuilderSigner::Key { hint: args.key_id.clone(), key: Box::new(key) })
}

fn pattern(text: &str) -> Pattern {
    match text.strip_suffix('*') {
        Some(prefix) => Pattern::Prefix(prefix.to_owned()),
        None => Pattern::Exact(text.to_owned()),
    }
}

struct Added {
    id: String,
    trust: String,
}

impl Render for Added {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        out.good(&format!("provenance of `{}` counts; {} says so", self.id, self.trust))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.trust-add-builder/v1", "id": self.id, "trust": self.trust })
    }
}
