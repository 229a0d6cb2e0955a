//! Position papers: drafted clause by clause by those who were asked to, with comments, amendments and named
//! revisions. Here are the verbs; desk, API and command line all come through them. Whoever does not work
//! on a paper is told nothing of it, not even that there is one.

pub mod api;
pub mod clause;
pub mod desk;
pub mod difference;
pub mod draft;
pub mod lines;
pub mod manuscript;
pub mod office;
pub mod paper;
pub mod revision;
pub mod said;
mod saying;
pub mod shape;
mod store;
mod writing;

pub use self::{
    clause::Clause,
    draft::Draft,
    paper::{
        Paper, State,
        contributor::{Contributor, Role},
    },
    revision::Revision,
    saying::{answer, comment, propose, settle, take_position},
    writing::{add, change, remove, shift, take},
};

use self::{
    draft::{Details, To},
    paper::relation,
    revision::{
        Contents,
        change::{Change, Kind as Done},
    },
};
use crate::{
    App, Error, Refusal, Refusals, Result,
    accounts::{self, Account},
    app::Tx,
    associations::Association,
    cycles::draft::line,
    events::later,
    ids::{AccountId, ClauseId},
    words::Word as _,
};
use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

fn refused_on<T>(message: &'static str, field: &'static str) -> Result<T> {
    Err(Refusal::new(message).on(field).into())
}

/// A paper, and what whoever opened it may do there.
#[derive(Clone, Debug)]
pub struct Opened {
    pub paper: Paper,
    /// Absent for the command line, which may everything.
    pub part: Option<Contributor>,
}

impl Opened {
    pub fn may(&self, role: Role) -> bool {
        self.part.as_ref().is_none_or(|part| part.role >= role)
    }

    fn require(&self, role: Role) -> Result<()> {
        match self.may(role) {
            true => Ok(()),
            false => Err(Error::Forbidden),
        }
    }

    fn account(&self) -> Option<AccountId> {
        self.part.as_ref().map(|part| part.account.clone())
    }

    /// Whether something can be said of clauses now: by writers at any time, by others while they are asked.
    pub fn is_heard(&self, today: NaiveDate) -> bool {
        let is_asked = self.paper.state == State::Consultation;
        let until = self.paper.comments_until;
        let is_in_time = until.is_none_or(|until| today <= until);
        self.may(Role::Editor) || (is_asked && is_in_time)
    }
}

/// Begin a paper of this association. Whoever does leads it.
pub async fn begin(
    app: &App,
    tx: &Tx,
    association: &Association,
    by: Option<&Account>,
    draft: &Draft,
) -> Result<Paper> {
    let details = draft.check()?;
    if store::count(tx).await? >= store::PAPERS_AT_MOST {
        return refused_on("paper-too-many", "title");
    }
    if store::find_by_slug(tx, &details.slug).await?.is_some() {
        return refused_on("cycle-slug-taken", "slug");
    }
    let now = app.clock.now();
    let paper = Paper {
        id: app.ulids.next(now).into(),
        slug: details.slug.clone(),
        organizer: association.actor.clone(),
        kind: details.kind,
        title: String::new(),
        occasion: String::new(),
        language: String::new(),
        licence: String::new(),
        summary: String::new(),
        key_sentence: String::new(),
        easy_text: String::new(),
        addressee: String::new(),
        sent_on: None,
        due_on: None,
        answered_on: None,
        answer: String::new(),
        comments_until: None,
        sign_until: None,
        sources: paper::Sources::default(),
        state: State::Drafting,
        created_at: now,
        updated_at: now,
    };
    let related = details.relations.clone();
    let paper = store::insert(tx, filled(paper, details)).await?;
    let mut opened = Opened { paper, part: None };
    if let Some(account) = by {
        let lead = Contributor {
            id: app.ulids.next(now).into(),
            paper: opened.paper.id.clone(),
            account: account.id.clone(),
            role: Role::Lead,
            organisation: association.name.clone(),
        };
        opened.part = Some(store::insert_contributor(tx, lead).await?);
    }
    relate(app, tx, &opened, related).await?;
    log(app, tx, &opened, Done::Begun, "", "").await?;
    Ok(opened.paper)
}

