//! The JSON of a trust file: reads it into checked data and writes it, the only code that knows the field names.
//!
//! Every field is required and every other field refused; a field that does not apply is `null`. Only the parts that came after the first
//! files may be missing. What the rules of trust mean is not decided here.

use std::collections::{BTreeMap, HashMap};

use cos_core::base64url;
use cos_core::clock::Timestamp;
use cos_core::ed25519::{PublicKey, VerifyingKey};
use cos_core::ids::{Org, Origin};
use cos_core::json::Tape;
use cos_core::log::note::{KeyKind, VerifierKey};
use serde::Serialize;
use serde_json::Value;

use super::error::{TrustError, TrustProblem};
use super::origins::Origins;
use super::{LogRule, MAX_BYTES, Retired, SCHEMA_ID, TrustFile, TrustedKey};
use crate::name::{KeyId, KeyName, Purpose};
use crate::spki::{P256Key, SpkiKey};
use field::Field;

mod field;
mod signers;

const ED25519: &str = "Ed25519";
const P256: &str = "ECDSA-P256";
/// What evidence and provenance may be signed with.
const EITHER: [&str; 2] = [P256, ED25519];

pub(super) fn parse(bytes: &[u8]) -> Result<TrustFile, TrustError> {
    if bytes.len() > MAX_BYTES {
        return Err(TrustError::of_file(TrustProblem::TooLong));
    }
    let mut tape = Tape::default();
    let root = tape.read(bytes, 0).map_err(|error| field::syntax_error(bytes, error))?;
    let root = Field::root(bytes, tape.value(bytes, root));
    // The version comes first: a later one may well have fields that this one does not know.
    let schema = root.member("schema")?;
    let version = schema.string()?;
    if version != SCHEMA_ID {
        return Err(schema.error(TrustProblem::Schema(version.chars().take(80).collect())));
    }
    let ([_, org, keys, logs, witnesses], later) = root.members_and(
        ["schema", "org", "keys", "logs", "witnesses"],
        ["sigstore", "identities", "builders"],
    )?;
    let org: Org = org.parsed("an organisation such as `acme`")?;
    let mut seen = Seen::default();
    let Keys { keys, policies, evidence } = Keys::read(&keys, &org, &mut seen)?;
    let logs = logs
        .items()?
        .map(|rule| log_rule(&rule, &org, &keys, &mut seen))
        .collect::<Result<_, _>>()?;
    let [quorum, witness_keys] = witnesses.members(["quorum", "keys"])?;
    let witnesses =
        witness_keys.items()?.map(|key| witness(&key, &mut seen)).collect::<Result<Vec<_>, _>>()?;
    let required = quorum.count()?;
    if required > witnesses.len() as u64 {
        let problem = TrustProblem::Quorum { quorum: required, witnesses: witnesses.len() };
        return Err(quorum.error(problem));
    }
    // These three came later: a file from before them has none, and that means what it says.
    let [sigstore, identities, builders] = later;
    let sigstore = sigstore.map(|field| signers::sigstore(&field)).transpose()?;
    let identities = identities.map(|field| signers::identities(&field)).transpose()?;
    let builders = builders.map(|field| signers::builders(&field)).transpose()?;
    Ok(TrustFile {
        org,
        keys,
        logs,
        quorum: required,
        witnesses,
        policies,
        evidence,
        sigstore,
        identities: identities.unwrap_or_default(),
        builders: builders.unwrap_or_default(),
    })
}

/// What was listed so far, and where: within one namespace nothing may come twice.
#[derive(Default)]
struct Seen {
    names: HashMap<String, String>,
    /// Ed25519 keys as their 32 bytes, others as SubjectPublicKeyInfo.
    keys: HashMap<Vec<u8>, String>,
    origins: HashMap<Origins, String>,
}

fn once<K: Eq + std::hash::Hash>(
    seen: &mut HashMap<K, String>,
    key: K,
    field: &Field<'_>,
) -> Result<(), TrustError> {
    match seen.insert(key, field.path().to_owned()) {
        None => Ok(()),
        Some(first) => Err(field.error(TrustProblem::Repeated { first })),
    }
}

/// The keys of a file by what they are good for.
#[derive(Default)]
struct Keys {
    keys: Vec<TrustedKey>,
    policies: Vec<TrustedKey<P256Key>>,
    evidence: Vec<TrustedKey<SpkiKey>>,
}

impl Keys {
    fn read(entries: &Field<'_>, org: &Org, seen: &mut Seen) -> Result<Self, TrustError> {
        let mut sorted = Self::default();
        for entry in entries.items()? {
            let key = trusted_key(&entry, org, seen)?;
            match (key.purpose(), key.verifying_key.clone()) {
                (Purpose::Evidence, _) => sorted.evidence.push(key),
                (_, SpkiKey::P256(point)) => sorted.policies.push(key.with(point)),
                (_, SpkiKey::Ed25519(point)) => sorted.keys.push(key.with(*point)),
            }
        }
        Ok(sorted)
    }
}

