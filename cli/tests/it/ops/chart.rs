//! The Helm chart: what it renders is what Kubernetes takes, with the sprint's values as they are given, and it refuses what could not work.

use super::{failed, file, objections, ran, text, yaml};
use cos_testkit::servers::{installed, place};
use serde_json::Value;
use std::process::Command;

/// As the sprint document has them.
const BUMPED: &str = "
companyos:
  image.tag: 0.23.0
  policy.bundleVersion: 1.9.0
  receipts.backfill.enabled: true
switchboard:
  image.tag: 0.23.0
  features:
    approvals.template_governance: true
    runbooks.marketplace_v1: true
    palette.context_recents: true
";

/// What has no default.
pub(super) const NEEDED: &str = "
companyos: {image.repository: registry.example/cos}
installation: {org: acme, region: eu-1}
proxy: {image: 'registry.example/nginx:1.28'}
tls: {secretName: cos-tls}
";

/// Everything that can be switched on.
pub(super) const EVERYTHING: &str = "
metrics:
  enabled: true
  htpasswdSecretName: cos-metrics
  serviceMonitor: {enabled: true, basicAuthSecretName: cos-scrape}
  prometheusRule: {enabled: true, labels: {release: prometheus}}
conformance: {configMapName: conformance}
server: {arguments: ['--otlp=http://127.0.0.1:9', --tenant-requests=4000]}
podDisruptionBudget: {enabled: true}
service: {type: LoadBalancer}
persistence: {size: 1Ti, storageClassName: fast}
networkPolicy:
  clients: [{namespaceSelector: {}}]
  prometheus: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
podLabels: {team: sre}
podAnnotations: {note: x}
imagePullSecrets: [{name: registry}]
nodeSelector: {disk: ssd}
tolerations: [{key: ledger, operator: Exists}]
priorityClassName: high
";

/// The chart with values.
pub(super) struct Chart {
    dir: tempfile::TempDir,
    files: usize,
}

impl Chart {
    pub(super) fn with(values: &str) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), files: 0 }.and(values)
    }

    /// And with these, which win.
    pub(super) fn and(mut self, values: &str) -> Self {
        std::fs::write(self.dir.path().join(format!("{}.yaml", self.files)), values).unwrap();
        self.files += 1;
        self
    }

    fn helm(&self, words: &[&str]) -> Command {
        let mut helm = installed("ops/helm/helm");
        helm.current_dir(self.dir.path()).env("HOME", self.dir.path()).args(words);
        helm.arg(file("ops/helm/cos"));
        helm.args((0..self.files).map(|number| format!("--values={number}.yaml")));
        helm
    }

    fn render(&self) -> Command {
        self.helm(&["template", "ga", "--namespace", "cos"])
    }

    /// What it renders.
    #[track_caller]
    pub(super) fn objects(&self) -> Vec<Value> {
        let rendered = ran(&mut self.render());
        let documents = rendered.split("---\n").filter(|document| document.contains("kind:"));
        documents.map(yaml).collect()
    }

    /// Why it renders nothing.
    #[track_caller]
    fn refusal(&self) -> String {
        failed(&mut self.render())
    }
}

/// The object of a kind.
#[track_caller]
pub(super) fn one<'a>(objects: &'a [Value], kind: &str) -> &'a Value {
    objects.iter().find(|object| object["kind"] == kind).unwrap_or_else(|| panic!("no {kind}"))
}

#[test]
fn it_takes_the_values_of_the_sprint() {
    let chart = Chart::with(BUMPED).and(NEEDED);
    ran(&mut chart.helm(&["lint", "--strict"]));
    let objects = chart.objects();
    let set = one(&objects, "StatefulSet");
    let pod = &set["spec"]["template"];
    assert_eq!(pod["spec"]["containers"][0]["image"], "registry.example/cos:0.23.0");
    assert_eq!(pod["metadata"]["annotations"]["cos.companyos.example/policy-bundle"], "1.9.0");
    let flags = objects.iter().find(|it| it["metadata"]["name"] == "ga-cos-flags").unwrap();
    let flags: Value = serde_json::from_str(flags["data"]["flags.json"].as_str().unwrap()).unwrap();
    for flag in
        ["approvals.template_governance", "runbooks.marketplace_v1", "palette.context_recents"]
    {
        let flag = &flags["flags"][flag];
        assert_eq!((&flag["state"], &flag["defaultVariant"]), (&"ENABLED".into(), &"on".into()));
        assert_eq!(flag["variants"]["on"], true);
    }
}

#[test]
fn kubernetes_takes_what_it_renders() {
    for values in ["", BUMPED, EVERYTHING, "networkPolicy: {enabled: false}\nproxy: {ipv6: true}"] {
        let chart = Chart::with(values).and(NEEDED);
        ran(&mut chart.helm(&["lint", "--strict"]));
        let objects = chart.objects();
        let rendered = chart.dir.path().join("rendered.yaml");
        std::fs::write(&rendered, ran(&mut chart.render())).unwrap();
        for version in ["1.29", "1.37"] {
            let mut validate = Command::new(place("ops").join("venv/bin/kubernetes-validate"));
            let said = ran(validate.args(["--strict", "-k", version]).arg(&rendered));
            let own = objects.iter().filter(|it| it["apiVersion"] != "monitoring.coreos.com/v1");
            assert_eq!(said.matches(" passed for resource ").count(), own.count(), "{said}");
        }
        for object in objects.iter().filter(|it| it["apiVersion"] == "monitoring.coreos.com/v1") {
            let kind = object["kind"].as_str().unwrap();
            assert_eq!(objections(kind, &object.to_string()), None);
        }
    }
    let wrong = r#"{"spec": {"selector": {}, "endpoints": [{"intervall": "30s"}]}}"#;
    assert!(objections("ServiceMonitor", wrong).is_some(), "the types of monitors are not strict");
}

