//! Importing for programs: the same reading, the same preview and the same verbs as the desk. Everything
//! here takes a token.

use super::{
    BYTES_AT_MOST, Change, Choice, Format, Item, Preview, Reading, Source, Standing, Taker,
    Unreadable, fetch, pretix,
    registrations::{self, Guest, Ways},
};
use crate::{
    App, Error, Refusal, Refusals, Result,
    associations::{self, Association},
    events::{self, Draft},
    i18n::Lang,
    ids::EventId,
    web::{
        json::{self, Said},
        openapi::Failures,
        page::Page,
        session::{Coordinator, Editor},
    },
};
use axum::{
    extract::{DefaultBodyLimit, Path, State as Of},
    response::Response,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// A document at its limit fits, with what JSON needs to quote it.
const BODY_BYTES_AT_MOST: usize = 2 * BYTES_AT_MOST;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(take))
        .routes(routes!(guests))
        .layer(DefaultBodyLimit::max(BODY_BYTES_AT_MOST))
}

/// What is to be read, and what of it is wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = Import)]
#[serde(default)]
struct Wish {
    /// The handle of the association it is for; the first one when empty.
    organizer: String,
    /// Where it is read; or else the document itself.
    address: String,
    document: String,
    /// Of the document; when empty, how it begins tells.
    media_type: String,
    /// The keys of what is wanted, one a line; empty for everything that is recommended.
    keys: String,
    /// Take what the source says also where it was changed here since.
    overwrite: bool,
}

/// Something said of an event or a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportRemark)]
struct Remark {
    /// Stays the same, whatever the words.
    code: &'static str,
    detail: String,
    /// The field it is about, or the place in the source.
    at: Option<String>,
}

impl Remark {
    fn refusals(lang: Lang, refusals: &Refusals) -> Vec<Self> {
        let refusals = refusals.0.iter();
        refusals
            .map(|it| Self {
                code: it.message,
                detail: lang.text(it.message),
                at: it.field.map(str::to_owned),
            })
            .collect()
    }

    fn unreadable(lang: Lang, unreadable: &[Unreadable]) -> Vec<Self> {
        let unreadable = unreadable.iter();
        unreadable
            .map(|it| Self {
                code: it.reason.key(),
                detail: lang.text_with(it.reason.key(), &[("said", &it.reason.said())]),
                at: Some(lang.text_with(it.at.key(), &[("said", &it.at.said())])),
            })
            .collect()
    }
}

/// How an event that was found stands to what is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportStanding)]
#[serde(rename_all = "snake_case")]
enum Stands {
    New,
    Changed,
    Same,
    Refused,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ImportEvent)]
struct Shape {
    /// What names it, the next time too.
    key: String,
    standing: Stands,
    /// Whether it is taken when no keys are named.
    recommended: bool,
    /// The id of the event here, where it was taken before.
    event: Option<String>,
    /// Where its home shows it.
    url: Option<String>,
    /// As the source says it.
    draft: Draft,
    /// How many of an agenda.
    sessions: usize,
    changes: Vec<Change>,
    doubts: Vec<Remark>,
    /// Why it cannot be taken.
    errors: Vec<Remark>,
}

impl Shape {
    fn of(app: &App, lang: Lang, item: &Item) -> Self {
        let found = &item.found;
        let (standing, event, changes, errors) = match &item.standing {
            Standing::New => (Stands::New, None, Vec::new(), Vec::new()),
            Standing::Changed(event, changes) => {
                (Stands::Changed, Some(event), changes.clone(), Vec::new())
            }
            Standing::Same(event) => (Stands::Same, Some(event), Vec::new(), Vec::new()),
            Standing::Refused(refusals) => (
                Stands::Refused,
                None,
                Vec::new(),
                Remark::refusals(lang, refusals),
            ),
        };
        let doubts = found.doubts.iter().map(|it| Remark {
            code: it.key(),
            detail: lang.text_with(it.key(), &[("said", &it.said())]),
            at: it.field().map(str::to_owned),
        });
        Self {
            key: found.key.clone(),
            standing,
            recommended: item.is_recommended(app.config.instance.zone, app.clock.now()),
            event: event.map(|event| event.id.to_string()),
            url: found.url.as_ref().map(url::Url::to_string),
            draft: found.draft.clone(),
            sessions: found.agenda.len(),
            changes,
            doubts: doubts.collect(),
            errors,
        }
    }
}

