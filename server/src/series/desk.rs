//! Series in the working area: which there are and what they owe, what each says about itself, and the
//! next edition made from an earlier one. Coordinators speak for a series; drafts are everybody's.

use super::{
    Draft, Gap, Series, all, cadence, close, find, find_for_change, found, gaps, pages::cadence_of,
    revise, rotate_keys, series::other_than,
};
use crate::{
    App, Error, Refusal, Result, associations,
    associations::Association,
    audit,
    error::Refusals,
    events::{self, Event, Kind, OwnKind, draft::or, kinds},
    i18n::Lang,
    ids::EventId,
    media,
    web::{
        desk::{After, leading_to},
        form::Filled,
        page::{Page, or_again, respond},
        session::{Coordinator, Editor},
    },
};
use askama::Template;
use axum::{
    Form as Typed, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use federation::{follows, host_of};
use serde::Deserialize;

const SERIES: &str = "/desk/series";

pub fn routes() -> Router<App> {
    Router::new()
        .route(SERIES, get(index).post(create))
        .route("/desk/series/{handle}", get(edit).post(update))
        .route("/desk/series/{handle}/keys", post(renew_keys))
        .route(
            "/desk/series/{handle}/closing",
            get(ask_to_close).post(close_one),
        )
        .route("/desk/events/{id}/copy", get(ask_to_copy).post(copy))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Founded,
    Changed,
    Renewed,
    Closed,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Founded => "series-done-founded",
            Self::Changed => "series-done-changed",
            Self::Renewed => "series-done-renewed",
            Self::Closed => "series-done-closed",
        }
    }
}

#[derive(Template)]
#[template(path = "series/list.html")]
struct List {
    page: Page,
    all: Vec<Series>,
    gaps: Vec<Gap>,
    done: Option<Done>,
    may_change: bool,
}

impl List {
    fn cadence(&self, series: &Series) -> String {
        let cadence = cadence_of(&self.page, series.months);
        cadence.unwrap_or_else(|| self.page.t(cadence::key(cadence::NONE)))
    }

    fn said(&self, gap: &Gap) -> String {
        let period = gap.period.name(self.page.lang);
        let name = gap.series.name.as_str();
        self.page.t2("series-gap", "series", name, "period", period)
    }
}

#[derive(Deserialize)]
struct Shown {
    /// Found one.
    #[serde(default)]
    new: bool,
    #[serde(default)]
    done: Option<Done>,
}

/// All of them, or the form to found another one: its address is none that a handle could take.
async fn index(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Query(shown): Query<Shown>,
) -> Result<Response> {
    if shown.new {
        let may_change = coordinator.is_some();
        let sheet = Sheet::new(&app, page, Draft::default(), None, may_change).await?;
        return Ok(respond(StatusCode::OK, sheet));
    }
    let list = List {
        page: page.with_title_text("series-list").unlisted(),
        all: all(&app.db).await?,
        gaps: gaps(&app, &app.db).await?,
        done: shown.done,
        may_change: coordinator.is_some(),
    };
    Ok(respond(StatusCode::OK, list))
}