/// Change what a paper says of itself.
pub async fn revise(app: &App, tx: &Tx, opened: &Opened, draft: &Draft) -> Result<Paper> {
    opened.require(Role::Editor)?;
    if !draft.seen.is_empty() && draft.seen != opened.paper.seen() {
        return Err(Error::Conflict);
    }
    let details = draft.check()?;
    if !draft.slug.trim().is_empty() && details.slug != opened.paper.slug {
        return refused_on("committee-slug-stays", "slug");
    }
    relate(app, tx, opened, details.relations.clone()).await?;
    log(app, tx, opened, Done::Revised, "", "").await?;
    let paper = Paper {
        updated_at: later(opened.paper.updated_at, app.clock.now()),
        ..filled(opened.paper.clone(), details)
    };
    store::update(tx, paper).await
}

fn filled(paper: Paper, details: Details) -> Paper {
    Paper {
        kind: details.kind,
        title: details.title,
        occasion: details.occasion,
        language: details.language,
        licence: details.licence,
        summary: details.summary,
        key_sentence: details.key_sentence,
        easy_text: details.easy_text,
        addressee: details.addressee,
        sent_on: details.sent_on,
        due_on: details.due_on,
        answered_on: details.answered_on,
        answer: details.answer,
        comments_until: details.comments_until,
        sign_until: details.sign_until,
        sources: details.sources,
        ..paper
    }
}

/// Write down what a paper renews, replaces and implements. One that somebody may not see is named as
/// little as one there is not.
async fn relate(app: &App, tx: &Tx, opened: &Opened, related: Vec<draft::Related>) -> Result<()> {
    let mut relations = Vec::new();
    for (place, one) in (1..).zip(related) {
        let (other, link, title) = match one.to {
            To::Elsewhere { link, title } => (None, link, title),
            To::Here(slug) => {
                let known = store::find_by_slug(tx, &slug).await?;
                let known = known.filter(|other| other.id != opened.paper.id);
                let Some(other) = visible(tx, known, opened.account()).await? else {
                    return refused_on("paper-relation-unknown", "relations");
                };
                (Some(other.id), String::new(), String::new())
            }
        };
        relations.push(relation::Model {
            id: app.ulids.next(app.clock.now()).into(),
            paper: opened.paper.id.clone(),
            place,
            kind: one.kind,
            other,
            link,
            title,
        });
    }
    store::replace_relations(tx, &opened.paper.id, relations).await
}

/// This paper, if whoever asks may know of it. The command line, which is nobody, may.
async fn visible(
    db: &impl ConnectionTrait,
    paper: Option<Paper>,
    account: Option<AccountId>,
) -> Result<Option<Paper>> {
    let (Some(paper), Some(account)) = (&paper, account) else {
        return Ok(paper);
    };
    let part = store::contributor(db, &paper.id, &account).await?;
    Ok(part.map(|_| paper.clone()))
}

/// A paper that this one stands to, or that stands to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The message that says how.
    pub key: &'static str,
    pub title: String,
    /// Where it is read: an address of elsewhere, or a path here.
    pub href: String,
}

/// The chain a paper is part of, both ways, as far as whoever opened it may see.
pub async fn linked(db: &impl ConnectionTrait, opened: &Opened) -> Result<Vec<Linked>> {
    let forth = store::relations(db, &opened.paper.id).await?;
    let back = store::relations_to(db, &opened.paper.id).await?;
    let mut linked = Vec::new();
    for one in forth {
        match one.other {
            None => linked.push(Linked {
                key: one.kind.key(),
                title: one.title,
                href: one.link,
            }),
            Some(other) => {
                let known = store::find_all(db, vec![other]).await?.pop();
                let known = visible(db, known, opened.account()).await?;
                linked.extend(known.map(|paper| to(one.kind.key(), &paper)));
            }
        }
    }
    for one in back {
        let known = store::find_all(db, vec![one.paper]).await?.pop();
        let known = visible(db, known, opened.account()).await?;
        linked.extend(known.map(|paper| to(one.kind.inverse_key(), &paper)));
    }
    Ok(linked)
}

