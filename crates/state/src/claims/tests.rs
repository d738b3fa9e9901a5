//! What may be matched, and what may not.

use super::IssuerKind;
use std::collections::BTreeMap;

fn check(kind: IssuerKind, claims: &[(&str, &str)]) -> Result<(), String> {
    let asked: BTreeMap<_, _> =
        claims.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    kind.check(&asked).map_err(|error| error.to_string())
}

#[test]
fn names_alone_are_refused() {
    for (kind, claims) in [
        (IssuerKind::GitHub, &[("repository", "acme/app"), ("ref", "refs/heads/main")][..]),
        (IssuerKind::GitHub, &[("sub", "repo:acme/app:ref:refs/heads/main")]),
        (IssuerKind::GitHub, &[("job_workflow_ref", "acme/app/.github/workflows/a.yml@main")]),
        (IssuerKind::GitLab, &[("project_path", "acme/app"), ("ref", "main")]),
        (IssuerKind::Kubernetes, &[("sub", "system:serviceaccount:prod:deploy")]),
        (IssuerKind::People, &[("email", "ada@acme.example")]),
        (IssuerKind::People, &[]),
    ] {
        let refused = check(kind, claims).unwrap_err();
        assert!(refused.contains("ids never are"), "{kind} {claims:?}: {refused}");
    }
}

#[test]
fn an_id_without_a_place_is_refused_where_there_are_places() {
    for (kind, id) in [(IssuerKind::GitHub, "repository_id"), (IssuerKind::GitLab, "project_id")] {
        let refused = check(kind, &[(id, "7")]).unwrap_err();
        assert!(refused.contains("every branch"), "{refused}");
        assert_eq!(check(kind, &[(id, "7"), ("ref", "refs/heads/main")]), Ok(()));
    }
    assert_eq!(check(IssuerKind::Kubernetes, &[("serviceaccount_uid", "7")]), Ok(()));
    assert_eq!(check(IssuerKind::People, &[("sub", "7"), ("email", "a@b")]), Ok(()));
}

#[test]
fn unknown_and_unprintable_claims_are_refused() {
    let ids = ("repository_id", "7");
    let typo = check(IssuerKind::GitHub, &[ids, ("enviroment", "prod")]).unwrap_err();
    assert!(typo.contains("`environment`"), "{typo}");
    let long = "x".repeat(501);
    for value in ["", "a\nref=b", &long] {
        assert!(check(IssuerKind::GitHub, &[ids, ("ref", value)]).is_err(), "{value:?}");
    }
}
