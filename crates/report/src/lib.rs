//! What people look at: models of reports, and one renderer for each format. Pure: values in, text out.
//!
//! Every text of a report may be hostile: names of rules, reasons and ids come from the policy and the matrix under test. Each
//! renderer escapes for its own format, and all of them print through [`text`], which makes invisible characters visible
//! and cuts what is too long.

mod address;
pub mod cobertura;
pub mod column;
mod coverage;
pub mod error;
pub mod evidence;
pub mod html;
pub mod isolation;
pub mod json;
pub mod junit;
pub mod lcov;
pub mod markdown;
pub mod model;
pub mod oscal;
mod page;
pub mod ranking;
pub mod sarif;
pub mod scenario;
pub mod statement;
pub mod text;

pub use error::ReportError;
