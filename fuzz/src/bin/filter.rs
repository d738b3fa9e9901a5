//! `simulator::filter`: a fault can be shown; what is accepted means the opposite of its negation, and the same in parentheses, for
//! every scenario of a matrix.
#![no_main]

use cos_simulator::expand;
use cos_simulator::filter::Filter;
use cos_simulator::matrix::{self, Matrix};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static MATRIX: LazyLock<Matrix> = LazyLock::new(|| {
    let text = include_bytes!("../../../matrices/quick.yaml");
    matrix::parse(text).expect("it is a matrix")
});
/// Rows of one flow: enough for every value of a dimension.
const MOST_ROWS: usize = 64;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let filter = match text.parse::<Filter>() {
        Ok(filter) => filter,
        Err(error) => {
            assert!(error.column() <= text.chars().count() + 1);
            assert_eq!(error.context().lines().count(), 2, "{error}");
            return;
        }
    };
    if let Err(error) = filter.check(&[&MATRIX]) {
        assert_eq!(error.context().lines().count(), 2, "{error}");
    }
    // Longer or deeper by one may be too long or too deep.
    let Ok(other) = format!("!({text})").parse::<Filter>() else { return };
    let same = format!("({text})").parse::<Filter>().expect("it is shorter than its negation");
    for flow in 0..MATRIX.flows.len() {
        let filters = [&filter, &other, &same].map(|filter| filter.for_flow(&MATRIX, flow));
        let mut rows = expand::rows(&MATRIX, flow).expect("the flow expands");
        let mut row = vec![0; rows.width()];
        for _ in 0..MOST_ROWS {
            if !rows.next_into(&mut row) {
                break;
            }
            let [is, is_not, is_too] = filters.each_ref().map(|filter| filter.matches(&row));
            assert!(is != is_not && is == is_too, "{text}");
            assert!(filters[0].constant().is_none_or(|known| known == is), "{text}");
        }
    }
    for case in 0..MATRIX.cases.len() {
        let is = filter.matches_case(&MATRIX, case);
        assert!(is != other.matches_case(&MATRIX, case), "{text}");
    }
});
