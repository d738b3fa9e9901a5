//! Sealing against a private Sigstore instance on loopback, with and without its clock; what comes back is shown to everybody.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cos_core::clock::Timestamp;
use cos_sign::sigstore::{
    KeylessSealer, Mode, SealError, Sealer as _, Services, SigstoreRoot, Token, WhoseClock,
};
use cos_sign::trust::{IdentityRule, Pattern};
use cos_sign::{Purpose, Trust};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::cases::{Case, SEALED, World, judge, script, statement};
use crate::clients::{ask, home};
use crate::openssl;

const SUBJECT: &str = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1";
const ISSUER: &str = "https://token.example";

/// A Sigstore instance that ends with the test.
struct Instance {
    child: Child,
    /// Closing it ends the instance.
    _input: ChildStdin,
    url: String,
    root: Value,
}

impl Instance {
    /// Starts one that stamps with the clock of `world`.
    fn start(world: &World) -> Self {
        let (certificate, _) = openssl::certificates(world);
        let mut child = Command::new("node")
            .arg(script("instance.mjs"))
            .env("COS_INTEROP_DIR", home())
            .env("STAMP_CONFIG", script("stamp.cnf"))
            .env("STAMP_CERTIFICATE", certificate)
            .env("STAMP_KEY", openssl::private_key(world))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        let mut root = said["root"].clone();
        let own = world.keys.trust().sigstore().unwrap().json();
        root["timestampAuthorities"] = own["timestampAuthorities"].clone();
        let input = child.stdin.take().unwrap();
        Self { child, _input: input, url: said["url"].as_str().unwrap().into(), root }
    }

    fn services(&self, clock: bool) -> Services {
        let stamp = format!("{}/api/v1/timestamp", self.url);
        Services::new(&self.url, &self.url, clock.then_some(stamp.as_str())).unwrap()
    }

    /// A trust file that believes this instance about workflows of acme.
    fn trust(&self, world: &World) -> Trust {
        let mut file = world.keys.trust().file().clone();
        file.sigstore = Some(SigstoreRoot::from_json(self.root.clone()).unwrap());
        file.identities = vec![IdentityRule {
            san: Pattern::Prefix(
                "https://github.com/acme/app/.github/workflows/release.yml@".into(),
            ),
            issuer: ISSUER.into(),
            purposes: vec![Purpose::Evidence],
        }];
        file.check().unwrap()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A token that nobody signed; the instance does not mind.
fn token(expires: i64) -> Token {
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let claims = json!({ "iss": ISSUER, "sub": SUBJECT, "aud": "sigstore", "exp": expires });
    let jwt = format!("{}.{}.AA", part(json!({ "alg": "none" })), part(claims));
    Token::Jwt(jwt.into())
}

const FOREVER: i64 = 9_999_999_999;

fn case(world: &World, instance: &Instance, name: &'static str, bundle: &[u8]) -> Case {
    let path = world.path(&format!("keyless-{}.json", name.replace(' ', "-")));
    fs::write(&path, bundle).unwrap();
    let trust = instance.trust(world);
    let config = world.path("keyless-config.json");
    fs::write(&config, trust.sigstore().unwrap().to_trust_config()).unwrap();
    Case { name, bundle: path, file: world.path("a.txt"), config, key: None, trust }
}

#[test]
fn what_an_instance_seals_counts_everywhere() {
    let mut world = World::new("acme");
    (world.identity.san, world.identity.issuer) = (SUBJECT.into(), ISSUER.into());
    let instance = Instance::start(&world);
    let statement = statement("1.9.0");
    let sealer = KeylessSealer::new(instance.services(true), token(FOREVER));
    assert_eq!(sealer.mode(), Mode::Keyless);
    let bundle = sealer.seal(&statement, SEALED).unwrap();

    let strict = cos_sign::sigstore::Requirements::default();
    let trust = instance.trust(&world);
    let sealed = cos_sign::sigstore::verify(&bundle, &trust, Purpose::Evidence, &strict).unwrap();
    assert_eq!(sealed.payload(), statement);
    assert_eq!(sealed.signer().to_string(), format!("{SUBJECT} (says {ISSUER})"));
    let clocks: Vec<_> = sealed.times().iter().map(|time| time.clock.clone()).collect();
    let tsa = WhoseClock::Tsa("acme time stamps".into());
    assert_eq!(clocks, [tsa, WhoseClock::Log("https://rekor.example".into())]);
    assert!(sealed.times().iter().all(|time| time.at > Timestamp(SEALED.0)));
    assert_eq!(sealed.log().unwrap().log, "https://rekor.example");

    let mut bent: Value = serde_json::from_slice(&bundle).unwrap();
    let other = crate::cases::statement("9.9.9");
    let payload = base64::engine::general_purpose::STANDARD.encode(other);
    bent["dsseEnvelope"]["payload"] = json!(payload);
    let cases = [
        case(&world, &instance, "good", &bundle),
        Case { file: world.path("b.txt"), ..case(&world, &instance, "wrong file", &bundle) },
        case(&world, &instance, "changed statement", bent.to_string().as_bytes()),
    ];
    let ours: Vec<_> = cases.iter().map(|case| judge(case).is_ok()).collect();
    assert_eq!(ours, [true, false, false]);
    for client in ["sigstore_python.py", "sigstore_js.mjs"] {
        let said = ask(client, &cases, &world);
        let accepted: Vec<_> = said.iter().map(Option::is_none).collect();
        assert_eq!(accepted, [true, false, false], "{client}: {said:?}");
    }
}

#[test]
fn without_a_clock_of_its_own_the_log_says_when() {
    let world = World::new("acme");
    let instance = Instance::start(&world);
    let sealer = KeylessSealer::new(instance.services(false), token(FOREVER));
    let bundle = sealer.seal(&statement("1.9.0"), SEALED).unwrap();
    let strict = cos_sign::sigstore::Requirements::default();
    let trust = instance.trust(&world);
    let verify =
        |trust: &Trust| cos_sign::sigstore::verify(&bundle, trust, Purpose::Evidence, &strict);
    assert_eq!(verify(&trust).unwrap().times().len(), 1);
    // An instance that the trust file does not name, and an identity that it does not.
    let error = verify(world.keys.trust()).unwrap_err();
    assert!(matches!(error, SealError::Log(_) | SealError::Certificate(_)), "{error}");
    let mut file = trust.file().clone();
    file.identities[0].issuer = "https://other.example".into();
    let error = verify(&file.check().unwrap()).unwrap_err();
    assert!(matches!(error, SealError::Identity { .. }), "{error}");
}
