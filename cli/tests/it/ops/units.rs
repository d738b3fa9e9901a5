//! The units, judged by systemd's own tools: that they are units, how much of the machine they leave open, and that the server takes sockets as
//! systemd hands them over.

use super::{failed, file, ran, text};
use crate::env::Env;
use crate::server::{OPERATOR, init, verified};
use cos_testkit::servers::{place, unpacked};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The greatest exposure that is let pass, of 100; an ordinary service has above 90.
const EXPOSURE: &str = "15";

/// One of systemd's programs, with its library.
fn systemd(program: &str) -> Command {
    let mut command = unpacked(&format!("systemd/usr/bin/{program}"));
    let library = place("debian/systemd/usr/lib/x86_64-linux-gnu/systemd");
    command.env("LD_LIBRARY_PATH", library).env("SYSTEMD_COLORS", "0");
    command
}

/// The units in a folder, with the program that is tested, and changed.
fn units(env: &Env, change: impl Fn(&str) -> String) -> Vec<std::path::PathBuf> {
    std::fs::create_dir_all(env.path("units")).unwrap();
    let put = |name: &&str| {
        let unit = text(&format!("ops/systemd/{name}"));
        let unit = change(&unit.replace("/usr/bin/cos", env!("CARGO_BIN_EXE_cos")));
        env.write(&format!("units/{name}"), &unit);
        env.path("units").join(name)
    };
    ["cos.service", "cos.socket"].iter().map(put).collect()
}

fn analyze(env: &Env, args: &[&str], units: &[std::path::PathBuf]) -> Command {
    let mut analyze = systemd("systemd-analyze");
    let known = place("debian/systemd/lib/systemd/system");
    let path = format!("{}:{}", env.path("units").display(), known.display());
    analyze.env("SYSTEMD_UNIT_PATH", path).args(args).args(units);
    analyze
}

#[test]
fn they_are_units() {
    let env = Env::new();
    let same = units(&env, str::to_owned);
    let verify = ["--man=no", "verify"];
    let output = analyze(&env, &verify, &same).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    // It speaks of what it does not know and goes on.
    assert!(output.status.success() && !said.contains("cos."), "{said}");
    for (before, after) in [
        ("ProtectSystem=strict", "ProtectSystm=strict"),
        ("ListenStream=127", "ListenStream=999.127"),
    ] {
        let wrong = units(&env, |unit| unit.replace(before, after));
        let output = analyze(&env, &verify, &wrong).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("cos."), "{after} passes: {said}");
    }
}

#[test]
fn they_leave_little_of_the_machine_open() {
    let env = Env::new();
    let threshold = format!("--threshold={EXPOSURE}");
    let security = ["security", "--offline=true", &*threshold];
    let same = units(&env, str::to_owned);
    ran(&mut analyze(&env, &security, &same[..1]));
    let open = units(&env, |unit| unit.replace("SystemCallFilter=@system-service\n", ""));
    let said = failed(&mut analyze(&env, &security, &open[..1]));
    assert!(said.contains("SystemCallFilter"), "{said}");
}

/// systemd's own starter of services at sockets, and what it started.
struct Activated(Child);

impl Drop for Activated {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_server_takes_a_socket_from_systemd() {
    let env = init();
    let unit = std::fs::read_to_string(file("ops/systemd/cos.service")).unwrap();
    let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/bin/cos ")).unwrap();
    let start = start.replace("/var/lib/cos/data", "data");
    let path = env.path("activated.sock");
    let mut activate = systemd("systemd-socket-activate");
    activate.current_dir(env.path("")).arg("--listen").arg(&path).arg(env!("CARGO_BIN_EXE_cos"));
    activate.args(start.split(' ')).stdin(Stdio::null()).stdout(Stdio::null());
    let mut activated = Activated(activate.stderr(Stdio::null()).spawn().unwrap());
    let started = Instant::now();
    while !path.exists() {
        assert!(started.elapsed() < Duration::from_mins(1), "nobody listens");
        std::thread::sleep(Duration::from_millis(10));
    }
    // It is started when somebody knocks, and answers whoever did.
    let create = "tenant create pilot-a --region eu-1 --residency eu";
    env.ok(&format!("{create} {OPERATOR} --server unix:{}", path.display()));
    ran(Command::new("kill").args(["-TERM", &activated.0.id().to_string()]));
    assert_eq!(activated.0.wait().unwrap().code(), Some(0));
    verified(&env, 1);
}
