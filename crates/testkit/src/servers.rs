//! Servers of others, started on free ports of this machine for as long as a test runs: object stores, Prometheus, nginx.
//!
//! `cargo xtask install` puts their programs under the target directory; nothing is installed from here. Each test process starts its
//! own: a test that asks many things of a server asks them in one test.

use std::cell::Cell;
use std::env;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take until it answers; a busy machine needs some 20 s.
const PATIENCE: Duration = Duration::from_mins(2);

/// A server that is killed when it is dropped, and its data with it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    address: SocketAddr,
    _dir: TempDir,
}

impl Server {
    /// The id of the access key that every server here knows.
    pub const ID: &str = "cos-test";
    /// Its secret.
    pub const SECRET: &str = "cos-test-secret";

    /// Starts SeaweedFS, which honours conditional writes and object lock. It has no buckets.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub fn seaweed() -> Self {
        Self::start(|dir| {
            let ports = free_ports::<8>();
            let config = format!(
                r#"{{"identities":[{{"name":"cos","credentials":[{{"accessKey":"{}","secretKey":"{}"}}],"actions":["Admin","Read","Write","List","Tagging"]}}]}}"#,
                Self::ID,
                Self::SECRET
            );
            fs::write(dir.join("s3.json"), config).expect("a new directory can be written");
            let mut command = program("weed");
            command.args(["server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3"]);
            // Otherwise it would tell its makers about itself.
            command.arg("-master.telemetry=false");
            // Each bucket reserves several volumes.
            command.args(["-volume.max=1000", "-master.volumeSizeLimitMB=64"]);
            command.args(["-s3.port.iceberg=0", "-s3.port.lance=0"]);
            // A plain request to the filer would remove what is locked.
            command.args(["-filer.disableHttp", "-s3.config=s3.json", "-dir=."]);
            for (flag, port) in [
                ("s3.port", ports[0]),
                ("s3.port.grpc", ports[1]),
                ("master.port", ports[2]),
                ("master.port.grpc", ports[3]),
                ("volume.port", ports[4]),
                ("volume.port.grpc", ports[5]),
                ("filer.port", ports[6]),
                ("filer.port.grpc", ports[7]),
            ] {
                command.arg(format!("-{flag}={port}"));
            }
            for service in ["filer", "s3"] {
                let socket = dir.join(service);
                command.arg(format!("-{service}.localSocket={}.sock", socket.display()));
            }
            (command, ports[0], "/status")
        })
    }

    /// Starts rclone's S3 server, which takes conditions and overwrites all the same. It has the bucket `liar`.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub fn rclone() -> Self {
        Self::start(|dir| {
            fs::create_dir_all(dir.join("root/liar")).expect("a new directory can be written");
            let [port] = free_ports();
            let mut command = program("rclone");
            command.args(["serve", "s3", "root", "--config", "", "--addr"]);
            command.arg(format!("127.0.0.1:{port}"));
            command.args(["--auth-key", &format!("{},{}", Self::ID, Self::SECRET)]);
            (command, port, "/")
        })
    }

    /// Starts Prometheus of a major version, `2` or `3`, with the configuration that `configure` makes in its directory.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub fn prometheus(major: u8, configure: impl Fn(&Path) -> String) -> Self {
        Self::start(|dir| {
            let [port] = free_ports();
            fs::write(dir.join("prometheus.yaml"), configure(dir))
                .expect("a new directory can be written");
            let mut command = unpacked(&format!("prometheus-{major}/usr/bin/prometheus"));
            command.args(["--config.file=prometheus.yaml", "--storage.tsdb.path=data"]);
            command.arg(format!("--web.listen-address=127.0.0.1:{port}"));
            (command, port, "/-/ready")
        })
    }

    /// Starts nginx with the configuration that `configure` makes for its directory and two free ports, and returns the second of
    /// them, too.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub fn nginx(configure: impl Fn(&Path, [u16; 2]) -> String) -> (Self, u16) {
        let second = Cell::new(0);
        let server = Self::start(|dir| {
            let ports = free_ports();
            second.set(ports[1]);
            fs::write(dir.join("nginx.conf"), configure(dir, ports))
                .expect("a new directory can be written");
            let mut command = unpacked("nginx/usr/sbin/nginx");
            command.args(["-e", "stderr", "-p", &dir.display().to_string(), "-c", "nginx.conf"]);
            command.args(["-g", "daemon off;"]);
            (command, ports[0], "/healthz")
        });
        (server, second.get())
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its address as a URL.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    fn start(command: impl Fn(&Path) -> (Command, u16, &'static str)) -> Self {
        let mut said = String::new();
        // Somebody else may have taken a port in between.
        for _ in 0..3 {
            let dir = tempfile::tempdir().expect("a directory for the server's data");
            let (mut command, port, path) = command(dir.path());
            let log = dir.path().join("log");
            let output = File::create(&log).expect("a new directory can be written");
            let errors = output.try_clone().expect("a file can be opened twice");
            let command = command.current_dir(dir.path()).env_clear().env("HOME", dir.path());
            let command = command.stdin(Stdio::null()).stdout(output).stderr(errors);
            let child = command.spawn().expect("an installed program starts");
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
            let mut server = Self { child, address, _dir: dir };
            if server.is_ready(path) {
                return server;
            }
            said = fs::read_to_string(&log).unwrap_or_default();
        }
        panic!("the server does not start: {said}");
    }

    /// Waits until it answers; `false` when it ends instead.
    fn is_ready(&mut self, path: &str) -> bool {
        let start = Instant::now();
        while !answers(self.address, path) {
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                return false;
            }
            assert!(start.elapsed() < PATIENCE, "the server at {} does not answer", self.address);
            thread::sleep(Duration::from_millis(50));
        }
        true
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a server answers a request, with anything but an error of its own.
fn answers(address: SocketAddr, path: &str) -> bool {
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    };
    let answer = ask().unwrap_or_default();
    answer.starts_with(b"HTTP/1.1 ") && !answer.starts_with(b"HTTP/1.1 5")
}

/// Ports that nobody listens on.
pub(crate) fn free_ports<const N: usize>() -> [u16; N] {
    // All are held until all are known, so that they differ.
    let listeners = [(); N].map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
    listeners.map(|listener| {
        let address = listener.and_then(|listener| listener.local_addr());
        address.expect("there are free ports").port()
    })
}

/// A program that `cargo xtask install` put under the target directory.
fn program(name: &str) -> Command {
    installed(&format!("servers/bin/{name}"))
}

/// A program of a Debian package that was unpacked there.
///
/// # Panics
/// When it was not.
pub fn unpacked(path: &str) -> Command {
    installed(&format!("debian/{path}"))
}

/// A program below the directory of all that was put there.
///
/// # Panics
/// When it is not there.
pub fn installed(path: &str) -> Command {
    Command::new(place(path))
}

/// A place below the directory of all that `cargo xtask install` put there.
///
/// # Panics
/// When there is nothing.
pub fn place(path: &str) -> PathBuf {
    let beside = || {
        // target/debug/deps/test, or a level less for an example.
        let test = env::current_exe().expect("a test knows its own path");
        let above = test.ancestors().find(|above| above.join("interop").is_dir());
        above.map_or_else(PathBuf::new, |above| above.join("interop"))
    };
    let home = env::var_os("COS_INTEROP_DIR").map_or_else(beside, PathBuf::from);
    let place = home.join(path);
    assert!(
        place.exists(),
        "`{path}` is not installed in `{}`: run `cargo xtask install` once",
        home.display()
    );
    place
}
