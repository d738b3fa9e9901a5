//! Every driver against the suite of `cos-testkit`, and what only one of them can get wrong.

mod local;