#[derive(Template)]
#[template(path = "series/form.html")]
struct Sheet {
    page: Page,
    draft: Draft,
    series: Option<Series>,
    associations: Vec<Association>,
    /// Those of the association that holds it, or all there are.
    own_kinds: Vec<OwnKind>,
    /// Where the picture the form names is served.
    picture: Option<String>,
    host: String,
    done: Option<Done>,
    may_change: bool,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        draft: Draft,
        series: Option<Series>,
        may_change: bool,
    ) -> Result<Self> {
        let picture = match draft.picture.parse() {
            Ok(id) => media::find(&app.db, &id).await?,
            Err(_) => None,
        };
        let title = match &series {
            Some(series) => series.name.clone(),
            None => page.t("series-form-new"),
        };
        let organizer = series.as_ref().map(|series| &series.organizer);
        let own_kinds = kinds::kinds(&app.db, organizer).await?;
        Ok(Self {
            page: page.with_title(title).unlisted(),
            own_kinds: own_kinds.iter().map(kinds::Model::own_kind).collect(),
            picture: picture.map(|media| media.path()),
            draft,
            series,
            associations: associations::all(&app.db).await?,
            host: host_of(app.config.origin()),
            done: None,
            may_change,
        })
    }

    fn action(&self) -> String {
        match &self.series {
            Some(series) => address(series),
            None => SERIES.to_owned(),
        }
    }

    /// Tag, message and whether it is chosen.
    fn languages(&self) -> [(&'static str, &'static str, bool); 2] {
        Lang::ALL.map(|lang| {
            let is_chosen = self.draft.main_language() == lang.bcp47();
            (lang.bcp47(), key(lang), is_chosen)
        })
    }

    /// The message that names the second language.
    fn other(&self) -> &'static str {
        key(other_than(self.draft.main_language()))
    }

    /// The messages that name its fields.
    fn other_labels(&self) -> [&'static str; 3] {
        match other_than(self.draft.main_language()) {
            Lang::De => [
                "series-form-name-de",
                "event-form-summary-de",
                "event-form-description-de",
            ],
            Lang::En => [
                "series-form-name-en",
                "event-form-summary-en",
                "event-form-description-en",
            ],
        }
    }

    /// Whether the fields of the second language are shown at once: filled in, or wrong.
    fn shows_other(&self) -> bool {
        let draft = &self.draft;
        [
            &draft.other_name,
            &draft.other_summary,
            &draft.other_description,
        ]
        .iter()
        .any(|text| !text.is_empty())
    }

    /// Value and words of each kind, and whether it is chosen.
    fn kinds(&self) -> Vec<(&str, String, bool)> {
        let chosen = or(&self.draft.kind, Kind::default().name());
        let known = Kind::ALL.map(|kind| (kind.name(), self.page.t(kind.key())));
        // One that was removed since stays with its series.
        let former = self.series.as_ref().and_then(|it| it.own_kind.as_ref());
        let former =
            former.filter(|former| !self.own_kinds.iter().any(|own| own.name == former.name));
        let language = self.page.lang.bcp47();
        let own = self.own_kinds.iter().chain(former);
        let own = own.map(|own| (own.name.as_str(), own.said(language).to_owned()));
        let all = known.into_iter().chain(own);
        all.map(|(name, words)| (name, words, name == chosen))
            .collect()
    }

    /// Name, words and whether it is chosen.
    fn cadences(&self) -> Vec<(&'static str, String, bool)> {
        let chosen = match self.draft.cadence.as_str() {
            "" => cadence::NONE,
            chosen => chosen,
        };
        let all = cadence::ALL.into_iter();
        all.map(|name| (name, self.page.t(cadence::key(name)), name == chosen))
            .collect()
    }
}

/// The message that names a language.
fn key(lang: Lang) -> &'static str {
    match lang {
        Lang::De => "event-language-de",
        Lang::En => "event-language-en",
    }
}

/// With a picture that was refused everything else is looked at too, so that all is said at once.
fn check(draft: &Draft, mut faults: Refusals) -> Result<()> {
    if let Err(Refusals(more)) = draft.check() {
        faults.0.extend(more);
    }
    Ok(faults.none_or()?)
}

async fn create(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    mut filled: Filled,
) -> Result<Response> {
    let faults = filled.keep_picture(&app).await?;
    let draft: Draft = filled.read()?;
    let done = insert(&app, &coordinator, &draft, faults)
        .await
        .map(|series| leading_to(&address(&series), "founded"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, None, true).await
    })
    .await
}

async fn insert(
    app: &App,
    coordinator: &Coordinator,
    draft: &Draft,
    faults: Refusals,
) -> Result<Series> {
    // Before keys are made, which takes a moment.
    check(draft, faults)?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = associations::chosen(&tx, &draft.organizer).await?;
    let series = found(app, &tx, &association, draft, keys).await?;
    audit::kept(app, tx, Some(coordinator), "series.found", &series.id).await?;
    Ok(series)
}

fn address(series: &Series) -> String {
    format!("{SERIES}/{}", series.handle)
}

