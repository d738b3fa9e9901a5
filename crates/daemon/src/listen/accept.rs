//! One loop for every door: takes a connection, asks it for what the door asks for, serves it, and lets it finish at the end.
//!
//! Nobody is waited for: what has to come of a client, a handshake or the head of a request, has a limit, and happens in the connection's own
//! task. How many there are at a time is bounded; more wait in the queue of the system.

use super::{Door, Listener, Peer, Tls, socket};
use crate::drain::{Drain, Stage};
use axum::{Extension, Router};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

/// How long a client may take for its part of a handshake.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long it may take for the head of a request, and be silent between requests; longer than proxies keep connections.
const HEAD: Duration = Duration::from_secs(75);
/// How long at the end a connection is open on which nothing happens: what is on its way there arrives, and is answered.
const LINGER: Duration = Duration::from_secs(1);
/// How long to rest when the system has no more files.
const REST: Duration = Duration::from_millis(200);

/// How many connections all doors have at a time.
pub(crate) const CONNECTIONS: usize = 10_000;

enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Stream {
    fn peer(&self) -> Peer {
        match self {
            Self::Tcp(stream) => Peer(stream.peer_addr().ok().map(|address| address.ip())),
            Self::Unix(_) => Peer(None),
        }
    }
}

/// Serves whoever comes in, until it is told to close; then lets what began be finished.
pub(crate) async fn run(door: Door, router: Router, drain: Drain, room: Arc<Semaphore>) {
    let router = router.layer(Extension(door.reach));
    let mut tasks = JoinSet::new();
    let mut closing = drain.clone();
    let mut close = pin!(closing.reached(Stage::Closing));
    loop {
        tokio::select! {
            () = &mut close => break,
            Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
            (stream, permit) = next(&door.listener, &room) => {
                let (tls, router, drain) = (door.tls.clone(), router.clone(), drain.clone());
                tasks.spawn(async move {
                    let _permit = permit;
                    serve(stream, tls, router, drain).await;
                });
            }
        }
    }
    // Nobody is taken any more; a socket of systemd's is its own, and who knocks there waits for the next process.
    drop(door);
    while tasks.join_next().await.is_some() {}
}

/// The next connection that may come in, once there is room for it.
async fn next(listener: &Listener, room: &Arc<Semaphore>) -> (Stream, OwnedSemaphorePermit) {
    let permit = Arc::clone(room).acquire_owned().await.expect("the semaphore is never closed");
    loop {
        let error = match accept(listener).await {
            Ok(Some(stream)) => return (stream, permit),
            Ok(None) => continue,
            Err(error) => error,
        };
        match error.kind() {
            // Of a client that left before it was let in.
            io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused => {}
            _ => {
                tracing::warn!(target: "cos", "no connection can be taken: {error}");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

async fn accept(listener: &Listener) -> io::Result<Option<Stream>> {
    match listener {
        Listener::Tcp(listener) => {
            let (stream, _) = listener.accept().await?;
            // Answers are written whole; waiting for more only makes them late.
            let _ = stream.set_nodelay(true);
            Ok(Some(Stream::Tcp(stream)))
        }
        Listener::Unix(listener) => {
            let (stream, _) = listener.accept().await?;
            if let Err(who) = socket::check_peer(&stream) {
                tracing::warn!(target: "cos", "{who} knocked at the socket, and was not let in");
                return Ok(None);
            }
            Ok(Some(Stream::Unix(stream)))
        }
    }
}

async fn serve(stream: Stream, tls: Option<Arc<Tls>>, router: Router, mut drain: Drain) {
    let peer = stream.peer();
    match (stream, tls) {
        (Stream::Unix(stream), _) => talk((stream, Peer(None)), router, drain).await,
        (Stream::Tcp(stream), None) => talk((stream, peer), router, drain).await,
        (Stream::Tcp(stream), Some(tls)) => {
            let shaken = tokio::select! {
                shaken = tokio::time::timeout(HANDSHAKE, tls.acceptor().accept(stream)) => shaken,
                () = drain.reached(Stage::Closing) => return,
            };
            match shaken {
                Ok(Ok(stream)) => talk((stream, peer), router, drain).await,
                Ok(Err(error)) => tracing::debug!(target: "cos", "a handshake failed: {error}"),
                Err(_) => tracing::debug!(target: "cos", "a handshake took too long"),
            }
        }
    }
}

/// Speaks HTTP/1.1 until one of both ends it.
async fn talk(
    (stream, peer): (impl AsyncRead + AsyncWrite + Unpin + Send + 'static, Peer),
    router: Router,
    mut drain: Drain,
) {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    tokio::select! {
        // Errors are the client's: it left, or sent what is no HTTP.
        _ = connection.as_mut() => return,
        () = drain.reached(Stage::Closing) => {}
    }
    // An answer from here on closes the connection. To close one at once that is silent would fail whoever has just asked.
    if tokio::time::timeout(LINGER, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
