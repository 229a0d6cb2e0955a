//! `verbund event`: publish what a file says, take over what other programs say.

mod agenda;
mod cohost;
pub(super) mod import;
mod kind;
mod notice;
mod own;
mod task;

pub(super) use agenda::found;

use super::{Place, explained, print};
use crate::{
    App, Error, Result, associations, audit,
    events::{
        self, Draft, Event,
        clashes::{self, Clash},
    },
    fields,
    i18n::Lang,
    media, series,
};
use anyhow::{Context as _, anyhow, bail};
use clap::Subcommand;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// The longest file taken for an event, in bytes.
const FILE_BYTES_AT_MOST: u64 = 1024 * 1024;

/// What people attend
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund event publish werkstatt.toml")]
pub(super) enum Command {
    /// Publish an event from a file, and tell the followers. Prints its address
    #[command(after_help = "Example:\n  verbund event publish werkstatt.toml --picture saal.jpg")]
    Publish {
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
        /// A picture for it; the file then says what it shows, as picture_alt
        #[arg(long, value_name = "FILE")]
        picture: Option<PathBuf>,
    },
    /// Show all of ours, public or not, what was changed last first
    #[command(after_help = "Example:\n  verbund event list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Show an event as a file would say it
    #[command(after_help = "Example:\n  verbund event show denkwerkstatt-2026 > werkstatt.toml")]
    Show {
        /// The id of the event, or the last part of its address
        event: String,
        /// As the API does, for programs
        #[arg(long)]
        json: bool,
    },
    /// Save an event from a file as a draft that only those who work here see. Prints its id
    #[command(after_help = "Example:\n  verbund event draft werkstatt.toml")]
    Draft {
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Publish a draft at the time it names, or else at once. Prints its address
    #[command(after_help = "Example:\n  verbund event release 01K8ZJ3M5Q7R9T1V3X5Z7B9D1F --anyway")]
    Release {
        /// The id of the event, or the last part of its address
        event: String,
        /// Even where something falls into its time
        #[arg(long)]
        anyway: bool,
    },
    /// Change an event to what a file says: every field counts, one that is left out is emptied
    #[command(after_help = "Example:\n  verbund event revise denkwerkstatt-2026 werkstatt.toml")]
    Revise {
        /// The id of the event, or the last part of its address
        event: String,
        /// TOML as `show` prints it, or JSON where the name ends so. "-" reads JSON
        file: PathBuf,
    },
    /// Erase an event. What does not take place is cancelled, not erased
    #[command(after_help = "Example:\n  verbund event erase denkwerkstatt-2026 --yes")]
    Erase {
        /// The id of the event, or the last part of its address
        event: String,
        /// It cannot be undone
        #[arg(long, required = true)]
        yes: bool,
    },
    Import(import::Import),
    /// Copy an event into a new draft, the next edition of its series. Prints the id of the draft
    #[command(
        after_help = "Example:\n  verbund event copy 01K8ZJ3M5Q7R9T1V3X5Z7B9D1F --on 2027-01-28"
    )]
    Copy {
        /// Its id, from its address in the desk
        id: String,
        /// The day it starts. Without it: what the cadence of its series says
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        on: String,
    },
    /// Put an event off; a new time comes later. Everybody who has it is told
    #[command(
        after_help = "Example:\n  verbund event postpone denkwerkstatt-2026 --reason Sturmwarnung"
    )]
    Postpone {
        /// The id of the event, or the last part of its address
        event: String,
        /// Why, in one line that everybody reads
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Call an event off for good. Everybody who has it or comes is told
    #[command(
        after_help = "Example:\n  verbund event cancel denkwerkstatt-2026 --reason Sturmwarnung"
    )]
    Cancel {
        /// The id of the event, or the last part of its address
        event: String,
        /// Why, in one line that everybody reads
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    #[command(subcommand)]
    Agenda(agenda::Command),
    #[command(subcommand)]
    Cohost(cohost::Command),
    #[command(subcommand)]
    Kind(kind::Command),
    #[command(subcommand)]
    Notice(notice::Command),
    #[command(subcommand)]
    Task(task::Command),
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        match self {
            Self::Publish { file, picture } => publish_file(place, &file, picture).await,
            Self::List { json } => list(&place.open().await?, json).await,
            Self::Show { event, json } => {
                let app = place.open().await?;
                print::say(own::show(&app, &event, json).await.map_err(explained)?);
                Ok(())
            }
            Self::Draft { file } => {
                let draft = read(&file)?;
                let app = place.open().await?;
                let event = own::draft(&app, &draft).await.map_err(explained)?;
                warn_of_clashes(&app, &event).await.map_err(explained)?;
                print::say(event.id);
                Ok(())
            }
            Self::Release { event, anyway } => release(place, &event, anyway).await,
            Self::Revise { event, file } => {
                let draft = read(&file)?;
                let app = place.open().await?;
                let event = own::revise(&app, &event, &draft).await;
                let event = event.map_err(explained)?;
                warn_of_clashes(&app, &event).await.map_err(explained)?;
                Ok(())
            }
            Self::Erase { event, yes } => {
                if !yes {
                    bail!("say --yes to erase it");
                }
                let app = place.open().await?;
                own::erase(&app, &event).await.map_err(explained)
            }
            Self::Import(command) => command.run(place).await,
            Self::Copy { id, on } => {
                let app = place.open().await?;
                let copy = copy(&app, &id, &on).await.map_err(explained)?;
                print::say(copy.id);
                Ok(())
            }
            Self::Postpone { event, reason } => {
                let app = place.open().await?;
                postpone(&app, &event, &reason).await.map_err(explained)
            }
            Self::Cancel { event, reason } => {
                let app = place.open().await?;
                cancel(&app, &event, &reason).await.map_err(explained)
            }
            Self::Agenda(command) => command.run(place).await,
            Self::Cohost(command) => command.run(place).await,
            Self::Kind(command) => command.run(place).await,
            Self::Notice(command) => command.run(place).await,
            Self::Task(command) => command.run(place).await,
        }
    }
}

