//! `verbund working-group`: people who stay at one matter, and what they made.

use super::{Place, event::read, explained, print};
use crate::{
    App, Result, associations, audit,
    working_groups::{self, Draft, WorkingGroup, output},
};
use clap::Subcommand;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Working groups, and what they made
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund working-group list")]
pub(super) enum Command {
    /// Found a working group from a file. Prints its address
    #[command(after_help = "Example:\n  verbund working-group found gruppe.toml")]
    Found {
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Change a working group as a file says; what it leaves out is emptied. Prints its address
    #[command(after_help = "Example:\n  verbund working-group revise digitale-gewalt gruppe.toml")]
    Revise {
        /// The last part of its address
        group: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Show something a working group made. Prints the group's address
    #[command(
        after_help = "Example:\n  verbund working-group add digitale-gewalt Hinweise https://dialog.example/hinweise"
    )]
    Add {
        /// The last part of its address
        group: String,
        /// What it is called
        title: String,
        /// Where it is read
        link: String,
        /// information, guide, study, software or other
        #[arg(long, default_value = "other")]
        kind: String,
        /// The day it came out
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        on: String,
    },
    /// Show which working groups there are
    #[command(after_help = "Example:\n  verbund working-group list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        let group = match self {
            Self::Found { file } => found(&app, &read(&file)?).await,
            Self::Revise { group, file } => revise(&app, &group, &read(&file)?).await,
            Self::Add {
                group,
                title,
                link,
                kind,
                on,
            } => {
                let draft = output::Draft {
                    title,
                    kind,
                    link,
                    published_on: on,
                };
                add(&app, &group, &draft).await
            }
            Self::List { json } => return list(&app, json).await,
        };
        let mut page = app.config.origin().clone();
        page.set_path(&group.map_err(explained)?.path());
        print::say(page);
        Ok(())
    }
}

async fn found(app: &App, draft: &Draft) -> Result<WorkingGroup> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let group = working_groups::found(app, &tx, &association, draft).await?;
    audit::kept(app, tx, None, "working-group.found", &group.id).await?;
    Ok(group)
}

async fn revise(app: &App, slug: &str, draft: &Draft) -> Result<WorkingGroup> {
    let tx = app.begin().await?;
    let group = working_groups::find(&tx, slug).await?;
    let group = working_groups::revise(app, &tx, &group.id, draft).await?;
    audit::kept(app, tx, None, "working-group.revise", &group.id).await?;
    Ok(group)
}

async fn add(app: &App, slug: &str, draft: &output::Draft) -> Result<WorkingGroup> {
    let tx = app.begin().await?;
    let group = working_groups::find(&tx, slug).await?;
    let output = working_groups::add_output(app, &tx, &group.id, draft).await?;
    audit::kept(app, tx, None, "working-group.output-add", &output.id).await?;
    Ok(group)
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    let all = working_groups::all(&app.db).await.map_err(explained)?;
    if for_programs {
        let shown = all.iter().map(
            |group| json!({ "slug": group.slug, "name": group.name, "is_closed": group.is_closed }),
        );
        return print::json(&Value::from_iter(shown));
    }
    let rows = all.into_iter().map(|group| {
        let standing = match group.is_closed {
            true => "closed",
            false => "open",
        };
        [group.slug, group.name, standing.to_owned()]
    });
    let rows: Vec<_> = rows.collect();
    print::table(["GROUP", "NAME", "STANDING"], &rows);
    Ok(())
}
