//! `verbund participation`: who takes part in an event.

use super::{
    Place,
    event::import::{read, unreadable},
    explained, print,
};
use crate::{
    App, Result, audit, events,
    i18n::Lang,
    ids::EventId,
    imports::{
        pretix,
        registrations::{self, Guest, Standing, Ways},
    },
    participations::{
        self, Arrival, Circle, Correction, Hand, Participation, Registration, Turnout, Word,
        api::{Shape, Tables},
    },
    words::Word as _,
};
use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;

/// Who takes part in an event
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund participation list denkwerkstatt-2026")]
pub(super) enum Command {
    /// Show who takes part, in the order in which they came
    #[command(after_help = "Example:\n  verbund participation list denkwerkstatt-2026 --json")]
    List {
        /// The id of the event, or the last part of its address
        event: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Write down somebody who called
    #[command(
        after_help = "Example:\n  verbund participation enter denkwerkstatt-2026 --name Geschäftsstelle --attendance in_person"
    )]
    Enter(Enter),
    /// Count who came, by way and by group; kept when the registrations are deleted
    #[command(after_help = "Example:\n  verbund participation turnout denkwerkstatt-2026 --json")]
    Turnout {
        /// The id of the event, or the last part of its address
        event: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Show who sits at which table, in the sessions for which tables are chosen
    #[command(after_help = "Example:\n  verbund participation tables denkwerkstatt-2026 --json")]
    Tables {
        /// The id of the event, or the last part of its address
        event: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Seat somebody at a table of a session. Without a table they sit nowhere there
    #[command(
        after_help = "Example:\n  verbund participation seat denkwerkstatt-2026 A2B3C4 --session 01JD3ZK6M00000000000000000 --table Tisch-1"
    )]
    Seat {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
        /// The id of the session
        #[arg(long)]
        session: String,
        /// The label of the table
        #[arg(long)]
        table: Option<String>,
    },
    /// Say how somebody comes, in person or online, who could not say so from another server
    #[command(
        after_help = "Example:\n  verbund participation way denkwerkstatt-2026 A2B3C4 --attendance online"
    )]
    Way {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
        /// in_person or online
        #[arg(long, value_name = "WAY")]
        attendance: String,
    },
    /// Correct what was heard or typed wrongly; what is left out stays as it is
    #[command(
        after_help = "Example:\n  verbund participation correct denkwerkstatt-2026 A2B3C4 --email post@verein.example"
    )]
    Correct(Correct),
    /// Accept somebody who asked or waits
    #[command(after_help = "Example:\n  verbund participation approve denkwerkstatt-2026 A2B3C4")]
    Approve {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
    },
    /// Decline somebody
    #[command(
        after_help = "Example:\n  verbund participation decline denkwerkstatt-2026 A2B3C4 --reason Voll"
    )]
    Decline {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
        /// Told to them and not kept
        #[arg(long, default_value = "", hide_default_value = true)]
        reason: String,
    },
    /// Take out somebody who said that they do not come
    #[command(after_help = "Example:\n  verbund participation cancel denkwerkstatt-2026 A2B3C4")]
    Cancel {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
    },
    /// Let somebody in who is at the door
    #[command(after_help = "Example:\n  verbund participation check-in denkwerkstatt-2026 A2B3C4")]
    CheckIn {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
        /// A day of the event, such as 2026-11-13; today without it
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        day: String,
        /// room, stream or paper; as they registered without it
        #[arg(
            long,
            value_name = "HOW",
            default_value = "",
            hide_default_value = true
        )]
        how: String,
    },
    /// Take a check-in back
    #[command(after_help = "Example:\n  verbund participation check-out denkwerkstatt-2026 A2B3C4")]
    CheckOut {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
        /// The day that is taken back, such as 2026-11-13; today without it
        #[arg(
            long,
            value_name = "DAY",
            default_value = "",
            hide_default_value = true
        )]
        day: String,
    },
    /// Give somebody another link in place of one that others know. They are sent it
    #[command(after_help = "Example:\n  verbund participation link denkwerkstatt-2026 A2B3C4")]
    Link {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
    },
    /// Erase somebody who asked for it, with all they said
    #[command(
        after_help = "Example:\n  verbund participation erase denkwerkstatt-2026 A2B3C4 --yes"
    )]
    Erase {
        /// The id of the event, or the last part of its address
        event: String,
        /// Their id, or the code they show
        person: String,
        /// It cannot be undone
        #[arg(long, required = true)]
        yes: bool,
    },
    /// Make two registrations of one person one
    #[command(
        after_help = "Example:\n  verbund participation merge denkwerkstatt-2026 A2B3C4 D5E6F7"
    )]
    Merge {
        /// The id of the event, or the last part of its address
        event: String,
        /// The id of the one, or the code they show
        person: String,
        /// The id of the other, or the code they show
        other: String,
    },
    /// Write to those who take part, one mail each. Prints how many it reaches
    #[command(
        after_help = "Example:\n  verbund participation write denkwerkstatt-2026 raum.txt --subject Eingang --attendance in_person"
    )]
    Write(Write),
    /// Take over the list of another registration system. Without --yes only shows who is new on it
    #[command(
        after_help = "Example:\n  verbund participation import denkwerkstatt-2026 pretix.csv --yes"
    )]
    Import {
        /// The id of the event, or the last part of its address
        event: String,
        /// CSV as pretix exports it; "-" reads it from the standard input
        file: PathBuf,
        /// Take over those who are new
        #[arg(long)]
        yes: bool,
        /// Write to them: a confirmation now, changes and a reminder later
        #[arg(long, requires = "yes")]
        tell: bool,
    },
}