fn trusted_key(
    entry: &Field<'_>,
    org: &Org,
    seen: &mut Seen,
) -> Result<TrustedKey<SpkiKey>, TrustError> {
    let [id, purpose, algorithm, public_key, not_before, not_after, retired] = entry.members([
        "id",
        "purpose",
        "algorithm",
        "public_key",
        "not_before",
        "not_after",
        "retired",
    ])?;
    let key = match purpose.string()?.parse() {
        Ok(Purpose::Evidence) => spki_key(&algorithm, &public_key, &EITHER)?,
        Ok(Purpose::Policy) => spki_key(&algorithm, &public_key, &[P256])?,
        _ => ed25519_key(&algorithm, &public_key)?.into(),
    };
    let text = id.string()?;
    let name = text.split_once('+').and_then(|(name, _)| name.parse::<KeyName>().ok());
    let name = name.filter(|name| name.org == *org && name.purpose != Purpose::Witness);
    let name = name.ok_or_else(|| {
        id.wanted(&format!("an id such as `{org}/notary-1+0123abcd` or `{org}/log-1+0123abcd`"))
    })?;
    if purpose.string()? != name.purpose.as_str() {
        return Err(purpose.wanted(&format!("`{}`, as the id says", name.purpose)));
    }
    let expected = key.id(name);
    if text != expected.as_str() {
        return Err(id.error(TrustProblem::KeyId { expected: expected.to_string() }));
    }
    once(&mut seen.names, expected.name().to_string(), &id)?;
    let bytes = match &key {
        SpkiKey::Ed25519(key) => key.public_key().0.to_vec(),
        SpkiKey::P256(key) => key.as_der().to_vec(),
    };
    once(&mut seen.keys, bytes, &public_key)?;

    let start = not_before.time()?;
    let end = not_after.optional().map(|end| end.time_from(start)).transpose()?;
    let retired =
        retired.optional().map(|retired| self::retired(&retired, org, start)).transpose()?;
    let (not_before, not_after) = (start, end);
    Ok(TrustedKey { id: expected, verifying_key: key, not_before, not_after, retired })
}

fn ed25519_key(algorithm: &Field<'_>, key: &Field<'_>) -> Result<VerifyingKey, TrustError> {
    if algorithm.string()? != ED25519 {
        return Err(algorithm.wanted("`Ed25519`"));
    }
    let bytes = base64url::decode_array(key.string()?.as_bytes()).map(PublicKey);
    let bytes = bytes.ok_or_else(|| key.wanted("32 bytes in base64url without padding"))?;
    VerifyingKey::new(bytes).ok_or_else(|| key.error(TrustProblem::Key))
}

/// A key in PEM whose algorithm, one of those `possible`, stands beside it.
fn spki_key(
    algorithm: &Field<'_>,
    key: &Field<'_>,
    possible: &[&str],
) -> Result<SpkiKey, TrustError> {
    let name = algorithm.string()?;
    if !possible.contains(&&*name) {
        let names: Vec<_> = possible.iter().map(|name| format!("`{name}`")).collect();
        return Err(algorithm.wanted(&names.join(" or ")));
    }
    let text = key.string()?;
    if !text.starts_with("-----BEGIN PUBLIC KEY-----\n") {
        return Err(key.wanted("a public key in PEM, as `openssl pkey -pubout` writes it"));
    }
    let found = SpkiKey::from_pem(&text).ok_or_else(|| key.error(TrustProblem::Key))?;
    if found.algorithm() != name {
        return Err(algorithm.wanted(&format!("`{}`, as the key is", found.algorithm())));
    }
    Ok(found)
}

fn retired(entry: &Field<'_>, org: &Org, not_before: Timestamp) -> Result<Retired, TrustError> {
    let [at, logs] = entry.members(["at", "logs"])?;
    let at = at.time_from(not_before)?;
    let mut sizes = BTreeMap::new();
    for (name, size) in logs.entries()? {
        let origin = name.parse::<Origin>().ok().filter(|origin| origin.org == *org);
        let origin =
            origin.ok_or_else(|| size.wanted(&format!("a log such as `{org}/eu-1/pilot-a`")))?;
        sizes.insert(origin, size.count()?);
    }
    Ok(Retired { at, logs: sizes })
}

