//! All rows of a flow as a counter with one digit for each slot, which steps over excluded regions whole.

use crate::matrix::Condition;

#[derive(Clone, Debug)]
pub(super) struct Product<'m> {
    sizes: Vec<u16>,
    row: Vec<u16>,
    /// Exclusions with the last slot that decides each, the latest first; those without slots exclude everything.
    exclude: Vec<(usize, &'m Condition)>,
    state: State,
    steps: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Before,
    At,
    Done,
}

impl<'m> Product<'m> {
    pub(super) fn new(sizes: Vec<u16>, exclude: &'m [Condition]) -> Self {
        let everything = exclude.iter().any(Condition::is_always) || sizes.contains(&0);
        let last = |condition: &'m Condition| Some((condition.slots().next_back()?, condition));
        let mut exclude: Vec<_> = exclude.iter().filter_map(last).collect();
        exclude.sort_by_key(|&(last, _)| std::cmp::Reverse(last));
        let state = if everything { State::Done } else { State::Before };
        Self { row: vec![0; sizes.len()], sizes, exclude, state, steps: 0 }
    }

    /// How many rows there are at most.
    pub(super) fn bound(&self) -> u64 {
        self.sizes.iter().fold(1, |product: u64, &size| product.saturating_mul(u64::from(size)))
    }

    pub(super) fn excludes(&self) -> bool {
        self.state == State::Done || !self.exclude.is_empty()
    }

    /// How far the counter was moved, rows and excluded regions alike.
    pub(super) fn steps(&self) -> u64 {
        self.steps
    }

    pub(super) fn next(&mut self) -> Option<&[u16]> {
        // Digits below this one are as they were when the row was last found not to be excluded.
        let mut changed = match self.state {
            State::Before => 0,
            State::At => self.advance(self.sizes.len())?,
            State::Done => return None,
        };
        self.state = State::At;
        self.steps += 1;
        while let Some(last) = self.excluded(changed) {
            self.steps += 1;
            changed = changed.min(self.advance(last + 1)?);
        }
        Some(&self.row)
    }

    /// The last slot that decides an exclusion which holds; exclusions decided before slot `changed` do not.
    fn excluded(&self, changed: usize) -> Option<usize> {
        let undecided = self.exclude.iter().take_while(|&&(last, _)| last >= changed);
        undecided
            .filter(|(_, condition)| condition.matches(&self.row))
            .map(|&(last, _)| last)
            .last()
    }

    /// Moves to the first row whose first `digits` digits come next; tells the first digit that is another.
    fn advance(&mut self, digits: usize) -> Option<usize> {
        self.row[digits..].fill(0);
        for slot in (0..digits).rev() {
            if self.row[slot] + 1 < self.sizes[slot] {
                self.row[slot] += 1;
                return Some(slot);
            }
            self.row[slot] = 0;
        }
        self.state = State::Done;
        None
    }
}