async fn edit(
    State(app): State<App>,
    page: Page,
    _: Editor,
    coordinator: Option<Coordinator>,
    Path(handle): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let series = find(&app.db, &handle).await?;
    let draft = Draft::of(&series);
    let mut sheet = Sheet::new(&app, page, draft, Some(series), coordinator.is_some()).await?;
    sheet.done = after.done;
    Ok(respond(StatusCode::OK, sheet))
}

async fn update(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(handle): Path<String>,
    mut filled: Filled,
) -> Result<Response> {
    let faults = filled.keep_picture(&app).await?;
    let draft: Draft = filled.read()?;
    let done = match replace(&app, &coordinator, &handle, &draft, faults).await {
        Err(Error::Conflict) => return slower(&app, page, draft, &handle).await,
        done => done.map(|series| leading_to(&address(&series), "changed")),
    };
    or_again(done, page, async |page| {
        let series = find(&app.db, &handle).await?;
        Sheet::new(&app, page, draft, Some(series), true).await
    })
    .await
}

/// Somebody else changed it meanwhile: what was typed is shown, and replaces that if it is sent again.
async fn slower(app: &App, page: Page, draft: Draft, handle: &str) -> Result<Response> {
    let series = find(&app.db, handle).await?;
    let draft = Draft {
        seen: series.seen(),
        ..draft
    };
    let page = page.with_refusals(&Refusals(vec![Refusal::new("desk-somebody-was-faster")]));
    let sheet = Sheet::new(app, page, draft, Some(series), true).await?;
    Ok(respond(StatusCode::CONFLICT, sheet))
}

async fn replace(
    app: &App,
    coordinator: &Coordinator,
    handle: &str,
    draft: &Draft,
    faults: Refusals,
) -> Result<Series> {
    check(draft, faults)?;
    let tx = app.begin().await?;
    let series = find_for_change(&tx, handle).await?;
    let series = revise(app, &tx, series, draft).await?;
    audit::kept(app, tx, Some(coordinator), "series.revise", &series.id).await?;
    Ok(series)
}

async fn renew_keys(
    State(app): State<App>,
    coordinator: Coordinator,
    Path(handle): Path<String>,
) -> Result<Response> {
    find(&app.db, &handle).await?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let series = find_for_change(&tx, &handle).await?;
    rotate_keys(&app, &tx, &series, keys).await?;
    audit::kept(&app, tx, Some(&coordinator), "series.keys", &series.id).await?;
    Ok(leading_to(&address(&series), "renewed"))
}

/// The handle of what is to be closed, typed once more.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Again {
    handle: String,
}

#[derive(Template)]
#[template(path = "series/closing.html")]
struct Closing {
    page: Page,
    series: Series,
    followers: u64,
    typed: Again,
}

impl Closing {
    async fn new(app: &App, page: Page, series: Series, typed: Again) -> Result<Self> {
        let title = page.tn("series-closing-question", "name", series.name.as_str());
        Ok(Self {
            page: page.with_title(title).unlisted(),
            followers: follows::count_followers(&app.db, &series.actor).await?,
            series,
            typed,
        })
    }
}

async fn ask_to_close(
    State(app): State<App>,
    page: Page,
    _: Coordinator,
    Path(handle): Path<String>,
) -> Result<Response> {
    let series = find(&app.db, &handle).await?;
    let closing = Closing::new(&app, page, series, Again::default()).await?;
    Ok(respond(StatusCode::OK, closing))
}

async fn close_one(
    State(app): State<App>,
    page: Page,
    coordinator: Coordinator,
    Path(handle): Path<String>,
    Typed(typed): Typed<Again>,
) -> Result<Response> {
    let done = closed(&app, &coordinator, &handle, &typed)
        .await
        .map(|()| leading_to(SERIES, "closed"));
    or_again(done, page, async |page| {
        let series = find(&app.db, &handle).await?;
        Closing::new(&app, page, series, typed).await
    })
    .await
}

async fn closed(app: &App, coordinator: &Coordinator, handle: &str, typed: &Again) -> Result<()> {
    let tx = app.begin().await?;
    let series = find_for_change(&tx, handle).await?;
    let id = series.id.clone();
    close(app, &tx, series, &typed.handle).await?;
    audit::kept(app, tx, Some(coordinator), "series.close", &id).await
}

