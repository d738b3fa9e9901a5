//! A release of cos itself: its binary, with everything that speaks for it made by the tools that make it in earnest. The bundle is the same
//! in every carrier, and programs of others believe it by the recipes that it brings along, as long as it is right.

mod recipes;
mod wrong;

use crate::env::{Env, Run};
use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use cos_objects::s3::{BucketKind, Credentials, Options, S3};
use cos_sign::sigstore::{Identity, Sealer as _};
use cos_sign::{KeyDir, Trust};
use cos_testkit::servers::Server;
use recipes::Recipes;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const MANIFEST: &str = "bundle:
  version: VERSION
  receipts_prefix: in/receipts/
  conformance_report: in/reports/conformance.json
  sbom: in/sbom/*-VERSION.spdx.json
  attestations: in/slsa/*-VERSION.intoto.jsonl
  policy_bundle: in/policies/*.tgz
  release_notes: in/CHANGELOG.md
  artifacts: in/artifacts/cos
";
const BUILDER: &str = "https://ci.cos.example/builder";
const BUILD_TYPE: &str = "https://ci.cos.example/cargo/v1";
const SOURCE: &str = "git+https://git.cos.example/cos@";
/// How long before now the keys were made, in seconds.
const AGE: i64 = 30 * 86_400;

#[test]
fn our_own_release_is_believed_by_everybody() {
    let release = Release::new();
    release.is_carried_everywhere();
    let recipes = Recipes::read(&release.env.read("signed/VERIFY.md"));
    recipes.are_followed(&release);
    wrong::file(&release, &recipes);
    wrong::key(&release, &recipes);
    wrong::time(&release, &recipes);
}

/// The bundle, signed by a key in `signed/` and by a certificate authority in `certified/`; and in `given/` what its readers are given.
struct Release {
    env: Env,
}

impl Release {
    fn new() -> Self {
        let env = Env::new();
        for folder in ["receipts", "reports", "sbom", "slsa", "policies", "artifacts"] {
            fs::create_dir_all(env.path("in").join(folder)).unwrap();
        }
        let release = Self { env };
        release.demo();
        release.keys();
        let digest = release.artifact();
        release.sbom();
        release.provenance(&digest);
        let env = &release.env;
        fs::copy(Path::new(ROOT).join("CHANGELOG.md"), env.path("in/CHANGELOG.md")).unwrap();
        env.write("manifest.yaml", &MANIFEST.replace("VERSION", VERSION));
        let bundle = "evidence bundle -f manifest.yaml --keys trust --out";
        env.ok(&format!("{bundle} signed"));
        env.ok(&format!("{bundle} certified --sign ca"));
        release.give("trust", "given");
        release
    }

    /// What `cos demo` leaves: its receipts and a sample of their ledger, the policy that they name, and what the simulator says of all its
    /// privileged flows.
    fn demo(&self) {
        let env = &self.env;
        env.ok("demo --out demo --receipts 200");
        for (from, to) in [
            ("receipts-pilot-a-day1.sdjwt", "receipts/pilot-a.sdjwt"),
            ("receipts-pilot-a-day2.sdjwt", "receipts/pilot-a-day2.sdjwt"),
            ("receipts-pilot-b-day1.sdjwt", "receipts/pilot-b.sdjwt"),
            ("receipts-pilot-b-day2.sdjwt", "receipts/pilot-b-day2.sdjwt"),
            ("sample.auditpack", "receipts/sample.auditpack"),
            ("policy.tar.gz", "policies/1.9.0.tgz"),
            ("authz.tar.gz", "policies/authz.tgz"),
            ("conformance.json", "reports/conformance.json"),
            ("conformance.json.dsse.json", "reports/conformance.json.dsse.json"),
            ("conformance.html", "reports/conformance.html"),
        ] {
            fs::copy(env.path("demo").join(from), env.path("in").join(to)).unwrap();
        }
    }

    /// The keys of the demo, with an evidence key, a clock and a certificate authority that are in use for a while; and a builder's.
    fn keys(&self) {
        let (env, made) = (&self.env, Timestamp(now().0 - AGE));
        let create = |name: &str, org: &str| {
            KeyDir::create(&env.path(name), org.parse().unwrap(), &FrozenClock(made)).unwrap()
        };
        let mut keys = create("trust", "acme");
        keys.add_ca(&identity(), made).unwrap();
        let mut file = keys.trust().file().clone();
        let demo = Trust::read(&env.path("demo/trust/trust.json")).unwrap();
        let demo = demo.file().clone();
        (file.keys, file.logs, file.policies) = (demo.keys, demo.logs, demo.policies);
        env.write("trust/trust.json", &file.check().unwrap().to_json());
        let builder = create("builder", "builder");
        let id = builder.trust().evidence_keys()[0].id.to_string();
        env.ok("trust export builder --key builder.pem");
        env.ok(&format!("trust add-builder trust --id {BUILDER} --key builder.pem --key-id {id} --source {SOURCE}* --build-type {BUILD_TYPE}"));
    }

    /// What is released: this very build, without what only debuggers read.
    fn artifact(&self) -> Digest {
        let out = self.env.path("in/artifacts/cos");
        let mut strip = Command::new("strip");
        let strip = strip.arg("-o").arg(&out).arg(env!("CARGO_BIN_EXE_cos")).status();
        assert!(strip.unwrap().success());
        Digest::of(&fs::read(out).unwrap())
    }

    fn sbom(&self) {
        let out = self.env.path(&format!("in/sbom/cos-{VERSION}.spdx.json"));
        let syft = Command::new(interop("sbom/bin/syft"))
            .current_dir(self.env.path("in/artifacts"))
            .env("SYFT_CHECK_FOR_APP_UPDATE", "false")
            .env("HOME", self.env.path("home"))
            .args(["file:cos", "--source-name", "cos", "--source-version", VERSION, "-o"])
            .arg(format!("spdx-json={}", out.display()))
            .output()
            .unwrap();
        assert!(syft.status.success(), "{}", String::from_utf8_lossy(&syft.stderr));
    }

    /// SLSA provenance, signed as a builder does that has a key.
    fn provenance(&self, artifact: &Digest) {
        let lock = Digest::of(&fs::read(Path::new(ROOT).join("Cargo.lock")).unwrap());
        let predicate = json!({
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"source": format!("{SOURCE}refs/tags/v{VERSION}")},
                "resolvedDependencies": [{"name": "Cargo.lock", "digest": {"sha256": lock.to_string()}}],
            },
            "runDetails": {"builder": {"id": BUILDER}},
        });
        let statement = Statement {
            subjects: vec![Subject { name: "cos".into(), sha256: *artifact, sha512: None }],
            predicate_type: "https://slsa.dev/provenance/v1".into(),
            predicate: predicate.as_object().unwrap().clone(),
        };
        let sealer = KeyDir::open(&self.env.path("builder")).unwrap().sealer().unwrap();
        let sealed = sealer.untimestamped().seal(&statement.to_canonical().unwrap(), now());
        let sealed: Value = serde_json::from_slice(&sealed.unwrap()).unwrap();
        let path = format!("in/slsa/cos-{VERSION}.intoto.jsonl");
        self.env.write(&path, &format!("{}\n", sealed["dsseEnvelope"]));
    }

    /// Hands out what a reader needs of the trust directory `keys`.
    fn give(&self, keys: &str, to: &str) {
        fs::create_dir(self.env.path(to)).unwrap();
        fs::copy(
            self.env.path(&format!("{keys}/trust.json")),
            self.env.path(&format!("{to}/trust.json")),
        )
        .unwrap();
        self.env.ok(&format!("trust export {to}/trust.json --key {to}/key.pem --trusted-root {to}/trusted-root.json --trust-config {to}/trust-config.json"));
    }

    /// From one form to the next and back: the same bundle, and the same verdict on it.
    fn is_carried_everywhere(&self) {
        let server = Server::seaweed();
        let credentials =
            Credentials::Given { id: Server::ID.into(), secret: Server::SECRET.into() };
        let endpoint = Some(server.endpoint());
        let options = Options { endpoint, credentials, ..Options::default() };
        S3::open("bundles", &options).unwrap().make_bucket(BucketKind::Plain).unwrap();
        let cos = |args: &str| {
            let mut command = self.env.command();
            command.args(args.split_whitespace()).stdin(Stdio::null());
            command
                .env("AWS_ACCESS_KEY_ID", Server::ID)
                .env("AWS_SECRET_ACCESS_KEY", Server::SECRET);
            let output = command.env("AWS_ENDPOINT_URL", server.endpoint()).output().unwrap();
            assert!(output.status.success(), "cos {args}\n{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        let identity = self.identity_of("signed");
        assert_eq!(self.identity_of("certified"), identity);
        let forms = [
            "signed",
            "cos.tar.zst",
            "cos.zip",
            "oci:cos-layout",
            "s3://bundles/cos/release",
            "back",
        ];
        for pair in forms.windows(2) {
            cos(&format!("evidence copy {} {}", pair[0], pair[1]));
            let verify = format!("evidence verify {} --trust given", pair[1]);
            let found: Value =
                serde_json::from_str(&cos(&format!("{verify} --format json"))).unwrap();
            assert_eq!(found["statement"], identity.to_string(), "{}", pair[1]);
            assert_eq!(found["verdict"], "verified", "{}", pair[1]);
        }
        assert_eq!(tree(&self.env.path("signed")), tree(&self.env.path("back")));
        let certified = self.verify("certified", "given");
        assert_eq!(certified.exit, 0, "{}{}", certified.stdout, certified.stderr);
    }

    fn identity_of(&self, bundle: &str) -> Digest {
        Digest::of(&fs::read(self.env.path(bundle).join("evidence.intoto.json")).unwrap())
    }

    fn verify(&self, bundle: &str, given: &str) -> Run {
        self.env.cos(&format!("evidence verify {bundle} --trust {given}/trust.json"))
    }

    /// A copy of a bundle, for somebody to spoil.
    fn spoilt(&self, bundle: &str, name: &str) -> PathBuf {
        self.env.ok(&format!("evidence copy {bundle} {name}"));
        self.env.path(name)
    }
}

/// For whom the certificate authority makes out its certificates.
fn identity() -> Identity {
    let issuer = "https://login.cos.example".into();
    Identity { san: "release@cos.example".into(), issuer }
}

/// The files of a folder, with their content.
fn tree(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                files.push((name, fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// A program that `cargo xtask install` put under the target directory.
fn interop(name: &str) -> PathBuf {
    let dir = std::env::var_os("COS_INTEROP_DIR").expect("`cargo xtask test` sets COS_INTEROP_DIR");
    let path = Path::new(&dir).join(name);
    assert!(path.exists(), "`{}` is missing; `cargo xtask install` puts it there", path.display());
    path
}

#[expect(clippy::disallowed_methods, reason = "the program's clock is the machine's")]
fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(since.as_secs().cast_signed())
}
