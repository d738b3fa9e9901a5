//! The server's only way out: to issuers whom it was told to believe, for their keys, and for people's sign-in.
//!
//! It goes to the host of the issuer and to hosts that were named when it was added, by HTTPS (by HTTP on loopback only), follows no redirect,
//! reads no more than it needs and waits for seconds at most. Tokens that name unknown keys make it ask again, but not more often than every
//! half minute, whoever sends them.

use super::client::{Basic, Takes};
use crate::web::{self, Web, authority, secure};
use cos_core::clock::Timestamp;
use cos_core::json::{Tape, Value};
use cos_sign::jwt::{Jws, KeySet, LONGEST_SET, Refusal};
use cos_state::NewIssuer;
use reqwest::{RequestBuilder, Url};
use std::collections::HashMap;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use tokio::sync::Mutex;

/// How long keys are used without asking, and how long while the issuer does not answer, in seconds.
const FRESH: i64 = 600;
const USABLE: i64 = 3600;
/// How long an issuer is not asked again, in seconds.
const REST: i64 = 30;
/// The longest discovery document and the longest answer to a code, in bytes.
const LONGEST: usize = 64 << 10;

/// The way out.
pub(crate) struct Outgoing {
    web: Web,
    known: StdMutex<HashMap<String, Arc<Mutex<Known>>>>,
}

/// What is known of an issuer.
#[derive(Default)]
struct Known {
    provider: Option<Provider>,
    /// When that was said, and when it was last asked for in vain.
    discovered_at: Option<i64>,
    sought_at: Option<i64>,
    keys: Option<KeySet>,
    /// When they were given, and when they were last asked for.
    fetched_at: Option<i64>,
    tried_at: Option<i64>,
    failure: String,
}

/// What an issuer says of itself (OpenID Connect Discovery).
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    pub(crate) jwks: Url,
    pub(crate) authorization: Option<Url>,
    pub(crate) token: Option<Url>,
    /// In which way it takes our client's secret.
    pub(crate) takes: Takes,
    /// Whether it names itself when it sends somebody back (RFC 9207).
    pub(crate) names_itself: bool,
}

/// Why a token was not believed: it is wrong, or nobody could tell.
#[derive(Debug)]
pub(crate) enum Doubt {
    Refused(Refusal),
    Unreachable(String),
}

