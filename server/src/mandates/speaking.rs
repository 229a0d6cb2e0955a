//! What is said for a seat of ours elsewhere beside votes: a remark on a motion or a workstream, that minutes
//! are approved of, that the member is away. Each is sent to the committee alone, which answers; a word that
//! does not count can be said again.

use super::{
    Mandate, Minutes, VoteState, Word, activitypub, ours, refused, require_open, store,
    word::{Kind, Remark, WORDS_AT_MOST},
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    committees::{Part, holder::Absence, today},
    ids::{MandateMotionId, MandateWordId},
    workstreams::{self, Workstream},
};
use federation::{
    Iri,
    actors::{self, Actor},
    outbox::Saying,
};
use sea_orm::ConnectionTrait;
use url::Url;

/// What a remark is about: its id on the wire, and its title.
struct About {
    iri: Url,
    title: String,
    is_motion: bool,
}

/// Whether something may be said now, and by whom.
async fn speaker(app: &App, tx: &Tx, mandate: &Mandate) -> Result<Actor> {
    if !mandate.is_in_office(today(app)) {
        return refused("committee-term-over");
    }
    require_open(app, tx, mandate).await?;
    ours(tx, &mandate.association).await
}

async fn require_room(tx: &Tx, mandate: &Mandate) -> Result<()> {
    match store::count_words(tx, &mandate.id).await? < WORDS_AT_MOST {
        true => Ok(()),
        false => refused("committee-remarks-too-many"),
    }
}

/// Say something, at a checkpoint of a workstream or on a motion. It is no vote.
pub async fn remark(app: &App, tx: &Tx, mandate: &Mandate, draft: &Remark) -> Result<Word> {
    let details = draft.check()?;
    let ours = speaker(app, tx, mandate).await?;
    require_room(tx, mandate).await?;
    let about = about(tx, mandate, draft.about.trim()).await?;
    let now = app.clock.now();
    let note = app.federation.mint("objects", now);
    let word = Word {
        id: app.ulids.next(now).into(),
        mandate: mandate.id.clone(),
        kind: Kind::Remark,
        about: about.title,
        // A name would make a vote of what is said on a motion.
        checkpoint: match about.is_motion {
            true => String::new(),
            false => details.checkpoint,
        },
        text: details.text,
        is_public: details.is_public && !about.is_motion,
        starts_on: None,
        ends_on: None,
        word: note.clone(),
        note,
        word_state: VoteState::Sent,
        reason: String::new(),
        created_at: now,
    };
    let saying = activitypub::remark(mandate, &word, &about.iri);
    said(app, tx, &ours, (word, saying)).await
}

/// Say it, and keep under which id.
async fn said(app: &App, tx: &Tx, ours: &Actor, (word, saying): (Word, Saying)) -> Result<Word> {
    let said = app.federation.say(tx, ours, saying).await?;
    store::insert_word(tx, Word { word: said, ..word }).await
}

/// A motion this seat was told of, or a workstream of the server of the committee.
async fn about(tx: &Tx, mandate: &Mandate, typed: &str) -> Result<About> {
    let unknown = Refusal::new("mandate-about-unknown").on("about");
    if let Ok(id) = typed.parse::<MandateMotionId>() {
        let motion = store::find_motion(tx, &mandate.id, &id).await?;
        let motion = motion.ok_or(unknown)?;
        return Ok(About {
            iri: motion.iri.into(),
            title: motion.title,
            is_motion: true,
        });
    }
    let iri: Url = typed.parse().map_err(|_| unknown)?;
    if iri.origin() != mandate.committee.origin() || iri == *mandate.committee {
        return Err(unknown.into());
    }
    let known = workstreams::find_by_actor(tx, &iri).await?;
    Ok(About {
        title: known.map_or_else(|| iri.to_string(), |known| known.name),
        iri,
        is_motion: false,
    })
}

/// Take back what was said: the remark is gone there too.
pub async fn take_back(app: &App, tx: &Tx, mandate: &Mandate, id: &str) -> Result<()> {
    let id: MandateWordId = id.parse().map_err(|_| Error::NotFound)?;
    let word = store::find_word(tx, &mandate.id, &id).await?;
    let word = word.filter(Word::is_remark).ok_or(Error::NotFound)?;
    let ours = ours(tx, &mandate.association).await?;
    app.federation.retract(tx, &word.word).await?;
    let saying = activitypub::take_back(mandate, &word, app.clock.now());
    app.federation.say(tx, &ours, saying).await?;
    store::delete_word(tx, &word.id).await
}

/// Say on which days the member is away, or that they are there. What was said of it before holds no more.
pub async fn mark_absence(
    app: &App,
    tx: &Tx,
    mandate: &Mandate,
    absence: &Absence,
) -> Result<Word> {
    if mandate.part != Part::Member {
        return refused("committee-members-only");
    }
    let days = absence.check(mandate.ends_on)?;
    let ours = speaker(app, tx, mandate).await?;
    store::delete_absences(tx, &mandate.id).await?;
    require_room(tx, mandate).await?;
    let now = app.clock.now();
    let note = app.federation.mint("objects", now);
    let word = Word {
        id: app.ulids.next(now).into(),
        mandate: mandate.id.clone(),
        kind: Kind::Absence,
        about: String::new(),
        checkpoint: String::new(),
        text: String::new(),
        is_public: false,
        starts_on: days.map(|(from, _)| from),
        ends_on: days.map(|(_, until)| until),
        word: note.clone(),
        note,
        word_state: VoteState::Sent,
        reason: String::new(),
        created_at: now,
    };
    let saying = activitypub::absence(mandate, &word, app.config.instance.zone);
    said(app, tx, &ours, (word, saying)).await
}

/// Approve of minutes for the seat. Whether it counts the committee says.
pub async fn approve(app: &App, tx: &Tx, mandate: &Mandate, id: &str) -> Result<Minutes> {
    let unknown = Refusal::new("mandate-minutes-unknown").on("minutes");
    let id = id.trim().parse().map_err(|_| unknown)?;
    let ours = speaker(app, tx, mandate).await?;
    let minutes = store::find_minutes(tx, &mandate.id, &id).await?;
    let minutes = minutes.ok_or(unknown)?;
    if minutes.is_approved {
        return refused("committee-minutes-fixed");
    }
    if !minutes.waits_for_us() {
        return refused("committee-approved-already");
    }
    let note = app.federation.mint("objects", app.clock.now());
    let saying = activitypub::approval(mandate, &minutes, &note);
    let word = app.federation.say(tx, &ours, saying).await?;
    let approved = Minutes {
        word_state: Some(VoteState::Sent),
        word: Some(word),
        reason: String::new(),
        ..minutes
    };
    store::update_minutes(tx, approved).await
}

/// Workstreams that the association of the committee leads, as far as we hold a copy: what a remark may be
/// about. Others are named by their address.
pub async fn workstreams_of(
    db: &impl ConnectionTrait,
    mandate: &Mandate,
) -> Result<Vec<Workstream>> {
    let group = actors::find(db, &mandate.committee).await?;
    let lead = group.and_then(|group| group.profile.unit_of).map(Iri::from);
    let mut known = workstreams::public(db, "").await?;
    known.retain(|it| !it.local && Some(&it.lead) == lead.as_ref());
    Ok(known)
}
