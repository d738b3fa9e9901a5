//! Rows of the columns: a scenario with its names instead of indexes, its id, and the check that columns and dictionaries
//! belong together.

use crate::error::ReportError;
use crate::model::{Column, Decision, OUTCOMES, Scenarios, Touch};
use std::fmt::Write as _;

/// One scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub flow: &'a str,
    /// The name of the case, when the row does not come from an expansion.
    pub case: Option<&'a str>,
    /// Dimension and value, sorted by dimension; only those that the row has.
    pub values: Vec<(&'a str, &'a str)>,
    pub decision: &'a Decision,
    pub expectation: Option<&'a str>,
    /// One of [`OUTCOMES`].
    pub outcome: &'static str,
    /// Index into the report's quarantine entries.
    pub quarantine: Option<usize>,
}

impl Row<'_> {
    /// Returns the name of the case, or `flow{dimension=value,…}` sorted by dimension.
    pub fn id(&self) -> String {
        if let Some(case) = self.case {
            return case.to_owned();
        }
        let mut id = format!("{}{{", self.flow);
        for (index, (dimension, value)) in self.values.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            // Writing to a string cannot fail.
            let _ = write!(id, "{comma}{dimension}={value}");
        }
        id.push('}');
        id
    }
}

impl Scenarios {
    /// Returns row `index`; `None` beyond the end, and when the columns do not fit their dictionaries.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        if index as u64 >= self.rows {
            return None;
        }
        let mut values = Vec::new();
        for (dimension, column) in self.dimensions.iter().zip(&self.values) {
            if let Some(value) = from_one(column.at(index)?) {
                values.push((dimension.name.as_str(), dimension.values.get(value)?.as_str()));
            }
        }
        values.sort_unstable();
        Some(Row {
            flow: self.flow_names.get(self.flow.at(index)? as usize)?,
            case: named(self.case.at(index)?, &self.case_names)?,
            values,
            decision: self.decisions.get(self.decision.at(index)? as usize)?,
            expectation: named(self.expectation.at(index)?, &self.expectations)?,
            outcome: OUTCOMES.get(self.outcome.at(index)? as usize)?,
            quarantine: from_one(self.quarantine.at(index)?),
        })
    }

    /// Returns all rows in order.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..usize::try_from(self.rows).unwrap_or(usize::MAX)).map_while(|index| self.row(index))
    }

    /// Checks that each column has a value for each row and that each value is in its dictionary.
    pub(crate) fn check(&self, quarantine_entries: usize) -> Result<(), ReportError> {
        if self.values.len() != self.dimensions.len() {
            let problem =
                format!("{} columns for {} dimensions", self.values.len(), self.dimensions.len());
            return Err(ReportError::inconsistent("scenarios.values", problem));
        }
        let columns = [
            ("flow", &self.flow, self.flow_names.len()),
            ("case", &self.case, self.case_names.len() + 1),
            ("decision", &self.decision, self.decisions.len()),
            ("expectation", &self.expectation, self.expectations.len() + 1),
            ("outcome", &self.outcome, OUTCOMES.len()),
            ("quarantine", &self.quarantine, quarantine_entries + 1),
        ];
        for (name, column, dictionary) in columns {
            check_column(&format!("scenarios.{name}"), column, self.rows, dictionary)?;
        }
        for (index, (dimension, column)) in self.dimensions.iter().zip(&self.values).enumerate() {
            let name = format!("scenarios.values[{index}]");
            check_column(&name, column, self.rows, dimension.values.len() + 1)?;
        }
        Ok(())
    }
}

impl Touch {
    /// Returns the sets of definitions; `None` when a set is no column.
    pub fn decoded(&self) -> Option<Vec<Vec<u32>>> {
        self.sets.iter().map(Column::decode).collect()
    }

    /// Returns the number of the set of row `index`.
    pub fn set(&self, index: usize) -> Option<u32> {
        self.touched.at(index)?.checked_sub(1)
    }

    /// Checks that rows, sets and definitions belong together.
    pub(crate) fn check(&self, rows: u64) -> Result<(), ReportError> {
        for (index, set) in self.sets.iter().enumerate() {
            let length = set.decode().map_or(0, |set| set.len() as u64);
            check_column(&format!("touch.sets[{index}]"), set, length, self.definitions.len())?;
        }
        check_column("touch.touched", &self.touched, rows, self.sets.len() + 1)
    }
}

fn from_one(value: u32) -> Option<usize> {
    (value as usize).checked_sub(1)
}

/// The name that `value` counts to from 1: `Some(None)` for 0, `None` when there is no such name.
#[expect(clippy::option_option, reason = "no name and a wrong index are different things")]
fn named(value: u32, names: &[String]) -> Option<Option<&str>> {
    match from_one(value) {
        None => Some(None),
        Some(index) => names.get(index).map(|name| Some(name.as_str())),
    }
}

fn check_column(
    field: &str,
    column: &Column,
    rows: u64,
    dictionary: usize,
) -> Result<(), ReportError> {
    let Some(values) = column.decode() else {
        let problem = format!("its digits are not base64url of width {}", column.width);
        return Err(ReportError::inconsistent(field, problem));
    };
    if values.len() as u64 != rows {
        let problem = format!("{} values for {rows} rows", values.len());
        return Err(ReportError::inconsistent(field, problem));
    }
    match values.iter().position(|value| *value as usize >= dictionary) {
        Some(row) => {
            let problem = format!("row {row} is {}, and its dictionary ends before", values[row]);
            Err(ReportError::inconsistent(field, problem))
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
