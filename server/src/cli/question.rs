//! `verbund question`: ask associations of this and other servers, cast the vote of one of ours, and see what
//! was counted.

use super::{Place, explained, print};
use crate::{
    App, Error, Result, associations, audit,
    ids::QuestionId,
    questions::{self, Deciding, Draft, Question},
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Votes of associations across servers
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund question list")]
pub(super) enum Command {
    /// Show the questions there are: ours, and those that ours are asked
    #[command(after_help = "Example:\n  verbund question list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Prepare a question. Prints its id
    #[command(
        after_help = "Example:\n  verbund question draft --question Auswahl --option A --option B --elector @dialog@a.example --elector @zwst@b.example --until 2026-11-14"
    )]
    Draft(Box<Drafted>),
    /// Open a question to those it names
    #[command(after_help = "Example:\n  verbund question open 01JD3ZK6M00000000000000000")]
    Open {
        /// Its id
        id: String,
    },
    /// Cast the vote of an association of this instance
    #[command(after_help = "Example:\n  verbund question vote 01JD3ZK6M00000000000000000 Ja")]
    Vote {
        /// Its id
        id: String,
        /// The option, word for word
        choice: String,
        /// The handle of the association; without it the first of this instance
        #[arg(long, default_value = "", hide_default_value = true)]
        association: String,
    },
    /// Close a question: at its end, or as soon as everybody has voted
    #[command(
        after_help = "Example:\n  verbund question close 01JD3ZK6M00000000000000000 --sentence Vertagt"
    )]
    Close {
        /// Its id
        id: String,
        /// The result in one sentence; without it a plain one
        #[arg(long, default_value = "", hide_default_value = true)]
        sentence: String,
    },
    /// Say which ideas of a cycle were chosen, once it is counted. They become workstreams, the others are declined
    #[command(
        after_help = "Example:\n  verbund question decide 01JD3ZK6M00000000000000000 --choose 3,7"
    )]
    Decide {
        /// Its id
        id: String,
        /// The numbers of the ideas chosen, with commas between
        #[arg(long, default_value = "", hide_default_value = true)]
        choose: String,
        /// What was said against it
        #[arg(long, default_value = "", hide_default_value = true)]
        objections: String,
        /// The day it is to be looked at again
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        review: String,
    },
    /// Call an open question off. Nothing is counted, and those who could vote are told
    #[command(
        after_help = "Example:\n  verbund question call-off 01JD3ZK6M00000000000000000 Zurückgestellt"
    )]
    CallOff {
        /// Its id
        id: String,
        /// Why, in one sentence
        reason: String,
    },
}

#[derive(Args)]
pub(super) struct Drafted {
    /// What is asked
    #[arg(long)]
    question: String,
    /// What it is about, in Markdown
    #[arg(long, default_value = "", hide_default_value = true)]
    about: String,
    /// The last part of the address of the cycle whose ideas are chosen from
    #[arg(
        long,
        value_name = "CYCLE",
        default_value = "",
        hide_default_value = true
    )]
    cycle: String,
    /// An option; once for each. With a cycle the number of an idea; without any all that are proposed
    #[arg(
        long = "option",
        value_name = "OPTION",
        required_unless_present = "cycle"
    )]
    options: Vec<String>,
    /// What an abstention is called; without it there is none
    #[arg(long, default_value = "", hide_default_value = true)]
    abstention: String,
    /// open or secret
    #[arg(long, default_value = "open")]
    secrecy: String,
    /// Votes it takes
    #[arg(long, default_value = "0", hide_default_value = true)]
    quorum: String,
    /// The last day for votes
    #[arg(long, value_name = "DAY")]
    until: String,
    /// The time of that day; without it its end
    #[arg(
        long,
        value_name = "TIME",
        default_value = "",
        hide_default_value = true
    )]
    time: String,
    /// Who may vote, by address; once for each
    #[arg(long = "elector", value_name = "ADDRESS", required = true)]
    electors: Vec<String>,
    /// The handle of the association that asks; without it the first of this instance
    #[arg(long, default_value = "", hide_default_value = true)]
    organizer: String,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { json } => list(&app, json).await?,
            Self::Draft(said) => {
                print::say(draft(&app, *said).await.map_err(explained)?.id);
            }
            Self::Open { id } => {
                let opened = open(&app, &id).await.map_err(explained)?;
                print::say(
                    opened
                        .iri
                        .as_deref()
                        .map(url::Url::as_str)
                        .unwrap_or_default(),
                );
            }
            Self::Vote {
                id,
                choice,
                association,
            } => {
                vote(&app, &id, &association, &choice)
                    .await
                    .map_err(explained)?;
            }
            Self::Close { id, sentence } => {
                let closed = close(&app, &id, &sentence).await.map_err(explained)?;
                print::say(questions::address(&app, &closed));
            }
            Self::Decide {
                id,
                choose,
                objections,
                review,
            } => {
                let said = Deciding {
                    chosen: choose,
                    objections,
                    review_on: review,
                };
                let decided = decide(&app, &id, &said).await.map_err(explained)?;
                print::say(questions::address(&app, &decided));
            }
            Self::CallOff { id, reason } => {
                call_off(&app, &id, &reason).await.map_err(explained)?;
            }
        }
        Ok(())
    }
}

