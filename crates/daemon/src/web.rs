//! The server as a client of others: by HTTPS, or by HTTP on loopback, with time limits, without redirects, and reading no more than it
//! needs.

use reqwest::{Client, RequestBuilder, Url, redirect};
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(3);
/// How long a whole answer may take.
const ANSWER: Duration = Duration::from_secs(5);

/// The ways out.
pub(crate) struct Web {
    /// For the world, through whatever proxy the environment names; and for loopback, through none.
    world: Client,
    own: Client,
}

impl Web {
    pub(crate) fn new() -> Result<Self, reqwest::Error> {
        let builder = || {
            Client::builder()
                .connect_timeout(CONNECT)
                .timeout(ANSWER)
                .redirect(redirect::Policy::none())
                .user_agent(concat!("cos/", env!("CARGO_PKG_VERSION")))
        };
        Ok(Self { world: builder().build()?, own: builder().no_proxy().build()? })
    }

    /// The one that goes there.
    pub(crate) fn to(&self, url: &Url) -> &Client {
        if url.scheme() == "http" { &self.own } else { &self.world }
    }
}

/// Refuses an address that has a password in it, or goes out in clear.
pub(crate) fn secure(url: &Url) -> Result<(), String> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("`{}` has a name or a password in it", authority(url)));
    }
    let is_loopback = match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback()),
        None => false,
    };
    match url.scheme() {
        "https" if url.host_str().is_some() => Ok(()),
        "http" if is_loopback => Ok(()),
        _ => Err(format!("`{url}` is not HTTPS")),
    }
}

/// Host and, where it is not the usual one, port.
pub(crate) fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Sends a request, and returns the status and at most `limit` bytes of the answer.
pub(crate) async fn ask(
    url: &Url,
    request: RequestBuilder,
    limit: usize,
) -> Result<(u16, Vec<u8>), String> {
    let failed = |error: reqwest::Error| format!("`{url}`: {}", cause(&error));
    let mut answer = request.send().await.map_err(failed)?;
    let status = answer.status().as_u16();
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(failed)? {
        if bytes.len() + chunk.len() > limit {
            return Err(format!("`{url}` answers with more than {limit} bytes"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok((status, bytes))
}

/// The innermost reason, which says most.
fn cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), cause)
}