/// Everything that was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportPreview)]
struct Shown {
    format: Format,
    events: Vec<Shape>,
    /// What could not be read, or not whole.
    unreadable: Vec<Remark>,
}

/// Look at what a source says.
///
/// A calendar (ICS), a page with events (JSON-LD, h-event), The Events Calendar, `schedule.json`, or an
/// event of another server by its address. Nothing is taken.
#[utoipa::path(
    post,
    path = "/api/v1/imports/preview",
    operation_id = "previewImport",
    tag = "imports",
    request_body = Wish,
    security(("token" = [])),
    responses((status = 200, description = "What was found", body = Shown), Failures)
)]
async fn show(_: Editor, Of(app): Of<App>, page: Page, Said(wish): Said<Wish>) -> Result<Response> {
    let (_, organizer, reading) = read(&app, &wish).await?;
    let preview = super::preview(&app, &app.db, &organizer.actor, reading).await?;
    let events = preview.items.iter();
    json::private(&Shown {
        format: preview.format,
        events: events
            .map(|item| Shape::of(&app, page.lang, item))
            .collect(),
        unreadable: Remark::unreadable(page.lang, &preview.unreadable),
    })
}

async fn read(app: &App, wish: &Wish) -> Result<(Source, Association, Reading)> {
    let organizer = associations::chosen(&app.db, &wish.organizer).await?;
    let source = match (wish.document.trim(), wish.address.trim()) {
        ("", "") => return Err(Refusal::new("import-nothing-chosen").on("document").into()),
        ("", address) => fetch(app, address).await?,
        (document, address) => Source {
            bytes: document.as_bytes().to_vec(),
            media_type: wish.media_type.clone(),
            address: address.parse().ok(),
        },
    };
    let reading = source.read(app, app.clock.now());
    if let (true, [only]) = (reading.events.is_empty(), &reading.unreadable[..]) {
        return Err(Refusal::new(only.reason.key()).on("document").into());
    }
    Ok((source, organizer, reading))
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportedEvent)]
struct One {
    key: String,
    /// The id of the event here.
    event: String,
    /// A draft that was not here before; else one that was brought up to date.
    new: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportRefusal)]
struct Left {
    key: String,
    errors: Vec<Remark>,
}

/// What became of what was wanted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Imported)]
struct Taken {
    taken: Vec<One>,
    refused: Vec<Left>,
}

/// Take over events.
///
/// New ones become drafts. What changed at the source since is changed here, but for what was changed
/// here too: that stays unless `overwrite` says otherwise. Events others see already take a coordinator.
#[utoipa::path(
    post,
    path = "/api/v1/imports",
    operation_id = "takeImport",
    tag = "imports",
    request_body = Wish,
    security(("token" = [])),
    responses((status = 200, description = "What was taken", body = Taken), Failures)
)]
async fn take(
    editor: Editor,
    coordinator: Option<Coordinator>,
    Of(app): Of<App>,
    page: Page,
    Said(wish): Said<Wish>,
) -> Result<Response> {
    let (source, organizer, reading) = read(&app, &wish).await?;
    let preview = super::preview(&app, &app.db, &organizer.actor, reading.clone()).await?;
    let choices = choices(&app, &wish, &preview);
    let taker = Taker {
        account: Some(&editor),
        may_publish: coordinator.is_some(),
    };
    let actor = associations::actor_of(&app.db, &organizer).await?;
    let read = (&source, &reading);
    let (taken, refused) = super::take_all(&app, taker, &actor, read, &choices).await?;
    let (taken, refused) = (taken.into_iter(), refused.into_iter());
    json::private(&Taken {
        taken: taken
            .map(|it| One {
                key: it.key,
                event: it.event.id.to_string(),
                new: it.is_new,
            })
            .collect(),
        refused: refused
            .map(|(key, refusals)| Left {
                key,
                errors: Remark::refusals(page.lang, &refusals),
            })
            .collect(),
    })
}

