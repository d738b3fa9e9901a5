//! Rows that every request needs, kept for a moment: a request that is refused for its number must cost less than one that is served.
//!
//! What this process changes is forgotten at once. What another process changes in the same database counts within [`MOMENT`], also the
//! end of a credential, for which five seconds are promised.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a row is believed.
const MOMENT: Duration = Duration::from_secs(1);
/// How many rows are kept.
const MOST: usize = 4096;

/// Rows of one table by their key.
#[derive(Debug)]
pub(crate) struct Kept<K, V>(Mutex<Rows<K, V>>);

#[derive(Debug)]
struct Rows<K, V> {
    /// How often they were forgotten.
    era: u64,
    rows: HashMap<K, (Instant, V)>,
}

/// The era in which a row is read from the database; it is kept only if that lasts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Era(u64);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Rows { era: 0, rows: HashMap::new() }))
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// The row, or leave to read it.
    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Result<V, Era>
    where
        K: Borrow<Q>,
    {
        let kept = self.lock();
        match kept.rows.get(key) {
            Some((since, value)) if since.elapsed() < MOMENT => Ok(value.clone()),
            _ => Err(Era(kept.era)),
        }
    }

    /// Keeps a row that was read, unless rows were forgotten meanwhile.
    pub(crate) fn keep(&self, era: Era, key: K, value: V) {
        let mut kept = self.lock();
        if kept.era != era.0 {
            return;
        }
        if kept.rows.len() >= MOST {
            kept.rows.clear();
        }
        kept.rows.insert(key, (Instant::now(), value));
    }

    /// Forgets every row.
    pub(crate) fn forget(&self) {
        let mut kept = self.lock();
        kept.era += 1;
        kept.rows.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Rows<K, V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_was_read_before_a_change_is_not_kept_after_it() {
        let kept = Kept::default();
        let era = kept.get(&"a").expect_err("nothing is kept");
        kept.forget();
        kept.keep(era, "a", 1);
        let era = kept.get(&"a").expect_err("it was read before the change");
        kept.keep(era, "a", 2);
        assert_eq!(kept.get(&"a").ok(), Some(2));
        kept.forget();
        assert!(kept.get(&"a").is_err());
    }

    #[test]
    fn rows_that_are_kept_are_bounded() {
        let kept = Kept::default();
        for key in 0..2 * MOST {
            let era = kept.get(&key).expect_err("new");
            kept.keep(era, key, ());
        }
        assert!(kept.lock().rows.len() <= MOST);
    }
}
