//! `cos receipts disclose`.

use crate::commands::receipts::sample::ProfileArg;
use crate::ctx::Ctx;
use crate::error::{self, CommandError};
use crate::files::{self, Output};
use crate::ui::{Answer, Human, Render, counted};
use cos_core::code::Code;
use cos_core::receipt::disclose::{Profile, Selection};
use cos_core::receipt::{Reader, ReceiptError, flattened};
use cos_evidence::lines::LineChunks;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "Examples:
  cos receipts disclose receipts.sdjwt --profile public --out public.sdjwt
  cos receipts disclose receipts.sdjwt --profile public --claims actor,ticket --out some.sdjwt

No key is needed: a copy is the signed part and a choice of what was disclosed with it. Verify
copies like any receipt.";

/// Copy receipts with only some claims shown; they stay valid.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Receipts, one a line; `-` is stdin.
    input: PathBuf,
    /// For whom the copy is.
    #[arg(long, value_enum)]
    profile: ProfileArg,
    /// Claims to show beside those of the profile, separated by commas.
    #[arg(long, value_delimiter = ',', value_name = "CLAIM,…")]
    claims: Vec<String>,
    /// Where to write the copies; `-` is stdout.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Replace the output if it exists.
    #[arg(long)]
    force: bool,
}

/// Copies receipts.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let mut selection = Selection::of(Profile::from(args.profile));
    for claim in &args.claims {
        let unknown = |error| CommandError::input(Code::new("COS-CLI-0007"), format!("{error}"));
        selection.add(claim).map_err(unknown)?;
    }
    let shown: Vec<_> = selection.claims().collect();
    if args.out == Path::new("-") {
        let copied = copy(&args.input, &selection, &mut io::stdout().lock())?;
        ctx.ui.status(&format!(
            "{} copied, showing {}",
            counted(copied, "receipt"),
            shown.join(", ")
        ));
        return Ok(Answer::silent());
    }
    let mut out = Output::create(&args.out, args.force)?;
    let copied = copy(&args.input, &selection, &mut out)?;
    out.finish()?;
    Ok(Answer::done(Copied { copied, shown, out: args.out.display().to_string() }))
}

/// Copies every line; a flattened receipt stays flattened and keeps its proof.
fn copy(input: &Path, selection: &Selection, out: &mut dyn Write) -> Result<u64, CommandError> {
    let name = files::name(input);
    let mut chunks = LineChunks::new(files::open(input)?);
    let (mut reader, mut text) = (Reader::default(), Vec::new());
    let mut copied = 0;
    let mut outcome = Ok(());
    let read = chunks.each(|first, chunk| {
        outcome = (0..chunk.len()).zip(first..).try_for_each(|(at, line)| {
            let receipt = chunk.receipt(at as usize).unwrap_or_default();
            text.clear();
            one(&mut reader, &receipt, selection, &mut text)
                .map_err(|error| error::receipt(&name, line, &error))?;
            text.push(b'\n');
            out.write_all(&text)?;
            copied += 1;
            Ok::<_, CommandError>(())
        });
        outcome.is_ok()
    });
    read.map_err(|error| CommandError::io("read", input, &error))?;
    outcome?;
    out.flush()?;
    Ok(copied)
}

fn one(
    reader: &mut Reader,
    line: &[u8],
    selection: &Selection,
    out: &mut Vec<u8>,
) -> Result<(), ReceiptError> {
    if line.first() != Some(&b'{') {
        selection.disclose(&reader.read(line)?, out);
        return Ok(());
    }
    let flat = flattened::parse(line)?;
    let mut compact = Vec::new();
    selection.disclose(&reader.read(&flat.compact)?, &mut compact);
    let compact = String::from_utf8_lossy(&compact);
    let text = flattened::write(&compact, flat.tlog_proof.as_deref());
    out.extend_from_slice(text.unwrap_or_default().as_bytes());
    Ok(())
}

struct Copied {
    copied: u64,
    shown: Vec<&'static str>,
    out: String,
}

impl Render for Copied {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let shown = if self.shown.is_empty() {
            "nothing that can be withheld".into()
        } else {
            self.shown.join(", ")
        };
        out.good(&format!(
            "{} copied to {}, showing {shown}",
            counted(self.copied, "receipt"),
            self.out
        ))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.receipts-disclose/v1", "copied": self.copied, "shown": self.shown, "out": self.out })
    }
}
