//! The index knows what it was told, whose it is, and that it is damaged.

use super::*;
use tempfile::TempDir;

fn origin(tenant: &str) -> Origin {
    format!("acme/eu-1/{tenant}").parse().unwrap()
}

fn jti(n: u64) -> Jti {
    Jti::from_parts(n, [7; 10])
}

const EMPTY: Digest = Digest([0; 32]);

fn covered(size: u64) -> Covered {
    Covered { size, root: Digest([size as u8; 32]) }
}

fn made(dir: &TempDir, receipts: u64) -> PathBuf {
    let path = dir.path().join("jti.redb");
    let index = Index::create(&path, &origin("a"), EMPTY).unwrap();
    let ids = (0..receipts).map(|n| (jti(n), n));
    index.extend(&origin("a"), ids, covered(receipts)).unwrap();
    path
}

#[test]
fn ids_are_found_again_after_opening() {
    let dir = TempDir::new().unwrap();
    let path = made(&dir, 1000);
    let (index, there) = Index::open(&path, &origin("a")).unwrap();
    assert_eq!(there, covered(1000));
    let before = index.view().unwrap();
    index.extend(&origin("a"), [(jti(1000), 1000)].into_iter(), covered(1001)).unwrap();
    assert_eq!(before.get(jti(1000)).unwrap(), None, "a view does not change");
    let view = index.view().unwrap();
    assert_eq!((view.get(jti(1000)).unwrap(), view.len().unwrap()), (Some(1000), 1001));
    assert_eq!(view.get(jti(17)).unwrap(), Some(17));
    assert_eq!(view.get(jti(5000)).unwrap(), None);
}

#[test]
fn an_id_at_two_indexes_is_refused_and_nothing_of_it_kept() {
    let dir = TempDir::new().unwrap();
    let (index, _) = Index::open(&made(&dir, 10), &origin("a")).unwrap();
    let more = [(jti(10), 10), (jti(3), 11)];
    let error = index.extend(&origin("a"), more.into_iter(), covered(12)).unwrap_err();
    assert!(matches!(error, LedgerError::Duplicate { first: 3, second: 11, .. }), "{error}");
    assert_eq!(index.view().unwrap().get(jti(10)).unwrap(), None);
}

#[test]
fn an_index_of_another_log_or_of_garbage_is_not_opened() {
    let dir = TempDir::new().unwrap();
    let path = made(&dir, 10);
    assert!(Index::open(&path, &origin("b")).is_err());
    let (view, there) = View::read_only(&path, &origin("a")).unwrap().unwrap();
    assert_eq!((there.size, view.get(jti(3)).unwrap()), (10, Some(3)));
    drop(view);
    fs::write(&path, "not a database").unwrap();
    assert!(Index::open(&path, &origin("a")).is_err());
    assert!(View::read_only(&path, &origin("a")).is_err());
}