fn choices(app: &App, wish: &Wish, preview: &Preview) -> Vec<Choice> {
    let keys: BTreeSet<&str> = wish.keys.lines().map(str::trim).collect();
    let keys: BTreeSet<&str> = keys.into_iter().filter(|key| !key.is_empty()).collect();
    let (home, now) = (app.config.instance.zone, app.clock.now());
    let is_wanted = |item: &&Item| match keys.is_empty() {
        true => item.is_recommended(home, now),
        false => keys.contains(item.found.key.as_str()),
    };
    let wanted = preview.items.iter().filter(is_wanted);
    let mut choices: Vec<Choice> = wanted
        .map(|item| Choice {
            key: item.found.key.clone(),
            overwrite: match (&item.standing, wish.overwrite) {
                (Standing::Changed(_, changes), true) => {
                    changes.iter().map(|change| change.field.clone()).collect()
                }
                _ => Vec::new(),
            },
        })
        .collect();
    // A key nothing has is answered, not passed over.
    for key in keys {
        if choices.iter().all(|choice| choice.key != key) {
            choices.push(Choice {
                key: key.to_owned(),
                overwrite: Vec::new(),
            });
        }
    }
    choices
}

/// The list of another registration system.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ParticipationImport)]
#[serde(default)]
struct ListWish {
    /// CSV as pretix exports it, with its row of headings.
    list: String,
    /// Take over those who are new, and take out those who cancelled there; otherwise they are only looked at.
    take: bool,
    /// Write to those who are taken: a confirmation now, changes and a reminder later.
    tell: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportedParticipation)]
struct GuestShape {
    key: String,
    name: String,
    email: String,
    organisation: String,
    /// What was booked.
    product: String,
    standing: GuestStands,
    errors: Vec<Remark>,
}

/// How somebody on a list stands to who takes part already.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = ImportedParticipationStanding)]
#[serde(rename_all = "snake_case")]
enum GuestStands {
    New,
    Known,
    /// Cancelled there and here by an earlier list: taken out.
    Gone,
    /// Cancelled there, and never here.
    Cancelled,
    Twice,
    Refused,
}

