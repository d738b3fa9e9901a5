//! Filter expressions: `flow(tenant.*) & tag(destructive) & dim(mfa=off)`.
//!
//! `!` binds tighter than `&`, `&` tighter than `|`; parentheses group. `flow`, `tag`, `id` and `case` take a pattern with `*` and
//! `?`, `dim` takes `name=pattern`. An expression is read once, checked against the matrices of a run, and compiled for each flow
//! so that a row is decided by looking up bits. That a filter matches nothing at all is for the caller to notice.

mod error;
mod parse;

pub use error::FilterError;

use crate::expand::IdWriter;
use crate::matrix::condition::Values;
use crate::matrix::{Condition, Glob, Matrix, Tag};
use cos_core::suggest::nearest;
use std::ops::Range;
use std::str::FromStr;

/// A filter expression.
#[derive(Clone, Debug)]
pub struct Filter {
    text: Box<str>,
    root: Expr,
}

#[derive(Clone, Debug)]
enum Expr {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Test(Test),
}

/// One predicate, and where it stands in the text.
#[derive(Clone, Debug)]
struct Test {
    subject: Subject,
    pattern: Glob,
    /// Where the pattern stands, in bytes.
    at: Range<usize>,
}

#[derive(Clone, Debug)]
enum Subject {
    Case,
    /// The name of the dimension, and where it stands.
    Dim(Box<str>, Range<usize>),
    Flow,
    Id,
    Tag,
}

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, FilterError> {
        Ok(Self { root: parse::expression(text)?, text: text.into() })
    }
}

impl Filter {
    /// Refuses names that none of `matrices` knows: dimensions, values, and flows, tags and cases without wildcards.
    pub fn check(&self, matrices: &[&Matrix]) -> Result<(), FilterError> {
        let mut tests = Vec::new();
        self.root.tests(&mut tests);
        tests.into_iter().try_for_each(|test| self.check_test(test, matrices))
    }

    /// Compiles the filter for the scenarios of one flow.
    ///
    /// # Panics
    /// When the matrix has no flow of that index.
    pub fn for_flow<'m>(&self, matrix: &'m Matrix, flow: usize) -> FlowFilter<'m> {
        FlowFilter { rule: self.root.compile(matrix, flow), ids: IdWriter::new(matrix, flow) }
    }

    /// Tells whether a single case is meant; cases have no dimensions.
    ///
    /// # Panics
    /// When the matrix has no case of that index.
    pub fn matches_case(&self, matrix: &Matrix, case: usize) -> bool {
        let case = &matrix.cases[case];
        let flow = &matrix.flows[case.flow];
        self.root.holds(&|test| match &test.subject {
            Subject::Case | Subject::Id => test.pattern.matches(case.id.as_str()),
            Subject::Dim(..) => false,
            Subject::Flow => test.pattern.matches(flow.id.as_str()),
            Subject::Tag => {
                case.tags.iter().chain(&flow.tags).any(|tag| test.pattern.matches(tag.as_str()))
            }
        })
    }

    fn check_test(&self, test: &Test, matrices: &[&Matrix]) -> Result<(), FilterError> {
        let flows = || matrices.iter().flat_map(|matrix| &matrix.flows);
        let cases = || matrices.iter().flat_map(|matrix| &matrix.cases);
        let (what, known): (&str, Vec<&str>) = match &test.subject {
            Subject::Id => return Ok(()),
            Subject::Dim(name, at) => return self.check_dimension(test, (name, at), matrices),
            Subject::Flow => ("flow", flows().map(|flow| flow.id.as_str()).collect()),
            Subject::Case => ("case", cases().map(|case| case.id.as_str()).collect()),
            Subject::Tag => {
                let tags = flows().flat_map(|flow| &flow.tags);
                let tags = tags.chain(cases().flat_map(|case| &case.tags));
                ("tag", tags.map(Tag::as_str).collect())
            }
        };
        match test.pattern.literal() {
            Some(name) if !known.contains(&name) => Err(self.unknown(what, name, &test.at, &known)),
            _ => Ok(()),
        }
    }

    fn check_dimension(
        &self,
        test: &Test,
        (name, at): (&str, &Range<usize>),
        matrices: &[&Matrix],
    ) -> Result<(), FilterError> {
        let dimensions = || matrices.iter().flat_map(|matrix| &matrix.dimensions);
        let mut values = Vec::new();
        let mut found = false;
        for dimension in dimensions().filter(|dimension| dimension.name.as_str() == name) {
            found = true;
            values.extend(dimension.values.iter().map(|value| value.id.as_str()));
        }
        if !found {
            let known: Vec<_> = dimensions().map(|dimension| dimension.name.as_str()).collect();
            return Err(self.unknown("dimension", name, at, &known));
        }
        if values.iter().any(|value| test.pattern.matches(value)) {
            return Ok(());
        }
        let what = format!("value of dimension `{name}`");
        Err(self.unknown(&what, test.pattern.as_str(), &test.at, &values))
    }

    fn unknown(&self, what: &str, name: &str, at: &Range<usize>, known: &[&str]) -> FilterError {
        let hint = nearest(name, known.iter().copied()).map(str::to_owned);
        FilterError::new(&self.text, at.clone(), format!("no {what} is called `{name}`"), hint)
    }
}

