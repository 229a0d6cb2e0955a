//! The one form for an event, new or not. What is typed survives every answer: a refusal, a picture
//! that came along, and somebody who was faster.

use super::{
    Clashing, Done, Reach, address, address_after, clashing,
    compare::{Difference, differences, label},
    found, may_change, reach,
};
use crate::{
    App, Error, Result,
    app::Tx,
    associations::{self, Association},
    audit,
    error::{Refusal, Refusals},
    events::{
        self, Attendance, Draft, Event, Kind, LANGUAGES, OwnKind, State, clashes, draft, editions,
        kinds,
    },
    ids::EventId,
    media,
    participations::{self, Overbooking},
    series,
    web::{
        desk::After,
        form::{Filled, hidden},
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State as Of},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use federation::Iri;
use serde::Deserialize;

/// The button somebody pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    Draft,
    Preview,
    /// Of a draft: make it public. Of what is public already: send the changes.
    Publish,
    Schedule,
    /// Show what would change before it is sent.
    Review,
    /// Back from there.
    Edit,
}

impl Then {
    fn read(word: &str) -> Result<Self> {
        Ok(match word {
            "draft" => Self::Draft,
            "preview" => Self::Preview,
            "publish" => Self::Publish,
            "schedule" => Self::Schedule,
            "review" => Self::Review,
            "edit" => Self::Edit,
            _ => return Err(Error::Malformed(StatusCode::BAD_REQUEST)),
        })
    }
}

/// A form that came in.
struct Sent {
    then: Then,
    draft: Draft,
    /// What was wrong with the picture that came along.
    faults: Refusals,
}

impl Sent {
    async fn read(app: &App, mut filled: Filled) -> Result<Self> {
        let then = Then::read(&filled.take("then"))?;
        let faults = filled.keep_picture(app).await?;
        Ok(Self {
            then,
            faults,
            draft: filled.read()?,
        })
    }

    /// Everything that is wrong, at once.
    fn check(&self, app: &App) -> Result<()> {
        let mut faults = self.faults.clone();
        let zone = app.config.instance.zone;
        if let Err(Refusals(more)) = self.draft.check(zone, app.clock.now()) {
            faults.0.extend(more);
        }
        Ok(faults.none_or()?)
    }
}

/// What is said about an event in one language, with the names of its fields.
struct Told<'a> {
    language: &'static str,
    title: (&'static str, &'a str),
    summary: (&'static str, &'a str),
    description: (&'static str, &'a str),
}

impl Told<'_> {
    fn is_empty(&self) -> bool {
        [self.title.1, self.summary.1, self.description.1]
            .iter()
            .all(|text| text.trim().is_empty())
    }

    fn name(&self) -> &'static str {
        match self.language {
            "en" => "event-language-en",
            "de-simple" => "event-language-de-simple",
            _ => "event-language-de",
        }
    }
}

