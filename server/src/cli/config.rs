//! `verbund config`: what is set, where, and whether all is well.

use super::{Place, print};
use crate::config::{EXAMPLE, Environment, Settings};
use clap::Subcommand;
use serde_json::{Map, Value, json};

/// Look at the settings
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund config check")]
pub(super) enum Command {
    /// Print every setting in force and where it was set; secrets stay hidden
    #[command(after_help = "Example:\n  verbund config show --json")]
    Show {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Say whether the settings can be used, and if not, what is wrong where
    #[command(after_help = "Example:\n  verbund config check --config /etc/verbund/config.toml")]
    Check,
    /// Print the settings file that explains every setting, to begin your own with
    #[command(after_help = "Example:\n  verbund config example > verbund.toml")]
    Example,
}

impl Command {
    pub(super) fn run(self, place: &Place) -> anyhow::Result<()> {
        if let Self::Example = self {
            print::say(EXAMPLE.trim_end());
            return Ok(());
        }
        let settings = Settings::read(place.file(), &Environment::of_process());
        match self {
            Self::Show { json: true } => print::json(&as_json(&settings))?,
            Self::Show { json: false } => print::say(as_toml(&settings)),
            Self::Check | Self::Example => {}
        }
        let config = settings.config()?;
        config.federation_settings()?;
        if let Self::Check = self {
            for warning in config.warnings() {
                print::say(format!("warning: {warning}"));
            }
            print::say("ok");
        }
        Ok(())
    }
}

/// A settings file with everything that is in force; what set it stands behind each line.
fn as_toml(settings: &Settings) -> String {
    let mut lines = Vec::new();
    let mut section = "";
    for setting in settings.all() {
        if setting.section != section {
            section = &setting.section;
            lines.push(format!(
                "{}[{section}]",
                if lines.is_empty() { "" } else { "\n" }
            ));
        }
        lines.push(format!(
            "{} = {}  # {}",
            setting.key,
            setting.shown(),
            setting.source
        ));
    }
    lines.join("\n")
}

fn as_json(settings: &Settings) -> Value {
    let entries = settings.all().iter().map(|setting| {
        let shown = json!({ "value": setting.shown(), "source": setting.source.to_string() });
        (setting.name(), shown)
    });
    Value::Object(entries.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_a_settings_file_again() {
        let shown: toml::Table = as_toml(&Settings::defaults()).parse().unwrap();
        assert_eq!(shown, EXAMPLE.parse().unwrap());
        assert_eq!(
            as_json(&Settings::defaults())["log.format"]["value"],
            "text"
        );
    }
}
