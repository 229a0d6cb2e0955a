//! Committees in the working area: which there are, and one with its seats, motions, minutes and what was
//! said. Editors look; coordinators act.

use super::{
    Committee, Draft, Holder, Kind, Minutes, Motion, Part, Roster, Said, Seat, SeatVote, holder,
    minutes,
    motion::{self, Count, Outcome},
    today,
};
use crate::{
    App, Error, Refusal, Result,
    associations::{self, Association},
    audit,
    cycles::{self, Cycle, Programme},
    error::Refusals,
    i18n::Lang,
    web::{
        desk::{After, leading_to},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
    words::Word as _,
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use chrono::NaiveDate;
use serde::Deserialize;

const COMMITTEES: &str = "/desk/committees";
/// Minutes of a sitting.
const WRITTEN: &str = "/desk/committees/{slug}/minutes/{id}";

pub fn routes() -> Router<App> {
    Router::new()
        .route(COMMITTEES, get(index).post(create))
        .route("/desk/committees/new", get(new))
        .route("/desk/committees/{slug}", get(stand))
        .route("/desk/committees/{slug}/edit", get(edit).post(update))
        .route(
            "/desk/committees/{slug}/holders",
            get(new_holder).post(seat),
        )
        .route("/desk/committees/{slug}/holders/{id}/end", post(end))
        .route("/desk/committees/{slug}/holders/{id}/link", post(renew))
        .route("/desk/committees/{slug}/motions", get(new_motion).post(put))
        .route(
            "/desk/committees/{slug}/motions/{number}/withdrawal",
            post(withdraw),
        )
        .route(
            "/desk/committees/{slug}/minutes",
            get(new_minutes).post(write),
        )
        .route(WRITTEN, get(edit_minutes).post(change))
        .route(
            "/desk/committees/{slug}/minutes/{id}/submission",
            post(submit),
        )
        .route("/desk/committees/{slug}/remarks/{id}/removal", post(hush))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Saved,
    Seated,
    Ended,
    LinkSent,
    Put,
    Withdrawn,
    Submitted,
    Removed,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Saved => "cycle-done-saved",
            Self::Seated => "committee-done-seated",
            Self::Ended => "committee-done-ended",
            Self::LinkSent => "committee-done-link-sent",
            Self::Put => "committee-done-put",
            Self::Withdrawn => "committee-done-withdrawn",
            Self::Submitted => "committee-done-submitted",
            Self::Removed => "committee-done-removed",
        }
    }
}

#[derive(Template)]
#[template(path = "committees/list.html")]
struct List {
    page: Page,
    all: Vec<Committee>,
    today: NaiveDate,
    may_change: bool,
}

async fn index(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
) -> Result<Response> {
    let list = List {
        page: page.with_title_text("committee-list").unlisted(),
        all: super::all(&app.db).await?,
        today: today(&app),
        may_change: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, list))
}

#[derive(Template)]
#[template(path = "committees/form.html")]
struct Sheet {
    page: Page,
    draft: Draft,
    /// Absent for a new one.
    committee: Option<Committee>,
    associations: Vec<Association>,
    programmes: Vec<Programme>,
    cycles: Vec<Cycle>,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        draft: Draft,
        committee: Option<Committee>,
    ) -> Result<Self> {
        let title = match &committee {
            Some(committee) => committee.name.clone(),
            None => page.t("committee-form-new"),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            committee,
            associations: associations::all(&app.db).await?,
            programmes: cycles::programmes(&app.db).await?,
            cycles: cycles::all(&app.db).await?,
        })
    }

    fn action(&self) -> String {
        match &self.committee {
            Some(committee) => format!("{}/edit", committee.desk()),
            None => COMMITTEES.to_owned(),
        }
    }

    fn kinds(&self) -> [Kind; 2] {
        Kind::ALL
    }

    fn is_kind(&self, kind: &Kind) -> bool {
        Kind::named(&self.draft.kind).unwrap_or_default() == *kind
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    /// The slug of a committee that is to be like the new one.
    template: String,
}

async fn new(
    State(app): State<App>,
    page: Page,
    _: Coordinator,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let draft = match wanted.template.as_str() {
        "" => Draft::default(),
        slug => {
            let template = super::find(&app.db, slug).await?;
            Draft {
                name: String::new(),
                slug: String::new(),
                starts_on: String::new(),
                ends_on: String::new(),
                ..super::draft_of(&app.db, &template).await?
            }
        }
    };
    let sheet = Sheet::new(&app, page, draft, None).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn create(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let done = insert(&app, &coordinator, &draft)
        .await
        .map(|committee| leading_to(&committee.desk(), "saved"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, None).await
    })
    .await
}