/// The day a copy starts, as typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Day {
    starts_on: String,
}

#[derive(Template)]
#[template(path = "series/copy.html")]
struct Copy {
    page: Page,
    event: Event,
    day: Day,
}

impl Copy {
    fn new(page: Page, event: Event, day: Day) -> Self {
        let title = match event.series {
            Some(_) => page.t("series-copy-next"),
            None => page.t("series-copy"),
        };
        Self {
            page: page.with_title(title).unlisted(),
            event,
            day,
        }
    }
}

async fn own_event(app: &App, id: &str) -> Result<Event> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    events::find_own(&app.db, &id).await
}

async fn ask_to_copy(
    State(app): State<App>,
    page: Page,
    _: Editor,
    Path(id): Path<String>,
) -> Result<Response> {
    let event = own_event(&app, &id).await?;
    let day = super::next_day(&app, &app.db, &event).await?;
    let day = Day {
        starts_on: day.map(|day| day.to_string()).unwrap_or_default(),
    };
    Ok(respond(StatusCode::OK, Copy::new(page, event, day)))
}

async fn copy(
    State(app): State<App>,
    page: Page,
    editor: Editor,
    Path(id): Path<String>,
    Typed(day): Typed<Day>,
) -> Result<Response> {
    let event = own_event(&app, &id).await?;
    let done = copied(&app, &editor, &event, &day).await.map(|copy| {
        let to = format!("/desk/events/{}/edit?done=saved", copy.id);
        Redirect::to(&to).into_response()
    });
    or_again(done, page, async |page| Ok(Copy::new(page, event, day))).await
}