#[test]
fn no_container_may_do_more_than_it_must() {
    let objects = Chart::with(EVERYTHING).and(NEEDED).objects();
    let pod = &one(&objects, "StatefulSet")["spec"]["template"]["spec"];
    assert_eq!(pod["automountServiceAccountToken"], false);
    assert_eq!(pod["securityContext"]["runAsNonRoot"], true);
    assert_eq!(pod["securityContext"]["seccompProfile"]["type"], "RuntimeDefault");
    assert_eq!(pod["securityContext"]["fsGroupChangePolicy"], "OnRootMismatch");
    let containers = ["initContainers", "containers"].map(|list| pod[list].as_array().unwrap());
    for container in containers.into_iter().flatten() {
        let context = &container["securityContext"];
        assert_eq!(context["readOnlyRootFilesystem"], true, "{container}");
        assert_eq!(context["allowPrivilegeEscalation"], false, "{container}");
        assert_eq!(context["capabilities"]["drop"][0], "ALL", "{container}");
        assert!(container["resources"]["limits"]["memory"].is_string(), "{container}");
    }
    // A log has one writer.
    assert_eq!(one(&objects, "StatefulSet")["spec"]["replicas"], 1);
    // Nothing secret is in what the chart renders: only names of secrets are.
    assert!(objects.iter().all(|object| object["kind"] != "Secret"));
    // Metrics are for those who are named, and in no service that may be open to the outside.
    let rules = &one(&objects, "NetworkPolicy")["spec"]["ingress"];
    assert_eq!(rules[1]["ports"][0]["port"], 9464);
    assert!(rules[1]["from"].is_array());
    let services = objects.iter().filter(|it| it["kind"] == "Service");
    let open = services.filter(|it| it["spec"]["type"] == "LoadBalancer");
    open.for_each(|service| assert_eq!(service["spec"]["ports"].as_array().unwrap().len(), 1));
}

#[test]
fn the_toggles_choose_the_alerts() {
    let alerts = |values: &str| {
        let monitoring = "metrics: {prometheusRule: {enabled: true}}";
        let objects = Chart::with(NEEDED).and(monitoring).and(values).objects();
        one(&objects, "PrometheusRule").to_string()
    };
    let all = alerts("conformance: {configMapName: conformance}");
    let rules = yaml(&text("ops/prometheus/cos.rules.yaml"));
    let groups = rules["groups"].as_array().unwrap().iter();
    let count: usize = groups.map(|group| group["rules"].as_array().unwrap().len()).sum();
    assert_eq!(all.matches("\"expr\"").count(), count);
    let none = alerts("companyos: {receipts.backfill.enabled: false}");
    assert!(!none.contains("\"ReceiptsBackfillLag"), "{none}");
    // Without a report its absence is no news.
    assert!(
        !none.contains("PolicyCoverageAbsent") && none.contains("PolicyCoverageDrop"),
        "{none}"
    );
}

#[test]
fn it_refuses_what_could_not_work() {
    for (values, words) in [
        ("server: {arguments: [serve]}", "arguments"),
        ("installation: {org: ''}", "say whose installation it is"),
        ("installation: {region: ''}", "say which region it is in"),
        ("companyos: {image.repository: ''}", "say where the image"),
        ("proxy: {image: ''}", "which stands before the server"),
        ("tls: {secretName: ''}", "over TLS only"),
        ("companyos: {image.tag: 0.23.0}\nswitchboard: {image.tag: 0.22.0}", "make them equal"),
        ("companyos: {image: {tag: 0.23.0}}", "additional properties 'image' not allowed"),
        ("companyos: {image.tag: 'a b'}", "does not match pattern"),
        ("switchboard: {features: {approvals: 'yes'}}", "want boolean"),
        ("replicas: 2", "additional properties 'replicas' not allowed"),
        ("proxy: {port: 443}", "minimum"),
        ("metrics: {enabled: true}", "not for everybody"),
        ("metrics: {serviceMonitor: {enabled: true}}", "set metrics.enabled, too"),
        (
            "metrics: {enabled: true, htpasswdSecretName: a, serviceMonitor: {enabled: true}}",
            "basicAuthSecretName",
        ),
    ] {
        let said = Chart::with(NEEDED).and(values).refusal();
        assert!(said.contains(words), "{values}: lacks `{words}`:\n{said}");
    }
}

#[test]
fn its_copies_are_copies() {
    let (rules, copy) = ("ops/prometheus/cos.rules.yaml", "ops/helm/cos/files/cos.rules.yaml");
    assert!(text(rules) == text(copy), "`{copy}` is not `{rules}`: copy it");
    let chart = yaml(&text("ops/helm/cos/Chart.yaml"));
    assert_eq!(chart["appVersion"], env!("CARGO_PKG_VERSION"));
    let dir = tempfile::tempdir().unwrap();
    let mut package = installed("ops/helm/helm");
    let said = ran(package
        .env("HOME", dir.path())
        .arg("package")
        .arg(file("ops/helm/cos"))
        .arg("-d")
        .arg(dir.path()));
    assert!(said.contains("cos-0.23.0.tgz"), "{said}");
}
