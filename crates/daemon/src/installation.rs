//! A data directory: all that one server owns.
//!
//! ```text
//! config.json      region of this server and address of its state, mode 0600
//! pepper           32 random bytes, the key of the hashes of tokens, mode 0600
//! trust/           keys and trust file, as `cos trust init` makes them
//! ledger/          receipts
//! serving.json     where the server listens, while one runs
//! state/           SQLite files, unless the configuration names PostgreSQL
//! lock             held by whoever uses the directory
//! ```

mod hold;
mod moving;

use crate::authz::AuthzPolicy;
use crate::control::PLATFORM;
use crate::error::DaemonError;
use crate::issue::{Act, Notary};
use crate::serve::block_on;
use crate::serving;
use cos_core::clock::{Clock, Timestamp};
use cos_core::ids::{Org, Origin, Region, Tenant};
use cos_sign::KeyDir;
use cos_state::{NewToken, Pepper, Scope, State, Target, Tenants, Token};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

pub(crate) use hold::Hold;
pub use moving::Move;

pub(crate) const CONFIG: &str = "config.json";
pub(crate) const PEPPER: &str = "pepper";
const SCHEMA: &str = "cos.config/v1";

/// How long the first token lasts, in seconds: long enough to issue others with it.
const FIRST_TOKEN: i64 = 7 * 24 * 3600;

/// What stands in `config.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    schema: String,
    /// The region that this server is in.
    pub region: String,
    /// Where state is: absent for SQLite files in `state/`, else `postgres://…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// A data directory.
#[derive(Debug)]
pub struct Installation {
    root: PathBuf,
    config: Config,
}

/// What a new data directory is for.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Whose it is.
    pub org: &'a Org,
    /// The region that the server is in.
    pub region: &'a Region,
    /// Where state is to be: `None` for SQLite files in the directory, else `postgres://…`, prepared.
    pub state: Option<&'a str>,
    /// The person who answers for the first token.
    pub person: &'a str,
}

/// The credential with which everything else begins.
#[derive(Debug)]
pub struct FirstToken {
    /// It.
    pub token: Token,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Config {
    fn to_text(&self) -> String {
        serde_json::to_string_pretty(self).expect("texts are JSON") + "\n"
    }
}

impl Installation {
    /// Makes a data directory, which must not exist or be empty: keys, trust file and an operator's first token.
    pub fn create(
        root: &Path,
        plan: &Plan<'_>,
        clock: &dyn Clock,
    ) -> Result<(Self, FirstToken), DaemonError> {
        block_on(Self::make(root, plan, clock))
    }

    async fn make(
        root: &Path,
        plan: &Plan<'_>,
        clock: &dyn Clock,
    ) -> Result<(Self, FirstToken), DaemonError> {
        let occupied = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some());
        if occupied {
            let reason = "it is not empty; choose a new directory".to_owned();
            return Err(DaemonError::NoInstallation { path: root.to_owned(), reason });
        }
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(root);
        made.map_err(DaemonError::io("create", root))?;
        let mut pepper = [0; 32];
        getrandom::fill(&mut pepper).map_err(cos_state::StateError::Random)?;
        write_private(&root.join(PEPPER), &pepper)?;
        KeyDir::create(&root.join("trust"), plan.org.clone(), clock)?;
        let config = Config {
            schema: SCHEMA.to_owned(),
            region: plan.region.to_string(),
            state: plan.state.map(str::to_owned),
        };
        let installation = Self { root: root.to_owned(), config };
        let state = installation.open_state().await?;
        let expires_at = Timestamp(clock.now().0 + FIRST_TOKEN);
        let first = first_token("first-operator", plan.person, expires_at);
        let token = state.bootstrap(&first, clock.now()).await?;
        state.close().await;
        // The last file makes it an installation: whatever was interrupted before is none.
        write_private(&root.join(CONFIG), installation.config.to_text().as_bytes())?;
        Ok((installation, FirstToken { token, expires_at }))
    }

    /// Opens a data directory.
    pub fn open(root: &Path) -> Result<Self, DaemonError> {
        let none = |reason| DaemonError::NoInstallation { path: root.to_owned(), reason };
        let path = root.join(CONFIG);
        let text = fs::read(&path)
            .map_err(|error| none(format!("`{CONFIG}`: {error}; `cos init` makes one")))?;
        let config: Config =
            serde_json::from_slice(&text).map_err(|error| none(format!("`{CONFIG}`: {error}")))?;
        if config.schema != SCHEMA {
            return Err(none(format!(
                "`{CONFIG}` has the schema `{}`, this program knows `{SCHEMA}`",
                config.schema.escape_debug()
            )));
        }
        config.region.parse::<Region>().map_err(|error| none(error.to_string()))?;
        Ok(Self { root: root.to_owned(), config })
    }

