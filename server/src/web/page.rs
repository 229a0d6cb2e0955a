//! What every page says besides its own subject: language, navigation, description, links to its other forms.
//! A handler takes `Page`, names its subject and puts it into the field `page` of its template.
//! Refuses to know any slice: a slice adds itself to `NAVIGATION` or `DESK`.

use super::assets;
use crate::{
    Error, Result,
    config::{Config, Legal, Retention},
    error::{Refusal, Refusals},
    i18n::{Lang, Value},
};
use askama::Template;
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Datelike, NaiveDate};
use chrono_tz::Tz;
use federation::negotiate;
use serde::Deserialize;
use std::{convert::Infallible, sync::Arc};
use url::{Url, form_urlencoded};

/// The words in the header: path and message key. Four at most, so that they fit a phone in two lines.
const NAVIGATION: [(&str, &str); 3] = [
    ("/events", "layout-nav-events"),
    ("/workstreams", "layout-nav-workstreams"),
    ("/associations", "layout-nav-associations"),
];

/// The working area on the left: parts with their message key, and of each its pages.
const DESK: [(&str, &[(&str, &str)]); 5] = [
    ("layout-desk", &[("/desk", "layout-desk-overview")]),
    (
        "layout-desk-part-events",
        &[
            ("/desk/events", "layout-desk-events"),
            ("/desk/series", "layout-desk-series"),
            ("/desk/cohosts", "layout-desk-cohosts"),
            ("/desk/joins", "layout-desk-joins"),
            ("/desk/import", "layout-desk-import"),
        ],
    ),
    (
        "layout-desk-part-work",
        &[
            ("/desk/cycles", "layout-desk-cycles"),
            ("/desk/topics", "layout-desk-topics"),
            ("/desk/ideas", "layout-desk-ideas"),
            ("/desk/decisions", "layout-desk-decisions"),
            ("/desk/workstreams", "layout-desk-workstreams"),
            ("/desk/committees", "layout-desk-committees"),
            ("/desk/working-groups", "layout-desk-working-groups"),
            ("/desk/papers", "layout-desk-papers"),
        ],
    ),
    (
        "layout-desk-part-network",
        &[
            ("/desk/following", "layout-desk-following"),
            ("/desk/peers", "layout-desk-peers"),
            ("/desk/questions", "layout-desk-questions"),
            ("/desk/involvements", "layout-desk-involvements"),
            ("/desk/adoptions", "layout-desk-adoptions"),
            ("/desk/memberships", "layout-desk-memberships"),
            ("/desk/mandates", "layout-desk-mandates"),
            ("/desk/deliveries", "layout-desk-deliveries"),
        ],
    ),
    (
        "layout-desk-part-house",
        &[
            ("/desk/association", "layout-desk-association"),
            ("/desk/account", "layout-desk-account"),
        ],
    ),
];

/// The footer's legal pages; each is one click from everywhere (§ 5 DDG, § 12b BGG).
const FOOTER: [(&str, &str); 6] = [
    ("/impressum", "layout-foot-imprint"),
    ("/datenschutz", "layout-foot-privacy"),
    ("/barrierefreiheit", "layout-foot-accessibility"),
    ("/leichte-sprache", "layout-foot-easy-language"),
    ("/impressum#contact", "layout-foot-contact"),
    ("/about#source", "layout-foot-source"),
];

/// Where somebody signs in.
pub const SIGN_IN: &str = "/sign-in";

/// What every page of an instance has in common.
#[derive(Clone, Debug)]
pub struct Site {
    pub name: String,
    /// Public origin, without a path.
    pub origin: Url,
    pub main_lang: Lang,
    /// The zone in which times are not explained.
    pub zone: Tz,
    pub legal: Legal,
    pub retention: Retention,
    /// Where the running source can be had (AGPL-3.0 §13).
    pub source: Option<Url>,
}

impl Site {
    pub fn of(config: &Config) -> Self {
        Self {
            name: config.instance.name.clone(),
            origin: config.origin().clone(),
            main_lang: config.instance.language,
            zone: config.instance.zone,
            legal: config.legal.clone(),
            retention: config.retention,
            source: config.instance.source.clone(),
        }
    }
}

/// Put into the request by the session: the display name of whoever is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn(pub String);

/// Light or dark, when someone chose; otherwise the system decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Auto => "layout-theme-auto",
            Self::Light => "layout-theme-light",
            Self::Dark => "layout-theme-dark",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }
}

/// Another form of the same page, for `<link rel="alternate">`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Calendar,
    Atom,
    Json,
    Activity,
}

