//! Reading the texts of a policy and its data, before anything of it is analysed.

use super::EngineError;
use crate::numbers::{Known, NumberError, ReadError};
use crate::outline::Outline;
use crate::place::Place;
use crate::program::Documents;
use crate::setup::Setup;
use crate::syntax::tokens::{Token, TokenKind, tokens};
use crate::syntax::{Parsed, normalise, reserved};
use std::sync::Arc;

/// Reads the modules.
pub(super) fn modules(setup: &Setup) -> Result<Vec<Parsed>, EngineError> {
    let mut modules = Vec::with_capacity(setup.modules.len());
    for module in &setup.modules {
        if let Some((place, name)) = reserved::first(&module.name, &module.text) {
            return Err(EngineError::ReservedName { place, name });
        }
        check_range(&module.name, &module.text)?;
        let parsed = Parsed::read(&module.name, &module.text, module.rego_version == 1);
        modules.push(
            parsed.map_err(|error| EngineError::Syntax {
                place: error.place,
                message: error.message,
            })?,
        );
    }
    Ok(modules)
}

/// Reads the data, and the numbers that stand in the policy.
pub(super) fn documents(
    modules: &[Parsed],
    setup: &Setup,
    data: &str,
) -> Result<Documents, EngineError> {
    let mut numbers = Known::default();
    for module in modules {
        for (start, text) in normalise::numbers(&module.text) {
            let place = || Some(module.place(start as u32));
            let at = |error| EngineError::Number { place: place(), error };
            numbers.written(&text).map_err(at)?;
        }
    }
    for text in &setup.numbers {
        numbers.stored(text).map_err(|error| EngineError::Number { place: None, error })?;
    }
    let data = numbers.read(data).map_err(|error| match error {
        ReadError::Json(message) => EngineError::Input(format!("the data is unusable: {message}")),
        ReadError::Number(error) => EngineError::Number { place: None, error },
    })?;
    Ok(Documents { data, numbers: Arc::new(numbers) })
}

pub(super) fn no_entrypoint(outline: &Outline, entrypoint: &str) -> EngineError {
    let known = outline.rules.iter().map(|rule| rule.path.as_str());
    let nearest = cos_core::suggest::nearest(entrypoint, known).map(str::to_owned);
    EngineError::NoEntrypoint { entrypoint: entrypoint.to_owned(), nearest }
}

/// Refuses numbers that no double comes near: the engine's parser does not take them for numbers.
fn check_range(file: &str, text: &str) -> Result<(), EngineError> {
    let is_infinite = |number: &str| number.parse().is_ok_and(f64::is_infinite);
    let infinite = |token: &Token| match token.kind {
        TokenKind::Number => is_infinite(token.text(text)),
        TokenKind::Template => {
            let inner = token.text(text).trim_start_matches(['$', '"', '`']);
            tokens(inner).iter().any(|one| is_infinite(one.text(inner)))
        }
        _ => false,
    };
    match tokens(text).into_iter().find(infinite) {
        Some(token) => Err(EngineError::Number {
            place: Some(Place::of(file, text, token.start as u32)),
            error: NumberError::Range(token.text(text).to_owned()),
        }),
        None => Ok(()),
    }
}
