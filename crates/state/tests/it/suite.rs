//! What state does, whichever database it is in.

use crate::bound;
use crate::world::{
    NOW, Place, World, create_tenant, operator, pepper, record, tenant, tenant_info,
};
use cos_core::clock::Timestamp;
use cos_core::digest::Digest;
use cos_state::{
    ActivationKind, NewActivation, NewTheme, NewToken, Replay, Request, Scope, Session, State,
    StateError, TenantStatus, Tenants,
};
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
    sessions_lend_what_their_token_has(place.world("sessions").await).await;
    nobody_hands_out_what_they_lack(place.world("rights").await).await;
    foreign_tenants_do_not_exist(place.world("foreign").await).await;
    suspended_tenants_are_read_only(place.world("suspended").await).await;
    changes_and_receipts_are_one(place.world("outbox").await).await;
    requests_are_answered_once(place.world("replay").await).await;
    themes_and_their_history(place.world("themes").await).await;
    bound::bindings_take_two_persons(place.world("bindings").await).await;
    bound::what_is_bound_goes_with_its_issuer(place.world("issuers").await).await;
    bound::a_token_of_others_counts_once(place.world("shown").await).await;
    state_outlives_the_process(place.world("again").await).await;
}

fn code(error: &StateError) -> &'static str {
    error.code().as_str()
}

async fn tokens_count_within_their_time(world: World) {
    let state = &world.state;
    assert_eq!(code(&state.bootstrap(&operator(), NOW).await.unwrap_err()), "COS-STA-0005");
    let new = NewToken { expires_at: Timestamp(NOW.0 + 60), ..operator() };
    let at = ("pilot-a", &record("pilot-a", 1));
    let token = world.issue(&world.operator, &new, at).await.unwrap();
    for (at, valid) in [(-1, false), (0, true), (59, true), (60, false)] {
        let found = state.authenticate(token.expose(), Timestamp(NOW.0 + at)).await;
        assert_eq!(found.is_ok(), valid, "{at}");
    }
    let tokens = state.tokens(&world.operator).await.unwrap();
    assert!(tokens.iter().any(|info| info.id == token.id() && info.revoked_at.is_none()));
    let again = record("pilot-a", 2);
    let revoked = world.revoke(&world.operator, token.id(), &again, NOW).await.unwrap();
    assert_eq!(revoked.revoked_at, Some(NOW));
    // Revoking again changes nothing and records nothing: the same `jti` would be refused.
    let later = Timestamp(NOW.0 + 5);
    world.revoke(&world.operator, token.id(), &again, later).await.unwrap();
    let refused = state.authenticate(token.expose(), NOW).await.unwrap_err();
    assert!(matches!(refused, StateError::Unauthenticated), "{refused}");
    let stranger = cos_state::Token::generate().unwrap();
    let refused = state.authenticate(stranger.expose(), NOW).await.unwrap_err();
    assert!(matches!(refused, StateError::Unauthenticated), "{refused}");
    assert_eq!(code(&state.authenticate("cosu_x", NOW).await.unwrap_err()), "COS-AUT-0001");
    let missing = world.revoke(&world.operator, "nobody", &again, NOW).await.unwrap_err();
    assert_eq!(code(&missing), "COS-STA-0006");
}

/// Begins a session of a token; its secret.
async fn begin(state: &State, token: &str, number: u8) -> Session {
    let by = state.authenticate(token, NOW).await.unwrap();
    let session = Session::new(&by, NOW).unwrap();
    let mut tx = state.operate(&by, &tenant("pilot-a")).await.unwrap();
    tx.begin_session(&session, &record("pilot-a", number), NOW).await.unwrap();
    tx.commit().await.unwrap();
    session
}

