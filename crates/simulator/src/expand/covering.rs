//! Covering arrays: few rows that between them show every allowed combination of values of any `strength` slots.
//!
//! Greedy, one row at a time, after Cohen et al., “The AETG System” (1997): several candidate rows start from a combination that
//! is still missing and choose, slot by slot, the value that shows most missing ones; the best candidate stays. The same seed
//! gives the same rows. Exclusions are honoured by asking before each choice whether an allowed row is still reachable, which is
//! exact, so what cannot occur is not counted as missing.

use crate::matrix::Condition;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

/// Combinations to show; beyond, the table of them would not be small.
const MOST_COMBINATIONS: u64 = 2_000_000;
/// Exclusions looked at in the search for reachable rows, over the whole expansion.
const MOST_LOOKS: u64 = 200_000_000;
/// Elementary operations that candidates may cost in all.
const WORK: u64 = 200_000_000;
const CANDIDATES: u64 = 40;
/// Operations that looking at an exclusion is worth.
const WORK_OF_LOOK: u64 = 40;

/// What to cover.
pub(super) struct Task<'t> {
    pub(super) sizes: &'t [u16],
    pub(super) strength: usize,
    pub(super) exclude: &'t [Condition],
    pub(super) most: u64,
}

/// Why there are no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    TooEntangled,
    TooMany,
}

type Row = Box<[u16]>;

impl Task<'_> {
    /// The rows; none when the exclusions allow none.
    pub(super) fn rows(&self, seed: u64) -> Result<Vec<Row>, Failure> {
        let strength = self.strength.min(self.sizes.len());
        let combinations = self.combinations(strength);
        if self.fewest_rows(strength) > self.most || combinations > MOST_COMBINATIONS {
            return Err(Failure::TooMany);
        }
        let mut search = Search { task: self, looks: 0 };
        let mut partial = vec![None; self.sizes.len()];
        if !search.is_reachable(&mut partial)? {
            return Ok(Vec::new());
        }
        if strength == 0 {
            return Ok(vec![Row::default()]);
        }
        let mut missing = Missing::new(self.sizes, strength);
        missing.drop_unreachable(&mut search)?;
        let looks = self.sizes.len() as u64 * self.exclude.len() as u64;
        let per_candidate = combinations.max(1) * strength as u64 + looks * WORK_OF_LOOK;
        let per_row = per_candidate.saturating_mul(self.fewest_rows(strength));
        let candidates = (WORK / per_row.max(1)).clamp(1, CANDIDATES);
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut rows = Vec::new();
        while missing.left > 0 {
            if rows.len() as u64 >= self.most {
                return Err(Failure::TooMany);
            }
            let mut best: Option<(usize, Row)> = None;
            for _ in 0..candidates {
                let row = self.candidate(&missing, &mut search, &mut random)?;
                let gain = missing.shown_by(&row);
                if best.as_ref().is_none_or(|(most, _)| gain > *most) {
                    best = Some((gain, row));
                }
            }
            let Some((_, row)) = best else { break };
            missing.remove_shown_by(&row);
            rows.push(row);
        }
        Ok(rows)
    }

    /// The sum over all choices of `strength` slots of the product of their sizes.
    fn combinations(&self, strength: usize) -> u64 {
        let mut sums = vec![0_u64; strength + 1];
        sums[0] = 1;
        for &size in self.sizes {
            for taken in (1..=strength).rev() {
                let more = sums[taken - 1].saturating_mul(u64::from(size));
                sums[taken] = sums[taken].saturating_add(more);
            }
        }
        sums[strength]
    }

    /// The product of the largest sizes: without exclusions no array has fewer rows.
    fn fewest_rows(&self, strength: usize) -> u64 {
        let mut sizes = self.sizes.to_vec();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let fewest = sizes[..strength].iter().fold(1, |n: u64, &s| n.saturating_mul(s.into()));
        if self.exclude.is_empty() { fewest } else { fewest.min(self.most) }
    }

    fn candidate(
        &self,
        missing: &Missing,
        search: &mut Search<'_>,
        random: &mut ChaCha8Rng,
    ) -> Result<Row, Failure> {
        let mut partial = vec![None; self.sizes.len()];
        missing.seed(&mut partial, random);
        let mut order: Vec<usize> = (0..partial.len()).filter(|&s| partial[s].is_none()).collect();
        for index in (1..order.len()).rev() {
            order.swap(index, below(random, index + 1));
        }
        for slot in order {
            let gains = missing.gains(slot, &partial);
            let mut values: Vec<(usize, u32, u16)> = (0..self.sizes[slot])
                .zip(gains)
                .map(|(value, gain)| (gain, random.next_u32(), value))
                .collect();
            values.sort_unstable_by(|a, b| b.cmp(a));
            for (_, _, value) in values {
                partial[slot] = Some(value);
                if search.is_reachable(&mut partial)? {
                    break;
                }
            }
        }
        Ok(partial.into_iter().flatten().collect())
    }
}

fn below(random: &mut ChaCha8Rng, bound: usize) -> usize {
    random.next_u64() as usize % bound
}

/// The search for rows that no exclusion forbids.
struct Search<'t> {
    task: &'t Task<'t>,
    looks: u64,
}

