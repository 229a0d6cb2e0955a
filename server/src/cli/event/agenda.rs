//! `verbund event agenda`: read a programme from a file, release it, show it.

use super::{
    super::{Place, explained, print},
    read as read_draft,
};
use crate::{
    App, Error, Refusals, Result,
    agenda::{self, Draft, Session, Version, feed, news, paste},
    audit,
    events::{self, Event},
    i18n::Lang,
    ids::EventId,
    participations,
};
use anyhow::{Context as _, bail};
use clap::Subcommand;
use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// What happens at an event, and when
#[derive(Subcommand)]
#[command(after_help = "Example:\n  verbund event agenda paste werkstatt programm.txt")]
pub(in crate::cli) enum Command {
    /// Read a programme in lines into the draft. Prints each line that should be looked at
    #[command(
        after_help = "Example:\n  verbund event agenda paste werkstatt programm.txt --in-place"
    )]
    Paste {
        /// The id of the event, or the last part of its address
        event: String,
        /// Lines as they stand in a mail or a document; "-" reads them from the standard input
        file: PathBuf,
        /// In place of what the draft says. Sessions of the same title stay the same
        #[arg(long)]
        in_place: bool,
        /// Take what was read even where a line may be wrong
        #[arg(long)]
        anyway: bool,
    },
    /// Put one session into the draft. Prints its id
    #[command(after_help = "Example:\n  verbund event agenda add werkstatt impuls.toml")]
    Add {
        /// The id of the event, or the last part of its address
        event: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Change one session of the draft to what a file says
    #[command(after_help = "Example:\n  verbund event agenda change werkstatt 01KA… impuls.toml")]
    Change {
        /// The id of the event, or the last part of its address
        event: String,
        /// The id of the session: its guid in what "show --draft --json" prints
        session: String,
        /// TOML, or JSON where the name ends so; the fields are those of the API. "-" reads JSON
        file: PathBuf,
    },
    /// Take one session out of the draft
    #[command(after_help = "Example:\n  verbund event agenda remove werkstatt 01KA…")]
    Remove {
        /// The id of the event, or the last part of its address
        event: String,
        /// The id of the session: its guid in what "show --draft --json" prints
        session: String,
    },
    /// Release the draft as the next version. Prints what is different
    #[command(after_help = "Example:\n  verbund event agenda release werkstatt")]
    Release {
        /// The id of the event, or the last part of its address
        event: String,
        /// Write to everybody who comes and gave an address what is different
        #[arg(long)]
        tell: bool,
    },
    /// Throw the draft away; what was released stays
    #[command(after_help = "Example:\n  verbund event agenda discard werkstatt")]
    Discard {
        /// The id of the event, or the last part of its address
        event: String,
    },
    /// Show the version in force as a table
    #[command(after_help = "Example:\n  verbund event agenda show werkstatt --draft")]
    Show {
        /// The id of the event, or the last part of its address
        event: String,
        /// What the next version will say
        #[arg(long)]
        draft: bool,
        /// As schedule.json
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    pub(in crate::cli) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        match self {
            Self::Paste {
                event,
                file,
                in_place,
                anyway,
            } => paste(&app, &event, &file, in_place, anyway).await,
            Self::Add { event, file } => {
                let draft = read_draft(&file)?;
                let added = add(&app, &event, &draft).await;
                print::say(added.map_err(explained)?.id);
                Ok(())
            }
            Self::Change {
                event,
                session,
                file,
            } => {
                let draft = read_draft(&file)?;
                let changed = change(&app, &event, &session, &draft).await;
                changed.map_err(explained)
            }
            Self::Remove { event, session } => {
                let removed = remove(&app, &event, &session).await;
                removed.map_err(explained)
            }
            Self::Release { event, tell } => {
                for change in release(&app, &event, tell).await.map_err(explained)? {
                    print::say(change);
                }
                Ok(())
            }
            Self::Discard { event } => discard(&app, &event).await.map_err(explained),
            Self::Show { event, draft, json } => {
                let (event, version) = shown(&app, &event, draft).await.map_err(explained)?;
                if json {
                    let schedule = feed::json(&event, &version, Lang::En);
                    return print::json(&schedule.map_err(explained)?);
                }
                print::say(feed::text(&event, &version, Lang::En).map_err(explained)?);
                Ok(())
            }
        }
    }
}

