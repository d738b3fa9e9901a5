//! `core::receipt::sdjwt` behind its base64 and SHA-256, which mutations do not get through by chance.
//!
//! The first line of the input is the payload, each further line a disclosure; `#0` to `#9` stand for the digests of the first
//! ten disclosures, so that payload and disclosures can refer to each other.
#![no_main]

use cos_core::base64url::encode;
use cos_core::digest::Digest;
use cos_core::receipt::Reader;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // From the last on: a disclosure refers to later ones, or its digest would have to contain itself.
    for number in (1..lines.len()).rev() {
        let encoded = encode(lines[number].as_bytes());
        if number <= 10 {
            let digest = encode(&Digest::of(encoded.as_bytes()).0);
            let name = format!("#{}", number - 1);
            lines[..number].iter_mut().for_each(|line| *line = line.replace(&name, &digest));
        }
        lines[number] = encoded;
    }
    let Some((payload, disclosures)) = lines.split_first() else { return };
    let header = r#"{"alg":"EdDSA","kid":"acme/notary-1+00000000","typ":"cos-receipt+sd-jwt"}"#;
    let mut compact =
        [header, payload].map(|part| encode(part.as_bytes())).join(".") + "." + &encode(&[0; 64]);
    for disclosure in std::iter::once("").chain(disclosures.iter().map(String::as_str)) {
        compact = compact + disclosure + "~";
    }
    let mut reader = Reader::default();
    if let Ok(sdjwt) = reader.read(compact.as_bytes()) {
        cos_fuzz::check(&sdjwt);
    }
});
