//! Calls about issuers and bindings.

use super::{Client, ClientError, segment};
use crate::trust::{Binding, Bindings, Exchanged, Issuer, Issuers, NewBinding, NewIssuer, Redeem};
use reqwest::Method;

impl Client {
    /// Exchanges a token of an issuer's for a credential (RFC 8693), with these scopes or all that there are. It counts once, so it is
    /// not sent again.
    pub fn exchange_token(&self, jwt: &str, scopes: &[String]) -> Result<Exchanged, ClientError> {
        let mut form = format!(
            "grant_type={}&subject_token_type={}&subject_token={}",
            segment("urn:ietf:params:oauth:grant-type:token-exchange"),
            segment("urn:ietf:params:oauth:token-type:jwt"),
            segment(jwt),
        );
        if !scopes.is_empty() {
            form = format!("{form}&scope={}", segment(&scopes.join(" ")));
        }
        let request = self.request(Method::POST, "/v1/token/exchange");
        self.read(request.header("content-type", "application/x-www-form-urlencoded").body(form))
    }

    /// Gives the code of a sign-in for a credential. It counts once, so it is not sent again.
    pub fn redeem_code(&self, redeem: &Redeem) -> Result<Exchanged, ClientError> {
        self.send(Method::POST, "/v1/token/redeem", Some(redeem))
    }

    /// Believes an issuer; without a binding that lets nobody in.
    pub fn add_issuer(&self, issuer: &NewIssuer) -> Result<Issuer, ClientError> {
        self.change("/v1/token/issuers", Some(issuer))
    }

    /// The issuers that the server believes.
    pub fn issuers(&self) -> Result<Issuers, ClientError> {
        self.get("/v1/token/issuers")
    }

    /// Believes an issuer no more; its bindings and their credentials end.
    pub fn remove_issuer(&self, name: &str) -> Result<Issuer, ClientError> {
        self.send(Method::DELETE, &format!("/v1/token/issuers/{}", segment(name)), None::<&()>)
    }

    /// Proposes a binding, for another person to approve.
    pub fn propose_binding(&self, binding: &NewBinding) -> Result<Binding, ClientError> {
        self.change("/v1/token/bindings", Some(binding))
    }

    /// The bindings that reach no further than this credential.
    pub fn bindings(&self) -> Result<Bindings, ClientError> {
        self.get("/v1/token/bindings")
    }

    /// Approves what another person proposed.
    pub fn approve_binding(&self, id: &str) -> Result<Binding, ClientError> {
        self.change(&format!("/v1/token/bindings/{}/approve", segment(id)), None::<&()>)
    }

    /// Removes a binding; its credentials end.
    pub fn remove_binding(&self, id: &str) -> Result<Binding, ClientError> {
        self.send(Method::DELETE, &format!("/v1/token/bindings/{}", segment(id)), None::<&()>)
    }
}