impl Form {
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Calendar => "text/calendar",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/json",
            Self::Activity => "application/activity+json",
        }
    }

    /// The message that names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Calendar => "layout-form-calendar",
            Self::Atom => "layout-form-atom",
            Self::Json => "layout-form-json",
            Self::Activity => "layout-form-activity",
        }
    }
}

/// A link of a list of links; `current` is the value of `aria-current`.
#[derive(Debug, PartialEq, Eq)]
pub struct Link {
    pub href: &'static str,
    pub label: String,
    pub current: Option<&'static str>,
}

/// Something a form got wrong, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub field: Option<String>,
    pub text: String,
}

/// The picture a shared link shows.
#[derive(Clone, Debug)]
pub struct Picture {
    pub href: String,
    pub alt: String,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub lang: Lang,
    pub site: Arc<Site>,
    pub theme: Theme,
    /// Display name of the account that is signed in.
    pub account: Option<String>,
    pub description: Option<String>,
    pub picture: Option<Picture>,
    /// The handle of whoever wrote the page, `@name@host`, for `fediverse:creator`.
    pub creator: Option<String>,
    pub faults: Vec<Fault>,
    path: String,
    /// Without `lang`, which is a choice of form and no part of the address.
    query: String,
    asked_lang: Option<Lang>,
    title: Option<String>,
    alternates: Vec<(Form, String)>,
    linked_data: Option<serde_json::Value>,
    /// The page of another server that this one repeats.
    home: Option<String>,
    unlisted: bool,
}

impl Page {
    /// Language: `?lang=`, else the reader's earlier choice, else the browser's wish, else the site's.
    pub fn new(site: Arc<Site>, parts: &Parts) -> Self {
        let cookies = CookieJar::from_headers(&parts.headers);
        let chosen = |name: &str| cookies.get(name).map(|cookie| cookie.value().to_owned());
        let (asked_lang, query) = split_lang(parts.uri.query().unwrap_or_default());
        let wished = || {
            let header = parts.headers.get(header::ACCEPT_LANGUAGE)?;
            Lang::accepted(header.to_str().ok()?)
        };
        let lang = asked_lang
            .or_else(|| chosen("lang")?.parse().ok())
            .or_else(wished)
            .unwrap_or(site.main_lang);
        Self {
            lang,
            theme: chosen("theme")
                .and_then(|name| Theme::named(&name))
                .unwrap_or_default(),
            account: parts
                .extensions
                .get::<SignedIn>()
                .map(|SignedIn(name)| name.clone()),
            site,
            description: None,
            picture: None,
            creator: None,
            faults: Vec::new(),
            path: parts.uri.path().to_owned(),
            query,
            asked_lang,
            title: None,
            alternates: Vec::new(),
            linked_data: None,
            home: None,
            unlisted: false,
        }
    }

    // What a handler says about its page.

    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// A title from the catalogue.
    pub fn with_title_text(self, key: &str) -> Self {
        let title = self.lang.text(key);
        self.with_title(title)
    }

    /// One or two sentences for search results and shared links.
    pub fn with_description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    pub fn with_picture(mut self, href: impl Into<String>, alt: impl Into<String>) -> Self {
        self.picture = Some(Picture {
            href: self.absolute(&href.into()),
            alt: alt.into(),
        });
        self
    }

    pub fn with_creator(mut self, handle: impl Into<String>) -> Self {
        self.creator = Some(handle.into());
        self
    }

    /// May be called once for each form.
    pub fn with_alternate(mut self, form: Form, href: &str) -> Self {
        self.alternates.push((form, self.absolute(href)));
        self
    }

    /// A schema.org object.
    pub fn with_linked_data(mut self, data: serde_json::Value) -> Self {
        self.linked_data = Some(data);
        self
    }

    /// Another server's page says the same, and says it first: search engines are sent there.
    pub fn repeating(mut self, home: impl Into<String>) -> Self {
        self.home = Some(home.into());
        self.unlisted()
    }

    /// Keep the page out of search engines.
    pub fn unlisted(mut self) -> Self {
        self.unlisted = true;
        self
    }

    /// A form came back: what was wrong, and with which field. May be called once for each fault.
    pub fn with_fault(mut self, field: Option<&str>, text: impl Into<String>) -> Self {
        self.faults.push(Fault {
            field: field.map(str::to_owned),
            text: text.into(),
        });
        self
    }

    /// The same for everything the rules refused.
    pub fn with_refusals(self, Refusals(refusals): &Refusals) -> Self {
        refusals.iter().fold(self, |page, refusal| {
            let text = page.t(refusal.message);
            page.with_fault(refusal.field, text)
        })
    }

