//! What a new event of a kind begins with: known kinds bring their template along, an association defines
//! kinds of its own. A template fills the form; what is typed then counts, and nothing is tied to it.

use super::{
    Attendance, Draft,
    draft::{
        DESCRIPTION_AT_MOST, SUMMARY_AT_MOST, field_names, one_line, read_date, read_time, ticked,
    },
    event::{Event, Kind, OwnKind, slug},
    store,
};
use crate::{
    App, Error, Result,
    app::Tx,
    error::{Refusal, Refusals},
};
use chrono::Days;
use federation::{Iri, actors::Actor};
use sea_orm::{ConnectionTrait, FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};
use utoipa::ToSchema;

pub use super::store::{find_kind, kinds};

/// The templates of the known kinds, by their names.
static KNOWN: LazyLock<BTreeMap<String, Template>> = LazyLock::new(|| {
    toml::from_str(include_str!("kinds.toml")).expect("the templates are part of the program")
});
/// Characters of a name.
const NAME_AT_MOST: usize = 60;
/// Days an event may take by its template.
const DAYS_AT_MOST: u16 = 14;
/// Kinds of its own an instance may have.
const KINDS_AT_MOST: usize = 100;

/// A kind of an association's own.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "kinds")]
pub struct Model {
    /// The value in forms and the API. Never changes.
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    /// The actor of the association.
    pub organizer: Iri,
    pub template: Template,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What a form carries to notice that somebody else changed it meanwhile.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }

    pub fn own_kind(&self) -> OwnKind {
        OwnKind {
            name: self.name.clone(),
            de: self.template.name_de.clone(),
            en: self.template.name_en.clone(),
        }
    }
}

/// A kind as typed: what it is called, and the fields a new event of it begins with.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult, ToSchema,
)]
#[schema(as = KindDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Template {
    /// The handle of the association it belongs to; empty for the instance's first.
    pub organizer: String,
    pub name_de: String,
    /// Empty for the German one.
    pub name_en: String,
    pub starts_at: String,
    pub ends_at: String,
    /// How many days it takes, where nobody says when it ends; empty for one.
    pub days: String,
    pub attendance: String,
    pub registration: String,
    #[serde(deserialize_with = "ticked")]
    pub waiting_list: bool,
    /// Stakeholder groups and questions, as in the draft of an event.
    pub groups: String,
    pub questions: String,
    #[serde(deserialize_with = "ticked")]
    pub step_free: bool,
    #[serde(deserialize_with = "ticked")]
    pub sign_language: bool,
    #[serde(deserialize_with = "ticked")]
    pub captions: bool,
    #[serde(deserialize_with = "ticked")]
    pub easy_language: bool,
    pub summary_de: String,
    pub summary_en: String,
    /// Markdown, with what is to be filled in.
    pub description_de: String,
    pub description_en: String,
    /// Lines as they are pasted into an agenda.
    pub agenda_de: String,
    pub agenda_en: String,
    /// What it was read from, so that nobody overwrites what somebody else has changed since. Not kept.
    #[serde(skip_serializing)]
    #[schema(ignore)]
    pub seen: String,
}

