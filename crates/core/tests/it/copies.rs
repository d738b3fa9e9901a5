//! Partial copies of what others issue: where we read one, they read the same; what we refuse, RFC 9901 has us refuse.

use crate::interop::{issued, lines, run};
use cos_core::receipt::{Reader, ReceiptError};
use serde_json::{Value, json};

/// Every copy of `compact` that lacks one disclosure, has one twice, or two in another order.
fn copies(compact: &str) -> Vec<String> {
    let mut parts = compact.split_terminator('~');
    let jwt = parts.next().expect("an SD-JWT has a signed part");
    let disclosures: Vec<&str> = parts.collect();
    let join = |chosen: &[&str]| [&[jwt], chosen, &[""]].concat().join("~");
    let mut copies = vec![join(&[])];
    for at in 0..disclosures.len() {
        let (before, after) = disclosures.split_at(at);
        copies.push(join(&[before, &after[1..]].concat()));
        copies.push(join(&[before, &[after[0]], after].concat()));
        copies.push(join(&[&[after[0]], before, &after[1..]].concat()));
    }
    copies
}

#[test]
fn partial_copies_read_the_same_everywhere() {
    for issuer in ["issue.py", "issue.mjs"] {
        let samples = issued(issuer, 4);
        let copies: Vec<(String, &Value)> = (samples.iter())
            .flat_map(|sample| {
                let compact = sample["sd_jwt"].as_str().expect("an SD-JWT is text");
                copies(compact).into_iter().map(|copy| (copy, &sample["public_key"]))
            })
            .collect();
        let questions: Vec<Value> =
            copies.iter().map(|(copy, key)| json!({ "sd_jwt": copy, "public_key": key })).collect();
        for verifier in ["verify.py", "verify.mjs"] {
            for (answer, (copy, _)) in run(verifier, &lines(&questions)).iter().zip(&copies) {
                match Reader::default().read(copy.as_bytes()) {
                    Ok(sdjwt) => {
                        assert_eq!(answer["claims"], sdjwt.to_json(), "{verifier}: {answer}");
                    }
                    // A disclosure twice, or one whose parent is withheld. The Python reference lets the second pass and
                    // @sd-jwt/core both, against §7.1 step 5.
                    Err(error) => assert!(
                        matches!(error, ReceiptError::DigestTwice | ReceiptError::Unreferenced(_)),
                        "{error}"
                    ),
                }
            }
        }
    }
}
