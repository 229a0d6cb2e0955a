//! `verbund event kind`: what associations here call their events, and what these begin with.

use super::{
    super::{Place, explained, print},
    read,
};
use crate::{
    App, Result, associations, audit,
    events::kinds::{self, Model, Template},
};
use clap::Subcommand;
use serde_json::json;
use std::path::PathBuf;

/// Kinds of events that associations here define for themselves
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund event kind list")]
pub(in crate::cli) enum Command {
    /// Show all
    #[command(after_help = "Example:\n  verbund event kind list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Define one from a file. Prints its name
    #[command(after_help = "Example:\n  verbund event kind define sprechstunde.toml")]
    Define {
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Change one to what a file says. Events that are of it keep what they were called
    #[command(
        after_help = "Example:\n  verbund event kind redefine sprechstunde sprechstunde.toml"
    )]
    Redefine {
        /// Its name
        name: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Remove one. Events that are of it keep what they were called
    #[command(after_help = "Example:\n  verbund event kind undefine sprechstunde")]
    Undefine {
        /// Its name
        name: String,
    },
}

impl Command {
    pub(in crate::cli) async fn run(self, place: &Place) -> anyhow::Result<()> {
        match self {
            Self::List { json } => {
                let app = place.open().await?;
                let all = kinds::kinds(&app.db, None).await.map_err(explained)?;
                if json {
                    let shown = all.iter().map(|kind| {
                        json!({
                            "name": kind.name,
                            "organizer": kind.organizer,
                            "template": kind.template,
                        })
                    });
                    return print::json(&json!(shown.collect::<Vec<_>>()));
                }
                let row = |kind: Model| {
                    let (german, english) = (kind.template.name_de, kind.template.name_en);
                    [kind.name, german, english]
                };
                let rows: Vec<_> = all.into_iter().map(row).collect();
                print::table(["NAME", "GERMAN", "ENGLISH"], &rows);
            }
            Self::Define { file } => {
                let template = read(&file)?;
                let app = place.open().await?;
                let defined = define(&app, &template).await;
                print::say(defined.map_err(explained)?.name);
            }
            Self::Redefine { name, file } => {
                let template = read(&file)?;
                let app = place.open().await?;
                redefine(&app, &name, &template).await.map_err(explained)?;
            }
            Self::Undefine { name } => {
                let app = place.open().await?;
                undefine(&app, &name).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

async fn define(app: &App, template: &Template) -> Result<Model> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &template.organizer).await?;
    let organizer = associations::actor_of(&tx, &association).await?;
    let kind = kinds::define(app, &tx, &organizer, template).await?;
    audit::kept(app, tx, None, "kind.define", &kind.name).await?;
    Ok(kind)
}

async fn redefine(app: &App, name: &str, template: &Template) -> Result<()> {
    let tx = app.begin().await?;
    let kind = kinds::find_for_change(&tx, name).await?;
    let kind = kinds::redefine(app, &tx, kind, template).await?;
    audit::kept(app, tx, None, "kind.redefine", &kind.name).await
}

async fn undefine(app: &App, name: &str) -> Result<()> {
    let tx = app.begin().await?;
    let kind = kinds::find_for_change(&tx, name).await?;
    kinds::undefine(&tx, kind).await?;
    audit::kept(app, tx, None, "kind.undefine", name).await
}
