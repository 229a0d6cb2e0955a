//! Seats of ours in committees of other servers, in the working area. Everybody who works here looks; a
//! coordinator answers for the association, gives the seat back, votes, and says what else there is to say.

use super::{
    Ballot, Draft, Mandate, Minutes, Motion, State, Word, accept, approve, decline, find,
    find_for_change, leave, listed, mandate::REASON_AT_MOST, mark_absence, minutes, motions,
    remark, take_back, vote, word::Remark, words, workstreams_of,
};
use crate::{
    App, Result, audit,
    committees::{
        Part,
        holder::Absence,
        remark::{CHECKPOINT_AT_MOST, TEXT_AT_MOST},
        today,
        vote::Voice,
    },
    cycles::draft::NAME_AT_MOST,
    events::organizers::Names,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
    workstreams::Workstream,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State as Held},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::NaiveDate;
use serde::Deserialize;

const MANDATES: &str = "/desk/mandates";

pub fn routes() -> Router<App> {
    Router::new()
        .route(MANDATES, get(index))
        .route("/desk/mandates/{id}", get(show))
        .route("/desk/mandates/{id}/acceptance", post(take))
        .route("/desk/mandates/{id}/refusal", post(refuse))
        .route("/desk/mandates/{id}/leave", post(go))
        .route("/desk/mandates/{id}/votes", post(cast))
        .route("/desk/mandates/{id}/approvals", post(agree))
        .route("/desk/mandates/{id}/remarks", post(say))
        .route("/desk/mandates/{id}/remarks/{word}/removal", post(unsay))
        .route("/desk/mandates/{id}/absence", post(away))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Accepted,
    Declined,
    Left,
    Voted,
    Approved,
    Said,
    TakenBack,
    Noted,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Accepted => "mandate-done-accepted",
            Self::Declined => "mandate-done-declined",
            Self::Left => "mandate-done-left",
            Self::Voted => "mandate-done-voted",
            Self::Approved => "mandate-done-approved",
            Self::Said => "mandate-done-said",
            Self::TakenBack => "mandate-done-taken-back",
            Self::Noted => "mandate-done-noted",
        }
    }
}

#[derive(Template)]
#[template(path = "mandates/index.html")]
struct Index {
    page: Page,
    all: Vec<Mandate>,
    names: Names,
    today: NaiveDate,
}

async fn index(Held(app): Held<App>, page: Page, _: Editor) -> Result<Response> {
    let all = listed(&app.db).await?;
    let associations = all.iter().map(|it| it.association.clone());
    let index = Index {
        page: page.with_title_text("mandate-title").unlisted(),
        names: Names::find(&app.db, associations.collect()).await?,
        all,
        today: today(&app),
    };
    Ok(respond(StatusCode::OK, index))
}

/// A motion as those who work here see it.
struct Asked {
    motion: Motion,
    until: String,
    is_open: bool,
    /// From when deputies act for who has not voted.
    deputies_from: Option<String>,
    /// Why the vote of a deputy does not count now; nothing where it would.
    hindrance: Option<&'static str>,
    /// By which rule it would, or did.
    rule: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "mandates/show.html")]
struct Show {
    page: Page,
    done: Option<Done>,
    mandate: Mandate,
    association: String,
    motions: Vec<Asked>,
    minutes: Vec<Minutes>,
    words: Vec<Word>,
    /// What a remark can be about beside motions.
    workstreams: Vec<Workstream>,
    may_act: bool,
    today: NaiveDate,
    /// As typed.
    person: String,
    reason: String,
    remark: Said,
    absence: Absence,
}

impl Show {
    async fn new(app: &App, page: Page, mandate: Mandate, may_act: bool) -> Result<Self> {
        let names = Names::find(&app.db, vec![mandate.association.clone()]).await?;
        let association = names.of(&mandate.association);
        let (now, zone) = (app.clock.now(), app.config.instance.zone);
        let all = motions(&app.db, &mandate.id).await?.into_iter();
        let asked = all.map(|motion| Asked {
            until: page.moment(&motion.ends_at.with_timezone(&zone)),
            is_open: motion.is_open(now),
            deputies_from: motion
                .deputies_from
                .map(|from| page.moment(&from.with_timezone(&zone))),
            hindrance: motion.deputising(now).and_then(|it| it.may_vote().err()),
            rule: motion
                .deputising(now)
                .and_then(|it| it.may_vote().ok())
                .map(|standing| standing.key()),
            motion,
        });
        let said = words(&app.db, &mandate.id).await?;
        let last = said.iter().find(|word| !word.is_remark());
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        Ok(Self {
            motions: asked.collect(),
            minutes: minutes(&app.db, &mandate.id).await?,
            workstreams: match may_act && mandate.is_in_office(today(app)) {
                true => workstreams_of(&app.db, &mandate).await?,
                false => Vec::new(),
            },
            remark: Said::default(),
            absence: Absence {
                absent_from: day(last.and_then(|word| word.starts_on)),
                absent_until: day(last.and_then(|word| word.ends_on)),
            },
            words: said,
            page: page.with_title(mandate.name.as_str()).unlisted(),
            done: None,
            may_act,
            today: today(app),
            person: association.clone(),
            association,
            reason: String::new(),
            mandate,
        })
    }

    fn address(&self) -> String {
        self.mandate.desk()
    }

    fn waits_for_us(&self) -> bool {
        self.mandate.state == State::Offered && !self.mandate.is_past(self.today)
    }

