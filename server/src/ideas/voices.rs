//! Those beside the first author: who stands by an idea too, who would work with it, and who says
//! something about it. Each confirms by a link of their own.

use super::{
    Author, CONFIRMS_WITHIN, Comment, Idea, Signature, State, Supporter, author, comment, held,
    letters::{self, News},
    proposing::{require_going_on, signed_by},
    refused, store,
};
use crate::{
    App, Error, Refusal, Result,
    app::Tx,
    cycles::{Cycle, Moderation},
    events::draft::one_line,
    mail::Address,
    markdown,
};
use federation::{Iri, actors::Actor, vocabulary::Reply};

const AUTHORS_AT_MOST: usize = 10;
/// Comments of one idea, whoever may read them.
const COMMENTS_AT_MOST: u64 = 500;
/// Of them, those of one actor of another server.
const COMMENTS_OF_ONE_AT_MOST: u64 = 20;
/// Who would work with one idea, of other servers.
const SUPPORTERS_ELSEWHERE_AT_MOST: usize = 1_000;
/// Of them, those of one server.
const SUPPORTERS_OF_ONE_HOST_AT_MOST: usize = 100;
/// Characters of a comment.
pub const COMMENT_AT_MOST: usize = 1_000;
/// Characters of the name under it.
const NAME_AT_MOST: usize = 100;

/// Ask somebody to stand by an idea as its author too. They are one once they confirm.
pub async fn invite(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    signature: &Signature,
    language: &str,
) -> Result<Author> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    if !idea.local {
        return refused("idea-not-ours");
    }
    require_going_on(&idea)?;
    let signed = signature.check(true)?;
    let authors = store::authors(tx, &idea.id).await?;
    let email = signed.email.as_ref().map(Address::folded);
    if authors.iter().any(|author| author.email == email) {
        return Err(Refusal::new("idea-author-already").on("email").into());
    }
    if authors.len() >= AUTHORS_AT_MOST {
        return refused("idea-authors-too-many");
    }
    let author = signed_by(app, &idea, signed, language);
    let author = store::insert_author(tx, author).await?;
    letters::write(app, tx, &idea, cycle.as_ref(), &author, News::Invited).await?;
    Ok(author)
}

/// Forget who somebody is, at their own wish. The idea stays.
pub async fn forget_author(app: &App, tx: &Tx, author: &Author) -> Result<()> {
    held(tx, &author.idea).await?;
    let known = store::find_author(tx, &author.id).await?;
    let author = known.ok_or(Error::NotFound)?;
    let now = app.clock.now();
    let forgotten = author::Model {
        name: String::new(),
        organisation: String::new(),
        email: None,
        is_shown: false,
        link: author.link + 1,
        updated_at: now,
        ..author
    };
    store::update_author(tx, forgotten).await?;
    Ok(())
}

/// Say that one would work with it, by an address nobody has confirmed yet.
pub async fn support(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    email: &str,
    language: &str,
) -> Result<Address> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    require_supportable(&idea)?;
    let address = read_address(email)?;
    let known = store::find_supporter_by_email(tx, &idea.id, &address.folded()).await?;
    let supporter = match known {
        Some(known) => known,
        None => {
            let new = Supporter {
                email: Some(address.folded()),
                ..supporter_of(app, &idea, language)
            };
            store::insert_supporter(tx, new).await?
        }
    };
    letters::ask_supporter(app, tx, &idea, cycle.as_ref(), &supporter).await?;
    Ok(address)
}

/// The address is theirs. Doing it twice does it once.
pub async fn confirm_supporter(app: &App, tx: &Tx, supporter: &Supporter) -> Result<()> {
    let (idea, _) = held(tx, &supporter.idea).await?;
    let now = app.clock.now();
    let known = store::find_supporter(tx, &supporter.id).await?;
    let supporter = known.ok_or(Error::NotFound)?;
    if supporter.confirmed_at.is_some() {
        return Ok(());
    }
    require_supportable(&idea)?;
    if supporter.created_at + CONFIRMS_WITHIN <= now {
        return refused("participation-confirm-lapsed");
    }
    let confirmed = Supporter {
        confirmed_at: Some(now),
        ..supporter
    };
    store::update_supporter(tx, confirmed).await?;
    Ok(())
}