fn read_id(id: &str) -> Result<QuestionId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn draft(app: &App, said: Drafted) -> Result<Question> {
    let draft = Draft {
        organizer: said.organizer,
        question: said.question,
        about: said.about,
        cycle: said.cycle,
        options: said.options.join("\n"),
        abstention: said.abstention,
        secrecy: said.secrecy,
        quorum: said.quorum,
        ends_on: said.until,
        ends_at: said.time,
        electors: said.electors.join("\n"),
        ..Draft::default()
    };
    let tx = app.begin().await?;
    let question = questions::draft(app, &tx, &draft).await?;
    audit::kept(app, tx, None, "question.draft", &question.id).await?;
    Ok(question)
}

async fn open(app: &App, id: &str) -> Result<Question> {
    let (tx, id) = (app.begin().await?, read_id(id)?);
    let question = questions::open(app, &tx, &id).await?;
    audit::kept(app, tx, None, "question.open", &id).await?;
    Ok(question)
}

async fn vote(app: &App, id: &str, association: &str, choice: &str) -> Result<()> {
    let (tx, id) = (app.begin().await?, read_id(id)?);
    let association = associations::chosen(&tx, association).await?;
    questions::cast(app, &tx, &id, &association, choice).await?;
    audit::kept(app, tx, None, "question.vote", &id).await
}

async fn close(app: &App, id: &str, sentence: &str) -> Result<Question> {
    let (tx, id) = (app.begin().await?, read_id(id)?);
    let question = questions::close(app, &tx, &id, sentence).await?;
    audit::kept(app, tx, None, "question.close", &id).await?;
    Ok(question)
}

async fn decide(app: &App, id: &str, said: &Deciding) -> Result<Question> {
    let (tx, id) = (app.begin().await?, read_id(id)?);
    let question = questions::decide(app, &tx, &id, said).await?;
    audit::kept(app, tx, None, "question.decide", &id).await?;
    Ok(question)
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    let mut all = questions::listed(&app.db, true).await.map_err(explained)?;
    all.extend(questions::listed(&app.db, false).await.map_err(explained)?);
    if for_programs {
        let mut shown = Vec::new();
        for question in &all {
            let shape = questions::shape_of(app, question)
                .await
                .map_err(explained)?;
            shown.push(json!(shape));
        }
        return print::json(&Value::from(shown));
    }
    let rows: Vec<_> = all
        .into_iter()
        .map(|question| {
            let state = format!("{:?}", question.state).to_lowercase();
            let whose = match question.local {
                true => "ours",
                false => "asked",
            };
            [
                question.id.to_string(),
                state,
                whose.to_owned(),
                question.question,
            ]
        })
        .collect();
    print::table(["QUESTION", "STATE", "WHOSE", "TEXT"], &rows);
    Ok(())
}

async fn call_off(app: &App, id: &str, reason: &str) -> Result<()> {
    let (tx, id) = (app.begin().await?, read_id(id)?);
    questions::call_off(app, &tx, &id, reason).await?;
    audit::kept(app, tx, None, "question.call-off", &id).await
}
