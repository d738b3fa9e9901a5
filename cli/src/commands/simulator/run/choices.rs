//! What can be chosen for a run: the gates, which changes to the policy are tried, and where it is evaluated.

use super::scope::Scope;
use crate::commands::policy::engine::supplied;
use crate::commands::simulator::inputs::Inputs;
use crate::error::CommandError;
use clap::ValueEnum;
use cos_policy::engine::{Engine, InProcess, supported};
use cos_simulator::gates::Thresholds;
use cos_simulator::run::MutateMode;

/// Gates unless told otherwise.
pub(super) const MIN_COVERAGE: f64 = 0.95;
pub(super) const MIN_MUTATION: f64 = 0.9;

/// What must hold.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Gates")]
pub(crate) struct GateArgs {
    /// The least share of privileged flows that are covered.
    #[arg(long, value_name = "RATIO", default_value_t = MIN_COVERAGE, value_parser = ratio)]
    min_coverage: f64,
    /// The least share of changes to the policy that are noticed.
    #[arg(long, value_name = "RATIO", default_value_t = MIN_MUTATION, value_parser = ratio)]
    min_mutation: f64,
}

impl GateArgs {
    pub(super) fn thresholds(&self, inputs: &Inputs) -> Thresholds {
        Thresholds {
            coverage: Some(self.min_coverage),
            mutation: self.min_mutation,
            today: inputs.today,
            repeats: 0,
        }
    }
}

pub(in crate::commands::simulator) fn ratio(text: &str) -> Result<f64, String> {
    let ratio = text.parse().ok().filter(|ratio| (0.0..=1.0).contains(ratio));
    ratio.ok_or_else(|| "write a number from 0 to 1".to_owned())
}

/// Which changes to the policy are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MutateArg {
    /// All of them.
    All,
    /// Those in definitions that differ from what is compared with.
    Changed,
    /// None; then no flow can be covered, since nothing shows that conditions matter.
    Off,
}

impl MutateArg {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Changed => "changed",
            Self::Off => "off",
        }
    }

    pub(super) fn mode(self) -> MutateMode {
        match self {
            Self::All => MutateMode::All,
            Self::Changed => MutateMode::Changed,
            Self::Off => MutateMode::Off,
        }
    }

    /// Where only some scenarios are run, only what they can notice is tried.
    pub(super) fn of(self, scope: &Scope<'_>, unsound: bool) -> Self {
        match self {
            Self::Off => Self::Off,
            _ if unsound => Self::All,
            _ if scope.is_partial() => Self::Changed,
            own => own,
        }
    }
}

/// Where the policy is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineArg {
    /// In this process: only for policies that you wrote.
    InProcess,
    /// In a process of its own, under limits of memory and time.
    Worker,
}

impl EngineArg {
    /// Loads the policy.
    pub(in crate::commands::simulator) fn load(
        self,
        inputs: &Inputs,
    ) -> Result<Box<dyn Engine>, CommandError> {
        let setup = inputs.setup()?;
        let engine: Box<dyn Engine> = match self {
            Self::InProcess => Box::new(InProcess::load(setup)?),
            Self::Worker => Box::new(supplied(&setup)?),
        };
        supported(engine.outline())?;
        Ok(engine)
    }
}