impl Template {
    /// As it is kept, once it passed its rules.
    pub fn check(&self) -> Result<Self, Refusals> {
        let mut refusals = Refusals::default();
        let name_de = one_line(&self.name_de);
        let name_en = one_line(&self.name_en);
        if name_de.is_empty() {
            refusals.add(Refusal::new("event-own-kind-name-missing").on("name_de"));
        }
        for (name, field) in [(&name_de, "name_de"), (&name_en, "name_en")] {
            if name.chars().count() > NAME_AT_MOST {
                refusals.add(Refusal::new("event-own-kind-name-too-long").on(field));
            }
        }
        for (time, field) in [(&self.starts_at, "starts_at"), (&self.ends_at, "ends_at")] {
            if !time.trim().is_empty() && read_time(time).is_none() {
                refusals.add(Refusal::new("event-time-unreadable").on(field));
            }
        }
        if !self.days.trim().is_empty() && self.read_days().is_none() {
            refusals.add(Refusal::new("event-own-kind-days-wrong").on("days"));
        }
        if !self.attendance.is_empty() && Attendance::named(&self.attendance).is_none() {
            refusals.add(Refusal::new("event-attendance-unknown").on("attendance"));
        }
        if !["", "open", "approval"].contains(&self.registration.as_str()) {
            refusals.add(Refusal::new("event-registration-unknown").on("registration"));
        }
        for (text, field) in [
            (&self.summary_de, "summary_de"),
            (&self.summary_en, "summary_en"),
        ] {
            if text.chars().count() > SUMMARY_AT_MOST {
                refusals.add(Refusal::new("event-summary-too-long").on(field));
            }
        }
        for (text, field) in [
            (&self.groups, "groups"),
            (&self.questions, "questions"),
            (&self.description_de, "description_de"),
            (&self.description_en, "description_en"),
            (&self.agenda_de, "agenda_de"),
            (&self.agenda_en, "agenda_en"),
        ] {
            if text.chars().count() > DESCRIPTION_AT_MOST {
                refusals.add(Refusal::new("event-description-too-long").on(field));
            }
        }
        refusals.none_or()?;
        Ok(Self {
            organizer: String::new(),
            seen: String::new(),
            name_en: if name_en.is_empty() {
                name_de.clone()
            } else {
                name_en
            },
            name_de,
            ..self.clone()
        })
    }

    /// The lines of the agenda, in this language if they are there.
    pub fn agenda(&self, language: &str) -> &str {
        match language {
            "en" if !self.agenda_en.is_empty() => &self.agenda_en,
            _ => &self.agenda_de,
        }
    }

    fn read_days(&self) -> Option<u16> {
        let days = self.days.trim().parse().ok();
        days.filter(|days| (1..=DAYS_AT_MOST).contains(days))
    }

    /// How many days an event of it takes, unless somebody says otherwise.
    pub fn takes_days(&self) -> u16 {
        self.read_days().unwrap_or(1)
    }

    /// The day it ends on, where somebody says when it begins and not when it ends.
    pub fn ends_on(&self, draft: &Draft) -> Option<String> {
        let more = self.takes_days() - 1;
        if more == 0 || !draft.ends_on.trim().is_empty() {
            return None;
        }
        let begins = read_date(&draft.starts_on)?;
        let ends = begins.checked_add_days(Days::new(more.into()))?;
        Some(ends.to_string())
    }

    /// The draft with what the template says where nothing is said yet. Of the texts that of its main
    /// language: another one would ask for a title.
    pub fn fill(&self, draft: Draft) -> Draft {
        let in_english = draft.language == "en";
        let of_main = |german: &str, english: &str| match in_english {
            true => (String::new(), english.to_owned()),
            false => (german.to_owned(), String::new()),
        };
        let (summary_de, summary_en) = of_main(&self.summary_de, &self.summary_en);
        let (german, english) = of_main(&self.description_de, &self.description_en);
        let or = |said: String, otherwise: &str| match said.is_empty() {
            true => otherwise.to_owned(),
            false => said,
        };
        Draft {
            starts_at: or(draft.starts_at, &self.starts_at),
            ends_at: or(draft.ends_at, &self.ends_at),
            attendance: or(draft.attendance, &self.attendance),
            registration: or(draft.registration, &self.registration),
            waiting_list: draft.waiting_list || self.waiting_list,
            groups: or(draft.groups, &self.groups),
            questions: or(draft.questions, &self.questions),
            step_free: draft.step_free || self.step_free,
            sign_language: draft.sign_language || self.sign_language,
            captions: draft.captions || self.captions,
            easy_language: draft.easy_language || self.easy_language,
            summary_de: or(draft.summary_de, &summary_de),
            summary_en: or(draft.summary_en, &summary_en),
            description_de: or(draft.description_de, &german),
            description_en: or(draft.description_en, &english),
            ..draft
        }
    }
}

/// The templates of the known kinds.
pub fn known() -> impl Iterator<Item = (Kind, &'static Template)> {
    let known = KNOWN.iter();
    known.filter_map(|(name, template)| Some((Kind::named(name)?, template)))
}

