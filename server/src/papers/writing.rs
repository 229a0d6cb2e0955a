//! Clauses written, changed, moved and removed. Two people never overwrite each other: whoever changes a
//! clause says which version they read.

use super::{
    Opened, Role, clause,
    clause::{CLAUSES_AT_MOST, Clause, Details, WHOLE_AT_MOST},
    clause_of, clauses, log,
    manuscript::{self, Mode},
    refused_on,
    revision::change::Kind as Done,
    store,
};
use crate::{App, Error, Refusal, Refusals, Result, app::Tx};

/// Add a clause behind all there are.
pub async fn add(app: &App, tx: &Tx, opened: &Opened, draft: &clause::Draft) -> Result<Clause> {
    opened.require(Role::Editor)?;
    let details = draft.check()?;
    let all = clauses(tx, &opened.paper).await?;
    require_room(&all, std::slice::from_ref(&details), "text")?;
    let clause = new(app, opened, all.len(), details);
    let clause = store::insert_clause(tx, clause).await?;
    let (_, number) = clause_of(tx, &opened.paper, clause.id.as_str()).await?;
    log(app, tx, opened, Done::ClauseAdded, &number, "").await?;
    Ok(clause)
}

/// A clause that stands behind so many.
fn new(app: &App, opened: &Opened, behind: usize, details: Details) -> Clause {
    Clause {
        id: app.ulids.next(app.clock.now()).into(),
        paper: opened.paper.id.clone(),
        place: place(behind),
        depth: details.depth,
        heading: details.heading,
        text: details.text,
        version: 1,
        removed_at: None,
    }
}

fn place(behind: usize) -> i32 {
    i32::try_from(behind + 1).unwrap_or(i32::MAX)
}

fn require_room(all: &[Clause], more: &[Details], field: &'static str) -> Result<()> {
    if all.len() + more.len() > CLAUSES_AT_MOST {
        return refused_on("paper-clauses-too-many", field);
    }
    let there: usize = all.iter().map(Clause::characters).sum();
    let new: usize = more.iter().map(Details::characters).sum();
    match there + new > WHOLE_AT_MOST {
        true => refused_on("paper-text-too-long", field),
        false => Ok(()),
    }
}

/// Write a clause anew. With a version that is no longer the one, whoever does comes too late.
pub async fn change(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    id: &str,
    draft: &clause::Draft,
) -> Result<Clause> {
    opened.require(Role::Editor)?;
    let (known, number) = clause_of(tx, &opened.paper, id).await?;
    let details = draft.check()?;
    let mut refusals = Refusals::default();
    let version = super::clause_version(&draft.version, "version", &mut refusals);
    refusals.none_or()?;
    let changed = written(tx, opened, known, details, version).await?;
    log(app, tx, opened, Done::ClauseChanged, &number, "").await?;
    Ok(changed)
}

/// The clause with other words, if it is still the one somebody read.
pub(super) async fn written(
    tx: &Tx,
    opened: &Opened,
    known: Clause,
    details: Details,
    read: Option<i32>,
) -> Result<Clause> {
    if read.is_some_and(|read| read != known.version) {
        return Err(Error::Conflict);
    }
    let mut others = clauses(tx, &opened.paper).await?;
    others.retain(|other| other.id != known.id);
    require_room(&others, std::slice::from_ref(&details), "text")?;
    let changed = Clause {
        depth: details.depth,
        heading: details.heading,
        text: details.text,
        version: known.version + 1,
        ..known
    };
    store::update_clause(tx, changed).await
}

/// Take a clause out of the paper. What was said of it is kept.
pub async fn remove(app: &App, tx: &Tx, opened: &Opened, id: &str) -> Result<()> {
    opened.require(Role::Editor)?;
    let (known, number) = clause_of(tx, &opened.paper, id).await?;
    taken_out(app, tx, opened, known).await?;
    log(app, tx, opened, Done::ClauseRemoved, &number, "").await
}