impl Search<'_> {
    /// Tells whether the slots that are open can be filled so that no exclusion holds.
    fn is_reachable(&mut self, partial: &mut [Option<u16>]) -> Result<bool, Failure> {
        self.looks += self.task.exclude.len() as u64;
        if self.looks > MOST_LOOKS {
            return Err(Failure::TooEntangled);
        }
        // The exclusion that may still hold and has the fewest slots open decides where to go on.
        let mut tightest: Option<(usize, &Condition)> = None;
        for condition in self.task.exclude {
            let mut open = 0;
            let avoided = condition.slots().any(|slot| {
                open += usize::from(partial[slot].is_none());
                partial[slot].is_some_and(|value| !condition.allows(slot, value))
            });
            if avoided {
                continue;
            }
            if open == 0 {
                return Ok(false);
            }
            if tightest.is_none_or(|(fewest, _)| open < fewest) {
                tightest = Some((open, condition));
            }
        }
        let Some((_, condition)) = tightest else { return Ok(true) };
        let Some(slot) = condition.slots().find(|&slot| partial[slot].is_none()) else {
            return Ok(false);
        };
        let size = self.task.sizes[slot];
        let avoiding = (0..size).filter(|&value| !condition.allows(slot, value));
        let others = (0..size).filter(|&value| condition.allows(slot, value));
        for value in avoiding.chain(others) {
            partial[slot] = Some(value);
            let reachable = self.is_reachable(partial);
            partial[slot] = None;
            if reachable? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The combinations that no row shows yet: a bit for each, grouped by the slots they are of.
struct Missing {
    groups: Vec<Group>,
    /// The groups that each slot is in.
    of_slot: Vec<Vec<usize>>,
    bits: Vec<u64>,
    left: usize,
}

struct Group {
    /// The slots, ascending, each with what one value more adds to the number of the combination.
    slots: Vec<(usize, usize)>,
    start: usize,
    len: usize,
    left: usize,
}

impl Missing {
    fn new(sizes: &[u16], strength: usize) -> Self {
        let mut groups = Vec::new();
        let mut of_slot = vec![Vec::new(); sizes.len()];
        let mut start = 0;
        let mut chosen: Vec<usize> = (0..strength).collect();
        loop {
            let mut len = 1;
            let mut slots = Vec::with_capacity(strength);
            for &slot in &chosen {
                of_slot[slot].push(groups.len());
                slots.push((slot, len));
                len *= usize::from(sizes[slot]);
            }
            groups.push(Group { slots, start, len, left: len });
            start += len;
            // The next choice of slots in lexicographic order.
            let movable = |&at: &usize| chosen[at] < sizes.len() - strength + at;
            let Some(at) = (0..strength).rev().find(movable) else { break };
            chosen[at] += 1;
            for after in at + 1..strength {
                chosen[after] = chosen[after - 1] + 1;
            }
        }
        Self { groups, of_slot, bits: vec![u64::MAX; start.div_ceil(64)], left: start }
    }

    fn has(&self, bit: usize) -> bool {
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn remove(&mut self, group: usize, bit: usize) {
        if self.has(bit) {
            self.bits[bit / 64] &= !(1 << (bit % 64));
            self.groups[group].left -= 1;
            self.left -= 1;
        }
    }

    fn drop_unreachable(&mut self, search: &mut Search<'_>) -> Result<(), Failure> {
        if search.task.exclude.is_empty() {
            return Ok(());
        }
        let mut partial = vec![None; search.task.sizes.len()];
        for group in 0..self.groups.len() {
            for number in 0..self.groups[group].len {
                self.groups[group].assign(number, search.task.sizes, &mut partial);
                if !search.is_reachable(&mut partial)? {
                    self.remove(group, self.groups[group].start + number);
                }
            }
            partial.fill(None);
        }
        Ok(())
    }

    /// Fills in a combination that is missing, of the slots that miss most.
    fn seed(&self, partial: &mut [Option<u16>], random: &mut ChaCha8Rng) {
        let fullest = self.groups.iter().max_by_key(|group| group.left).filter(|g| g.left > 0);
        let Some(group) = fullest else { return };
        let from = below(random, group.len);
        let turn = (from..group.len).chain(0..from);
        let mut found = turn.filter(|number| self.has(group.start + number));
        let Some(mut number) = found.next() else { return };
        for &(slot, step) in group.slots.iter().rev() {
            partial[slot] = Some((number / step) as u16);
            number %= step;
        }
    }

    /// For each value of `slot`, how many missing combinations it would show with the slots that are filled.
    fn gains(&self, slot: usize, partial: &[Option<u16>]) -> impl Iterator<Item = usize> + use<'_> {
        let mut places = Vec::new();
        for &group in &self.of_slot[slot] {
            let group = &self.groups[group];
            let mut base = group.start;
            let mut own = 0;
            let filled = group.slots.iter().all(|&(other, step)| {
                if other == slot {
                    own = step;
                    return true;
                }
                partial[other].is_some_and(|value| {
                    base += usize::from(value) * step;
                    true
                })
            });
            if filled {
                places.push((base, own));
            }
        }
        (0..).map(move |value| {
            places.iter().filter(|&&(b, step)| self.has(b + value * step)).count()
        })
    }

    fn shown_by(&self, row: &[u16]) -> usize {
        self.groups.iter().filter(|group| group.left > 0 && self.has(group.bit(row))).count()
    }

    fn remove_shown_by(&mut self, row: &[u16]) {
        for group in 0..self.groups.len() {
            self.remove(group, self.groups[group].bit(row));
        }
    }
}

impl Group {
    fn bit(&self, row: &[u16]) -> usize {
        self.slots.iter().fold(self.start, |bit, &(slot, step)| bit + usize::from(row[slot]) * step)
    }

    fn assign(&self, number: usize, sizes: &[u16], partial: &mut [Option<u16>]) {
        for &(slot, step) in &self.slots {
            partial[slot] = Some((number / step % usize::from(sizes[slot])) as u16);
        }
    }
}