fn to(key: &'static str, paper: &Paper) -> Linked {
    Linked {
        key,
        title: paper.title.clone(),
        href: paper.desk(),
    }
}

/// The paper as it would have to be typed.
pub async fn draft_of(db: &impl ConnectionTrait, opened: &Opened) -> Result<Draft> {
    let mut lines = Vec::new();
    for one in store::relations(db, &opened.paper.id).await? {
        let kind = one.kind.name();
        let other = match one.other {
            None => Some(format!("{kind} | {} | {}", one.link, one.title)),
            Some(other) => {
                let known = store::find_all(db, vec![other]).await?.pop();
                known.map(|paper| format!("{kind} | {}", paper.slug))
            }
        };
        lines.extend(other);
    }
    Ok(Draft::of(&opened.paper, lines.join("\n")))
}

/// Ask for comments and amendments, or go back to writing.
pub async fn move_to(app: &App, tx: &Tx, opened: &Opened, state: State) -> Result<Paper> {
    opened.require(Role::Lead)?;
    if opened.paper.state == state {
        return Err(Refusal::new("paper-state-is-that").into());
    }
    let done = match state {
        State::Drafting => Done::Redrafted,
        State::Consultation => Done::Consulted,
    };
    if state == State::Consultation && clauses(tx, &opened.paper).await?.is_empty() {
        return Err(Refusal::new("paper-nothing-to-consult-on").into());
    }
    log(app, tx, opened, done, "", "").await?;
    let paper = Paper {
        state,
        updated_at: later(opened.paper.updated_at, app.clock.now()),
        ..opened.paper.clone()
    };
    store::update(tx, paper).await
}

/// Throw a paper away, with all that was said of it. Nobody but those who worked on it ever knew of it.
pub async fn discard(tx: &Tx, opened: &Opened) -> Result<()> {
    opened.require(Role::Lead)?;
    store::delete(tx, &opened.paper.id).await
}

/// Somebody to work on a paper, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PaperInvitation)]
#[serde(default, deny_unknown_fields)]
pub struct Invitation {
    /// The address of an account here.
    pub email: String,
    /// `commenter`, `editor` or `lead`; empty for `commenter`.
    pub role: String,
    /// For which organisation they speak.
    pub organisation: String,
}

/// Let somebody with an account here work on a paper, or give them another part in it.
pub async fn invite(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    invitation: &Invitation,
) -> Result<Contributor> {
    opened.require(Role::Lead)?;
    let mut refusals = Refusals::default();
    let role = match invitation.role.trim() {
        "" => Some(Role::Commenter),
        typed => Role::named(typed),
    };
    if role.is_none() {
        refusals.add(Refusal::new("paper-role-unknown").on("role"));
    }
    let organisation = line(
        &invitation.organisation,
        "organisation",
        draft::LINE_AT_MOST,
        true,
        &mut refusals,
    );
    let account = accounts::find_by_email(tx, &invitation.email).await;
    let account = match account {
        Ok(account) if account.closed_at.is_none() => Some(account),
        Ok(_) | Err(Error::Refused(_) | Error::NotFound) => {
            refusals.add(Refusal::new("paper-account-unknown").on("email"));
            None
        }
        Err(error) => return Err(error),
    };
    refusals.none_or()?;
    let (Some(account), Some(role)) = (account, role) else {
        return Err(Error::NotFound);
    };
    let all = store::contributors(tx, &opened.paper.id).await?;
    let known = all.iter().find(|one| one.account == account.id).cloned();
    log(app, tx, opened, Done::ContributorInvited, &organisation, "").await?;
    if let Some(known) = known {
        if role < Role::Lead {
            require_another_lead(opened, &all, &known)?;
        }
        let changed = Contributor {
            role,
            organisation,
            ..known
        };
        return store::update_contributor(tx, changed).await;
    }
    if all.len() as u64 >= store::CONTRIBUTORS_AT_MOST {
        return refused_on("paper-contributors-too-many", "email");
    }
    let contributor = Contributor {
        id: app.ulids.next(app.clock.now()).into(),
        paper: opened.paper.id.clone(),
        account: account.id,
        role,
        organisation,
    };
    store::insert_contributor(tx, contributor).await
}

