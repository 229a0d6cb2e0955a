//! `verbund idea`: what was brought to a cycle, and what becomes of it.

use super::{Place, event, explained, print};
use crate::{
    App, Error, Result, audit, cycles,
    events::draft::one_line,
    ideas::{self, Draft, Idea, Origin, Signature},
    ids::IdeaId,
    words::Word as _,
};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Ideas brought to a cycle, and what becomes of them
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund idea list 2026-2027")]
pub(super) enum Command {
    /// Show the ideas of a cycle, those that wait first
    #[command(after_help = "Example:\n  verbund idea list 2026-2027 --json")]
    List {
        /// The last part of the cycle's address
        cycle: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Enter an idea that came by mail. It is public at once
    #[command(
        after_help = "Example:\n  verbund idea enter 2026-2027 --title Leitfaden --question Wie?"
    )]
    Enter(Box<Enter>),
    /// Let in an idea that waits
    #[command(after_help = "Example:\n  verbund idea approve 01JD3ZK6M00000000000000000")]
    Approve {
        /// Its id
        id: String,
    },
    /// Decline an idea. Its authors are told why
    #[command(
        after_help = "Example:\n  verbund idea decline 01JD3ZK6M00000000000000000 --reason Doppelt"
    )]
    Decline {
        /// Its id
        id: String,
        /// Why, for everybody
        #[arg(long)]
        reason: String,
    },
    /// Withdraw an idea for its authors
    #[command(after_help = "Example:\n  verbund idea withdraw 01JD3ZK6M00000000000000000")]
    Withdraw {
        /// Its id
        id: String,
        /// Why, for everybody
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Change what an idea says as a file has it; what it leaves out is emptied
    #[command(after_help = "Example:\n  verbund idea revise 01JD3ZK6M00000000000000000 idee.toml")]
    Revise {
        /// Its id
        id: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Ask somebody by mail to stand by an idea as its author too
    #[command(
        after_help = "Example:\n  verbund idea invite 01JD3ZK6M00000000000000000 vorstand@verein.example"
    )]
    Invite {
        /// The id of the idea
        id: String,
        /// Where the link goes
        email: String,
        /// As whom they are known
        #[arg(long, default_value = "", hide_default_value = true)]
        organisation: String,
    },
    /// Show what is said about an idea, and what of it everybody reads
    #[command(after_help = "Example:\n  verbund idea comments 01JD3ZK6M00000000000000000 --json")]
    Comments {
        /// The id of the idea
        id: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Let everybody read a comment, or nobody any more
    #[command(
        after_help = "Example:\n  verbund idea comment 01JD3ZK6M00000000000000000 01JD3ZK6M00000000000000001 show"
    )]
    Comment {
        /// The id of the idea
        id: String,
        /// The id of the comment
        comment: String,
        /// show or hide
        then: Then,
    },
    /// Let an idea go over into another of its cycle
    #[command(
        after_help = "Example:\n  verbund idea merge 01JD3ZK6M00000000000000000 01JD3ZK6M00000000000000001"
    )]
    Merge {
        /// The id of the one that goes over
        id: String,
        /// The id of the one that stays
        into: String,
    },
    /// Offer an idea to a cycle of another server
    #[command(
        after_help = "Example:\n  verbund idea offer 01JD3ZK6M00000000000000000 https://verein.example/cycles/2026-2027"
    )]
    Offer {
        /// Its id
        id: String,
        /// The address of the cycle
        target: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Then {
    Show,
    Hide,
}

#[derive(Args)]
pub(super) struct Enter {
    /// The last part of the cycle's address
    cycle: String,
    /// Its title
    #[arg(long)]
    title: String,
    /// What it is about, in at most 800 characters
    #[arg(long)]
    question: String,
    /// study, concept, guide, laboratory, software or other
    #[arg(long, default_value = "other")]
    product: String,
    /// 3 to 9
    #[arg(long, default_value = "6")]
    months: String,
    /// Who should take part
    #[arg(long, default_value = "", hide_default_value = true)]
    participants: String,
    /// The group of society it comes from
    #[arg(long, default_value = "", hide_default_value = true)]
    stakeholder: String,
    /// The topic it is about: the last part of its address
    #[arg(long, default_value = "", hide_default_value = true)]
    topic: String,
    /// Who is told what becomes of it
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "",
        hide_default_value = true
    )]
    email: String,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { cycle, json } => list(&app, &cycle, json).await?,
            Self::Enter(said) => print::say(enter(&app, *said).await.map_err(explained)?.id),
            Self::Approve { id } => approve(&app, &id).await.map_err(explained)?,
            Self::Decline { id, reason } => {
                decline(&app, &id, &reason).await.map_err(explained)?;
            }
            Self::Withdraw { id, reason } => {
                withdraw(&app, &id, &reason).await.map_err(explained)?;
            }
            Self::Revise { id, file } => {
                let draft = event::read(&file)?;
                revise(&app, &id, &draft).await.map_err(explained)?;
            }
            Self::Invite {
                id,
                email,
                organisation,
            } => {
                let signature = Signature {
                    email,
                    organisation,
                    ..Signature::default()
                };
                invite(&app, &id, &signature).await.map_err(explained)?;
            }
            Self::Comments { id, json } => comments(&app, &id, json).await?,
            Self::Comment { id, comment, then } => {
                moderate(&app, &id, &comment, then)
                    .await
                    .map_err(explained)?;
            }
            Self::Merge { id, into } => merge(&app, &id, &into).await.map_err(explained)?,
            Self::Offer { id, target } => offer(&app, &id, &target).await.map_err(explained)?,
        }
        Ok(())
    }
}

