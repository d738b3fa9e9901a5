//! The bodies of requests and answers about themes.

use serde::{Deserialize, Serialize};

/// A theme that a tenant has, or would have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// The identity of what is in it: the digest of the digests of its files.
    pub digest: String,
    /// What it is called.
    pub name: String,
    /// Its version.
    pub version: String,
    /// When it came; absent for one that was only tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<String>,
    /// Who brought it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_by: Option<String>,
    /// Whether it is in force.
    pub active: bool,
}

/// A tenant's themes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Themes {
    /// What is in force; absent for the default theme.
    pub active: Option<String>,
    /// Those that came first at the beginning.
    pub themes: Vec<Theme>,
    /// What was in force, latest first; at most 100 steps.
    pub history: Vec<ThemeActivation>,
}

/// One step of the history of what was in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeActivation {
    /// Its number within the tenant, from 1 on.
    pub seq: i64,
    /// `activated` or `rolled_back`.
    pub kind: String,
    /// What was in force before; absent for the default theme.
    pub from: Option<String>,
    /// What is in force since; absent for the default theme.
    pub to: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: String,
    /// Who wanted it.
    pub by: String,
    /// The receipt of it.
    pub receipt: String,
}

/// What is known of a theme, and what activating it would change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThemeReport {
    /// The theme.
    pub theme: Theme,
    /// What it calls the product.
    pub product_name: String,
    /// Where it sends people for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_url: Option<String>,
    /// Its modes, the default one first.
    pub modes: Vec<ThemeMode>,
    /// What is wrong with it, errors first. A theme with errors was imported under other rules.
    pub faults: Vec<ThemeFault>,
    /// Every pair of colours that pages use.
    pub contrast: Vec<ThemeContrast>,
    /// The digest of that, as receipts name it.
    pub contrast_digest: String,
    /// What it was compared with: what is in force; absent for the default theme.
    pub against: Option<String>,
    /// What differs from that.
    pub differences: Vec<ThemeDifference>,
}

/// A mode of a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeMode {
    /// `light`, `dark` or another.
    pub name: String,
    /// How many tokens it has.
    pub tokens: u64,
    /// Tokens that it lacks, and that are the default theme's.
    pub borrowed: Vec<String>,
}

/// Something that is wrong with a theme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeFault {
    /// The stable code.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// The file, and the JSON pointer of the value in it, as `theme.json#/name`.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

/// The contrast of two colours that lie on each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThemeContrast {
    /// The mode.
    pub mode: String,
    /// The token in front.
    pub foreground: String,
    /// Its colour, as it is seen.
    pub foreground_hex: String,
    /// The token behind.
    pub background: String,
    /// Its colour, as it is seen.
    pub background_hex: String,
    /// The ratio, rounded down to two decimals.
    pub ratio: f64,
    /// What is needed.
    pub needed: f64,
    /// Whether it is enough.
    pub passes: bool,
}

/// One difference between two themes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThemeDifference {
    /// The mode.
    pub mode: String,
    /// The token.
    pub token: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// `added`, `changed` or `removed`.
    pub change: String,
    /// Its value before, as CSS has it.
    pub before: Option<String>,
    /// Its value after.
    pub after: Option<String>,
    /// How far a colour moved: the distance in Oklab times 100.
    pub distance: Option<f64>,
}

/// A theme is to come into force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activate {
    /// Why.
    pub reason: String,
}

/// What was in force before is to be so again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rollback {
    /// The digest of a theme that was in force, or `default`; absent for the one before the present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why.
    pub reason: String,
}
