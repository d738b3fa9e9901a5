//! A server under a supervisor: what it is told, sockets that it hands over, and restarts that no client notices.
//!
//! The supervisor is this test: a datagram socket, and descriptor 3 of the process. Where the units are, systemd checks them.

use super::said;
use crate::env::Env;
use crate::server::{OPERATOR, Served, init, verified};
use std::fs::File;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixDatagram, UnixListener};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Starts a server that is handed `socket`, as systemd does it.
fn activated(env: &Env, socket: OwnedFd, variables: &[(&str, String)]) -> Result<Served, String> {
    let mut command = Command::new("sh");
    command.current_dir(env.path("")).env_clear().env("HOME", env.path("home"));
    command.env("PATH", "/usr/bin:/bin").envs(variables.iter().cloned());
    let script = "exec 3<&0 </dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec \"$0\" \"$@\"";
    command.args(["-c", script, env!("CARGO_BIN_EXE_cos")]);
    command.args(["serve", "--data", "data", "--listen", "systemd"]);
    Served::started(command.stdin(socket))
}

/// What a supervisor hears, message by message.
fn heard(socket: &UnixDatagram) -> String {
    let mut bytes = [0; 512];
    let length = socket.recv(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

#[test]
fn a_supervisor_hears_when_it_is_ready_lives_and_ends() {
    let env = init();
    let name = env.path("notify");
    let supervisor = UnixDatagram::bind(&name).unwrap();
    supervisor.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let variables =
        [("NOTIFY_SOCKET", name.display().to_string()), ("WATCHDOG_USEC", "200000".to_owned())];
    let served = activated(&env, socket.try_clone().unwrap().into(), &variables).unwrap();
    let ready = heard(&supervisor);
    assert!(ready.starts_with("READY=1\nSTATUS=serving on http://127.0.0.1:"), "{ready}");
    // It is ready when it says so, and not before.
    served.ok(&env, &format!("tenant list {OPERATOR}"));
    for _ in 0..3 {
        assert_eq!(heard(&supervisor), "WATCHDOG=1\n");
    }
    served.signal("HUP");
    assert_eq!(heard(&supervisor), "WATCHDOG=1\n", "nothing to read again, and it lives");
    served.signal("TERM");
    let last = std::iter::repeat_with(|| heard(&supervisor)).find(|told| told != "WATCHDOG=1\n");
    assert!(last.unwrap().starts_with("STOPPING=1\n"));
    assert_eq!(served.ended(), Some(0));
}

#[test]
fn sockets_that_are_handed_over_are_held_to_the_same_rules() {
    let env = init();
    let exposed = TcpListener::bind("0.0.0.0:0").unwrap();
    let refused = activated(&env, exposed.into(), &[]).err().unwrap();
    assert!(refused.contains("COS-SRV-0002"), "{refused}");
    let file = File::open(env.path("data/config.json")).unwrap();
    let refused = activated(&env, file.into(), &[]).err().unwrap();
    assert!(refused.contains("COS-SRV-0003"), "{refused}");
    let path = env.path("handed.sock");
    let socket = UnixListener::bind(&path).unwrap();
    let served = activated(&env, socket.into(), &[]).unwrap();
    assert_eq!(served.url, format!("unix:{}", path.display()));
    served.ok(&env, &format!("tenant list {OPERATOR}"));
    assert_eq!(served.stop(), Some(0));
    assert!(path.exists(), "it is the supervisor's");
}

#[test]
fn a_rolling_restart_fails_nobody() {
    let env = init();
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let start = || activated(&env, socket.try_clone().unwrap().into(), &[]).unwrap();
    let served = start();
    served.ok(&env, &format!("tenant create pilot-a --region eu-1 --residency eu {OPERATOR}"));
    let token = env.read("data/operator.token").trim().to_owned();
    let done = AtomicBool::new(false);
    // Clients that ask once and never again, so that each failure is seen.
    let client = || {
        let mut acknowledged = 0;
        while !done.load(Ordering::Relaxed) {
            let mut curl = Command::new("curl");
            curl.args(["-sS", "-m", "60", "-o", "/dev/null", "-w", "%{http_code}"]);
            curl.args(["-H", &format!("Authorization: Bearer {token}")]);
            curl.args([
                "-H",
                "Content-Type: application/json",
                "-d",
                &crate::events::event(1).to_string(),
            ]);
            let answer = said(curl.arg(format!("{url}/v1/tenants/pilot-a/receipts")));
            assert_eq!(answer, "201");
            acknowledged += 1;
        }
        acknowledged
    };
    let mut running = Some(served);
    let acknowledged: u64 = thread::scope(|scope| {
        let clients: Vec<_> = (0..4).map(|_| scope.spawn(client)).collect();
        for _ in 0..8 {
            thread::sleep(Duration::from_millis(150));
            assert_eq!(running.take().unwrap().stop(), Some(0));
            running = Some(start());
        }
        done.store(true, Ordering::Relaxed);
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    });
    assert!(acknowledged > 8, "{acknowledged}");
    assert_eq!(running.unwrap().stop(), Some(0));
    verified(&env, acknowledged + 1);
}
