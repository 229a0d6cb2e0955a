//! The public pages of associations: who they are, what they invite to, how to follow them. A
//! program that asks for ActivityStreams gets the actor.

use super::{Association, activitypub::shown};
use crate::{
    App, Error, Result,
    events::{
        Filter, editions,
        feed::{self, Asked, Subject},
        pages::{Card, ahead_and_past, cards_beside},
    },
    i18n::Lang,
    markdown, media,
    web::{
        follow,
        page::{Form, Page, respond_public},
        suffix,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use federation::{
    actors::{self, Actor},
    negotiate::{self, Wants},
    vocabulary::read,
};
use serde_json::{Value, json};
use url::Url;

/// Events on a profile, of either part; all of them are in the list.
const EVENTS_AT_MOST: u64 = 10;
/// Characters of a summary on a tile.
const LINE_AT_MOST: usize = 160;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/associations", get(index))
        .route("/@{handle}", get(show))
        .route("/@{handle}/events", get(events_of))
        .route("/@{handle}/follow", get(follow::ask).post(follow::lead_on))
}

#[derive(Template)]
#[template(path = "associations/index.html")]
struct Index {
    page: Page,
    ours: Vec<Tile>,
    others: Vec<Tile>,
}

/// An association in a list.
pub struct Tile {
    pub href: String,
    pub name: String,
    pub address: String,
    pub picture: Option<Picture>,
    /// Shown where there is no picture.
    pub initials: String,
    /// The beginning of what it says about itself.
    pub line: String,
    /// The server it is at home on when that is not this one.
    pub home: Option<String>,
}

pub struct Picture {
    pub href: String,
    pub alt: String,
}

impl Tile {
    pub async fn of(app: &App, ours: &Association, host: &str) -> Result<Self> {
        Ok(Self {
            href: ours.path(),
            address: format!("@{}@{host}", ours.handle),
            picture: picture(app, ours).await?,
            initials: initials(&ours.name),
            line: shortened(
                &markdown::plain(&markdown::to_html(&ours.summary)),
                LINE_AT_MOST,
            ),
            name: ours.name.clone(),
            home: None,
        })
    }

    /// A series of ours, as it is told to readers of `lang`.
    pub fn of_series(actor: &Actor, lang: Lang) -> Self {
        let profile = &actor.profile;
        let summary = markdown::plain(profile.summary_in(lang.bcp47()));
        let picture = profile.icon.as_ref().map(|icon| Picture {
            href: icon.url.path().to_owned(),
            alt: icon.name.clone(),
        });
        Self {
            href: actor.page().path().to_owned(),
            name: profile.name_in(lang.bcp47()).to_owned(),
            picture,
            line: shortened(&summary, LINE_AT_MOST),
            home: None,
            ..Self::of_other(actor)
        }
    }

    /// Where people of other servers follow one of ours: `/@dialog/follow`.
    pub fn follow(&self) -> String {
        let handle = self.address.trim_start_matches('@');
        let handle = handle.split('@').next().unwrap_or_default();
        format!("/@{handle}/follow")
    }

    pub fn of_other(actor: &Actor) -> Self {
        Self {
            href: actor.page().to_string(),
            name: actor.profile.name.clone(),
            address: actor.address(),
            picture: None,
            initials: initials(&actor.profile.name),
            line: String::new(),
            home: Some(actor.host.clone()),
        }
    }
}

async fn index(State(app): State<App>, headers: HeaderMap, page: Page) -> Result<Response> {
    let host = federation::host_of(app.config.origin());
    let mut ours = Vec::new();
    for association in super::all(&app.db).await? {
        ours.push(Tile::of(&app, &association, &host).await?);
    }
    let others = super::followed(&app.db).await?;
    let index = Index {
        ours,
        others: others.iter().map(Tile::of_other).collect(),
        page: described_list(page),
    };
    Ok(respond_public(&headers, index))
}

fn described_list(page: Page) -> Page {
    let lead = page.t("association-list-lead");
    page.with_title_text("association-list")
        .with_description(lead)
}

#[derive(Template)]
#[template(path = "associations/show.html")]
struct Show {
    page: Page,
    association: Association,
    address: String,
    picture: Option<Picture>,
    initials: String,
    /// HTML.
    summary: String,
    fields: Vec<Field>,
    /// Page and name of each of its series.
    series: Vec<(String, String)>,
    upcoming: Vec<Card>,
    past: Vec<Card>,
}

/// A line of the profile.
struct Field {
    name: String,
    text: String,
    href: Option<String>,
    /// A page of its own, which may point back here to prove it (`rel=me`).
    is_me: bool,
}

/// All it invites to, in the calendar of all.
async fn events_of(State(app): State<App>, Path(handle): Path<String>) -> Result<Response> {
    let association = super::find_by_handle(&app.db, &handle).await?;
    let association = association.ok_or(Error::NotFound)?;
    let list = format!("/events?association={}", association.handle);
    Ok(Redirect::permanent(&list).into_response())
}

async fn show(
    State(app): State<App>,
    Path(segment): Path<String>,
    asked: Asked,
    headers: HeaderMap,
    page: Page,
) -> Result<Response> {
    let (handle, form) = suffix::split(&segment);
    if let Some(form) = form {
        let subject = Subject::Association(handle.to_owned());
        return feed::respond(&app, &subject, form, &asked).await;
    }
    let Some(association) = super::find_by_handle(&app.db, handle).await? else {
        return page_of_group(&app, handle, &headers).await;
    };
    let actor = super::actor_of(&app.db, &association).await?;
    if Wants::of(&headers) == Wants::Activity {
        let document = app.federation.actor_document(&actor).to_string();
        return Ok(negotiate::activity_json(&headers, document, true));
    }
    if handle != association.handle {
        return Ok(Redirect::permanent(&association.path()).into_response());
    }
    let own = Filter {
        organizer: Some(association.actor.clone()),
        limit: EVENTS_AT_MOST,
        ..Filter::default()
    };
    let events = ahead_and_past(&app, own).await?;
    let (upcoming, past) = cards_beside(&app, &page, &association.name, &events).await?;
    let series = editions::all_series(&app.db, Some(&association.actor)).await?;
    let picture = picture(&app, &association).await?;
    let summary = markdown::to_html(&association.summary);
    let page = described(page, &association, &actor, &summary, picture.as_ref());
    let show = Show {
        address: actor.address(),
        fields: fields(&page, &association),
        initials: initials(&association.name),
        picture,
        summary,
        series: series
            .into_iter()
            .map(|it| {
                let name = it.profile.name_in(page.lang.bcp47()).to_owned();
                (it.page().path().to_owned(), name)
            })
            .collect(),
        upcoming,
        past,
        association,
        page,
    };
    let mut response = respond_public(&headers, show);
    if let Some(link) = negotiate::link_to_object(&actor.id) {
        response.headers_mut().append(header::LINK, link);
    }
    Ok(response)
}

/// A series, a workstream or a committee has a handle too, and its page elsewhere.
async fn page_of_group(app: &App, handle: &str, headers: &HeaderMap) -> Result<Response> {
    let group = actors::find_own(&app.db, handle).await?;
    if group
        .as_ref()
        .is_some_and(|group| group.deleted_at.is_some())
    {
        return Err(Error::Gone);
    }
    let group = group.filter(Actor::is_unit);
    let group = group.ok_or(Error::NotFound)?;
    if Wants::of(headers) == Wants::Activity {
        let document = app.federation.actor_document(&group).to_string();
        return Ok(negotiate::activity_json(headers, document, true));
    }
    Ok(Redirect::permanent(group.page().path()).into_response())
}

fn described(
    page: Page,
    association: &Association,
    actor: &Actor,
    summary: &str,
    picture: Option<&Picture>,
) -> Page {
    let path = association.path();
    let line = shortened(&markdown::plain(summary), LINE_AT_MOST);
    let data = organization(&page.site.origin, association, &line, picture);
    let page = page
        .with_title(association.name.as_str())
        .with_creator(actor.address())
        .with_linked_data(data)
        .with_alternate(Form::Calendar, &format!("{path}.ics"))
        .with_alternate(Form::Atom, &format!("{path}.atom"))
        .with_alternate(Form::Json, &format!("{path}.json"))
        .with_alternate(Form::Activity, actor.id.as_str());
    let page = if line.is_empty() {
        page
    } else {
        page.with_description(line)
    };
    match picture {
        Some(picture) => page.with_picture(picture.href.as_str(), picture.alt.as_str()),
        None => page,
    }
}

/// The association as a schema.org object.
fn organization(
    origin: &Url,
    association: &Association,
    line: &str,
    picture: Option<&Picture>,
) -> Value {
    let absolute = |path: &str| origin.join(path).map(String::from).ok();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": association.actor,
        "name": association.name,
        "url": absolute(&association.path()),
    });
    if !line.is_empty() {
        data["description"] = json!(line);
    }
    if let Some(picture) = picture {
        data["logo"] = json!(absolute(&picture.href));
    }
    if let Some(website) = &association.website {
        data["sameAs"] = json!([website]);
    }
    data
}

