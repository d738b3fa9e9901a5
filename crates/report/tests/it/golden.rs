//! Golden files of a small report in every format. After a change, look at what
//! `INSTA_UPDATE=always cargo nextest run -p cos-report` makes of them.

use crate::{formats, sample};

/// The page without its style, script and data, whose text says nothing here.
fn bare(page: &str) -> String {
    let mut bare = String::new();
    let mut rest = page;
    for (start, end) in
        [("<style>", "</style>"), ("id=\"data\">", "</script>"), ("<script>", "</script>")]
    {
        let (before, after) =
            rest.split_once(start).expect("the page has a style, data and a script");
        let (_, after) = after.split_once(end).expect("it ends");
        bare.extend([before, start, "…", end]);
        rest = after;
    }
    bare + rest
}

#[test]
fn every_format_looks_as_it_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../golden");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"sha256-[A-Za-z0-9+/]{43}=", "sha256-…");
    settings.bind(|| {
        for (file, text) in formats::rendered(&sample::report(48, 7)) {
            let text = if file == "conformance.html" { bare(&text) } else { text };
            insta::assert_snapshot!(file, text);
        }
    });
}
