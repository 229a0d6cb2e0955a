//! `verbund cycle`: programmes and their cycles.

use super::{Place, explained, print};
use crate::{
    App, Result, associations, audit,
    cycles::{self, Cycle, Programme, cycle, programme},
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Programmes and their cycles, from the first idea to the results
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund cycle list")]
pub(super) enum Command {
    /// Found a programme, to which cycles belong
    #[command(after_help = "Example:\n  verbund cycle programme Dialog --association dialog")]
    Programme {
        /// The name people read
        name: String,
        /// The handle of the association that holds it. Without it: the first
        #[arg(
            long,
            value_name = "HANDLE",
            default_value = "",
            hide_default_value = true
        )]
        association: String,
        /// The last part of its address. Without it: made of the name
        #[arg(long, default_value = "", hide_default_value = true)]
        slug: String,
    },
    /// Begin a cycle of a programme
    #[command(
        after_help = "Example:\n  verbund cycle begin 2026/2027 --programme dialog --ideas-until 2026-11-06"
    )]
    Begin(Box<Begin>),
    /// Show which cycles there are, and what each is at
    #[command(after_help = "Example:\n  verbund cycle list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

#[derive(Args)]
pub(super) struct Begin {
    /// „2026/2027“
    name: String,
    /// The slug of its programme
    #[arg(long)]
    programme: String,
    /// The last part of its address. Without it: made of the name
    #[arg(long, default_value = "", hide_default_value = true)]
    slug: String,
    /// One line about it
    #[arg(long, default_value = "", hide_default_value = true)]
    summary: String,
    /// The last part of the address of an event it spans. Once for each
    #[arg(long = "edition", value_name = "EVENT")]
    editions: Vec<String>,
    /// The first day for ideas. Without it: at once
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    ideas_from: String,
    /// The last day for ideas
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    ideas_until: String,
    /// The day of the selection
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    selection_on: String,
    /// The last day of the work
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    work_until: String,
    /// The day of the results
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    results_on: String,
    /// Nobody can say yet whether it is paid for
    #[arg(long)]
    subject_to_funding: bool,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Programme {
                name,
                association,
                slug,
            } => {
                let draft = programme::Draft {
                    organizer: association,
                    name,
                    slug,
                    ..programme::Draft::default()
                };
                print::say(found(&app, &draft).await.map_err(explained)?.slug);
            }
            Self::Begin(said) => {
                let draft = cycle::Draft {
                    programme: said.programme,
                    name: said.name,
                    slug: said.slug,
                    summary: said.summary,
                    editions: said.editions.join("\n"),
                    ideas_from: said.ideas_from,
                    ideas_until: said.ideas_until,
                    selection_on: said.selection_on,
                    work_until: said.work_until,
                    results_on: said.results_on,
                    subject_to_funding: match said.subject_to_funding {
                        true => "yes".to_owned(),
                        false => String::new(),
                    },
                    ..cycle::Draft::default()
                };
                let cycle = begin(&app, &draft).await.map_err(explained)?;
                let mut page = app.config.origin().clone();
                page.set_path(&cycle.path());
                print::say(page);
            }
            Self::List { json } => list(&app, json).await?,
        }
        Ok(())
    }
}

async fn found(app: &App, draft: &programme::Draft) -> Result<Programme> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let programme = cycles::found_programme(app, &tx, &association, draft).await?;
    audit::kept(app, tx, None, "programme.found", &programme.id).await?;
    Ok(programme)
}

async fn begin(app: &App, draft: &cycle::Draft) -> Result<Cycle> {
    let tx = app.begin().await?;
    let cycle = cycles::begin(app, &tx, draft).await?;
    audit::kept(app, tx, None, "cycle.begin", &cycle.id).await?;
    Ok(cycle)
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    let today = cycles::today(app);
    let all = cycles::all(&app.db).await.map_err(explained)?;
    if for_programs {
        let shown = all.iter().map(|cycle| {
            json!({
                "slug": cycle.slug,
                "name": cycle.name,
                "iri": cycle.iri,
                "stage": cycle.stage(today),
                "ideas_until": cycle.ideas_until,
                "selection_on": cycle.selection_on,
                "work_until": cycle.work_until,
                "results_on": cycle.results_on,
            })
        });
        return print::json(&Value::from_iter(shown));
    }
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let rows: Vec<_> = all
        .into_iter()
        .map(|cycle| {
            let stage = format!("{:?}", cycle.stage(today)).to_lowercase();
            let (until, results) = (day(cycle.ideas_until), day(cycle.results_on));
            [cycle.slug, cycle.name, stage, until, results]
        })
        .collect();
    print::table(["CYCLE", "NAME", "STAGE", "IDEAS UNTIL", "RESULTS"], &rows);
    Ok(())
}
