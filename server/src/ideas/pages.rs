//! Ideas for people: the form everybody finds, an idea with what is said about it, and the page behind a
//! link. Looking changes nothing, because mail scanners look at everything.

mod became;

use self::became::Became;
use super::{
    Author, Comment, Draft, Holder, Idea, Product, Signature, State, comment, find_by_link, similar,
};
use crate::{
    App, Error, Refusal, Result,
    cycles::{self, Cycle, pages::object},
    ids::IdeaId,
    topics::{self, Topic},
    web::{
        limits::Network,
        page::{Form, Page, for_them_alone, or_again_if_late, respond, respond_public},
        trap::{NOBODYS_ADDRESS, Trap},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{DefaultBodyLimit, Path, State as Of},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use federation::negotiate::{self, Wants};
use serde::Deserialize;

/// What somebody without an account may send: every field at its longest is a tenth of it.
const BODY_BYTES_AT_MOST: usize = 64 * 1024;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/cycles/{slug}/ideas", get(index))
        .route("/cycles/{slug}/ideas/new", get(new).post(create))
        .route("/cycles/{slug}/ideas/{number}", get(show))
        .route("/cycles/{slug}/ideas/{number}/support", post(support))
        .route("/cycles/{slug}/ideas/{number}/comments", post(say))
        .route("/ideas/{id}", get(show_alone))
        .route("/i/{token}", get(own).post(act))
        .layer(DefaultBodyLimit::max(BODY_BYTES_AT_MOST))
}

/// A cycle's ideas stand on its own page.
async fn index(Of(app): Of<App>, Path(slug): Path<String>) -> Result<Response> {
    let cycle = cycles::find(&app.db, &slug).await?;
    Ok(Redirect::to(&format!("{}#ideas", cycle.path())).into_response())
}

/// An idea and who brings it, as a browser sends them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Sheet {
    title: String,
    question: String,
    product: String,
    months: String,
    participants: String,
    stakeholder: String,
    topic: String,
    name: String,
    organisation: String,
    email: String,
    is_shown: String,
    seen: String,
    /// Whoever was shown what is similar means it.
    looked: String,
    reason: String,
    then: String,
    #[serde(flatten)]
    trap: Trap,
}

impl Sheet {
    fn of(idea: &Idea) -> Self {
        let draft = Draft::of(idea);
        Self {
            title: draft.title,
            question: draft.question,
            product: draft.product,
            months: draft.months,
            participants: draft.participants,
            stakeholder: draft.stakeholder,
            topic: draft.topic,
            seen: draft.seen,
            ..Self::default()
        }
    }

    fn draft(&self) -> Draft {
        Draft {
            title: self.title.clone(),
            question: self.question.clone(),
            product: self.product.clone(),
            months: self.months.clone(),
            participants: self.participants.clone(),
            stakeholder: self.stakeholder.clone(),
            topic: self.topic.clone(),
            seen: self.seen.clone(),
        }
    }

    fn signature(&self) -> Signature {
        Signature {
            name: self.name.clone(),
            organisation: self.organisation.clone(),
            email: self.email.clone(),
            is_shown: self.is_shown.clone(),
        }
    }
}

/// What the fields of an idea need to be shown.
pub struct Fields {
    pub draft: Draft,
    /// What an idea can be about.
    pub topics: Vec<Topic>,
}

impl Fields {
    pub async fn new(app: &App, draft: Draft) -> Result<Self> {
        let mut topics = topics::all(&app.db).await?;
        topics.retain(|topic| !topic.is_closed || *topic.id.as_str() == *draft.topic);
        Ok(Self { draft, topics })
    }

    pub fn is_topic(&self, topic: &Topic) -> bool {
        [topic.id.as_str(), &topic.slug].contains(&self.draft.topic.trim())
    }

    pub fn products(&self) -> [Product; 6] {
        Product::ALL
    }

    pub fn is_product(&self, product: &Product) -> bool {
        let chosen = Product::named(&self.draft.product).unwrap_or_default();
        chosen == *product
    }

