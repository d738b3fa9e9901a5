//! How a flow's rows are chosen, as the file states it and as it is for one flow.

use super::super::condition::Condition;
use super::super::error;
use super::super::fields;
use super::super::model::{Expand, Mode};
use super::when::{Names, Slots};
use cos_core::yaml::spot::Spot;
use std::collections::HashSet;

const MOST_STRENGTH: u64 = 6;

/// An expansion before it is bound to a flow.
pub(super) struct Expansion<'a> {
    choice: Choice<'a>,
    max: Option<u64>,
}

enum Choice<'a> {
    Mode(Mode),
    Rows(Rows<'a>),
}

struct Rows<'a> {
    spot: Spot<'a>,
    rows: Vec<(Spot<'a>, NamedRow<'a>)>,
}

/// Dimensions with the value of each, and where the file names it.
type NamedRow<'a> = Vec<(usize, u16, Spot<'a>)>;

/// Reads how rows are chosen.
pub(super) fn expansion<'a>(spot: &Spot<'a>, names: &Names<'_>) -> Option<Expansion<'a>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Word {
        Cartesian,
        Each,
        Explicit,
        Pairwise,
        Wise,
    }
    const WORDS: &[(&str, Word)] = &[
        ("cartesian", Word::Cartesian),
        ("pairwise", Word::Pairwise),
        ("t-wise", Word::Wise),
        ("each", Word::Each),
        ("explicit", Word::Explicit),
    ];
    let fields = spot.fields(fields::EXPAND)?;
    let max = fields.find("max").map(|spot| spot.number(1, 1_000_000_000));
    let short = fields.find("t-wise");
    let word = match fields.find("mode") {
        Some(mode) => mode.word(WORDS)?,
        None if short.is_some() => Word::Wise,
        None => Word::Cartesian,
    };
    for (key, owner, what) in [
        ("strength", Word::Wise, "t-wise"),
        ("t-wise", Word::Wise, "t-wise"),
        ("rows", Word::Explicit, "explicit"),
    ] {
        if let Some(beside) = fields.find(key).filter(|_| word != owner) {
            let message = format!("`{key}` goes with `mode: {what}` only");
            beside.refuse(error::CONTRADICTION, message);
        }
    }
    let choice = match word {
        Word::Cartesian => Choice::Mode(Mode::Cartesian),
        Word::Each => Choice::Mode(Mode::Each),
        Word::Pairwise => Choice::Mode(Mode::Wise(2)),
        Word::Wise => {
            let strength = match (fields.find("strength"), short) {
                (Some(_), Some(twice)) => {
                    twice.refuse(error::CONTRADICTION, "`t-wise` beside `strength`; leave one out");
                    return None;
                }
                (None, Some(short)) => short,
                _ => fields.need("strength")?,
            };
            Choice::Mode(Mode::Wise(strength.number(1, MOST_STRENGTH)? as u8))
        }
        Word::Explicit => {
            let spot = fields.need("rows")?;
            let row = |item: Spot<'a>| names.row(&item).map(|row| (item, row));
            let rows = spot.items().into_iter().filter_map(row).collect();
            Choice::Rows(Rows { spot, rows })
        }
    };
    let max = match max {
        Some(max) => Some(max?),
        None => None,
    };
    Some(Expansion { choice, max })
}

impl<'a> Expansion<'a> {
    /// Where rows are listed, if they are.
    pub(super) fn rows(&self) -> Option<&Spot<'a>> {
        match &self.choice {
            Choice::Mode(_) => None,
            Choice::Rows(rows) => Some(&rows.spot),
        }
    }

    /// Resolves it for the dimensions and exclusions of one flow.
    pub(super) fn bind(&self, context: (&Slots, &Names<'_>), exclude: &[Condition]) -> Expand {
        let mode = match &self.choice {
            Choice::Mode(mode) => mode.clone(),
            Choice::Rows(rows) => Mode::Explicit(rows.bind(context, exclude)),
        };
        Expand { mode, max: self.max }
    }
}

impl Rows<'_> {
    fn bind(&self, (slots, names): (&Slots, &Names<'_>), exclude: &[Condition]) -> Vec<Box<[u16]>> {
        let mut seen = HashSet::new();
        let mut bound = Vec::new();
        for (spot, named) in &self.rows {
            let mut row = vec![None; slots.list.len()];
            for (dimension, value, at) in named {
                if let Some(slot) = slots.of(*dimension) {
                    row[slot] = Some(*value);
                } else {
                    names.foreign(*dimension, slots, (at, None));
                }
            }
            if let Some(slot) = row.iter().position(Option::is_none) {
                let name = &names.dimensions[slots.list[slot]].name;
                spot.refuse(error::WRONG_SHAPE, format!("the row leaves out dimension `{name}`"));
                continue;
            }
            let row: Box<[u16]> = row.into_iter().flatten().collect();
            if exclude.iter().any(|condition| condition.matches(&row)) {
                spot.refuse(error::CONTRADICTION, "the row is excluded");
            } else if seen.insert(row.clone()) {
                bound.push(row);
            } else {
                spot.refuse(error::CONTRADICTION, "the row stands here twice");
            }
        }
        bound
    }
}
