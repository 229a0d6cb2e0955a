//! `verbund mandate`: seats of ours in committees of other servers.

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    committees::holder::Absence,
    mandates::{
        self, Ballot, Draft, Word,
        api::{MinutesShape, MotionShape, Shape, WordShape},
        word::Remark,
    },
    words::Word as _,
};
use clap::Subcommand;
use serde_json::json;

/// Seats of ours in committees of other servers
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund mandate list")]
pub(super) enum Command {
    /// Show which seats were offered, are held or are over
    #[command(after_help = "Example:\n  verbund mandate list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Take a seat that was offered
    #[command(
        after_help = "Example:\n  verbund mandate accept 01K9Z3NDEKTSV4RRFFQ69G5FAV Vorstand"
    )]
    Accept {
        /// The id of the mandate
        id: String,
        /// Organisation and role of whoever takes it
        person: String,
    },
    /// Decline a seat that was offered
    #[command(after_help = "Example:\n  verbund mandate decline 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Decline {
        /// The id of the mandate
        id: String,
        /// Why
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Give a seat back. Our rights end at once
    #[command(after_help = "Example:\n  verbund mandate leave 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Leave {
        /// The id of the mandate
        id: String,
    },
    /// Show what the committee votes on
    #[command(after_help = "Example:\n  verbund mandate motions 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Motions {
        /// The id of the mandate
        id: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Vote for the seat: yes, no or abstain; without an answer the same once more
    #[command(
        after_help = "Example:\n  verbund mandate vote 01K9Z3NDEKTSV4RRFFQ69G5FAV 01K9Z3NDEKTSV4RRFFQ69G5FAW yes"
    )]
    Vote {
        /// The id of the mandate
        id: String,
        /// The id of the motion
        motion: String,
        /// yes, no or abstain
        voice: String,
    },
    /// Show the minutes we are asked to approve
    #[command(after_help = "Example:\n  verbund mandate minutes 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Minutes {
        /// The id of the mandate
        id: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Approve of minutes for the seat
    #[command(
        after_help = "Example:\n  verbund mandate approve 01K9Z3NDEKTSV4RRFFQ69G5FAV 01K9Z3NDEKTSV4RRFFQ69G5FAW"
    )]
    Approve {
        /// The id of the mandate
        id: String,
        /// The id of the minutes
        minutes: String,
    },
    /// Show what we said for the seat beside votes
    #[command(after_help = "Example:\n  verbund mandate words 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Words {
        /// The id of the mandate
        id: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Say something on a motion or a workstream. Prints the id
    #[command(
        after_help = "Example:\n  verbund mandate remark 01K9Z3NDEKTSV4RRFFQ69G5FAV https://dialog.example/workstreams/ws-cra Fundiert."
    )]
    Remark {
        /// The id of the mandate
        id: String,
        /// The id of a motion, or the address of a workstream of that server
        about: String,
        /// What is said
        text: String,
        /// On what occasion; of a workstream only
        #[arg(long, default_value = "", hide_default_value = true)]
        checkpoint: String,
        /// Everybody may read it, on the page of the workstream
        #[arg(long)]
        public: bool,
    },
    /// Take a remark back
    #[command(
        after_help = "Example:\n  verbund mandate take-back 01K9Z3NDEKTSV4RRFFQ69G5FAV 01K9Z3NDEKTSV4RRFFQ69G5FAW"
    )]
    TakeBack {
        /// The id of the mandate
        id: String,
        /// The id of the remark
        word: String,
    },
    /// Say on which days the member is away; without days, that they are back
    #[command(
        after_help = "Example:\n  verbund mandate absence 01K9Z3NDEKTSV4RRFFQ69G5FAV 2026-12-01 2026-12-12"
    )]
    Absence {
        /// The id of the mandate
        id: String,
        /// The first day
        #[arg(default_value = "", hide_default_value = true)]
        from: String,
        /// The last day
        #[arg(default_value = "", hide_default_value = true)]
        until: String,
    },
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { json } => {
                let all = mandates::listed(&app.db).await.map_err(explained)?;
                let shapes: Vec<Shape> = all.iter().map(Shape::of).collect();
                if json {
                    return print::json(&json!(shapes));
                }
                let rows: Vec<_> = shapes.into_iter().map(row).collect();
                print::table(["ID", "STATE", "PART", "SEAT", "COMMITTEE"], &rows);
            }
            Self::Accept { id, person } => {
                accept(&app, &id, &Draft { person })
                    .await
                    .map_err(explained)?;
            }
            Self::Decline { id, reason } => {
                decline(&app, &id, &reason).await.map_err(explained)?;
            }
            Self::Leave { id } => leave(&app, &id).await.map_err(explained)?,
            Self::Motions { id, json } => return motions(&app, &id, json).await,
            Self::Vote { id, motion, voice } => {
                let ballot = Ballot { motion, voice };
                vote(&app, &id, &ballot).await.map_err(explained)?;
            }
            Self::Minutes { id, json } => return minutes(&app, &id, json).await,
            Self::Approve { id, minutes } => {
                approve(&app, &id, &minutes).await.map_err(explained)?;
            }
            Self::Words { id, json } => return words(&app, &id, json).await,
            Self::Remark {
                id,
                about,
                text,
                checkpoint,
                public,
            } => {
                let remark = Remark {
                    about,
                    checkpoint,
                    text,
                    is_public: match public {
                        true => "yes".to_owned(),
                        false => String::new(),
                    },
                };
                let said = remarked(&app, &id, &remark).await;
                print::say(said.map_err(explained)?.id);
            }
            Self::TakeBack { id, word } => {
                take_back(&app, &id, &word).await.map_err(explained)?;
            }
            Self::Absence { id, from, until } => {
                let absence = Absence {
                    absent_from: from,
                    absent_until: until,
                };
                away(&app, &id, &absence).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

fn row(shape: Shape) -> [String; 5] {
    [
        shape.id,
        shape.state.name(),
        shape.part.name(),
        shape.stakeholder,
        shape.address,
    ]
}

async fn accept(app: &App, id: &str, draft: &Draft) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::accept(app, &tx, mandate, draft).await?;
    audit::kept(app, tx, None, "mandate.accept", id).await
}

