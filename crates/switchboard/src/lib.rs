//! What tenants see and decide, as pure functions over bytes: theme packs on the open design-token formats.
//!
//! Nothing here opens a file, reads a clock or talks to a network: callers pass the files of a pack as a map of name to
//! bytes and get values out. That is what lets the command line, a server and a fuzzer share one reading of a theme.
#![warn(missing_docs)]

pub mod theme;
