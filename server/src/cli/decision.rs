//! `verbund decision`: prepare a vote of a cycle, open it, close it with what was decided, and see the file
//! anybody recounts it with.

use super::{Place, explained, print};
use crate::{
    App, Error, Refusal, Result, audit, cycles,
    decisions::{
        self, Closing, Decision, Draft,
        organisations::{Confirmation, Spelling, folded},
    },
    ids::DecisionId,
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Votes of a cycle, and what they decided
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund decision list")]
pub(super) enum Command {
    /// Show the votes there are, the latest first
    #[command(after_help = "Example:\n  verbund decision list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Prepare a vote of a cycle. Prints its id
    #[command(
        after_help = "Example:\n  verbund decision draft 2026-2027 --question Auswahl --event denkwerkstatt-2026"
    )]
    Draft(Box<Drafted>),
    /// Show the associations of those who were let in, where each has one vote, and say which are one
    #[command(
        after_help = "Example:\n  verbund decision organisations 01JD3ZK6M00000000000000000 --without Presse=Gast --confirm"
    )]
    Organisations {
        /// Its id
        id: String,
        /// What a spelling counts as: SPELLING=NAME
        #[arg(long = "as", value_name = "SPELLING=NAME", value_parser = pair)]
        counts_as: Vec<(String, String)>,
        /// A spelling that has no vote: SPELLING=REASON
        #[arg(long, value_name = "SPELLING=REASON", value_parser = pair)]
        without: Vec<(String, String)>,
        /// Confirm all of them so: those that are not named count as they are shown
        #[arg(long)]
        confirm: bool,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Open a vote to those who were let in at its edition
    #[command(after_help = "Example:\n  verbund decision open 01JD3ZK6M00000000000000000")]
    Open {
        /// Its id
        id: String,
    },
    /// Close a vote. What was chosen becomes workstreams, the other ideas are declined
    #[command(
        after_help = "Example:\n  verbund decision close 01JD3ZK6M00000000000000000 --sentence Zwei --choose 3,7"
    )]
    Close {
        /// Its id
        id: String,
        /// The result in one sentence
        #[arg(long)]
        sentence: String,
        /// The numbers of what was chosen, with commas between
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
    /// Print the file of ballots of a vote that is closed, as CSV
    #[command(
        after_help = "Example:\n  verbund decision tally 01JD3ZK6M00000000000000000 > tally.csv"
    )]
    Tally {
        /// Its id
        id: String,
    },
}

#[derive(Args)]
pub(super) struct Drafted {
    /// The last part of the cycle's address
    cycle: String,
    /// What is asked
    #[arg(long)]
    question: String,
    /// The last part of the address of the edition whose people vote
    #[arg(long)]
    event: String,
    /// dots, ranking, consent or yes_no
    #[arg(long, default_value = "dots")]
    method: String,
    /// Points of one ballot, or places
    #[arg(long, default_value = "5")]
    points: String,
    /// Points for one option
    #[arg(long, default_value = "", hide_default_value = true)]
    each: String,
    /// secret or open
    #[arg(long, default_value = "secret")]
    secrecy: String,
    /// people or associations
    #[arg(long, default_value = "people")]
    voters: String,
    /// While people vote: hidden or shown
    #[arg(long, default_value = "hidden")]
    results: String,
    /// Ballots it takes
    #[arg(long, default_value = "0", hide_default_value = true)]
    quorum: String,
    /// Ballots it takes of each group
    #[arg(long, default_value = "0", hide_default_value = true)]
    group_quorum: String,
    /// The last day for ballots
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    until: String,
    /// Send whoever may vote the way to it by mail
    #[arg(long)]
    letters: bool,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { json } => list(&app, json).await?,
            Self::Draft(said) => {
                print::say(draft(&app, *said).await.map_err(explained)?.id);
            }
            Self::Organisations {
                id,
                counts_as,
                without,
                confirm,
                json,
            } => {
                let all = organisations(&app, &id, (&counts_as, &without), confirm).await;
                show_organisations(&all.map_err(explained)?, json)?;
            }
            Self::Open { id } => {
                let opened = open(&app, &id).await.map_err(explained)?;
                print::say(page_of(&app, &opened).await.map_err(explained)?);
            }
            Self::Close {
                id,
                sentence,
                choose,
                objections,
                review,
            } => {
                let closing = Closing {
                    sentence,
                    chosen: choose,
                    objections,
                    review_on: review,
                };
                let closed = close(&app, &id, &closing).await.map_err(explained)?;
                print::say(page_of(&app, &closed).await.map_err(explained)?);
            }
            Self::Tally { id } => {
                let file = tally(&app, &id).await.map_err(explained)?;
                print::say(file.trim_end());
            }
        }
        Ok(())
    }
}

fn read_id(id: &str) -> Result<DecisionId> {
    id.parse().map_err(|_| Error::NotFound)
}

