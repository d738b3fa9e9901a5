//! Whose names are an audit's.

use super::*;

#[test]
fn only_what_audits_make_has_their_names() {
    for name in ["audit-0123abcd-a", "audit-0123abcd-b", "audit-ffffffff-r"] {
        assert!(is_tenant(name), "{name}");
    }
    for name in [
        "audit",
        "audit-a",
        "audit-0123abcd",
        "audit-0123abcd-c",
        "audit-0123ABCD-a",
        "audit-0123abcg-a",
        "x-audit-0123abcd-a",
        "audit-0123abcd-a-b",
    ] {
        assert!(!is_tenant(name), "{name}");
    }
    for name in ["canary-audit-0123abcd-0", "canary-audit-0123abcd-1", "audit-0123abcd-auditor"] {
        assert!(is_identity(name), "{name}");
    }
    for name in [
        "auditor",
        "canary-audit-0123abcd",
        "canary-0",
        "audit-0123abcd-0",
        "canary-audit-0123abcd-2",
    ] {
        assert!(!is_identity(name), "{name}");
    }
}
