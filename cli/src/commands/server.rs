//! Which server a command talks to, and with which credential: as told, as the environment says, or as `cos login` remembered.

use crate::error::{CommandError, Exit};
use cos_api::{Client, ClientError, Problem};
use cos_core::code::Code;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The server and the credential.
#[derive(clap::Args, Clone, Debug)]
#[command(next_help_heading = "Server")]
pub(crate) struct ServerArgs {
    /// The server, `https://…`, `http://…` on this machine or `unix:/PATH` [default: that of `cos login`].
    #[arg(long, value_name = "URL", env = "COS_SERVER")]
    server: Option<String>,
    /// The certificates of the authority that vouches for the server, in PEM; no other counts then [default: that of `cos login`, or the system's].
    #[arg(long, value_name = "FILE", env = "COS_CA_FILE")]
    ca_file: Option<PathBuf>,
    /// The file with the token [default: that of `cos login`; `COS_TOKEN` holds a token itself].
    #[arg(long, value_name = "FILE", env = "COS_TOKEN_FILE")]
    token_file: Option<PathBuf>,
}

/// What `cos login` remembers.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Login {
    pub(crate) server: String,
    pub(crate) token: String,
    /// The certificates of the authority that vouches for the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ca: Option<String>,
}

impl ServerArgs {
    /// A client of the server without a token, for whoever is to get one.
    pub(crate) fn anonymous(&self) -> Result<Client, CommandError> {
        self.connect(Login::remembered()?.as_ref(), "")
    }

    /// The server without a token, and the authority that vouches for it.
    pub(crate) fn nobody(&self) -> Result<Login, CommandError> {
        self.whose(Login::remembered()?.as_ref())
    }

    /// The authority that is remembered is asked about the server that is remembered, and about no other.
    fn whose(&self, login: Option<&Login>) -> Result<Login, CommandError> {
        let server = self.address(login)?;
        let remembered = login.filter(|login| login.server == server);
        let ca = match &self.ca_file {
            Some(_) => self.ca()?,
            None => remembered.and_then(|login| login.ca.clone()),
        };
        Ok(Login { server, token: String::new(), ca })
    }

    fn connect(&self, login: Option<&Login>, token: &str) -> Result<Client, CommandError> {
        let Login { server, ca, .. } = self.whose(login)?;
        Ok(Client::trusting(&server, token, ca.as_deref())?)
    }

    fn ca(&self) -> Result<Option<String>, CommandError> {
        self.ca_file.as_deref().map(read_text).transpose()
    }

    fn address(&self, login: Option<&Login>) -> Result<String, CommandError> {
        let server = self.server.clone().or_else(|| login.map(|it| it.server.clone()));
        server.ok_or_else(|| nothing("no server is named"))
    }

    /// A client of the server, that names its changes so that they can be sent again.
    pub(crate) fn client(&self) -> Result<Client, CommandError> {
        let login = Login::remembered()?;
        let token = match &self.token_file {
            Some(file) => read_token(file)?,
            None => std::env::var("COS_TOKEN")
                .ok()
                .or_else(|| login.as_ref().map(|login| login.token.clone()))
                .ok_or_else(|| nothing("no token is given"))?,
        };
        let client = self.connect(login.as_ref(), token.trim())?;
        let mut key = [0; 16];
        // Without randomness there is no name that nobody else has, and a change is sent once.
        Ok(match getrandom::fill(&mut key) {
            Ok(()) => client.with_key(u128::from_be_bytes(key).to_string()),
            Err(_) => client,
        })
    }

    /// With another server, and with a file for the token where none is given.
    pub(crate) fn or(self, server: String, token_file: PathBuf) -> Self {
        let is_given = self.token_file.is_some() || std::env::var_os("COS_TOKEN").is_some();
        let token_file = if is_given { self.token_file } else { Some(token_file) };
        Self { server: Some(server), token_file, ..self }
    }

    /// The server, as it is named.
    pub(crate) fn named(&self) -> Result<String, CommandError> {
        self.address(Login::remembered()?.as_ref())
    }

