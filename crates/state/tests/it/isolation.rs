//! What one tenant does is nothing that another can see (promise P9).

use crate::world::{NOW, Place, World, record, tenant};
use cos_core::digest::Digest;
use cos_state::{Replay, Scope, StateError};
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
    let key = format!("key {}", operation % 5);
    match operation % 4 {
        0 => {
            let written = tx.record(&record(name, operation), NOW).await;
            let _ = writeln!(seen, "record {:?}", written.map_err(code));
        }
        1 => {
            let answer = Replay { status: 200, body: format!("{operation}") };
            let request = Digest::of(&[operation % 7]);
            let before = tx.replay(&key, request).await;
            if matches!(before, Ok(None)) {
                tx.remember(&key, request, &answer, NOW).await.unwrap();
            }
            let _ = writeln!(seen, "replay {:?}", before.map_err(code));
        }
        2 => {
            let _ = writeln!(seen, "events {:?}", tx.events(i64::from(operation / 32), 9).await);
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
        let (mine, others) = (bytes(24), bytes(24));
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