/// What a new event of this kind begins with; nothing for one nobody defined.
pub async fn template(db: &impl ConnectionTrait, name: &str) -> Result<Template> {
    match KNOWN.get(name) {
        Some(known) => Ok(known.clone()),
        None => {
            let own = store::find_kind(db, name).await?;
            Ok(own.map(|own| own.template).unwrap_or_default())
        }
    }
}

/// What stands in a template for something to be filled in.
const BLANK: &str = "…";

/// A refusal of each text of an event in which a line of a template still waits to be filled in.
pub(super) async fn require_filled(db: &impl ConnectionTrait, event: &Event) -> Result<()> {
    let own = template(db, event.kind_name()).await?;
    let templates = KNOWN.values().chain([&own]);
    let lines = templates.flat_map(|it| it.description_de.lines().chain(it.description_en.lines()));
    let blanks: BTreeSet<&str> = lines
        .map(str::trim)
        .filter(|line| line.contains(BLANK))
        .collect();
    let mut refusals = Refusals::default();
    for text in &event.texts.0 {
        let mut lines = text.description.lines();
        if lines.any(|line| blanks.contains(line.trim())) {
            let (_, _, field) = field_names(&text.language);
            refusals.add(Refusal::new("event-text-unfilled").on(field));
        }
    }
    Ok(refusals.none_or()?)
}

/// Define a kind of this association's own.
pub async fn define(app: &App, tx: &Tx, organizer: &Actor, typed: &Template) -> Result<Model> {
    let template = typed.check()?;
    let name = slug(&template.name_de);
    let taken = Kind::named(&name).is_some() || store::find_kind(tx, &name).await?.is_some();
    if taken {
        return Err(Refusal::new("event-own-kind-taken").on("name_de").into());
    }
    if store::kinds(tx, None).await?.len() >= KINDS_AT_MOST {
        return Err(Refusal::new("event-own-kinds-too-many").into());
    }
    let now = app.clock.now();
    let kind = Model {
        name,
        organizer: organizer.id.clone(),
        template,
        created_at: now,
        updated_at: now,
    };
    store::insert_kind(tx, kind).await
}

/// Change what a kind is called and begins with. Events that are of it keep what they were called.
pub async fn redefine(app: &App, tx: &Tx, kind: Model, typed: &Template) -> Result<Model> {
    if !typed.seen.is_empty() && typed.seen != kind.seen() {
        return Err(Error::Conflict);
    }
    let kind = Model {
        template: typed.check()?,
        updated_at: super::later(kind.updated_at, app.clock.now()),
        ..kind
    };
    store::update_kind(tx, kind).await
}

/// Have no such kind any more. Events that are of it keep what they were called.
pub async fn undefine(tx: &Tx, kind: Model) -> Result<()> {
    store::delete_kind(tx, kind).await
}

/// The kind with this name, for its page.
pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Model> {
    store::find_kind(db, name).await?.ok_or(Error::NotFound)
}

/// The same, to change it: nobody else does before this transaction ends.
pub async fn find_for_change(tx: &Tx, name: &str) -> Result<Model> {
    let found = store::find_kind_for_change(tx, name).await?;
    found.ok_or(Error::NotFound)
}

