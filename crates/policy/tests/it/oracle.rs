//! Policies and inputs, decided by cos and by OPA: the same answer, or cos refuses in a way that [`REFUSED`] lists.

use crate::known::{LENIENT, REFUSED};
use crate::opa;
use cos_core::code::Code;
use cos_policy::engine::{
    Engine as _, EngineError, Evaluation, InProcess, Outcome, Request, Target, Variant,
};
use cos_policy::outline::Composition;
use cos_policy::refusal;
use cos_policy::setup::{ModuleText, Setup};
use cos_policy::value::to_json;
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, BTreeSet};

const CASES: &str = include_str!("../oracle/cases.jsonl");
/// The rule that stands for a query that is no rule.
const STAND_IN: &str = "data.cos_oracle.answer";
const GENERATED: u32 = 4_000;
/// Each of them is a policy of its own.
const SHAPES: u32 = 2_000;

/// One question and OPA's answer.
struct Case {
    name: String,
    setup: Setup,
    /// JSON text; empty for no input.
    input: String,
    expected: Expected,
}

#[derive(Debug, PartialEq)]
enum Expected {
    Error(String),
    Undefined,
    Value(Json),
}

/// How a pair of answers compares.
enum Verdict {
    Agrees,
    /// The two say different things.
    Differs(String),
    /// OPA refuses the policy and cos decides.
    Lenient(String),
    /// Cos refuses what OPA decides.
    Refused(String),
    Skipped(&'static str),
}

#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, usize>,
    differences: Vec<String>,
}

impl Tally {
    fn add(&mut self, case: &Case, verdict: Verdict) {
        let class = match verdict {
            Verdict::Agrees => "agrees".to_owned(),
            Verdict::Differs(how) => {
                self.describe(case, &how);
                "differs".to_owned()
            }
            Verdict::Lenient(kind) => {
                println!("decided in spite of {kind}: {}", case.name);
                format!("lenient: {kind}")
            }
            Verdict::Refused(message) => {
                let code = refusal::code(&message);
                if code.is_none() {
                    self.describe(case, &format!("refused: {message}"));
                }
                format!("refused: {}", code.map_or("without a code", Code::as_str))
            }
            Verdict::Skipped(reason) => format!("skipped: {reason}"),
        };
        *self.counts.entry(class).or_default() += 1;
    }

    fn describe(&mut self, case: &Case, how: &str) {
        let modules = case.setup.modules.iter().filter(|module| module.name != "lib.rego");
        let modules: Vec<_> = modules.map(|module| module.text.as_str()).collect();
        self.differences.push(format!(
            "=== {}: {how}\nOPA: {:?}\ninput: {}\nentry point: {}\n{}",
            case.name,
            case.expected,
            case.input,
            case.setup.entrypoint,
            modules.join("\n---\n"),
        ));
    }

    /// Fails unless all pairs agree or are refused in a known way.
    fn check(&self) {
        for (class, count) in &self.counts {
            println!("{count:6} {class}");
        }
        if let Some(path) = std::env::var_os("COS_ORACLE_REPORT") {
            std::fs::write(path, self.differences.join("\n\n")).unwrap();
        }
        let shown = self.differences.iter().take(10).cloned().collect::<Vec<_>>().join("\n\n");
        assert!(self.differences.is_empty(), "{} differences:\n{shown}", self.differences.len());
    }
}

#[test]
fn cos_decides_the_recorded_cases_as_opa_does() {
    let mut lines = CASES.lines();
    let header = to_json(lines.next().unwrap());
    // One case is an input of more levels than any reader of JSON here takes; the engine refuses it, too.
    let read = lines.map(to_json).filter(|case| !case.is_null());
    let cases = read.map(|case| Case::of(&case, &case, header["query"].as_str().unwrap()));
    let tally = compare(cases.collect());
    tally.check();
    let count = |class: String| tally.counts.get(&class).copied().unwrap_or_default();
    for (code, most) in REFUSED {
        let found = count(format!("refused: {code}"));
        assert!(found <= *most, "{found} cases are refused with {code}");
    }
    for (kind, most) in LENIENT {
        let found = count(format!("lenient: {kind}"));
        assert!(found <= *most, "{found} cases are decided in spite of `{kind}`");
    }
}

#[test]
fn cos_decides_generated_policies_as_opa_does() {
    generated("generate.py", GENERATED);
}

#[test]
fn cos_refuses_generated_types_as_opa_does() {
    generated("shapes.py", SHAPES);
}

/// Compares what a script draws for each seed. OPA may refuse a few policies that cos decides, for their types; no others.
fn generated(script: &str, count: u32) {
    let mut tally = Tally::default();
    for seed in seeds() {
        let arguments = ["--seed", &seed.to_string(), "--count", &count.to_string()];
        let requests = opa::run(script, &arguments, "");
        let answers = opa::run("oracle.py", &[], &requests);
        let pairs = requests
            .lines()
            .zip(answers.lines())
            .map(|(request, answer)| Case::of(&to_json(request), &to_json(answer), ""));
        let found = compare(pairs.collect());
        for (class, count) in found.counts {
            *tally.counts.entry(class).or_default() += count;
        }
        tally.differences.extend(found.differences);
    }
    tally.check();
}

