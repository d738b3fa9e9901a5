//! The part of the demo that goes through a server: two tenants, their events, a brand, and what each must not see of the other.

use super::steps::{Demo, TENANTS, bug, expect};
use super::{Outcome, size_note};
use crate::commands::init;
use crate::commands::isolation::audit;
use crate::commands::policy::engine;
use crate::commands::receipts::ingest::{Job, Wait};
use crate::commands::report::signed;
use crate::error::CommandError;
use crate::progress::Bar;
use crate::ui::{counted, grouped};
use cos_api::audit::Plan;
use cos_api::{Client, NewTenant, NewToken};
use cos_core::ids::IdError;
use cos_daemon::{
    AuthzPolicy, Budget, Embedded, FirstToken, Installation, Listen, Place, Roles, Service,
};
use cos_switchboard::theme::Pack;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

const ORG: &str = "acme";
pub(super) const REGION: &str = "eu-1";
/// Any port that is free on this machine.
const LISTEN: &str = "127.0.0.1:0";

/// The brand that one of the tenants gets.
const THEME: &[u8] = include_bytes!("../../../../white-label/themes/partner-a.json");
const LOGO: &[u8] = include_bytes!("../../../../white-label/themes/partner-a.svg");

/// A server in this process, and who speaks to it.
pub(super) struct Served {
    embedded: Embedded,
    operator: Client,
    /// One credential for each tenant, which may report events and nothing else.
    reporters: Vec<Client>,
}

impl Demo<'_> {
    /// Makes a data directory: keys, trust file, state, the first token.
    pub(super) fn init(&self) -> Result<(), CommandError> {
        let id = |error: IdError| CommandError::input(IdError::CODE, error.to_string());
        let (org, region) = (ORG.parse().map_err(id)?, REGION.parse().map_err(id)?);
        let plan = cos_daemon::Plan { org: &org, region: &region, state: None, person: "operator" };
        let (_, FirstToken { token, .. }) =
            Installation::create(self.dir, &plan, &*self.ctx.clock)?;
        init::write_token(&self.path("operator.token"), token.expose())
    }

    /// Starts the server, makes the tenants, and gives each a credential of its own.
    pub(super) fn serve(&mut self) -> Result<Outcome, CommandError> {
        let listen: Place = LISTEN.parse().map_err(|_| bug("no address to listen on"))?;
        let service = Service {
            listen: vec![Listen::new(listen, None)?],
            roles: Roles::default(),
            hosts: Vec::new(),
            grace: Duration::ZERO,
            supervisor: Arc::default(),
            clock: Arc::clone(&self.ctx.clock),
            authz: AuthzPolicy::default(),
            worker: engine::command()?,
            budget: Budget::default(),
            coverage: None,
            witnesses: Vec::new(),
            collector: None,
        };
        let embedded = Embedded::start(Installation::open(self.dir)?, service)?;
        let url = embedded.urls().first().cloned().unwrap_or_default();
        let token = self.path("operator.token");
        let token =
            fs::read_to_string(&token).map_err(|error| CommandError::io("read", &token, &error))?;
        let operator = Client::new(&url, token.trim())?;
        let mut reporters = Vec::new();
        for tenant in TENANTS {
            operator.create_tenant(&NewTenant {
                tenant: tenant.to_owned(),
                region: REGION.to_owned(),
                display_name: tenant.to_owned(),
                residency: "eu".to_owned(),
            })?;
            let made = operator.create_token(&NewToken {
                identity: format!("{tenant}/platform"),
                tenants: Some(vec![tenant.to_owned()]),
                scopes: vec!["receipts:write".to_owned()],
                ttl_seconds: 3600,
            })?;
            reporters.push(operator.as_caller(&made.token));
        }
        let fact = format!(
            "a server in region {REGION} on {url}: tenants {}, each with a credential that only reports",
            TENANTS.join(" and ")
        );
        self.served = Some(Served { embedded, operator, reporters });
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    /// Brings a partner's brand into force for the first tenant.
    pub(super) fn brand(&self) -> Result<Outcome, CommandError> {
        let beside = [("partner-a.svg".to_owned(), LOGO.to_vec())];
        let pack = Pack::from_plain("partner-a.json", THEME, beside);
        let pack = pack.map_err(|_| bug("the theme is not sound"))?;
        let operator = &self.served()?.operator;
        let (tenant, archive) = (TENANTS[0], pack.to_zip());
        let theme = operator.import_theme(tenant, &archive)?;
        let step = operator.activate_theme(tenant, &theme.digest, "the partner's brand")?;
        let fact = format!(
            "theme {} {} is in force for {tenant}: receipt {}",
            theme.name, theme.version, step.receipt
        );
        Ok(Outcome { count: None, fact: Some(fact) })
    }

    /// Reports the first day, lets the auditor note the checkpoints, reports the second day.
    pub(super) fn report(&self) -> Result<Outcome, CommandError> {
        let seen = self.path("seen");
        fs::create_dir(&seen).map_err(|error| CommandError::io("create", &seen, &error))?;
        let first = self.report_day(1)?;
        for tenant in TENANTS {
            let from = self.path("ledger").join(REGION).join(tenant).join("checkpoint");
            fs::copy(&from, self.seen(tenant))
                .map_err(|error| CommandError::io("copy", &from, &error))?;
        }
        let receipts = first + self.report_day(2)?;
        expect(receipts == self.receipts, "not every event has a receipt")?;
        let size = size_note(&self.path("ledger"), receipts);
        let fact = format!(
            "{} events reported over HTTP, each answered when its signed receipt was on disk ({size})",
            grouped(receipts)
        );
        Ok(Outcome { count: Some(receipts), fact: Some(fact) })
    }

    /// Reports what all tenants did on one day, at once; gives back how many receipts were made.
    fn report_day(&self, day: u8) -> Result<u64, CommandError> {
        let bar = Bar::new(self.ctx.ui, "reporting");
        let report = &|(client, tenant): (&Client, &str)| {
            let job = Job { client, tenant, wait: Wait::Published, bar: &bar };
            job.report(&self.path(&format!("events-{tenant}-day{day}.jsonl")), None)
        };
        let reporters = &self.served()?.reporters;
        thread::scope(|scope| {
            let all = reporters.iter().zip(TENANTS);
            let all: Vec<_> = all.map(|one| scope.spawn(move || report(one))).collect();
            let done = all
                .into_iter()
                .map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            done.map(|done| Ok(done?.receipts)).sum()
        })
    }

    /// Asks as every kind of caller for what one tenant must not get of the other; signs what came of it, and stops the server.
    pub(super) fn isolate(&mut self) -> Result<Outcome, CommandError> {
        let Served { embedded, operator, .. } = self.take_served()?;
        let plan = Plan {
            server: embedded.urls().first().cloned().unwrap_or_default(),
            region: REGION.to_owned(),
            run: "demo".to_owned(),
            now: self.ctx.now().to_string(),
            tenants: Some(TENANTS.map(str::to_owned)),
            stop: &AtomicBool::new(false),
        };
        let report = audit::audited(self.ctx, &operator, &plan)?;
        embedded.stop()?;
        let key = signed::key(&self.path("trust"))?;
        let (json, html) = (self.path("isolation.json"), self.path("isolation.html"));
        report.write(self.ctx, Some(&json), Some(&html), Some(&key))?;
        expect(report.audit.passed, "something crosses from one tenant to the other")?;
        let fact = format!(
            "{} as every kind of caller, about both tenants: nothing crosses ({})",
            counted(report.audit.probes, "request"),
            html.display()
        );
        Ok(Outcome { count: Some(report.audit.probes), fact: Some(fact) })
    }
}
