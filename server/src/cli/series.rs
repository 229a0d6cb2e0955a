//! `verbund series`: found one, see which there are and what they owe.

use super::{Place, event::read, explained, print};
use crate::{
    App, Result, associations, audit,
    i18n::Lang,
    media,
    series::{self, Draft, Series, cadence},
};
use anyhow::Context;
use clap::Subcommand;
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Events that come again, and can be followed
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund series list")]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one of it, and it is taken apart at once"
)]
pub(super) enum Command {
    /// Found a series, with its address in the Fediverse
    #[command(
        after_help = "Example:\n  verbund series create werkstatt --name Innovationswerkstatt --cadence quarterly"
    )]
    Create {
        /// What stands before the @host; it can never change
        handle: String,
        /// The name people read
        #[arg(long)]
        name: String,
        /// The handle of the association that holds it. Without it: the first
        #[arg(
            long,
            value_name = "HANDLE",
            default_value = "",
            hide_default_value = true
        )]
        association: String,
        /// One line about it
        #[arg(long, default_value = "", hide_default_value = true)]
        summary: String,
        /// The language of both: de or en
        #[arg(long, default_value = "de")]
        language: String,
        /// The name in the other of the two languages
        #[arg(long, default_value = "", hide_default_value = true)]
        other_name: String,
        /// The line about it in that language
        #[arg(long, default_value = "", hide_default_value = true)]
        other_summary: String,
        /// A picture: JPEG, PNG, WebP or GIF
        #[arg(long, value_name = "FILE", requires_all = ["picture_alt", "picture_credit"])]
        picture: Option<PathBuf>,
        /// What the picture shows, for those who do not see it
        #[arg(long, default_value = "", hide_default_value = true)]
        picture_alt: String,
        /// Who made the picture, under which licence
        #[arg(long, default_value = "", hide_default_value = true)]
        picture_credit: String,
        /// What its editions are: denkwerkstatt, innovationswerkstatt, briefing and so on, or a kind of the association's own
        #[arg(long, default_value = "other")]
        kind: String,
        /// none, monthly, quarterly, half_yearly, yearly, or months with --months
        #[arg(long, default_value = "none")]
        cadence: String,
        /// Of a cadence of its own: the months from one edition to the next
        #[arg(long, default_value = "", hide_default_value = true)]
        months: String,
    },
    /// Show what a series says about itself, as a file would
    #[command(after_help = "Example:\n  verbund series show werkstatt > werkstatt.toml")]
    Show {
        /// The name before the @host
        handle: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Change a series to what a file says, and tell its followers: every field counts
    #[command(after_help = "Example:\n  verbund series revise werkstatt werkstatt.toml")]
    Revise {
        /// The name before the @host
        handle: String,
        /// TOML as `show` prints it, or JSON where the name ends so. "-" reads JSON
        file: PathBuf,
    },
    /// Give a series new keys, and tell its followers
    #[command(after_help = "Example:\n  verbund series keys werkstatt")]
    Keys {
        /// The name before the @host
        handle: String,
    },
    /// Close a series for good: its followers are told, nobody gets its handle again
    #[command(after_help = "Example:\n  verbund series close werkstatt --again werkstatt")]
    Close {
        /// The name before the @host
        handle: String,
        /// The handle once more: it cannot be undone
        #[arg(long, value_name = "HANDLE")]
        again: String,
    },
    /// Show which series there are, and which period lacks an edition
    #[command(after_help = "Example:\n  verbund series list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Create {
                handle,
                name,
                association,
                summary,
                language,
                other_name,
                other_summary,
                picture,
                picture_alt,
                picture_credit,
                kind,
                cadence,
                months,
            } => {
                let picture = match picture {
                    Some(file) => kept(&app, &file).await?,
                    None => String::new(),
                };
                let draft = Draft {
                    organizer: association,
                    handle,
                    language,
                    name,
                    summary,
                    other_name,
                    other_summary,
                    picture,
                    picture_alt,
                    picture_credit,
                    kind,
                    cadence,
                    months,
                    ..Draft::default()
                };
                let series = found(&app, &draft).await.map_err(explained)?;
                let host = federation::host_of(app.config.origin());
                print::say(format!("@{}@{host}", series.handle));
            }
            Self::Show { handle, json } => {
                let series = series::find(&app.db, &handle).await.map_err(explained)?;
                match json {
                    true => print::json(&json!(Draft::of(&series)))?,
                    false => print::say(toml::to_string_pretty(&Draft::of(&series))?),
                }
            }
            Self::Revise { handle, file } => {
                let draft = read(&file)?;
                revise(&app, &handle, &draft).await.map_err(explained)?;
            }
            Self::Keys { handle } => renew_keys(&app, &handle).await.map_err(explained)?,
            Self::Close { handle, again } => {
                close(&app, &handle, &again).await.map_err(explained)?;
            }
            Self::List { json } => list(&app, json).await?,
        }
        Ok(())
    }
}

/// The id of the picture in this file, kept here.
async fn kept(app: &App, file: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let kept = media::keep(app, bytes).await.map_err(explained)?;
    Ok(kept.id.to_string())
}

async fn found(app: &App, draft: &Draft) -> Result<Series> {
    draft.check()?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let series = series::found(app, &tx, &association, draft, keys).await?;
    audit::kept(app, tx, None, "series.found", &series.id).await?;
    Ok(series)
}

async fn revise(app: &App, handle: &str, draft: &Draft) -> Result<()> {
    let tx = app.begin().await?;
    let series = series::find_for_change(&tx, handle).await?;
    let series = series::revise(app, &tx, series, draft).await?;
    audit::kept(app, tx, None, "series.revise", &series.id).await
}

async fn renew_keys(app: &App, handle: &str) -> Result<()> {
    series::find(&app.db, handle).await?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let series = series::find_for_change(&tx, handle).await?;
    series::rotate_keys(app, &tx, &series, keys).await?;
    audit::kept(app, tx, None, "series.keys", &series.id).await
}

async fn close(app: &App, handle: &str, again: &str) -> Result<()> {
    let tx = app.begin().await?;
    let series = series::find_for_change(&tx, handle).await?;
    let id = series.id.clone();
    series::close(app, &tx, series, again).await?;
    audit::kept(app, tx, None, "series.close", &id).await
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    let mut shown = Vec::new();
    let mut rows = Vec::new();
    for series in series::all(&app.db).await.map_err(explained)? {
        let gap = series::gap(app, &app.db, &series)
            .await
            .map_err(explained)?;
        shown.push(json!({
            "handle": series.handle,
            "name": series.name,
            "language": series.language,
            "other_name": series.other.as_ref().map(|other| &other.0.title),
            "picture": series.picture.as_ref().map(|picture| &picture.media),
            "actor": series.actor,
            "cadence": cadence::name(series.months),
            "months": series.months,
            "missing": gap.map(|period| json!({
                "first_day": period.first,
                "last_day": period.last(),
            })),
        }));
        let missing = gap.map(|period| period.name(Lang::En)).unwrap_or_default();
        let cadence = cadence::name(series.months).to_owned();
        rows.push([series.handle, series.name, cadence, missing]);
    }
    match for_programs {
        true => print::json(&Value::from(shown))?,
        false => print::table(["HANDLE", "NAME", "CADENCE", "WITHOUT EDITION"], &rows),
    }
    Ok(())
}
