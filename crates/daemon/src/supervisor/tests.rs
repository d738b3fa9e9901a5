//! What is told to systemd, heard by a socket as it has one.

use super::Supervisor;
use cos_testkit::TempDir;
use std::ffi::OsString;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

fn heard(socket: &UnixDatagram) -> String {
    let mut bytes = [0; 256];
    let length = socket.recv(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

fn told_at(name: &str, watchdog: &[(&str, String)]) -> Supervisor {
    Supervisor::from_environment(|variable| match variable {
        "NOTIFY_SOCKET" => Some(OsString::from(name)),
        _ => watchdog.iter().find(|it| it.0 == variable).map(|it| it.1.clone().into()),
    })
}

#[test]
fn a_supervisor_hears_at_a_path_and_at_an_abstract_name() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("notify");
    let abstract_name = format!("cos-test-{}", std::process::id());
    let named = SocketAddr::from_abstract_name(&abstract_name).unwrap();
    for (socket, name) in [
        (UnixDatagram::bind(&path).unwrap(), path.display().to_string()),
        (UnixDatagram::bind_addr(&named).unwrap(), format!("@{abstract_name}")),
    ] {
        let supervisor = told_at(&name, &[]);
        supervisor.ready("serving");
        assert_eq!(heard(&socket), "READY=1\nSTATUS=serving\n");
        supervisor.alive();
        assert_eq!(heard(&socket), "WATCHDOG=1\n");
        supervisor.stopping();
        assert!(heard(&socket).starts_with("STOPPING=1\n"));
    }
}

#[test]
fn signs_of_life_are_for_whom_they_were_asked_of() {
    let own = std::process::id().to_string();
    let every = |pid: &str, micros: &str| {
        let asked = [("WATCHDOG_PID", pid.to_owned()), ("WATCHDOG_USEC", micros.to_owned())];
        told_at("/nowhere", &asked).interval()
    };
    assert_eq!(every(&own, "3000000"), Some(Duration::from_millis(1500)));
    for (pid, micros) in [("1", "3000000"), (&*own, "0"), (&*own, "soon"), (&*own, "-1")] {
        assert_eq!(every(pid, micros), None, "{pid} {micros}");
    }
    assert_eq!(told_at("/nowhere", &[]).interval(), None);
    let nobody = Supervisor::from_environment(|_| None);
    assert!(!nobody.is_there());
    nobody.ready("nobody hears it");
}
