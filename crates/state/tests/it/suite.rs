//! What state does, whichever database it is in.

use crate::world::{NOW, Place, World, operator, pepper, record, tenant, tenant_info};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_state::{NewToken, Replay, Scope, State, StateError, TenantStatus, Tenants};
use std::collections::BTreeSet;

#[tokio::test]
async fn sqlite_does_what_state_does() {
    all(&Place::sqlite()).await;
}

#[tokio::test]
async fn postgres_does_what_state_does() {
    all(&Place::postgres()).await;
}

async fn all(place: &Place) {
    tokens_count_within_their_time(place.world("tokens").await).await;
    nobody_hands_out_what_they_lack(place.world("rights").await).await;
    foreign_tenants_do_not_exist(place.world("foreign").await).await;
    suspended_tenants_are_read_only(place.world("suspended").await).await;
    changes_and_receipts_are_one(place.world("outbox").await).await;
    requests_are_answered_once(place.world("replay").await).await;
    state_outlives_the_process(place.world("again").await).await;
}

fn code(error: &StateError) -> &'static str {
    error.code().as_str()
}

async fn tokens_count_within_their_time(world: World) {
    let state = &world.state;
    assert_eq!(code(&state.bootstrap(&operator(), NOW).await.unwrap_err()), "COS-STA-0005");
    let new = NewToken { expires_at: Timestamp(NOW.0 + 60), ..operator() };
    let at = (&tenant("pilot-a"), &record("pilot-a", 1));
    let token = state.create_token(&world.operator, &new, at, NOW).await.unwrap();
    for (at, valid) in [(-1, false), (0, true), (59, true), (60, false)] {
        let found = state.authenticate(token.expose(), Timestamp(NOW.0 + at)).await;
        assert_eq!(found.is_ok(), valid, "{at}");
    }
    let tokens = state.tokens(&world.operator).await.unwrap();
    assert!(tokens.iter().any(|info| info.id == token.id() && info.revoked_at.is_none()));
    let at = (&tenant("pilot-a"), &record("pilot-a", 2));
    let revoked = state.revoke_token(&world.operator, token.id(), at, NOW).await.unwrap();
    assert_eq!(revoked.revoked_at, Some(NOW));
    // Revoking again changes nothing and records nothing: the same `jti` would be refused.
    state.revoke_token(&world.operator, token.id(), at, Timestamp(NOW.0 + 5)).await.unwrap();
    let refused = state.authenticate(token.expose(), NOW).await.unwrap_err();
    assert!(matches!(refused, StateError::Unauthenticated), "{refused}");
    let stranger = cos_state::Token::generate().unwrap();
    let refused = state.authenticate(stranger.expose(), NOW).await.unwrap_err();
    assert!(matches!(refused, StateError::Unauthenticated), "{refused}");
    assert_eq!(code(&state.authenticate("cosu_x", NOW).await.unwrap_err()), "COS-AUT-0001");
    let missing = state.revoke_token(&world.operator, "nobody", at, NOW).await.unwrap_err();
    assert_eq!(code(&missing), "COS-STA-0006");
}

async fn nobody_hands_out_what_they_lack(world: World) {
    let scopes = [Scope::TokensWrite, Scope::TokensRead, Scope::ReceiptsRead];
    let member = world.member("pilot-a", &scopes).await;
    let new = |tenants: Tenants, scope: Scope| NewToken {
        tenants,
        scopes: BTreeSet::from([scope]),
        ..operator()
    };
    let only = |name: &str| Tenants::Some(BTreeSet::from([tenant(name)]));
    let home = tenant("pilot-a");
    let cases = [
        (only("pilot-a"), Scope::ReceiptsRead, None),
        (only("pilot-a"), Scope::TenantsWrite, Some("COS-AUT-0002")),
        (only("pilot-b"), Scope::ReceiptsRead, Some("COS-AUT-0003")),
        (Tenants::All, Scope::ReceiptsRead, Some("COS-AUT-0003")),
    ];
    for (number, (tenants, scope, refused)) in (10..).zip(cases) {
        let record = record("pilot-a", number);
        let new = new(tenants, scope);
        let made = world.state.create_token(&member, &new, (&home, &record), NOW).await;
        assert_eq!(made.err().as_ref().map(code), refused, "{scope} {number}");
    }
    // Who reaches one tenant sees and revokes the credentials of that tenant only.
    let seen = world.state.tokens(&member).await.unwrap();
    assert!(seen.len() == 2 && seen.iter().all(|info| info.tenants == "pilot-a"), "{seen:?}");
    let operators = world.operator.token();
    let at = (&home, &record("pilot-a", 30));
    let refused = world.state.revoke_token(&member, operators, at, NOW).await.unwrap_err();
    assert_eq!(code(&refused), "COS-STA-0006");
    assert!(world.state.tokens(&world.operator).await.unwrap()[0].revoked_at.is_none());
    let refused =
        world.state.create_tenant(&member, &tenant_info("pilot-c"), &record("x", 1)).await;
    assert_eq!(code(&refused.unwrap_err()), "COS-AUT-0002");
}

