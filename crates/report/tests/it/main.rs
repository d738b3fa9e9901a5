//! The renderers over whole reports: golden files, hostile texts, sizes, and the programs of others that read the formats.

mod formats;
mod golden;
mod hostile;
mod interop;
mod isolation;
mod junit;
mod readers;
mod sample;
mod sarif;
mod schema;
mod sizes;
mod verification;
