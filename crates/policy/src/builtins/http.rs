//! `http.send` from a table of stubs: no policy evaluation opens a connection.
//!
//! A stub is found by method and URL. Headers and bodies of the request are not compared, because a scenario states the answer of a service and not
//! what it was sent.

use regorus::Value;

use super::operands::{operand, wrong_type};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[builtin("http.send", 1, send)];

/// The answer to one request.
#[derive(Debug, Clone)]
pub(crate) struct HttpStub {
    /// The method in capitals.
    pub(crate) method: String,
    pub(crate) url: String,
    /// What `http.send` returns: `status_code`, `body` and what else the policy reads.
    pub(crate) response: Value,
}

fn send(ctx: &Context, args: &[Value]) -> Outcome {
    let request = operand(args, 1)?;
    if !matches!(request, Value::Object(_)) {
        return Err(wrong_type(1, "an object"));
    }
    let (Value::String(method), Value::String(url)) = (&request["method"], &request["url"]) else {
        return Err(BuiltinError::invalid("a request needs the strings `method` and `url`"));
    };
    let method = method.to_uppercase();
    let stub = ctx.http.iter().find(|stub| stub.method == method && *stub.url == **url);
    stub.map(|stub| stub.response.clone()).ok_or_else(|| BuiltinError::NoStub {
        builtin: "http.send",
        subject: format!("{method} {url}"),
    })
}

#[cfg(test)]
mod tests;
