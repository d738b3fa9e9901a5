//! Promise P25: every tampered receipt is named and no clean one, by both criteria, one by one and in any company.

use super::*;
use crate::base64url;
use crate::ed25519::Sign as _;
use crate::fixture::{self, KID, Notary, event, header, notary};
use crate::receipt::Reader;
use crate::receipt::claims::ClaimsReader;
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use serde_json::json;

const BOTH: [Criterion; 2] = [Criterion::Batch, Criterion::Strict];

fn other_notary(number: u8) -> Notary {
    Notary(SigningKey::from_bytes(&[number; 32]))
}

/// A receipt signed anew with another key under any key id.
fn signed_by(notary: &Notary, kid: &str, number: u64) -> String {
    let mut header = header();
    header["kid"] = kid.into();
    let payload = fixture::payload(&fixture::receipt(number)).to_string();
    fixture::signed(notary, &header.to_string(), &payload, &[])
}

/// Checks receipts together; each must be in order but for its signature.
fn check(
    keyring: &Keyring,
    criterion: Criterion,
    receipts: &[String],
) -> Vec<Result<Verified<Receipt>, ReceiptError>> {
    let (mut reader, mut claims) = (Reader::default(), ClaimsReader::default());
    let mut checker = Checker::new(keyring, criterion);
    for compact in receipts {
        let sdjwt = reader.read(compact.as_bytes()).unwrap();
        let receipt = claims.read(&sdjwt).unwrap();
        checker.push(&sdjwt, receipt);
    }
    checker.finish().collect()
}

/// Reads and checks one text the whole way.
fn outcome(criterion: Criterion, text: &[u8]) -> Result<Verified<Receipt>, ReceiptError> {
    let keyring = fixture::keyring();
    let mut reader = Reader::default();
    let sdjwt = reader.read(text)?;
    let receipt = ClaimsReader::default().read(&sdjwt)?;
    let mut checker = Checker::new(&keyring, criterion);
    checker.push(&sdjwt, receipt);
    let mut outcomes: Vec<_> = checker.finish().collect();
    assert_eq!(outcomes.len(), 1);
    outcomes.remove(0)
}

/// Flips a bit of the signature of a compact SD-JWT.
fn forged(compact: &str, bit: usize) -> String {
    let (jwt, tail) = compact.split_once('~').unwrap();
    let (input, signature) = jwt.rsplit_once('.').unwrap();
    let mut signature: [u8; 64] = base64url::decode_array(signature.as_bytes()).unwrap();
    signature[bit / 8] ^= 1 << (bit % 8);
    format!("{input}.{}~{tail}", base64url::encode(&signature))
}

#[test]
fn honest_receipts_are_verified_and_say_by_which_key() {
    let (second, third) = (other_notary(2), other_notary(3));
    let keyring: Keyring = [(KID, &notary()), ("second", &second), ("third", &third)]
        .map(|(kid, notary)| (kid.to_owned(), VerifyingKey::new(notary.public_key()).unwrap()))
        .into_iter()
        .collect();
    let receipts = [
        fixture::receipt(1),
        signed_by(&third, "third", 2),
        signed_by(&second, "second", 3),
        fixture::receipt(4),
        signed_by(&second, "second", 5),
    ];
    for criterion in BOTH {
        let outcomes = check(&keyring, criterion, &receipts);
        let keys: Vec<_> =
            outcomes.iter().map(|outcome| keyring.id(outcome.as_ref().unwrap().key())).collect();
        assert_eq!(keys, [KID, "third", "second", KID, "second"]);
        for (outcome, receipt) in outcomes.into_iter().zip(&receipts) {
            let verified = outcome.unwrap();
            assert_eq!(verified.jti.to_string(), fixture::payload(receipt)["jti"]);
            assert_eq!(verified.clone().into_inner(), *verified);
        }
    }
}