/// Seeds that never change, and one that CI draws; or as many as `COS_ORACLE_SEEDS=1000..1050` says.
fn seeds() -> Vec<u32> {
    if let Ok(range) = std::env::var("COS_ORACLE_SEEDS") {
        let (first, end) = range.split_once("..").expect("seeds are `first..end`");
        return (first.parse().unwrap()..end.parse().unwrap()).collect();
    }
    let derived = std::env::var("COS_FUZZ_SEED").ok().map(|seed| {
        seed.bytes().fold(17_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
    });
    [2, 2000].into_iter().chain(derived).collect()
}

impl Case {
    fn of(request: &Json, answer: &Json, query: &str) -> Self {
        let name = if request["id"].is_null() { "name" } else { "id" };
        let rego_version = u8::from(request["rego_version"] != "v0");
        let module = |name: &str, text: &Json| ModuleText {
            name: name.to_owned(),
            text: text.as_str().unwrap_or_default().to_owned(),
            rego_version,
        };
        let modules = match &request["modules"] {
            Json::Object(files) => files.iter().map(|(name, text)| module(name, text)).collect(),
            text => vec![module("case.rego", text)],
        };
        let input = request.get("input").map(Json::to_string).unwrap_or_default();
        let expected = match answer["outcome"].as_str() {
            Some("value") => Expected::Value(answer["value"].clone()),
            Some("undefined") => Expected::Undefined,
            _ => Expected::Error(answer["error"].as_str().unwrap_or_default().to_owned()),
        };
        Self {
            name: request[name].as_str().unwrap_or_default().to_owned(),
            setup: Setup {
                modules,
                data: request.get("data").cloned().unwrap_or_else(|| serde_json::json!({})),
                entrypoint: request["query"].as_str().unwrap_or(query).to_owned(),
                now_ns: request["now_ns"].as_i64().unwrap_or_default(),
                ..Setup::default()
            },
            input: request["input_text"].as_str().map_or(input, str::to_owned),
            expected,
        }
    }
}

/// Decides all cases; what follows on the same policy and query is asked of the same engine.
fn compare(cases: Vec<Case>) -> Tally {
    let mut tally = Tally::default();
    let mut loaded: Option<(Setup, Result<InProcess, EngineError>)> = None;
    for case in cases {
        let same = loaded.as_ref().is_some_and(|(setup, _)| *setup == case.setup);
        if !same {
            loaded = Some((case.setup.clone(), load(&case.setup)));
        }
        let Some((_, engine)) = &mut loaded else { unreachable!("it was just loaded") };
        let verdict = match engine {
            Ok(engine) => decide(engine, &case),
            Err(error) => refused(&case.expected, &error.to_string()),
        };
        tally.add(&case, verdict);
    }
    tally
}

fn load(setup: &Setup) -> Result<InProcess, EngineError> {
    match InProcess::load(setup.clone()) {
        Err(EngineError::NoEntrypoint { .. }) => {
            let mut setup = setup.clone();
            setup.modules.push(ModuleText {
                name: "cos_oracle.rego".to_owned(),
                text: format!("package cos_oracle\n\nanswer := {}\n", setup.entrypoint),
                rego_version: 1,
            });
            setup.entrypoint = STAND_IN.to_owned();
            InProcess::load(setup)
        }
        other => other,
    }
}

fn refused(expected: &Expected, message: &str) -> Verdict {
    match expected {
        Expected::Error(kind) if kind == "panic" => Verdict::Skipped("panic"),
        Expected::Error(kind) if kind.starts_with("rego_") => Verdict::Agrees,
        _ => Verdict::Refused(message.to_owned()),
    }
}

fn decide(engine: &mut InProcess, case: &Case) -> Verdict {
    let rule = engine.outline().entrypoint.unwrap();
    let mut ask = |variant, target| {
        let request = Request { variant, target, input: &case.input };
        engine.evaluate(&request).unwrap()
    };
    let reference = ask(Variant::Reference, Target::Rule(rule)).outcome;
    let verdict = against(&case.expected, &reference);
    if !matches!(verdict, Verdict::Agrees | Verdict::Lenient(_) | Verdict::Refused(_)) {
        return verdict;
    }
    let instrumented = ask(Variant::Instrumented, Target::Rule(rule));
    let same = alike(&instrumented.outcome, &reference);
    if let (false, Outcome::Error(message)) = (same, &instrumented.outcome)
        && refusal::code(message).is_some()
    {
        // With probes a body is evaluated to its end, where OPA and the reference may stop early.
        return Verdict::Refused(message.clone());
    }
    if !same {
        let found = &instrumented.outcome;
        return Verdict::Differs(format!("instrumented {found:?}, reference {reference:?}"));
    }
    compositions(engine, case).map_or(verdict, Verdict::Differs)
}

/// Compares with what OPA says.
fn against(expected: &Expected, found: &Outcome) -> Verdict {
    match (expected, found) {
        (Expected::Error(kind), _) if kind == "panic" => Verdict::Skipped("panic"),
        (Expected::Error(_), Outcome::Error(_)) | (Expected::Undefined, Outcome::Undefined) => {
            Verdict::Agrees
        }
        (Expected::Error(kind), _) if kind.starts_with("rego_") => Verdict::Lenient(kind.clone()),
        (_, Outcome::Error(message)) => Verdict::Refused(message.clone()),
        (Expected::Value(value), Outcome::Value(text)) if equal(value, &to_json(text)) => {
            Verdict::Agrees
        }
        _ => Verdict::Differs(format!("{found:?}")),
    }
}

/// Whether two values are the same. A set is a sorted array here, and in JSON a key of an object is a text that sorts otherwise than what it
/// was: where there is one, order does not count.
fn equal(one: &Json, other: &Json) -> bool {
    one == other || has_odd_key(one) && unordered(one) == unordered(other)
}

fn has_odd_key(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.iter().any(has_odd_key),
        Json::Object(fields) => fields.iter().any(|(key, value)| {
            key.starts_with(|first: char| "[{-".contains(first) || first.is_ascii_digit())
                || has_odd_key(value)
        }),
        _ => false,
    }
}