    /// Three to nine, and whether it is what was chosen.
    pub fn months(&self) -> Vec<(i32, bool)> {
        let chosen = self.draft.months.parse().unwrap_or(6);
        super::idea::MONTHS
            .map(|months| (months, months == chosen))
            .collect()
    }
}

#[derive(Template)]
#[template(path = "ideas/new.html")]
struct New {
    page: Page,
    cycle: Cycle,
    sheet: Sheet,
    fields: Fields,
    takes_ideas: bool,
    similar: Vec<Idea>,
    /// To whom a mail was sent just now, not in full.
    asked: Option<String>,
}

impl New {
    async fn of(app: &App, page: Page, cycle: Cycle, sheet: Sheet) -> Result<Self> {
        Ok(Self {
            page: page.with_title_text("idea-bring").unlisted(),
            takes_ideas: cycle.takes_ideas(cycles::today(app)),
            fields: Fields::new(app, sheet.draft()).await?,
            cycle,
            sheet: Sheet {
                trap: sheet.trap.again(app),
                ..sheet
            },
            similar: Vec::new(),
            asked: None,
        })
    }
}

async fn new(Of(app): Of<App>, page: Page, Path(slug): Path<String>) -> Result<Response> {
    let cycle = cycles::find(&app.db, &slug).await?;
    let new = New::of(&app, page, cycle, Sheet::default()).await?;
    Ok(for_them_alone(respond(StatusCode::OK, new)))
}

async fn create(
    Of(app): Of<App>,
    page: Page,
    network: Network,
    Path(slug): Path<String>,
    Typed(sheet): Typed<Sheet>,
) -> Result<Response> {
    let cycle = cycles::find(&app.db, &slug).await?;
    let mut alike = Vec::new();
    let asked = match sheet.trap.has_caught() {
        false => {
            if sheet.looked.is_empty() && sheet.draft().check().is_ok() {
                let known = super::public(&app.db, &cycle.id).await?;
                alike = similar(&sheet.title, &sheet.question, &known);
            }
            match alike.is_empty() {
                true => ask(&app, &page, &cycle, &sheet, network).await.map(Some),
                false => Ok(None),
            }
        }
        // A program is told what a person is told, and nothing happens.
        true => Ok(Some(NOBODYS_ADDRESS.to_owned())),
    };
    let (status, page, asked) = match asked {
        Ok(asked) => (StatusCode::OK, page, asked),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            (StatusCode::UNPROCESSABLE_ENTITY, page, None)
        }
        Err(error) => return Err(error),
    };
    let new = New {
        similar: alike,
        asked,
        ..New::of(&app, page, cycle, sheet).await?
    };
    Ok(for_them_alone(respond(status, new)))
}

async fn ask(
    app: &App,
    page: &Page,
    cycle: &Cycle,
    sheet: &Sheet,
    network: Network,
) -> Result<String> {
    require_mail(app)?;
    // All faults first: who mistypes has not tried anything yet.
    let mut refusals = sheet.draft().check().err().unwrap_or_default();
    let others = sheet.signature().check(true).err().unwrap_or_default();
    others.0.into_iter().for_each(|other| refusals.add(other));
    refusals.none_or()?;
    sheet.trap.require_time_taken(app)?;
    app.limits.letter(&sheet.email, network)?;
    let tx = app.begin().await?;
    let (draft, signature) = (sheet.draft(), sheet.signature());
    let language = page.lang.bcp47();
    let address = super::ask(app, &tx, &cycle.id, &draft, &signature, language).await?;
    tx.commit().await?;
    Ok(address.to_string())
}

fn require_mail(app: &App) -> Result<()> {
    match app.config.mail.is_on() {
        true => Ok(()),
        false => Err(Refusal::new("idea-mail-off").into()),
    }
}

/// What was typed below an idea.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Voice {
    email: String,
    name: String,
    said: String,
    /// A field nobody sees. How long somebody took is not asked here: the form stands on a page that caches keep.
    website: String,
}