fn fields(page: &Page, association: &Association) -> Vec<Field> {
    let own = |name: String, url: &str| Field {
        name,
        text: shown(url).to_owned(),
        href: Some(url.to_owned()),
        is_me: true,
    };
    let website = association.website.iter();
    let website = website.map(|website| own(page.t("association-field-website"), website));
    let email = (!association.email.is_empty()).then(|| Field {
        name: page.t("association-field-contact"),
        text: association.email.clone(),
        href: Some(format!("mailto:{}", association.email)),
        is_me: false,
    });
    let typed = association.fields.0.iter().map(|field| {
        if read::url(&field.value).is_some() {
            return own(field.name.clone(), &field.value);
        }
        Field {
            name: field.name.clone(),
            text: field.value.clone(),
            href: None,
            is_me: false,
        }
    });
    website.chain(email).chain(typed).collect()
}

/// The picture of an association, if it has one.
pub async fn picture(app: &App, association: &Association) -> Result<Option<Picture>> {
    let Some(id) = &association.picture else {
        return Ok(None);
    };
    let media = media::find(&app.db, id).await?;
    Ok(media.map(|media| Picture {
        href: media.path(),
        alt: association.picture_alt.clone().unwrap_or_default(),
    }))
}

/// What stands for a name without a picture: the abbreviation in it, else two initials: „ZWST“,
/// „DC“ for „Dialog für Cybersicherheit“.
pub fn initials(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words
        .filter(|word| word.starts_with(char::is_uppercase))
        .collect();
    let is_abbreviation = |word: &&&str| {
        (2..=4).contains(&word.chars().count()) && word.chars().all(char::is_uppercase)
    };
    match words.iter().find(is_abbreviation) {
        Some(abbreviation) => (*abbreviation).to_owned(),
        None => words
            .iter()
            .take(2)
            .flat_map(|word| word.chars().take(1))
            .collect(),
    }
}

