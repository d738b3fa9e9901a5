//! Under which names a door in clear may be asked.
//!
//! A browser on this machine can be led to a loopback address by any page, under a name of the page's own (DNS rebinding), and then reads
//! the answers. So at such a door a request has to name this machine, or a name that the operator gave for a proxy in front. At a TLS door
//! the certificate does this, and no browser finds a Unix socket.

use crate::listen::Reach;
use crate::problem::Failure;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use cos_core::code::Code;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Refuses a request that names another machine.
pub(crate) fn check(hosts: &[String], request: &Request) -> Result<(), Failure> {
    if request.extensions().get::<Reach>() != Some(&Reach::Machine) {
        return Ok(());
    }
    let mut named = request.headers().get_all(header::HOST).iter();
    let (first, second) = (named.next(), named.next());
    // In the older version of HTTP nobody names a host; browsers do not speak it.
    let Some(first) = first else { return Ok(()) };
    let host = first.to_str().ok().filter(|_| second.is_none());
    if host.is_some_and(|host| is_own(hosts, host)) {
        return Ok(());
    }
    let code = const { Code::new("COS-SRV-0043") };
    let shown = host.unwrap_or_default().escape_debug();
    let text = format!("this server is not asked under the name `{shown}`");
    let failure = Failure::new(StatusCode::MISDIRECTED_REQUEST, code, text.clone());
    let remedy = "a proxy that passes this name on needs `cos serve --host NAME`";
    Err(failure.because("cos.host", &text, remedy))
}

/// Whether a value of `Host` is this machine or one of `hosts`, at whatever port.
fn is_own(hosts: &[String], value: &str) -> bool {
    let name = match value.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => {
            return address.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback());
        }
        None => value.rsplit_once(':').map_or(value, |(name, _)| name),
    };
    let is_machine = name.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    is_machine
        || name.eq_ignore_ascii_case("localhost")
        || hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests;