/// What somebody said on the telephone.
#[derive(Args)]
pub(super) struct Enter {
    /// The id of the event, or the last part of its address
    event: String,
    #[arg(long, default_value = "")]
    name: String,
    /// They get a mail there
    #[arg(long, value_name = "ADDRESS", default_value = "")]
    email: String,
    /// in_person or online; may be left out where there is one way only
    #[arg(long, value_name = "WAY", default_value = "")]
    attendance: String,
    /// Such as 2026-11-13, several with commas between; every day without it
    #[arg(long, value_name = "DAYS", default_value = "")]
    days: String,
    #[arg(long, value_name = "NAME", default_value = "")]
    organisation: String,
    /// One of the event's groups
    #[arg(long, value_name = "GROUP", default_value = "")]
    stakeholder: String,
    /// What they are written to in, de or en; that of this instance without it
    #[arg(
        long,
        value_name = "TAG",
        default_value = "",
        hide_default_value = true
    )]
    language: String,
}

/// What is corrected.
#[derive(Args)]
pub(super) struct Correct {
    /// The id of the event, or the last part of its address
    event: String,
    /// Their id, or the code they show
    person: String,
    #[arg(long)]
    name: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// in_person or online
    #[arg(long, value_name = "WAY")]
    attendance: Option<String>,
    /// Such as 2026-11-13, several with commas between; every day where it is empty
    #[arg(long, value_name = "DAYS")]
    days: Option<String>,
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// One of the event's groups, or nothing
    #[arg(long, value_name = "GROUP")]
    stakeholder: Option<String>,
    #[arg(long, value_name = "TEXT")]
    needs: Option<String>,
    /// The answers to the event's own questions, one a line, in their order
    #[arg(long, value_name = "LINES")]
    answers: Option<String>,
    /// What they are written to in: de or en
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

/// What is written to many, and to whom.
#[derive(Args)]
pub(super) struct Write {
    /// The id of the event, or the last part of its address
    event: String,
    /// What it says; "-" reads it from the standard input
    file: PathBuf,
    #[arg(long)]
    subject: String,
    /// How they stand: accepted, requested, waiting, offered
    #[arg(long, default_value = "accepted")]
    state: String,
    /// in_person or online; both without it
    #[arg(
        long,
        value_name = "WAY",
        default_value = "",
        hide_default_value = true
    )]
    attendance: String,
    /// One of the event's groups; all without it
    #[arg(
        long,
        value_name = "GROUP",
        default_value = "",
        hide_default_value = true
    )]
    stakeholder: String,
    /// Where they sit, as session/label; anywhere, or nowhere, without it
    #[arg(
        long,
        value_name = "TABLE",
        default_value = "",
        hide_default_value = true
    )]
    table: String,
    /// Also to accounts in the Fediverse, whose servers read it too
    #[arg(long)]
    there: bool,
}

/// What those who work here decide about somebody.
enum Decided {
    Approved,
    Declined(String),
    Corrected(Correction),
    TakenOut,
    CheckedIn(Arrival),
    CheckedOut(Arrival),
    Relinked,
}

