//! What a series is here: its row, and what its profile must say. The actor others follow is made from it.

use super::cadence::{self, MONTHS_AT_MOST};
use crate::{
    associations::association::read_handle,
    error::{Refusal, Refusals},
    events::{
        Kind, OwnKind,
        draft::{TypedPicture, one_line, or},
        event::{Picture, Text},
    },
    i18n::Lang,
    ids::{MediaId, SeriesId},
};
use federation::Iri;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const NAME_AT_MOST: usize = 100;
/// Characters of the line below the name.
const SUMMARY_AT_MOST: usize = 300;
const DESCRIPTION_AT_MOST: usize = 5_000;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeriesId,
    pub actor: Iri,
    /// Lower case; the name before the `@host`, and its address. Never changes.
    pub handle: String,
    /// The actor of the association that holds it.
    pub organizer: Iri,
    /// The main language, a BCP 47 tag: what `name`, `summary` and `description` are in.
    pub language: String,
    pub name: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// The same in the other language of this program, if it is told in both.
    pub other: Option<Other>,
    pub picture: Option<Picture>,
    /// What its editions are.
    pub kind: Kind,
    /// A kind of the association's own, as it was called when it was chosen; `kind` is then `Other`.
    pub own_kind: Option<OwnKind>,
    /// Months from one edition to the next; absent when it has no cadence.
    pub months: Option<i32>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Series;

impl Series {
    /// The value in forms and the API of what its editions are.
    pub fn kind_name(&self) -> &str {
        match &self.own_kind {
            Some(own) => &own.name,
            None => self.kind.name(),
        }
    }

    /// What its editions are, for a reader of `language`.
    pub fn kind_said(&self, language: &str) -> String {
        match &self.own_kind {
            Some(own) => own.said(language).to_owned(),
            None => Lang::of(language).text(self.kind.key()),
        }
    }

    /// Where people read about it here.
    pub fn path(&self) -> String {
        format!("/series/{}", self.handle)
    }

    /// What it says in each of its languages, the main one first.
    pub fn texts(&self) -> Vec<Text> {
        let main = Text {
            language: self.language.clone(),
            title: self.name.clone(),
            summary: self.summary.clone(),
            description: self.description.clone(),
        };
        let other = self.other.clone().map(|Other(text)| text);
        std::iter::once(main).chain(other).collect()
    }

    /// What it says to a reader of this language: in that, or else in the main one.
    pub fn text(&self, lang: Lang) -> Text {
        let mut texts = self.texts();
        let wanted = texts.iter().position(|text| text.language == lang.bcp47());
        texts.swap_remove(wanted.unwrap_or_default())
    }

    /// What a form carries to notice that somebody else changed it meanwhile.
    pub fn seen(&self) -> String {
        self.updated_at.timestamp_millis().to_string()
    }
}

/// What a series says in its second language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Other(pub Text);

/// A series as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SeriesDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// The handle of the association that holds it; empty for the instance's first.
    pub organizer: String,
    pub handle: String,
    /// The language of the texts: `de` or `en`; empty for `de`.
    pub language: String,
    pub name: String,
    /// One line.
    pub summary: String,
    /// Markdown.
    pub description: String,
    /// The name in the other of the two languages; empty where it is told in one alone.
    pub other_name: String,
    /// One line.
    pub other_summary: String,
    /// Markdown.
    pub other_description: String,
    /// The id of an uploaded picture.
    pub picture: String,
    pub picture_alt: String,
    pub picture_credit: String,
    /// What its editions are: `innovationswerkstatt` and so on, or the name of a kind of the association's own.
    pub kind: String,
    /// `none`, `monthly`, `quarterly`, `half_yearly`, `yearly`, or `months` for a number of its own.
    pub cadence: String,
    /// Of a cadence of its own: the months from one edition to the next.
    pub months: String,
    /// What it was read from, so that nobody overwrites what somebody else has changed since. Empty to do so.
    pub seen: String,
}

/// A series that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub main: Text,
    pub other: Option<Other>,
    pub picture: Option<(MediaId, String, String)>,
    pub kind: Kind,
    /// A name that is none of the known kinds'.
    pub own_kind: Option<String>,
    pub months: Option<i32>,
}

