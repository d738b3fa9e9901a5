//! Who gets what: the operations that a server's own OpenAPI document lists, and what each caller has to be answered as far as access goes.
//!
//! The answer follows from the scope that the document names and from what the caller's token has. It is written here a second time, on
//! purpose: the server decides by its table and policy, and tests and audits compare (promises P9 and P10).

use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One operation of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The method, in capitals.
    pub method: String,
    /// The path, with names in braces.
    pub path: String,
    /// The scope that it asks for.
    pub scope: Option<String>,
    /// Whether anyone may call it.
    pub is_public: bool,
    /// Whether it asks for a credential where other machines come in.
    pub is_guarded_afar: bool,
    /// Whether it is for people, who are known by a session.
    pub is_page: bool,
}

/// Who calls: what the credential reaches and may do.
#[derive(Clone, Debug)]
pub struct Caller<'a> {
    /// The tenant that it reaches; `None` for all.
    pub tenant: Option<&'a str>,
    /// What it may do.
    pub scopes: BTreeSet<&'a str>,
    /// Whether it is one: there, genuine, neither ended nor revoked.
    pub is_valid: bool,
}

impl Operation {
    /// All operations of a document.
    pub fn all(document: &Value) -> Vec<Self> {
        let mut all = Vec::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                all.push(Self {
                    method: method.to_uppercase(),
                    path: path.clone(),
                    scope: operation["x-cos-scope"].as_str().map(str::to_owned),
                    is_public: operation["security"] == json!([]),
                    is_guarded_afar: operation["x-cos-guarded-afar"] == true,
                    is_page: operation["security"] == json!([{ "session": [] }]),
                });
            }
        }
        all
    }

    /// Whether it names a tenant.
    pub fn is_of_tenant(&self) -> bool {
        self.path.contains("{tenant}")
    }

    /// Whether it is an operator's act on a tenant, for which the scope is asked first.
    pub fn is_operators(&self) -> bool {
        self.path.ends_with("/suspend") || self.path.ends_with("/resume")
    }

    /// With which status a call about `tenant` has to be refused; `Ok` where it may go through.
    pub fn expected(
        &self,
        caller: &Caller<'_>,
        tenant: &str,
        exists: Existence,
    ) -> Result<(), u16> {
        if self.is_public {
            return Ok(());
        }
        if !caller.is_valid {
            // People are led to where they can sign in.
            return Err(if self.is_page { 303 } else { 401 });
        }
        let has_scope = self.scope.as_deref().is_none_or(|scope| caller.scopes.contains(scope));
        let reaches = exists == Existence::Exists && caller.tenant.is_none_or(|own| own == tenant);
        // On a tenant's route a foreign tenant does not exist, whatever else is wrong.
        match (self.is_of_tenant() && !self.is_operators(), reaches, has_scope) {
            (true, false, _) => Err(404),
            (_, _, false) => Err(403),
            (false, false, true) if self.is_of_tenant() => Err(404),
            _ => Ok(()),
        }
    }
}

/// Whether there is a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existence {
    /// There is.
    Exists,
    /// There is none.
    Missing,
}