async fn draft(app: &App, said: Drafted) -> Result<Decision> {
    let draft = Draft {
        question: said.question,
        method: said.method,
        points: said.points,
        each: said.each,
        secrecy: said.secrecy,
        voters: said.voters,
        results: said.results,
        event: said.event,
        ends_on: said.until,
        quorum: said.quorum,
        group_quorum: said.group_quorum,
        letters: match said.letters {
            true => "yes".to_owned(),
            false => String::new(),
        },
        ..Draft::default()
    };
    let tx = app.begin().await?;
    let cycle = cycles::find(&tx, &said.cycle).await?;
    let decision = decisions::draft(app, &tx, &cycle, &draft).await?;
    audit::kept(app, tx, None, "decision.draft", &decision.id).await?;
    Ok(decision)
}

fn pair(text: &str) -> std::result::Result<(String, String), String> {
    let (spelling, value) = text.split_once('=').ok_or("there is no = in it")?;
    Ok((spelling.to_owned(), value.to_owned()))
}

type Pairs<'a> = (&'a [(String, String)], &'a [(String, String)]);

async fn organisations(
    app: &App,
    id: &str,
    (counts_as, without): Pairs<'_>,
    is_confirmed: bool,
) -> Result<Vec<Spelling>> {
    let (tx, id) = (app.begin().await?, read_id(id)?);
    let decision = decisions::find(&tx, &id).await?;
    let mut all = decisions::spellings(&tx, &decision).await?;
    for (is_left_out, (spelling, value)) in
        (counts_as.iter().map(|it| (false, it))).chain(without.iter().map(|it| (true, it)))
    {
        let row = all
            .iter_mut()
            .find(|row| folded(&row.confirmed.spelling) == folded(spelling));
        let row = row.ok_or(Refusal::new("decision-spelling-unknown"))?;
        let (name, reason) = match is_left_out {
            true => (String::new(), value.clone()),
            false => (value.clone(), String::new()),
        };
        row.confirmed.counts_as = name;
        row.confirmed.reason = reason;
    }
    if !is_confirmed {
        return Ok(all);
    }
    let confirmation = Confirmation {
        organisations: all.into_iter().map(|row| row.confirmed).collect(),
        seen: decision.seen(),
    };
    let decision = decisions::confirm(app, &tx, &id, &confirmation).await?;
    let all = decisions::spellings(&tx, &decision).await?;
    audit::kept(app, tx, None, "decision.confirm", &id).await?;
    Ok(all)
}

fn show_organisations(all: &[Spelling], for_programs: bool) -> anyhow::Result<()> {
    if for_programs {
        return print::json(&all);
    }
    let rows: Vec<_> = all
        .iter()
        .map(|row| {
            [
                row.confirmed.spelling.clone(),
                row.people.to_string(),
                row.confirmed.counts_as.clone(),
                row.confirmed.reason.clone(),
                match row.is_confirmed {
                    true => "confirmed",
                    false => "not confirmed",
                }
                .to_owned(),
            ]
        })
        .collect();
    print::table(["SPELLING", "PEOPLE", "COUNTS AS", "WHY NOT", ""], &rows);
    Ok(())
}

async fn open(app: &App, id: &str) -> Result<Decision> {
    let (tx, id) = (app.begin().await?, read_id(id)?);
    let decision = decisions::open(app, &tx, &id).await?;
    audit::kept(app, tx, None, "decision.open", &id).await?;
    Ok(decision)
}

async fn close(app: &App, id: &str, closing: &Closing) -> Result<Decision> {
    let (tx, id) = (app.begin().await?, read_id(id)?);
    let decision = decisions::close(app, &tx, &id, closing).await?;
    audit::kept(app, tx, None, "decision.close", &id).await?;
    Ok(decision)
}

async fn tally(app: &App, id: &str) -> Result<String> {
    let decision = decisions::find(&app.db, &read_id(id)?).await?;
    let file = decisions::tally_file(&app.db, &decision).await?;
    Ok(String::from_utf8(file).map_err(anyhow::Error::from)?)
}

async fn page_of(app: &App, decision: &Decision) -> Result<url::Url> {
    let cycle = decisions::cycle_of(&app.db, decision).await?;
    Ok(decisions::address(app, decision, &cycle))
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    let all = decisions::listed(&app.db).await.map_err(explained)?;
    if for_programs {
        let shown = all.iter().map(|decision| {
            json!({
                "id": decision.id,
                "question": decision.question,
                "state": decision.state,
                "method": decision.method,
                "sentence": decision.sentence,
                "chosen": decision.chosen.0,
                "tally": decision.tally,
            })
        });
        return print::json(&Value::from_iter(shown));
    }
    let rows: Vec<_> = all
        .into_iter()
        .map(|decision| {
            let state = format!("{:?}", decision.state).to_lowercase();
            [decision.id.to_string(), state, decision.question]
        })
        .collect();
    print::table(["DECISION", "STATE", "QUESTION"], &rows);
    Ok(())
}