impl Outgoing {
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        Ok(Self { web: Web::new()?, known: StdMutex::default() })
    }

    /// Checks the signature of a token with the keys of its issuer.
    pub(crate) async fn verify(
        &self,
        issuer: &NewIssuer,
        jws: &Jws<'_>,
        now: Timestamp,
    ) -> Result<(), Doubt> {
        if let Some(pinned) = &issuer.jwks {
            let keys = KeySet::read(pinned.as_bytes()).map_err(Doubt::Unreachable)?;
            return keys.verify(jws).map_err(Doubt::Refused);
        }
        let known = self.known(issuer);
        // Held while the issuer is asked: whoever comes meanwhile waits for this answer and does not ask too.
        let mut known = known.lock().await;
        let suits = known.keys.as_ref().is_some_and(|keys| keys.may_have_signed(jws));
        let is_fresh = is_within(FRESH, known.fetched_at, now);
        let has_asked = is_within(REST, known.tried_at, now);
        if !(has_asked || suits && is_fresh) {
            known.tried_at = Some(now.0);
            match self.keys(issuer, &mut known, now).await {
                Ok(keys) => (known.keys, known.fetched_at) = (Some(keys), Some(now.0)),
                Err(reason) => known.failure = reason,
            }
        }
        match &known.keys {
            Some(keys) if is_within(USABLE, known.fetched_at, now) => {
                keys.verify(jws).map_err(Doubt::Refused)
            }
            _ => Err(Doubt::Unreachable(known.failure.clone())),
        }
    }

    /// What an issuer says of itself, asked anew when that is long ago.
    pub(crate) async fn provider(
        &self,
        issuer: &NewIssuer,
        now: Timestamp,
    ) -> Result<Provider, String> {
        let known = self.known(issuer);
        let mut known = known.lock().await;
        if let Some(provider) = &known.provider
            && is_within(USABLE, known.discovered_at, now)
        {
            return Ok(provider.clone());
        }
        if is_within(REST, known.sought_at, now) {
            return Err(known.failure.clone());
        }
        let said = self.discover(issuer).await;
        match &said {
            Ok(provider) => {
                (known.provider, known.discovered_at) = (Some(provider.clone()), Some(now.0));
            }
            Err(reason) => (known.sought_at, known.failure) = (Some(now.0), reason.clone()),
        }
        said
    }

    /// Sends a form to an issuer, and returns its answer, whatever its status.
    pub(crate) async fn send(
        &self,
        issuer: &NewIssuer,
        url: &Url,
        form: String,
        basic: Option<&Basic>,
    ) -> Result<(u16, Vec<u8>), String> {
        let request = self.web.to(url).post(url.clone());
        let mut request = request.header("content-type", "application/x-www-form-urlencoded");
        if let Some(Basic { name, secret }) = basic {
            request = request.basic_auth(name, Some(secret));
        }
        ask(issuer, url, request.body(form), LONGEST).await
    }

    fn known(&self, issuer: &NewIssuer) -> Arc<Mutex<Known>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        // An issuer that was removed and added again may be asked elsewhere.
        let key = format!("{}\n{}", issuer.url, issuer.hosts.join(","));
        Arc::clone(known.entry(key).or_default())
    }

    async fn keys(
        &self,
        issuer: &NewIssuer,
        known: &mut Known,
        now: Timestamp,
    ) -> Result<KeySet, String> {
        let provider = self.discover(issuer).await?;
        let url = provider.jwks.clone();
        (known.provider, known.discovered_at) = (Some(provider), Some(now.0));
        KeySet::read(&self.get(issuer, &url, LONGEST_SET).await?)
    }

    async fn discover(&self, issuer: &NewIssuer) -> Result<Provider, String> {
        let url = format!("{}/.well-known/openid-configuration", issuer.url.trim_end_matches('/'));
        let url = Url::parse(&url).map_err(|error| format!("`{url}`: {error}"))?;
        let text = self.get(issuer, &url, LONGEST).await?;
        let mut tape = Tape::default();
        let root = tape.read(&text, 0).map_err(|error| format!("`{url}`: {error}"))?;
        Provider::read(tape.value(&text, root), issuer)
            .map_err(|reason| format!("`{url}`: {reason}"))
    }

    async fn get(&self, issuer: &NewIssuer, url: &Url, limit: usize) -> Result<Vec<u8>, String> {
        let request = self.web.to(url).get(url.clone()).header("accept", "application/json");
        match ask(issuer, url, request, limit).await? {
            (200, bytes) => Ok(bytes),
            (300..400, _) => Err(format!("`{url}` redirects, which is not followed")),
            (status, _) => Err(format!("`{url}` answers {status}")),
        }
    }
}

impl Provider {
    fn read(document: Value<'_>, issuer: &NewIssuer) -> Result<Self, String> {
        let text = |name: &str| document.get(name).and_then(Value::string);
        if text("issuer").as_deref() != Some(&issuer.url) {
            return Err(format!("it is not that of `{}`", issuer.url));
        }
        let url = |name: &str| match text(name) {
            None => Ok(None),
            Some(text) => {
                let url = Url::parse(&text).map_err(|error| format!("its `{name}`: {error}"))?;
                may_ask(issuer, &url).map(|()| Some(url))
            }
        };
        let named = document.get("authorization_response_iss_parameter_supported");
        Ok(Self {
            jwks: url("jwks_uri")?.ok_or("it has no `jwks_uri`")?,
            authorization: url("authorization_endpoint")?,
            token: url("token_endpoint")?,
            takes: Takes::read(document)?,
            names_itself: named.and_then(Value::boolean).unwrap_or_default(),
        })
    }
}

/// Whether this server may go there for an issuer.
fn may_ask(issuer: &NewIssuer, url: &Url) -> Result<(), String> {
    let own = address(&issuer.url)?;
    let host = authority(url);
    if authority(&own) != host && !issuer.hosts.contains(&host) {
        return Err(format!("it leads to `{host}`, which was not named when the issuer was added"));
    }
    secure(url)
}

/// Reads the address of an issuer: HTTPS, or HTTP on loopback, without a query, a fragment or a password.
pub(crate) fn address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("`{}`: {error}", text.escape_debug()))?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("`{url}` has a query or a fragment"));
    }
    secure(&url).map(|()| url)
}

/// Whether that was less than so many seconds ago; what a clock that was put back says counts for nothing.
fn is_within(seconds: i64, then: Option<i64>, now: Timestamp) -> bool {
    then.is_some_and(|then| (0..seconds).contains(&(now.0 - then)))
}

async fn ask(
    issuer: &NewIssuer,
    url: &Url,
    request: RequestBuilder,
    limit: usize,
) -> Result<(u16, Vec<u8>), String> {
    may_ask(issuer, url)?;
    web::ask(url, request, limit).await
}