/// Let somebody work on a paper no more. What they said stays.
pub async fn dismiss(app: &App, tx: &Tx, opened: &Opened, account: &AccountId) -> Result<()> {
    opened.require(Role::Lead)?;
    let all = store::contributors(tx, &opened.paper.id).await?;
    let known = all.iter().find(|one| one.account == *account);
    let known = known.ok_or(Error::NotFound)?;
    require_another_lead(opened, &all, known)?;
    let organisation = known.organisation.as_str();
    log(
        app,
        tx,
        opened,
        Done::ContributorDismissed,
        organisation,
        "",
    )
    .await?;
    store::delete_contributor(tx, known.clone()).await
}

/// Without a lead nobody could decide on anything. The command line can name another.
fn require_another_lead(opened: &Opened, all: &[Contributor], leaving: &Contributor) -> Result<()> {
    let leads = all.iter().filter(|one| one.role == Role::Lead);
    let is_last = leaving.role == Role::Lead && leads.count() == 1;
    match is_last && opened.part.is_some() {
        true => Err(Refusal::new("paper-last-lead").into()),
        false => Ok(()),
    }
}

/// Who works on a paper, with their accounts.
pub async fn contributors(
    db: &impl ConnectionTrait,
    paper: &Paper,
) -> Result<Vec<(Contributor, Account)>> {
    let mut all = Vec::new();
    for one in store::contributors(db, &paper.id).await? {
        let account = accounts::find(db, &one.account).await?;
        all.push((one, account));
    }
    Ok(all)
}

/// Give what a paper says now a name. It is kept as it is from then on.
pub async fn name_revision(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    draft: &revision::Draft,
) -> Result<Revision> {
    opened.require(Role::Editor)?;
    let (name, note) = draft.check()?;
    let clauses = clauses(tx, &opened.paper).await?;
    if clauses.is_empty() {
        return refused_on("paper-nothing-to-name", "name");
    }
    let known = store::revisions(tx, &opened.paper.id).await?;
    if known.len() as u64 >= store::REVISIONS_AT_MOST {
        return refused_on("paper-revisions-too-many", "name");
    }
    let contents = Contents::of(&opened.paper, &clauses);
    let latest = known.first();
    if latest.is_some_and(|latest| latest.contents == contents) {
        return refused_on("paper-revision-unchanged", "name");
    }
    log(app, tx, opened, Done::RevisionNamed, &name, &note).await?;
    let now = app.clock.now();
    let revision = Revision {
        id: app.ulids.next(now).into(),
        paper: opened.paper.id.clone(),
        number: latest.map_or(1, |latest| latest.number + 1),
        name,
        note,
        contents,
        created_at: now,
    };
    store::insert_revision(tx, revision).await
}

/// The revisions of a paper, the latest first.
pub async fn revisions(db: &impl ConnectionTrait, paper: &Paper) -> Result<Vec<Revision>> {
    store::revisions(db, &paper.id).await
}

/// A revision by its number; without one, what the paper says now.
pub async fn contents(
    db: &impl ConnectionTrait,
    paper: &Paper,
    number: Option<i32>,
) -> Result<Contents> {
    match number {
        Some(number) => {
            let revision = store::find_revision(db, &paper.id, number).await?;
            Ok(revision.ok_or(Error::NotFound)?.contents)
        }
        None => Ok(Contents::of(paper, &clauses(db, paper).await?)),
    }
}

