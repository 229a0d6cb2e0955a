//! `verbund backup create|verify|restore`.

use super::Place;
use crate::backup::{self, Manifest};
use clap::{Args, Subcommand};
use federation::Clock;
use std::path::PathBuf;

/// The whole instance in one file
#[derive(Subcommand)]
pub(super) enum Command {
    Create(Create),
    Verify(Verify),
    Restore(Restore),
}

/// Write a backup while the instance runs. It holds every secret: keep it safe
#[derive(Args)]
#[command(after_help = "Example:\n  verbund backup create /var/backups/verbund-monday.tar.gz")]
pub(super) struct Create {
    /// A file that does not exist yet
    file: PathBuf,
}

/// Read a backup to its end and say whether it is whole
#[derive(Args)]
#[command(after_help = "Example:\n  verbund backup verify /var/backups/verbund-monday.tar.gz")]
pub(super) struct Verify {
    file: PathBuf,
    /// Print the settings of the instance it was made of, secrets included
    #[arg(long)]
    settings: bool,
}

/// Bring a backup back into an instance that has no content
#[derive(Args)]
#[command(after_help = "Example:\n  verbund backup restore /var/backups/verbund-monday.tar.gz")]
pub(super) struct Restore {
    file: PathBuf,
    /// Restore under another address than the backup's. Other servers will not recognise it
    #[arg(long)]
    other_origin: bool,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        match self {
            Self::Create(Create { file }) => {
                let config = place.settings()?;
                let settings = place.settings_text();
                let now = Clock::System.now();
                let manifest = backup::create(&config, &settings, &file, now).await?;
                println!("{}: {}", file.display(), told(&manifest));
            }
            Self::Verify(Verify { file, settings }) => {
                let manifest = backup::verify(&file)?;
                println!("{}: whole, {}", file.display(), told(&manifest));
                if settings {
                    print!("\n{}", backup::settings(&file)?);
                }
            }
            Self::Restore(Restore { file, other_origin }) => {
                let config = place.settings()?;
                let manifest = backup::restore(&config, &file, other_origin).await?;
                println!("restored {}", told(&manifest));
                println!("now start the server: verbund serve");
            }
        }
        Ok(())
    }
}

fn told(manifest: &Manifest) -> String {
    let rows: u64 = manifest.rows.values().sum();
    let pictures = manifest
        .digests
        .keys()
        .filter(|name| name.starts_with("media/"));
    format!(
        "{rows} rows and {} pictures of {}, made at {}",
        pictures.count(),
        manifest.origin,
        manifest.made_at.format("%Y-%m-%d %H:%M UTC")
    )
}