    // What templates ask.

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.lang.text(key)
    }

    /// The text of a key with one value; a number chooses the plural.
    pub fn tn(&self, key: &str, name: &str, value: impl Value) -> String {
        self.lang.text_with(key, &[(name, &value)])
    }

    /// The text of a key with two values.
    pub fn t2(
        &self,
        key: &str,
        first: &str,
        value: impl Value,
        second: &str,
        other: impl Value,
    ) -> String {
        self.lang
            .text_with(key, &[(first, &value), (second, &other)])
    }

    pub fn asset(&self, name: &str) -> &'static str {
        assets::href(name)
    }

    pub fn moment(&self, at: &DateTime<Tz>) -> String {
        self.lang.moment(*at, self.site.zone)
    }

    pub fn until(&self, at: &DateTime<Tz>) -> String {
        self.lang.until(*at, self.site.zone)
    }

    pub fn span(&self, start: &DateTime<Tz>, end: &DateTime<Tz>) -> String {
        self.lang.span(*start, *end, self.site.zone)
    }

    pub fn date(&self, date: &NaiveDate) -> String {
        self.lang.date(*date)
    }

    /// „Nov.“, on the leaf of a date card.
    pub fn month_leaf(&self, at: &DateTime<Tz>) -> String {
        self.lang.month_abbreviation(at.month())
    }

    /// „Fr.“, on the leaf of a date card.
    pub fn weekday_leaf(&self, at: &DateTime<Tz>) -> String {
        self.lang.weekday_abbreviation(at.weekday())
    }

    /// What stands in `<title>`: a refused form says so first, for those who cannot see it.
    pub fn title(&self) -> String {
        let site = &self.site.name;
        let title = match &self.title {
            Some(title) => format!("{title} · {site}"),
            None => site.clone(),
        };
        if self.faults.is_empty() {
            title
        } else {
            self.tn("layout-title-with-faults", "title", title)
        }
    }

    /// The title without the site's name: `<h1>` and `og:title`.
    pub fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.site.name)
    }

    pub fn navigation(&self) -> Vec<Link> {
        self.links(&NAVIGATION)
    }

    /// The parts of the working area, each with its name.
    pub fn desk(&self) -> Vec<(String, Vec<Link>)> {
        let parts = DESK.iter();
        parts
            .map(|(name, pages)| (self.t(name), self.links(pages)))
            .collect()
    }

    pub fn footer(&self) -> Vec<Link> {
        self.links(&FOOTER)
    }

    /// `aria-current` for a link to `href` on this page: the page itself, or the part it lies in.
    pub fn current(&self, href: &str) -> Option<&'static str> {
        if self.path == href {
            Some("page")
        } else if href != "/desk" && self.path.starts_with(&format!("{href}/")) {
            Some("true")
        } else {
            None
        }
    }

    fn links(&self, links: &[(&'static str, &'static str)]) -> Vec<Link> {
        links
            .iter()
            .map(|(href, key)| Link {
                href,
                label: self.t(key),
                current: self.current(href),
            })
            .collect()
    }

    pub fn langs(&self) -> [Lang; 2] {
        Lang::ALL
    }

    /// The languages this page is not in.
    pub fn other_langs(&self) -> Vec<Lang> {
        Lang::ALL
            .into_iter()
            .filter(|lang| *lang != self.lang)
            .collect()
    }

    /// The value of `data-theme`, when someone chose.
    pub fn chosen_theme(&self) -> Option<&'static str> {
        (self.theme != Theme::Auto).then(|| self.theme.name())
    }

    /// Theme, name, and whether it is in force.
    pub fn themes(&self) -> Vec<(Theme, String, bool)> {
        Theme::ALL
            .into_iter()
            .map(|theme| (theme, self.t(theme.key()), theme == self.theme))
            .collect()
    }

    /// Path and query of this page, where a choice of language or theme leads back to.
    pub fn here(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    /// The address of this page for a search engine: filters and paging aside.
    pub fn canonical(&self) -> String {
        match (&self.home, self.asked_lang) {
            (Some(home), _) => home.clone(),
            (None, Some(lang)) => self.in_lang(&lang),
            (None, None) => self.plain(),
        }
    }

    /// Whether [`Self::canonical`] leads to another server.
    pub fn is_repeated(&self) -> bool {
        self.home.is_some()
    }

    /// The address of this page for readers of any language.
    pub fn plain(&self) -> String {
        self.absolute(&self.path)
    }

    /// The address of this page in a language.
    pub fn in_lang(&self, lang: &Lang) -> String {
        format!("{}?lang={lang}", self.plain())
    }

    /// Content type, title and address of each other form.
    pub fn alternates(&self) -> Vec<(&'static str, String, &str)> {
        self.alternates
            .iter()
            .map(|(form, href)| (form.content_type(), self.t(form.key()), href.as_str()))
            .collect()
    }

    /// Whether search engines may keep this page. Nothing is listed before the legal pages are.
    pub fn listed(&self) -> bool {
        !self.unlisted && self.site.legal.is_complete()
    }

    /// The content of `<script type="application/ld+json">`: no `<` can end the element or open a comment.
    pub fn linked_data(&self) -> Option<String> {
        let data = self.linked_data.as_ref()?.to_string();
        Some(data.replace('<', "\\u003c"))
    }

    /// What is wrong, in the form for `id` where there are several alike: its fields end in it.
    pub fn with_faults_of(mut self, id: &str) -> Self {
        for field in self.faults.iter_mut().filter_map(|it| it.field.as_mut()) {
            *field = format!("{field}-{id}");
        }
        self
    }

    /// What is wrong with a field, if anything.
    pub fn fault(&self, field: &str) -> Option<&str> {
        self.faults
            .iter()
            .find(|fault| fault.field.as_deref() == Some(field))
            .map(|fault| fault.text.as_str())
    }

    fn absolute(&self, href: &str) -> String {
        self.site
            .origin
            .join(href)
            .map_or_else(|_| href.to_owned(), String::from)
    }
}

