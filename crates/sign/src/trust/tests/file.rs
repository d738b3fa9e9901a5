//! Reading what was written gives the same back; no changed byte goes unnoticed.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;

#[test]
fn the_file_is_what_people_were_promised() {
    let log = key("acme/log-1", 3);
    let pilot = origin("acme/eu-1/pilot-a");
    let retired = Retired { at: LATER, logs: BTreeMap::from([(pilot.clone(), 25_000)]) };
    let file = TrustFile {
        keys: vec![TrustedKey { retired: Some(retired), not_after: Some(LATER), ..trusted(&log) }],
        logs: vec![LogRule { origin: pilot.into(), keys: vec![log.id().clone()] }],
        quorum: 1,
        witnesses: vec![witness("witness.example/north", 5)],
        ..TrustFile::empty("acme".parse().unwrap())
    };
    assert_eq!(
        file.to_json(),
        r#"{
  "schema": "cos.trust/v1",
  "org": "acme",
  "keys": [
    {
      "id": "acme/log-1+c3a5e872",
      "purpose": "log",
      "algorithm": "Ed25519",
      "public_key": "7UkoxijRwsbq6QM4kFmVYSlZJzpcY_k2NsFGFKyHN9E",
      "not_before": "2026-01-01T00:00:00Z",
      "not_after": "2026-01-02T00:00:00Z",
      "retired": {
        "at": "2026-01-02T00:00:00Z",
        "logs": {
          "acme/eu-1/pilot-a": 25000
        }
      }
    }
  ],
  "logs": [
    {
      "origin": "acme/eu-1/pilot-a",
      "keys": [
        "acme/log-1+c3a5e872"
      ]
    }
  ],
  "witnesses": {
    "quorum": 1,
    "keys": [
      "witness.example/north+6eab9e47+BG56HN0psLeP0Tr0xVmP7/TvKpcWbjym8uT7/M2AUFvx"
    ]
  }
}
"#
    );
    assert_eq!(file.check().unwrap().file(), &file);
}

#[test]
fn digest_is_of_the_bytes() {
    let json = sample().to_json();
    let trust = TrustFile::parse(json.as_bytes()).unwrap();
    assert_eq!(trust.digest(), Digest::of(json.as_bytes()));
    let compact = serde_json::from_str::<Json>(&json).unwrap().to_string();
    let other = TrustFile::parse(compact.as_bytes()).unwrap();
    assert_eq!(other.file(), trust.file());
    assert_ne!(other.digest(), trust.digest());
    let crlf = json.replace('\n', "\r\n");
    assert_eq!(TrustFile::parse(crlf.as_bytes()).unwrap().file(), trust.file());
}

#[test]
fn every_flipped_bit_is_refused_or_seen() {
    let json = sample().to_json().into_bytes();
    let trust = TrustFile::parse(&json).unwrap();
    let mut accepted = 0;
    for at in 0..json.len() {
        for bit in 0..8 {
            let mut bytes = json.clone();
            bytes[at] ^= 1 << bit;
            let Ok(other) = TrustFile::parse(&bytes) else { continue };
            accepted += 1;
            assert_ne!(other.digest(), trust.digest());
            // White space between fields is all that a flip can change without changing the meaning.
            let space = |byte: u8| matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
            let only_space = space(json[at]) && space(bytes[at]);
            assert_eq!(other.file() == trust.file(), only_space, "byte {at}, bit {bit}");
        }
    }
    assert!(accepted > 100, "digits of sizes and dates can change: {accepted}");
}

#[test]
fn every_truncation_is_refused() {
    let json = sample().to_json();
    for length in 0..json.len() - 1 {
        let error = TrustFile::parse(&json.as_bytes()[..length]).unwrap_err();
        assert_eq!(error.code().as_str(), "COS-TRU-0001", "{length}: {error}");
    }
}

