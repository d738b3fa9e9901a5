//! Doors that cannot be opened, and servers that cannot be reached: each says why and what to do.

use super::authority::Authority;
use super::socket;
use crate::env::Env;
use crate::server::{Served, init};
use insta::assert_snapshot;
use std::os::unix::fs::PermissionsExt as _;

fn mode(env: &Env, name: &str, mode: u32) {
    std::fs::set_permissions(env.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn certificates_that_cannot_be_used() {
    let env = init();
    let one = Authority::new(&env, "one");
    one.issue_valid("tls");
    one.issue_valid("other");
    one.issue("old", "localhost", ["20200101000000Z", "20200201000000Z"]);
    one.issue("early", "localhost", ["20980101000000Z", "20991231235959Z"]);
    env.write("empty", "");
    env.write("garbage", "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
    env.write("short", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    env.write("huge", &"x".repeat(300 << 10));
    env.write("open.key", &env.read("tls.key"));
    for name in ["empty", "garbage", "short", "huge"] {
        mode(&env, name, 0o600);
    }
    mode(&env, "open.key", 0o644);
    let mut shown = String::new();
    for (certificate, key) in [
        ("missing", "tls.key"),
        ("empty", "tls.key"),
        ("garbage", "tls.key"),
        ("short", "tls.key"),
        ("huge", "tls.key"),
        ("data", "tls.key"),
        ("tls.key", "tls.key"),
        ("tls.crt", "missing"),
        ("tls.crt", "empty"),
        ("tls.crt", "tls.crt"),
        ("tls.crt", "open.key"),
        ("tls.crt", "other.key"),
        ("old.crt", "old.key"),
        ("early.crt", "early.key"),
        ("one.ca.pem", "one.ca.key"),
    ] {
        mode(&env, "tls.crt", 0o600);
        let listen = "serve --data data --listen 0.0.0.0:0";
        shown += &env.shown(&format!("{listen} --tls-cert {certificate} --tls-key {key}"));
    }
    // The time of day.
    let shown: Vec<&str> =
        shown.lines().map(|line| line.split(", and it is ").next().unwrap()).collect();
    assert_snapshot!(shown.join("\n"));
}

#[test]
fn addresses_that_cannot_be_listened_on() {
    let env = init();
    let address = socket(&env);
    let mut shown = String::new();
    for listen in
        ["0.0.0.0:7070", "localhost:7070", "unix:cos.sock", "systemd", "unix:/nowhere/cos/cos.sock"]
    {
        shown += &env.shown(&format!("serve --data data --listen {listen}"));
    }
    shown += &env.shown("serve --data data --tls-cert tls.crt");
    std::fs::write(env.path("run/cos.sock"), "a file").unwrap();
    shown += &env.shown(&format!("serve --data data --listen {address}"));
    assert_eq!(env.read("run/cos.sock"), "a file");
    std::fs::remove_file(env.path("run/cos.sock")).unwrap();
    mode(&env, "run", 0o1777);
    shown += &env.shown(&format!("serve --data data --listen {address}"));
    assert!(!env.path("run/cos.sock").exists());
    assert_snapshot!(shown.replace(env.path("").to_str().unwrap(), "[DIR]/"));
}

#[test]
fn servers_that_cannot_be_reached() {
    let env = init();
    let address = socket(&env);
    env.write("empty", "");
    env.write("garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    let mut shown = String::new();
    for (server, more) in [
        (&*address, ""),
        ("ftp://cos.acme.example", ""),
        ("cos.acme.example", ""),
        ("https://127.0.0.1:9", "--ca-file missing"),
        ("https://127.0.0.1:9", "--ca-file empty"),
        ("https://127.0.0.1:9", "--ca-file garbage"),
        ("https://127.0.0.1:9", ""),
    ] {
        shown +=
            &env.shown(&format!("login --token-file data/operator.token --server {server} {more}"));
    }
    env.write("two", "first\nsecond\n");
    for token in ["empty", "two", "missing"] {
        shown += &env.shown(&format!("login --server {address} --token-file {token}"));
    }
    // A file, and a socket at which nobody listens any more.
    env.write("run/cos.sock", "");
    shown += &env.shown(&format!("login --token-file data/operator.token --server {address}"));
    std::fs::remove_file(env.path("run/cos.sock")).unwrap();
    drop(std::os::unix::net::UnixListener::bind(env.path("run/cos.sock")).unwrap());
    shown += &env.shown(&format!("login --token-file data/operator.token --server {address}"));
    assert_snapshot!(shown.replace(env.path("").to_str().unwrap(), "[DIR]/"));
}

#[test]
fn a_directory_has_one_server() {
    let env = init();
    let served = Served::start(&env);
    let second = env.cos("serve --data data --listen 127.0.0.1:0");
    assert_eq!(second.exit, 4, "{}", second.stderr);
    assert!(second.stderr.contains("a server runs on it"), "{}", second.stderr);
    assert_eq!(served.stop(), Some(0));
    assert_eq!(Served::start(&env).stop(), Some(0));
}