async fn insert(app: &App, coordinator: &Coordinator, draft: &Draft) -> Result<Committee> {
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let committee = super::found(app, &tx, &association, draft, keys).await?;
    audit::kept(app, tx, Some(coordinator), "committee.found", &committee.id).await?;
    Ok(committee)
}

async fn edit(
    State(app): State<App>,
    page: Page,
    _: Coordinator,
    Path(slug): Path<String>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let draft = super::draft_of(&app.db, &committee).await?;
    let sheet = Sheet::new(&app, page, draft, Some(committee)).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn update(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<Draft>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let done = async {
        let tx = app.begin().await?;
        super::revise(&app, &tx, &committee.id, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "committee.revise",
            &committee.id,
        )
        .await
    };
    let done = done.await;
    if matches!(done, Err(Error::Conflict)) {
        let known = super::find(&app.db, &slug).await?;
        let seen = known.seen();
        let draft = Draft { seen, ..draft };
        let sheet = Sheet::new(&app, slower(page), draft, Some(known)).await?;
        return Ok(respond(StatusCode::CONFLICT, sheet));
    }
    let done = done.map(|()| leading_to(&committee.desk(), "saved"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, Some(committee)).await
    })
    .await
}

/// Somebody else saved meanwhile: what was typed is shown, and replaces that if it is sent again.
fn slower(page: Page) -> Page {
    page.with_refusals(&Refusals(vec![Refusal::new("desk-somebody-was-faster")]))
}

/// A motion with what was voted on it so far.
struct Row {
    motion: Motion,
    outcome: Outcome,
    /// Nothing until the end: nobody is shown how it stands.
    count: Option<Count>,
    votes: Vec<SeatVote>,
    until: String,
}

#[derive(Template)]
#[template(path = "committees/stand.html")]
struct Stand {
    page: Page,
    committee: Committee,
    roster: Roster,
    /// Associations of other servers that do not want a seat, or no longer.
    declined: Vec<Holder>,
    motions: Vec<Row>,
    minutes: Vec<(Minutes, usize)>,
    said: Vec<Said>,
    done: Option<Done>,
    may_change: bool,
    is_over: bool,
}

impl Stand {
    async fn new(app: &App, page: Page, committee: Committee, may_change: bool) -> Result<Self> {
        let (now, zone) = (app.clock.now(), app.config.instance.zone);
        let mut motions = Vec::new();
        let all = super::motions(&app.db, &committee.id).await?;
        let mut votes_on = super::votes_on(&app.db, &all).await?;
        for motion in all {
            let votes = votes_on.remove(&motion.id).unwrap_or_default();
            let count = Count::of(&votes);
            let outcome = motion.outcome(&count, now);
            motions.push(Row {
                count: motion.is_past_its_end(now).then_some(count),
                outcome,
                votes,
                until: page.until(&motion.ends_at.with_timezone(&zone)),
                motion,
            });
        }
        let mut minutes = Vec::new();
        let all = super::minutes_of(&app.db, &committee).await?;
        let approvals = super::approvals_of(&app.db, &all).await?;
        for one in all {
            let approvals = approvals.get(&one.id).map_or(0, Vec::len);
            minutes.push((one, approvals));
        }
        Ok(Self {
            page: page.with_title(committee.name.as_str()).unlisted(),
            roster: super::roster(app, &app.db, &committee).await?,
            declined: super::declined(&app.db, &committee).await?,
            said: super::remarks_of(&app.db, &committee).await?,
            is_over: committee.is_over(today(app)),
            motions,
            minutes,
            done: None,
            may_change,
            committee,
        })
    }

    /// Everybody who is in office or to come, with their seat.
    fn people(&self) -> Vec<(&Holder, &str)> {
        let mut people = Vec::new();
        for place in &self.roster.places {
            let both = place.member.iter().chain(&place.deputy);
            people.extend(both.map(|holder| (holder, place.seat.stakeholder.as_str())));
        }
        let others = self.roster.advisers.iter().chain(&self.roster.to_come);
        let others = others.chain(&self.roster.asked);
        people.extend(others.map(|holder| (holder, self.group_of(holder))));
        people
    }

    fn group_of(&self, holder: &Holder) -> &str {
        let mut places = self.roster.places.iter();
        let place = places.find(|place| holder.seat.as_ref() == Some(&place.seat.id));
        place.map_or("", |place| place.seat.stakeholder.as_str())
    }

    fn group(&self, vote: &SeatVote) -> &str {
        let mut places = self.roster.places.iter();
        let place = places.find(|place| place.seat.id == vote.seat);
        place.map_or("", |place| place.seat.stakeholder.as_str())
    }

    /// The server from which somebody acts who has no link.
    fn host(&self, holder: &Holder) -> Option<String> {
        holder.actor.as_deref().map(federation::host_of)
    }

