//! Issuers and bindings, and what is given for a token of somebody else's.

use crate::world::{NOW, World, operator, record, tenant};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_state::{
    Assertion, BindingInfo, Credential, IssuerInfo, IssuerKind, NewBinding, NewIssuer, NewToken,
    Purpose, Record, Scope, Shown, StateError, Tenants, Token,
};
use std::collections::{BTreeMap, BTreeSet};

fn issuer(name: &str, kind: IssuerKind) -> NewIssuer {
    NewIssuer {
        name: name.into(),
        kind,
        url: "https://token.example".into(),
        audience: "cos".into(),
        jwks: None,
        hosts: vec!["keys.example".into(), "other.example:8443".into()],
        redirect_uri: None,
        sealed_secret: None,
    }
}

fn binding(claims: &[(&str, &str)]) -> NewBinding {
    NewBinding {
        issuer: "hub".into(),
        claims: claims.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
        identity: "ci".into(),
        person: "ada@acme.example".into(),
        tenants: Tenants::Some(BTreeSet::from([tenant("pilot-a")])),
        scopes: BTreeSet::from([Scope::ReceiptsRead, Scope::ReceiptsWrite]),
        ttl_seconds: 900,
    }
}

const RULE: &[(&str, &str)] = &[("repository_id", "74"), ("ref", "refs/heads/a=b")];

impl World {
    async fn add(
        &self,
        by: &Credential,
        new: &NewIssuer,
        record: &Record,
    ) -> Result<(), StateError> {
        let mut tx = self.state.operate(by, &tenant("platform")).await?;
        tx.add_issuer(new, record, NOW).await?;
        tx.commit().await
    }

    async fn replace(
        &self,
        by: &Credential,
        before: &IssuerInfo,
        sealed: &[u8],
        record: &Record,
    ) -> Result<IssuerInfo, StateError> {
        let mut tx = self.state.operate(by, &tenant("platform")).await?;
        let info = tx.replace_secret(before, sealed, record, NOW).await?;
        tx.commit().await.map(|()| info)
    }

    async fn propose(
        &self,
        by: &Credential,
        new: &NewBinding,
        record: &Record,
    ) -> Result<BindingInfo, StateError> {
        let mut tx = self.state.operate(by, &tenant("pilot-a")).await?;
        let info = tx.propose_binding(new, record, NOW).await?;
        tx.commit().await.map(|()| info)
    }

    async fn approve(
        &self,
        by: &Credential,
        info: &BindingInfo,
        record: &Record,
    ) -> Result<BindingInfo, StateError> {
        let mut tx = self.state.operate(by, &tenant("pilot-a")).await?;
        let info = tx.approve_binding(info, record, NOW).await?;
        tx.commit().await.map(|()| info)
    }

    async fn give(&self, info: &BindingInfo, number: u8) -> Result<Token, StateError> {
        let mut tx = self.state.exchange(&tenant("pilot-a")).await?;
        let assertion =
            Assertion { digest: Digest::of(&[number]), expires_at: Timestamp(NOW.0 + 300) };
        assert_eq!(tx.show(&assertion).await?, Shown::First);
        let scopes = BTreeSet::from([Scope::ReceiptsRead, Scope::TokensWrite]);
        let (token, _) = tx.issue(info, &scopes, &record("pilot-a", number), NOW).await?;
        tx.commit().await.map(|()| token)
    }

    /// Another person, with the same rights as the operator.
    async fn admit(&self, person: &str, number: u8) -> Credential {
        let new = NewToken { person: person.into(), identity: person.into(), ..operator() };
        let record = record("platform", number);
        let token = self.state.admit(&new, (&tenant("platform"), &record), NOW).await.unwrap();
        self.state.authenticate(token.expose(), NOW).await.unwrap()
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, StateError>) -> &'static str {
    result.unwrap_err().code().as_str()
}

