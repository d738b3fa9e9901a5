//! `policy::bundle`: what is read from an archive, plain or in gzip, can be written and read again without a change, and means the same.
#![no_main]

use cos_policy::bundle::{self, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let Ok(files) = bundle::read_archive(bytes, &limits) else { return };
    let sizes = files.iter().map(|(_, content)| content.len() as u64);
    assert!(sizes.sum::<u64>() <= limits.total_bytes && files.len() <= limits.entries);

    let written = files.to_archive();
    // A plain archive may hold what compresses better than a compressed one is trusted to.
    let again = bundle::read_archive(&written, &Limits { ratio: u64::MAX, ..limits });
    let again = again.expect("what was written can be read");
    assert!(again == files);
    assert_eq!(again.content_digest(), files.content_digest());
    assert_eq!(again.to_archive(), written, "the same files are the same bytes");

    let Ok(loaded) = bundle::load(&files) else { return };
    assert!(loaded.data.is_object());
    assert_eq!(loaded.content_digest, files.content_digest());
    assert!(bundle::load(&again).expect("it was accepted before") == loaded);
});
