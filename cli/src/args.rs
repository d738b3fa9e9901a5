//! The command line as typed. The doc comments are the help texts.

use crate::commands::{
    evidence, explain, generated, ledger, policy, receipts, report, schema, simulator, theme, trust,
};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Operator toolkit: every act leaves a signed receipt that anyone can check later, and nothing ramps without proof.
#[derive(Debug, Parser)]
#[command(name = "cos", version, propagate_version = true, max_term_width = 100)]
#[command(
    after_help = "Begin with `cos demo`; it takes a minute and leaves everything it made in ./cos-demo."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// How to write the answer to stdout; errors on stderr follow it.
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// When to colour; `NO_COLOR` is honoured, too.
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
    /// Print no status, hints or progress.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

impl Command {
    /// Whether the answer has a Markdown form.
    pub(crate) fn has_markdown(&self) -> bool {
        matches!(
            self,
            Self::Evidence(evidence::Command::Diff(_))
                | Self::Simulator(simulator::Command::Diff(_))
        )
    }
}

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
    /// JSON, one value a line.
    Jsonl,
    /// Markdown, as for release notes; of what compares two releases.
    Markdown,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// Always.
    Always,
    /// On a terminal.
    Auto,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show in a minute what receipts are worth: serve two tenants, verify 50,000 receipts, sample, disclose, tamper.
    #[cfg(feature = "server")]
    Demo(crate::commands::demo::Args),
    /// Issue, append, verify, sample, disclose and show receipts.
    #[command(subcommand)]
    Receipts(receipts::Command),
    /// Bundle the evidence of a release, and verify it offline.
    #[command(subcommand)]
    Evidence(evidence::Command),
    /// Make a data directory for `cos serve`: keys, trust file, state, the first operator's token.
    #[cfg(feature = "server")]
    Init(crate::commands::init::Args),
    /// Serve tenants, credentials and receipts over HTTP.
    #[cfg(feature = "server")]
    Serve(crate::commands::serve::Args),
    /// Remember a server and a token for later commands.
    #[cfg(feature = "server")]
    Login(crate::commands::login::Args),
    /// Ask a running server for what it must refuse, and sign what came of it.
    #[cfg(feature = "server")]
    #[command(subcommand)]
    Isolation(crate::commands::isolation::Command),
    /// Show how a server fares: whether it is ready, its logs, its disk, its policy, its keys and certificates.
    #[cfg(feature = "server")]
    Status(crate::commands::status::Args),
    /// Look after the database behind a server.
    #[cfg(feature = "server")]
    #[command(subcommand)]
    State(crate::commands::state::Command),
    /// Create, list and suspend tenants.
    #[cfg(feature = "server")]
    #[command(subcommand)]
    Tenant(crate::commands::tenant::Command),
    /// Issue, list and revoke credentials.
    #[cfg(feature = "server")]
    #[command(subcommand)]
    Token(crate::commands::token::Command),
    /// Look after a ledger: check it, show its state, prove an entry.
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// Build, inspect, sign and verify policy bundles.
    #[command(subcommand)]
    Policy(policy::Command),
    /// Render and verify conformance reports.
    #[command(subcommand)]
    Report(report::Command),
    /// Examine S3 servers.
    #[cfg(feature = "s3")]
    #[command(subcommand)]
    S3(crate::commands::s3::Command),
    /// Run scenario matrices against policy bundles.
    #[command(subcommand)]
    Simulator(simulator::Command),
    /// Validate, compare, preview and export theme packs.
    #[command(subcommand)]
    Theme(theme::Command),
    /// Make and explain keys and the trust file.
    #[command(subcommand)]
    Trust(trust::Command),
    /// Explain an error code.
    Explain(explain::Args),
    /// Print the JSON Schema of a format that cos reads or writes.
    Schema(schema::Args),
    /// Print completions for a shell.
    Completions(generated::CompletionsArgs),
    /// Write the manual pages into a directory.
    Man(generated::ManArgs),
    /// Write all help texts as one Markdown page.
    #[command(hide = true)]
    MarkdownHelp,
    /// Evaluate the policy that arrives on stdin; cos starts this itself.
    #[command(hide = true)]
    PolicyWorker,
}