    fn may_vote(&self, asked: &Asked) -> bool {
        let is_free = asked.is_open && !asked.motion.has_vote();
        self.may_act && is_free && self.mandate.is_in_office(self.today)
    }

    /// Whether our vote may be sent once more, as nobody said what became of it.
    fn may_repeat(&self, asked: &Asked) -> bool {
        let is_free = asked.is_open && asked.motion.waits_for_answer();
        self.may_act && is_free && self.mandate.is_in_office(self.today)
    }

    fn is_deputy(&self) -> bool {
        self.mandate.part == Part::Deputy
    }

    /// On which days the member is away, says this word.
    fn days(&self, word: &Word) -> Option<String> {
        Some(self.page.lang.days(word.starts_on?, word.ends_on?))
    }

    /// Whether something may be said for the seat.
    fn may_speak(&self) -> bool {
        self.may_act && self.mandate.is_in_office(self.today)
    }

    fn may_be_away(&self) -> bool {
        self.may_speak() && self.mandate.part == Part::Member
    }

    fn may_approve(&self, minutes: &Minutes) -> bool {
        self.may_speak() && minutes.waits_for_us()
    }

    fn is_about(&self, about: &str) -> bool {
        self.remark.about == about
    }

    fn checkpoint_at_most(&self) -> usize {
        CHECKPOINT_AT_MOST
    }

    fn text_at_most(&self) -> usize {
        TEXT_AT_MOST
    }

    fn voices(&self) -> [Voice; 3] {
        Voice::ALL
    }

    fn name_at_most(&self) -> usize {
        NAME_AT_MOST
    }

    fn reason_at_most(&self) -> usize {
        REASON_AT_MOST
    }
}

async fn show(
    Held(app): Held<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let mandate = find(&app.db, &id).await?;
    let mut show = Show::new(&app, page, mandate, coordinator.is_some()).await?;
    show.done = after.done;
    Ok(respond(StatusCode::OK, show))
}

/// On to the mandate, which says what was done, or back to it with what was typed.
async fn after(
    app: &App,
    page: Page,
    id: &str,
    done: Result<&str>,
    typed: impl FnOnce(&mut Show),
) -> Result<Response> {
    let done = done.map(|done| leading_to(&format!("{MANDATES}/{id}"), done));
    or_again(done, page, async |page| {
        let mandate = find(&app.db, id).await?;
        let mut show = Show::new(app, page, mandate, true).await?;
        typed(&mut show);
        Ok(show)
    })
    .await
}

async fn take(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        let mandate = accept(&app, &tx, mandate, &draft).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.accept", &mandate.id).await?;
        Ok("accepted")
    };
    after(&app, page, &id, done.await, |show| {
        show.person = draft.person
    })
    .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Declined {
    reason: String,
}

async fn refuse(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(declined): Typed<Declined>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        let mandate = decline(&app, &tx, mandate, &declined.reason).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.decline", &mandate.id).await?;
        Ok("declined")
    };
    after(&app, page, &id, done.await, |show| {
        show.reason = declined.reason
    })
    .await
}

async fn go(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        let mandate = leave(&app, &tx, mandate).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.leave", &mandate.id).await?;
        Ok("left")
    };
    after(&app, page, &id, done.await, |_| {}).await
}

async fn cast(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(ballot): Typed<Ballot>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        vote(&app, &tx, &mandate, &ballot).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.vote", &mandate.id).await?;
        Ok("voted")
    };
    after(&app, page, &id, done.await, |_| {}).await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Approved {
    /// The id of minutes.
    minutes: String,
}

async fn agree(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(approved): Typed<Approved>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        approve(&app, &tx, &mandate, &approved.minutes).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.approve", &mandate.id).await?;
        Ok("approved")
    };
    after(&app, page, &id, done.await, |_| {}).await
}

/// A remark as the form has it: what it is about is chosen, or its address typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Said {
    about: String,
    address: String,
    checkpoint: String,
    text: String,
    is_public: String,
}

impl Said {
    fn remark(&self) -> Remark {
        let about = match self.about.trim() {
            "" => &self.address,
            _ => &self.about,
        };
        Remark {
            about: about.clone(),
            checkpoint: self.checkpoint.clone(),
            text: self.text.clone(),
            is_public: self.is_public.clone(),
        }
    }
}

async fn say(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(said): Typed<Said>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        remark(&app, &tx, &mandate, &said.remark()).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.remark", &mandate.id).await?;
        Ok("said")
    };
    after(&app, page, &id, done.await, |show| show.remark = said).await
}

async fn unsay(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path((id, word)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        take_back(&app, &tx, &mandate, &word).await?;
        let action = "mandate.take-back";
        audit::kept(&app, tx, Some(&coordinator), action, &mandate.id).await?;
        Ok("taken_back")
    };
    after(&app, page, &id, done.await, |_| {}).await
}

async fn away(
    Held(app): Held<App>,
    page: Page,
    coordinator: Coordinator,
    Path(id): Path<String>,
    Typed(absence): Typed<Absence>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let mandate = find_for_change(&tx, &id).await?;
        mark_absence(&app, &tx, &mandate, &absence).await?;
        audit::kept(&app, tx, Some(&coordinator), "mandate.absence", &mandate.id).await?;
        Ok("noted")
    };
    after(&app, page, &id, done.await, |show| show.absence = absence).await
}
