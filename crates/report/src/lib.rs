//! What people look at: models of reports, and one renderer for each format. Pure: values in, text out.

pub mod model;