/// Not after all.
pub async fn withdraw_supporter(tx: &Tx, supporter: &Supporter) -> Result<()> {
    store::delete_supporter(tx, &supporter.id).await
}

/// Somebody on another server would work with it: once.
pub(super) async fn support_from(app: &App, tx: &Tx, idea: &Idea, actor: &Iri) -> Result<()> {
    require_supportable(idea)?;
    if store::find_supporter_by_actor(tx, &idea.id, actor)
        .await?
        .is_none()
    {
        let others = store::supporting_actors(tx, &idea.id).await?;
        let neighbours = others.iter().filter(|it| it.origin() == actor.origin());
        if others.len() >= SUPPORTERS_ELSEWHERE_AT_MOST
            || neighbours.count() >= SUPPORTERS_OF_ONE_HOST_AT_MOST
        {
            return refused("idea-supporters-too-many");
        }
        let now = app.clock.now();
        let new = Supporter {
            actor: Some(actor.clone()),
            confirmed_at: Some(now),
            ..supporter_of(app, idea, &idea.language)
        };
        store::insert_supporter(tx, new).await?;
    }
    Ok(())
}

fn supporter_of(app: &App, idea: &Idea, language: &str) -> Supporter {
    let now = app.clock.now();
    Supporter {
        id: app.ulids.next(now).into(),
        idea: idea.id.clone(),
        email: None,
        actor: None,
        language: language.to_owned(),
        confirmed_at: None,
        created_at: now,
    }
}

fn require_supportable(idea: &Idea) -> Result<()> {
    match idea.state {
        State::Proposed | State::Selected if idea.is_public() => Ok(()),
        _ => refused("idea-is-over"),
    }
}

fn read_address(typed: &str) -> Result<Address> {
    let read = typed.parse::<Address>();
    Ok(read.map_err(|wrong| Refusal::new(wrong.key()).on("email"))?)
}

/// Say something about an idea, by an address nobody has confirmed yet.
pub async fn comment(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    (name, email, said): (&str, &str, &str),
    language: &str,
) -> Result<Address> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    require_commentable(&idea, cycle.as_ref())?;
    let address = read_address(email)?;
    let name = one_line(name);
    if name.is_empty() {
        return Err(Refusal::new("cycle-field-missing").on("name").into());
    }
    if name.chars().count() > NAME_AT_MOST {
        return Err(Refusal::new("cycle-field-too-long").on("name").into());
    }
    let said = said.trim().replace("\r\n", "\n");
    match said.chars().count() {
        0 => return Err(Refusal::new("cycle-field-missing").on("said").into()),
        1..=COMMENT_AT_MOST => {}
        _ => return Err(Refusal::new("idea-comment-too-long").on("said").into()),
    }
    if store::count_comments(tx, &idea.id).await? >= COMMENTS_AT_MOST {
        return refused("idea-comments-too-many");
    }
    let now = app.clock.now();
    let comment = Comment {
        id: app.ulids.next(now).into(),
        idea: idea.id.clone(),
        state: comment::State::Unconfirmed,
        name,
        email: Some(address.folded()),
        actor: None,
        note: None,
        language: language.to_owned(),
        said,
        created_at: now,
        updated_at: now,
    };
    let comment = store::insert_comment(tx, comment).await?;
    letters::ask_comment(app, tx, &idea, cycle.as_ref(), &comment).await?;
    Ok(address)
}