fn read(id: &str) -> Result<IdeaId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn enter(app: &App, said: Enter) -> Result<Idea> {
    let tx = app.begin().await?;
    let cycle = cycles::find(&tx, &said.cycle).await?;
    let draft = Draft {
        title: said.title,
        question: said.question,
        product: said.product,
        months: said.months,
        participants: said.participants,
        stakeholder: said.stakeholder,
        topic: said.topic,
        seen: String::new(),
    };
    let signature = Signature {
        email: said.email,
        ..Signature::default()
    };
    let how = (Origin::Mail, app.config.instance.language.bcp47());
    let place = (Some(&cycle.id), &cycle.organizer);
    let idea = ideas::enter(app, &tx, place, &draft, &signature, how).await?;
    audit::kept(app, tx, None, "idea.enter", &idea.id).await?;
    Ok(idea)
}

async fn approve(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let idea = ideas::find(&tx, &read(id)?).await?;
    ideas::approve(app, &tx, &idea).await?;
    audit::kept(app, tx, None, "idea.approve", &idea.id).await
}

async fn decline(app: &App, id: &str, reason: &str) -> Result<()> {
    let tx = app.begin().await?;
    let idea = ideas::find(&tx, &read(id)?).await?;
    ideas::decline(app, &tx, &idea, reason).await?;
    audit::kept(app, tx, None, "idea.decline", &idea.id).await
}

async fn withdraw(app: &App, id: &str, reason: &str) -> Result<()> {
    let tx = app.begin().await?;
    let idea = ideas::find(&tx, &read(id)?).await?;
    ideas::withdraw(app, &tx, &idea, reason).await?;
    audit::kept(app, tx, None, "idea.withdraw", &idea.id).await
}

async fn revise(app: &App, id: &str, draft: &Draft) -> Result<()> {
    let tx = app.begin().await?;
    let idea = ideas::find(&tx, &read(id)?).await?;
    ideas::revise(app, &tx, &idea, draft).await?;
    audit::kept(app, tx, None, "idea.revise", &idea.id).await
}

async fn invite(app: &App, id: &str, signature: &Signature) -> Result<()> {
    let tx = app.begin().await?;
    let idea = ideas::find(&tx, &read(id)?).await?;
    let language = app.config.instance.language.bcp47();
    ideas::invite(app, &tx, &idea, signature, language).await?;
    audit::kept(app, tx, None, "idea.invite", &idea.id).await
}

async fn moderate(app: &App, id: &str, comment: &str, then: Then) -> Result<()> {
    let tx = app.begin().await?;
    let idea = ideas::find(&tx, &read(id)?).await?;
    let comment = ideas::find_comment(&tx, &idea, comment).await?;
    match then {
        Then::Show => ideas::show(app, &tx, &comment).await?,
        Then::Hide => ideas::hide(app, &tx, &comment).await?,
    };
    audit::kept(app, tx, None, "idea.moderate", &idea.id).await
}

async fn comments(app: &App, id: &str, for_programs: bool) -> anyhow::Result<()> {
    let idea = read(id).map_err(explained)?;
    let idea = ideas::find(&app.db, &idea).await.map_err(explained)?;
    let all = ideas::comments(&app.db, &idea.id)
        .await
        .map_err(explained)?;
    if for_programs {
        let shown = all.iter().map(|comment| {
            json!({
                "id": comment.id,
                "state": comment.state,
                "name": comment.name,
                "note": comment.note,
                "said": comment.said,
            })
        });
        return print::json(&Value::from_iter(shown));
    }
    let rows: Vec<_> = all
        .into_iter()
        .map(|comment| {
            let said = one_line(&comment.said);
            [
                comment.id.to_string(),
                comment.state.name(),
                comment.name,
                said,
            ]
        })
        .collect();
    print::table(["ID", "STATE", "NAME", "SAID"], &rows);
    Ok(())
}

async fn merge(app: &App, id: &str, into: &str) -> Result<()> {
    let tx = app.begin().await?;
    let idea = ideas::find(&tx, &read(id)?).await?;
    let into = ideas::find(&tx, &read(into)?).await?;
    ideas::merge(app, &tx, &idea, &into).await?;
    audit::kept(app, tx, None, "idea.merge", &idea.id).await
}

async fn offer(app: &App, id: &str, target: &str) -> Result<()> {
    let target = ideas::look_up(app, target).await?;
    let tx = app.begin().await?;
    let idea = ideas::find(&tx, &read(id)?).await?;
    ideas::offer(app, &tx, &idea, &target).await?;
    audit::kept(app, tx, None, "idea.offer", &idea.id).await
}

async fn list(app: &App, cycle: &str, for_programs: bool) -> anyhow::Result<()> {
    let cycle = cycles::find(&app.db, cycle).await.map_err(explained)?;
    let ideas = ideas::listed(&app.db, Some(&cycle.id))
        .await
        .map_err(explained)?;
    if for_programs {
        let shown = ideas.iter().map(|idea| {
            json!({
                "id": idea.id,
                "number": idea.number,
                "iri": idea.iri,
                "state": idea.state,
                "origin": idea.origin,
                "title": idea.title,
            })
        });
        return print::json(&Value::from_iter(shown));
    }
    let rows: Vec<_> = ideas
        .into_iter()
        .map(|idea| {
            let number = idea.number.map(|it| it.to_string()).unwrap_or_default();
            let state = idea.state.name();
            [idea.id.to_string(), number, state, idea.title]
        })
        .collect();
    print::table(["ID", "NUMBER", "STATE", "TITLE"], &rows);
    Ok(())
}