#[derive(Template)]
#[template(path = "events/form.html")]
struct Sheet {
    page: Page,
    draft: Draft,
    event: Option<Event>,
    associations: Vec<Association>,
    own_kinds: Vec<OwnKind>,
    /// „Denkwerkstatt: 2 Tage“, of each kind that takes more than one.
    long_kinds: Vec<String>,
    /// Handle and words of each series it can be an edition of.
    series: Vec<(String, String)>,
    /// Where the picture the form names is served.
    picture: Option<String>,
    may_publish: bool,
    reach: Option<Reach>,
    done: Option<Done>,
    conflict: Option<Vec<Difference>>,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        draft: Draft,
        event: Option<Event>,
        coordinator: Option<&Coordinator>,
    ) -> Result<Self> {
        let associations = associations::all(&app.db).await?;
        let organizer = match &event {
            Some(event) => Some(&event.organizer),
            None => associations.first().map(|association| &association.actor),
        };
        let reach = match organizer.filter(|_| coordinator.is_some()) {
            Some(organizer) => {
                let series = event.as_ref().and_then(|event| event.series.as_ref());
                Some(reach(app, organizer, series).await?)
            }
            None => None,
        };
        let picture = match draft.picture.parse() {
            Ok(id) => media::find(&app.db, &id).await?,
            Err(_) => None,
        };
        let organizer = event.as_ref().map(|event| &event.organizer);
        let own_kinds = kinds::kinds(&app.db, organizer).await?;
        let own_long = own_kinds.iter().map(|own| (own.own_kind(), &own.template));
        let own_long = own_long.map(|(own, template)| {
            let name = own.said(page.lang.bcp47()).to_owned();
            (name, template.takes_days())
        });
        let long = kinds::known().map(|(kind, template)| {
            let name = page.t(kind.key());
            (name, template.takes_days())
        });
        let long = long.chain(own_long).filter(|(_, days)| *days > 1);
        let long_kinds = match &event {
            // Its days are known.
            Some(_) => Vec::new(),
            None => long
                .map(|(name, days)| format!("{name}: {}", page.tn("event-form-days", "days", days)))
                .collect(),
        };
        let organizer = organizer.map(|organizer| &**organizer);
        let mut series = Vec::new();
        for actor in editions::all_series(&app.db, organizer).await? {
            let last = editions::last_edition(&app.db, &actor.id).await?;
            let last = last.unwrap_or_default().to_string();
            let words = page.t2(
                "event-form-series-one",
                "name",
                actor.profile.name,
                "last",
                last,
            );
            series.push((actor.handle, words));
        }
        // What was told to be an edition stays one after its series is closed.
        let is_closed = |series: &Iri| *draft.series == *series.as_str();
        let of = event.as_ref().and_then(|event| event.series.as_ref());
        if of.is_some_and(is_closed) {
            series.push((draft.series.clone(), page.t("event-form-series-closed")));
        }
        let title = match &event {
            Some(event) => page.tn("event-form-edit", "title", event.main_text().title),
            None => page.t("event-form-new"),
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            event,
            associations,
            series,
            own_kinds: own_kinds.iter().map(kinds::Model::own_kind).collect(),
            long_kinds,
            picture: picture.map(|media| media.path()),
            may_publish: coordinator.is_some(),
            reach,
            done: None,
            conflict: None,
        })
    }

    fn action(&self) -> String {
        self.event
            .as_ref()
            .map_or_else(|| "/desk/events".to_owned(), address)
    }

    fn is_public(&self) -> bool {
        self.event
            .as_ref()
            .is_some_and(|event| event.state.is_public())
    }

    fn is_scheduled(&self) -> bool {
        self.event
            .as_ref()
            .is_some_and(|event| event.state == State::Scheduled)
    }

    /// The main language's texts.
    fn main(&self) -> Told<'_> {
        let language = LANGUAGES.into_iter().find(|it| *it == self.draft.language);
        self.told(language.unwrap_or("de"))
    }

    /// The texts of the other languages.
    fn others(&self) -> Vec<Told<'_>> {
        let main = self.main().language;
        let others = LANGUAGES.into_iter().filter(|language| *language != main);
        others.map(|language| self.told(language)).collect()
    }

    fn told(&self, language: &'static str) -> Told<'_> {
        let names = draft::field_names(language);
        let texts = self.draft.fields(language);
        Told {
            language,
            title: (names.0, texts.0),
            summary: (names.1, texts.1),
            description: (names.2, texts.2),
        }
    }

    fn label(&self, field: &str) -> &'static str {
        label(field)
    }

    /// Whether a part that is folded away has to be open: something is in it, or wrong with it.
    fn is_open(&self, told: &Told<'_>) -> bool {
        let fields = [told.title.0, told.summary.0, told.description.0];
        !told.is_empty() || self.has_fault(&fields)
    }

    fn has_fault(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.page.fault(field).is_some())
    }

    fn shows_details_of_place(&self) -> bool {
        let draft = &self.draft;
        let own_zone = draft.zone.is_empty() || draft.zone == self.page.site.zone.name();
        let filled = !own_zone || !draft.latitude.is_empty() || !draft.longitude.is_empty();
        filled || self.has_fault(&["zone", "latitude", "longitude", "country"])
    }

    fn shows_registration(&self) -> bool {
        let fields = [
            ("registration_ends_on", &self.draft.registration_ends_on),
            ("groups", &self.draft.groups),
            ("questions", &self.draft.questions),
            ("room_url", &self.draft.room_url),
            ("venue_note", &self.draft.venue_note),
            ("registration_url", &self.draft.registration_url),
        ];
        fields
            .iter()
            .any(|(name, text)| !text.is_empty() || self.page.fault(name).is_some())
    }

    fn shows_publication(&self) -> bool {
        !self.draft.publish_on.is_empty() || self.has_fault(&["publish_on", "publish_at"])
    }

    /// Value and words of each kind, and whether it is chosen.
    fn kinds(&self) -> Vec<(&str, String, bool)> {
        let chosen = draft::or(&self.draft.kind, Kind::default().name());
        let known = Kind::ALL.map(|kind| (kind.name(), self.page.t(kind.key())));
        // One that was removed since stays with its events.
        let former = self
            .event
            .as_ref()
            .and_then(|event| event.own_kind.as_ref());
        let former =
            former.filter(|former| !self.own_kinds.iter().any(|own| own.name == former.name));
        let own = self.own_kinds.iter().chain(former);
        let own = own.map(|own| {
            (
                own.name.as_str(),
                own.said(self.page.lang.bcp47()).to_owned(),
            )
        });
        let all = known.into_iter().chain(own);
        all.map(|(name, words)| (name, words, name == chosen))
            .collect()
    }

    fn modes(&self) -> [Attendance; 3] {
        Attendance::ALL
    }

    /// What an event takes where nobody says when it ends.
    fn without_end(&self) -> String {
        let same_day = self.page.t("event-form-ends-on-hint");
        match self.long_kinds.is_empty() {
            true => same_day,
            false => {
                let kinds = self.long_kinds.join(", ");
                let longer = self.page.tn("event-form-ends-on-longer", "kinds", kinds);
                format!("{same_day} {longer}")
            }
        }
    }

    fn mode(&self) -> Attendance {
        Attendance::named(&self.draft.attendance).unwrap_or_default()
    }
}

