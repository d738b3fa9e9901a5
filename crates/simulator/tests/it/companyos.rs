//! The example policies and their matrices: covered as they stand, and noticed when they are weakened.

use crate::support::{files, matrix, modules, options, run};
use cos_policy::bundle::{self, Bundle};
use cos_policy::setup::ModuleText;
use cos_simulator::gates::{Gate, Thresholds, gates};
use cos_simulator::matrix::Matrix;
use cos_simulator::results::{Fate, Run};
use cos_simulator::run::{MutateMode, Options};

const POLICIES: &str = "examples/policies/companyos";

fn policies() -> Bundle {
    bundle::load(&files(POLICIES)).unwrap()
}

fn judged(matrix: &Matrix, run: &Run, coverage: Option<f64>) -> Vec<Gate> {
    let today = "2026-01-01".parse().unwrap();
    gates(matrix, run, &Thresholds { coverage, mutation: 0.95, today, repeats: 0 })
}

fn failed(gates: &[Gate]) -> Vec<&str> {
    gates.iter().filter(|gate| !gate.passed).map(|gate| gate.id).collect()
}

#[test]
fn every_privileged_flow_is_covered() {
    let matrix = matrix("matrices/privileged.yaml");
    let bundle = policies();
    // Every scenario is compared with the whole policy in `rule_by_rule_is_as_a_whole`.
    let options = Options { audit_every: 50, ..options(MutateMode::All) };
    let run = run(&matrix, modules(&bundle), bundle.data, &options).unwrap();
    let counts = run.counts();
    assert!(counts.is_clean(), "{:?}", run.failures);
    assert_eq!((run.inventory.len(), counts.unasserted, counts.quarantined), (31, 0, 0));
    assert!(counts.passed > 24_000, "{counts:?}");
    let open: Vec<_> = run
        .flows
        .iter()
        .flat_map(|flow| &flow.obligations)
        .filter(|obligation| obligation.is_open())
        .collect();
    assert!(open.is_empty(), "{open:?}");
    assert!((run.coverage_ratio() - 1.0).abs() < f64::EPSILON);
    assert!(run.mutation.count(Fate::Killed) > 700, "{}", run.mutation.count(Fate::Killed));
    assert_eq!(failed(&judged(&matrix, &run, Some(0.95))), [""; 0]);
}

#[test]
fn rule_by_rule_is_as_a_whole() {
    let matrix = matrix("matrices/quick.yaml");
    let bundle = policies();
    let run = run(&matrix, modules(&bundle), bundle.data, &options(MutateMode::Off)).unwrap();
    let scenarios: usize = run.flows.iter().map(|flow| flow.count).sum();
    assert!(scenarios > 50, "{scenarios}");
    assert_eq!(run.audit.checked, (scenarios + run.cases.len()) as u64);
}

/// The weakenings that `examples/policies/README.md` invites to try.
const WEAKENED: &[(&str, &str, &str)] = &[
    (
        "companyos/approvals.rego",
        "approvers := {approval.by | some approval in input.approvals; valid(approval)}",
        "approvers := [approval.by | some approval in input.approvals; valid(approval)]",
    ),
    ("companyos/tenants.rego", "input.resource.tenant == input.tenant", "input.resource.tenant"),
    ("companyos/facts.rego", "value < limit", "value <= limit"),
];

fn weakened(bundle: &Bundle, (file, before, after): (&str, &str, &str)) -> Vec<ModuleText> {
    let mut modules = modules(bundle);
    let module = modules.iter_mut().find(|module| module.name == file).unwrap();
    assert!(module.text.contains(before), "`{before}` is not in {file}");
    module.text = module.text.replace(before, after);
    modules
}

#[test]
fn a_weakened_rule_fails_the_gate() {
    let matrix = matrix("matrices/privileged.yaml");
    let bundle = policies();
    for weakening in WEAKENED {
        let options = Options { audit_every: 0, ..options(MutateMode::Off) };
        let modules = weakened(&bundle, *weakening);
        let run = run(&matrix, modules, bundle.data.clone(), &options).unwrap();
        assert!(run.counts().failed > 0, "{weakening:?}");
        assert!(failed(&judged(&matrix, &run, None)).contains(&"assertions"), "{weakening:?}");
        // Where the rule stands that decided otherwise is told.
        assert!(run.failures.iter().all(|failure| failure.definition.is_some()), "{weakening:?}");
    }
}
