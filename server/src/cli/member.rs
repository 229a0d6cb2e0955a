//! `verbund member`: who works in a workstream of ours, and who asks to.

use super::{Place, explained, print};
use crate::{
    App, Result, audit,
    members::{self, Admission, Draft, Member, api::Shape},
    words::Word as _,
    workstreams,
};
use clap::Subcommand;
use serde_json::json;

/// Who works in a workstream of ours
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund member list ws-cra")]
pub(super) enum Command {
    /// Show who works in it, who asks to, and who did
    #[command(after_help = "Example:\n  verbund member list ws-cra --json")]
    List {
        /// Which workstream
        workstream: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Write down somebody of this house. Prints the id
    #[command(after_help = "Example:\n  verbund member enter ws-cra Redaktion --role write")]
    Enter {
        /// Which workstream
        workstream: String,
        /// Organisation and role
        name: String,
        /// visit, report, write or maintain
        #[arg(long, default_value = "write")]
        role: String,
        /// The last day. Without it: as long as the workstream is worked on
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        until: String,
    },
    /// Let in somebody who asked, and whose home confirmed
    #[command(
        after_help = "Example:\n  verbund member accept ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV --role report"
    )]
    Accept {
        /// Which workstream
        workstream: String,
        /// The id of who asked
        id: String,
        /// Not more than was asked for. Without it: that
        #[arg(long, default_value = "", hide_default_value = true)]
        role: String,
        /// The last day. Without it: as long as the workstream is worked on
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        until: String,
    },
    /// Say no to somebody who asked
    #[command(
        after_help = "Example:\n  verbund member reject ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV --reason Voll"
    )]
    Reject {
        /// Which workstream
        workstream: String,
        /// The id of who asked
        id: String,
        /// Why; they read it
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Take a member out. Their rights end at once
    #[command(after_help = "Example:\n  verbund member remove ws-cra 01K9Z3NDEKTSV4RRFFQ69G5FAV")]
    Remove {
        /// Which workstream
        workstream: String,
        /// The id of the member
        id: String,
        /// Why
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
}

/// What is done about one of them.
enum Deed {
    Accept(Admission),
    Reject(String),
    Remove(String),
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        let (workstream, id, deed) = match self {
            Self::List { workstream, json } => return list(&app, &workstream, json).await,
            Self::Enter {
                workstream,
                name,
                role,
                until,
            } => {
                let draft = Draft { name, role, until };
                let member = enter(&app, &workstream, &draft).await;
                print::say(member.map_err(explained)?.id);
                return Ok(());
            }
            Self::Accept {
                workstream,
                id,
                role,
                until,
            } => (workstream, id, Deed::Accept(Admission { role, until })),
            Self::Reject {
                workstream,
                id,
                reason,
            } => (workstream, id, Deed::Reject(reason)),
            Self::Remove {
                workstream,
                id,
                reason,
            } => (workstream, id, Deed::Remove(reason)),
        };
        let member = settle(&app, &workstream, &id, &deed).await;
        print::say(row(&member.map_err(explained)?)[1].clone());
        Ok(())
    }
}

fn row(member: &Member) -> [String; 5] {
    [
        member.id.to_string(),
        member.state.name(),
        member.role.name(),
        member.until.map(|day| day.to_string()).unwrap_or_default(),
        member.name.clone(),
    ]
}

async fn list(app: &App, workstream: &str, for_programs: bool) -> anyhow::Result<()> {
    let workstream = workstreams::find(&app.db, workstream).await;
    let workstream = workstream.map_err(explained)?;
    let all = members::of_workstream(&app.db, &workstream.id).await;
    let all = all.map_err(explained)?;
    if for_programs {
        let shapes: Vec<Shape> = all.iter().map(Shape::of).collect();
        return print::json(&json!(shapes));
    }
    let rows: Vec<_> = all.iter().map(row).collect();
    print::table(["ID", "STATE", "ROLE", "UNTIL", "NAME"], &rows);
    Ok(())
}

async fn enter(app: &App, workstream: &str, draft: &Draft) -> Result<Member> {
    let tx = app.begin().await?;
    let workstream = workstreams::find(&tx, workstream).await?;
    let member = members::enter(app, &tx, &workstream, draft).await?;
    audit::kept(app, tx, None, "member.enter", &member.id).await?;
    Ok(member)
}

async fn settle(app: &App, workstream: &str, id: &str, deed: &Deed) -> Result<Member> {
    let tx = app.begin().await?;
    let workstream = workstreams::find(&tx, workstream).await?;
    let member = members::find_for_change(&tx, &workstream, id).await?;
    let (action, member) = match deed {
        Deed::Accept(admission) => (
            "member.accept",
            members::accept(app, &tx, &workstream, member, admission).await?,
        ),
        Deed::Reject(reason) => (
            "member.reject",
            members::reject(app, &tx, &workstream, member, reason).await?,
        ),
        Deed::Remove(reason) => (
            "member.remove",
            members::remove(app, &tx, &workstream, member, reason).await?,
        ),
    };
    audit::kept(app, tx, None, action, &member.id).await?;
    Ok(member)
}