async fn publish_file(place: &Place, file: &Path, picture: Option<PathBuf>) -> anyhow::Result<()> {
    let mut draft: Draft = read(file)?;
    let app = place.open().await?;
    if let Some(picture) = picture {
        let bytes = fs::read(&picture).with_context(|| format!("reading {}", picture.display()))?;
        let kept = media::keep(&app, bytes).await.map_err(explained)?;
        draft.picture = kept.id.to_string();
    }
    let event = publish(&app, &draft).await.map_err(explained)?;
    warn_of_clashes(&app, &event).await.map_err(explained)?;
    print::say(event.url);
    Ok(())
}

async fn list(app: &App, json: bool) -> anyhow::Result<()> {
    let all = own::list(app).await.map_err(explained)?;
    match json {
        true => print::json(&own::shapes(app, &all).await.map_err(explained)?)?,
        false => own::print_list(&all),
    }
    Ok(())
}

/// What falls into its time is said before anybody else hears of it.
async fn release(place: &Place, name: &str, anyway: bool) -> anyhow::Result<()> {
    let app = place.open().await?;
    let event = found(&app, name).await.map_err(explained)?;
    let clashes = warn_of_clashes(&app, &event).await.map_err(explained)?;
    if clashes > 0 && !anyway {
        bail!("nothing was published: look at what falls into its time, or say --anyway");
    }
    print::say(own::publish(&app, name).await.map_err(explained)?.url);
    Ok(())
}

/// Say what falls into the time of an event. Returns how many do.
async fn warn_of_clashes(app: &App, event: &Event) -> Result<usize> {
    let lang = Lang::En;
    let clashes = clashes::clashes(&app.db, event).await?;
    let count = clashes.len();
    for Clash { event, shared } in clashes {
        let shared: Vec<String> = shared.iter().map(|shared| shared.said(lang)).collect();
        let when = lang.span(event.starts(), event.ends(), app.config.instance.zone);
        print::note(lang.text_with(
            "event-clash-line",
            &[
                ("title", &event.title(lang.bcp47())),
                ("when", &when),
                ("url", &event.url.to_string()),
                ("shared", &shared.join(", ")),
            ],
        ));
    }
    Ok(count)
}

async fn publish(app: &App, draft: &Draft) -> Result<Event> {
    let tx = app.begin().await?;
    let organizer = associations::chosen(&tx, &draft.organizer).await?;
    let actor = associations::actor_of(&tx, &organizer).await?;
    let event = events::draft(app, &tx, &actor, draft).await?;
    audit::note(&tx, None, "event.draft", &event.id, app.clock.now()).await?;
    let (event, action) = match event.publish_at {
        Some(_) => (events::schedule(app, &tx, event).await?, "event.schedule"),
        None => (events::publish(app, &tx, event).await?, "event.publish"),
    };
    audit::kept(app, tx, None, action, &event.id).await?;
    Ok(event)
}

async fn copy(app: &App, id: &str, on: &str) -> Result<Event> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let tx = app.begin().await?;
    let event = events::find_own(&tx, &id).await?;
    let copy = series::copy(app, &tx, &event, on).await?;
    audit::kept(app, tx, None, "event.copy", &copy.id).await?;
    Ok(copy)
}

