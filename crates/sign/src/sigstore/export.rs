//! What other Sigstore clients take to verify our bundles: the trusted root alone, or with what sigstore-python wants around it.

use serde_json::{Value, json};

use super::SigstoreRoot;

impl SigstoreRoot {
    /// The trusted root as a file of its own, for `cosign --trusted-root` and other clients.
    pub fn to_json(&self) -> String {
        format!("{:#}\n", self.json())
    }

    /// A `ClientTrustConfig` (protobuf-specs), for `sigstore --trust-config`. It tells a client where to verify, and nowhere to sign.
    pub fn to_trust_config(&self) -> String {
        let any: Value = json!({ "selector": "ANY" });
        let config = json!({
            "mediaType": "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json",
            "trustedRoot": self.json(),
            "signingConfig": {
                "mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json",
                "caUrls": [],
                "oidcUrls": [],
                "rekorTlogUrls": [],
                "rekorTlogConfig": any,
                "tsaUrls": [],
                "tsaConfig": any,
            },
        });
        format!("{config:#}\n")
    }
}
