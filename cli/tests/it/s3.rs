//! `cos s3 doctor` against real servers: one that keeps its promises, and one that does not.

use crate::env::{Env, Run};
use cos_objects::s3::{BucketKind, Credentials, Options, S3};
use cos_testkit::servers::Server;
use serde_json::Value;
use std::process::Stdio;

/// Runs `cos` with the credentials of `server`.
fn cos(env: &Env, server: &Server, args: &str) -> Run {
    let mut command = env.command();
    command.args(args.split_whitespace()).stdin(Stdio::null());
    command.env("AWS_ACCESS_KEY_ID", Server::ID).env("AWS_SECRET_ACCESS_KEY", Server::SECRET);
    command.env("AWS_ENDPOINT_URL_S3", server.endpoint());
    let output = command.output().unwrap();
    Run {
        exit: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn a_server_that_keeps_its_promises_is_sound_and_the_result_is_signed() {
    let (env, server) = (Env::new(), Server::seaweed());
    let credentials = Credentials::Given { id: Server::ID.into(), secret: Server::SECRET.into() };
    let options = Options { endpoint: Some(server.endpoint()), credentials, ..Options::default() };
    let bucket = S3::open("evidence", &options).unwrap();
    bucket.make_bucket(BucketKind::Locking).unwrap();
    env.ok("trust init --org acme --out trust");

    let run =
        cos(&env, &server, "s3 doctor s3://evidence/releases --report doctor.json --sign trust");
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    for words in ["create-race", "one winner in each of 3 rounds", "what is retained stays"] {
        assert!(run.stdout.contains(words), "lacks `{words}`:\n{}", run.stdout);
    }
    assert!(!run.stderr.contains("could not be removed"), "{}", run.stderr);

    let report: Value = serde_json::from_str(&env.read("doctor.json")).unwrap();
    assert_eq!((&report["schema"], &report["sound"]), (&"cos.s3-doctor/v1".into(), &true.into()));
    let trust = cos_sign::Trust::read(&env.path("trust/trust.json")).unwrap();
    let envelope = env.read("doctor.json.dsse.json");
    let statement =
        cos_sign::statement::verify(envelope.as_bytes(), &trust, cos_sign::statement::created);
    let statement = statement.unwrap();
    let digest = cos_core::digest::Digest::of(env.read("doctor.json").as_bytes());
    assert_eq!(statement.subjects[0].sha256, digest);
    assert_eq!(Value::Object(statement.predicate.clone()), report);

    // Nothing that a script must tell apart looks the same.
    let missing = cos(&env, &server, "s3 doctor s3://no-such-bucket");
    assert_eq!(missing.exit, 3, "{}", missing.stderr);
    assert!(missing.stderr.contains("COS-OBJ-0013"), "{}", missing.stderr);
}

#[test]
fn a_server_that_overwrites_is_not_sound() {
    let (env, server) = (Env::new(), Server::rclone());
    let run = cos(&env, &server, "s3 doctor s3://liar --format json");
    assert_eq!(run.exit, 1, "{}{}", run.stdout, run.stderr);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["sound"], false);
    let race =
        report["findings"].as_array().unwrap().iter().find(|one| one["probe"] == "create-race");
    assert_eq!(race.unwrap()["verdict"], "ignored");
    assert_eq!(report["left"], Value::Array(Vec::new()));
}

#[test]
fn what_is_wrong_with_the_place_is_said() {
    let env = Env::new();
    for (args, exit, code) in [
        ("s3 doctor evidence", 3, "COS-OBJ-0013"),
        ("s3 doctor s3://evidence//a", 3, "COS-OBJ-0001"),
        ("s3 doctor s3://evidence", 3, "COS-OBJ-0013"),
        ("s3 doctor s3://evidence --endpoint localhost:1", 3, "COS-OBJ-0013"),
        ("s3 doctor s3://evidence --endpoint http://127.0.0.1:1", 4, "COS-OBJ-0007"),
        ("s3 doctor s3://evidence --sign trust", 2, ""),
    ] {
        crate::env::refused(&env, args, exit, &[code]);
    }
}