fn log_rule(
    entry: &Field<'_>,
    org: &Org,
    keys: &[TrustedKey],
    seen: &mut Seen,
) -> Result<LogRule, TrustError> {
    let [origin, ids] = entry.members(["origin", "keys"])?;
    let origins = Origins::parse(&origin.string()?).filter(|origins| origins.org == *org);
    let origins = origins.ok_or_else(|| {
        origin.wanted(&format!("a log such as `{org}/eu-1/pilot-a`, or `{org}/*/*`"))
    })?;
    once(&mut seen.origins, origins.clone(), &origin)?;
    let mut listed = HashMap::new();
    let mut rule = LogRule { origin: origins, keys: Vec::new() };
    for id in ids.items()? {
        let text = id.string()?;
        let known =
            keys.iter().find(|key| key.id.as_str() == text && key.purpose() == Purpose::Log);
        let key = known.ok_or_else(|| id.error(TrustProblem::UnknownKey))?;
        once(&mut listed, text.into_owned(), &id)?;
        rule.keys.push(key.id.clone());
    }
    if rule.keys.is_empty() { Err(ids.wanted("at least one key")) } else { Ok(rule) }
}

fn witness(entry: &Field<'_>, seen: &mut Seen) -> Result<VerifierKey, TrustError> {
    let text = entry.string()?;
    let key = text.parse::<VerifierKey>().map_err(|error| entry.value(error.to_string()))?;
    if key.kind() != KeyKind::Cosignature {
        return Err(entry.wanted("the key of a witness, of kind 0x04 (cosignature/v1)"));
    }
    once(&mut seen.names, key.name().to_string(), entry)?;
    once(&mut seen.keys, key.public_key().0.to_vec(), entry)?;
    Ok(key)
}

pub(super) fn to_json(file: &TrustFile) -> String {
    let policies =
        file.policies.iter().map(|key| wire_entry(key, P256, key.verifying_key.to_pem()));
    let evidence = file
        .evidence
        .iter()
        .map(|key| wire_entry(key, key.verifying_key.algorithm(), key.verifying_key.to_pem()));
    let wire = WireFile {
        schema: SCHEMA_ID,
        org: file.org.as_str(),
        keys: file.keys.iter().map(wire_key).chain(policies).chain(evidence).collect(),
        logs: file.logs.iter().map(wire_rule).collect(),
        witnesses: WireWitnesses {
            quorum: file.quorum,
            keys: file.witnesses.iter().map(ToString::to_string).collect(),
        },
        sigstore: file.sigstore.as_ref().map(signers::to_wire),
        identities: file.identities.iter().map(signers::wire_identity).collect(),
        builders: file.builders.iter().map(signers::wire_builder).collect(),
    };
    let mut json =
        serde_json::to_string_pretty(&wire).expect("strings and numbers are always JSON");
    json.push('\n');
    json
}

fn wire_key(key: &TrustedKey) -> WireKey<'_> {
    wire_entry(key, ED25519, base64url::encode(&key.verifying_key.public_key().0))
}

fn wire_entry<'a, K>(
    key: &'a TrustedKey<K>,
    algorithm: &'static str,
    public_key: String,
) -> WireKey<'a> {
    WireKey {
        id: key.id.as_str(),
        purpose: key.purpose().as_str(),
        algorithm,
        public_key,
        not_before: key.not_before.to_string(),
        not_after: key.not_after.map(|time| time.to_string()),
        retired: key.retired.as_ref().map(|retired| WireRetired {
            at: retired.at.to_string(),
            logs: retired.logs.iter().map(|(origin, size)| (origin.to_string(), *size)).collect(),
        }),
    }
}

fn wire_rule(rule: &LogRule) -> WireRule<'_> {
    WireRule {
        origin: rule.origin.to_string(),
        keys: rule.keys.iter().map(KeyId::as_str).collect(),
    }
}

#[derive(Serialize)]
struct WireFile<'a> {
    schema: &'static str,
    org: &'a str,
    keys: Vec<WireKey<'a>>,
    logs: Vec<WireRule<'a>>,
    witnesses: WireWitnesses,
    // Left out when there is nothing, so that a file from before them is written as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    sigstore: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    identities: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    builders: Vec<Value>,
}

#[derive(Serialize)]
struct WireKey<'a> {
    id: &'a str,
    purpose: &'static str,
    algorithm: &'static str,
    public_key: String,
    not_before: String,
    not_after: Option<String>,
    retired: Option<WireRetired>,
}

#[derive(Serialize)]
struct WireRetired {
    at: String,
    logs: BTreeMap<String, u64>,
}

#[derive(Serialize)]
struct WireRule<'a> {
    origin: String,
    keys: Vec<&'a str>,
}

#[derive(Serialize)]
struct WireWitnesses {
    quorum: u64,
    keys: Vec<String>,
}
