//! `cos login`.

mod browser;

use super::server::{Login, ServerArgs};
use crate::ctx::Ctx;
use crate::error::{CommandError, Exit};
use crate::ui::{Answer, Human, Render};
use browser::{REFUSED, SignIn};
use cos_api::{Client, Whoami};
use cos_core::code::Code;
use serde_json::{Value, json};
use std::io;
use std::time::Duration;

const EXAMPLES: &str = "Examples:
  cos login --server http://127.0.0.1:7070 --token-file data/operator.token
  cos login --server unix:/run/cos/cos.sock --token-file data/operator.token
  cos login --server https://cos.acme.example --ca-file ca.pem --token-file data/operator.token
  cos login --server https://cos.acme.example --oidc okta --open

The token is tried first, then remembered for this user with the authority of the server, readable by
nobody else. With --oidc it is one for you, for as long as your binding says; `cos token binding
propose` makes one.";

/// Remember a server and a token for later commands.
#[derive(clap::Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Sign in in a browser on this computer, at the OpenID provider that the server calls this.
    #[arg(long, value_name = "PROVIDER", value_parser = provider)]
    oidc: Option<String>,
    /// Open the browser, too: `$BROWSER`, or the one that opens addresses on this system.
    #[arg(long, requires = "oidc")]
    open: bool,
    /// How long to wait for the browser.
    #[arg(long, requires = "oidc", value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3600))]
    wait: u64,
    #[command(flatten)]
    server: ServerArgs,
}

/// Tries a credential and remembers it.
pub(crate) fn run(ctx: &Ctx<'_>, args: &Args) -> Result<Answer, CommandError> {
    let login = match &args.oidc {
        None => args.server.given()?,
        Some(provider) => sign_in(ctx, args, provider)?,
    };
    let who = Client::trusting(&login.server, &login.token, login.ca.as_deref())?.whoami()?;
    let path = login.remember()?;
    Ok(Answer::done(LoggedIn { who, server: login.server, path: path.display().to_string() }))
}

/// Gets a token for whoever signs in in a browser.
fn sign_in(ctx: &Ctx<'_>, args: &Args, provider: &str) -> Result<Login, CommandError> {
    let login = args.server.nobody()?;
    if !login.server.starts_with("http") {
        let text = format!("no browser opens `{}`", login.server.escape_debug());
        return Err(CommandError::new(Exit::Input, const { Code::new("COS-SRV-0010") }, text)
            .hint("name the address under which the console is opened: `--server https://…`"));
    }
    let client = Client::trusting(&login.server, "", login.ca.as_deref())?;
    let sign_in = SignIn::begin()?;
    let path = sign_in.path(provider);
    // What cannot begin is said here, and not on a page while this waits.
    match client.exchange(("GET", &path), &[], "")?.status {
        303 => {}
        404 => {
            let text = format!(
                "nobody signs in at `{provider}` on this server, or it does not serve `console` and `control`"
            );
            return Err(CommandError::new(Exit::Refused, REFUSED, text)
                .hint("`cos token issuer list` names the providers, those of the kind `people`"));
        }
        status => {
            let text = format!("the server cannot send anybody to `{provider}` now ({status})");
            return Err(CommandError::new(Exit::Unavailable, REFUSED, text)
                .hint("open its console: the page says why"));
        }
    }
    let address = format!("{}{path}", login.server.trim_end_matches('/'));
    let word = sign_in.word();
    ctx.ui.status(&format!("Sign in at\n  {address}\nThe page has to show {word}"));
    if args.open
        && let Err(error) = browser::open(&address)
    {
        ctx.ui.hint(&format!("no browser can be started ({error}); open the address yourself"));
    }
    let redeem = sign_in.wait(Duration::from_secs(args.wait))?;
    let token = client.redeem_code(&redeem)?.access_token;
    Ok(Login { token, ..login })
}

fn provider(text: &str) -> Result<String, String> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=40).contains(&text.len()) && text.bytes().all(plain) {
        return Ok(text.to_owned());
    }
    Err("a provider is called by 1 to 40 of a-z, 0-9 and `-`".to_owned())
}

struct LoggedIn {
    who: Whoami,
    server: String,
    path: String,
}

impl Render for LoggedIn {
    fn human(&self, out: &mut Human<'_>) -> io::Result<()> {
        let Whoami { identity, person, expires_at, .. } = &self.who;
        out.good(&format!("{identity} ({person}) at {}, until {expires_at}", self.server))?;
        out.line(format!("  remembered in {}", self.path))
    }

    fn json(&self) -> Value {
        json!({ "schema": "cos.login/v1", "server": self.server, "whoami": self.who, "path": self.path })
    }
}