impl GuestShape {
    fn of(lang: Lang, guest: &Guest) -> Self {
        let (standing, errors) = match &guest.standing {
            registrations::Standing::New => (GuestStands::New, Vec::new()),
            registrations::Standing::Known(_) => (GuestStands::Known, Vec::new()),
            registrations::Standing::Gone(_) => (GuestStands::Gone, Vec::new()),
            registrations::Standing::Cancelled => (GuestStands::Cancelled, Vec::new()),
            registrations::Standing::Twice => (GuestStands::Twice, Vec::new()),
            registrations::Standing::Refused(refusals) => {
                (GuestStands::Refused, Remark::refusals(lang, refusals))
            }
        };
        Self {
            key: guest.booking.key.clone(),
            name: guest.booking.name.clone(),
            email: guest.booking.email.clone(),
            organisation: guest.booking.company.clone(),
            product: guest.booking.product.clone(),
            standing,
            errors,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ParticipationsImported)]
struct GuestList {
    /// How many were taken.
    taken: usize,
    /// How many were taken out, because they cancelled there.
    taken_out: usize,
    /// Everybody on the list, as they stood before.
    participations: Vec<GuestShape>,
    refused: Vec<Left>,
    unreadable: Vec<Remark>,
}

/// Take over the list of another registration system.
///
/// Whoever is known by their address is not entered twice; whoever cancelled here stays cancelled, and whoever an
/// earlier list brought and who cancelled there is taken out. At a
/// hybrid event the name of what was booked says whether somebody comes online.
#[utoipa::path(
    post,
    path = "/api/v1/events/{id}/participations/import",
    operation_id = "importParticipations",
    tag = "imports",
    params(("id" = String, Path, description = "The event's ULID")),
    request_body = ListWish,
    security(("token" = [])),
    responses((status = 200, description = "Who is on it", body = GuestList), Failures)
)]
async fn guests(
    coordinator: Coordinator,
    Of(app): Of<App>,
    page: Page,
    Path(id): Path<String>,
    Said(wish): Said<ListWish>,
) -> Result<Response> {
    let id: EventId = id.parse().map_err(|_| Error::NotFound)?;
    let event = events::find_own(&app.db, &id).await?;
    let list = pretix::read(wish.list.as_bytes(), "text/csv; charset=utf-8");
    if let (true, [only, ..]) = (list.registrations.is_empty(), &list.unreadable[..]) {
        return Err(Refusal::new(only.reason.key()).on("list").into());
    }
    let ways = Ways::guessed(&event, &list);
    let guests = registrations::preview(&app.db, &event, &list, &ways).await?;
    let by = Some(&*coordinator);
    let taken = match wish.take {
        true => {
            let all = |_: &Guest| true;
            registrations::take(&app, by, &event, (&guests, &ways), all, wish.tell).await?
        }
        false => registrations::Taken::default(),
    };
    let refused = taken.refused.into_iter();
    json::private(&GuestList {
        taken: taken.new,
        taken_out: taken.gone,
        participations: guests
            .iter()
            .map(|guest| GuestShape::of(page.lang, guest))
            .collect(),
        refused: refused
            .map(|(key, refusals)| Left {
                key,
                errors: Remark::refusals(page.lang, &refusals),
            })
            .collect(),
        unreadable: Remark::unreadable(page.lang, &list.unreadable),
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        accounts::Role,
        audit,
        events::{
            Draft,
            feed::tests::{denkwerkstatt, drafted, house},
        },
        web::openapi::tests::Program,
    };
    use serde_json::{Value, json};

    /// Events as schema.org has them: their names, and whether each is over.
    fn document(events: &[(&str, bool)]) -> Value {
        let event = |(name, is_over): &(&str, bool)| {
            let day = if *is_over { "2020-01-13" } else { "2027-01-13" };
            json!({
                "@context": "https://schema.org",
                "@type": "Event",
                "@id": format!("https://verein.example/{}", name.chars().next().unwrap()),
                "name": name,
                "startDate": format!("{day}T10:00"),
                "endDate": format!("{day}T11:00"),
                "location": "Saal",
            })
        };
        let events: Vec<Value> = events.iter().map(event).collect();
        json!({ "document": json!(events).to_string(), "media_type": "application/ld+json" })
    }

    fn with(mut document: Value, more: &[(&str, Value)]) -> Option<Value> {
        for (name, value) in more {
            document[*name] = value.clone();
        }
        Some(document)
    }

    #[tokio::test]
    async fn a_program_looks_first_and_takes_what_is_recommended_or_named() {
        let (app, _) = house().await;
        let editor = Program::new(&app, Role::Editor).await;
        let both = document(&[("Alte Tagung", true), ("Neue Tagung", false)]);
        let path = "/api/v1/imports/preview";
        let (status, preview) = editor.say("POST", path, Some(both.clone())).await;
        assert_eq!((status, &preview["format"]), (200, &json!("page")));
        let recommended: Vec<_> = preview["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| {
                (
                    it["standing"].as_str().unwrap(),
                    it["recommended"].as_bool().unwrap(),
                )
            })
            .collect();
        assert_eq!(recommended, [("new", false), ("new", true)]);
        let (status, taken) = editor
            .say("POST", "/api/v1/imports", Some(both.clone()))
            .await;
        assert_eq!(status, 200);
        assert_eq!(taken["taken"].as_array().unwrap().len(), 1);
        let id = taken["taken"][0]["event"].as_str().unwrap();
        let event = editor
            .say("GET", &format!("/api/v1/events/{id}"), None)
            .await
            .1;
        assert_eq!(event["state"], "draft");
        assert_eq!(event["texts"][0]["title"], "Neue Tagung");
        let keys = "https://verein.example/A\nhttps://verein.example/gone";
        let named = with(both, &[("keys", json!(keys))]);
        let (status, taken) = editor.say("POST", "/api/v1/imports", named).await;
        assert_eq!((status, &taken["taken"][0]["new"]), (200, &json!(true)));
        assert_eq!(taken["refused"][0]["errors"][0]["code"], "import-gone");
        let log = audit::latest(&app.db, 2).await.unwrap();
        assert!(log.iter().all(|entry| entry.action == "import.take"));
    }

    #[tokio::test]
    async fn neither_our_own_events_nor_those_called_off_are_read_in() {
        let (app, organizer) = house().await;
        let editor = Program::new(&app, Role::Editor).await;
        let standing = async |document: &Value| {
            let path = "/api/v1/imports/preview";
            let (_, preview) = editor.say("POST", path, Some(document.clone())).await;
            let event = &preview["events"][0];
            let code = &event["errors"][0]["code"];
            (event["standing"].clone(), code.clone())
        };
        let first = document(&[("Neue Tagung", false)]);
        let mut ours = first.clone();
        let there = first["document"].as_str().unwrap();
        let there = there.replace("@id", "url");
        ours["document"] = json!(there.replace("verein.example", "dialog.example.org"));
        assert_eq!(
            standing(&ours).await,
            (json!("refused"), json!("import-is-ours"))
        );
        editor.say("POST", "/api/v1/imports", Some(first)).await;
        let tx = app.begin().await.unwrap();
        let starts = "2027-01-13T09:00:00Z".parse().unwrap();
        let taken = crate::events::own_starting(&tx, &organizer.id, starts).await;
        let taken = taken.unwrap().remove(0);
        let taken = crate::events::publish(&app, &tx, taken).await.unwrap();
        crate::events::cancel(&app, &tx, taken, "").await.unwrap();
        tx.commit().await.unwrap();
        let second = document(&[("Neueste Tagung", false)]);
        assert_eq!(
            standing(&second).await,
            (json!("refused"), json!("event-is-cancelled"))
        );
    }

    #[tokio::test]
    async fn the_source_s_word_counts_over_ours_when_it_is_said_so() {
        let (app, _) = house().await;
        let editor = Program::new(&app, Role::Editor).await;
        let first = document(&[("Neue Tagung", false)]);
        let (_, taken) = editor.say("POST", "/api/v1/imports", Some(first)).await;
        let id = taken["taken"][0]["event"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/events/{id}");
        let (_, mut draft) = editor.say("GET", &format!("{path}/draft"), None).await;
        draft["title_de"] = json!("Unsere Tagung");
        assert_eq!(editor.say("PUT", &path, Some(draft)).await.0, 200);
        let second = document(&[("Neueste Tagung", false)]);
        let preview = "/api/v1/imports/preview";
        let (_, preview) = editor.say("POST", preview, Some(second.clone())).await;
        let change = &preview["events"][0]["changes"][0];
        let expected = json!({
            "field": "title_de",
            "here": "Unsere Tagung",
            "there": "Neueste Tagung",
            "contested": true,
        });
        assert_eq!(*change, expected);
        let title = async || editor.say("GET", &path, None).await.1["texts"][0]["title"].clone();
        let (_, taken) = editor
            .say("POST", "/api/v1/imports", Some(second.clone()))
            .await;
        assert_eq!(taken["taken"], json!([]));
        assert_eq!(title().await, "Unsere Tagung");
        let key = json!("https://verein.example/N");
        let all = with(second, &[("keys", key), ("overwrite", json!(true))]);
        let (_, taken) = editor.say("POST", "/api/v1/imports", all).await;
        assert_eq!(taken["taken"][0]["new"], false);
        assert_eq!(title().await, "Neueste Tagung");
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_refused_by_its_field() {
        let (app, organizer) = house().await;
        let coordinator = Program::new(&app, Role::Coordinator).await;
        let editor = Program::new(&app, Role::Editor).await;
        let deep = format!("{{\"a\": {}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
        for (wish, code, pointer) in [
            (json!({}), "import-nothing-chosen", "#/document"),
            (
                json!({"document": "Hallo"}),
                "import-reason-unknown-format",
                "#/document",
            ),
            (
                json!({"document": deep}),
                "import-reason-broken",
                "#/document",
            ),
            (
                json!({"address": "https://192.168.0.1/"}),
                "import-address-forbidden",
                "#/address",
            ),
            (
                json!({"document": "x", "organizer": "nobody"}),
                "association-unknown",
                "#/organizer",
            ),
        ] {
            let (status, problem) = editor.say("POST", "/api/v1/imports", Some(wish)).await;
            assert_eq!(status, 422, "{code}");
            assert_eq!(problem["errors"][0]["code"], code);
            assert_eq!(problem["errors"][0]["pointer"], pointer);
        }
        let open = Draft {
            registration: "open".into(),
            ..denkwerkstatt()
        };
        let event = drafted(&app, &organizer, &open).await;
        let path = format!("/api/v1/events/{}/participations/import", event.id);
        let list = json!({"list": "Email\na@verein.example\na@verein.example\n"});
        assert_eq!(editor.say("POST", &path, Some(list.clone())).await.0, 403);
        let (status, seen) = coordinator.say("POST", &path, Some(list.clone())).await;
        assert_eq!((status, &seen["taken"]), (200, &json!(0)));
        assert_eq!(seen["unreadable"][0]["code"], "import-reason-twice");
        let take = with(list, &[("take", json!(true))]);
        assert_eq!(coordinator.say("POST", &path, take).await.1["taken"], 1);
        let wrong = Some(json!({"list": "Name\nx\n"}));
        let (status, problem) = coordinator.say("POST", &path, wrong).await;
        assert_eq!(
            (status, &problem["errors"][0]["pointer"]),
            (422, &json!("#/list"))
        );
    }
}
