//! A set of logs by name: one log, all of a region, all of a tenant, or all of an organisation.
//!
//! `*` stands for one whole part of `<org>/<region>/<tenant>`, never for the organisation and never for part of a word.

use std::fmt;
use std::str::FromStr;

use cos_core::ids::{Org, Origin, Region, Tenant};

/// Logs of one organisation, written `acme/eu-1/pilot-a`, `acme/eu-1/*`, `acme/*/pilot-a` or `acme/*/*`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origins {
    /// Whose logs.
    pub org: Org,
    /// In which region; `None` for every region.
    pub region: Option<Region>,
    /// Of which tenant; `None` for every tenant.
    pub tenant: Option<Tenant>,
}

impl Origins {
    /// Every log of `org`.
    pub fn all(org: Org) -> Self {
        Self { org, region: None, tenant: None }
    }

    /// Tells whether `origin` is one of these logs.
    pub fn covers(&self, origin: &Origin) -> bool {
        self.org == origin.org
            && self.region.as_ref().is_none_or(|region| *region == origin.region)
            && self.tenant.as_ref().is_none_or(|tenant| *tenant == origin.tenant)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let (org, rest) = text.split_once('/')?;
        let (region, tenant) = rest.split_once('/')?;
        Some(Self {
            org: org.parse().ok()?,
            region: part(region).ok()?,
            tenant: part(tenant).ok()?,
        })
    }
}

fn part<T: FromStr>(text: &str) -> Result<Option<T>, T::Err> {
    (text != "*").then(|| text.parse()).transpose()
}

impl From<Origin> for Origins {
    fn from(origin: Origin) -> Self {
        Self { org: origin.org, region: Some(origin.region), tenant: Some(origin.tenant) }
    }
}

impl fmt::Display for Origins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let region = self.region.as_ref().map_or("*", Region::as_str);
        let tenant = self.tenant.as_ref().map_or("*", Tenant::as_str);
        write!(f, "{}/{region}/{tenant}", self.org)
    }
}
