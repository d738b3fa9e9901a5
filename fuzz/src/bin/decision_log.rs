//! `simulator::import::decision_log`: what is imported is a matrix of no more cases than were asked for, and every note and refusal is
//! about a place that exists.
#![no_main]

use cos_fuzz::{about, check_import};
use cos_simulator::import::decision_log::{self, Options};
use cos_simulator::matrix;
use libfuzzer_sys::fuzz_target;
use std::collections::{BTreeMap, BTreeSet};

const LOG: &str = "decisions.ndjson";
const MOST: usize = 50;

fuzz_target!(|bytes: &[u8]| {
    let inventory = BTreeSet::from(["key.rotate".to_owned()]);
    let options = Options {
        entrypoint: "data.authz.decision",
        flow: "/flow".parse().expect("it is a pointer"),
        allow: "/allow".parse().expect("it is a pointer"),
        reasons: "/reasons".parse().expect("it is a pointer"),
        most: MOST,
        inventory: Some(&inventory),
    };
    let imported = decision_log::import((LOG, bytes), &options, &about());
    if let Ok(imported) = &imported {
        let matrix = matrix::parse(imported.matrix.as_bytes()).expect("it is a matrix");
        assert!(matrix.cases.len() <= MOST);
    }
    check_import(imported, &BTreeMap::from([(LOG.to_owned(), bytes.to_vec())]));
});