#[derive(Template)]
#[template(path = "ideas/show.html")]
struct Show {
    page: Page,
    cycle: Option<Cycle>,
    idea: Idea,
    /// Page and name of who holds the cycle, or the host of who brought it.
    holder: (String, String),
    /// As they want to be known.
    authors: Vec<String>,
    supporters: u64,
    comments: Vec<Comment>,
    takes_support: bool,
    takes_comments: bool,
    /// The one it went over into, and those that went over into it.
    into: Option<Idea>,
    merged: Vec<Idea>,
    became: Became,
    /// Page and name of what it is about.
    topic: Option<(String, String)>,
    voice: Voice,
    asked: Option<String>,
}

impl Show {
    fn months(&self) -> String {
        self.page.tn("idea-months", "months", self.idea.months)
    }

    fn path(&self) -> String {
        self.idea.path(self.cycle.as_ref())
    }

    fn path_of(&self, idea: &Idea) -> String {
        idea.path(self.cycle.as_ref())
    }
}

/// The idea behind an address, as everybody may read it.
async fn found(app: &App, slug: &str, number: &str) -> Result<(Cycle, Idea)> {
    let cycle = cycles::find(&app.db, slug).await?;
    let number: i32 = number.parse().map_err(|_| Error::NotFound)?;
    let idea = super::find_by_number(&app.db, &cycle.id, number).await?;
    let idea = idea.filter(Idea::is_public).ok_or(Error::NotFound)?;
    Ok((cycle, idea))
}

async fn shown(
    app: &App,
    page: Page,
    (cycle, idea): (Option<Cycle>, Idea),
    voice: Voice,
) -> Result<Show> {
    let comments = super::comments(&app.db, &idea.id).await?.into_iter();
    let authors = super::authors(&app.db, &idea.id).await?;
    let into = match &idea.merged_into {
        Some(id) => Some(super::find(&app.db, id).await?),
        None => None,
    };
    let holder = match &idea.url {
        Some(url) => (url.to_string(), federation::host_of(url)),
        None => cycles::holder(&app.db, &idea.actor).await?,
    };
    let mut page = page.with_title(idea.title.as_str());
    if let Some(url) = &idea.url {
        page = page.repeating(url.as_str());
    } else if let Some(iri) = &idea.iri {
        page = page.with_alternate(Form::Activity, iri.as_str());
    }
    let takes_comments = cycle
        .as_ref()
        .is_some_and(|cycle| cycle.comments != cycles::Moderation::Off);
    Ok(Show {
        page,
        holder,
        authors: authors.iter().filter_map(Author::shown).collect(),
        supporters: super::count_supporters(&app.db, &idea.id).await?,
        comments: comments
            .filter(|comment| comment.state == comment::State::Public)
            .collect(),
        takes_support: cycle.is_some() && matches!(idea.state, State::Proposed | State::Selected),
        takes_comments,
        into,
        merged: super::merged_into(&app.db, &idea.id).await?,
        became: Became::find(app, &idea, false).await?,
        topic: match &idea.topic {
            Some(id) => topics::find_named(&app.db, id.as_str())
                .await?
                .map(|topic| (topic.path(), topic.name)),
            None => None,
        },
        cycle,
        idea,
        voice,
        asked: None,
    })
}

async fn show(
    Of(app): Of<App>,
    Path((slug, number)): Path<(String, String)>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let cycle = match cycles::find(&app.db, &slug).await {
        Err(Error::NotFound) => {
            let former = cycles::find_former(&app.db, &slug).await?;
            let path = former.ok_or(Error::NotFound)?.path();
            return Ok(Redirect::permanent(&format!("{path}/ideas/{number}")).into_response());
        }
        found => found?,
    };
    let (_, idea) = found(&app, &cycle.slug, &number).await?;
    respond_shown(&app, page, (Some(cycle), idea), &headers).await
}

/// An idea that is meant for another server's cycle, or the way to its page.
async fn show_alone(
    Of(app): Of<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let id: IdeaId = id.parse().map_err(|_| Error::NotFound)?;
    let idea = super::find(&app.db, &id).await?;
    if !idea.is_public() {
        return Err(Error::NotFound);
    }
    let cycle = super::cycle_of(&app.db, &idea).await?;
    if cycle.is_some() {
        return Ok(Redirect::permanent(&idea.path(cycle.as_ref())).into_response());
    }
    respond_shown(&app, page, (None, idea), &headers).await
}

