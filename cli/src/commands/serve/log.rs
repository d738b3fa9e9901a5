//! The server's log, on standard error: a line for each request and for whatever goes wrong meanwhile, with the id of the trace.

use std::io;
use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{Layer as _, registry};

/// The form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// For people.
    Text,
    /// A JSON object a line.
    Json,
    /// None.
    Off,
}

/// Begins to write, for as long as the process lives.
pub(crate) fn begin(form: Form) {
    // What libraries say is heard when they warn.
    let heard = Targets::new().with_default(LevelFilter::WARN).with_target("cos", Level::INFO);
    let layer = match form {
        Form::Off => return,
        Form::Text => layer().with_writer(io::stderr).with_ansi(false).with_target(false).boxed(),
        Form::Json => layer().json().flatten_event(true).with_writer(io::stderr).boxed(),
    };
    let subscriber = registry().with(layer.with_filter(heard));
    // Only a second one in this process could fail, and there is none.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