/// The own kind somebody named, if it is the organizer's, or what the event or series is of already.
pub async fn settle(
    tx: &Tx,
    organizer: &Iri,
    known: Option<&OwnKind>,
    name: &str,
) -> Result<OwnKind> {
    let own = store::find_kind(tx, name).await?;
    if let (None, Some(known)) = (&own, known.filter(|known| known.name == name)) {
        return Ok(known.clone());
    }
    let own = own.filter(|own| own.organizer == *organizer);
    let own = own.ok_or_else(|| Refusal::new("event-kind-unknown").on("kind"))?;
    Ok(own.own_kind())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        App,
        events::feed::tests::{denkwerkstatt, drafted, house, published},
    };

    fn sprechstunde() -> Template {
        Template {
            name_de: "Offene Sprechstunde".into(),
            name_en: "Open hour".into(),
            starts_at: "17:00".into(),
            ends_at: "18:00".into(),
            attendance: "online".into(),
            registration: "open".into(),
            captions: true,
            description_de: "Fragen zu **…**".into(),
            agenda_de: "17:00 Begrüßung".into(),
            ..Template::default()
        }
    }

    async fn defined(app: &App, organizer: &Actor, typed: &Template) -> Result<Model> {
        let tx = app.begin().await.unwrap();
        let kind = define(app, &tx, organizer, typed).await;
        tx.commit().await.unwrap();
        kind
    }

    #[test]
    fn every_known_kind_has_a_template_that_passes_its_own_rules() {
        for kind in Kind::ALL {
            let Some(template) = KNOWN.get(kind.name()) else {
                assert_eq!(kind, Kind::Other);
                continue;
            };
            let named = Template {
                name_de: kind.name().to_owned(),
                ..template.clone()
            };
            assert!(named.check().is_ok(), "{}", kind.name());
            for text in [&template.description_de, &template.description_en] {
                assert!(!text.is_empty(), "{}", kind.name());
            }
            assert_ne!(
                template.agenda("de"),
                template.agenda("en"),
                "{}",
                kind.name()
            );
        }
        assert_eq!(KNOWN.len(), Kind::ALL.len() - 1);
    }

    #[test]
    fn what_is_wrong_in_a_template_is_named_with_its_field() {
        let long = "x".repeat(DESCRIPTION_AT_MOST + 1);
        let typed = Template {
            name_de: "x".repeat(NAME_AT_MOST + 1),
            starts_at: "abends".into(),
            attendance: "nearby".into(),
            registration: "maybe".into(),
            description_en: long.clone(),
            agenda_de: long,
            ..sprechstunde()
        };
        let refused = typed.check().unwrap_err().0;
        let named: Vec<_> = refused.iter().filter_map(|it| it.field).collect();
        let fields = [
            "name_de",
            "starts_at",
            "attendance",
            "registration",
            "description_en",
            "agenda_de",
        ];
        assert_eq!(named, fields);
    }

    #[tokio::test]
    async fn an_association_has_only_so_many_kinds_of_its_own() {
        let (app, organizer) = house().await;
        for number in 0..=KINDS_AT_MOST {
            let typed = Template {
                name_de: format!("Sprechstunde {number}"),
                ..sprechstunde()
            };
            let kind = defined(&app, &organizer, &typed).await;
            let refused = kind.err().map(|error| error.to_string());
            let too_many = "refused: event-own-kinds-too-many".to_owned();
            let expected = (number == KINDS_AT_MOST).then_some(too_many);
            assert_eq!(refused, expected, "{number}");
        }
    }

    #[tokio::test]
    async fn what_a_template_leaves_to_be_filled_in_is_not_published() {
        let (app, organizer) = house().await;
        let own = defined(&app, &organizer, &sprechstunde()).await.unwrap();
        let known = KNOWN["denkwerkstatt"].description_de.clone();
        for (kind, description_de, is_filled) in [
            ("denkwerkstatt", known.clone(), false),
            ("briefing", known.clone(), false),
            ("denkwerkstatt", known.replace("…", "Teilhabe"), true),
            (&own.name, "Fragen zu **…**\n\nWir sind da.".into(), false),
            (&own.name, "Fragen zu **Rente**".into(), true),
            ("denkwerkstatt", "Und dann …".into(), true),
        ] {
            let draft = Draft {
                kind: kind.to_owned(),
                description_de,
                ..denkwerkstatt()
            };
            let event = drafted(&app, &organizer, &draft).await;
            let tx = app.begin().await.unwrap();
            let published = super::super::publish(&app, &tx, event).await;
            let fields = match published {
                Ok(_) => Vec::new(),
                Err(Error::Refused(Refusals(refusals))) => refusals,
                Err(error) => panic!("{error}"),
            };
            let fields: Vec<_> = fields.iter().filter_map(|it| it.field).collect();
            let expected = if is_filled {
                vec![]
            } else {
                vec!["description_de"]
            };
            assert_eq!(fields, expected, "{kind}: {}", draft.description_de);
        }
    }

    #[tokio::test]
    async fn neither_a_plan_nor_a_change_leaves_something_to_be_filled_in() {
        let (app, organizer) = house().await;
        let event = published(&app, &organizer, &denkwerkstatt()).await;
        let unfilled = Draft {
            description_de: KNOWN["denkwerkstatt"].description_de.clone(),
            publish_on: "2026-12-01".into(),
            publish_at: "10:00".into(),
            ..denkwerkstatt()
        };
        let planned = drafted(&app, &organizer, &unfilled).await;
        let tx = app.begin().await.unwrap();
        // A draft nobody sees may wait for its words, and is told to nobody.
        let planned = super::super::revise(&app, &tx, planned, &unfilled).await;
        let planned = planned.unwrap();
        for refused in [
            super::super::revise(&app, &tx, event, &unfilled).await,
            super::super::schedule(&app, &tx, planned).await,
        ] {
            let refused = refused.unwrap_err().to_string();
            assert_eq!(refused, "refused: event-text-unfilled");
        }
    }

    #[test]
    fn a_template_fills_what_is_empty_and_nothing_else() {
        let typed = Draft {
            starts_at: "16:00".into(),
            language: "en".into(),
            ..Draft::default()
        };
        let template = Template {
            description_en: "Questions about …".into(),
            ..sprechstunde()
        };
        let filled = template.fill(typed);
        assert_eq!(
            (filled.starts_at.as_str(), filled.ends_at.as_str()),
            ("16:00", "18:00")
        );
        assert!(filled.captions && !filled.step_free);
        assert_eq!(
            (filled.description_de, filled.description_en.as_str()),
            (String::new(), "Questions about …")
        );
        let filled = template.fill(Draft::default());
        assert_eq!(
            (filled.description_de.as_str(), filled.description_en),
            ("Fragen zu **…**", String::new())
        );
    }

    #[tokio::test]
    async fn who_takes_what_is_there_once_a_moment_too_late_is_told_so() {
        let (app, organizer) = house().await;
        let kind = defined(&app, &organizer, &sprechstunde()).await.unwrap();
        let tx = app.begin().await.unwrap();
        let late = store::insert_kind(&tx, kind).await.unwrap_err();
        assert_eq!(late.status(), 409);
    }

    #[tokio::test]
    async fn an_association_has_kinds_of_its_own() {
        let (app, organizer) = house().await;
        let kind = defined(&app, &organizer, &sprechstunde()).await.unwrap();
        assert_eq!(kind.name, "offene-sprechstunde");
        let of_it = Draft {
            kind: kind.name.clone(),
            ..denkwerkstatt()
        };
        let event = drafted(&app, &organizer, &of_it).await;
        assert_eq!(
            (event.kind, event.own_kind.clone()),
            (Kind::Other, Some(kind.own_kind()))
        );
        assert_eq!(Draft::of(&event, &Default::default()).kind, kind.name);
        for (typed, message) in [
            (sprechstunde(), "event-own-kind-taken"),
            (
                Template {
                    name_de: "Briefing".into(),
                    ..sprechstunde()
                },
                "event-own-kind-taken",
            ),
            (
                Template {
                    name_de: " ".into(),
                    ..sprechstunde()
                },
                "event-own-kind-name-missing",
            ),
            (
                Template {
                    name_de: "Fest".into(),
                    ends_at: "spät".into(),
                    ..sprechstunde()
                },
                "event-time-unreadable",
            ),
        ] {
            let refused = defined(&app, &organizer, &typed).await.unwrap_err();
            assert_eq!(refused.to_string(), format!("refused: {message}"));
        }
        let tx = app.begin().await.unwrap();
        for name in ["tanzabend", "Offene Sprechstunde"] {
            let unknown = Draft {
                kind: name.into(),
                ..denkwerkstatt()
            };
            let refused = super::super::draft(&app, &tx, &organizer, &unknown).await;
            let expected = "refused: event-kind-unknown";
            assert_eq!(refused.unwrap_err().to_string(), expected, "{name}");
        }
    }
}
