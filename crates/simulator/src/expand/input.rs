//! The input that a row stands for: the flow's, changed by one value of each dimension in turn.

use crate::matrix::{Dimension, Matrix, Patch, Pointer};
use serde_json::Value;

/// A field that is taken out of an input, or made null, to see whether the policy fails closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sweep<'p> {
    /// The field is not there.
    Missing(&'p Pointer),
    /// Nothing is changed.
    None,
    /// The field is null.
    Null(&'p Pointer),
}

/// Builds the inputs of one flow.
#[derive(Clone, Debug)]
pub struct InputBuilder<'m> {
    base: Value,
    dimensions: Vec<&'m Dimension>,
    touched: Vec<Vec<Pointer>>,
}

impl<'m> InputBuilder<'m> {
    /// Prepares the inputs of a flow.
    ///
    /// # Panics
    /// When the matrix has no flow of that index.
    pub fn new(matrix: &'m Matrix, flow: usize) -> Self {
        let flow = &matrix.flows[flow];
        let dimensions: Vec<_> = flow.dimensions.iter().map(|&d| &matrix.dimensions[d]).collect();
        let touched = dimensions.iter().map(|dimension| touched(dimension)).collect();
        Self { base: Value::Object(flow.input.clone()), dimensions, touched }
    }

    /// Builds the input of `row`.
    pub fn build(&self, row: &[u16]) -> Value {
        self.build_with(row, Sweep::None)
    }

    /// Builds the input of `row` without a field, or with null in its place; the same as [`Self::build`] when what would hold
    /// the field is not there.
    ///
    /// # Panics
    /// When `row` is not of this flow.
    pub fn build_with(&self, row: &[u16], field: Sweep<'_>) -> Value {
        let mut input = self.base.clone();
        for (dimension, &value) in self.dimensions.iter().zip(row) {
            for patch in &dimension.values[usize::from(value)].patches {
                match patch {
                    Patch::Remove(pointer) => pointer.remove(&mut input),
                    Patch::Set(pointer, new) => pointer.set(&mut input, new),
                }
            }
        }
        sweep(&mut input, field);
        input
    }

    /// The places that the values of the dimension in `slot` set or remove, sorted, each once.
    pub fn touched(&self, slot: usize) -> &[Pointer] {
        &self.touched[slot]
    }
}

/// Takes a field out of an input, or makes it null.
pub fn sweep(input: &mut Value, field: Sweep<'_>) {
    match field {
        Sweep::Missing(pointer) => pointer.remove(input),
        Sweep::None => {}
        Sweep::Null(pointer) => pointer.set_null(input),
    }
}

fn touched(dimension: &Dimension) -> Vec<Pointer> {
    let patches = dimension.values.iter().flat_map(|value| &value.patches);
    let mut pointers: Vec<_> = patches.map(|patch| patch.pointer().clone()).collect();
    pointers.sort();
    pointers.dedup();
    pointers
}