impl Draft {
    pub fn check(&self) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let main = self.main_language();
        if Lang::ALL.iter().all(|lang| lang.bcp47() != main) {
            refusals.add(Refusal::new("series-language-unknown").on("language"));
        }
        let text = Text {
            language: main.to_owned(),
            title: self.name.clone(),
            summary: self.summary.clone(),
            description: self.description.clone(),
        };
        let other = Text {
            language: other_than(main).bcp47().to_owned(),
            title: self.other_name.clone(),
            summary: self.other_summary.clone(),
            description: self.other_description.clone(),
        };
        let is_told = [&other.title, &other.summary, &other.description]
            .iter()
            .any(|text| !text.trim().is_empty());
        let main = read_text(text, MAIN, &mut refusals);
        let other = is_told.then(|| Other(read_text(other, OTHER, &mut refusals)));
        let picture = TypedPicture {
            id: &self.picture,
            alt: &self.picture_alt,
            credit: &self.picture_credit,
        };
        let picture = picture.read(&mut refusals);
        if picture
            .as_ref()
            .is_some_and(|(_, _, credit)| credit.is_empty())
        {
            refusals.add(Refusal::new("series-picture-credit-missing").on("picture_credit"));
        }
        let months = self.read_months(&mut refusals);
        refusals.none_or()?;
        Ok(Details {
            main,
            other,
            picture,
            kind: self.known_kind().unwrap_or_default(),
            own_kind: self.own_kind().map(str::to_owned),
            months,
        })
    }

    fn known_kind(&self) -> Option<Kind> {
        Kind::named(or(&self.kind, "other"))
    }

    /// The kind it names, if it is none of the known ones: perhaps one of the association's own.
    pub fn own_kind(&self) -> Option<&str> {
        self.known_kind().is_none().then_some(&self.kind)
    }

    /// The tag of the main language, as typed.
    pub fn main_language(&self) -> &str {
        or(&self.language, Lang::De.bcp47())
    }

    fn read_months(&self, refusals: &mut Refusals) -> Option<i32> {
        let typed = self.months.trim();
        match or(&self.cadence, cadence::NONE) {
            cadence::NONE => None,
            cadence::OWN => match typed.parse() {
                Ok(months @ 1..=MONTHS_AT_MOST) => Some(months),
                _ => {
                    refusals.add(Refusal::new("series-months-wrong").on("months"));
                    None
                }
            },
            name => {
                let months = cadence::named(name);
                if months.is_none() {
                    refusals.add(Refusal::new("series-cadence-unknown").on("cadence"));
                }
                months
            }
        }
    }

    /// The handle, once it is known to be one.
    pub fn check_handle(&self) -> Result<String, Refusal> {
        read_handle(&self.handle)
    }

    /// The series as it would have to be typed.
    pub fn of(series: &Series) -> Self {
        let cadence = cadence::name(series.months);
        let own = series.months.filter(|_| cadence == cadence::OWN);
        let other = series.other.clone().map(|Other(text)| text);
        let other = other.unwrap_or_default();
        let picture = series.picture.as_ref();
        let of_picture = |said: fn(&Picture) -> String| picture.map(said).unwrap_or_default();
        Self {
            organizer: String::new(),
            handle: series.handle.clone(),
            language: series.language.clone(),
            name: series.name.clone(),
            summary: series.summary.clone(),
            description: series.description.clone(),
            other_name: other.title,
            other_summary: other.summary,
            other_description: other.description,
            picture: of_picture(|picture| picture.media.to_string()),
            picture_alt: of_picture(|picture| picture.alt.clone()),
            picture_credit: of_picture(|picture| picture.credit.clone()),
            kind: series.kind_name().to_owned(),
            cadence: cadence.to_owned(),
            months: own.map(|months| months.to_string()).unwrap_or_default(),
            seen: series.seen(),
        }
    }
}

