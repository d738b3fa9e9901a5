//! A person signs in for `cos` in a browser, at a real OpenID provider (npm's `oidc-provider`).

use crate::env::{Env, Run};
use crate::server::{OPERATOR, Served, init, verified};
use cos_testkit::provider::Provider;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the server proves itself with at the provider.
const SECRET: &str = "canary-7f3b";
/// The same in the header that it is sent in: `cos:canary-7f3b`.
const SENT: &str = "Y29zOmNhbmFyeS03ZjNi";

/// A file in which one of these texts stands.
fn holder(folder: &Path, texts: &[&str]) -> Option<PathBuf> {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            if let Some(found) = holder(&path, texts) {
                return Some(found);
            }
        } else if let Ok(bytes) = fs::read(&path)
            && texts.iter().any(|text| bytes.windows(text.len()).any(|it| it == text.as_bytes()))
        {
            return Some(path);
        }
    }
    None
}

/// A program that `cos login --open` starts with an address, and that does what a person does there.
fn browser(env: &Env, login: &str) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/browse.mjs");
    let which = Command::new("sh").args(["-c", "command -v node"]).output().unwrap();
    let node = String::from_utf8(which.stdout).unwrap();
    let page = env.path("page");
    let text = format!(
        "#!/bin/sh\nexec {} {} \"$1\" {login} > {} 2>&1\n",
        node.trim(),
        script.display(),
        page.display()
    );
    env.write("browser", &text);
    fs::set_permissions(env.path("browser"), fs::Permissions::from_mode(0o755)).unwrap();
}

fn login(env: &Env, args: &str) -> Run {
    let mut command = env.command();
    command.env("BROWSER", env.path("browser")).args(["login", "--oidc"]);
    let output = command.args(args.split(' ')).output().unwrap();
    Run {
        exit: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What a run shows, without what differs from run to run.
fn shown(run: &Run, env: &Env, served: &Served) -> String {
    let mut text =
        format!("exit {}\n--- stdout\n{}--- stderr\n{}", run.exit, run.stdout, run.stderr);
    text = text
        .replace(&served.url, "[URL]")
        .replace(&env.path("home").display().to_string(), "[HOME]");
    let words = text.split_inclusive([' ', '\n', '&', '=']).map(|part| {
        let (word, end) = part.split_at(part.len() - 1);
        let is_word = word.len() == 9 && word.chars().nth(4) == Some('-') && !word.contains('.');
        let is_time = word.ends_with('Z') && word.contains('T');
        match word {
            _ if is_word => format!("[WORD]{end}"),
            _ if is_time => format!("[TIME]{end}"),
            _ if word.len() == 43 => format!("[CHALLENGE]{end}"),
            _ if word.len() == 5 && word.parse::<u16>().is_ok() => format!("[PORT]{end}"),
            _ => part.to_owned(),
        }
    });
    words.collect()
}

#[test]
fn a_person_signs_in_in_a_browser_and_has_what_their_binding_gives() {
    let env = init();
    let served = Served::start(&env);
    let redirect = format!("{}/console/oidc/people/callback", served.url);
    let provider = Provider::start(
        &redirect,
        &[("CLIENT_SECRET", SECRET), ("AUTH_METHOD", "client_secret_basic")],
    );
    env.ok("token admit --data data --person grace --out grace.token");
    let url = &provider.url;
    env.write("wrong.secret", "another\n");
    env.write("okta.secret", &format!("{SECRET}\n"));
    served.ok(&env, &format!("token issuer add people --kind people --url {url} --client-id cos --client-secret-file wrong.secret --redirect-uri {redirect} {OPERATOR}"));
    served.ok(&env, &format!("token binding propose --issuer people --claim sub=00u-linus --identity linus --person linus --all-tenants --scope tenants:read --minutes 60 {OPERATOR}"));
    let list = served.ok(&env, &format!("token binding list --format json {OPERATOR}"));
    let list: Value = serde_json::from_str(&list).unwrap();
    let id = list["bindings"][0]["id"].as_str().unwrap();
    served.ok(&env, &format!("token binding approve {id} --token-file grace.token"));

    let mut seen = String::new();
    let mut step = |args: &str, exit: i32| {
        let run = login(&env, args);
        assert_eq!(run.exit, exit, "{}{}", run.stdout, run.stderr);
        assert!(!run.stdout.contains("cosu_") && !run.stderr.contains("cosu_"));
        let told = args.replace(&served.url, "[URL]");
        let _ = writeln!(seen, "cos login --oidc {told}\n{}", shown(&run, &env, &served));
        run.stderr
    };
    // Nobody comes: nothing is remembered.
    env.write("browser", "#!/bin/sh\n");
    fs::set_permissions(env.path("browser"), fs::Permissions::from_mode(0o755)).unwrap();
    step(&format!("people --open --wait 1 --server {}", served.url), 5);
    step(&format!("nobody --server {}", served.url), 4);
    step("people --server unix:/run/cos.sock", 3);
    browser(&env, "00u-linus");
    step(&format!("people --open --server {}", served.url), 4);
    let again = format!(
        "token issuer add people --kind people --url {url} --client-id cos --client-secret-file okta.secret --redirect-uri {redirect} {OPERATOR}"
    );
    assert!(served.ok(&env, &again).contains("has another client's secret now"));
    browser(&env, "00u-mallory");
    step(&format!("people --open --server {}", served.url), 4);
    assert_eq!(env.cos("tenant list").exit, 3);
    browser(&env, "00u-linus");
    let said = step(&format!("people --open --server {}", served.url), 0);
    insta::assert_snapshot!(seen);

    // The page and the terminal showed the same, and the program answered the browser.
    let word = said.split_once("has to show ").unwrap().1.lines().next().unwrap();
    let page = env.read("page");
    assert!(page.contains(word) && page.contains("Go back to the terminal"), "{page}");
    let tenants = env.cos("tenant list");
    assert_eq!(tenants.exit, 0, "{}", tenants.stderr);
    assert_eq!(env.cos("token list").exit, 4, "the binding gives no `tokens:read`");
    let remembered = fs::metadata(env.path("home/.local/state/cos/login.json")).unwrap();
    assert_eq!(remembered.permissions().mode() & 0o777, 0o600);
    env.ok("state backup --data data --out backup");
    let log = served.said();
    assert!(log.contains("finishSignIn") && log.contains("redeemCode"), "{log}");
    let code = page.split_once("?code=").unwrap().1.split('&').next().unwrap();
    for secret in [SECRET, SENT, "cosu_", code] {
        assert!(!log.contains(secret), "{log}");
    }
    for folder in ["data", "backup", "home"] {
        assert_eq!(holder(&env.path(folder), &[SECRET, SENT, code]), None);
    }
    assert!(holder(&env.path("backup"), &[url]).is_some(), "what is written is found");
    assert_eq!(served.stop(), Some(0));
    // Person admitted, issuer added, its secret replaced, binding proposed and approved, mallory refused, linus let in.
    verified(&env, 7);
}
