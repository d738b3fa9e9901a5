//! How much of a bundle to verify, as it stands on the command line.

use crate::error::CommandError;
use cos_core::code::Code;
use cos_evidence::bundle::sampled::Draw;
use cos_evidence::bundle::verify::Level;
use cos_evidence::pack;

/// How much to verify.
#[derive(clap::Args, Debug)]
pub(crate) struct LevelArgs {
    /// How much to verify: `fast` (all but signatures and proofs of receipts), `full`, or `sample=N` (of the receipts only N).
    #[arg(long, value_name = "fast|full|sample=N", default_value = "full", value_parser = parse)]
    level: LevelArg,
    /// What the sample is drawn with: 16 to 64 bytes in hexadecimal, chosen by the auditor once the bundle stands.
    #[arg(long, value_name = "HEX")]
    nonce: Option<String>,
}

#[derive(Clone, Copy, Debug)]
enum LevelArg {
    Fast,
    Full,
    Sample(u64),
}

fn parse(text: &str) -> Result<LevelArg, String> {
    let count = text.strip_prefix("sample=").map(|count| count.parse::<u64>().ok());
    match (text, count) {
        ("fast", _) => Ok(LevelArg::Fast),
        ("full", _) => Ok(LevelArg::Full),
        (_, Some(Some(count @ 1..))) => Ok(LevelArg::Sample(count)),
        (_, Some(_)) => Err("write `sample=N` with N of at least 1".into()),
        _ => Err("write `fast`, `full` or `sample=N`".into()),
    }
}

impl LevelArgs {
    /// The level; a sample needs a nonce, and nothing else does.
    pub(crate) fn level(&self) -> Result<Level, CommandError> {
        match (self.level, &self.nonce) {
            (LevelArg::Fast, None) => Ok(Level::Fast),
            (LevelArg::Full, None) => Ok(Level::Full),
            (LevelArg::Sample(count), Some(nonce)) => {
                Ok(Level::Sample(Draw { count, nonce: pack::parse_nonce(nonce)? }))
            }
            (LevelArg::Sample(_), None) => Err(refused(
                "`--level sample=N` needs `--nonce HEX`, which the auditor chooses: `openssl rand -hex 16`",
            )),
            (_, Some(_)) => Err(refused("`--nonce` is for `--level sample=N`")),
        }
    }
}

/// Options that do not belong together.
pub(super) fn refused(message: impl Into<String>) -> CommandError {
    CommandError::new(crate::error::Exit::Usage, const { Code::new("COS-EVB-0011") }, message)
}
