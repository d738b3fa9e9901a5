//! `simulator::matrix`: faults lie in the text and are not too many; a quarantine can be added to what is accepted and taken out
//! again, and leaves nothing behind.
#![no_main]

use cos_fuzz::is_inside;
use cos_simulator::matrix::edit::{EditError, add_quarantine, remove_quarantine};
use cos_simulator::matrix::{self, MOST_FAULTS, Matrix, Quarantine, Selector};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let matrix = match matrix::parse(bytes) {
        Ok(matrix) => matrix,
        Err(faults) => {
            assert!(!faults.is_empty() && faults.len() <= MOST_FAULTS);
            for fault in &faults {
                assert!(is_inside(fault.at, bytes), "{fault}");
            }
            return;
        }
    };
    let text = std::str::from_utf8(bytes).expect("a matrix is text");
    check_edits(text, &matrix);
});

fn check_edits(text: &str, matrix: &Matrix) {
    let entry = Quarantine {
        matches: Selector { id: "*".parse().ok(), ..Selector::default() },
        reason: "flaky: \"on\" # some days".to_owned(),
        ticket: "OPS-77".to_owned(),
        owner: "sre".to_owned(),
        added: "2026-11-24".parse().expect("it is a day"),
        expires: "2026-12-08".parse().expect("it is a day"),
    };
    let edited = match add_quarantine(text, &entry) {
        Ok(edited) => edited,
        Err(EditError::Layout) => return,
        Err(error) => panic!("{error}"),
    };
    let mut with = matrix.clone();
    with.quarantine.push(entry);
    let read = matrix::parse(edited.as_bytes()).expect("a quarantine can be read");
    assert!(read == with, "{edited}");
    match remove_quarantine(&edited, matrix.quarantine.len()) {
        Ok(again) => {
            let read = matrix::parse(again.as_bytes()).expect("an edited matrix can be read");
            assert!(read == *matrix, "{again}");
        }
        Err(error) => panic!("{error}: {edited}"),
    }
}