    /// On which days somebody is away.
    fn away(&self, holder: &Holder) -> Option<String> {
        let (from, until) = holder.absent_from.zip(holder.absent_until)?;
        Some(self.page.lang.days(from, until))
    }

    fn vacancies(&self) -> usize {
        self.roster.places.len() - self.roster.taken()
    }
}

async fn stand(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(slug): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let mut stand = Stand::new(&app, page, committee, coordinator.is_some()).await?;
    stand.done = after.done;
    Ok(respond(StatusCode::OK, stand))
}

/// On to the committee, or back to it with what was wrong.
async fn after(
    app: &App,
    page: Page,
    slug: &str,
    done: Result<()>,
    word: &str,
) -> Result<Response> {
    let done = done.map(|()| leading_to(&format!("{COMMITTEES}/{slug}"), word));
    or_again(done, page, async |page| {
        let committee = super::find(&app.db, slug).await?;
        Stand::new(app, page, committee, true).await
    })
    .await
}

#[derive(Template)]
#[template(path = "committees/holder.html")]
struct Seating {
    page: Page,
    committee: Committee,
    seats: Vec<Seat>,
    /// As typed.
    draft: holder::Draft,
}

impl Seating {
    async fn new(
        app: &App,
        page: Page,
        committee: Committee,
        draft: holder::Draft,
    ) -> Result<Self> {
        Ok(Self {
            page: page.with_title_text("committee-seat-somebody").unlisted(),
            seats: super::seats(&app.db, &committee.id).await?,
            committee,
            draft,
        })
    }

    fn parts(&self) -> [Part; 3] {
        Part::ALL
    }

    fn is_part(&self, part: &Part) -> bool {
        Part::named(&self.draft.part).unwrap_or_default() == *part
    }

    fn is_seat(&self, number: &i32) -> bool {
        self.draft.seat == number.to_string()
    }

    fn languages(&self) -> [Lang; 2] {
        Lang::ALL
    }

    fn is_language(&self, lang: &Lang) -> bool {
        match self.draft.language.as_str() {
            "" => *lang == self.page.site.main_lang,
            typed => typed == lang.bcp47(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Vacant {
    /// The number of a seat.
    seat: String,
    part: String,
}

async fn new_holder(
    State(app): State<App>,
    page: Page,
    _: Coordinator,
    Path(slug): Path<String>,
    Query(vacant): Query<Vacant>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let draft = holder::Draft {
        seat: vacant.seat,
        part: vacant.part,
        ..holder::Draft::default()
    };
    let seating = Seating::new(&app, page, committee, draft).await?;
    Ok(respond(StatusCode::OK, seating))
}

async fn seat(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<holder::Draft>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let done = async {
        let elsewhere = super::look_up(&app, &draft).await?;
        let tx = app.begin().await?;
        let holder = super::seat(&app, &tx, &committee, &draft, elsewhere.as_ref()).await?;
        audit::kept(&app, tx, Some(&coordinator), "committee.seat", &holder.id).await
    };
    let done = done.await.map(|()| leading_to(&committee.desk(), "seated"));
    or_again(done, page, async |page| {
        Seating::new(&app, page, committee, draft).await
    })
    .await
}

async fn end(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let committee = super::find(&tx, &slug).await?;
        let holder = super::find_holder(&tx, &committee, &id).await?;
        super::end(&app, &tx, &holder).await?;
        audit::kept(&app, tx, Some(&coordinator), "committee.end", &holder.id).await
    };
    let done = done.await;
    after(&app, page, &slug, done, "ended").await
}

async fn renew(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let committee = super::find(&tx, &slug).await?;
        let holder = super::find_holder(&tx, &committee, &id).await?;
        super::renew_link(&app, &tx, &holder).await?;
        audit::kept(&app, tx, Some(&coordinator), "committee.link", &holder.id).await
    };
    let done = done.await;
    after(&app, page, &slug, done, "link_sent").await
}

#[derive(Template)]
#[template(path = "committees/motion.html")]
struct Asking {
    page: Page,
    committee: Committee,
    /// As typed.
    draft: motion::Draft,
}

impl Asking {
    fn new(page: Page, committee: Committee, draft: motion::Draft) -> Self {
        Self {
            page: page.with_title_text("committee-motion-new").unlisted(),
            committee,
            draft,
        }
    }
}

async fn new_motion(
    State(app): State<App>,
    page: Page,
    _: Coordinator,
    Path(slug): Path<String>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let asking = Asking::new(page, committee, motion::Draft::default());
    Ok(respond(StatusCode::OK, asking))
}

async fn put(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<motion::Draft>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let done = async {
        let tx = app.begin().await?;
        let motion = super::put(&app, &tx, &committee, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "committee.motion-put",
            &motion.id,
        )
        .await
    };
    let done = done.await.map(|()| leading_to(&committee.desk(), "put"));
    or_again(done, page, async |page| {
        Ok(Asking::new(page, committee, draft))
    })
    .await
}

async fn withdraw(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, number)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let committee = super::find(&tx, &slug).await?;
        let motion = super::find_motion(&tx, &committee, &number).await?;
        super::withdraw(&app, &tx, &motion).await?;
        let action = "committee.motion-withdraw";
        audit::kept(&app, tx, Some(&coordinator), action, &motion.id).await
    };
    let done = done.await;
    after(&app, page, &slug, done, "withdrawn").await
}