async fn postpone(app: &App, name: &str, reason: &str) -> Result<()> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let event = events::postpone(app, &tx, event, reason).await?;
    audit::kept(app, tx, None, "event.postpone", &event.id).await
}

async fn cancel(app: &App, name: &str, reason: &str) -> Result<()> {
    let id = found(app, name).await?.id;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &id).await?;
    let event = events::cancel(app, &tx, event, reason).await?;
    audit::kept(app, tx, None, "event.cancel", &event.id).await
}

/// A draft of an event, or of what belongs to one.
pub(super) fn read<T>(file: &Path) -> anyhow::Result<T>
where
    T: Default + Serialize + DeserializeOwned,
{
    let mut text = String::new();
    let mut take = |source: &mut dyn io::Read| {
        source
            .take(FILE_BYTES_AT_MOST + 1)
            .read_to_string(&mut text)
    };
    let from_stdin = file.as_os_str() == "-";
    match from_stdin {
        true => take(&mut io::stdin().lock()),
        false => fs::File::open(file).and_then(|mut open| take(&mut open)),
    }
    .with_context(|| format!("reading {}", file.display()))?;
    if text.len() as u64 > FILE_BYTES_AT_MOST {
        bail!("{}: it is too long for an event", file.display());
    }
    let fields = match from_stdin || file.extension().is_some_and(|end| end == "json") {
        true => serde_json::from_str(&text).map_err(anyhow::Error::from),
        false => from_toml(&text),
    };
    fields
        .and_then(as_draft)
        .with_context(|| file.display().to_string())
}

fn from_toml(text: &str) -> anyhow::Result<Map<String, Value>> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let before = text.get(..error.span().unwrap_or_default().start);
        let line = before.unwrap_or_default().matches('\n').count() + 1;
        anyhow!("line {line}: {}", error.message())
    })?;
    let fields = table.into_iter().map(|(name, value)| match value {
        toml::Value::Datetime(at) => Ok((name, Value::String(as_typed(at)))),
        other => Ok((name, serde_json::to_value(other)?)),
    });
    fields.collect()
}

/// A day or a time of day, as one types it into the form.
fn as_typed(at: toml::value::Datetime) -> String {
    match (at.date, at.time) {
        (None, Some(time)) => format!("{:02}:{:02}", time.hour, time.minute),
        _ => at.to_string(),
    }
}

fn as_draft<T>(said: Map<String, Value>) -> anyhow::Result<T>
where
    T: Default + Serialize + DeserializeOwned,
{
    fields::read(said).map_err(|wrong| {
        let wrong: Vec<String> = wrong.iter().map(|wrong| wrong.said(Lang::En)).collect();
        anyhow!(wrong.join("\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_say_days_times_numbers_and_lists_in_its_own_way() {
        let toml = r#"
            title_de = "Denkwerkstatt"
            starts_on = 2026-11-13
            starts_at = 10:00
            latitude = 52.55
            topics = ["Digitale Gewalt", "Ehrenamt"]
            step_free = true
        "#;
        let draft: Draft = as_draft(from_toml(toml).unwrap()).unwrap();
        let expected = Draft {
            title_de: "Denkwerkstatt".into(),
            starts_on: "2026-11-13".into(),
            starts_at: "10:00".into(),
            latitude: "52.55".into(),
            topics: "Digitale Gewalt, Ehrenamt".into(),
            step_free: true,
            ..Draft::default()
        };
        assert_eq!(draft, expected);
    }

    #[test]
    fn a_field_that_does_not_exist_is_named_with_the_nearest() {
        let why = |toml| {
            let draft = as_draft::<Draft>(from_toml(toml).unwrap());
            draft.unwrap_err().to_string()
        };
        let expected = "There is no field “title_fr” here. Did you mean “title_en”?";
        assert_eq!(why("title_fr = \"Atelier\""), expected);
        assert_eq!(why("zz = 1"), "There is no field “zz” here.");
        let error = from_toml("title_de = \"a\"\nb").unwrap_err().to_string();
        assert!(error.starts_with("line 2: "), "{error}");
    }

    #[test]
    fn a_file_that_is_too_long_is_refused_and_not_cut() {
        let name = format!("verbund-long-{}.toml", std::process::id());
        let file = std::env::temp_dir().join(name);
        let comment = "# and so on\n".repeat(FILE_BYTES_AT_MOST as usize / 10);
        fs::write(&file, format!("title_de = \"a\"\n{comment}")).unwrap();
        let why = read::<Draft>(&file).unwrap_err().to_string();
        fs::remove_file(&file).unwrap();
        assert!(why.ends_with("it is too long for an event"), "{why}");
    }
}