/// The clauses of a paper, as they stand.
pub async fn clauses(db: &impl ConnectionTrait, paper: &Paper) -> Result<Vec<Clause>> {
    store::clauses(db, &paper.id).await
}

/// A clause of this paper, and its number.
pub async fn clause_of(
    db: &impl ConnectionTrait,
    paper: &Paper,
    id: &str,
) -> Result<(Clause, String)> {
    let id: ClauseId = id.parse().map_err(|_| Error::NotFound)?;
    let all = clauses(db, paper).await?;
    let numbers = clause::numbers(all.iter().map(|clause| clause.depth));
    let mut numbered = all.into_iter().zip(numbers);
    let found = numbered.find(|(clause, _)| clause.id == id);
    found.ok_or(Error::NotFound)
}

/// What was done to a paper, the latest first.
pub async fn changes(db: &impl ConnectionTrait, paper: &Paper) -> Result<Vec<Change>> {
    store::changes(db, &paper.id).await
}

/// What is said of these clauses, each kind by itself.
pub struct Words {
    pub comments: Vec<said::comment::Comment>,
    pub amendments: Vec<said::amendment::Amendment>,
    pub positions: Vec<said::position::Position>,
}

pub async fn words(db: &impl ConnectionTrait, clauses: Vec<ClauseId>) -> Result<Words> {
    Ok(Words {
        comments: store::comments(db, clauses.clone()).await?,
        amendments: store::amendments(db, clauses.clone()).await?,
        positions: store::positions(db, clauses).await?,
    })
}

/// The papers somebody works on, what was changed last first; for the command line all of them.
pub async fn listed(db: &impl ConnectionTrait, by: Option<&Account>) -> Result<Vec<Paper>> {
    let mut all = store::all(db).await?;
    if let Some(account) = by {
        let parts = store::parts_of(db, &account.id).await?;
        all.retain(|paper| parts.iter().any(|part| part.paper == paper.id));
    }
    Ok(all)
}

/// The paper at this address, for somebody who works on it.
pub async fn open(db: &impl ConnectionTrait, slug: &str, by: Option<&Account>) -> Result<Opened> {
    let paper = store::find_by_slug(db, slug).await?;
    opened(db, paper, by).await
}

/// The same, which nobody else changes before this transaction ends.
pub async fn open_for_change(tx: &Tx, slug: &str, by: Option<&Account>) -> Result<Opened> {
    let paper = store::find_for_change(tx, slug).await?;
    opened(tx, paper, by).await
}

async fn opened(
    db: &impl ConnectionTrait,
    paper: Option<Paper>,
    by: Option<&Account>,
) -> Result<Opened> {
    let paper = paper.ok_or(Error::NotFound)?;
    let part = match by {
        None => None,
        Some(account) => {
            let part = store::contributor(db, &paper.id, &account.id).await?;
            Some(part.ok_or(Error::NotFound)?)
        }
    };
    Ok(Opened { paper, part })
}

/// The version of a clause somebody says they read; empty for whatever it is now.
fn clause_version(typed: &str, field: &'static str, faults: &mut Refusals) -> Option<i32> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let version = typed.parse().ok();
    if version.is_none() {
        faults.add(Refusal::new("paper-version-unreadable").on(field));
    }
    version
}

async fn log(
    app: &App,
    tx: &Tx,
    opened: &Opened,
    kind: Done,
    about: &str,
    reason: &str,
) -> Result<()> {
    let now = app.clock.now();
    let change = Change {
        id: app.ulids.next(now).into(),
        paper: opened.paper.id.clone(),
        account: opened.account(),
        kind,
        about: about.to_owned(),
        reason: reason.to_owned(),
        at: now,
    };
    store::insert_change(tx, change).await
}

#[cfg(test)]
pub(crate) mod tests;