/// Takes `lang` out of a query; what remains is kept byte for byte.
fn split_lang(query: &str) -> (Option<Lang>, String) {
    let (lang, rest): (Vec<&str>, Vec<&str>) = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .partition(|pair| *pair == "lang" || pair.starts_with("lang="));
    let lang = lang
        .iter()
        .flat_map(|pair| form_urlencoded::parse(pair.as_bytes()))
        .find_map(|(_, value)| value.parse().ok());
    (lang, rest.join("&"))
}

impl<S> FromRequestParts<S> for Page
where
    Arc<Site>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        Ok(Self::new(Arc::from_ref(state), parts))
    }
}

/// A page as a response. What it says depends on what was asked for, in which language, and by whom.
pub fn respond(status: StatusCode, template: impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, [(header::VARY, VARY)], Html(html)).into_response(),
        Err(error) => unrendered(&error),
    }
}

/// What came of a form: the way on, or the page once more with what was wrong in it and what was typed.
pub async fn or_again<T: Template>(
    done: Result<Response>,
    page: Page,
    again: impl AsyncFnOnce(Page) -> Result<T>,
) -> Result<Response> {
    match done {
        Err(Error::Refused(refusals)) => {
            let template = again(page.with_refusals(&refusals)).await?;
            Ok(respond(StatusCode::UNPROCESSABLE_ENTITY, template))
        }
        done => done,
    }
}

/// The same where somebody else may have saved meanwhile: `again` is told whether, and then shows what was
/// typed, which replaces that if it is sent once more.
pub async fn or_again_if_late<T: Template>(
    done: Result<Response>,
    page: Page,
    again: impl AsyncFnOnce(Page, bool) -> Result<T>,
) -> Result<Response> {
    if !matches!(done, Err(Error::Conflict)) {
        return or_again(done, page, async |page| again(page, false).await).await;
    }
    let faster = Refusals(vec![Refusal::new("desk-somebody-was-faster")]);
    let template = again(page.with_refusals(&faster), true).await?;
    Ok(respond(StatusCode::CONFLICT, template))
}

/// What is only for who asks: kept by no cache, sent on in no Referer.
pub fn for_them_alone(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// A page that everybody sees alike. Caches keep it and ask before they show it: whoever looks for what
/// was just published or called off finds it, and what still says the same is not sent again. For
/// somebody who is signed in, the session makes it private.
pub fn respond_public(headers: &HeaderMap, template: impl Template) -> Response {
    let html = match template.render() {
        Ok(html) => html,
        Err(error) => return unrendered(&error),
    };
    let mut response = negotiate::tagged(headers, "text/html; charset=utf-8", html, true);
    for (name, value) in [
        (header::VARY, VARY),
        (header::CACHE_CONTROL, "public, no-cache"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

const VARY: &str = "Accept, Accept-Language, Cookie";

fn unrendered(error: &askama::Error) -> Response {
    tracing::error!(%error, "a page could not be rendered");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
pub(super) mod tests;
