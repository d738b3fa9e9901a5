//! Who visits a page, what a form has to prove before any handler sees it, and what every answer to a browser says.

use super::door::{self, Form, SIGN_IN};
use super::pages::{self, Chrome};
use crate::app::App;
use crate::authz::{self, Asked};
use crate::problem::Failure;
use crate::routes::{Call, Route};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cos_state::{Credential, Scope, StateError, TenantCtx, TenantInfo};
use minijinja::context;
use std::sync::Arc;

/// What pages may do: what comes from this server, and images in themselves. No frame, no base, no plug-in, no script in the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Someone who is signed in, on a page.
pub(crate) struct Visit {
    pub(crate) app: Arc<App>,
    pub(crate) route: &'static Route,
    pub(crate) credential: Credential,
    /// The tenant in the path, which the credential reaches.
    pub(crate) tenant: Option<TenantInfo>,
    /// What the form says that was sent; it belongs to the session.
    pub(crate) form: Form,
    /// The word for the forms of the page.
    pub(crate) word: String,
}

impl Visit {
    /// Knows the session, the tenant and the form; what has a scope is still to be asked.
    pub(crate) async fn begin(
        route: &'static Route,
        call: &mut Call,
        named: Option<String>,
    ) -> Result<Self, Failure> {
        let app = Arc::clone(&call.app);
        let posts = call.request.method() == Method::POST;
        if posts {
            door::check_origin(call.request.headers())?;
        }
        let secret = door::secret(call.request.headers()).unwrap_or_default().to_owned();
        let credential = app.state.resume(&secret, app.now()).await?;
        let tenant = match named {
            Some(name) => Some(app.state.reach(&credential, &name).await?),
            None => None,
        };
        let mut form = Form::default();
        if posts {
            let (parts, body) = std::mem::take(&mut call.request).into_parts();
            call.request = Request::from_parts(parts.clone(), Body::empty());
            form = Form::read(Request::from_parts(parts, body)).await?;
            if !door::is_word(&secret, &form.take("word")) {
                return Err(door::foreign("the form belongs to no page of this session"));
            }
        }
        Ok(Self { app, route, credential, tenant, form, word: door::word(&secret) })
    }

    /// Whether the visitor has the scope, and the policy agrees.
    pub(crate) async fn check(&self, scope: Scope) -> Result<(), Failure> {
        let tenant = self.tenant.as_ref();
        let about = tenant.map_or("", |info| info.tenant.as_str());
        let asked = Asked { route: self.route, scope, about };
        authz::check(&self.app, &self.credential, &asked, tenant).await?;
        Ok(self.credential.require(scope)?)
    }

    /// Enters the tenant in the path. A page may do so for a second purpose, and then it is asked a second time.
    pub(crate) async fn enter(&self, scope: Scope) -> Result<TenantCtx, Failure> {
        self.check(scope).await?;
        let missing = || StateError::NoTenant(String::new());
        Ok(self.credential.enter(self.tenant.as_ref().ok_or_else(missing)?, scope)?)
    }

    /// The same, where a page can do without.
    pub(crate) async fn may(&self, scope: Scope) -> Option<TenantCtx> {
        // A tool for writing is not shown where the policy would refuse to read, either.
        self.enter(scope).await.ok()
    }
}

/// What is to be known of a request when its answer is made, whoever sent it.
pub(crate) struct Visitor {
    /// The word for forms, where the request has a session; nobody has looked whether it counts.
    word: Option<String>,
    /// Where a page was asked for.
    page: Option<String>,
}

impl Visitor {
    pub(crate) fn of(call: &Call) -> Self {
        let word = door::secret(call.request.headers()).map(door::word);
        let is_page = call.request.method() == Method::GET;
        let path = call.request.uri().path_and_query().map(ToString::to_string);
        Self { word, page: path.filter(|_| is_page) }
    }
}

/// An answer for a browser: failures as pages, and who is not signed in is led to where that is done.
pub(crate) fn shown(answer: Result<Response, Failure>, visitor: &Visitor) -> Response {
    let mut response = match answer {
        Ok(response) => response,
        Err(failure) if failure.status == StatusCode::UNAUTHORIZED => lead(visitor),
        Err(failure) => refused(&failure, visitor),
    };
    let headers = response.headers_mut();
    let mut always = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    always(header::CONTENT_SECURITY_POLICY, POLICY);
    always(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // With `no-referrer` browsers would not name the origin of forms either.
    always(header::REFERRER_POLICY, "same-origin");
    always(header::CACHE_CONTROL, "private, no-store");
    always(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}

fn lead(visitor: &Visitor) -> Response {
    let next = visitor.page.as_deref().map(door::destination).filter(|next| *next != "/console/");
    let to = next.map_or_else(
        || SIGN_IN.to_owned(),
        |next| {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{SIGN_IN}?next={next}")
        },
    );
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

/// Why something was not done: the rule, what it says, and what can be done about it.
fn refused(failure: &Failure, visitor: &Visitor) -> Response {
    let problem = failure.problem();
    let title = match failure.status {
        StatusCode::FORBIDDEN => "Refused",
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => "Try again later",
        _ => "That did not work",
    };
    let chrome = Chrome { word: visitor.word.clone(), ..Chrome::plain(title) };
    let view = context! { problem => pages::value(&problem) };
    let page = pages::render("refused.html", &chrome, view);
    let mut response = pages::html(failure.status, page);
    if let Some(seconds) = failure.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
