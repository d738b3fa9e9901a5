//! The suite that both engines pass: whatever is asked, the answers are the same.

use crate::child::{setup, spawn};
use cos_policy::engine::{
    Engine, EngineError, InProcess, Outcome, Request, Target, Variant, supported,
};
use cos_policy::lint::LintRule;
use cos_policy::mutate::Operator;
use cos_policy::setup::{Semantics, Setup};
use cos_policy::worker::Limits;
use std::time::Instant;

const POLICY: &str = r#"package p

default allow := false

allow if {
    input.user.role == "admin"
    not denied
}

denied if input.region in data.closed

reasons contains "closed" if denied

reasons contains "suspended" if not startswith(input.user.state, "act")

decision := {"allow": allow, "reasons": reasons, "level": level(input.amount)}

level(amount) := "high" if amount > 100

else := "low"
"#;

fn example() -> Setup {
    Setup {
        data: serde_json::json!({"closed": ["mars", "\u{2028}\n"]}),
        entrypoint: "data.p.decision".into(),
        fixed_inputs: vec!["/region".into()],
        ..setup(POLICY)
    }
}

/// Runs a check on each engine.
fn both(setup: &Setup, check: impl Fn(&mut dyn Engine)) {
    check(&mut InProcess::load(setup.clone()).unwrap());
    check(&mut spawn(setup, &Limits::default()).unwrap());
}

/// How each engine refuses.
fn refusals(setup: &Setup) -> [EngineError; 2] {
    [InProcess::load(setup.clone()).err().unwrap(), spawn(setup, &Limits::default()).err().unwrap()]
}

fn refused(setup: &Setup) -> EngineError {
    let [ours, theirs] = refusals(setup);
    assert_eq!(ours, theirs);
    ours
}

const INPUTS: [&str; 6] = [
    "",
    r#"{"user": {"role": "admin", "state": "active"}, "region": "earth", "amount": 7}"#,
    r#"{"user": {"role": "admin", "state": "locked"}, "region": "mars", "amount": 700}"#,
    "{\"region\": \"\\u2028\\n\",\n \"amount\": 100.5}",
    "null",
    r#"[1, "two"]"#,
];

fn targets(engine: &dyn Engine) -> Vec<(Variant, Target)> {
    let outline = engine.outline();
    let mut all = Vec::new();
    for (number, rule) in outline.rules.iter().enumerate() {
        if !rule.is_function {
            let target = Target::Rule(number as u32);
            all.extend([(Variant::Instrumented, target), (Variant::Reference, target)]);
        }
    }
    for (number, definition) in outline.definitions.iter().enumerate() {
        if outline.rules[definition.rule as usize].composition.is_some() {
            all.push((Variant::Instrumented, Target::Definition(number as u32)));
            all.push((Variant::Instrumented, Target::Leaf(number as u32)));
        }
    }
    for (number, body) in outline.bodies.iter().enumerate() {
        if body.guarded {
            all.push((Variant::Instrumented, Target::Guard(number as u32)));
        }
    }
    all
}

#[test]
fn answers_are_the_same() {
    let mut ours = InProcess::load(example()).unwrap();
    let mut theirs = spawn(&example(), &Limits::default()).unwrap();
    assert_eq!(ours.outline(), theirs.outline());
    assert_eq!(ours.lints(), theirs.lints());
    let targets = targets(&ours);
    assert!(targets.len() > 12, "{targets:?}");
    for input in INPUTS {
        for (variant, target) in &targets {
            let request = Request { variant: *variant, target: *target, input };
            assert_eq!(ours.evaluate(&request), theirs.evaluate(&request), "{request:?}");
        }
    }
}

#[test]
fn mutants_are_the_same() {
    let mut ours = InProcess::load(example()).unwrap();
    let mut theirs = spawn(&example(), &Limits::default()).unwrap();
    let mutants = ours.mutants().unwrap();
    assert_eq!(mutants, theirs.mutants().unwrap());
    assert!(mutants.len() > 5);
    let target = Target::Rule(ours.outline().entrypoint.unwrap());
    for number in 0..mutants.len() as u32 {
        assert_eq!(ours.select_mutant(number), theirs.select_mutant(number));
        let request = Request { variant: Variant::Mutant, target, input: INPUTS[2] };
        assert_eq!(ours.evaluate(&request), theirs.evaluate(&request), "{number}");
    }
}

#[test]
fn a_mutant_that_opa_does_not_load_is_refused() {
    // OPA knows that the second element is a number.
    let policy = setup(
        "package p\n\npair := [\"admin\", 1]\n\nallow if {\n  pair[0] == \"admin\"\n  input.age > 18\n}\n",
    );
    both(&policy, |engine| {
        let mutants = engine.mutants().unwrap();
        let refused =
            (0..).zip(&mutants).filter(|(number, _)| !engine.select_mutant(*number).unwrap());
        let refused: Vec<_> = refused.map(|(_, one)| (one.operator, one.before.as_str())).collect();
        assert_eq!(refused, [(Operator::Integer, "0")]);
        assert!(mutants.len() > refused.len() + 3, "{mutants:?}");
    });
    // What regorus loads is not asked of OPA.
    let policy = Setup { semantics: Semantics::Regorus, ..policy };
    both(&policy, |engine| {
        let mutants = engine.mutants().unwrap();
        let index =
            mutants.iter().position(|one| one.operator == Operator::Integer && one.before == "0");
        assert!(engine.select_mutant(index.unwrap() as u32).unwrap());
    });
}