async fn decline(app: &App, id: &str, reason: &str) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::decline(app, &tx, mandate, reason).await?;
    audit::kept(app, tx, None, "mandate.decline", id).await
}

async fn leave(app: &App, id: &str) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::leave(app, &tx, mandate).await?;
    audit::kept(app, tx, None, "mandate.leave", id).await
}

async fn motions(app: &App, id: &str, for_programs: bool) -> anyhow::Result<()> {
    let mandate = mandates::find(&app.db, id).await.map_err(explained)?;
    let all = mandates::motions(&app.db, &mandate.id).await;
    let all = all.map_err(explained)?;
    let shapes: Vec<MotionShape> = all.iter().map(MotionShape::of).collect();
    if for_programs {
        return print::json(&json!(shapes));
    }
    let rows = shapes.into_iter().map(|it| {
        let voice = it.voice.map(|voice| voice.name()).unwrap_or_default();
        [it.id, it.outcome.name(), voice, it.title]
    });
    let rows: Vec<_> = rows.collect();
    print::table(["ID", "OUTCOME", "VOTE", "TITLE"], &rows);
    Ok(())
}

async fn vote(app: &App, id: &str, ballot: &Ballot) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::vote(app, &tx, &mandate, ballot).await?;
    audit::kept(app, tx, None, "mandate.vote", id).await
}

async fn minutes(app: &App, id: &str, for_programs: bool) -> anyhow::Result<()> {
    let mandate = mandates::find(&app.db, id).await.map_err(explained)?;
    let all = mandates::minutes(&app.db, &mandate.id).await;
    let all = all.map_err(explained)?;
    let shapes: Vec<MinutesShape> = all.iter().map(MinutesShape::of).collect();
    if for_programs {
        return print::json(&json!(shapes));
    }
    let rows = shapes.into_iter().map(|it| {
        let stands = match it.is_approved {
            true => "approved",
            false => "submitted",
        };
        let ours = it.word_state.map(|state| state.name());
        [it.id, stands.to_owned(), ours.unwrap_or_default(), it.title]
    });
    let rows: Vec<_> = rows.collect();
    print::table(["ID", "STATE", "OURS", "TITLE"], &rows);
    Ok(())
}

async fn words(app: &App, id: &str, for_programs: bool) -> anyhow::Result<()> {
    let mandate = mandates::find(&app.db, id).await.map_err(explained)?;
    let all = mandates::words(&app.db, &mandate.id).await;
    let all = all.map_err(explained)?;
    let shapes: Vec<WordShape> = all.iter().map(WordShape::of).collect();
    if for_programs {
        return print::json(&json!(shapes));
    }
    let rows = shapes.into_iter().map(|it| {
        let days = [it.starts_on, it.ends_on].into_iter().flatten();
        let days: Vec<String> = days.map(|day| day.to_string()).collect();
        let said = match it.text.is_empty() {
            true => days.join(" "),
            false => it.text.replace('\n', " "),
        };
        [it.id, it.kind.name(), it.word_state.name(), it.about, said]
    });
    let rows: Vec<_> = rows.collect();
    print::table(["ID", "KIND", "STATE", "ABOUT", "SAID"], &rows);
    Ok(())
}

async fn approve(app: &App, id: &str, minutes: &str) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::approve(app, &tx, &mandate, minutes).await?;
    audit::kept(app, tx, None, "mandate.approve", id).await
}

async fn remarked(app: &App, id: &str, remark: &Remark) -> Result<Word> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    let word = mandates::remark(app, &tx, &mandate, remark).await?;
    audit::kept(app, tx, None, "mandate.remark", id).await?;
    Ok(word)
}

async fn take_back(app: &App, id: &str, word: &str) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::take_back(app, &tx, &mandate, word).await?;
    audit::kept(app, tx, None, "mandate.take-back", id).await
}

async fn away(app: &App, id: &str, absence: &Absence) -> Result<()> {
    let tx = app.begin().await?;
    let mandate = mandates::find_for_change(&tx, id).await?;
    mandates::mark_absence(app, &tx, &mandate, absence).await?;
    audit::kept(app, tx, None, "mandate.absence", id).await
}