#[test]
fn keys_are_not_mistaken_for_one_another() {
    let (mallory, keyring) = (other_notary(66), fixture::keyring());
    let receipts = [
        signed_by(&mallory, KID, 1),
        signed_by(&mallory, "mallory", 2),
        signed_by(&notary(), &KID.to_uppercase(), 3),
        signed_by(&notary(), "", 4),
        signed_by(&notary(), KID, 5),
        signed_by(&notary(), &"k\n".repeat(500), 6),
    ];
    for criterion in BOTH {
        let outcomes = check(&keyring, criterion, &receipts);
        let errors: Vec<_> = outcomes.iter().map(|outcome| outcome.as_ref().err()).collect();
        assert_eq!(errors[0], Some(&ReceiptError::Signature));
        assert_eq!(errors[1], Some(&ReceiptError::UnknownKey("mallory".into())));
        assert!(matches!(errors[2], Some(ReceiptError::UnknownKey(_))));
        assert_eq!(errors[3], Some(&ReceiptError::UnknownKey(String::new())));
        assert_eq!(errors[4], None);
        let long = errors[5].unwrap().to_string();
        assert!(long.len() < 300 && !long.contains('\n'), "{long}");
    }
}

#[test]
fn nothing_is_trusted_without_keys() {
    for criterion in BOTH {
        let outcomes = check(&Keyring::default(), criterion, &[fixture::receipt(1)]);
        assert_eq!(outcomes, [Err(ReceiptError::UnknownKey(KID.into()))]);
        assert_eq!(check(&Keyring::default(), criterion, &[]), []);
    }
}

#[test]
fn a_checker_starts_anew_after_each_batch() {
    let keyring = fixture::keyring();
    let (good, bad) = (fixture::receipt(1), forged(&fixture::receipt(2), 0));
    let (mut reader, mut claims) = (Reader::default(), ClaimsReader::default());
    for criterion in BOTH {
        let mut checker = Checker::new(&keyring, criterion);
        let mut push = |checker: &mut Checker<'_>, compact: &str| {
            let sdjwt = reader.read(compact.as_bytes()).unwrap();
            let receipt = claims.read(&sdjwt).unwrap();
            checker.push(&sdjwt, receipt);
        };
        for texts in [[&bad, &good], [&good, &bad], [&good, &good]] {
            for text in texts {
                push(&mut checker, text);
            }
            let outcomes: Vec<_> = checker.finish().map(|outcome| outcome.is_ok()).collect();
            assert_eq!(outcomes, texts.map(|text| *text == good));
        }
        push(&mut checker, &bad);
        push(&mut checker, &good);
        drop(checker.finish());
        push(&mut checker, &good);
        assert!(
            checker.finish().all(|outcome| outcome.is_ok()),
            "outcomes nobody asked for are gone"
        );
    }
}

/// The receipt read is the receipt checked.
#[test]
fn a_summary_of_another_receipt_is_not_vouched_for() {
    let keyring = fixture::keyring();
    let (one, other) = (fixture::receipt(1), fixture::receipt(2));
    let (mut first, mut second) = (Reader::default(), Reader::default());
    let (one, other) =
        (first.read(one.as_bytes()).unwrap(), second.read(other.as_bytes()).unwrap());
    let summary = ClaimsReader::default().read(&other).unwrap();
    let pushed =
        std::panic::catch_unwind(|| Checker::new(&keyring, Criterion::Strict).push(&one, summary));
    assert!(pushed.is_err());
}

/// Changes every byte of a complete receipt in several ways; none is accepted by either criterion.
#[test]
fn every_changed_byte_is_noticed() {
    let receipt = fixture::receipt(5).into_bytes();
    for at in 0..receipt.len() {
        for change in [1, 4, 32, 128] {
            let mut text = receipt.clone();
            text[at] ^= change;
            assert!(outcome(Criterion::Strict, &text).is_err(), "byte {at} ^ {change}");
        }
        let mut text = receipt.clone();
        text.remove(at);
        assert!(outcome(Criterion::Batch, &text).is_err(), "byte {at} removed");
        let mut text = receipt.clone();
        text.insert(at, receipt[at]);
        assert!(outcome(Criterion::Batch, &text).is_err(), "byte {at} doubled");
    }
    assert!(BOTH.into_iter().all(|criterion| outcome(criterion, &receipt).is_ok()));
}

