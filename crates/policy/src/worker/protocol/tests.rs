//! Frames there and back, and what is no frame.

use super::{Answer, Ask, LENGTH, Question, decode, encode, read};
use crate::engine::{Evaluation, Outcome, Target, Variant};
use proptest::prelude::*;
use std::io::ErrorKind;

proptest! {
    #[test]
    fn what_is_written_is_read(text in any::<String>(), count in 0usize..4) {
        let (variant, target) = (Variant::Reference, Target::Rule(7));
        let ask = Ask::Evaluate(vec![Question { variant, target, length: text.len() }]);
        let mut bytes = Vec::new();
        for _ in 0..count {
            bytes.extend(encode(&ask, text.as_bytes()).unwrap());
        }
        let mut input = &bytes[..];
        for _ in 0..count {
            let (head, payload) = read::<Ask>(&mut input, 1 << 20).unwrap().unwrap();
            prop_assert_eq!(format!("{head:?}"), format!("{ask:?}"));
            prop_assert_eq!(payload, text.as_bytes());
        }
        prop_assert!(read::<Ask>(&mut input, 1 << 20).unwrap().is_none());
    }

    #[test]
    fn an_answer_is_decoded(text in any::<String>(), fired in any::<Vec<u32>>()) {
        let (tried, failed) = (vec![1], Vec::new());
        let answer =
            Answer::Evaluation(Evaluation { outcome: Outcome::Value(text), tried, fired, failed });
        let frame = encode(&answer, &[]).unwrap();
        let back: Option<Answer> = decode(&frame[LENGTH..]);
        prop_assert_eq!(format!("{:?}", back.unwrap()), format!("{answer:?}"));
    }

    #[test]
    fn bytes_are_no_answer(bytes in any::<Vec<u8>>()) {
        prop_assert!(decode::<Answer>(&bytes).is_none());
        // No panic, and no more than what is there.
        let _ = read::<Ask>(&mut &bytes[..], 1 << 20);
    }
}

#[test]
fn what_is_no_frame_is_an_error() {
    let whole = encode(&Ask::Lints, b"payload").unwrap();
    let longer = [&(whole.len() as u32).to_le_bytes(), &whole[LENGTH..]].concat();
    let headless = [&3_u32.to_le_bytes()[..], b"abc"].concat();
    let table: &[(&[u8], usize)] =
        &[(&whole[..whole.len() - 1], 1 << 20), (&longer, 1 << 20), (&headless, 99), (&whole, 8)];
    for (bytes, limit) in table {
        let error = read::<Ask>(&mut &bytes[..], *limit).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidData, "{bytes:?}");
    }
}