/// The value as a text, its arrays sorted.
fn unordered(value: &Json) -> String {
    match value {
        Json::Array(items) => {
            let mut items: Vec<_> = items.iter().map(unordered).collect();
            items.sort();
            format!("[{}]", items.join(","))
        }
        Json::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("{key:?}:{}", unordered(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

/// Whether two outcomes are the same; the wording of errors is nobody's promise.
fn alike(one: &Outcome, other: &Outcome) -> bool {
    matches!((one, other), (Outcome::Error(_), Outcome::Error(_))) || one == other
}

/// What the definitions of each rule contribute must combine to its value; tells where it does not.
fn compositions(engine: &mut InProcess, case: &Case) -> Option<String> {
    let rules = engine.outline().rules.clone();
    for (number, rule) in rules.iter().enumerate() {
        let Some(composition) = rule.composition.filter(|_| rule.reached) else { continue };
        let mut ask = |target| -> Evaluation {
            let request = Request { variant: Variant::Instrumented, target, input: &case.input };
            engine.evaluate(&request).unwrap()
        };
        let whole = ask(Target::Rule(number as u32)).outcome;
        let parts: Vec<_> =
            rule.definitions.iter().map(|one| ask(Target::Definition(*one)).outcome).collect();
        let combined = combine(composition, rule.default.as_deref(), &parts);
        if !alike(&whole, &combined) {
            return Some(format!("{}: {whole:?}, combined {combined:?} of {parts:?}", rule.path));
        }
    }
    None
}

/// Combines contributions by the rules of OPA: sets unite, objects merge, complete rules agree. Values are compared as texts.
fn combine(composition: Composition, default: Option<&str>, parts: &[Outcome]) -> Outcome {
    let mut texts = Vec::new();
    for part in parts {
        match part {
            Outcome::Error(_) => return part.clone(),
            Outcome::Undefined => {}
            Outcome::Value(text) => texts.push(text.as_str()),
        }
    }
    let conflict = || Outcome::Error("conflict".to_owned());
    match composition {
        Composition::Complete => match (texts.first(), default) {
            (Some(first), _) if texts.iter().any(|other| other != first) => conflict(),
            (Some(first), _) => Outcome::Value((*first).to_owned()),
            (None, Some(default)) => Outcome::Value(default.to_owned()),
            (None, None) => Outcome::Undefined,
        },
        Composition::Object => {
            let mut all = BTreeMap::new();
            for (key, value) in texts.iter().flat_map(|text| fields(text)) {
                if *all.entry(key).or_insert_with(|| value.clone()) != value {
                    return conflict();
                }
            }
            let fields =
                all.iter().map(|(key, value)| format!("{}:{value}", Json::from(key.as_str())));
            Outcome::Value(format!("{{{}}}", fields.collect::<Vec<_>>().join(",")))
        }
        Composition::Set => {
            let members: BTreeSet<_> = texts.iter().flat_map(|text| members(text)).collect();
            let members: Vec<_> = members.into_iter().collect();
            Outcome::Value(format!("{{\"$set\":[{}]}}", members.join(",")))
        }
    }
}

/// The fields of an object, the values as they stand.
fn fields(object: &str) -> Vec<(String, String)> {
    let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(object).unwrap();
    fields.into_iter().map(|(key, value)| (key, value.get().to_owned())).collect()
}

/// The members of `{"$set":[…]}` as they stand.
fn members(set: &str) -> Vec<String> {
    let set: BTreeMap<String, Vec<Box<RawValue>>> = serde_json::from_str(set).unwrap();
    set["$set"].iter().map(|member| member.get().to_owned()).collect()
}
