//! What one tenant does is nothing that another can see (promise P9).

use crate::world::{NOW, Place, World, record, tenant};
use cos_core::digest::Digest;
use cos_state::{ActivationKind, NewActivation, NewTheme, Replay, Request, Scope, StateError};
use std::fmt::Write as _;

/// Does the operations of `mine`, with those of the other tenant between them when there are any, and writes down all that is seen.
async fn seen(world: &World, mine: &[u8], others: &[u8]) -> String {
    let (a, b) = ("pilot-a", "pilot-b");
    let mut seen = String::new();
    let mut others = others.iter();
    for &operation in mine {
        if let Some(&other) = others.next() {
            let mut nobody = String::new();
            act(world, b, other, &mut nobody).await;
        }
        act(world, a, operation, &mut seen).await;
    }
    seen
}

async fn act(world: &World, name: &str, operation: u8, seen: &mut String) {
    let state = &world.state;
    let ctx = state.enter(&world.operator, name, Scope::ReceiptsWrite).await.unwrap();
    let mut tx = state.tenant(&ctx).await.unwrap();
    let code = |error: StateError| error.code().as_str();
    match operation % 6 {
        0 => {
            let written = tx.record(&record(name, operation), NOW).await;
            let _ = writeln!(seen, "record {:?}", written.map_err(code));
        }
        1 => {
            let answer = Replay { status: 200, body: format!("{operation} of {name}") };
            let key = format!("key {}", operation % 5);
            let request = Request { key, digest: Digest::of(&[operation % 7]) };
            let before = tx.claim(&request, NOW).await;
            if matches!(before, Ok(None)) {
                tx.answer(&request, &answer).await.unwrap();
            }
            let _ = writeln!(seen, "claim {:?}", before.map_err(code));
        }
        2 => {
            let last = tx.last_event().await;
            let events = tx.events(i64::from(operation / 32), 9).await;
            let _ = writeln!(seen, "events {last:?} {events:?}");
        }
        3 => {
            let pack = format!("theme {} of {name}", operation % 3);
            // Two tenants may have the very same theme, too.
            let digest = Digest::of(&[operation % 3]);
            let new = NewTheme { digest, name, version: "1.0.0", pack: pack.as_bytes() };
            let put = tx.put_theme(&new, NOW).await;
            let _ = writeln!(seen, "theme {put:?} {:?}", tx.themes().await);
            let _ = writeln!(seen, "pack {:?}", tx.theme_pack(digest).await.map_err(code));
        }
        4 => {
            let to = (operation > 99).then(|| Digest::of(&[operation % 3]));
            let (kind, jti) = (ActivationKind::Activated, record(name, operation).jti);
            let turn = tx.turn().await.unwrap();
            let new = NewActivation { kind, to, reason: name, jti };
            let done = tx.activate(turn, &new, NOW).await.map_err(code);
            let _ = writeln!(seen, "active {done:?} {:?}", tx.theme_history().await);
        }
        _ => {
            drop(tx);
            let waiting = state.undelivered(&tenant(name)).await.unwrap();
            let _ = writeln!(seen, "waiting {waiting:?}");
            let arrived: Vec<_> = waiting.into_iter().zip(0..).take(2).collect();
            state.delivered(&arrived).await.unwrap();
            return;
        }
    }
    let _ = tx.commit().await;
}

async fn interferes(place: &Place) {
    let mut random = 0x9e37_79b9_u32;
    let mut bytes = move |count: usize| -> Vec<u8> {
        let byte = |_| {
            random ^= random << 13;
            random ^= random >> 17;
            random ^= random << 5;
            (random >> 11) as u8
        };
        (0..count).map(byte).collect()
    };
    for round in 0..4 {
        let (mine, others) = (bytes(36), bytes(36));
        let alone = seen(&place.world(&format!("alone{round}")).await, &mine, &[]).await;
        let beside = seen(&place.world(&format!("beside{round}")).await, &mine, &others).await;
        assert_eq!(alone, beside, "round {round}");
        assert!(alone.contains("record Ok") && alone.contains("pilot-a"), "{alone}");
        assert!(!alone.contains("pilot-b"), "{alone}");
    }
}

#[tokio::test]
async fn sqlite_keeps_tenants_apart() {
    interferes(&Place::sqlite()).await;
}

#[tokio::test]
async fn postgres_keeps_tenants_apart() {
    interferes(&Place::postgres()).await;
}