/// What a new event is begun from.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    /// The handle of a series.
    series: String,
    /// The name of a kind.
    kind: String,
}

pub async fn new(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(begun): Query<Begun>,
) -> Result<Response> {
    let edition = match begun.series.as_str() {
        "" => Draft {
            organizer: owner_of(&app, &begun.kind).await?,
            kind: begun.kind,
            ..Draft::default()
        },
        handle => series::first_draft(&app.db, &series::find(&app.db, handle).await?).await?,
    };
    let draft = Draft {
        language: app.config.instance.language.bcp47().to_owned(),
        country: "DE".to_owned(),
        ..edition
    };
    let draft = kinds::template(&app.db, &draft.kind).await?.fill(draft);
    let sheet = Sheet::new(&app, page, draft, None, coordinator.as_ref()).await?;
    Ok(respond(StatusCode::OK, sheet))
}

/// The handle of the association that a kind belongs to; of a known kind none in particular.
async fn owner_of(app: &App, kind: &str) -> Result<String> {
    let Some(own) = kinds::find_kind(&app.db, kind).await? else {
        return Ok(String::new());
    };
    let owner = associations::find_by_actor(&app.db, &own.organizer).await?;
    Ok(owner.map(|owner| owner.handle).unwrap_or_default())
}

pub async fn create(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    filled: Filled,
) -> Result<Response> {
    let sent = Sent::read(&app, filled).await?;
    require(sent.then, coordinator.as_ref())?;
    let done = insert(&app, &editor, &sent)
        .await
        .map(|event| onward(&event, sent.then));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, sent.draft, None, coordinator.as_ref()).await
    })
    .await
}

async fn insert(app: &App, editor: &Editor, sent: &Sent) -> Result<Event> {
    sent.check(app)?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &sent.draft.organizer).await?;
    let organizer = associations::actor_of(&tx, &association).await?;
    let template = kinds::template(&tx, &sent.draft.kind).await?;
    let draft = Draft {
        ends_on: template
            .ends_on(&sent.draft)
            .unwrap_or_else(|| sent.draft.ends_on.clone()),
        ..sent.draft.clone()
    };
    let event = events::draft(app, &tx, &organizer, &draft).await?;
    audit::note(&tx, Some(editor), "event.draft", &event.id, app.clock.now()).await?;
    let event = go_on(app, &tx, editor, event, sent.then).await?;
    tx.commit().await?;
    Ok(event)
}

