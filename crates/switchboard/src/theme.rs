//! Theme packs: design tokens, logos and fonts that give the console another look without another build.
//!
//! Tokens follow the Design Tokens Community Group's format and resolver modules, version 2025.10. The way through: [`Pack`] (files) → `source` (JSON
//! with places) → `resolver` (which files, for which mode) → `group` (names, inheritance) → `resolve` (types and references) → [`Theme`] → [`css`],
//! [`contrast`], [`diff`], [`preview`]. Values are parsed to types and written again from them, so that no token brings text of its own into a page.

mod asset;
pub mod color;
pub mod contract;
pub mod contrast;
pub mod css;
pub mod diff;
mod extends;
mod fault;
pub mod fix;
#[cfg(test)]
mod fixture;
mod group;
mod kind;
mod load;
mod manifest;
mod pack;
mod plain;
pub mod preview;
mod read;
mod reference;
mod resolve;
mod resolver;
mod source;
mod svg;
mod tokens;
mod value;
mod zip;

pub use fault::{Fault, MOST_FAULTS, Severity, codes};
pub use kind::Kind;
pub use load::{Checked, Mode, Theme, default_theme, load, resolve_for};
pub use manifest::{Logo, MANIFEST_SCHEMA, Manifest};
pub use pack::{MANIFEST, Pack, PackLimits};
pub use tokens::{Token, Tokens, to_json};
pub use value::{
    Border, Dimension, DimensionUnit, Duration, DurationUnit, LineCap, LineStyle, Shadow, Stop,
    StrokeStyle, TokenValue, Transition, Typography,
};
