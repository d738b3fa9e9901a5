//! A release of cos itself: its binary, with everything that speaks for it made by the tools that make it in earnest. The bundle is the same
//! in every carrier, and programs of others believe it by the recipes that it brings along, as long as it is right.

mod recipes;
mod wrong;

use crate::env::{Env, Run};
use crate::events;
use cos_core::clock::{FrozenClock, Timestamp};
use cos_core::digest::Digest;
use cos_core::intoto::{Statement, Subject};
use cos_objects::s3::{BucketKind, Credentials, Options, S3};
use cos_sign::KeyDir;
use cos_sign::sigstore::{Identity, Sealer as _};
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
  policy_bundle: in/policies/1.9.0.tgz
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
        release.keys();
        release.policy_and_report();
        release.receipts();
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

    /// Keys that are in use for a while, and a builder's.
    fn keys(&self) {
        let made = Timestamp(now().0 - AGE);
        let create = |name: &str| {
            let org = name.parse().unwrap();
            KeyDir::create(&self.env.path(name), org, &FrozenClock(made)).unwrap()
        };
        let mut keys = create("trust");
        keys.add_ca(&identity(), made).unwrap();
        create("builder");
        self.env.ok("trust export builder --key builder.pem");
        let id = KeyDir::open(&self.env.path("builder")).unwrap().trust().evidence_keys()[0]
            .id
            .to_string();
        self.env.ok(&format!("trust add-builder trust --id {BUILDER} --key builder.pem --key-id {id} --source {SOURCE}* --build-type {BUILD_TYPE}"));
    }

    /// The example policy, and what the simulator says of all its privileged flows.
    fn policy_and_report(&self) {
        let env = &self.env;
        env.ok(&format!(
            "policy build {ROOT}/examples/policies/companyos --out plain.tgz --revision 1.9.0"
        ));
        env.ok("policy sign plain.tgz --keys trust --out in/policies/1.9.0.tgz");
        env.ok(&format!("simulator run --matrix {ROOT}/matrices/privileged.yaml --bundle in/policies/1.9.0.tgz --trust trust --report in/reports/conformance.json --html in/reports/conformance.html --sign trust"));
    }

    /// Receipts of that policy's decisions: as they were issued, and a sample of the ledger with its proofs.
    fn receipts(&self) {
        let env = &self.env;
        let policy = Digest::of(&fs::read(env.path("in/policies/1.9.0.tgz")).unwrap());
        let events = (0..60).map(|number| {
            let mut event = events::event(number);
            event["policy_bundle"] =
                json!({"digest": format!("sha256:{policy}"), "version": "1.9.0"});
            format!("{event}\n")
        });
        env.write("events.jsonl", &events.collect::<String>());
        env.ok("receipts issue --in events.jsonl --tenant pilot-a --region eu-1 --keys trust --out in/receipts/pilot-a.sdjwt");
        env.ok("receipts append in/receipts/pilot-a.sdjwt --ledger ledger --keys trust");
        env.ok("receipts sample ledger --count 20 --nonce 00112233445566778899aabbccddeeff --trust trust --out in/receipts/sample.auditpack");
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
