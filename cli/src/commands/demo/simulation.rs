//! The demo's policy: packed, signed, simulated, weakened, and caught.

use super::Outcome;
use super::files::{MATRIX, POLICY};
use super::steps::{Demo, expect};
use crate::commands::policy::key;
use crate::commands::policy::load::BundleArgs;
use crate::commands::policy::signers::SignerArgs;
use crate::commands::report::signed;
use crate::commands::simulator::run::{MutateArg, everything};
use crate::error::CommandError;
use crate::files::Output;
use crate::ui::{counted, grouped};
use cos_daemon::AuthzPolicy;
use cos_policy::bundle::{self, Claims, Files};
use cos_report::model::Conformance;
use cos_report::{html, json};
use std::io::Write as _;

/// The release that the policy belongs to.
const REVISION: &str = "1.9.0";
/// A condition of the tenant binding that the demo takes out.
const WEAKENED: (&str, &str) =
    ("companyos/tenants.rego", "\n\tinput.resource.tenant == input.tenant\n");

impl Demo<'_> {
    /// Packs and signs the policy, and writes its matrix beside it.
    pub(super) fn policy(&self) -> Result<Outcome, CommandError> {
        self.write("privileged.yaml", MATRIX.as_bytes())?;
        self.pack("policy.tar.gz", POLICY)?;
        self.sign("authz.tar.gz", AuthzPolicy::default_files())?;
        let fact = format!(
            "policy of {} packed and signed as OPA does: {}",
            counted(POLICY.len() as u64, "file"),
            self.path("policy.tar.gz").display()
        );
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    /// Simulates every privileged flow, and signs what came of it.
    pub(super) fn simulate(&self) -> Result<Outcome, CommandError> {
        let report = self.conformance("policy.tar.gz", MutateArg::All)?;
        expect(report.passed, "the policy does not pass its gates")?;
        let text = json::render(&report)?;
        self.write("conformance.json", text.as_bytes())?;
        let key = signed::key(&self.path("trust"))?;
        let path = self.path("conformance.json");
        signed::sign(self.ctx, &report, (&path, text.as_bytes()), &key)?;
        self.write("conformance.html", html::render(&report)?.as_bytes())?;
        let summary = &report.summary;
        let fact = format!(
            "{} scenarios decided as expected, {} of {} privileged flows covered, {} of {} changes to the policy noticed: {}",
            grouped(summary.passed),
            summary.covered_flows,
            summary.privileged_flows,
            grouped(report.mutation.killed),
            grouped(report.mutation.killed + report.mutation.survived),
            self.path("conformance.html").display()
        );
        Ok(Outcome { count: Some(summary.scenarios), fact: Some(fact) })
    }

    /// Takes one condition out of the policy and lets the same matrix find it.
    pub(super) fn weaken(&self) -> Result<Outcome, CommandError> {
        let (file, condition) = WEAKENED;
        let texts: Vec<_> = POLICY
            .iter()
            .map(|(name, text)| {
                let text =
                    if *name == file { text.replace(condition, "\n") } else { (*text).into() };
                (*name, text)
            })
            .collect();
        let texts: Vec<_> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        self.pack("weakened.tar.gz", &texts)?;
        let report = self.conformance("weakened.tar.gz", MutateArg::Off)?;
        let first = report.failures.first();
        expect(!report.passed && first.is_some(), "the weakened policy is not found out")?;
        let fact = format!(
            "without `{}` in {file}, {} of {} scenarios fail, first `{}`",
            condition.trim(),
            grouped(report.summary.failed),
            grouped(report.summary.scenarios),
            first.map_or("", |failure| failure.scenario.as_str())
        );
        Ok(Outcome { count: Some(report.summary.scenarios), fact: Some(fact) })
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), CommandError> {
        let path = self.path(name);
        let mut out = Output::create(&path, false)?;
        out.write_all(bytes).map_err(|error| CommandError::io("write", &path, &error))?;
        out.finish()
    }

    fn pack(&self, name: &str, texts: &[(&str, &str)]) -> Result<(), CommandError> {
        let mut files = Files::from_texts(texts.iter().copied())?;
        bundle::set_revision(&mut files, REVISION)?;
        self.sign(name, files)
    }

    /// Signs a policy with the key that the trust file names for it.
    fn sign(&self, name: &str, mut files: Files) -> Result<(), CommandError> {
        let key = key::of_directory(&self.path("trust"))?;
        let claims = Claims { issued_at: Some(self.ctx.now().0), ..Claims::default() };
        bundle::sign(&mut files, &key, &claims)
            .map_err(|error| CommandError::from(bundle::BundleError::from(error)))?;
        self.write(name, &files.to_archive())
    }

    fn conformance(&self, bundle: &str, mutate: MutateArg) -> Result<Conformance, CommandError> {
        let bundle = BundleArgs {
            bundle: self.path(bundle),
            signer: SignerArgs { trust: Some(self.path("trust")), ..SignerArgs::default() },
        };
        everything(self.ctx, &self.path("privileged.yaml"), &bundle, mutate)
    }
}
