//! Who verifies opens no connection: it works where the kernel ends every process that asks for a socket.

use crate::env::Env;
use crate::verdict::{POLICY_KEY, bundle};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};
use std::env::consts::ARCH;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output, Stdio};
use std::thread;

/// Every way to a socket, and the one way around asking for it.
const NETWORK: [libc::c_long; 14] = [
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_recvmmsg,
    libc::SYS_io_uring_setup,
];

/// Runs a command that is ended at the first call for the network, with all that it starts.
fn without_network(mut command: Command) -> Output {
    let rules = NETWORK.map(|call| (call, Vec::new())).into_iter().collect();
    let (others, these) = (SeccompAction::Allow, SeccompAction::KillProcess);
    let filter = SeccompFilter::new(rules, others, these, ARCH.try_into().unwrap()).unwrap();
    let program = BpfProgram::try_from(filter).unwrap();
    // A filter holds for its thread and whatever that starts, and cannot be lifted.
    let run = thread::spawn(move || {
        apply_filter(&program).unwrap();
        command.output().unwrap()
    });
    run.join().unwrap()
}

fn cos(env: &Env, args: &str) -> Command {
    let mut command = env.command();
    command.args(args.split_whitespace()).stdin(Stdio::null());
    // An address, so that no name has to be found; nobody listens there.
    command.env("AWS_ENDPOINT_URL", "http://127.0.0.1:1").env("AWS_ACCESS_KEY_ID", "a");
    command.env("AWS_SECRET_ACCESS_KEY", "b");
    command
}

#[test]
fn verifying_opens_no_socket() {
    let env = bundle();
    for form in ["out.tar.zst", "out.zip", "oci:layout"] {
        env.ok(&format!("evidence copy out {form}"));
    }
    env.ok("receipts append pilot-a-own.sdjwt --ledger ledger --keys trust");
    env.ok("receipts sample ledger --trust trust/trust.json --count 4 --nonce 00112233445566778899aabbccddeeff --out a.auditpack");
    let evidence = ["out", "out.tar.zst", "out.zip", "oci:layout"]
        .map(|form| format!("evidence verify {form} --trust trust/trust.json {POLICY_KEY}"));
    let others = [
        "receipts verify ledger --trust trust/trust.json",
        "receipts verify a.auditpack --trust trust/trust.json",
        "receipts verify pilot-a-own.sdjwt --trust trust/trust.json",
        "report verify in/reports/conformance.json --trust trust/trust.json",
        "simulator verify in/reports/conformance.json",
        "policy verify in/policies/1.9.0.tgz --key p256.pub --alg ES256",
    ];
    for args in evidence.iter().map(String::as_str).chain(others) {
        let output = without_network(cos(&env, args));
        assert_eq!(output.status.code(), Some(0), "cos {args}: {output:?}");
    }
}

/// The filter bites: what does ask a server is ended by it, and not by the server's silence.
#[cfg(feature = "s3")]
#[test]
fn who_asks_for_a_socket_is_ended() {
    let env = Env::new();
    let show = || cos(&env, "evidence show s3://bucket/release");
    let output = without_network(show());
    assert_eq!(output.status.signal(), Some(libc::SIGSYS), "{output:?}");
    let output = show().output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{output:?}");
}