#[test]
fn template_strings_are_supported() {
    let policy = setup("package p\n\nallow := $\"<{input.a}>\"\n");
    both(&policy, |engine| {
        supported(engine.outline()).unwrap();
        let target = Target::Rule(engine.outline().entrypoint.unwrap());
        let request = Request { variant: Variant::Reference, target, input: r#"{"a": 1}"# };
        assert_eq!(engine.evaluate(&request).unwrap().outcome, Outcome::Value(r#""<1>""#.into()));
    });
}

#[test]
fn the_entry_point_decides() {
    both(&example(), |engine| {
        let target = Target::Rule(engine.outline().entrypoint.unwrap());
        let request = Request { variant: Variant::Reference, target, input: INPUTS[2] };
        let expected =
            r#"{"allow":false,"level":"high","reasons":{"$set":["closed","suspended"]}}"#;
        assert_eq!(engine.evaluate(&request).unwrap().outcome, Outcome::Value(expected.into()));
        let lints: Vec<_> = engine.lints().unwrap().into_iter().map(|one| one.rule).collect();
        assert_eq!(lints, [LintRule::FailOpenNegation]);
    });
}

#[test]
fn what_is_not_there_is_an_error() {
    both(&example(), |engine| {
        let ask = |engine: &mut dyn Engine, variant, target, input| {
            engine.evaluate(&Request { variant, target, input }).unwrap_err()
        };
        let rule = Target::Rule(0);
        let error = ask(engine, Variant::Reference, rule, r#"{"a": "#);
        assert!(error.to_string().starts_with("the input is no JSON"), "{error}");
        assert_eq!(error.code().as_str(), "COS-POL-0004");
        for (variant, target) in [
            (Variant::Reference, Target::Rule(99)),
            (Variant::Instrumented, Target::Definition(99)),
            (Variant::Instrumented, Target::Leaf(99)),
            (Variant::Instrumented, Target::Guard(u32::MAX)),
            (Variant::Mutant, rule),
        ] {
            let error = ask(engine, variant, target, "{}");
            assert!(matches!(error, EngineError::Input(_)), "{error}");
        }
        assert!(matches!(engine.select_mutant(10_000), Err(EngineError::Input(_))));
        // None of that ends anything.
        let request = Request { variant: Variant::Reference, target: rule, input: "{}" };
        engine.evaluate(&request).unwrap();
    });
}

#[test]
fn bad_policies_are_refused_alike() {
    let entrypoint = |entrypoint: &str| Setup { entrypoint: entrypoint.into(), ..example() };
    let table = [
        (setup("package p\n\nallow if {\n  input.a ==\n}\n"), "COS-POL-0001", "policy.rego:5:1: "),
        (
            entrypoint("data.p.decison"),
            "COS-POL-0003",
            "the policy has no rule `data.p.decison`; did you mean `data.p.decision`?",
        ),
        (entrypoint("data.elsewhere"), "COS-POL-0003", "the policy has no rule `data.elsewhere`"),
        (
            Setup { data: serde_json::json!([1]), ..example() },
            "COS-POL-0002",
            "the policy does not compile: ",
        ),
        (
            setup(
                "package p\n\nallow if b\n\nb if {\n\tsome x in [1]\n\tf(x)\n}\n\nf(x) if allow\n",
            ),
            "COS-POL-0006",
            "policy.rego:3:10: the policy is recursive: data.p.allow -> data.p.b -> data.p.f -> data.p.allow",
        ),
        (
            setup("package p\nallow if { cos__n1 := 1; cos__n1 == 1 }"),
            "COS-POL-0007",
            "policy.rego:2:12: the name `cos__n1` is reserved",
        ),
    ];
    for (setup, code, message) in table {
        let error = refused(&setup);
        assert_eq!(error.code().as_str(), code, "{error}");
        assert!(error.to_string().starts_with(message), "{error}");
    }
}

/// What a request to a worker costs beyond the evaluation: 5 to 8 µs in a release build on two cores, where the aim is 25. The bound
/// here is one that only a mistake exceeds.
#[test]
fn a_request_costs_little() {
    let policy = setup("package p\nallow if input.a == 1\n");
    let request =
        Request { variant: Variant::Reference, target: Target::Rule(0), input: r#"{"a": 1}"# };
    let time = |engine: &mut dyn Engine| {
        let count = 2_000;
        let start = Instant::now();
        for _ in 0..count {
            engine.evaluate(&request).unwrap();
        }
        start.elapsed() / count
    };
    let inside = time(&mut InProcess::load(policy.clone()).unwrap());
    let outside = time(&mut spawn(&policy, &Limits::default()).unwrap());
    println!("{inside:?} in this process, {outside:?} in a worker");
    assert!(outside.as_millis() < 5, "{outside:?}");
}
