//! `verbund paper`: write position papers from files, and see how they stand.

use super::{
    Place,
    event::{import::read as read_bytes, read},
    explained, print,
};
use crate::{
    App, Result, associations, audit,
    i18n::Lang,
    papers::{
        self, Draft, Invitation, Opened, Paper, State, difference, lines::lined, manuscript,
        office, revision,
    },
    words::Word as _,
};
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Position papers, drafted clause by clause
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund paper list")]
pub(super) enum Command {
    /// Begin a paper from a file. Prints its address
    #[command(after_help = "Example:\n  verbund paper begin erklaerung.toml")]
    Begin {
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Change what a paper says of itself; what the file leaves out is emptied. Prints its address
    #[command(after_help = "Example:\n  verbund paper revise teilhabe erklaerung.toml")]
    Revise {
        /// The last part of its address
        paper: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Take over a text: .docx, .odt, Markdown or plain. Prints its clauses
    #[command(after_help = "Example:\n  verbund paper take teilhabe erklaerung.docx --replace")]
    Take {
        /// The last part of its address
        paper: String,
        /// "-" reads what comes in
        file: PathBuf,
        /// All below a heading is one clause, not each paragraph
        #[arg(long)]
        by_heading: bool,
        /// In the stead of the clauses there are, not behind them
        #[arg(long)]
        replace: bool,
        /// Only show what would become of it
        #[arg(long)]
        preview: bool,
    },
    /// Let somebody with an account here work on a paper, or give them another part
    #[command(
        after_help = "Example:\n  verbund paper invite teilhabe buero@verein.example ZWST --role editor"
    )]
    Invite {
        /// The last part of its address
        paper: String,
        /// The address of their account
        email: String,
        /// For which organisation they speak
        organisation: String,
        /// commenter, editor or lead
        #[arg(long, default_value = "commenter")]
        role: String,
    },
    /// Ask for comments and amendments, or go back to writing
    #[command(after_help = "Example:\n  verbund paper move teilhabe consultation")]
    Move {
        /// The last part of its address
        paper: String,
        to: To,
    },
    /// Keep what a paper says now under a name. Prints the number of the revision
    #[command(after_help = "Example:\n  verbund paper name teilhabe Vorstandsfassung")]
    Name {
        /// The last part of its address
        paper: String,
        /// What the revision is called
        name: String,
        /// What is different, in one line
        #[arg(long, default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Show a paper in numbered lines, as it stands or as a revision
    #[command(after_help = "Example:\n  verbund paper show teilhabe --revision 2")]
    Show {
        /// The last part of its address
        paper: String,
        /// The number of a revision
        #[arg(long)]
        revision: Option<i32>,
        /// All of it as the API has it, with what is said of its clauses
        #[arg(long, conflicts_with = "revision")]
        json: bool,
    },
    /// Show what is different between two revisions, or between one and now
    #[command(after_help = "Example:\n  verbund paper diff teilhabe 1 --to 2")]
    Diff {
        /// The last part of its address
        paper: String,
        /// The number of the earlier one
        from: i32,
        /// The number of the later one; now, if there is none
        #[arg(long)]
        to: Option<i32>,
    },
    /// Throw a paper away, with all that was said of it
    #[command(after_help = "Example:\n  verbund paper discard teilhabe")]
    Discard {
        /// The last part of its address
        paper: String,
    },
    /// Show which papers there are
    #[command(after_help = "Example:\n  verbund paper list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum To {
    Drafting,
    Consultation,
}

impl From<To> for State {
    fn from(to: To) -> Self {
        match to {
            To::Drafting => Self::Drafting,
            To::Consultation => Self::Consultation,
        }
    }
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Begin { file } => {
                let paper = begin(&app, &read(&file)?).await.map_err(explained)?;
                print::say(address(&app, &paper));
            }
            Self::Revise { paper, file } => {
                let revised = revise(&app, &paper, &read(&file)?).await;
                print::say(address(&app, &revised.map_err(explained)?));
            }
            Self::Take {
                paper,
                file,
                by_heading,
                replace,
                preview,
            } => {
                let bytes = read_bytes(&file)?;
                let text = office::read(&bytes).map_err(|refused| explained(refused.into()))?;
                let draft = manuscript::Draft {
                    manuscript: text,
                    split: if by_heading { "heading" } else { "paragraph" }.to_owned(),
                    mode: if replace { "replace" } else { "append" }.to_owned(),
                };
                take(&app, &paper, &draft, preview)
                    .await
                    .map_err(explained)?;
            }
            Self::Invite {
                paper,
                email,
                organisation,
                role,
            } => {
                let invitation = Invitation {
                    email,
                    role,
                    organisation,
                };
                let invited = invite(&app, &paper, &invitation).await;
                invited.map_err(explained)?;
            }
            Self::Move { paper, to } => {
                let moved = move_to(&app, &paper, to.into()).await;
                moved.map_err(explained)?;
            }
            Self::Name { paper, name, note } => {
                let draft = revision::Draft { name, note };
                print::say(keep(&app, &paper, &draft).await.map_err(explained)?);
            }
            Self::Show {
                paper,
                revision,
                json,
            } => {
                let opened = papers::open(&app.db, &paper, None).await;
                let opened = opened.map_err(explained)?;
                show(&app, &opened, revision, json).await?;
            }
            Self::Diff { paper, from, to } => {
                let told = differ(&app, &paper, from, to).await;
                print::say(told.map_err(explained)?);
            }
            Self::Discard { paper } => discard(&app, &paper).await.map_err(explained)?,
            Self::List { json } => list(&app, json).await?,
        }
        Ok(())
    }
}