impl Command {
    pub(super) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::List { event, json } => {
                let event = found(&app, &event).await?;
                let all = participations::of_event(&app.db, &event.id).await;
                let all = all.map_err(explained)?;
                if json {
                    let shapes: Vec<Shape> = all.iter().map(Shape::of).collect();
                    return print::json(&json!(shapes));
                }
                let head = ["NAME", "E-MAIL", "STATE", "WAY", "CAME BY", "CODE"];
                let rows: Vec<_> = all
                    .iter()
                    .map(|it| {
                        [
                            it.name.clone(),
                            it.email.clone().unwrap_or_default(),
                            it.state.name(),
                            it.attendance.name().to_owned(),
                            json!(it.origin).as_str().unwrap_or_default().to_owned(),
                            it.code.clone(),
                        ]
                    })
                    .collect();
                print::table(head, &rows);
            }
            Self::Turnout { event, json } => {
                let event = found(&app, &event).await?;
                let counted = participations::turnout(&app.db, &event).await;
                let (turnout, _) = counted.map_err(explained)?;
                if json {
                    return print::json(&json!(turnout));
                }
                print_turnout(&turnout);
            }
            Self::Tables { event, json } => {
                let event = found(&app, &event).await?;
                if json {
                    let tables = Tables::of(&app, &event, true).await.map_err(explained)?;
                    return print::json(&json!(tables));
                }
                let rows = seated(&app, &event).await.map_err(explained)?;
                print::table(["SESSION", "TITLE", "TABLE", "CODE", "NAME"], &rows);
            }
            Self::Seat {
                event,
                person,
                session,
                table,
            } => {
                let event = found(&app, &event).await?;
                let done = seat(&app, &event, &person, &session, table.as_deref()).await;
                done.map_err(explained)?;
            }
            Self::Way {
                event,
                person,
                attendance,
            } => {
                let event = found(&app, &event).await?;
                let done = set_way(&app, &event, &person, &attendance).await;
                done.map_err(explained)?;
            }
            Self::Link { event, person } => {
                let event = found(&app, &event).await?;
                say(decide(&app, &event, &person, Decided::Relinked).await)?;
            }
            Self::Erase { event, person, yes } => {
                if !yes {
                    bail!("say --yes to erase them");
                }
                let event = found(&app, &event).await?;
                erase(&app, &event, &person).await.map_err(explained)?;
            }
            Self::Correct(typed) => {
                let event = found(&app, &typed.event).await?;
                let corrected = Decided::Corrected(Correction {
                    name: typed.name,
                    email: typed.email,
                    attendance: typed.attendance,
                    days: typed.days,
                    organisation: typed.organisation,
                    stakeholder: typed.stakeholder,
                    needs: typed.needs,
                    answers: typed.answers,
                    language: typed.language,
                });
                say(decide(&app, &event, &typed.person, corrected).await)?;
            }
            Self::Approve { event, person } => {
                let event = found(&app, &event).await?;
                say(decide(&app, &event, &person, Decided::Approved).await)?;
            }
            Self::Decline {
                event,
                person,
                reason,
            } => {
                let event = found(&app, &event).await?;
                let declined = Decided::Declined(reason);
                say(decide(&app, &event, &person, declined).await)?;
            }
            Self::Cancel { event, person } => {
                let event = found(&app, &event).await?;
                say(decide(&app, &event, &person, Decided::TakenOut).await)?;
            }
            Self::CheckIn {
                event,
                person,
                day,
                how,
            } => {
                let event = found(&app, &event).await?;
                let arrival = Decided::CheckedIn(Arrival { day, how });
                say(decide(&app, &event, &person, arrival).await)?;
            }
            Self::CheckOut { event, person, day } => {
                let event = found(&app, &event).await?;
                let arrival = Arrival {
                    day,
                    ..Arrival::default()
                };
                say(decide(&app, &event, &person, Decided::CheckedOut(arrival)).await)?;
            }
            Self::Merge {
                event,
                person,
                other,
            } => {
                let event = found(&app, &event).await?;
                say(merge(&app, &event, &person, &other).await)?;
            }
            Self::Write(typed) => {
                let event = found(&app, &typed.event).await?;
                let text = String::from_utf8(read(&typed.file)?)?;
                let written = write(&app, &event, &typed, &text).await;
                let written = written.map_err(explained)?;
                let (reached, unreached) = (written.reached, written.unreached);
                print::say(format!("{reached} reached, {unreached} without an address"));
            }
            Self::Import {
                event,
                file,
                yes,
                tell,
            } => {
                let event = found(&app, &event).await?;
                let list = pretix::read(&read(&file)?, "");
                import(&app, &event, &list, yes, tell).await?;
            }
            Self::Enter(typed) => {
                let event = found(&app, &typed.event).await?;
                let registration = Registration {
                    name: typed.name,
                    email: typed.email,
                    attendance: typed.attendance,
                    days: typed.days,
                    organisation: typed.organisation,
                    stakeholder: typed.stakeholder,
                    language: typed.language,
                    ..Registration::default()
                };
                let language = app.config.instance.language.bcp47();
                let tx = app.begin().await.map_err(explained)?;
                let entered =
                    participations::enter(&app, &tx, &event.id, &registration, language).await;
                let entered = entered.map_err(explained)?;
                let now = app.clock.now();
                audit::note(&tx, None, "participation.enter", &entered.id, now)
                    .await
                    .map_err(explained)?;
                tx.commit().await?;
                print::say(format!("{}, code {}", entered.state.name(), entered.code));
            }
        }
        Ok(())
    }
}

