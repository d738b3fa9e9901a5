//! `graph.reachable_paths`: every simple path from the initial nodes to an end, a repeated node or a node outside the graph.
//!
//! A dense graph has exponentially many paths, so their number is bounded; OPA runs until it is cancelled.

use std::collections::BTreeSet;

use regorus::Value;

use super::operands::{members, members_of, operand, wrong_type};
use super::{Builtin, BuiltinError, Context, Outcome, builtin};

pub(super) static BUILTINS: &[Builtin] = &[builtin("graph.reachable_paths", 2, reachable_paths)];

const MAX_STEPS: usize = 1_000_000;

fn reachable_paths(_: &Context, args: &[Value]) -> Outcome {
    let graph = operand(args, 1)?;
    if !matches!(graph, Value::Object(_)) {
        return Err(wrong_type(1, "an object"));
    }
    let mut search = Search { graph, paths: BTreeSet::new(), steps: 0 };
    for start in members(args, 2)? {
        search.from(start)?;
    }
    Ok(Value::from(search.paths))
}

struct Search<'a> {
    graph: &'a Value,
    paths: BTreeSet<Value>,
    steps: usize,
}

/// A path that still grows, and the neighbours of its last node that are to be tried.
struct Frame<'a> {
    neighbours: std::vec::IntoIter<&'a Value>,
}

impl<'a> Search<'a> {
    fn from(&mut self, start: &'a Value) -> Result<(), BuiltinError> {
        let Some(neighbours) = self.neighbours(start) else { return Ok(()) };
        let mut path = vec![start];
        if neighbours.is_empty() {
            self.keep(&path);
            return Ok(());
        }
        // A stack of our own: a graph that is one long chain must not end the process.
        let mut frames = vec![Frame { neighbours: neighbours.into_iter() }];
        while let Some(frame) = frames.last_mut() {
            let Some(next) = frame.neighbours.next() else {
                frames.pop();
                path.pop();
                continue;
            };
            self.count(path.len())?;
            // OPA does not compare the first step with the start: a loop on the start is walked once.
            if path.len() > 1 && path.contains(&next) {
                self.keep(&path);
                continue;
            }
            match self.neighbours(next) {
                None => self.keep(&path),
                Some(neighbours) => {
                    path.push(next);
                    if neighbours.is_empty() {
                        self.keep(&path);
                        path.pop();
                    } else {
                        frames.push(Frame { neighbours: neighbours.into_iter() });
                    }
                }
            }
        }
        Ok(())
    }

    /// The edges of a node; nothing when the graph does not have it. An edge list of another type is an empty one.
    fn neighbours(&self, node: &Value) -> Option<Vec<&'a Value>> {
        let Value::Object(graph) = self.graph else { return None };
        graph.get(node).map(|edges| members_of(edges).unwrap_or_default())
    }

    fn keep(&mut self, path: &[&Value]) {
        let path: Vec<Value> = path.iter().map(|&node| node.clone()).collect();
        self.paths.insert(Value::from(path));
    }

    fn count(&mut self, length: usize) -> Result<(), BuiltinError> {
        self.steps += length;
        if self.steps > MAX_STEPS {
            return Err(BuiltinError::TooLarge {
                builtin: "graph.reachable_paths",
                limit: MAX_STEPS,
                unit: "steps",
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