/// Where those who work on it find it.
fn address(app: &App, paper: &Paper) -> url::Url {
    let mut page = app.config.origin().clone();
    page.set_path(&paper.desk());
    page
}

async fn begin(app: &App, draft: &Draft) -> Result<Paper> {
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let paper = papers::begin(app, &tx, &association, None, draft).await?;
    audit::kept(app, tx, None, "paper.begin", &paper.id).await?;
    Ok(paper)
}

async fn revise(app: &App, slug: &str, draft: &Draft) -> Result<Paper> {
    let tx = app.begin().await?;
    let opened = papers::open_for_change(&tx, slug, None).await?;
    let paper = papers::revise(app, &tx, &opened, draft).await?;
    audit::kept(app, tx, None, "paper.revise", &paper.id).await?;
    Ok(paper)
}

async fn take(app: &App, slug: &str, draft: &manuscript::Draft, preview: bool) -> Result<()> {
    let tx = app.begin().await?;
    let opened = papers::open_for_change(&tx, slug, None).await?;
    let taken = papers::take(app, &tx, &opened, draft).await?;
    let numbers = papers::clause::numbers(taken.iter().map(|clause| clause.depth));
    let rows: Vec<_> = taken
        .iter()
        .zip(numbers)
        .map(|(clause, number)| {
            let beginning = clause.text.lines().next().unwrap_or_default();
            let beginning: String = beginning.chars().take(60).collect();
            [number, clause.heading.clone(), beginning]
        })
        .collect();
    // What was only looked at goes with its transaction.
    if !preview {
        audit::kept(app, tx, None, "paper.take", &opened.paper.id).await?;
    }
    print::table(["CLAUSE", "HEADING", "BEGINS"], &rows);
    Ok(())
}

async fn invite(app: &App, slug: &str, invitation: &Invitation) -> Result<()> {
    let tx = app.begin().await?;
    let opened = papers::open_for_change(&tx, slug, None).await?;
    papers::invite(app, &tx, &opened, invitation).await?;
    audit::kept(app, tx, None, "paper.invite", &opened.paper.id).await
}

async fn move_to(app: &App, slug: &str, state: State) -> Result<()> {
    let tx = app.begin().await?;
    let opened = papers::open_for_change(&tx, slug, None).await?;
    papers::move_to(app, &tx, &opened, state).await?;
    audit::kept(app, tx, None, "paper.move", &opened.paper.id).await
}

async fn discard(app: &App, slug: &str) -> Result<()> {
    let tx = app.begin().await?;
    let opened = papers::open_for_change(&tx, slug, None).await?;
    papers::discard(&tx, &opened).await?;
    audit::kept(app, tx, None, "paper.discard", &opened.paper.id).await
}

async fn keep(app: &App, slug: &str, draft: &revision::Draft) -> Result<i32> {
    let tx = app.begin().await?;
    let opened = papers::open_for_change(&tx, slug, None).await?;
    let revision = papers::name_revision(app, &tx, &opened, draft).await?;
    audit::kept(app, tx, None, "paper.revision", &revision.id).await?;
    Ok(revision.number)
}

async fn show(
    app: &App,
    opened: &Opened,
    revision: Option<i32>,
    for_programs: bool,
) -> anyhow::Result<()> {
    if for_programs {
        let shape = papers::shape::shape(app, opened).await.map_err(explained)?;
        return print::json(&shape);
    }
    let contents = papers::contents(&app.db, &opened.paper, revision).await;
    let contents = contents.map_err(explained)?;
    print::say(&contents.title);
    for one in lined(&contents) {
        print::say(format!("\n{} {}", one.number, one.heading).trim_end());
        for (number, line) in (one.first..).zip(&one.lines) {
            print::say(format!("{number:>5}  {line}"));
        }
    }
    Ok(())
}

/// Clauses that differ, with `[-…-]` around what went and `{+…+}` around what came.
async fn differ(app: &App, slug: &str, from: i32, to: Option<i32>) -> Result<String> {
    let opened = papers::open(&app.db, slug, None).await?;
    let before = papers::contents(&app.db, &opened.paper, Some(from)).await?;
    let after = papers::contents(&app.db, &opened.paper, to).await?;
    let marked = |pieces: &[difference::Piece]| -> String {
        let pieces = pieces.iter().map(|piece| match &piece.words {
            words if piece.is_inserted() => format!("{{+{words}+}}"),
            words if piece.is_deleted() => format!("[-{words}-]"),
            words => words.clone(),
        });
        pieces.collect()
    };
    let differences = difference::between(&before, &after).into_iter();
    let changed = differences.filter(|one| one.fate != difference::Fate::Same);
    let told = changed.map(|one| {
        let number = match one.after.as_str() {
            "" => &one.before,
            after => after,
        };
        let fate = Lang::En.text(one.fate.key());
        let (heading, text) = (marked(&one.heading), marked(&one.text));
        format!("{number} ({fate}) {heading}\n{text}\n")
    });
    Ok(told.collect::<Vec<_>>().join("\n"))
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    let all = papers::listed(&app.db, None).await.map_err(explained)?;
    if for_programs {
        let shown = all.iter().map(|paper| {
            json!({
                "slug": paper.slug, "kind": paper.kind, "title": paper.title, "state": paper.state,
            })
        });
        return print::json(&Value::from_iter(shown));
    }
    let rows = all.into_iter().map(|paper| {
        [
            paper.slug,
            paper.kind.name(),
            paper.state.name(),
            paper.title,
        ]
    });
    let rows: Vec<_> = rows.collect();
    print::table(["PAPER", "KIND", "STATE", "TITLE"], &rows);
    Ok(())
}
