//! The doors of `cos serve` with whoever knocks there: a Unix socket, TLS with an authority of its own, sockets of systemd.

mod authority;
mod ending;
mod roles;
mod status;
mod supervised;
mod tls;
mod wrong;

use crate::env::Env;
use crate::server::{OPERATOR, Served, init};
use std::io::Read as _;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::Command;

/// Arguments that serve the data directory at an address.
fn at(listen: &str) -> Vec<String> {
    ["serve", "--data", "data", "--listen", listen].map(str::to_owned).to_vec()
}

/// The address of a socket in a folder of this user.
fn socket(env: &Env) -> String {
    let folder = env.path("run");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    format!("unix:{}", folder.join("cos.sock").display())
}

/// What a command prints on both of its outputs.
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

#[test]
fn every_command_works_through_a_socket() {
    let env = init();
    let served = Served::with(&env, &at(&socket(&env))).unwrap();
    assert_eq!(served.url, socket(&env));
    let path = env.path("run/cos.sock");
    let metadata = std::fs::metadata(&path).unwrap();
    assert!(metadata.file_type().is_socket());
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);

    let shown = env.shown(&format!("login --server {} {OPERATOR}", served.url));
    assert!(shown.contains(&format!("at unix:{}", "[DIR]/run/cos.sock")), "{shown}");
    // What `cos login` remembered is enough from here on.
    env.ok("tenant create pilot-a --region eu-1 --residency eu");
    env.write("acts.jsonl", &crate::events::lines(5));
    env.ok("receipts ingest acts.jsonl --tenant pilot-a --wait published");
    // A token is asked for here, too.
    let curl = |path: &str| {
        let mut curl = Command::new("curl");
        curl.args(["-s", "--unix-socket"]).arg(env.path("run/cos.sock"));
        said(curl.arg(format!("http://any.name.at.all{path}")))
    };
    assert!(curl("/v1/whoami").contains("COS-AUT-0001"));
    assert!(curl("/readyz").contains("\"status\":\"ok\""));
    assert_eq!(served.stop(), Some(0));
    assert!(!path.exists(), "the socket goes with the server");
    let run = env.cos("tenant list");
    assert_eq!(run.exit, 5, "{}", run.stderr);
    assert!(run.stderr.contains("No such file"), "{}", run.stderr);
    crate::server::verified(&env, 6);
}

#[test]
fn a_socket_of_a_dead_server_is_replaced_and_one_of_a_living_one_is_not() {
    let env = init();
    let address = socket(&env);
    let mut served = Served::with(&env, &at(&address)).unwrap();
    served.kill();
    assert!(env.path("run/cos.sock").exists(), "nobody tidied up");
    let again = Served::with(&env, &at(&address)).unwrap();
    again.ok(&env, &format!("tenant list {OPERATOR}"));
    drop(again);

    std::fs::remove_file(env.path("run/cos.sock")).unwrap();
    let _other = UnixListener::bind(env.path("run/cos.sock")).unwrap();
    let run = env.cos(&format!("serve --data data --listen {address}"));
    assert_eq!(run.exit, 3, "{}", run.stderr);
    assert!(run.stderr.contains("another process answers at it"), "{}", run.stderr);
    assert!(UnixStream::connect(env.path("run/cos.sock")).is_ok(), "it is the other's still");
}

#[test]
fn another_user_is_not_let_in_even_where_the_file_would_let_them() {
    let is_root = said(Command::new("id").arg("-u")).trim() == "0";
    let env = init();
    let mut arguments = at(&socket(&env));
    arguments.extend(["--log", "json"].map(str::to_owned));
    let served = Served::with(&env, &arguments).unwrap();
    let path = env.path("run/cos.sock");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
    for folder in path.ancestors().skip(1).take(2) {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let ask = |command: &mut Command| {
        let curl = command.args(["-s", "-o", "/dev/null", "-w", "%{http_code}", "--unix-socket"]);
        said(curl.arg(&path).arg("http://localhost/healthz"))
    };
    assert_eq!(ask(&mut Command::new("curl")), "200");
    // Only root can become somebody else.
    if is_root {
        let mut other = Command::new("setpriv");
        other.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", "curl"]);
        assert_eq!(ask(&mut other), "000");
    }
    // Nor is anything said to whoever says nothing.
    let mut silent = UnixStream::connect(&path).unwrap();
    assert_eq!(served.stop(), Some(0));
    assert_eq!(silent.read(&mut [0; 1]).unwrap(), 0);
}

#[test]
fn a_door_in_clear_answers_to_the_names_of_this_machine_only() {
    let env = init();
    let mut arguments = at("127.0.0.1:0");
    arguments.extend(["--host", "cos.acme.example"].map(str::to_owned));
    let served = Served::with(&env, &arguments).unwrap();
    let ask = |host: &str| {
        let mut curl = Command::new("curl");
        curl.args(["-s", "-H", &format!("Host: {host}"), &format!("{}/metrics", served.url)]);
        said(&mut curl)
    };
    for own in ["localhost:7070", "127.0.0.1", "[::1]:7070", "COS.acme.example:443"] {
        assert!(ask(own).contains("cos_build_info"), "{own}");
    }
    for other in ["rebound.example", "rebound.example:7070", "10.0.0.1"] {
        let answer = ask(other);
        assert!(answer.contains("COS-SRV-0043") && answer.contains("--host NAME"), "{answer}");
        assert!(!answer.contains("cos_build_info"), "{answer}");
    }
}