/// The names of the fields of a text in a form: name, summary and description.
type Names = [&'static str; 3];
const MAIN: Names = ["name", "summary", "description"];
const OTHER: Names = ["other_name", "other_summary", "other_description"];

/// A series is told in the languages of this program, which are two.
pub fn other_than(language: &str) -> Lang {
    let all = Lang::ALL.into_iter();
    let mut others = all.filter(|lang| lang.bcp47() != language);
    others.next().unwrap_or(Lang::En)
}

/// One language's text with its rules.
fn read_text(typed: Text, [name, summary, description]: Names, refusals: &mut Refusals) -> Text {
    let title = one_line(&typed.title);
    if title.is_empty() {
        refusals.add(Refusal::new("series-name-missing").on(name));
    } else if title.chars().count() > NAME_AT_MOST {
        refusals.add(Refusal::new("series-name-too-long").on(name));
    }
    let line = one_line(&typed.summary);
    if line.chars().count() > SUMMARY_AT_MOST {
        refusals.add(Refusal::new("series-summary-too-long").on(summary));
    }
    if typed.description.chars().count() > DESCRIPTION_AT_MOST {
        refusals.add(Refusal::new("series-description-too-long").on(description));
    }
    Text {
        language: typed.language,
        title,
        summary: line,
        description: typed.description.trim().replace("\r\n", "\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            handle: "@Innovationswerkstatt".to_owned(),
            name: " Innovationswerkstatt ".to_owned(),
            kind: "innovationswerkstatt".to_owned(),
            cadence: "quarterly".to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = Draft {
            name: String::new(),
            summary: "a".repeat(SUMMARY_AT_MOST + 1),
            description: "a".repeat(DESCRIPTION_AT_MOST + 1),
            cadence: "fortnightly".to_owned(),
            ..draft()
        };
        let Refusals(refusals) = wrong.check().expect_err("nothing of it is right");
        let fields: Vec<_> = refusals.iter().filter_map(|it| it.field).collect();
        assert_eq!(fields, ["name", "summary", "description", "cadence"]);
        let long = Draft {
            name: "a".repeat(NAME_AT_MOST + 1),
            ..draft()
        };
        assert_eq!(faults(&long), [("series-name-too-long", Some("name"))]);
        assert!(draft().check().is_ok());
    }

    #[test]
    fn a_cadence_has_a_name_or_a_number_of_months() {
        let months = |cadence: &str, months: &str| {
            let typed = Draft {
                cadence: cadence.to_owned(),
                months: months.to_owned(),
                ..draft()
            };
            typed.check().map(|details| details.months)
        };
        for (cadence, typed, expected) in [
            ("", "", None),
            ("none", "7", None),
            ("monthly", "", Some(1)),
            ("quarterly", "", Some(3)),
            ("half_yearly", "", Some(6)),
            ("yearly", "", Some(12)),
            ("months", "18", Some(18)),
        ] {
            assert_eq!(months(cadence, typed), Ok(expected), "{cadence}");
        }
        for typed in ["", "0", "-3", "121", "bald"] {
            let refused = months("months", typed).expect_err(typed);
            assert_eq!(refused.0[0].field, Some("months"), "{typed}");
        }
    }

    fn faults(draft: &Draft) -> Vec<(&'static str, Option<&'static str>)> {
        let refusals = draft.check().err().unwrap_or_default();
        let all = refusals.0.iter();
        all.map(|refusal| (refusal.message, refusal.field))
            .collect()
    }

    #[test]
    fn the_second_language_follows_the_rules_of_the_first() {
        let half = Draft {
            other_summary: "a".repeat(SUMMARY_AT_MOST + 1),
            other_description: "a".repeat(DESCRIPTION_AT_MOST + 1),
            ..draft()
        };
        let expected = [
            ("series-name-missing", Some("other_name")),
            ("series-summary-too-long", Some("other_summary")),
            ("series-description-too-long", Some("other_description")),
        ];
        assert_eq!(faults(&half), expected);
        let unknown = Draft {
            language: "fr".to_owned(),
            ..draft()
        };
        let expected = [("series-language-unknown", Some("language"))];
        assert_eq!(faults(&unknown), expected);
        for (language, other) in [("", "en"), ("de", "en"), ("en", "de")] {
            let both = Draft {
                language: language.to_owned(),
                other_name: "Workshop".to_owned(),
                ..draft()
            };
            let told = both.check().unwrap().other.expect("it is told in both");
            assert_eq!(told.0.language, other);
        }
    }

    #[test]
    fn a_picture_has_words_and_says_whose_it_is() {
        let bare = Draft {
            picture: "01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
            ..draft()
        };
        let expected = [
            ("event-picture-alt-missing", Some("picture_alt")),
            ("series-picture-credit-missing", Some("picture_credit")),
        ];
        assert_eq!(faults(&bare), expected);
        let whole = Draft {
            picture_alt: "Ein Plakat".to_owned(),
            picture_credit: "Foto: Dialog".to_owned(),
            ..bare
        };
        assert!(whole.check().is_ok());
    }

    #[test]
    fn what_was_typed_can_be_typed_again() {
        let details = draft().check().unwrap();
        assert_eq!(details.main.title, "Innovationswerkstatt");
        assert_eq!(
            draft().check_handle(),
            Ok("innovationswerkstatt".to_owned())
        );
        for wrong in ["", "a b", "ä", "a/b", &"a".repeat(31)] {
            let typed = Draft {
                handle: wrong.to_owned(),
                ..draft()
            };
            assert!(typed.check_handle().is_err(), "{wrong}");
        }
    }
}