    /// The server and the token as they were given on the command line.
    pub(crate) fn given(&self) -> Result<Login, CommandError> {
        let server = self.server.clone().ok_or_else(|| nothing("no server is named"))?;
        let file = self.token_file.as_ref().ok_or_else(|| nothing("no token is given"))?;
        Ok(Login { server, token: read_token(file)?, ca: self.ca()? })
    }
}

impl Login {
    fn path() -> Option<PathBuf> {
        Some(crate::ctx::Ctx::state_dir()?.join("login.json"))
    }

    fn remembered() -> Result<Option<Self>, CommandError> {
        let Some(path) = Self::path().filter(|path| path.is_file()) else { return Ok(None) };
        let text = fs::read(&path).map_err(|error| CommandError::io("read", &path, &error))?;
        let login = serde_json::from_slice(&text);
        login.map(Some).map_err(|_| nothing("what `cos login` remembered is unreadable"))
    }

    /// Remembers it for this user.
    pub(crate) fn remember(&self) -> Result<PathBuf, CommandError> {
        let path = Self::path().ok_or_else(|| nothing("this user has no home directory"))?;
        if let Some(folder) = path.parent() {
            let made = fs::create_dir_all(folder);
            made.map_err(|error| CommandError::io("create", folder, &error))?;
        }
        let text = serde_json::to_string(self).expect("texts are JSON");
        super::init::write_token(&path, &text)?;
        Ok(path)
    }
}

fn read_text(file: &Path) -> Result<String, CommandError> {
    fs::read_to_string(file).map_err(|error| CommandError::io("read", file, &error))
}

/// The one token in a file.
fn read_token(file: &Path) -> Result<String, CommandError> {
    let text = read_text(file)?;
    let mut words = text.split_whitespace();
    match (words.next(), words.next()) {
        (Some(token), None) if token.is_ascii() => Ok(token.to_owned()),
        _ => {
            let text = format!("`{}` does not hold one token and nothing else", file.display());
            Err(CommandError::new(Exit::Input, const { Code::new("COS-SRV-0010") }, text)
                .hint("name the file that `cos init` or `cos token create --out` wrote"))
        }
    }
}

fn nothing(message: &str) -> CommandError {
    CommandError::new(Exit::Input, const { Code::new("COS-SRV-0010") }, message)
        .hint("name both once: `cos login --server URL --token-file FILE`")
}

impl From<ClientError> for CommandError {
    fn from(error: ClientError) -> Self {
        let message = error.to_string();
        match error {
            ClientError::Problem(problem) => refused(&problem, message),
            ClientError::Busy { problem, retry_after } => {
                refused(&problem, message).hint(format!("try again in {} s", retry_after.as_secs()))
            }
            ClientError::Untrusted { .. } => {
                let code = const { Code::new("COS-TLS-0005") };
                Self::new(Exit::Refused, code, message).hint(
                    "check the name in the address, and name the authority that vouches for the server: `--ca-file FILE`",
                )
            }
            ClientError::Address { .. } => {
                Self::new(Exit::Input, const { Code::new("COS-SRV-0010") }, message)
            }
            ClientError::Authority { .. } => {
                Self::new(Exit::Input, const { Code::new("COS-TLS-0002") }, message)
            }
            ClientError::Unreachable { .. } | ClientError::Foreign { .. } => {
                Self::new(Exit::Unavailable, const { Code::new("COS-SRV-0009") }, message)
            }
        }
    }
}

/// The server's refusal with its code, reasons and remedies, as if it had been decided here.
fn refused(problem: &Problem, message: String) -> CommandError {
    let exit = match problem.status {
        // Where data may be is no matter of how it is spelt.
        422 if problem.code == "COS-SRV-0008" => Exit::Refused,
        401 | 403 | 404 | 409 => Exit::Refused,
        429 | 503 | 507 => Exit::Unavailable,
        500..=599 => Exit::Integrity,
        _ => Exit::Input,
    };
    let code = super::explain::known(&problem.code).unwrap_or(const { Code::new("COS-SRV-0009") });
    let reasons = problem.reasons.iter();
    let error = reasons.fold(CommandError::new(exit, code, message), |error, reason| {
        error.hint(format!("{}: {}; {}", reason.rule, reason.message, reason.remedy))
    });
    match &problem.receipt {
        Some(receipt) => error.hint(format!("the refusal is receipt `{receipt}`")),
        None => error,
    }
}
