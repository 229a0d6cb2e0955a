//! `verbund topic`: what is observed in a field, what is done about it, and what became of it.

use super::{Place, event::read, explained, print};
use crate::{
    App, Result, associations, audit,
    topics::{self, Draft, Topic},
};
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Topics, what is done about them, and what they went over into
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund topic list")]
pub(super) enum Command {
    /// Found a topic from a file. Prints its address
    #[command(after_help = "Example:\n  verbund topic found thema.toml")]
    Found {
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Change a topic as a file says; what it leaves out is emptied. Prints its address
    #[command(after_help = "Example:\n  verbund topic revise digitale-gewalt thema.toml")]
    Revise {
        /// The last part of its address
        topic: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Show which topics there are, and which are over
    #[command(after_help = "Example:\n  verbund topic list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        let topic = match self {
            Self::Found { file } => found(&app, &read(&file)?).await,
            Self::Revise { topic, file } => revise(&app, &topic, &read(&file)?).await,
            Self::List { json } => return list(&app, json).await,
        };
        let mut page = app.config.origin().clone();
        page.set_path(&topic.map_err(explained)?.path());
        print::say(page);
        Ok(())
    }
}

async fn found(app: &App, draft: &Draft) -> Result<Topic> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let topic = topics::found(app, &tx, &association, draft).await?;
    audit::kept(app, tx, None, "topic.found", &topic.id).await?;
    Ok(topic)
}

async fn revise(app: &App, slug: &str, draft: &Draft) -> Result<Topic> {
    let tx = app.begin().await?;
    let topic = topics::find(&tx, slug).await?;
    let topic = topics::revise(app, &tx, &topic.id, draft).await?;
    audit::kept(app, tx, None, "topic.revise", &topic.id).await?;
    Ok(topic)
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    let all = topics::all(&app.db).await.map_err(explained)?;
    if for_programs {
        let shown = all.iter().map(
            |topic| json!({ "slug": topic.slug, "name": topic.name, "is_closed": topic.is_closed }),
        );
        return print::json(&Value::from_iter(shown));
    }
    let rows: Vec<_> = all
        .into_iter()
        .map(|topic| {
            let standing = match topic.is_closed {
                true => "closed",
                false => "open",
            };
            [topic.slug, topic.name, standing.to_owned()]
        })
        .collect();
    print::table(["TOPIC", "NAME", "STANDING"], &rows);
    Ok(())
}