#[derive(Template)]
#[template(path = "committees/minutes.html")]
struct Writing {
    page: Page,
    committee: Committee,
    /// Absent for new ones.
    minutes: Option<Minutes>,
    /// As typed.
    draft: minutes::Draft,
}

impl Writing {
    fn new(
        page: Page,
        committee: Committee,
        minutes: Option<Minutes>,
        draft: minutes::Draft,
    ) -> Self {
        let title = match &minutes {
            Some(minutes) => minutes.title.clone(),
            None => page.t("committee-minutes-new"),
        };
        Self {
            page: page.with_title(title).unlisted(),
            committee,
            minutes,
            draft,
        }
    }

    fn action(&self) -> String {
        let minutes = format!("{}/minutes", self.committee.desk());
        match &self.minutes {
            Some(known) => format!("{minutes}/{}", known.id),
            None => minutes,
        }
    }

    /// Whether asking the seats has to begin anew.
    fn is_submitted(&self) -> bool {
        let known = self.minutes.as_ref();
        known.is_some_and(|known| known.submitted_at.is_some())
    }
}

async fn new_minutes(
    State(app): State<App>,
    page: Page,
    _: Coordinator,
    Path(slug): Path<String>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let writing = Writing::new(page, committee, None, minutes::Draft::default());
    Ok(respond(StatusCode::OK, writing))
}

async fn write(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(slug): Path<String>,
    Typed(draft): Typed<minutes::Draft>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let done = async {
        let tx = app.begin().await?;
        let minutes = super::write_minutes(&app, &tx, &committee, &draft).await?;
        let action = "committee.minutes-write";
        audit::kept(&app, tx, Some(&coordinator), action, &minutes.id).await
    };
    let done = done.await.map(|()| leading_to(&committee.desk(), "saved"));
    or_again(done, page, async |page| {
        Ok(Writing::new(page, committee, None, draft))
    })
    .await
}

async fn edit_minutes(
    State(app): State<App>,
    page: Page,
    _: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let minutes = super::find_minutes(&app.db, &committee, &id).await?;
    let draft = minutes::Draft::of(&minutes);
    let writing = Writing::new(page, committee, Some(minutes), draft);
    Ok(respond(StatusCode::OK, writing))
}

async fn change(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
    Typed(draft): Typed<minutes::Draft>,
) -> Result<Response> {
    let committee = super::find(&app.db, &slug).await?;
    let known = super::find_minutes(&app.db, &committee, &id).await?;
    let done = async {
        let tx = app.begin().await?;
        super::change_minutes(&app, &tx, &known, &draft).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "committee.minutes-revise",
            &known.id,
        )
        .await
    };
    let done = done.await;
    if matches!(done, Err(Error::Conflict)) {
        let known = super::find_minutes(&app.db, &committee, &id).await?;
        let seen = known.seen();
        let draft = minutes::Draft { seen, ..draft };
        let writing = Writing::new(slower(page), committee, Some(known), draft);
        return Ok(respond(StatusCode::CONFLICT, writing));
    }
    let done = done.map(|()| leading_to(&committee.desk(), "saved"));
    or_again(done, page, async |page| {
        Ok(Writing::new(page, committee, Some(known), draft))
    })
    .await
}

async fn submit(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let committee = super::find(&tx, &slug).await?;
        let minutes = super::find_minutes(&tx, &committee, &id).await?;
        super::submit_minutes(&app, &tx, &minutes).await?;
        let action = "committee.minutes-submit";
        audit::kept(&app, tx, Some(&coordinator), action, &minutes.id).await
    };
    let done = done.await;
    after(&app, page, &slug, done, "submitted").await
}

async fn hush(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path((slug, id)): Path<(String, String)>,
) -> Result<Response> {
    let done = async {
        let tx = app.begin().await?;
        let committee = super::find(&tx, &slug).await?;
        let remark = super::find_remark(&tx, &committee, &id).await?;
        super::drop_remark(&tx, &remark).await?;
        audit::kept(
            &app,
            tx,
            Some(&coordinator),
            "committee.remark-drop",
            &remark.id,
        )
        .await
    };
    let done = done.await;
    after(&app, page, &slug, done, "removed").await
}
