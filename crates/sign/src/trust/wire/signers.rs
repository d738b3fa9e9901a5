//! The JSON of the parts of a trust file that name others than our keys: authorities, identities, builders.

use serde_json::{Value, json};

use super::field::Field;
use super::{EITHER, spki_key};
use crate::name::Purpose;
use crate::sigstore::SigstoreRoot;
use crate::trust::error::{TrustError, TrustProblem};
use crate::trust::signers::{Builder, BuilderSigner, IdentityRule, Pattern};

/// What a certificate may vouch for: documents. Receipts and checkpoints are signed by keys.
const DOCUMENTS: [Purpose; 3] = [Purpose::Evidence, Purpose::Policy, Purpose::Report];

pub(super) fn sigstore(entry: &Field<'_>) -> Result<SigstoreRoot, TrustError> {
    let [root] = entry.members(["trustedRoot"])?;
    SigstoreRoot::from_json(root.json())
        .map_err(|error| root.error(TrustProblem::Sigstore(error.to_string())))
}

pub(super) fn to_wire(root: &SigstoreRoot) -> Value {
    json!({ "trustedRoot": root.json() })
}

pub(super) fn identities(list: &Field<'_>) -> Result<Vec<IdentityRule>, TrustError> {
    distinct(list, identity)
}

fn identity(entry: &Field<'_>) -> Result<IdentityRule, TrustError> {
    let [name, issuer, purposes] = entry.members(["san", "issuer", "purposes"])?;
    let mut rule =
        IdentityRule { san: pattern(&name)?, issuer: self::issuer(&issuer)?, purposes: Vec::new() };
    for purpose in purposes.items()? {
        let text = purpose.string()?;
        let known = DOCUMENTS.into_iter().find(|known| known.as_str() == text);
        let known = known.ok_or_else(|| purpose.wanted("`evidence`, `policy` or `report`"))?;
        if rule.purposes.contains(&known) {
            return Err(purpose.wanted("each purpose once"));
        }
        rule.purposes.push(known);
    }
    if rule.purposes.is_empty() { Err(purposes.wanted("at least one purpose")) } else { Ok(rule) }
}

pub(super) fn builders(list: &Field<'_>) -> Result<Vec<Builder>, TrustError> {
    distinct(list, builder)
}

/// The entries of a list in which nothing stands twice.
fn distinct<T: PartialEq>(
    list: &Field<'_>,
    read: impl Fn(&Field<'_>) -> Result<T, TrustError>,
) -> Result<Vec<T>, TrustError> {
    let mut found = Vec::new();
    for entry in list.items()? {
        let value = read(&entry)?;
        if let Some(first) = found.iter().position(|other| *other == value) {
            let first = format!("{}[{first}]", list.path());
            return Err(entry.error(TrustProblem::Repeated { first }));
        }
        found.push(value);
    }
    Ok(found)
}

fn builder(entry: &Field<'_>) -> Result<Builder, TrustError> {
    let [id, signer, max_level, sources, build_types] =
        entry.members(["id", "signer", "max_level", "sources", "build_types"])?;
    let level = max_level.count()?;
    if level > 3 {
        return Err(max_level.wanted("a SLSA build level, 0 to 3"));
    }
    let patterns = sources.items()?.map(|one| pattern(&one)).collect::<Result<Vec<_>, _>>()?;
    if patterns.is_empty() {
        return Err(sources.wanted("at least one source: a builder may not build everything"));
    }
    let types = build_types.items()?.map(|one| uri(&one)).collect::<Result<Vec<_>, _>>()?;
    if types.is_empty() {
        return Err(build_types.wanted("at least one build type"));
    }
    Ok(Builder {
        id: uri(&id)?,
        signer: builder_signer(&signer)?,
        max_level: level as u8,
        sources: patterns,
        build_types: types,
    })
}

fn builder_signer(entry: &Field<'_>) -> Result<BuilderSigner, TrustError> {
    let what = "`{\"identity\": …}` or `{\"key\": …}`";
    let (kind, value) = entry.only_member(what)?;
    match &*kind {
        "identity" => {
            let [name, issuer] = value.members(["san", "issuer"])?;
            Ok(BuilderSigner::Identity { san: pattern(&name)?, issuer: self::issuer(&issuer)? })
        }
        "key" => {
            let [hint, algorithm, key] = value.members(["hint", "algorithm", "public_key"])?;
            let hint = hint.string()?.into_owned();
            Ok(BuilderSigner::Key { hint, key: spki_key(&algorithm, &key, &EITHER)?.into() })
        }
        _ => Err(entry.wanted(what)),
    }
}

fn pattern(entry: &Field<'_>) -> Result<Pattern, TrustError> {
    let what = "`{\"exact\": …}` or `{\"prefix\": …}`";
    let (kind, value) = entry.only_member(what)?;
    let text = value.string()?.into_owned();
    match &*kind {
        "exact" if text.is_empty() => Err(value.wanted("a text that is not empty")),
        "exact" => Ok(Pattern::Exact(text)),
        "prefix" if is_prefix(&text) => Ok(Pattern::Prefix(text)),
        "prefix" => Err(value.wanted(
            "a prefix that names a host and ends in `/`, `@` or `:`, such as `https://github.com/acme/`",
        )),
        _ => Err(entry.wanted(what)),
    }
}

/// A prefix that stops within a word would also cover the neighbours, and one that stops within a host everybody.
fn is_prefix(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let Some((host, _)) = rest.split_once('/') else { return false };
    !scheme.is_empty() && !host.is_empty() && text.ends_with(['/', '@', ':'])
}

fn issuer(entry: &Field<'_>) -> Result<String, TrustError> {
    let text = entry.string()?;
    let is_url = text.starts_with("https://") || text.starts_with("http://");
    if is_url && !text.contains(char::is_whitespace) {
        Ok(text.into_owned())
    } else {
        Err(entry
            .wanted("the URL of an issuer such as `https://token.actions.githubusercontent.com`"))
    }
}

fn uri(entry: &Field<'_>) -> Result<String, TrustError> {
    let text = entry.string()?;
    if text.contains(':') && !text.contains(char::is_whitespace) {
        Ok(text.into_owned())
    } else {
        Err(entry.wanted("a URI"))
    }
}

pub(super) fn wire_identity(rule: &IdentityRule) -> Value {
    let purposes: Vec<_> = rule.purposes.iter().map(|purpose| purpose.as_str()).collect();
    json!({ "san": wire_pattern(&rule.san), "issuer": rule.issuer, "purposes": purposes })
}

pub(super) fn wire_builder(builder: &Builder) -> Value {
    let signer = match &builder.signer {
        BuilderSigner::Identity { san, issuer } => {
            json!({ "identity": { "san": wire_pattern(san), "issuer": issuer } })
        }
        BuilderSigner::Key { hint, key } => json!({
            "key": { "hint": hint, "algorithm": key.algorithm(), "public_key": key.to_pem() }
        }),
    };
    json!({
        "id": builder.id,
        "signer": signer,
        "max_level": builder.max_level,
        "sources": builder.sources.iter().map(wire_pattern).collect::<Vec<_>>(),
        "build_types": builder.build_types,
    })
}

fn wire_pattern(pattern: &Pattern) -> Value {
    match pattern {
        Pattern::Exact(text) => json!({ "exact": text }),
        Pattern::Prefix(text) => json!({ "prefix": text }),
    }
}
