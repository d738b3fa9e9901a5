//! How a client reaches its server: over TCP or through a socket, and whose word it takes for who that is.

use super::{Client, ClientError};
use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// How long a connection, and a whole request, may take.
const CONNECT: Duration = Duration::from_secs(5);
const REQUEST: Duration = Duration::from_mins(1);

impl Client {
    /// Makes a client of the server at `base`, such as `http://127.0.0.1:7070` or `unix:/run/cos/cos.sock`.
    pub fn new(base: &str, token: &str) -> Result<Self, ClientError> {
        Self::trusting(base, token, None)
    }

    /// The same, for a server of which one authority says who it is, by these certificates in PEM, and no other is believed.
    pub fn trusting(base: &str, token: &str, ca: Option<&str>) -> Result<Self, ClientError> {
        let name = base.trim_end_matches('/').to_owned();
        let builder = reqwest::blocking::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(REQUEST)
            // The server sends programs nowhere else, and a token goes nowhere else.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("cos/", env!("CARGO_PKG_VERSION")));
        let builder = match ca {
            Some(ca) => builder.tls_certs_only(authority(ca)?),
            None => builder,
        };
        let (builder, base) = match name.strip_prefix("unix:") {
            // The name stands in the head of requests, and nobody looks it up.
            Some(path) if path.starts_with('/') => {
                (builder.unix_socket(path).no_proxy(), "http://localhost".to_owned())
            }
            Some(_) => return Err(ClientError::Address(name)),
            None => match host(&name) {
                // No proxy reaches this machine by that name.
                Some(host) if is_here(&host) => (builder.no_proxy(), name.clone()),
                Some(_) => (builder, name.clone()),
                None => return Err(ClientError::Address(name)),
            },
        };
        match builder.build() {
            Ok(http) => {
                let (token, changes) = (token.to_owned(), Arc::default());
                Ok(Self { http, base, name, token, key: None, changes })
            }
            Err(error) if ca.is_some() => Err(ClientError::Authority { reason: innermost(&error) }),
            Err(source) => Err(ClientError::Unreachable { base: name, source }),
        }
    }
}

/// The host in the address of a web server.
fn host(address: &str) -> Option<String> {
    let url = reqwest::Url::parse(address).ok()?;
    let is_web = ["http", "https"].contains(&url.scheme());
    url.host_str().filter(|_| is_web).map(str::to_owned)
}

/// Whether a host is this machine for whoever asks.
fn is_here(host: &str) -> bool {
    let literal = host.trim_matches(['[', ']']);
    host == "localhost" || literal.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn authority(pem: &str) -> Result<Vec<reqwest::Certificate>, ClientError> {
    let failed = |reason: String| ClientError::Authority { reason };
    let found = reqwest::Certificate::from_pem_bundle(pem.as_bytes());
    let found = found.map_err(|error| failed(innermost(&error)))?;
    if found.is_empty() { Err(failed("there is none in PEM".to_owned())) } else { Ok(found) }
}

/// What is wrong with the certificate, where that is why a call failed.
pub(super) fn distrust(error: &(dyn Error + 'static)) -> Option<String> {
    // An error of input and output keeps its cause to itself.
    let held = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    if let Some(held) = held {
        return distrust(held);
    }
    match error.downcast_ref::<rustls::Error>() {
        Some(rustls::Error::InvalidCertificate(reason)) => Some(reason.to_string()),
        _ => error.source().and_then(distrust),
    }
}

/// The innermost reason, which says most.
pub(super) fn innermost(error: &(dyn Error + 'static)) -> String {
    error.source().map_or_else(|| error.to_string(), innermost)
}