/// The schema is for editors and other programs; it must not drift away from what is read.
#[test]
fn schema_names_the_same_fields() {
    let schema: Json = serde_json::from_str(SCHEMA).unwrap();
    let written: Json = serde_json::from_str(&sample().to_json()).unwrap();
    let key_schema = &schema["$defs"]["key"];
    let pairs = [
        (&schema, &written),
        (key_schema, &written["keys"][0]),
        (&key_schema["properties"]["retired"]["anyOf"][1], &written["keys"][0]["retired"]),
        (&schema["properties"]["logs"]["items"], &written["logs"][0]),
        (&schema["properties"]["witnesses"], &written["witnesses"]),
    ];
    for (schema, written) in pairs {
        let names = sorted_keys(written);
        // What came after the first files may be missing; `signers` tests it.
        let later = ["builders", "identities", "sigstore"];
        let described = sorted_keys(&schema["properties"]);
        let described: Vec<_> =
            described.into_iter().filter(|name| !later.contains(name)).collect();
        let mut required: Vec<_> =
            schema["required"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        required.sort_unstable();
        assert_eq!(described, names);
        assert_eq!(required, names);
        assert_eq!(schema["additionalProperties"], false);
    }
    assert_eq!(schema["properties"]["schema"]["const"], SCHEMA_ID);
}

/// serde_json keeps keys in either order, as the features of the whole build have it.
fn sorted_keys(object: &Json) -> Vec<&str> {
    let mut keys: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn time() -> impl Strategy<Value = Timestamp> {
    // The years 0000 to 9999.
    (-62_167_219_200_i64..=253_402_300_799).prop_map(Timestamp)
}

fn org() -> impl Strategy<Value = Org> {
    "[a-z0-9]([a-z0-9-]{0,20}(\\.[a-z0-9]+)?[a-z0-9])?".prop_map(|text| text.parse().unwrap())
}

prop_compose! {
    fn origin_of(org: Org)(region in "[a-z0-9]{1,40}", tenant in "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?") -> Origin {
        origin(&format!("{org}/{region}/{tenant}"))
    }
}

prop_compose! {
    fn retired_of(org: Org)(
        logs in prop::collection::btree_map(origin_of(org), 0..=i64::MAX.cast_unsigned(), 0..4),
        at in time(),
    ) -> Retired {
        Retired { at, logs }
    }
}

prop_compose! {
    fn key_of(org: Org)(
        number in 1_u32..,
        purpose in prop::sample::select(vec![Purpose::Log, Purpose::Notary]),
        seed: [u8; 32],
        mut times in [time(), time(), time()],
        not_after: bool,
        retired in prop::option::of(retired_of(org.clone())),
        org in Just(org),
    ) -> TrustedKey {
        times.sort_unstable();
        let key = SigningKey::from_seed(KeyName { org, purpose, number }, &seed);
        TrustedKey {
            not_before: times[0],
            not_after: not_after.then_some(times[1]),
            retired: retired.map(|retired| Retired { at: retired.at.max(times[2]), ..retired }),
            ..trusted(&key)
        }
    }
}

prop_compose! {
    fn file()(org in org())(
        keys in prop::collection::vec(key_of(org.clone()), 0..6),
        exact in prop::collection::btree_set(origin_of(org.clone()), 0..3),
        wild in any::<bool>(),
        witnesses in prop::collection::btree_map("[a-z.]{1,20}/[!-*,-~é☃]{1,20}", any::<[u8; 32]>(), 0..4),
        quorum in any::<prop::sample::Index>(),
        org in Just(org),
    ) -> TrustFile {
        let mut keys = keys;
        keys.sort_by(|a, b| a.id.name().cmp(b.id.name()));
        keys.dedup_by(|a, b| a.id.name() == b.id.name());
        let log_keys: Vec<_> = keys.iter().filter(|key| key.purpose() == Purpose::Log).map(|key| key.id.clone()).collect();
        let origins = exact.into_iter().map(Origins::from).chain(wild.then(|| Origins::all(org.clone())));
        let logs = origins.filter(|_| !log_keys.is_empty()).map(|origin| LogRule { origin, keys: log_keys.clone() });
        let witnesses: Vec<_> = witnesses
            .into_iter()
            .map(|(name, seed)| {
                let key = SigningKey::from_seed("acme/witness-1".parse().unwrap(), &seed).public_key();
                VerifierKey::new(name.parse().unwrap(), KeyKind::Cosignature, key).unwrap()
            })
            .collect();
        TrustFile {
            logs: logs.collect(),
            quorum: quorum.index(witnesses.len() + 1) as u64,
            keys,
            witnesses,
            ..TrustFile::empty(org)
        }
    }
}

proptest! {
    #[test]
    fn parse_undoes_to_json(file in file()) {
        let json = file.to_json();
        let trust = TrustFile::parse(json.as_bytes()).map_err(|error| TestCaseError::fail(format!("{error}\n{json}")))?;
        prop_assert_eq!(trust.file(), &file);
        prop_assert_eq!(trust.to_json(), json);
    }

    #[test]
    fn arbitrary_json_never_panics(text in r#"[\[\]{}",:0-9a-z \\u-]{0,40}"#) {
        let _ = TrustFile::parse(text.as_bytes());
    }
}
