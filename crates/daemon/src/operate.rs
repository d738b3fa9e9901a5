//! What looks after the server: liveness, readiness, metrics.

use crate::app::blocking;
use crate::drain::Stage;
use crate::listen::Reach;
use crate::problem::Failure;
use crate::routes::{self, Answer, Call, json};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse as _;
use cos_api::Health;
use cos_core::code::Code;
use cos_state::{Credential, Scope};

pub(crate) fn healthz(_: Call) -> Answer {
    Box::pin(async { Ok(json(200, &health("ok"))) })
}

/// Not ready while it drains, or while the state does not answer.
pub(crate) fn readyz(call: Call) -> Answer {
    Box::pin(async move {
        if *call.app.drain.borrow() != Stage::Serving {
            return Ok(json(503, &health("draining")));
        }
        call.app.state.all_tenants().await?;
        Ok(json(200, &health("ok")))
    })
}

/// They name tenants: at a door that other machines reach they are for whoever may read of all tenants.
pub(crate) fn metrics(call: Call) -> Answer {
    Box::pin(async move {
        if call.request.extensions().get::<Reach>() == Some(&Reach::Network) {
            let by = routes::credential(&call.app, call.request.headers()).await?;
            by.require(Scope::TenantsRead)?;
            everywhere(&by)?;
        }
        let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
        let text = blocking(move || crate::metrics::render(&call.app)).await;
        Ok((kind, text).into_response())
    })
}

/// Refuses whoever does not reach all tenants.
fn everywhere(by: &Credential) -> Result<(), Failure> {
    if by.reaches_all() {
        return Ok(());
    }
    let code = const { Code::new("COS-SRV-0020") };
    let text = "this is about all tenants, and the token reaches some";
    let failure = Failure::new(StatusCode::FORBIDDEN, code, text);
    Err(failure.because("cos.reach", text, "use a token for all tenants"))
}

fn health(status: &str) -> Health {
    Health { status: status.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
}