/// What the button asked for beside saving.
async fn go_on(app: &App, tx: &Tx, editor: &Editor, event: Event, then: Then) -> Result<Event> {
    let (event, action) = match then {
        Then::Publish if !event.state.is_public() => {
            (events::publish(app, tx, event).await?, "event.publish")
        }
        Then::Schedule => (events::schedule(app, tx, event).await?, "event.schedule"),
        _ => return Ok(event),
    };
    audit::note(tx, Some(editor), action, &event.id, app.clock.now()).await?;
    Ok(event)
}

fn require(then: Then, coordinator: Option<&Coordinator>) -> Result<()> {
    match then {
        Then::Draft | Then::Preview | Then::Edit => Ok(()),
        Then::Publish | Then::Schedule | Then::Review => {
            coordinator.map(|_| ()).ok_or(Error::Forbidden)
        }
    }
}

/// Where a saved form leads.
fn onward(event: &Event, then: Then) -> Response {
    let to = match then {
        Then::Preview => format!("{}/preview", address(event)),
        Then::Publish => address_after(event, Done::Published),
        Then::Schedule => address_after(event, Done::Scheduled),
        Then::Draft | Then::Review | Then::Edit => {
            format!("{}/edit?done={}", address(event), Done::Saved.name())
        }
    };
    Redirect::to(&to).into_response()
}

pub async fn edit(
    Of(app): Of<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let event = changeable(&app, &id, coordinator.as_ref()).await?;
    let draft = events::draft_of(&app, &app.db, &event).await?;
    let mut sheet = Sheet::new(&app, page, draft, Some(event), coordinator.as_ref()).await?;
    sheet.done = after.done;
    Ok(respond(StatusCode::OK, sheet))
}

async fn changeable(app: &App, id: &str, coordinator: Option<&Coordinator>) -> Result<Event> {
    let event = found(app, id).await?;
    if !may_change(&event, coordinator) {
        return Err(Error::Forbidden);
    }
    if event.is_cancelled() {
        return Err(Refusal::new("event-is-cancelled").into());
    }
    Ok(event)
}

pub async fn update(
    Of(app): Of<App>,
    page: Page,
    editor: Editor,
    coordinator: Option<Coordinator>,
    Path(id): Path<String>,
    filled: Filled,
) -> Result<Response> {
    let mut sent = Sent::read(&app, filled).await?;
    require(sent.then, coordinator.as_ref())?;
    let event = changeable(&app, &id, coordinator.as_ref()).await?;
    let is_public = event.state.is_public();
    if event.state == State::Scheduled && sent.then == Then::Draft {
        sent.draft.publish_on.clear();
        sent.draft.publish_at.clear();
    }
    let outcome = match sent.then {
        Then::Edit => return again(&app, page, sent.draft, event, coordinator.as_ref()).await,
        Then::Review | Then::Publish if is_public && sent.draft.seen != draft::seen(&event) => {
            Err(Error::Conflict)
        }
        // Changes of what everybody sees are looked at once more, whatever button says otherwise.
        then if is_public && then != Then::Publish => match sent.check(&app) {
            Ok(()) => return review(&app, page, sent.draft, event).await,
            Err(error) => Err(error),
        },
        _ => replace(&app, &editor, coordinator.as_ref(), &event.id, &sent).await,
    };
    match outcome {
        Ok(event) if is_public => {
            let to = address_after(&event, Done::Changed);
            Ok(Redirect::to(&to).into_response())
        }
        Ok(event) => Ok(onward(&event, sent.then)),
        Err(Error::Refused(refusals)) => {
            let page = page.with_refusals(&refusals);
            let coordinator = coordinator.as_ref();
            let sheet = Sheet::new(&app, page, sent.draft, Some(event), coordinator).await?;
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, sheet))
        }
        Err(Error::Conflict) => {
            let draft = sent.draft;
            slower(&app, page, draft, &id, coordinator.as_ref()).await
        }
        Err(error) => Err(error),
    }
}

