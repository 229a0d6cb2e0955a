//! `verbund backup`: the whole instance in one file, checked, and brought back.

use super::{Place, print};
use crate::backup::{self, Manifest};
use clap::Subcommand;
use federation::Clock;
use std::path::PathBuf;

/// Put the whole instance into one file, or bring it back
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund backup create verbund-monday.tar.gz")]
pub(super) enum Command {
    /// Write a backup while the instance runs. It holds every secret: keep it safe
    #[command(after_help = "Example:\n  verbund backup create verbund-monday.tar.gz")]
    Create {
        /// A file that does not exist yet
        file: PathBuf,
    },
    /// Read a backup to its end and say whether it is whole
    #[command(after_help = "Example:\n  verbund backup verify verbund-monday.tar.gz")]
    Verify {
        file: PathBuf,
        /// Print the settings of the instance it was made of too, secrets included
        #[arg(long, conflicts_with = "json")]
        settings: bool,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Bring a backup back into an instance that has no content
    #[command(after_help = "Example:\n  verbund backup restore verbund-monday.tar.gz")]
    Restore {
        file: PathBuf,
        /// Restore under another address than the backup's. Other servers will not recognise it
        #[arg(long)]
        other_origin: bool,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        match self {
            Self::Create { file } => {
                let config = place.settings()?;
                let settings = place.settings_text();
                let now = Clock::System.now();
                let manifest = backup::create(&config, &settings, &file, now).await?;
                backup::note(&config, "backup.create", &file, now).await?;
                print::say(format!("{}: {}", file.display(), told(&manifest)));
            }
            Self::Verify {
                file,
                settings,
                json,
            } => {
                let manifest = backup::verify(&file)?;
                if json {
                    return print::json(&manifest);
                }
                print::say(format!("{}: whole, {}", file.display(), told(&manifest)));
                if settings {
                    print::say(backup::settings(&file)?);
                }
            }
            Self::Restore { file, other_origin } => {
                let config = place.settings()?;
                let manifest = backup::restore(&config, &file, other_origin).await?;
                backup::note(&config, "backup.restore", &file, Clock::System.now()).await?;
                print::say(format!("restored {}", told(&manifest)));
                print::say("now start the server: verbund serve");
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
        manifest.made_at.to_rfc3339()
    )
}