pub(super) async fn taken_out(app: &App, tx: &Tx, opened: &Opened, known: Clause) -> Result<()> {
    let gone = Clause {
        removed_at: Some(app.clock.now()),
        ..known
    };
    store::update_clause(tx, gone).await?;
    let left = clauses(tx, &opened.paper).await?;
    reorder(tx, left).await
}

/// Which way a clause moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

impl Way {
    pub fn named(name: &str) -> Result<Self> {
        match name.trim() {
            "up" => Ok(Self::Up),
            "down" => Ok(Self::Down),
            _ => refused_on("paper-way-unknown", "way"),
        }
    }
}

/// Let a clause and the one beside it change places.
pub async fn shift(app: &App, tx: &Tx, opened: &Opened, id: &str, way: Way) -> Result<()> {
    opened.require(Role::Editor)?;
    let (known, number) = clause_of(tx, &opened.paper, id).await?;
    let mut all = clauses(tx, &opened.paper).await?;
    let here = all.iter().position(|clause| clause.id == known.id);
    let here = here.ok_or(Error::NotFound)?;
    let there = match way {
        Way::Up => here.checked_sub(1),
        Way::Down => Some(here + 1).filter(|there| *there < all.len()),
    };
    let Some(there) = there else {
        return Err(Refusal::new("paper-clause-at-the-end").into());
    };
    all.swap(here, there);
    reorder(tx, all).await?;
    log(app, tx, opened, Done::ClauseMoved, &number, "").await
}

/// Write down the places of clauses in this order, where they are others.
async fn reorder(tx: &Tx, all: Vec<Clause>) -> Result<()> {
    for (behind, clause) in all.into_iter().enumerate() {
        let place = place(behind);
        if clause.place != place {
            store::update_clause(tx, Clause { place, ..clause }).await?;
        }
    }
    Ok(())
}

/// Take over the clauses of a text. What replaces a clause of the same heading, or says the same, is that
/// clause: what was said of it stays with it.
pub async fn take(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    draft: &manuscript::Draft,
) -> Result<Vec<Clause>> {
    opened.require(Role::Editor)?;
    let (read, mode) = draft.check()?;
    let mut known = clauses(tx, &opened.paper).await?;
    let mut taken = match mode {
        Mode::Append => std::mem::take(&mut known),
        Mode::Replace => Vec::new(),
    };
    require_room(&taken, &read, "manuscript")?;
    for details in read {
        let clause = match same(&known, &details) {
            Some(at) => known_as(known.remove(at), details),
            None => new(app, opened, taken.len(), details),
        };
        taken.push(clause);
    }
    for clause in known {
        let gone = Clause {
            removed_at: Some(app.clock.now()),
            ..clause
        };
        store::update_clause(tx, gone).await?;
    }
    let before = clauses(tx, &opened.paper).await?;
    for (behind, clause) in taken.iter_mut().enumerate() {
        clause.place = place(behind);
        let is_known = before.iter().any(|known| known.id == clause.id);
        match is_known {
            true => store::update_clause(tx, clause.clone()).await?,
            false => store::insert_clause(tx, clause.clone()).await?,
        };
    }
    let count = taken.len().to_string();
    log(app, tx, opened, Done::TextTaken, &count, "").await?;
    Ok(taken)
}

/// Where among those there are stands the one these words replace.
fn same(known: &[Clause], details: &Details) -> Option<usize> {
    known
        .iter()
        .position(|clause| match details.heading.as_str() {
            "" => clause.text == details.text,
            heading => clause.heading == heading,
        })
}

fn known_as(clause: Clause, details: Details) -> Clause {
    let said = (&clause.heading, &clause.text, clause.depth);
    let is_other = said != (&details.heading, &details.text, details.depth);
    Clause {
        version: clause.version + i32::from(is_other),
        depth: details.depth,
        heading: details.heading,
        text: details.text,
        ..clause
    }
}