fn print_turnout(turnout: &Turnout) {
    let (registered, there) = (turnout.registered, turnout.there);
    let row =
        |name: &str, of: &str, people: u32| [name.to_owned(), of.to_owned(), people.to_string()];
    let mut rows = vec![
        row("registered", "in_person", registered.in_person),
        row("registered", "online", registered.online),
        row("there", "room", there.room),
        row("there", "stream", there.stream),
        row("there", "paper", there.paper),
    ];
    for group in &turnout.groups {
        rows.push(row("registered", &group.name, group.tally.registered));
        rows.push(row("there", &group.name, group.tally.there));
    }
    if turnout.has_groups() {
        rows.push(row("registered", "others", turnout.others.registered));
        rows.push(row("there", "others", turnout.others.there));
    }
    print::table(["WHAT", "OF", "PEOPLE"], &rows);
}

async fn seated(app: &App, event: &events::Event) -> Result<Vec<[String; 5]>> {
    let people = participations::of_event(&app.db, &event.id).await?;
    let seatings = participations::seatings_of_event(&app.db, &event.id).await?;
    let mut rows = Vec::new();
    for slot in participations::slots(&app.db, event).await? {
        let (session, title) = (slot.session.id, slot.session.title);
        for seating in seatings.iter().filter(|it| it.session == session) {
            let person = people.iter().find(|it| it.id == seating.participation);
            rows.push([
                session.clone(),
                title.clone(),
                seating.label.clone(),
                person.map(|it| it.code.clone()).unwrap_or_default(),
                person.map(|it| it.name.clone()).unwrap_or_default(),
            ]);
        }
    }
    Ok(rows)
}

async fn seat(
    app: &App,
    event: &events::Event,
    person: &str,
    session: &str,
    table: Option<&str>,
) -> Result<()> {
    let tx = app.begin().await?;
    let found = participations::find_shown(&tx, &event.id, person).await?;
    match table {
        Some(label) => {
            participations::seat(app, &tx, &found, (session, label), Hand::Ours).await?;
        }
        None => participations::unseat(app, &tx, &found, session, Hand::Ours).await?,
    }
    audit::kept(app, tx, None, "participation.seat", &found.id).await
}

async fn set_way(app: &App, event: &events::Event, person: &str, attendance: &str) -> Result<()> {
    let tx = app.begin().await?;
    let found = participations::find_shown(&tx, &event.id, person).await?;
    let done = participations::set_way(app, &tx, &found, attendance).await?;
    audit::kept(app, tx, None, "participation.way", &done.id).await
}

/// How somebody stands now.
fn say(done: Result<Participation>) -> anyhow::Result<()> {
    let done = done.map_err(explained)?;
    print::say(format!("{}, code {}", done.state.name(), done.code));
    Ok(())
}