async fn replace(
    app: &App,
    editor: &Editor,
    coordinator: Option<&Coordinator>,
    id: &EventId,
    sent: &Sent,
) -> Result<Event> {
    sent.check(app)?;
    let tx = app.begin().await?;
    let event = events::find_for_change(&tx, id).await?;
    if !may_change(&event, coordinator) {
        return Err(Error::Forbidden);
    }
    let event = participations::revise(app, &tx, event, &sent.draft).await?;
    audit::note(&tx, Some(editor), "event.revise", id, app.clock.now()).await?;
    let event = go_on(app, &tx, editor, event, sent.then).await?;
    tx.commit().await?;
    Ok(event)
}

/// The form once more, as it was typed.
async fn again(
    app: &App,
    page: Page,
    draft: Draft,
    event: Event,
    coordinator: Option<&Coordinator>,
) -> Result<Response> {
    let sheet = Sheet::new(app, page, draft, Some(event), coordinator).await?;
    Ok(respond(StatusCode::OK, sheet))
}

/// Somebody else saved first: both versions side by side, and the form as it was typed. Saving it
/// again replaces what the other one saved, now knowingly.
async fn slower(
    app: &App,
    page: Page,
    draft: Draft,
    id: &str,
    coordinator: Option<&Coordinator>,
) -> Result<Response> {
    let event = changeable(app, id, coordinator).await?;
    let saved = events::draft_of(app, &app.db, &event).await?;
    let differing = differences(&page, &saved, &draft)?;
    let draft = Draft {
        seen: saved.seen,
        ..draft
    };
    let mut sheet = Sheet::new(app, page, draft, Some(event), coordinator).await?;
    sheet.conflict = Some(differing);
    Ok(respond(StatusCode::CONFLICT, sheet))
}

#[derive(Template)]
#[template(path = "events/review.html")]
struct Review {
    page: Page,
    event: Event,
    differences: Vec<Difference>,
    /// What falls into the time it gets.
    clashes: Vec<Clashing>,
    /// Everything typed, for the next page.
    fields: Vec<(String, String)>,
    reach: Reach,
    /// Whether others are told in a post of its own.
    is_noted: bool,
    /// Whether nobody but those who take part gets to see what changes.
    is_hidden: bool,
    /// How many take part and are told.
    registered: u64,
    /// Where they would be more than there are seats.
    overbooked: Vec<Overbooking>,
    open: bool,
}

impl Review {
    fn is_told_to_the_registered(&self) -> bool {
        self.registered > 0 && self.differences.iter().any(Difference::is_of_time_or_place)
    }

    fn address(&self) -> String {
        address(&self.event)
    }

    fn overbooking(&self, over: &Overbooking) -> String {
        let (way, people, seats) = (self.page.t(over.attendance.key()), over.people, over.seats);
        self.page.lang.text_with(
            "event-review-overbooked",
            &[("way", &way), ("people", &people), ("seats", &seats)],
        )
    }
}

async fn review(app: &App, page: Page, draft: Draft, event: Event) -> Result<Response> {
    let saved = events::draft_of(app, &app.db, &event).await?;
    let moved = clashes::moved(app, &event, &draft)?;
    let differences = differences(&page, &saved, &draft)?;
    let stays_protected = event.hides_place() && draft.place_protected;
    let is_hidden = |it: &Difference| it.is_hidden(stays_protected);
    let review = Review {
        clashes: clashing(app, &page, &moved).await?,
        is_noted: (moved.starts_at, moved.ends_at) != (event.starts_at, event.ends_at)
            || (&moved.place, moved.attendance) != (&event.place, event.attendance),
        is_hidden: differences.iter().all(is_hidden),
        registered: participations::hearing(&app.db, &event.id).await?,
        overbooked: participations::overbooked(&app.db, &moved).await?,
        differences,
        page: page.with_title_text("event-review-title").unlisted(),
        fields: hidden(&draft)?,
        reach: reach(app, &event.organizer, event.series.as_ref()).await?,
        open: app.federation.settings().open,
        event,
    };
    Ok(respond(StatusCode::OK, review))
}
