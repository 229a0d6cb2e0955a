//! `verbund health`: for containers without curl.

use super::{Place, print};
use crate::web::health::READY;
use anyhow::{Context as _, bail};
use clap::Args;
use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

const ANSWER_WITHIN: Duration = Duration::from_secs(3);
/// The status line and a few words.
const ANSWER_BYTES_AT_MOST: u64 = 4_096;

/// Ask the running server whether it can work; fails if not
#[derive(Args)]
#[command(after_help = "Example:\n  verbund health")]
pub(super) struct Health {}

impl Health {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let address = reachable(place.settings()?.listen.address);
        let answer = timeout(ANSWER_WITHIN, ask(address))
            .await
            .with_context(|| format!("no answer from {address}"))?
            .with_context(|| format!("no answer from {address}"))?;
        match answer.split_once(' ') {
            Some((_, status)) if status.starts_with("200 ") => {
                print::say("ready");
                Ok(())
            }
            _ => bail!("not ready"),
        }
    }
}

/// A server that listens on every address is asked on this machine's own.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

async fn ask(address: SocketAddr) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {READY} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream
        .take(ANSWER_BYTES_AT_MOST)
        .read_to_end(&mut answer)
        .await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