async fn decide(
    app: &App,
    event: &events::Event,
    person: &str,
    decided: Decided,
) -> Result<Participation> {
    let tx = app.begin().await?;
    let found = participations::find_shown(&tx, &event.id, person).await?;
    let (done, action) = match decided {
        Decided::Approved => {
            let done = participations::approve(app, &tx, &found).await?;
            (done, "participation.approve")
        }
        Decided::Declined(reason) => {
            let done = participations::decline(app, &tx, &found, reason.trim()).await?;
            (done, "participation.decline")
        }
        Decided::Corrected(correction) => {
            let done = participations::correct(app, &tx, &found, correction).await?;
            (done, "participation.correct")
        }
        Decided::TakenOut => {
            let done = participations::leave(app, &tx, &found, Word::Ours).await?;
            (done, "participation.leave")
        }
        Decided::CheckedIn(arrival) => {
            let done = participations::check_in(app, &tx, &found, &arrival).await?;
            (done, "participation.check_in")
        }
        Decided::CheckedOut(arrival) => {
            let done = participations::check_out(app, &tx, &found, &arrival).await?;
            (done, "participation.check_out")
        }
        Decided::Relinked => {
            let done = participations::renew_link(app, &tx, &found).await?;
            (done, "participation.link")
        }
    };
    audit::kept(app, tx, None, action, &done.id).await?;
    Ok(done)
}

async fn erase(app: &App, event: &events::Event, person: &str) -> Result<()> {
    let tx = app.begin().await?;
    let found = participations::find_shown(&tx, &event.id, person).await?;
    participations::erase(app, &tx, &found, Word::Ours).await?;
    audit::kept(app, tx, None, "participation.erase", &found.id).await
}

async fn merge(
    app: &App,
    event: &events::Event,
    person: &str,
    other: &str,
) -> Result<Participation> {
    let tx = app.begin().await?;
    let found = participations::find_shown(&tx, &event.id, person).await?;
    let other = participations::find_shown(&tx, &event.id, other).await?;
    let merged = participations::merge(app, &tx, &found.id, &other.id).await?;
    audit::kept(app, tx, None, "participation.merge", &merged.id).await?;
    Ok(merged)
}

async fn write(
    app: &App,
    event: &events::Event,
    typed: &Write,
    text: &str,
) -> Result<participations::Written> {
    let message = participations::Message {
        id: app.ulids.next(app.clock.now()).into(),
        circle: Circle::read(
            &typed.state,
            &typed.attendance,
            &typed.stakeholder,
            &typed.table,
        )?,
        there: typed.there,
        subject: &typed.subject,
        text,
    };
    let tx = app.begin().await?;
    let written = participations::write_to(app, &tx, &event.id, &message).await?;
    audit::kept(app, tx, None, "participation.write", &event.id).await?;
    Ok(written)
}

async fn import(
    app: &App,
    event: &events::Event,
    list: &pretix::List,
    yes: bool,
    tell: bool,
) -> anyhow::Result<()> {
    let ways = Ways::guessed(event, list);
    let guests = registrations::preview(&app.db, event, list, &ways).await;
    let guests = guests.map_err(explained)?;
    for guest in &guests {
        let word = match &guest.standing {
            Standing::New => "new".to_owned(),
            Standing::Known(state) => state.name(),
            Standing::Gone(_) => "gone".to_owned(),
            Standing::Cancelled => "cancelled".to_owned(),
            Standing::Twice => "twice".to_owned(),
            Standing::Refused(refusals) => {
                let why = refusals.0.iter().map(|it| Lang::En.text(it.message));
                why.collect::<Vec<_>>().join(" ")
            }
        };
        let booking = &guest.booking;
        print::say(format!("{}  {}  {word}", booking.email, booking.name));
    }
    unreadable(&list.unreadable);
    if !yes {
        print::note(
            "nobody was taken over: say --yes to take who is new, and take out who is gone",
        );
        return Ok(());
    }
    let all = |_: &Guest| true;
    let taken = registrations::take(app, None, event, (&guests, &ways), all, tell).await;
    let taken = taken.map_err(explained)?;
    for (key, refusals) in &taken.refused {
        let why = explained(refusals.clone().into());
        print::note(format!("{key}: {why}"));
    }
    print::note(format!("{} taken over", taken.new));
    if taken.gone > 0 {
        print::note(format!("{} taken out", taken.gone));
    }
    match taken.refused.len() {
        0 => Ok(()),
        refused => bail!("{refused} could not be taken over"),
    }
}

/// An event of ours by its id or its address.
async fn found(app: &crate::App, name: &str) -> anyhow::Result<events::Event> {
    let found = match name.parse::<EventId>() {
        Ok(id) => events::find(&app.db, &id).await,
        Err(_) => events::find_by_slug(&app.db, name).await,
    };
    let found = found.map_err(explained)?.filter(|event| event.local);
    found.ok_or_else(|| anyhow::anyhow!("there is no event {name:?} of ours"))
}
