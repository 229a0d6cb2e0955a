//! What those who were asked say of clauses, and what those who lead make of it.

use super::{
    Clause, Opened, Role,
    clause::Details,
    clause_of, log, refused_on,
    revision::change::Kind as Done,
    said::{
        AmendmentDraft, AnswerDraft, CommentDraft, PositionDraft,
        amendment::{Amendment, State},
        comment::Comment,
        position::Position,
    },
    store,
    writing::{taken_out, written},
};
use crate::{App, Error, Refusal, Result, app::Tx, cycles::today};

/// For whom whoever speaks does. The command line speaks for the house.
fn speaker(opened: &Opened) -> String {
    let part = opened.part.as_ref();
    part.map(|part| part.organisation.clone())
        .unwrap_or_default()
}

fn require_heard(app: &App, opened: &Opened) -> Result<()> {
    match opened.is_heard(today(app)) {
        true => Ok(()),
        false => Err(Refusal::new("paper-nobody-is-asked").into()),
    }
}

/// Say something of a clause.
pub async fn comment(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    clause: &str,
    draft: &CommentDraft,
) -> Result<Comment> {
    require_heard(app, opened)?;
    let text = draft.check()?;
    let (clause, _) = clause_of(tx, &opened.paper, clause).await?;
    let there = store::comments(tx, vec![clause.id.clone()]).await?;
    if there.len() as u64 >= store::SAID_AT_MOST {
        return refused_on("paper-said-too-much", "comment");
    }
    let now = app.clock.now();
    let comment = Comment {
        id: app.ulids.next(now).into(),
        clause: clause.id,
        account: opened.account(),
        organisation: speaker(opened),
        text,
        created_at: now,
        settled_at: None,
    };
    store::insert_comment(tx, comment).await
}

/// Nothing is left to be done about a comment.
pub async fn settle(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    clause: &str,
    id: &str,
) -> Result<Comment> {
    opened.require(Role::Editor)?;
    let (clause, _) = clause_of(tx, &opened.paper, clause).await?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let known = store::find_comment(tx, &id).await?;
    let known = known.filter(|known| known.clause == clause.id);
    let known = known.ok_or(Error::NotFound)?;
    let settled = Comment {
        settled_at: known.settled_at.or(Some(app.clock.now())),
        ..known
    };
    store::update_comment(tx, settled).await
}

/// Propose other words for a clause.
pub async fn propose(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    clause: &str,
    draft: &AmendmentDraft,
) -> Result<Amendment> {
    require_heard(app, opened)?;
    let proposed = draft.check()?;
    let (clause, _) = clause_of(tx, &opened.paper, clause).await?;
    // What somebody proposes for words they never read is a misunderstanding.
    if proposed.base.is_some_and(|base| base != clause.version) {
        return Err(Error::Conflict);
    }
    if (&proposed.heading, &proposed.text) == (&clause.heading, &clause.text) {
        return refused_on("paper-amendment-unchanged", "proposed_text");
    }
    let there = store::amendments(tx, vec![clause.id.clone()]).await?;
    if there.len() as u64 >= store::SAID_AT_MOST {
        return refused_on("paper-said-too-much", "proposed_text");
    }
    let now = app.clock.now();
    let amendment = Amendment {
        id: app.ulids.next(now).into(),
        clause: clause.id,
        account: opened.account(),
        organisation: speaker(opened),
        base: clause.version,
        before_heading: clause.heading,
        before_text: clause.text,
        heading: proposed.heading,
        text: proposed.text,
        reason: proposed.reason,
        state: State::Open,
        answer: String::new(),
        created_at: now,
        answered_at: None,
    };
    store::insert_amendment(tx, amendment).await
}

/// Accept what was proposed, merge it with what there is, or decline it, and say why. A clause that says
/// something else by now is not overwritten: it takes a merger.
pub async fn answer(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    clause: &str,
    id: &str,
    draft: &AnswerDraft,
) -> Result<Amendment> {
    opened.require(Role::Lead)?;
    let (clause, number) = clause_of(tx, &opened.paper, clause).await?;
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let known = store::find_amendment(tx, &id).await?;
    let known = known.filter(|known| known.clause == clause.id);
    let known = known.ok_or(Error::NotFound)?;
    if known.state != State::Open {
        return Err(Refusal::new("paper-amendment-answered-already").into());
    }
    let answer = draft.check()?;
    let done = match answer.then {
        State::Accepted => {
            let words = (known.heading.clone(), known.text.clone());
            say_instead(app, tx, opened, clause, words, Some(known.base)).await?;
            Done::AmendmentAccepted
        }
        State::Merged => {
            let words = answer.merged.unwrap_or_default();
            say_instead(app, tx, opened, clause, words, answer.version).await?;
            Done::AmendmentMerged
        }
        State::Declined | State::Open => Done::AmendmentDeclined,
    };
    log(app, tx, opened, done, &number, &answer.answer).await?;
    let answered = Amendment {
        state: answer.then,
        answer: answer.answer,
        answered_at: Some(app.clock.now()),
        ..known
    };
    store::update_amendment(tx, answered).await
}

/// The clause says this instead; where this is nothing, it goes.
async fn say_instead(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    clause: Clause,
    (heading, text): (String, String),
    read: Option<i32>,
) -> Result<()> {
    if heading.is_empty() && text.is_empty() {
        return match read.is_some_and(|read| read != clause.version) {
            true => Err(Error::Conflict),
            false => taken_out(app, tx, opened, clause).await,
        };
    }
    let details = Details {
        depth: clause.depth,
        heading,
        text,
    };
    written(tx, opened, clause, details, read).await?;
    Ok(())
}

/// Write down how an organisation stands to a clause, in the stead of what it said before. Leads write down
/// what others told them.
pub async fn take_position(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    clause: &str,
    draft: &PositionDraft,
) -> Result<Position> {
    require_heard(app, opened)?;
    let stand = draft.check()?;
    let own = speaker(opened);
    let organisation = match stand.organisation.as_str() {
        "" => own.clone(),
        other => other.to_owned(),
    };
    if organisation != own {
        opened.require(Role::Lead)?;
    }
    if organisation.is_empty() {
        return refused_on("cycle-field-missing", "organisation");
    }
    let (clause, _) = clause_of(tx, &opened.paper, clause).await?;
    let there = store::positions(tx, vec![clause.id.clone()]).await?;
    let known = there.iter().find(|one| one.organisation == organisation);
    let now = app.clock.now();
    let position = Position {
        id: match known {
            Some(known) => known.id.clone(),
            None => app.ulids.next(now).into(),
        },
        clause: clause.id,
        organisation,
        stance: stand.stance,
        reason: stand.reason,
        version: clause.version,
        updated_at: now,
    };
    match known {
        Some(_) => store::update_position(tx, position).await,
        None if there.len() as u64 >= store::SAID_AT_MOST => {
            refused_on("paper-said-too-much", "stance")
        }
        None => store::insert_position(tx, position).await,
    }
}