impl Expr {
    fn tests<'e>(&'e self, found: &mut Vec<&'e Test>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.tests(found);
                }
            }
            Self::Not(inner) => inner.tests(found),
            Self::Test(test) => found.push(test),
        }
    }

    fn holds(&self, ask: &impl Fn(&Test) -> bool) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(ask)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(ask)),
            Self::Not(inner) => !inner.holds(ask),
            Self::Test(test) => ask(test),
        }
    }

    /// What is left to ask of a row of this flow.
    fn compile(&self, matrix: &Matrix, flow: usize) -> Rule {
        match self {
            Self::All(parts) => Rule::join(parts, (matrix, flow), false),
            Self::Any(parts) => Rule::join(parts, (matrix, flow), true),
            Self::Not(inner) => match inner.compile(matrix, flow) {
                Rule::Always(known) => Rule::Always(!known),
                rule => Rule::Not(Box::new(rule)),
            },
            Self::Test(test) => test.compile(matrix, flow),
        }
    }
}

impl Test {
    fn compile(&self, matrix: &Matrix, flow: usize) -> Rule {
        let flow = &matrix.flows[flow];
        let pattern = &self.pattern;
        match &self.subject {
            Subject::Case => Rule::Always(false),
            Subject::Flow => Rule::Always(pattern.matches(flow.id.as_str())),
            Subject::Id => Rule::Id(pattern.clone()),
            Subject::Tag => Rule::Always(flow.tags.iter().any(|tag| pattern.matches(tag.as_str()))),
            Subject::Dim(name, _) => {
                let called = |&d: &usize| matrix.dimensions[d].name.as_str() == &**name;
                let Some(slot) = flow.dimensions.iter().position(called) else {
                    return Rule::Always(false);
                };
                let values = &matrix.dimensions[flow.dimensions[slot]].values;
                let fits =
                    (0..).zip(values).filter(|(_, value)| pattern.matches(value.id.as_str()));
                let fits: Vec<u16> = fits.map(|(index, _)| index).collect();
                if fits.len() == values.len() {
                    return Rule::Always(true);
                }
                Rule::Row(Condition::new([(slot, Values::of(&fits))]))
            }
        }
    }
}

/// A filter compiled for one flow.
#[derive(Clone, Debug)]
pub struct FlowFilter<'m> {
    rule: Rule,
    ids: IdWriter<'m>,
}

#[derive(Clone, Debug)]
enum Rule {
    All(Vec<Self>),
    Always(bool),
    Any(Vec<Self>),
    Id(Glob),
    Not(Box<Self>),
    Row(Condition),
}

impl FlowFilter<'_> {
    /// Returns the answer when it is the same for every row.
    pub fn constant(&self) -> Option<bool> {
        match self.rule {
            Rule::Always(known) => Some(known),
            _ => None,
        }
    }

    /// Tells whether the scenario of `row` is meant. Ids are written only for filters that ask for them.
    pub fn matches(&self, row: &[u16]) -> bool {
        self.rule.holds(row, &self.ids)
    }
}

impl Rule {
    /// Joins what is left of `parts`; `decisive` is the answer of one part that settles the whole.
    fn join(parts: &[Expr], (matrix, flow): (&Matrix, usize), decisive: bool) -> Self {
        let mut open = Vec::new();
        for part in parts {
            match part.compile(matrix, flow) {
                Self::Always(known) if known == decisive => return Self::Always(decisive),
                Self::Always(_) => {}
                rule => open.push(rule),
            }
        }
        match open.len() {
            0 => Self::Always(!decisive),
            _ if decisive => Self::Any(open),
            _ => Self::All(open),
        }
    }

    fn holds(&self, row: &[u16], ids: &IdWriter<'_>) -> bool {
        match self {
            Self::All(rules) => rules.iter().all(|rule| rule.holds(row, ids)),
            Self::Always(known) => *known,
            Self::Any(rules) => rules.iter().any(|rule| rule.holds(row, ids)),
            Self::Id(pattern) => {
                let mut text = String::new();
                ids.write(row, &mut text);
                pattern.matches(&text)
            }
            Self::Not(rule) => !rule.holds(row, ids),
            Self::Row(condition) => condition.matches(row),
        }
    }
}

#[cfg(test)]
mod tests;
