//! `verbund committee`: found a committee, fill its seats, put motions to it and write its minutes.

use super::{Place, event::read, explained, print};
use crate::{
    App, Result, associations, audit,
    committees::{
        self, Committee, Draft, holder, minutes, motion,
        motion::{Count, Outcome},
    },
};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Committees, their seats and what they decide
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund committee list")]
pub(super) enum Command {
    /// Found a committee from a file. Prints its address
    #[command(after_help = "Example:\n  verbund committee found komitee.toml")]
    Found {
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Change a committee as a file says; what it leaves out is emptied. Prints its address
    #[command(after_help = "Example:\n  verbund committee revise dialogkomitee komitee.toml")]
    Revise {
        /// The last part of its address
        committee: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Show which committees there are, the latest term first
    #[command(after_help = "Example:\n  verbund committee list --json")]
    List {
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Show the seats of a committee, and who is in them
    #[command(after_help = "Example:\n  verbund committee seats dialogkomitee")]
    Seats {
        /// The last part of its address
        committee: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Let somebody take a seat, stand in, or advise. Prints their id
    #[command(
        after_help = "Example:\n  verbund committee seat dialogkomitee Vorstand --seat Wissenschaft"
    )]
    Seat(Box<Seated>),
    /// Let somebody go before their term is over
    #[command(
        after_help = "Example:\n  verbund committee end dialogkomitee 01JD3ZK6M00000000000000000"
    )]
    End {
        /// The last part of its address
        committee: String,
        /// The id of who goes
        holder: String,
    },
    /// Print the link of somebody who has no e-mail address, to be handed to them alone
    #[command(
        after_help = "Example:\n  verbund committee link dialogkomitee 01JD3ZK6M00000000000000000"
    )]
    Link {
        /// The last part of its address
        committee: String,
        /// The id of whose link it is
        holder: String,
    },
    /// Put a motion to the vote, from a file. Prints its number
    #[command(after_help = "Example:\n  verbund committee put dialogkomitee antrag.toml")]
    Put {
        /// The last part of its address
        committee: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Take a motion back before it is decided
    #[command(after_help = "Example:\n  verbund committee withdraw dialogkomitee 3")]
    Withdraw {
        /// The last part of its address
        committee: String,
        /// The number of the motion
        motion: String,
    },
    /// Show the motions of a committee, and what came of them
    #[command(after_help = "Example:\n  verbund committee motions dialogkomitee")]
    Motions {
        /// The last part of its address
        committee: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Write the minutes of a sitting down, from a file. Prints their id
    #[command(after_help = "Example:\n  verbund committee minutes dialogkomitee protokoll.toml")]
    Minutes {
        /// The last part of its address
        committee: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
        /// Ask the seats to approve at once
        #[arg(long)]
        submit: bool,
    },
}

#[derive(Args)]
pub(super) struct Seated {
    /// The last part of its address
    committee: String,
    /// Organisation and role; "" where an association of another server says so itself
    name: String,
    /// An association of another server that the seat is offered to: @verein@host
    #[arg(long, default_value = "", hide_default_value = true)]
    address: String,
    /// The number of the seat, or its stakeholder group
    #[arg(long, default_value = "", hide_default_value = true)]
    seat: String,
    /// member, deputy or adviser
    #[arg(long, default_value = "member")]
    part: String,
    /// Where their link is sent
    #[arg(long, default_value = "", hide_default_value = true)]
    email: String,
    /// The first day
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    from: String,
    /// The last day
    #[arg(
        long,
        value_name = "DAY",
        default_value = "",
        hide_default_value = true
    )]
    until: String,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        let told = match self {
            Self::Found { file } => found(&app, &read(&file)?).await,
            Self::Revise { committee, file } => revise(&app, &committee, &read(&file)?).await,
            Self::List { json } => return list(&app, json).await,
            Self::Seats { committee, json } => return seats(&app, &committee, json).await,
            Self::Seat(seated) => seat(&app, *seated).await,
            Self::End { committee, holder } => end(&app, &committee, &holder).await,
            Self::Link { committee, holder } => link(&app, &committee, &holder).await,
            Self::Put { committee, file } => put(&app, &committee, &read(&file)?).await,
            Self::Withdraw { committee, motion } => withdraw(&app, &committee, &motion).await,
            Self::Motions { committee, json } => return motions(&app, &committee, json).await,
            Self::Minutes {
                committee,
                file,
                submit,
            } => write(&app, &committee, &read(&file)?, submit).await,
        };
        print::say(told.map_err(explained)?);
        Ok(())
    }
}

fn page(app: &App, committee: &Committee) -> String {
    let mut page = app.config.origin().clone();
    page.set_path(&committee.path());
    page.to_string()
}

async fn found(app: &App, draft: &Draft) -> Result<String> {
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let committee = committees::found(app, &tx, &association, draft, keys).await?;
    audit::kept(app, tx, None, "committee.found", &committee.id).await?;
    Ok(page(app, &committee))
}

async fn revise(app: &App, slug: &str, draft: &Draft) -> Result<String> {
    let tx = app.begin().await?;
    let committee = committees::find(&tx, slug).await?;
    let committee = committees::revise(app, &tx, &committee.id, draft).await?;
    audit::kept(app, tx, None, "committee.revise", &committee.id).await?;
    Ok(page(app, &committee))
}

