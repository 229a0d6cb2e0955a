//! `verbund demo`: two instances to try everything out with, gone when it ends unless kept.

use super::serve::run_instance;
use crate::{
    demo::{CASTS, Stage, raise},
    web::listen,
};
use anyhow::Context as _;
use clap::Args;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use url::Url;

/// How long the two instances may take to accept each other's Follow.
const ACQUAINTED_WITHIN: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Run two connected instances with sample content on this machine
#[derive(Args)]
#[command(after_help = "Example:\n  verbund demo --keep ./demo-data")]
pub(super) struct Demo {
    /// Keep databases and pictures in this folder, and go on with them next time
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// The two local ports. With --keep they must stay the same: addresses are made from them
    #[arg(
        long,
        value_name = "PORT,PORT",
        value_delimiter = ',',
        default_value = "4180,4181"
    )]
    ports: Vec<u16>,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let stop = super::serve::stop_when_told()?;
        let temporary = self.keep.is_none();
        let folder = match self.keep {
            Some(folder) => folder,
            None => std::env::temp_dir().join(format!("verbund-demo-{}", std::process::id())),
        };
        let performed = perform(&folder, &self.ports, stop).await;
        if temporary {
            let _ = std::fs::remove_dir_all(&folder);
        }
        performed
    }
}

async fn perform(folder: &Path, ports: &[u16], stop: CancellationToken) -> anyhow::Result<()> {
    let [first, second] = ports else {
        anyhow::bail!("--ports: the demo needs two ports");
    };
    // Of 0 the system makes two.
    if first == second && *first != 0 {
        anyhow::bail!("--ports: the two ports must differ");
    }
    let mut stages = Vec::new();
    let mut running = Vec::new();
    for (cast, port) in CASTS.iter().zip(ports) {
        let listener: TcpListener =
            listen::bind(SocketAddr::from(([127, 0, 0, 1], *port)), "--ports").await?;
        // Asked for port 0, the system chose one.
        let port = listener.local_addr()?.port();
        let origin = Url::parse(&format!("http://localhost:{port}"))?;
        let stage = raise(
            cast,
            &folder.join(format!("instance-{}", stages.len() + 1)),
            origin,
        )
        .await?;
        running.push(tokio::spawn(run_instance(
            stage.app.clone(),
            listener,
            stop.clone(),
        )));
        stages.push(stage);
    }
    let [first, second] = &stages[..] else {
        anyhow::bail!("the demo needs two ports");
    };
    become_acquainted(first, second)
        .await
        .context("introducing the two instances to each other")?;
    first.play().await?;
    second.play().await?;
    invite_together(first, second)
        .await
        .context("letting the two invite together")?;
    first
        .ask(second)
        .await
        .context("letting one ask the other")?;
    print_what_to_try(first, second);
    for instance in running {
        instance.await?;
    }
    Ok(())
}

async fn become_acquainted(first: &Stage, second: &Stage) -> anyhow::Result<()> {
    first.follow(second).await?;
    second.follow(first).await?;
    let acquainted = async {
        while !(first.is_followed_by(second).await? && second.is_followed_by(first).await?) {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(ACQUAINTED_WITHIN, acquainted).await?
}

/// The second is named at an event of the first once it has agreed.
async fn invite_together(first: &Stage, second: &Stage) -> anyhow::Result<()> {
    first.invite(second).await?;
    let agreed = async {
        while !second.agree().await? {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        anyhow::Ok(())
    };
    tokio::time::timeout(ACQUAINTED_WITHIN, agreed).await?
}

fn print_what_to_try(first: &Stage, second: &Stage) {
    for stage in [first, second] {
        println!("{}", stage.app.config.instance.name);
        println!("  page      {}", stage.app.config.origin());
        println!("  handle    {}", stage.address());
        println!("  sign in   {}", stage.sign_in);
        let mail = stage.app.config.storage.data_dir.join("mail");
        println!("  mail      {}", mail.display());
        println!();
    }
    let (here, there) = (first.app.config.origin(), second.app.config.origin());
    println!("Try this:");
    println!("  1. Open the sign-in link of the first instance; it works once.");
    println!("  2. Publish an event at {here}desk/events/new");
    println!("  3. See it within two seconds at {there}events");
    println!("  4. Change it, postpone it, cancel it, and look at {there}events again.");
    println!(
        "  5. Register for an event on its page; what is sent lies in the folder called mail."
    );
    println!("  6. Vote: the way to a ballot lies there too, in a mail to gast@demo.example.");
    println!(
        "  7. curl -H 'Accept: application/activity+json' {here}@{}",
        first.handle
    );
    println!();
    println!("Everything runs on this machine and in test mode. Ctrl-C ends it.");
}