pub(crate) async fn bindings_take_two_persons(world: World) {
    let ada = &world.operator;
    let hub = issuer("hub", IssuerKind::GitHub);
    world.add(ada, &hub, &record("platform", 1)).await.unwrap();
    assert_eq!(code(world.add(ada, &hub, &record("platform", 2)).await), "COS-STA-0005");
    // The same address for people is another issuer.
    let people = NewIssuer {
        redirect_uri: Some("https://x".into()),
        sealed_secret: Some(vec![0, 7, 255]),
        ..issuer("who", IssuerKind::People)
    };
    world.add(ada, &people, &record("platform", 3)).await.unwrap();
    let found = world.state.issuer_of(&hub.url, Purpose::Exchange).await.unwrap().unwrap();
    assert_eq!(found.issuer, hub);
    let found = world.state.issuer_of(&hub.url, Purpose::SignIn).await.unwrap().unwrap();
    assert_eq!(found.issuer, people);
    let replaced = world.replace(ada, &found, &[8], &record("platform", 40)).await.unwrap();
    assert_eq!(replaced.issuer, NewIssuer { sealed_secret: Some(vec![8]), ..people.clone() });
    assert_eq!(world.state.issuer("who").await.unwrap(), replaced);
    let gone = NewIssuer { url: "https://elsewhere.example".into(), ..people.clone() };
    let gone = IssuerInfo { issuer: gone, ..found };
    let refused = world.replace(ada, &gone, &[9], &record("platform", 41)).await;
    assert_eq!(code(refused), "COS-STA-0006");
    assert!(
        world.state.issuer_of("https://token.example/", Purpose::SignIn).await.unwrap().is_none()
    );
    let member = world.member("pilot-a", &Scope::ALL).await;
    let refused = world.replace(&member, &replaced, &[9], &record("platform", 42)).await;
    assert_eq!(code(refused), "COS-AUT-0003");
    let other = NewIssuer { url: "https://b.example".into(), ..issuer("b", IssuerKind::GitHub) };
    assert_eq!(code(world.add(&member, &other, &record("platform", 4)).await), "COS-AUT-0003");

    // `member` names another person, and so there is a second one.
    let proposed = world.propose(ada, &binding(RULE), &record("pilot-a", 10)).await.unwrap();
    assert_eq!(
        proposed.binding.claims,
        BTreeMap::from([
            ("ref".into(), "refs/heads/a=b".into()),
            ("repository_id".into(), "74".into())
        ])
    );
    assert!(world.state.bindings_in_force("hub").await.unwrap().is_empty());
    assert_eq!(code(world.give(&proposed, 20).await), "COS-STA-0006");
    assert_eq!(code(world.approve(ada, &proposed, &record("pilot-a", 11)).await), "COS-AUT-0007");
    let again = world.admit(" ADA@acme.example", 12).await;
    assert_eq!(
        code(world.approve(&again, &proposed, &record("pilot-a", 13)).await),
        "COS-AUT-0007"
    );
    let new = NewToken {
        person: "linus".into(),
        scopes: BTreeSet::from([Scope::TokensWrite, Scope::ReceiptsRead]),
        ..operator()
    };
    let less = world.issue(ada, &new, ("pilot-a", &record("pilot-a", 19))).await.unwrap();
    let less = world.state.authenticate(less.expose(), NOW).await.unwrap();
    assert_eq!(code(world.approve(&less, &proposed, &record("pilot-a", 14)).await), "COS-AUT-0002");
    let foreign = world.member("pilot-b", &Scope::ALL).await;
    assert_eq!(
        code(world.approve(&foreign, &proposed, &record("pilot-a", 15)).await),
        "COS-AUT-0003"
    );
    assert!(world.state.bindings(&foreign).await.unwrap().is_empty());
    let active = world.approve(&member, &proposed, &record("pilot-a", 16)).await.unwrap();
    assert_eq!(
        code(world.approve(&member, &proposed, &record("pilot-a", 17)).await),
        "COS-STA-0006"
    );
    let seen = world.state.bindings_in_force("hub").await.unwrap();
    assert_eq!((seen.len(), &seen[0]), (1, &active));

    // What is given is what the binding and the request both name.
    let token = world.give(&active, 21).await.unwrap();
    let credential = world.state.authenticate(token.expose(), NOW).await.unwrap();
    assert_eq!(credential.scopes(), &BTreeSet::from([Scope::ReceiptsRead]));
    assert!(credential.reaches(&tenant("pilot-a")) && !credential.reaches(&tenant("pilot-b")));
    assert_eq!(credential.expires_at(), Timestamp(NOW.0 + 900));
    let mut tx = world.state.operate(ada, &tenant("pilot-a")).await.unwrap();
    tx.remove_binding(&active, &record("pilot-a", 18), NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(code(world.state.authenticate(token.expose(), NOW).await), "COS-AUT-0001");
    assert_eq!(code(world.give(&active, 22).await), "COS-STA-0006");
}

pub(crate) async fn what_is_bound_goes_with_its_issuer(world: World) {
    let ada = &world.operator;
    world.add(ada, &issuer("hub", IssuerKind::GitHub), &record("platform", 1)).await.unwrap();
    let alone = world.propose(ada, &binding(RULE), &record("pilot-a", 2)).await.unwrap_err();
    assert_eq!(alone.code().as_str(), "COS-AUT-0007");
    assert!(alone.to_string().contains("cos token admit"), "{alone}");
    let grace = world.admit("grace@acme.example", 3).await;
    let names = binding(&[("repository", "acme/app"), ("ref", "r")]);
    assert_eq!(code(world.propose(ada, &names, &record("pilot-a", 4)).await), "COS-AUT-0006");
    let nobody = NewBinding { issuer: "nobody".into(), ..binding(RULE) };
    assert_eq!(code(world.propose(ada, &nobody, &record("pilot-a", 5)).await), "COS-STA-0006");
    let proposed = world.propose(ada, &binding(RULE), &record("pilot-a", 6)).await.unwrap();
    let active = world.approve(&grace, &proposed, &record("pilot-a", 7)).await.unwrap();
    let token = world.give(&active, 8).await.unwrap();
    let mut tx = world.state.operate(&grace, &tenant("platform")).await.unwrap();
    tx.remove_issuer("hub", &record("platform", 9), NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(code(world.state.authenticate(token.expose(), NOW).await), "COS-AUT-0001");
    world.add(ada, &issuer("hub", IssuerKind::GitHub), &record("platform", 10)).await.unwrap();
    assert!(world.state.bindings_in_force("hub").await.unwrap().is_empty());
    assert_eq!(code(world.give(&active, 11).await), "COS-STA-0006");
    // Each act left its receipt where it belongs, and what failed left none.
    let platform = world.state.undelivered(&tenant("platform")).await.unwrap();
    assert_eq!(platform.len(), 4, "{platform:?}");
}

pub(crate) async fn a_token_of_others_counts_once(world: World) {
    let show = async |number: u8, ends: i64| {
        let assertion = Assertion { digest: Digest::of(&[number]), expires_at: Timestamp(ends) };
        let mut tx = world.state.exchange(&tenant("pilot-a")).await.unwrap();
        let shown = tx.show(&assertion).await.unwrap();
        tx.commit().await.unwrap();
        shown
    };
    let end = NOW.0 + 300;
    assert_eq!(show(1, end).await, Shown::First);
    assert_eq!(show(1, end).await, Shown::Again);
    assert_eq!(show(1, end).await, Shown::Often);
    assert_eq!(show(2, end + 1).await, Shown::First);
    // What is given up did not happen.
    let given_up = Assertion { digest: Digest::of(&[3]), expires_at: Timestamp(end) };
    let mut tx = world.state.exchange(&tenant("pilot-a")).await.unwrap();
    assert_eq!(tx.show(&given_up).await.unwrap(), Shown::First);
    drop(tx);
    assert_eq!(show(3, end).await, Shown::First);
    assert_eq!(world.state.forget_assertions(Timestamp(end)).await.unwrap(), 0);
    assert_eq!(world.state.forget_assertions(Timestamp(end + 1)).await.unwrap(), 2);
    assert_eq!(show(2, end + 1).await, Shown::Again);
}