/// The beginning of a text, cut between words, in characters.
pub fn shortened(text: &str, at_most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(at_most) else {
        return text.to_owned();
    };
    let words = text[..end].rsplit_once(' ');
    format!("{}…", words.map_or(&text[..end], |(words, _)| words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        associations::{self, Draft},
        events::pages::tests::{BROWSER, from_neighbour, get, neighbour, page},
    };

    async fn house() -> (crate::accounts::tests::Instance, Actor) {
        let app = crate::accounts::tests::instance("https://dialog.example.org").await;
        let draft = Draft {
            handle: "dialog".into(),
            name: "Dialog <b>".into(),
            summary: "Fünf Gruppen an *einem* Tisch.".into(),
            email: "post@dialog.example.org".into(),
            website: "https://www.dialog.example/".into(),
            field_1_name: "Mastodon".into(),
            field_1_value: "https://social.example/@dialog".into(),
            field_2_name: "Seit".into(),
            field_2_value: "2016".into(),
            ..Draft::default()
        };
        let keys = app.federation.make_keys().await.unwrap();
        let tx = app.begin().await.unwrap();
        let association = associations::found(&app, &tx, &draft, keys).await.unwrap();
        let actor = associations::actor_of(&tx, &association).await.unwrap();
        tx.commit().await.unwrap();
        (app, actor)
    }

    #[tokio::test]
    async fn a_profile_says_who_they_are_and_points_back_to_their_other_pages() {
        let (app, _) = house().await;
        let page = page(&app, "/@dialog").await;
        for expected in [
            "Dialog &#60;b&#62;",
            "@dialog@dialog.example.org",
            "Fünf Gruppen an <em>einem</em> Tisch.",
            r#"<a href="https://www.dialog.example/" rel="me noopener">www.dialog.example</a>"#,
            r#"<a href="https://social.example/@dialog" rel="me noopener">"#,
            r#"<a href="mailto:post@dialog.example.org">"#,
            "2016",
            "/@dialog/follow",
            r#""@type":"Organization""#,
        ] {
            assert!(page.says(expected), "{expected}: {}", page.body);
        }
    }

    #[tokio::test]
    async fn a_profile_has_one_address_and_programs_find_the_actor_there() {
        let (app, actor) = house().await;
        let other_case = get(&app, "/@Dialog", BROWSER).await;
        assert_eq!(other_case.status, 308);
        assert_eq!(other_case.headers[header::LOCATION], "/@dialog");
        let document = get(&app, "/@dialog", "application/activity+json").await;
        let document: Value = serde_json::from_str(&document.body).unwrap();
        assert_eq!(document["id"], actor.id.as_str());
        let link = page(&app, "/@dialog").await.headers[header::LINK].clone();
        assert!(link.to_str().unwrap().contains(actor.id.as_str()));
        let events = get(&app, "/@Dialog/events", BROWSER).await;
        assert_eq!(
            events.headers[header::LOCATION],
            "/events?association=dialog"
        );
        for nobody in [
            "/@niemand",
            "/@relay",
            "/@niemand/follow",
            "/@niemand/events",
        ] {
            assert_eq!(get(&app, nobody, BROWSER).await.status, 404, "{nobody}");
        }
    }

    #[tokio::test]
    async fn the_list_shows_ours_and_those_we_follow() {
        let (app, actor) = house().await;
        assert!(
            !page(&app, "/associations")
                .await
                .says("Auf anderen Servern")
        );
        neighbour(&app, &actor).await;
        from_neighbour(&app).await;
        let list = page(&app, "/associations").await;
        for expected in [
            "href=\"/@dialog\"",
            "Auf anderen Servern",
            "@nachbar@peer.example",
            "href=\"https://peer.example/actor\" rel=\"nofollow noopener noreferrer\"",
            "&#60;script&#62;",
        ] {
            assert!(list.says(expected), "{expected}: {}", list.body);
        }
    }

    #[test]
    fn initials_are_what_people_would_write() {
        for (name, expected) in [
            ("Dialog für Cybersicherheit", "DC"),
            ("AWO", "AWO"),
            (
                "Zentralwohlfahrtsstelle der Juden in Deutschland (ZWST)",
                "ZWST",
            ),
            ("Caritas", "C"),
            ("Der Paritätische", "DP"),
            ("Übermorgen e. V.", "ÜV"),
            ("innovation", ""),
            ("<script>", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let long = "Wort ".repeat(100);
        let short = shortened(&long, LINE_AT_MOST);
        assert!(short.ends_with("Wort…") && short.chars().count() <= LINE_AT_MOST + 1);
        assert_eq!(shortened("kurz", LINE_AT_MOST), "kurz");
    }
}