#[test]
fn every_truncation_is_noticed_or_ends_a_smaller_copy() {
    let receipt = fixture::receipt(1).into_bytes();
    let jwt = crate::receipt::signed_part(&receipt).len();
    for length in 0..receipt.len() {
        let is_copy = length > jwt && receipt[length - 1] == b'~';
        assert_eq!(
            outcome(Criterion::Strict, &receipt[..length]).is_ok(),
            is_copy,
            "{length} bytes"
        );
    }
}

#[test]
fn disclosures_do_not_pass_from_receipt_to_receipt() {
    let (one, other) = (fixture::receipt(1), fixture::receipt(2));
    let swapped =
        format!("{}~{}", one.split_once('~').unwrap().0, other.split_once('~').unwrap().1);
    assert_eq!(
        outcome(Criterion::Batch, swapped.as_bytes()).unwrap_err(),
        ReceiptError::Unreferenced(1)
    );
}

/// A signature covers header and payload as transmitted: the same JSON in other bytes is another receipt.
#[test]
fn the_signature_is_over_the_transmitted_bytes() {
    let receipt = fixture::receipt(1);
    let respelled = receipt.replacen(
        &fixture::encode(&header().to_string()),
        &fixture::encode(&format!("{} ", header())),
        1,
    );
    assert_ne!(receipt, respelled);
    for criterion in BOTH {
        assert_eq!(outcome(criterion, respelled.as_bytes()).unwrap_err(), ReceiptError::Signature);
    }
}

#[test]
fn errors_have_a_code_and_a_check() {
    let codes: Vec<_> = [
        outcome(Criterion::Batch, b""),
        outcome(Criterion::Batch, fixture::sdjwt(&header(), "x", &[]).as_bytes()),
        outcome(Criterion::Batch, fixture::sdjwt(&json!({}), "{}", &[]).as_bytes()),
        outcome(Criterion::Batch, fixture::sdjwt(&header(), r#"{"_sd":1}"#, &[]).as_bytes()),
        outcome(Criterion::Batch, fixture::sdjwt(&header(), "{}", &[fixture::item(1)]).as_bytes()),
        outcome(Criterion::Batch, fixture::sdjwt(&header(), "{}", &[]).as_bytes()),
        outcome(Criterion::Batch, forged(&fixture::receipt(1), 0).as_bytes()),
    ]
    .into_iter()
    .map(|outcome| outcome.unwrap_err())
    .map(|error| format!("{} {}", error.code(), error.check()))
    .collect();
    assert_eq!(
        codes,
        [
            "COS-RCP-0001 format",
            "COS-RCP-0002 format",
            "COS-RCP-0003 format",
            "COS-RCP-0004 disclosure",
            "COS-RCP-0007 disclosure",
            "COS-RCP-0009 claims",
            "COS-RCP-0011 signature",
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_batch_names_exactly_the_bad_ones(bad in prop::collection::btree_map(0_usize..70, 0_usize..512, 0..9), size in 1_usize..70) {
        let receipts: Vec<String> = (0..size)
            .map(|at| {
                let receipt = fixture::receipt(at as u64);
                bad.get(&at).map_or_else(|| receipt.clone(), |&bit| forged(&receipt, bit))
            })
            .collect();
        for criterion in BOTH {
            for (at, outcome) in check(&fixture::keyring(), criterion, &receipts).iter().enumerate() {
                let expected = bad.contains_key(&at).then_some(&ReceiptError::Signature);
                prop_assert_eq!(outcome.as_ref().err(), expected, "{} of {}", at, size);
            }
        }
    }

    #[test]
    fn both_criteria_agree_on_damaged_receipts(
        number in 0_u64..50,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    ) {
        let honest = fixture::receipt_of(&event(number), number).into_bytes();
        let mut text = honest.clone();
        for (at, byte) in edits {
            let at = at.index(text.len());
            text[at] = byte;
        }
        let [batch, strict] = BOTH.map(|criterion| outcome(criterion, &text));
        prop_assert_eq!(batch.is_ok(), text == honest);
        prop_assert_eq!(batch, strict);
    }
}
