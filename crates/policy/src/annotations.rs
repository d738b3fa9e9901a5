//! Metadata of packages and rules: the comments below `# METADATA`, as OPA reads them.
//!
//! A block is YAML and belongs to the package, import or rule behind it. OPA leaves metadata out of decisions, and so does cos; it names
//! flows, see `cos_simulator`. What a block means for `rego.metadata.*` is not here.

use crate::analysis::{dotted, name_of};
use crate::bundle::yaml;
use crate::engine::EngineError;
use crate::place::Place;
use crate::setup::ModuleText;
use crate::syntax::Parsed;
use crate::syntax::tokens::{Token, tokens};
use serde_json::{Map, Value};

/// One block.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotation {
    /// What it applies to.
    pub scope: Scope,
    /// The package or rule: `data.companyos.authz`, `data.companyos.authz.allow`.
    pub path: String,
    /// Its `title`.
    pub title: Option<String>,
    /// Whether it says `entrypoint: true`.
    pub entrypoint: bool,
    /// What stands below `custom`.
    pub custom: Map<String, Value>,
    /// Where it begins.
    pub place: Place,
}

/// What a block applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All definitions of a rule.
    Document,
    /// A package.
    Package,
    /// One definition of a rule.
    Rule,
    /// A package and those below it.
    Subpackages,
}

/// Reads the blocks of all modules, in the order of modules and lines.
pub fn annotations(modules: &[ModuleText]) -> Result<Vec<Annotation>, EngineError> {
    let mut all = Vec::new();
    for module in modules {
        if !module.text.contains("METADATA") {
            continue;
        }
        let parsed = Parsed::read(&module.name, &module.text, module.rego_version == 1)
            .map_err(|error| EngineError::Syntax { place: error.place, message: error.message })?;
        let tokens = tokens(&parsed.text);
        for block in blocks(&parsed.text, &tokens) {
            let fault = |message: String| EngineError::Metadata {
                place: parsed.place(block.start as u32),
                message,
            };
            if let Some(found) = read(&parsed, &tokens, &block).map_err(fault)? {
                all.push(found);
            }
        }
    }
    Ok(all)
}

/// A block: where it begins and ends, and its YAML.
struct Block {
    start: usize,
    end: usize,
    yaml: String,
}

/// The blocks of a text: `# METADATA`, and the lines directly below that are comments and nothing else.
fn blocks(text: &str, tokens: &[Token]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let within = |token: &Token| token.start < start && start < token.end;
        let comment = line.trim().strip_prefix('#').filter(|_| !tokens.iter().any(within));
        match (comment, blocks.last_mut().filter(|_| open)) {
            (Some(comment), _) if comment.trim() == "METADATA" => {
                blocks.push(Block { start, end: at, yaml: String::new() });
                open = true;
            }
            (Some(comment), Some(block)) => {
                block.yaml.extend([comment, "\n"]);
                block.end = at;
            }
            _ => open = false,
        }
    }
    blocks
}

/// Reads a block; nothing for one that belongs to an import.
fn read(module: &Parsed, tokens: &[Token], block: &Block) -> Result<Option<Annotation>, String> {
    let mut fields = match block.yaml.trim() {
        "" => Map::new(),
        _ => match yaml::read(block.yaml.as_bytes())? {
            Value::Object(fields) => fields,
            _ => return Err("it is no mapping".to_owned()),
        },
    };
    let next = tokens.iter().find(|token| token.start >= block.end);
    let word = next.map_or("", |token| token.text(&module.text));
    let rule = module.tree.rules.iter().find(|rule| rule.span.start as usize >= block.end);
    let scope = match (fields.get("scope"), word) {
        (_, "import") => return Ok(None),
        (None, "package") => Scope::Package,
        (None, _) => Scope::Rule,
        (Some(Value::String(scope)), _) => match scope.as_str() {
            "document" => Scope::Document,
            "package" => Scope::Package,
            "rule" => Scope::Rule,
            "subpackages" => Scope::Subpackages,
            other => return Err(format!("there is no scope `{other}`")),
        },
        _ => return Err("`scope` is no text".to_owned()),
    };
    let package = &module.tree.package;
    let path = match (scope, rule) {
        (Scope::Package | Scope::Subpackages, _) => package.clone(),
        (_, Some(rule)) if word != "package" => [package.clone(), name_of(&rule.name).0].concat(),
        _ => return Err("no rule stands behind it".to_owned()),
    };
    let custom = match fields.remove("custom") {
        None => Map::new(),
        Some(Value::Object(custom)) => custom,
        Some(_) => return Err("`custom` is no mapping".to_owned()),
    };
    let entrypoint = fields.get("entrypoint") == Some(&Value::Bool(true));
    Ok(Some(Annotation {
        // An entry point is one for all definitions of its rule.
        scope: if entrypoint && scope == Scope::Rule { Scope::Document } else { scope },
        path: dotted(&path),
        title: fields.get("title").and_then(Value::as_str).map(str::to_owned),
        entrypoint,
        custom,
        place: module.place(block.start as u32),
    }))
}

#[cfg(test)]
mod tests;
