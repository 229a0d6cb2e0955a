//! Plain HTTP/1 on one port, behind a web server that does TLS. Every connection has limits here,
//! before anything is read: how many there are, how slowly and at what length a head may come.

use anyhow::anyhow;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tokio_util::sync::CancellationToken;
use tower::Service as _;

/// A head has to be here by then; a connection that is kept alive may idle as long. Proxies in front
/// should let go a little earlier (see deploy/).
const HEAD_WITHIN: Duration = Duration::from_secs(10);
const HEAD_BYTES_AT_MOST: usize = 16 * 1024;
/// Requests under way may end within this time once we are told to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(20);
/// Until accepting is tried again when the system is out of file descriptors or memory.
const REST: Duration = Duration::from_millis(200);

/// Take the address, or say what to do about it: which `setting` to change.
pub async fn bind(address: SocketAddr, setting: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => anyhow!(
                "{address} is taken by another program: stop that, or choose another {setting}"
            ),
            ErrorKind::PermissionDenied => {
                anyhow!("{address} is not for everybody: choose a port above 1023 as {setting}")
            }
            ErrorKind::AddrNotAvailable => {
                anyhow!("this machine does not have the address of {setting}, {address}")
            }
            _ => anyhow!(error).context(format!("listening on {address}")),
        })
}

/// Answer until `stop`, then finish what was begun. Requests carry their peer as `ConnectInfo`.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections_at_most: u32,
    stop: CancellationToken,
) {
    let places = Arc::new(Semaphore::new(connections_at_most as usize));
    let open = GracefulShutdown::new();
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await.ok();
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = stop.cancelled() => break,
            next = next => next,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = open.watch(connection(stream, peer, router.clone()));
                tokio::spawn(async move {
                    // Whoever hangs up or talks nonsense is no error of ours.
                    let _ = connection.await;
                    drop(place);
                });
            }
            Err(error) => rest_unless_theirs(&error).await,
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(FINISH_WITHIN, open.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
) -> impl hyper_util::server::graceful::GracefulConnection {
    // Answers are written whole; waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_header_size(HEAD_BYTES_AT_MOST)
        .serve_connection(TokioIo::new(stream), answer)
}

/// A peer that is gone before it is greeted is no reason to stop; a lack of ours needs a moment.
async fn rest_unless_theirs(error: &io::Error) {
    let theirs = [
        ErrorKind::ConnectionRefused,
        ErrorKind::ConnectionAborted,
        ErrorKind::ConnectionReset,
    ];
    if !theirs.contains(&error.kind()) {
        tracing::warn!(%error, "no connection can be accepted for now");
        tokio::time::sleep(REST).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::Notify,
    };

    /// A server of our own and the way to stop it.
    async fn served(router: Router, connections: u32) -> (SocketAddr, CancellationToken) {
        let listener = bind("127.0.0.1:0".parse().unwrap(), "listen.address")
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        tokio::spawn(serve(listener, router, connections, stop.clone()));
        (address, stop)
    }

    async fn open(address: SocketAddr, sent: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        stream
    }

    async fn answer(mut stream: TcpStream) -> String {
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    const ONE: &str = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";

    #[tokio::test]
    async fn a_request_carries_the_address_it_came_from() {
        let peer = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() };
        let (address, _) = served(Router::new().route("/", get(peer)), 8).await;
        let stream = open(address, ONE).await;
        let ours = stream.local_addr().unwrap().to_string();
        assert!(answer(stream).await.ends_with(&ours));
    }

    #[tokio::test]
    async fn a_head_longer_than_the_limit_is_refused() {
        let (address, _) = served(Router::new().route("/", get(async || "")), 8).await;
        for (bytes, status) in [(HEAD_BYTES_AT_MOST / 2, "200"), (HEAD_BYTES_AT_MOST, "431")] {
            let long = format!("GET / HTTP/1.0\r\nx: {}\r\n\r\n", "y".repeat(bytes));
            let answer = answer(open(address, &long).await).await;
            assert_eq!(answer.split(' ').nth(1), Some(status), "{bytes}");
        }
    }

    #[tokio::test]
    async fn a_connection_too_many_waits_until_another_ends() {
        let (address, _) = served(Router::new().route("/", get(async || "here")), 1).await;
        let first = open(address, "").await;
        let second = open(address, ONE).await;
        let mut second = tokio::spawn(answer(second));
        let early = tokio::time::timeout(Duration::from_millis(50), &mut second).await;
        assert!(early.is_err(), "answered beside the first");
        drop(first);
        assert!(second.await.unwrap().ends_with("here"));
    }

    #[tokio::test]
    async fn what_was_begun_is_finished_and_nothing_new_is_taken() {
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let handler = {
            let (begun, go_on) = (begun.clone(), go_on.clone());
            async move || {
                begun.notify_one();
                go_on.notified().await;
                "finished"
            }
        };
        let listener = bind("127.0.0.1:0".parse().unwrap(), "listen.address")
            .await
            .unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let router = Router::new().route("/", get(handler));
        let serving = tokio::spawn(serve(listener, router, 8, stop.clone()));
        let first = tokio::spawn(answer(open(address, ONE).await));
        begun.notified().await;
        stop.cancel();
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
        assert!(!serving.is_finished());
        go_on.notify_one();
        assert!(first.await.unwrap().ends_with("finished"));
        serving.await.unwrap();
    }

    #[tokio::test]
    async fn a_port_in_use_is_said_in_one_sentence() {
        let first = bind("127.0.0.1:0".parse().unwrap(), "listen.address")
            .await
            .unwrap();
        let address = first.local_addr().unwrap();
        let why = bind(address, "listen.address")
            .await
            .unwrap_err()
            .to_string();
        let expected = format!("{address} is taken by another program");
        assert!(why.starts_with(&expected), "{why}");
    }
}
