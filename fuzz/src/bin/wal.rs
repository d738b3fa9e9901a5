//! `core::wal`: what was written comes back, and a cut or a changed byte never yields a receipt that was not written.
//!
//! The input is a place (2 bytes, big-endian) and a change (1 byte) that damage the file, and frames of receipts as
//! lines and their words. The input is also read as a file just as it is.
#![no_main]

use cos_core::wal::{Encoder, FileName, Tail, Wal, salvage};
use libfuzzer_sys::fuzz_target;

const NAME: FileName = FileName { epoch: 1, first: 0 };

fuzz_target!(|bytes: &[u8]| {
    let _ = (parse(bytes), salvage(bytes, &cos_fuzz::origin(), NAME));

    let Some((&[place @ .., damage], text)) = bytes.split_first_chunk::<3>() else { return };
    // Receipts are base64url and cannot hold a whole frame, behind which a torn one would look damaged.
    if text.windows(4).any(|window| window == b"WFRM") {
        return;
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::begin(&cos_fuzz::origin(), NAME, &mut file);
    let header = file.len();
    let frames = text.split(|&byte| byte == b'\n').map(|line| line.split(|&byte| byte == b' '));
    let receipts: Vec<&[u8]> = frames.clone().flatten().collect();
    for frame in frames {
        encoder.frame(frame, &mut file);
    }
    assert_eq!(encoder.next_index(), receipts.len() as u64);
    assert_eq!(parse(&file), Some((receipts.clone(), Tail::Whole)));

    if receipts.iter().all(|receipt| !receipt.is_empty()) {
        let found = salvage(&file, &cos_fuzz::origin(), NAME);
        assert_eq!(found, (0..).zip(receipts.clone()).collect::<Vec<_>>(), "nothing to salvage");
    }

    let place = usize::from(u16::from_be_bytes(place)) % file.len();
    let cut = parse(&file[..place]);
    assert_eq!(cut.is_some(), place >= header, "only the header must be whole");
    assert!(cut.is_none_or(|(found, _)| receipts.starts_with(&found)));

    file[place] ^= damage;
    let _ = salvage(&file, &cos_fuzz::origin(), NAME);
    match parse(&file) {
        Some((found, Tail::Whole)) => assert!(damage == 0 && found == receipts),
        Some((found, Tail::Torn { at })) => assert!(receipts.starts_with(&found) && at <= place),
        None => assert_ne!(damage, 0),
    }
});

fn parse(bytes: &[u8]) -> Option<(Vec<&[u8]>, Tail)> {
    let wal = Wal::parse(bytes, &cos_fuzz::origin(), NAME).ok()?;
    Some((wal.receipts().to_vec(), wal.tail()))
}