async fn paste(
    app: &App,
    slug: &str,
    file: &Path,
    in_place: bool,
    anyway: bool,
) -> anyhow::Result<()> {
    let programme = read(file)?;
    let event = found(app, slug).await.map_err(explained)?;
    let lines = paste::read(&programme, &agenda::days(&event));
    let lines = lines.map_err(|refusal| explained(refusal.into()))?;
    let mut doubtful = 0;
    for line in lines.iter().filter(|line| !line.doubts.is_empty()) {
        doubtful += 1;
        print::say(&line.text);
        for doubt in &line.doubts {
            print::say(format!("    {}", Lang::En.text(doubt.key())));
        }
    }
    if doubtful > 0 && !anyway {
        bail!("nothing was taken: correct these lines, or say --anyway");
    }
    let count = take(app, &event, &lines, in_place)
        .await
        .map_err(explained)?;
    print::say(format!("{count} sessions are in the draft"));
    Ok(())
}

async fn take(app: &App, event: &Event, lines: &[paste::Line], in_place: bool) -> Result<usize> {
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &event.id).await?;
    let sessions = agenda::checked(app, &event, paste::drafts(lines)).map_err(|faults| {
        let refusals = faults.into_iter().map(|(_, refusal)| refusal);
        Error::Refused(Refusals(refusals.collect()))
    })?;
    let draft = agenda::take(app, &tx, &event, sessions, in_place).await?;
    audit::kept(app, tx, None, "agenda.revise", &event.id).await?;
    Ok(draft.sessions.0.len())
}

async fn add(app: &App, slug: &str, draft: &Draft) -> Result<Session> {
    let found = found(app, slug).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &found.id).await?;
    let session = agenda::add(app, &tx, &event, draft).await?;
    audit::kept(app, tx, None, "agenda.revise", &event.id).await?;
    Ok(session)
}

async fn change(app: &App, slug: &str, id: &str, draft: &Draft) -> Result<()> {
    let found = found(app, slug).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &found.id).await?;
    agenda::change(app, &tx, &event, id, draft).await?;
    audit::kept(app, tx, None, "agenda.revise", &event.id).await
}

async fn remove(app: &App, slug: &str, id: &str) -> Result<()> {
    let found = found(app, slug).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &found.id).await?;
    agenda::remove(app, &tx, &event, id).await?;
    audit::kept(app, tx, None, "agenda.revise", &event.id).await
}

async fn release(app: &App, slug: &str, tell: bool) -> Result<Vec<String>> {
    let found = found(app, slug).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &found.id).await?;
    let (version, changes, displaced) = participations::release(app, &tx, &event, "").await?;
    if tell && event.state.is_public() {
        let said = |lang| news::letter(&event, &version, &changes, lang);
        participations::write_to_all(app, &tx, &event.id, &said).await?;
        let now = app.clock.now();
        audit::note(&tx, None, "participation.write", &event.id, now).await?;
    }
    audit::kept(app, tx, None, "agenda.release", &event.id).await?;
    let said = changes
        .iter()
        .map(|change| change.said(Lang::En, event.tz()));
    let mut said: Vec<String> = said.collect();
    if displaced > 0 {
        said.push(format!(
            "{displaced} were told that their table is another now"
        ));
    }
    Ok(said)
}

async fn discard(app: &App, slug: &str) -> Result<()> {
    let found = found(app, slug).await?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, &found.id).await?;
    agenda::discard(&tx, &event, "").await?;
    audit::kept(app, tx, None, "agenda.discard", &event.id).await
}

async fn shown(app: &App, slug: &str, draft: bool) -> Result<(Event, Version)> {
    let event = found(app, slug).await?;
    let version = match draft {
        true => agenda::latest(&app.db, &event.id).await?,
        false => agenda::released(&app.db, &event).await?,
    };
    Ok((event, version.ok_or(Error::NotFound)?))
}

/// One of ours, public or not, by its id or the last part of its address.
pub(in crate::cli) async fn found(app: &App, name: &str) -> Result<Event> {
    let event = match name.parse::<EventId>() {
        Ok(id) => events::find(&app.db, &id).await?,
        Err(_) => events::find_by_slug(&app.db, name).await?,
    };
    event.filter(|event| event.local).ok_or(Error::NotFound)
}

fn read(file: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    // One byte more, so that what is too long is refused and not cut.
    let at_most = paste::BYTES_AT_MOST as u64 + 1;
    match file.as_os_str() == "-" {
        true => io::stdin().lock().take(at_most).read_to_string(&mut text),
        false => fs::File::open(file).and_then(|open| open.take(at_most).read_to_string(&mut text)),
    }
    .with_context(|| format!("reading {}", file.display()))?;
    Ok(text)
}