async fn sessions_lend_what_their_token_has(world: World) {
    let state = &world.state;
    let issue = async |seconds: i64, number: u8| {
        let only = Tenants::Some(BTreeSet::from([tenant("pilot-a")]));
        let scopes = BTreeSet::from([Scope::EventsRead]);
        let expires_at = Timestamp(NOW.0 + seconds);
        let new = NewToken { tenants: only, scopes, expires_at, ..operator() };
        let at = ("pilot-a", &record("pilot-a", number));
        world.issue(&world.operator, &new, at).await.unwrap()
    };
    let (long, short) = (issue(100_000, 101).await, issue(60, 102).await);
    // It ends after a working day, and with its token.
    for (token, number, last) in [(&long, 103, 8 * 3600), (&short, 104, 60)] {
        let session = begin(state, token.expose(), number).await;
        for (at, valid) in [(0, true), (last - 1, true), (last, false)] {
            let found = state.resume(session.expose(), Timestamp(NOW.0 + at)).await;
            assert_eq!(found.is_ok(), valid, "{at}");
        }
    }
    let session = begin(state, long.expose(), 105).await;
    let lent = state.resume(session.expose(), NOW).await.unwrap();
    assert_eq!((lent.token(), lent.session()), (long.id(), Some(session.id())));
    assert_eq!(lent.scopes(), &BTreeSet::from([Scope::EventsRead]));
    assert_eq!(lent.only_tenant(), Some(&tenant("pilot-a")));
    // Neither secret takes the place of the other.
    assert_eq!(code(&state.authenticate(session.expose(), NOW).await.unwrap_err()), "COS-AUT-0001");
    assert_eq!(code(&state.resume(long.expose(), NOW).await.unwrap_err()), "COS-AUT-0001");
    let stranger = Session::new(&lent, NOW).unwrap();
    assert_eq!(code(&state.resume(stranger.expose(), NOW).await.unwrap_err()), "COS-AUT-0001");
    // Signing out ends the session and what was entered with it, and not the token.
    let ctx = state.enter(&lent, "pilot-a", Scope::EventsRead).await.unwrap();
    state.still_entered(&ctx, NOW).await.unwrap();
    let mut tx = state.operate(&lent, &tenant("pilot-a")).await.unwrap();
    tx.end_session(&record("pilot-a", 106), NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(code(&state.resume(session.expose(), NOW).await.unwrap_err()), "COS-AUT-0001");
    assert_eq!(code(&state.still_entered(&ctx, NOW).await.unwrap_err()), "COS-AUT-0001");
    state.authenticate(long.expose(), NOW).await.unwrap();
    // And the end of the token ends the session.
    let session = begin(state, long.expose(), 107).await;
    world.revoke(&world.operator, long.id(), &record("pilot-a", 108), NOW).await.unwrap();
    assert_eq!(code(&state.resume(session.expose(), NOW).await.unwrap_err()), "COS-AUT-0001");
    assert_eq!(state.forget_sessions(Timestamp(NOW.0 + 61)).await.unwrap(), 1);
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
    let cases = [
        (only("pilot-a"), Scope::ReceiptsRead, None),
        (only("pilot-a"), Scope::TenantsWrite, Some("COS-AUT-0002")),
        (only("pilot-b"), Scope::ReceiptsRead, Some("COS-AUT-0003")),
        (Tenants::All, Scope::ReceiptsRead, Some("COS-AUT-0003")),
    ];
    for (number, (tenants, scope, refused)) in (10..).zip(cases) {
        let record = record("pilot-a", number);
        let new = new(tenants, scope);
        let made = world.issue(&member, &new, ("pilot-a", &record)).await;
        assert_eq!(made.err().as_ref().map(code), refused, "{scope} {number}");
    }
    // Who reaches one tenant sees and revokes the credentials of that tenant only.
    let seen = world.state.tokens(&member).await.unwrap();
    assert!(seen.len() == 2 && seen.iter().all(|info| info.tenants == "pilot-a"), "{seen:?}");
    let operators = world.operator.token();
    let refused = world.revoke(&member, operators, &record("pilot-a", 30), NOW).await.unwrap_err();
    assert_eq!(code(&refused), "COS-STA-0006");
    assert!(world.state.tokens(&world.operator).await.unwrap()[0].revoked_at.is_none());
    let refused = create_tenant(&world.state, &member, "pilot-c", &record("x", 1)).await;
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
    let watcher = world.member("pilot-a", &[Scope::EventsRead]).await;
    let watching = state.enter(&watcher, "pilot-a", Scope::EventsRead).await.unwrap();
    state.still_entered(&watching, NOW).await.unwrap();
    let expired = state.still_entered(&watching, Timestamp(NOW.0 + 3600)).await.unwrap_err();
    assert_eq!(code(&expired), "COS-AUT-0001");
    let suspend = async |name: &str, number| world.suspend(name, &record(name, number)).await;
    assert_eq!(suspend("pilot-a", 1).await.unwrap().status, TenantStatus::Suspended);
    assert_eq!(code(&state.still_entered(&watching, NOW).await.unwrap_err()), "COS-AUT-0004");
    let enter = async |scope| {
        state.enter(&world.operator, "pilot-a", scope).await.map(drop).map_err(|it| code(&it))
    };
    for scope in [Scope::ReceiptsWrite, Scope::ThemesWrite, Scope::EventsRead] {
        assert_eq!(enter(scope).await, Err("COS-AUT-0004"));
    }
    assert_eq!(enter(Scope::ReceiptsRead).await, Ok(()));
    assert_eq!(code(&suspend("nobody", 2).await.unwrap_err()), "COS-AUT-0003");
    let again = record("pilot-a", 3);
    let twice = create_tenant(state, &world.operator, "pilot-a", &again).await;
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
    let request = |content: &[u8]| Request { key: "key".into(), digest: Digest::of(content) };
    let (mine, other) = (request(b"POST /x {}"), request(b"other"));
    let answer = Replay { status: 201, body: "made".into() };
    for name in ["pilot-a", "pilot-b"] {
        let ctx = state.enter(&world.operator, name, Scope::ReceiptsWrite).await.unwrap();
        let mut tx = state.tenant(&ctx).await.unwrap();
        // A key of another tenant is another key, and one that was given up is free.
        assert_eq!(tx.claim(&mine, NOW).await.unwrap(), None);
        drop(tx);
        let mut tx = state.tenant(&ctx).await.unwrap();
        assert_eq!(tx.claim(&mine, NOW).await.unwrap(), None);
        // Whoever comes meanwhile waits, and is answered the same.
        let second = async {
            let mut tx = state.tenant(&ctx).await.unwrap();
            tx.claim(&mine, NOW).await.unwrap()
        };
        let first = async {
            tx.answer(&mine, &answer).await.unwrap();
            tx.commit().await.unwrap();
        };
        let ((), second) = tokio::join!(first, second);
        assert_eq!(second.as_ref(), Some(&answer));
        let mut tx = state.tenant(&ctx).await.unwrap();
        assert_eq!(code(&tx.claim(&other, NOW).await.unwrap_err()), "COS-STA-0007");
    }
    // An operator's keys are those of the token.
    let (new, issued) = (operator(), record("pilot-a", 9));
    let second = world.issue(&world.operator, &new, ("pilot-a", &issued)).await.unwrap();
    let second = state.authenticate(second.expose(), NOW).await.unwrap();
    for by in [&world.operator, &second] {
        let mut tx = state.operate(by, &tenant("pilot-a")).await.unwrap();
        assert_eq!(tx.claim(&mine, NOW).await.unwrap(), None);
        tx.answer(&mine, &answer).await.unwrap();
        tx.commit().await.unwrap();
        // Also where the receipt of another request would be another tenant's.
        let mut tx = state.operate(by, &tenant("pilot-b")).await.unwrap();
        assert_eq!(tx.claim(&mine, NOW).await.unwrap().as_ref(), Some(&answer));
        assert_eq!(code(&tx.claim(&other, NOW).await.unwrap_err()), "COS-STA-0007");
    }
    assert_eq!(state.forget_requests(NOW).await.unwrap(), 0);
    assert_eq!(state.forget_requests(Timestamp(NOW.0 + 1)).await.unwrap(), 4);
}

async fn themes_and_their_history(world: World) {
    let state = &world.state;
    let ctx = state.enter(&world.operator, "pilot-a", Scope::ThemesWrite).await.unwrap();
    let (red, blue) = (Digest::of(b"red"), Digest::of(b"blue"));
    let new = |digest, pack| NewTheme { digest, name: "harbour", version: "1.0.0", pack };
    let mut tx = state.tenant(&ctx).await.unwrap();
    assert_eq!(tx.active_theme().await.unwrap(), None);
    let (first, is_new) = tx.put_theme(&new(red, b"red"), NOW).await.unwrap();
    assert!(is_new && first.imported_by == "operator", "{first:?}");
    let later = Timestamp(NOW.0 + 1);
    assert_eq!(tx.put_theme(&new(red, b"red"), later).await.unwrap(), (first.clone(), false));
    tx.put_theme(&new(blue, b"blue"), later).await.unwrap();
    tx.commit().await.unwrap();

    let activate = async |kind, to, number| {
        let jti = record("pilot-a", number).jti;
        let mut tx = state.tenant(&ctx).await?;
        let turn = tx.turn().await?;
        let new = NewActivation { kind, to, reason: "because", jti };
        let done = tx.activate(turn, &new, NOW).await?;
        tx.commit().await.map(|()| done)
    };
    let missing = activate(ActivationKind::Activated, Some(Digest::of(b"none")), 1).await;
    assert_eq!(code(&missing.unwrap_err()), "COS-STA-0006");
    // What was given up took no number, and two at the same time come one after the other.
    let (one, two) = tokio::join!(
        activate(ActivationKind::Activated, Some(red), 1),
        activate(ActivationKind::Activated, Some(blue), 2)
    );
    let mut both = [one.unwrap(), two.unwrap()];
    both.sort_by_key(|it| it.seq);
    assert_eq!((both[0].seq, both[0].from), (1, None));
    assert_eq!((both[1].seq, both[1].from), (2, both[0].to));
    // A turn that is not used leaves no gap.
    let mut tx = state.tenant(&ctx).await.unwrap();
    assert_eq!(tx.turn().await.unwrap().active, both[1].to);
    tx.commit().await.unwrap();
    let back = activate(ActivationKind::RolledBack, None, 3).await.unwrap();
    assert_eq!(back.seq, 3);
    let mut tx = state.tenant(&ctx).await.unwrap();
    assert_eq!(tx.active_theme().await.unwrap(), None);
    let history = tx.theme_history().await.unwrap();
    assert_eq!(history, [both[0].clone(), both[1].clone(), back]);
    assert_eq!(tx.themes().await.unwrap()[0], first);
    assert_eq!(tx.theme_pack(blue).await.unwrap(), b"blue");
    drop(tx);
    // What is in one tenant is not in another, by digest neither.
    let ctx = state.enter(&world.operator, "pilot-b", Scope::ThemesWrite).await.unwrap();
    let mut tx = state.tenant(&ctx).await.unwrap();
    assert!(tx.themes().await.unwrap().is_empty() && tx.theme_history().await.unwrap().is_empty());
    assert_eq!(code(&tx.theme_pack(red).await.unwrap_err()), "COS-STA-0006");
    let turn = tx.turn().await.unwrap();
    let jti = record("pilot-b", 4).jti;
    let kind = ActivationKind::Activated;
    let foreign = NewActivation { kind, to: Some(red), reason: "because", jti };
    assert_eq!(code(&tx.activate(turn, &foreign, NOW).await.unwrap_err()), "COS-STA-0006");
}

async fn state_outlives_the_process(world: World) {
    world.state.close().await;
    let state = State::open(&world.target, pepper()).await.unwrap();
    assert_eq!(state.tenants(&world.operator).await.unwrap().len(), 2);
    assert_eq!(state.undelivered(&tenant("pilot-b")).await.unwrap().len(), 1);
    assert_eq!(code(&state.bootstrap(&operator(), NOW).await.unwrap_err()), "COS-STA-0005");
}