async fn copied(app: &App, editor: &Editor, event: &Event, day: &Day) -> Result<Event> {
    let tx = app.begin().await?;
    let copy = super::copy(app, &tx, event, &day.starts_on).await?;
    audit::kept(app, tx, Some(editor), "event.copy", &copy.id).await?;
    Ok(copy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::Role,
        events::feed::tests::published,
        series::tests::{aged, edition, house},
        web::desk::tests::{Visitor, deeds, furnished_house},
    };

    const WERKSTATT: [(&str, &str); 5] = [
        ("handle", "@Werkstatt"),
        ("name", "Innovationswerkstatt"),
        ("kind", "innovationswerkstatt"),
        ("cadence", "quarterly"),
        ("months", ""),
    ];

    #[tokio::test]
    async fn a_coordinator_founds_a_series_and_an_editor_looks() {
        let (app, _) = furnished_house().await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        assert!(
            coordinator
                .get("/desk/series?new=true")
                .await
                .says("@dialog.example.org")
        );
        let wrong = [
            ("handle", "ä"),
            ("name", ""),
            ("cadence", "months"),
            ("months", "bald"),
        ];
        let answer = coordinator.send(SERIES, &wrong, None).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says("<a href=\"#months\">") && answer.says("value=\"bald\""));
        let answer = coordinator.send(SERIES, &WERKSTATT, None).await;
        assert_eq!(answer.location, "/desk/series/werkstatt?done=founded");
        let form = coordinator.get(&answer.location).await;
        assert!(form.says("@werkstatt@dialog.example.org"));
        let changes = [
            ("name", "Werkstatt"),
            ("cadence", "months"),
            ("months", "5"),
        ];
        let answer = coordinator
            .send("/desk/series/werkstatt", &changes, None)
            .await;
        assert_eq!(answer.location, "/desk/series/werkstatt?done=changed");
        // Who read it before that is told, and keeps what was typed.
        let late = [("seen", "1"), ("name", "Zu spät")];
        let answer = coordinator
            .send("/desk/series/werkstatt", &late, None)
            .await;
        assert!(answer.status == 409 && answer.says("value=\"Zu spät\""));
        assert!(coordinator.get(SERIES).await.says(">Werkstatt<"));
        let editor = Visitor::new(&app, Role::Editor).await;
        assert!(editor.get(SERIES).await.says("Werkstatt"));
        assert!(
            !editor
                .get("/desk/series/werkstatt")
                .await
                .says("name=\"name\"")
        );
        for path in [SERIES, "/desk/series/werkstatt"] {
            let refused = editor.send(path, &WERKSTATT, None).await;
            assert_eq!(refused.status, 403, "{path}");
        }
        assert_eq!(deeds(&app).await, ["series.revise", "series.found"]);
    }

    #[tokio::test]
    async fn a_series_may_be_called_new() {
        let (app, _) = furnished_house().await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        let new = [("handle", "new"), ("name", "Neues aus dem Verband")];
        let answer = coordinator.send(SERIES, &new, None).await;
        assert_eq!(answer.location, "/desk/series/new?done=founded");
        let form = coordinator.get(&answer.location).await;
        assert!(
            form.says("value=\"Neues aus dem Verband\""),
            "{}",
            form.html
        );
    }

    #[tokio::test]
    async fn what_a_second_association_holds_is_begun_as_its_own() {
        let (app, _, _) = house().await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        let other = associations::Draft {
            handle: "buero".to_owned(),
            name: "Büro".to_owned(),
            ..associations::Draft::default()
        };
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        associations::found(&app, &tx, &other, keys).await.unwrap();
        tx.commit().await.unwrap();
        let founding = [
            ("organizer", "buero"),
            ("handle", "salon"),
            ("name", "Salon"),
        ];
        coordinator.send(SERIES, &founding, None).await;
        let kind = [("organizer", "buero"), ("name_de", "Sprechstunde")];
        coordinator.send("/desk/kinds", &kind, None).await;
        for begun in ["series=salon", "kind=sprechstunde"] {
            let form = coordinator.get(&format!("/desk/events/new?{begun}")).await;
            assert!(form.says("value=\"buero\" selected"), "{}", form.html);
        }
        let typed = [
            ("organizer", "buero"),
            ("series", "salon"),
            ("title_de", "Salon im Dezember"),
            ("starts_on", "2026-12-10"),
            ("starts_at", "17:00"),
            ("ends_at", "18:00"),
            ("attendance", "online"),
            ("then", "draft"),
        ];
        let answer = coordinator.send("/desk/events", &typed, None).await;
        assert_eq!(answer.status, 303, "{}", answer.html);
    }

    #[tokio::test]
    async fn the_next_edition_is_one_button_away() {
        let (app, _, organizer) = house().await;
        let event = published(&app, &organizer, &edition("11", "2026-12-10")).await;
        let editor = Visitor::new(&app, Role::Editor).await;
        let path = format!("/desk/events/{}", event.id);
        assert!(editor.get(&path).await.says("Nächste Ausgabe anlegen"));
        let asked = editor.get(&format!("{path}/copy")).await;
        assert!(asked.says("value=\"2027-03-11\""), "{}", asked.html);
        let wrong = [("starts_on", "bald")];
        let refused = editor.post(&format!("{path}/copy"), &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("value=\"bald\""));
        let day = [("starts_on", "2027-03-18")];
        let answer = editor.post(&format!("{path}/copy"), &day).await;
        let form = editor.get(&answer.location).await;
        assert!(
            form.says("name=\"edition\" type=\"text\" value=\"12\""),
            "{}",
            form.html
        );
        assert!(form.says("value=\"2027-03-18\""));
        let new = editor.get("/desk/events/new?series=werkstatt").await;
        assert!(new.says("value=\"13\"") && new.says("value=\"werkstatt\" selected"));
        assert_eq!(deeds(&app).await, ["event.copy"]);
    }

    #[tokio::test]
    async fn a_missing_edition_is_said_where_people_look() {
        let (app, series, _) = house().await;
        let editor = Visitor::new(&app, Role::Editor).await;
        let said = "„Innovationswerkstatt“ hat noch keine Ausgabe: 4. Quartal 2026.";
        assert!(!editor.get("/desk").await.says("noch keine Ausgabe"));
        aged(&app, series).await;
        for path in ["/desk", SERIES] {
            assert!(editor.get(path).await.says(said), "{path}");
        }
    }
}