/// What an actor of another server says about an idea under its own name. The same post is heard once.
pub async fn comment_from(
    app: &App,
    tx: &Tx,
    idea: &Idea,
    actor: &Actor,
    reply: &Reply,
) -> Result<()> {
    let (idea, cycle) = held(tx, &idea.id).await?;
    let moderation = require_commentable(&idea, cycle.as_ref())?;
    if store::is_comment(tx, &reply.id).await? {
        return Ok(());
    }
    if store::count_comments(tx, &idea.id).await? >= COMMENTS_AT_MOST {
        return refused("idea-comments-too-many");
    }
    if store::count_comments_by(tx, &idea.id, &actor.id).await? >= COMMENTS_OF_ONE_AT_MOST {
        return refused("idea-comments-too-many");
    }
    let said = markdown::lines(&markdown::sanitise(&reply.content));
    let said: String = said.trim().chars().take(COMMENT_AT_MOST).collect();
    if said.is_empty() {
        return Err(Refusal::new("cycle-field-missing").on("said").into());
    }
    let name = match actor.profile.name.is_empty() {
        true => actor.address(),
        false => actor.profile.name.clone(),
    };
    let now = app.clock.now();
    let comment = Comment {
        id: app.ulids.next(now).into(),
        idea: idea.id.clone(),
        state: let_through(moderation),
        name: name.chars().take(NAME_AT_MOST).collect(),
        email: None,
        actor: Some(actor.id.clone()),
        note: Some(Iri::from(&reply.id)),
        language: app.config.instance.language.bcp47().to_owned(),
        said,
        created_at: now,
        updated_at: now,
    };
    store::insert_comment(tx, comment).await?;
    Ok(())
}

/// Whether a comment is read at once.
fn let_through(moderation: Moderation) -> comment::State {
    match moderation {
        Moderation::Open => comment::State::Public,
        Moderation::Moderated | Moderation::Off => comment::State::Waiting,
    }
}

/// The address is theirs. Doing it twice does it once.
pub async fn confirm_comment(app: &App, tx: &Tx, comment: &Comment) -> Result<Comment> {
    let (idea, cycle) = held(tx, &comment.idea).await?;
    let known = store::find_comment(tx, &comment.id).await?;
    let comment = known.ok_or(Error::NotFound)?;
    if comment.state != comment::State::Unconfirmed {
        return Ok(comment);
    }
    let now = app.clock.now();
    if comment.updated_at + CONFIRMS_WITHIN <= now {
        return refused("participation-confirm-lapsed");
    }
    let moderation = require_commentable(&idea, cycle.as_ref())?;
    let confirmed = Comment {
        state: let_through(moderation),
        updated_at: now,
        ..comment
    };
    store::update_comment(tx, confirmed).await
}

fn require_commentable(idea: &Idea, cycle: Option<&Cycle>) -> Result<Moderation> {
    let moderation = cycle.map_or(Moderation::Off, |cycle| cycle.comments);
    match moderation {
        Moderation::Off => refused("idea-comments-off"),
        _ if !idea.is_public() => refused("idea-comments-off"),
        _ => Ok(moderation),
    }
}

/// Forget what somebody said, at their own wish.
pub async fn forget_comment(tx: &Tx, comment: &Comment) -> Result<()> {
    store::delete_comment(tx, &comment.id).await
}

/// Let everybody read it.
pub async fn show(app: &App, tx: &Tx, comment: &Comment) -> Result<Comment> {
    set(app, tx, comment, comment::State::Public).await
}

/// Let nobody read it any more.
pub async fn hide(app: &App, tx: &Tx, comment: &Comment) -> Result<Comment> {
    set(app, tx, comment, comment::State::Hidden).await
}

async fn set(app: &App, tx: &Tx, comment: &Comment, state: comment::State) -> Result<Comment> {
    held(tx, &comment.idea).await?;
    let known = store::find_comment(tx, &comment.id).await?;
    let comment = known.ok_or(Error::NotFound)?;
    if comment.state == comment::State::Unconfirmed {
        return refused("idea-confirm-first");
    }
    let changed = Comment {
        state,
        updated_at: app.clock.now(),
        ..comment
    };
    store::update_comment(tx, changed).await
}
