//! Evidence bundles: made, carried, interrupted, and changed in every way that somebody might try.

mod carriers;
mod mutants;
mod sbom;
mod world;
