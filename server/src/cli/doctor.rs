//! `verbund doctor`: what is wrong, and what to type. Exit code 0, 1 for warnings, 2 for failures.

use super::{Place, print};
use crate::{
    config::Config,
    doctor::{Level, examine, worst},
};
use clap::Args;
use std::process::ExitCode;

/// Look at the whole instance and say what to mend
#[derive(Args)]
#[command(after_help = "Example:\n  verbund doctor")]
pub(super) struct Doctor {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl Doctor {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<ExitCode> {
        let findings = examine(Config::load(place.file())).await;
        if self.json {
            print::json(&findings)?;
        } else {
            for finding in &findings {
                let sign = match finding.level {
                    Level::Good => "✓",
                    Level::Warning => "!",
                    Level::Failure => "✗",
                };
                match &finding.mend {
                    Some(mend) => print::say(format!("{sign} {} → {mend}", finding.says)),
                    None => print::say(format!("{sign} {}", finding.says)),
                }
            }
        }
        Ok(match worst(&findings) {
            Level::Good => ExitCode::SUCCESS,
            Level::Warning => ExitCode::from(1),
            Level::Failure => ExitCode::from(2),
        })
    }
}
