//! `verbund serve`: the server, its delivery worker and its periodic work, until told to stop.

use super::Place;
use crate::{
    App,
    config::{Config, Log, LogFormat},
    jobs, mail,
    web::{self, health, listen},
};
use anyhow::Context as _;
use clap::Args;
use federation::Clock;
use std::{
    io::{self, IsTerminal as _},
    sync::{Arc, OnceLock},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

/// Run the instance until it is told to stop (SIGTERM or Ctrl-C)
#[derive(Args)]
#[command(after_help = "Example:\n  verbund serve --config /etc/verbund/config.toml")]
pub(super) struct Serve {}

impl Serve {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let config = place.settings()?;
        start_log(&config.log);
        for warning in config.warnings() {
            tracing::warn!("{warning}");
        }
        let stop = stop_when_told()?;
        serve(config, stop).await
    }
}

/// Listens first, so that a port in use stops us before the database is touched, and so that a
/// service manager sees us alive while tables are brought up to date.
async fn serve(config: Config, stop: CancellationToken) -> anyhow::Result<()> {
    let listener = listen::bind(config.listen.address, "listen.address").await?;
    let address = listener.local_addr()?;
    let connections = config.listen.connections;
    let started = Arc::new(OnceLock::new());
    let starting = health::until_started(started.clone());
    let serving = tokio::spawn(listen::serve(listener, starting, connections, stop.clone()));

    let app = App::start(config, Clock::System).await?;
    let _ = started.set(web::router(app.clone()));
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        origin = app.config.origin().as_str(),
        %address,
        "serving"
    );
    if let Some(address) = app.config.test.probe {
        let probe = listen::bind(address, "test.probe").await?;
        let router = web::probe::router(app.clone());
        tokio::spawn(listen::serve(probe, router, connections, stop.clone()));
    }
    let (served, ()) = tokio::join!(serving, work(app.clone(), stop));
    served.context("the server ended by itself")?;
    app.db.close().await.context("closing the database")?;
    tracing::info!("stopped");
    Ok(())
}

/// What an instance does besides answering: deliver, and what comes round again.
async fn work(app: App, stop: CancellationToken) {
    let mails = async {
        match mail::Transport::new(&app.config) {
            Ok(transport) => mail::work(app.clone(), transport, stop.clone()).await,
            Err(error) => tracing::error!(%error, "no mail leaves"),
        }
    };
    tokio::join!(
        app.federation.deliver_until(stop.clone()),
        jobs::run(app.clone(), stop.clone()),
        mails
    );
}

/// An instance that has been started already, until `stop`.
pub(super) async fn run_instance(app: App, listener: TcpListener, stop: CancellationToken) {
    let connections = app.config.listen.connections;
    let router = web::router(app.clone());
    tokio::join!(
        listen::serve(listener, router, connections, stop.clone()),
        work(app, stop)
    );
}

/// Done once the process is asked to end, by a service manager or a person.
pub(super) fn stop_when_told() -> anyhow::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        told.cancel();
    });
    Ok(stop)
}

fn start_log(settings: &Log) {
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(&settings.level));
    match settings.format {
        LogFormat::Text => log.with_ansi(io::stdout().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}
