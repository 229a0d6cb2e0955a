//! `verbund event import`: look at what a file or an address says, and take it over.

use super::super::{Place, explained, print};
use crate::{
    App, associations,
    i18n::Lang,
    imports::{
        self, BYTES_AT_MOST, Choice, Item, Preview, Reading, Source, Standing, Taker, Unreadable,
    },
};
use anyhow::{Context as _, bail};
use clap::Args;
use std::{
    fs,
    io::{self, Read as _},
    path::Path,
};

/// Take over events from a calendar, a page, a conference schedule or another server. Without --yes only
/// shows what is new there
#[derive(Args)]
#[command(
    after_help = "Example:\n  verbund event import https://verein.example/termine.ics --association dialog --yes"
)]
pub(in crate::cli) struct Import {
    /// A file, an address that begins with https://, or "-" for the standard input
    source: String,
    /// Whose events they become; the first association's without it
    #[arg(long, value_name = "HANDLE", default_value = "")]
    association: String,
    /// Take over what is new, and what changed at the source but not here
    #[arg(long)]
    yes: bool,
    /// Take over what changed at the source also where it was changed here
    #[arg(long, requires = "yes")]
    overwrite: bool,
}

impl Import {
    pub(in crate::cli) async fn run(self, place: &Place) -> anyhow::Result<()> {
        let app = place.open().await?;
        let source = match self.source.contains("://") {
            true => imports::fetch(&app, &self.source)
                .await
                .map_err(explained)?,
            false => Source::file(read(Path::new(&self.source))?),
        };
        let organizer = associations::chosen(&app.db, &self.association).await;
        let organizer = organizer.map_err(explained)?;
        let reading = source.read(&app, app.clock.now());
        let preview = imports::preview(&app, &app.db, &organizer.actor, reading.clone()).await;
        let preview = preview.map_err(explained)?;
        show(&app, &preview);
        if reading.events.is_empty() {
            bail!("nothing was found");
        }
        if !self.yes {
            print::note("nothing was taken over: say --yes to take what is marked with +");
            return Ok(());
        }
        let choices = self.choices(&app, &preview);
        take(&app, &organizer, (&source, &reading), &choices).await
    }

    fn choices(&self, app: &App, preview: &Preview) -> Vec<Choice> {
        let wanted = preview.items.iter().filter(|item| {
            is_marked(app, item)
                || (self.overwrite && matches!(item.standing, Standing::Changed(..)))
        });
        let overwrite = |item: &Item| match &item.standing {
            Standing::Changed(_, changes) if self.overwrite => {
                changes.iter().map(|change| change.field.clone()).collect()
            }
            _ => Vec::new(),
        };
        wanted
            .map(|item| Choice {
                key: item.found.key.clone(),
                overwrite: overwrite(item),
            })
            .collect()
    }
}

fn is_marked(app: &App, item: &Item) -> bool {
    item.is_recommended(app.config.instance.zone, app.clock.now())
}

async fn take(
    app: &App,
    organizer: &associations::Association,
    read: (&Source, &Reading),
    choices: &[Choice],
) -> anyhow::Result<()> {
    let actor = associations::actor_of(&app.db, organizer).await;
    let actor = actor.map_err(explained)?;
    let taker = Taker {
        account: None,
        may_publish: true,
    };
    let taken = imports::take_all(app, taker, &actor, read, choices).await;
    let (taken, refused) = taken.map_err(explained)?;
    for one in &taken {
        print::say(&one.event.url);
    }
    for (key, refusals) in &refused {
        let why = explained(refusals.clone().into());
        print::note(format!("{key}: {why}"));
    }
    let new = taken.iter().filter(|one| one.is_new).count();
    let changed = taken.len() - new;
    print::note(format!("{new} new drafts, {changed} brought up to date"));
    match refused.len() {
        0 => Ok(()),
        refused => bail!("{refused} could not be taken over"),
    }
}

/// A line for each event, and below it what changed, what is doubtful, and why it cannot be taken.
fn show(app: &App, preview: &Preview) {
    for item in &preview.items {
        let draft = &item.found.draft;
        let mark = if is_marked(app, item) { '+' } else { ' ' };
        print::say(format!(
            "{mark} {:<8} {} {}  {}",
            item.word(),
            draft.starts_on,
            draft.starts_at,
            item.found.title(),
        ));
        match &item.standing {
            Standing::Changed(_, changes) => {
                for change in changes {
                    let here = match change.contested {
                        true => " (changed here too)",
                        false => "",
                    };
                    print::say(format!(
                        "      {}: {:?} -> {:?}{here}",
                        change.field, change.here, change.there
                    ));
                }
            }
            Standing::Refused(refusals) => {
                for refusal in &refusals.0 {
                    print::say(format!("      {}", Lang::En.text(refusal.message)));
                }
            }
            Standing::New | Standing::Same(_) => {}
        }
        for doubt in &item.found.doubts {
            let said = Lang::En.text_with(doubt.key(), &[("said", &doubt.said())]);
            print::say(format!("      {said}"));
        }
    }
    unreadable(&preview.unreadable);
}

pub(in crate::cli) fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte more, so that what is too long is refused and not cut.
    let at_most = BYTES_AT_MOST as u64 + 1;
    match file.as_os_str() == "-" {
        true => io::stdin().lock().take(at_most).read_to_end(&mut bytes),
        false => fs::File::open(file).and_then(|open| open.take(at_most).read_to_end(&mut bytes)),
    }
    .with_context(|| format!("reading {}", file.display()))?;
    Ok(bytes)
}

/// What could not be read of a source, a line each.
pub(in crate::cli) fn unreadable(unreadable: &[Unreadable]) {
    for one in unreadable {
        let at = Lang::En.text_with(one.at.key(), &[("said", &one.at.said())]);
        let why = Lang::En.text_with(one.reason.key(), &[("said", &one.reason.said())]);
        print::note(format!("{at}: {why}"));
    }
}