async fn list(app: &App, for_programs: bool) -> anyhow::Result<()> {
    if for_programs {
        let shapes = committees::shapes(app).await.map_err(explained)?;
        return print::json(&serde_json::to_value(shapes.committees)?);
    }
    let all = committees::all(&app.db).await.map_err(explained)?;
    let rows = all.into_iter().map(|it| {
        let term = format!("{} to {}", it.starts_on, it.ends_on);
        [it.slug, it.name, term]
    });
    let rows: Vec<_> = rows.collect();
    print::table(["COMMITTEE", "NAME", "TERM"], &rows);
    Ok(())
}

async fn seats(app: &App, slug: &str, for_programs: bool) -> anyhow::Result<()> {
    let committee = committees::find(&app.db, slug).await.map_err(explained)?;
    let shape = committees::shape_of(app, &committee).await;
    let shape = shape.map_err(explained)?;
    if for_programs {
        return print::json(&serde_json::to_value(shape.seats)?);
    }
    let name = |person: Option<committees::shape::Person>| match person {
        Some(person) => person.name,
        None => "vacant".to_owned(),
    };
    let rows = shape.seats.into_iter().map(|it| {
        let number = it.number.to_string();
        [number, it.stakeholder, name(it.member), name(it.deputy)]
    });
    let rows: Vec<_> = rows.collect();
    print::table(["SEAT", "GROUP", "MEMBER", "DEPUTY"], &rows);
    Ok(())
}

async fn seat(app: &App, seated: Seated) -> Result<String> {
    let draft = holder::Draft {
        seat: seated.seat,
        part: seated.part,
        name: seated.name,
        address: seated.address,
        email: seated.email,
        language: String::new(),
        starts_on: seated.from,
        ends_on: seated.until,
    };
    let elsewhere = committees::look_up(app, &draft).await?;
    let tx = app.begin().await?;
    let committee = committees::find(&tx, &seated.committee).await?;
    let holder = committees::seat(app, &tx, &committee, &draft, elsewhere.as_ref()).await?;
    audit::kept(app, tx, None, "committee.seat", &holder.id).await?;
    Ok(holder.id.to_string())
}

async fn end(app: &App, slug: &str, id: &str) -> Result<String> {
    let tx = app.begin().await?;
    let committee = committees::find(&tx, slug).await?;
    let holder = committees::find_holder(&tx, &committee, id).await?;
    let holder = committees::end(app, &tx, &holder).await?;
    audit::kept(app, tx, None, "committee.end", &holder.id).await?;
    Ok(format!("{} left.", holder.name))
}

async fn link(app: &App, slug: &str, id: &str) -> Result<String> {
    let tx = app.begin().await?;
    let committee = committees::find(&tx, slug).await?;
    let holder = committees::find_holder(&tx, &committee, id).await?;
    audit::kept(app, tx, None, "committee.link", &holder.id).await?;
    Ok(committees::way_to(app, &holder).to_string())
}

async fn put(app: &App, slug: &str, draft: &motion::Draft) -> Result<String> {
    let tx = app.begin().await?;
    let committee = committees::find(&tx, slug).await?;
    let motion = committees::put(app, &tx, &committee, draft).await?;
    audit::kept(app, tx, None, "committee.motion-put", &motion.id).await?;
    Ok(motion.number.to_string())
}

async fn withdraw(app: &App, slug: &str, number: &str) -> Result<String> {
    let tx = app.begin().await?;
    let committee = committees::find(&tx, slug).await?;
    let motion = committees::find_motion(&tx, &committee, number).await?;
    let motion = committees::withdraw(app, &tx, &motion).await?;
    audit::kept(app, tx, None, "committee.motion-withdraw", &motion.id).await?;
    Ok(format!("Motion {} is taken back.", motion.number))
}

async fn motions(app: &App, slug: &str, for_programs: bool) -> anyhow::Result<()> {
    let committee = committees::find(&app.db, slug).await.map_err(explained)?;
    let now = app.clock.now();
    let mut rows = Vec::new();
    let mut shown = Vec::new();
    let all = committees::motions(&app.db, &committee.id).await;
    for motion in all.map_err(explained)? {
        let votes = committees::votes(&app.db, &motion.id).await;
        let count = Count::of(&votes.map_err(explained)?);
        let outcome = motion.outcome(&count, now);
        // Until the end nobody is shown how it stands.
        let count = (outcome != Outcome::Open).then_some(count);
        let counted = count.as_ref().map_or_else(String::new, |count| {
            format!("{}/{}/{}", count.yes, count.no, count.abstain)
        });
        let outcome = json!(outcome).as_str().unwrap_or_default().to_owned();
        shown.push(json!({
            "number": motion.number, "title": motion.title, "outcome": outcome, "count": count,
        }));
        rows.push([motion.number.to_string(), motion.title, outcome, counted]);
    }
    if for_programs {
        return print::json(&Value::from(shown));
    }
    print::table(["MOTION", "TITLE", "OUTCOME", "YES/NO/ABSTAIN"], &rows);
    Ok(())
}

async fn write(app: &App, slug: &str, draft: &minutes::Draft, submit: bool) -> Result<String> {
    let tx = app.begin().await?;
    let committee = committees::find(&tx, slug).await?;
    let minutes = committees::write_minutes(app, &tx, &committee, draft).await?;
    let mut action = "committee.minutes-write";
    if submit {
        committees::submit_minutes(app, &tx, &minutes).await?;
        action = "committee.minutes-submit";
    }
    audit::kept(app, tx, None, action, &minutes.id).await?;
    Ok(minutes.id.to_string())
}