async fn respond_shown(
    app: &App,
    page: Page,
    (cycle, idea): (Option<Cycle>, Idea),
    headers: &HeaderMap,
) -> Result<Response> {
    if let Some(iri) = idea.iri.as_ref().filter(|_| idea.local)
        && Wants::of(headers) == Wants::Activity
    {
        return object(app, headers, iri).await;
    }
    let link = idea
        .iri
        .as_ref()
        .and_then(|iri| negotiate::link_to_object(iri));
    let show = shown(app, page, (cycle, idea), Voice::default()).await?;
    let mut response = respond_public(headers, show);
    if let Some(link) = link {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

async fn support(
    Of(app): Of<App>,
    page: Page,
    network: Network,
    Path((slug, number)): Path<(String, String)>,
    Typed(voice): Typed<Voice>,
) -> Result<Response> {
    let (cycle, idea) = found(&app, &slug, &number).await?;
    let asked = heard(&app, &page, &idea, &voice, network, false).await;
    answered(&app, page, (cycle, idea), voice, asked).await
}

async fn say(
    Of(app): Of<App>,
    page: Page,
    network: Network,
    Path((slug, number)): Path<(String, String)>,
    Typed(voice): Typed<Voice>,
) -> Result<Response> {
    let (cycle, idea) = found(&app, &slug, &number).await?;
    let asked = heard(&app, &page, &idea, &voice, network, true).await;
    answered(&app, page, (cycle, idea), voice, asked).await
}

/// Take a voice in. Returns to whom a mail was sent, not in full.
async fn heard(
    app: &App,
    page: &Page,
    idea: &Idea,
    voice: &Voice,
    network: Network,
    is_comment: bool,
) -> Result<String> {
    if !voice.website.is_empty() {
        return Ok(NOBODYS_ADDRESS.to_owned());
    }
    require_mail(app)?;
    app.limits.letter(&voice.email, network)?;
    let tx = app.begin().await?;
    let language = page.lang.bcp47();
    let address = match is_comment {
        true => {
            let said = (
                voice.name.as_str(),
                voice.email.as_str(),
                voice.said.as_str(),
            );
            super::say(app, &tx, idea, said, language).await?
        }
        false => super::support(app, &tx, idea, &voice.email, language).await?,
    };
    tx.commit().await?;
    Ok(address.to_string())
}

async fn answered(
    app: &App,
    page: Page,
    (cycle, idea): (Cycle, Idea),
    voice: Voice,
    asked: Result<String>,
) -> Result<Response> {
    let (status, page, asked) = match asked {
        Ok(address) => (StatusCode::OK, page, Some(address)),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            (StatusCode::UNPROCESSABLE_ENTITY, page, None)
        }
        Err(error) => return Err(error),
    };
    let mut show = shown(app, page, (Some(cycle), idea), voice).await?;
    show.asked = asked;
    show.page = show.page.unlisted();
    Ok(for_them_alone(respond(status, show)))
}

#[derive(Template)]
#[template(path = "ideas/own.html")]
struct Own {
    page: Page,
    token: String,
    holder: Holder,
    idea: Idea,
    cycle: Option<Cycle>,
    sheet: Sheet,
    fields: Fields,
    into: Option<Idea>,
    authors: Vec<Author>,
    supporters: u64,
    became: Became,
    may_change: bool,
}

impl Own {
    fn path(&self) -> String {
        self.idea.path(self.cycle.as_ref())
    }

    fn path_of(&self, idea: &Idea) -> String {
        idea.path(self.cycle.as_ref())
    }
}

async fn own_page(app: &App, page: Page, token: &str, typed: Option<Sheet>) -> Result<Own> {
    let (holder, idea) = find_by_link(app, &app.db, token).await?;
    let cycle = super::cycle_of(&app.db, &idea).await?;
    let is_open = cycle
        .as_ref()
        .is_none_or(|cycle| cycle.takes_ideas(cycles::today(app)));
    let sheet = typed.unwrap_or_else(|| Sheet::of(&idea));
    let into = match &idea.merged_into {
        Some(id) => Some(super::find(&app.db, id).await?),
        None => None,
    };
    // Who would work with it, or said something, is no author, nor is who has not confirmed.
    let is_author = matches!(&holder, Holder::Author(author) if author.is_confirmed());
    Ok(Own {
        page: page.with_title(idea.title.as_str()).unlisted(),
        token: token.to_owned(),
        holder,
        authors: super::authors(&app.db, &idea.id).await?,
        supporters: super::count_supporters(&app.db, &idea.id).await?,
        became: Became::find(app, &idea, is_author).await?,
        may_change: is_open && idea.local && !idea.state.is_final(),
        into,
        fields: Fields::new(app, sheet.draft()).await?,
        sheet,
        cycle,
        idea,
    })
}

async fn own(Of(app): Of<App>, page: Page, Path(token): Path<String>) -> Result<Response> {
    let own = own_page(&app, page, &token, None).await?;
    Ok(for_them_alone(respond(StatusCode::OK, own)))
}

/// What the buttons of the page do. Doing one twice does it once.
async fn act(
    Of(app): Of<App>,
    page: Page,
    network: Network,
    Path(token): Path<String>,
    Typed(sheet): Typed<Sheet>,
) -> Result<Response> {
    let done = match done(&app, &page, &token, &sheet, network).await {
        // Nothing is behind the link any more.
        Ok(false) => {
            let gone = Gone {
                page: page.with_title_text("idea-own-forgotten").unlisted(),
            };
            return Ok(for_them_alone(respond(StatusCode::OK, gone)));
        }
        done => done.map(|_| Redirect::to(&format!("/i/{token}")).into_response()),
    };
    let done = or_again_if_late(done, page, async |page, is_late| {
        let mut typed = (sheet.then == "change").then_some(sheet);
        if let (true, Some(typed)) = (is_late, &mut typed) {
            typed.seen = find_by_link(&app, &app.db, &token).await?.1.seen();
        }
        own_page(&app, page, &token, typed).await
    });
    done.await.map(for_them_alone)
}

#[derive(Template)]
#[template(path = "ideas/gone.html")]
struct Gone {
    page: Page,
}

/// Returns whether the link still leads somewhere.
async fn done(
    app: &App,
    page: &Page,
    token: &str,
    sheet: &Sheet,
    network: Network,
) -> Result<bool> {
    let tx = app.begin().await?;
    let (holder, idea) = find_by_link(app, &tx, token).await?;
    let mut leads_on = true;
    match (&holder, sheet.then.as_str()) {
        (Holder::Author(author), "confirm") => {
            super::confirm(app, &tx, author).await?;
        }
        (Holder::Author(author), "change") => {
            super::revise_by_author(app, &tx, author, &idea, &sheet.draft()).await?;
        }
        (Holder::Author(author), "withdraw") => {
            if !author.is_confirmed() {
                return Err(Refusal::new("idea-confirm-first").into());
            }
            super::withdraw(app, &tx, &idea, &sheet.reason).await?;
        }
        (Holder::Author(author), "invite") => {
            if !author.is_confirmed() {
                return Err(Refusal::new("idea-confirm-first").into());
            }
            app.limits.letter(&sheet.email, network)?;
            let language = page.lang.bcp47();
            super::invite(app, &tx, &idea, &sheet.signature(), language).await?;
        }
        (Holder::Author(author), "forget") => {
            super::forget_author(app, &tx, author).await?;
            leads_on = false;
        }
        (Holder::Supporter(supporter), "confirm") => {
            super::confirm_supporter(app, &tx, supporter).await?;
        }
        (Holder::Supporter(supporter), "forget") => {
            super::withdraw_supporter(&tx, supporter).await?;
            leads_on = false;
        }
        (Holder::Comment(comment), "confirm") => {
            super::confirm_comment(app, &tx, comment).await?;
        }
        (Holder::Comment(comment), "forget") => {
            super::forget_comment(&tx, comment).await?;
            leads_on = false;
        }
        _ => return Err(Error::Malformed(StatusCode::BAD_REQUEST)),
    }
    tx.commit().await?;
    Ok(leads_on)
}