async fn foreign_tenants_do_not_exist(world: World) {
    let member = world.member("pilot-a", &[Scope::ReceiptsRead]).await;
    let enter = async |name: &str, scope| {
        let entered = world.state.enter(&member, name, scope).await;
        entered.map(|ctx| ctx.tenant().to_string()).map_err(|error| code(&error))
    };
    assert_eq!(enter("pilot-a", Scope::ReceiptsRead).await.as_deref(), Ok("pilot-a"));
    assert_eq!(enter("pilot-a", Scope::ReceiptsWrite).await, Err("COS-AUT-0002"));
    // Whether it exists is not told, nor that the scope is missing as well.
    for name in ["pilot-b", "nobody", "../pilot-a", "", "PILOT-A", "pilot-a ", "*"] {
        assert_eq!(enter(name, Scope::ReceiptsWrite).await, Err("COS-AUT-0003"), "{name}");
    }
    let entered = world.state.enter(&world.operator, "pilot-c", Scope::ReceiptsRead).await;
    assert_eq!(code(&entered.unwrap_err()), "COS-AUT-0003");
    let seen = world.member("pilot-b", &[Scope::TenantsRead]).await;
    let tenants = world.state.tenants(&seen).await.unwrap();
    assert_eq!(tenants, [tenant_info("pilot-b")]);
}

async fn suspended_tenants_are_read_only(world: World) {
    let state = &world.state;
    let suspend = async |name: &str, number| {
        let (status, record) = (TenantStatus::Suspended, record(name, number));
        state.set_tenant_status(&world.operator, name, status, &record, NOW).await
    };
    assert_eq!(suspend("pilot-a", 1).await.unwrap().status, TenantStatus::Suspended);
    let enter = async |scope| {
        state.enter(&world.operator, "pilot-a", scope).await.map(drop).map_err(|it| code(&it))
    };
    assert_eq!(enter(Scope::ReceiptsWrite).await, Err("COS-AUT-0004"));
    assert_eq!(enter(Scope::ReceiptsRead).await, Ok(()));
    assert_eq!(code(&suspend("nobody", 2).await.unwrap_err()), "COS-AUT-0003");
    let (info, record) = (tenant_info("pilot-a"), record("pilot-a", 3));
    let twice = state.create_tenant(&world.operator, &info, &record).await;
    assert_eq!(code(&twice.unwrap_err()), "COS-STA-0005");
}

async fn changes_and_receipts_are_one(world: World) {
    let state = &world.state;
    let ctx = state.enter(&world.operator, "pilot-a", Scope::ReceiptsWrite).await.unwrap();
    let mut tx = state.tenant(&ctx).await.unwrap();
    tx.record(&record("pilot-a", 1), NOW).await.unwrap();
    drop(tx);
    let waiting = state.undelivered(&tenant("pilot-a")).await.unwrap();
    assert_eq!(waiting.len(), 1, "what was not committed did not happen");
    assert_eq!(waiting[0].receipt, "receipt 0 of pilot-a");
    for number in 1..=3 {
        let mut tx = state.tenant(&ctx).await.unwrap();
        tx.record(&record("pilot-a", number), NOW).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = state.tenant(&ctx).await.unwrap();
    assert!(tx.record(&record("pilot-a", 2), NOW).await.is_err(), "a receipt is written once");
    drop(tx);
    let waiting = state.undelivered(&tenant("pilot-a")).await.unwrap();
    let texts: Vec<_> = waiting.iter().map(|one| one.receipt.as_str()).collect();
    let expected = [0, 1, 2, 3].map(|number| format!("receipt {number} of pilot-a"));
    assert_eq!(texts, expected);
    let arrived: Vec<_> = waiting.into_iter().zip(0..).take(3).collect();
    state.delivered(&arrived).await.unwrap();
    // Marking again, as after a crash between append and mark, changes nothing.
    state.delivered(&arrived).await.unwrap();
    let left = state.undelivered(&tenant("pilot-a")).await.unwrap();
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].receipt, "receipt 3 of pilot-a");
    assert_eq!(state.undelivered(&tenant("pilot-b")).await.unwrap().len(), 1);

    let mut tx = state.tenant(&ctx).await.unwrap();
    let events = tx.events(0, 100).await.unwrap();
    let numbers: Vec<_> = events.iter().map(|event| event.seq).collect();
    let last = *numbers.last().unwrap();
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "{numbers:?}");
    assert_eq!(events.last().unwrap().body, r#"{"tenant":"pilot-a","number":3}"#);
    assert_eq!(tx.events(last - 1, 100).await.unwrap(), events[events.len() - 1..]);
    assert_eq!(tx.events(0, 1).await.unwrap(), events[..1]);
}

async fn requests_are_answered_once(world: World) {
    let state = &world.state;
    let request = Digest::of(b"POST /x {}");
    let answer = Replay { status: 201, body: "made".into() };
    for (name, other) in [("pilot-a", "pilot-b"), ("pilot-b", "pilot-a")] {
        let ctx = state.enter(&world.operator, name, Scope::ReceiptsWrite).await.unwrap();
        let mut tx = state.tenant(&ctx).await.unwrap();
        // A key of another tenant is another key.
        assert_eq!(tx.replay("key", request).await.unwrap(), None, "{other}");
        tx.remember("key", request, &answer, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = state.tenant(&ctx).await.unwrap();
        assert_eq!(tx.replay("key", request).await.unwrap().as_ref(), Some(&answer));
        let conflict = tx.replay("key", Digest::of(b"other")).await.unwrap_err();
        assert_eq!(code(&conflict), "COS-STA-0007");
        assert_eq!(tx.forget_before(NOW).await.unwrap(), 0);
        drop(tx);
        let mut tx = state.tenant(&ctx).await.unwrap();
        assert_eq!(tx.forget_before(Timestamp(NOW.0 + 1)).await.unwrap(), 1);
    }
}

async fn state_outlives_the_process(world: World) {
    world.state.close().await;
    let state = State::open(&world.target, pepper()).await.unwrap();
    assert_eq!(state.tenants(&world.operator).await.unwrap().len(), 2);
    assert_eq!(state.undelivered(&tenant("pilot-b")).await.unwrap().len(), 1);
    assert_eq!(code(&state.bootstrap(&operator(), NOW).await.unwrap_err()), "COS-STA-0005");
}