    /// Admits another person: issues them a token that may do everything for a week, with a receipt.
    ///
    /// On the server no one hands out a token that names anybody but themselves, so that one person cannot become two (promise P24). Whoever
    /// may write in this directory holds the keys of everything anyway.
    pub fn admit(&self, person: &str, clock: &dyn Clock) -> Result<FirstToken, DaemonError> {
        block_on(async {
            let now = clock.now();
            let (keys, policy) = (KeyDir::open(&self.keys())?, AuthzPolicy::default());
            let notary =
                Notary::new(keys.notary()?, &self.pepper()?, (policy.digest, policy.version));
            let home: Tenant = PLATFORM.parse().expect("it is a name");
            let org = keys.trust().org().clone();
            let origin = Origin { org, region: self.region(), tenant: home.clone() };
            let act = Act::new("operator", "token.admit", "data directory", person);
            let record = notary.record(&origin, &act, now);
            let record = record.map_err(|failure| DaemonError::NoInstallation {
                path: self.root.clone(),
                reason: failure.problem().detail,
            })?;
            let expires_at = Timestamp(now.0 + FIRST_TOKEN);
            let new = first_token(person, person, expires_at);
            let _hold = self.hold()?;
            let state = self.open_state().await?;
            let token = state.admit(&new, (&home, &record), now).await?;
            state.close().await;
            Ok(FirstToken { token, expires_at })
        })
    }

    /// Refuses a directory that a server or somebody else uses.
    pub fn check_unused(&self) -> Result<(), DaemonError> {
        self.occupy().map(drop)
    }

    /// Where its server listens, if one runs.
    pub fn serving(&self) -> Result<Vec<String>, DaemonError> {
        serving::announced(&self.root)
    }

    /// Writes where its server listens, until what is returned is dropped.
    pub(crate) fn announce(&self, urls: &[String]) -> Result<serving::Notice, DaemonError> {
        serving::announce(&self.root, urls)
    }

    /// The region that this server is in.
    pub fn region(&self) -> Region {
        self.config.region.parse().expect("it was checked when it was opened")
    }

    /// The directory of the ledger.
    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger")
    }

    /// The directory of the keys.
    pub fn keys(&self) -> PathBuf {
        self.root.join("trust")
    }

    /// The directory.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where the state is, unless it is in files of the directory; without a password.
    pub(crate) fn place(&self) -> Option<String> {
        self.config.state.as_deref().map(moving::without_password)
    }

    /// The right to use the directory, with others.
    pub(crate) fn hold(&self) -> Result<Hold, DaemonError> {
        Hold::shared(&self.root)
    }

    /// The right to be its server.
    pub(crate) fn occupy(&self) -> Result<[Hold; 2], DaemonError> {
        Ok([self.hold()?, Hold::server(&self.root)?])
    }

    pub(crate) async fn open_state(&self) -> Result<State, DaemonError> {
        let target = match &self.config.state {
            None => Target::Directory(self.root.join("state")),
            Some(url) => Target::Postgres(url.clone()),
        };
        Ok(State::open(&target, Pepper::new(&self.pepper()?)).await?)
    }

    /// The secret from which hashes of tokens, and salts of receipts, are derived.
    pub(crate) fn pepper(&self) -> Result<[u8; 32], DaemonError> {
        let path = self.root.join(PEPPER);
        let bytes = fs::read(&path).map_err(DaemonError::io("read", &path))?;
        bytes.try_into().map_err(|_| DaemonError::NoInstallation {
            path: self.root.clone(),
            reason: format!("`{PEPPER}` is not 32 bytes long; restore it from the backup"),
        })
    }
}

fn first_token(identity: &str, person: &str, expires_at: Timestamp) -> NewToken {
    NewToken {
        identity: identity.to_owned(),
        person: person.to_owned(),
        tenants: Tenants::All,
        scopes: BTreeSet::from(Scope::ALL),
        expires_at,
    }
}

/// Makes a PostgreSQL database ready for the role `app`, as the owner that `url` names; see [`State::prepare`].
pub fn prepare_state(url: &str, app: &str) -> Result<(), DaemonError> {
    block_on(async { Ok(State::prepare(url, app).await?) })
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), DaemonError> {
    let open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    open.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    })
    .map_err(DaemonError::io("write", path))
}
