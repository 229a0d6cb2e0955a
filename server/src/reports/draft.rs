//! What a report must say, read from what was typed. A draft may have gaps; what is public may not.
//! Every fault is found at once and names its field. No database, no network, no clock.

use super::{
    lines::{
        read_goals, read_groups, read_materials, read_recordings, write_goals, write_groups,
        write_materials, write_recordings,
    },
    report::{Contents, Report},
};
use crate::{
    error::{Refusal, Refusals},
    events::{
        LANGUAGES, Venue,
        draft::{one_line, or},
    },
    i18n::Lang,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters.
pub const TITLE_AT_MOST: usize = 200;
/// Characters; with what stands around it, it fits into the 400 that Mastodon's readers see.
pub const SUMMARY_AT_MOST: usize = 300;
/// Characters of each text.
pub const TEXT_AT_MOST: usize = 40_000;
/// Characters: two hours of talk.
pub const TRANSCRIPT_AT_MOST: usize = 150_000;

/// A report as typed: into the form, a file or the API. Nothing is lost of it when it is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportDraft)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    /// `de`, `en` or `de-simple`; empty for `de`.
    pub language: String,
    pub title: String,
    /// The result in one sentence.
    pub summary: String,
    /// Markdown.
    pub text: String,
    /// The same in Leichte Sprache. Markdown.
    pub easy_text: String,
    /// One a line: `goal | reached, partly, not_reached or open | sentence`.
    pub goals: String,
    /// One after the other with an empty line between: a name, then lines that begin with `Frage:`,
    /// `Leitung:`, `Ergebnisse:` and `Offen:` (or `Question:`, `Host:`, `Findings:`, `Open:`), points
    /// below them with a dash.
    pub groups: String,
    /// One a line: `title | link | licence | whose it is`. A licence is `CC0-1.0`, `CC-BY-4.0`,
    /// `CC-BY-SA-4.0`, `CC-BY-ND-4.0`, `CC-BY-NC-4.0`, `CC-BY-NC-SA-4.0`, `CC-BY-NC-ND-4.0` or
    /// `all-rights-reserved`.
    pub materials: String,
    /// One a line: `title | audio or video | link | language | link of the transcript`.
    pub recordings: String,
    /// What is said in the recordings that have no transcript of their own. Markdown.
    pub transcript: String,
    /// The state of the report it was filled from, to notice when somebody was faster.
    pub seen: String,
}

/// A draft that passed its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    pub language: String,
    pub title: String,
    pub summary: String,
    pub contents: Contents,
}

impl Draft {
    /// Read every field; say of each what is wrong with it, and whether it gives away what is kept
    /// from those who do not take part.
    pub fn check(&self, venue: &Venue) -> Result<Details, Refusals> {
        let mut refusals = Refusals::default();
        let language = or(&self.language, "de").to_owned();
        if !LANGUAGES.contains(&language.as_str()) {
            refusals.add(Refusal::new("event-language-unknown").on("language"));
        }
        let details = Details {
            title: self.read_title(&mut refusals),
            summary: self.read_summary(&mut refusals),
            contents: Contents {
                text: text(&self.text, "text", &mut refusals),
                easy_text: text(&self.easy_text, "easy_text", &mut refusals),
                goals: read_goals(&self.goals, "goals", &mut refusals),
                groups: read_groups(&self.groups, "groups", &mut refusals),
                materials: read_materials(&self.materials, "materials", &mut refusals),
                recordings: read_recordings(
                    &self.recordings,
                    &language,
                    "recordings",
                    &mut refusals,
                ),
                transcript: self.read_transcript(&mut refusals),
            },
            language,
        };
        self.require_kept(venue, &mut refusals);
        refusals.none_or()?;
        Ok(details)
    }

    fn read_title(&self, refusals: &mut Refusals) -> String {
        let title = one_line(&self.title);
        match title.chars().count() {
            0 => refusals.add(Refusal::new("event-title-missing").on("title")),
            1..3 => refusals.add(Refusal::new("event-title-too-short").on("title")),
            3..=TITLE_AT_MOST => {}
            _ => refusals.add(Refusal::new("event-title-too-long").on("title")),
        }
        title
    }

    fn read_summary(&self, refusals: &mut Refusals) -> String {
        let summary = one_line(&self.summary);
        if summary.chars().count() > SUMMARY_AT_MOST {
            refusals.add(Refusal::new("report-summary-too-long").on("summary"));
        }
        summary
    }

    fn read_transcript(&self, refusals: &mut Refusals) -> String {
        if self.transcript.chars().count() > TRANSCRIPT_AT_MOST {
            refusals.add(Refusal::new("report-transcript-too-long").on("transcript"));
        }
        self.transcript.trim().replace("\r\n", "\n")
    }

    /// What is for those alone who take part must not stand in what everybody reads.
    fn require_kept(&self, venue: &Venue, refusals: &mut Refusals) {
        for (text, field) in [
            (&self.title, "title"),
            (&self.summary, "summary"),
            (&self.text, "text"),
            (&self.easy_text, "easy_text"),
            (&self.goals, "goals"),
            (&self.groups, "groups"),
            (&self.materials, "materials"),
            (&self.recordings, "recordings"),
            (&self.transcript, "transcript"),
        ] {
            if venue.is_named_in(text) {
                refusals.add(Refusal::new("event-names-the-place").on(field));
            }
        }
    }

    /// A draft as it would have to be typed to make `report` what it is.
    pub fn of(report: &Report) -> Self {
        let lang = Lang::of(&report.language);
        let contents = &report.contents;
        Self {
            language: report.language.clone(),
            title: report.title.clone(),
            summary: report.summary.clone(),
            text: contents.text.clone(),
            easy_text: contents.easy_text.clone(),
            goals: write_goals(&contents.goals, lang),
            groups: write_groups(&contents.groups, lang),
            materials: write_materials(&contents.materials, lang),
            recordings: write_recordings(&contents.recordings, lang),
            transcript: contents.transcript.clone(),
            seen: report.seen(),
        }
    }
}

impl Details {
    /// What everybody is to read has a result, a text, and words for those who do not hear.
    pub fn require_complete(&self) -> Result<(), Refusals> {
        let mut refusals = Refusals::default();
        if self.summary.is_empty() {
            refusals.add(Refusal::new("report-summary-missing").on("summary"));
        }
        if self.contents.text.is_empty() {
            refusals.add(Refusal::new("report-text-missing").on("text"));
        }
        if self.contents.lacks_transcript() {
            refusals.add(Refusal::new("report-transcript-missing").on("transcript"));
        }
        refusals.none_or()
    }
}

fn text(text: &str, field: &'static str, refusals: &mut Refusals) -> String {
    if text.chars().count() > TEXT_AT_MOST {
        refusals.add(Refusal::new("report-text-too-long").on(field));
    }
    text.trim().replace("\r\n", "\n")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::events::Place;

    /// The evening on loneliness, with what its small groups found.
    pub fn evening() -> Draft {
        Draft {
            title: "Bericht: Einsamkeit und soziale Netzwerke".into(),
            summary: "Drei Gruppen, drei Ergebnisse: Nähe entsteht vor Ort.".into(),
            text: "Nach dem Impuls ging es in **drei Gruppen** weiter.".into(),
            easy_text: "Viele Menschen sind allein.".into(),
            goals: "Erfahrungen sammeln | erreicht | Aus fünf Orten.\n\
                Wege der Finanzierung zeigen | teilweise"
                .into(),
            groups: "Nachbarschaft\nFrage: Wen erreicht Hilfe?\nLeitung: Verein B\nErgebnisse:\n\
                - Anlaufstellen im Haus\nOffen:\n- Wer zahlt?"
                .into(),
            materials: "Folien | https://verein.example/folien.pdf | CC BY 4.0 | Verein B".into(),
            recordings: "Impuls | Podcast | https://verein.example/1.mp3 | de".into(),
            transcript: "Guten Abend.".into(),
            ..Draft::default()
        }
    }

    fn open() -> Venue {
        Venue::default()
    }

    fn fault(message: &'static str, field: &'static str) -> Refusal {
        Refusal::new(message).on(field)
    }

    #[test]
    fn a_draft_may_have_gaps_and_what_is_public_may_not() {
        let bare = Draft {
            title: "Bericht".into(),
            recordings: "Impuls | Podcast | https://verein.example/1.mp3".into(),
            ..Draft::default()
        };
        let details = bare.check(&open()).unwrap();
        assert_eq!(details.language, "de");
        let lacking = details.require_complete().unwrap_err();
        assert_eq!(
            lacking.0,
            [
                fault("report-summary-missing", "summary"),
                fault("report-text-missing", "text"),
                fault("report-transcript-missing", "transcript"),
            ]
        );
        let whole = evening().check(&open()).unwrap();
        assert_eq!(whole.require_complete(), Ok(()));
    }

    #[test]
    fn every_field_at_fault_is_named() {
        let wrong = Draft {
            language: "fr".into(),
            title: "x".repeat(TITLE_AT_MOST + 1),
            summary: "x".repeat(SUMMARY_AT_MOST + 1),
            text: "x".repeat(TEXT_AT_MOST + 1),
            easy_text: "x".repeat(TEXT_AT_MOST + 1),
            goals: "| erreicht".into(),
            groups: "Leer".into(),
            materials: "A | https://a.example/".into(),
            recordings: "A | Film | https://a.example/".into(),
            transcript: "x".repeat(TRANSCRIPT_AT_MOST + 1),
            ..Draft::default()
        };
        assert_eq!(
            wrong.check(&open()).unwrap_err().0,
            [
                fault("event-language-unknown", "language"),
                fault("event-title-too-long", "title"),
                fault("report-summary-too-long", "summary"),
                fault("report-text-too-long", "text"),
                fault("report-text-too-long", "easy_text"),
                fault("report-goal-nameless", "goals"),
                fault("report-group-empty", "groups"),
                fault("report-licence-missing", "materials"),
                fault("report-medium-unknown", "recordings"),
                fault("report-transcript-too-long", "transcript"),
            ]
        );
        let longest = Draft {
            title: "x".repeat(TITLE_AT_MOST),
            summary: "x".repeat(SUMMARY_AT_MOST),
            text: "x".repeat(TEXT_AT_MOST),
            transcript: "x".repeat(TRANSCRIPT_AT_MOST),
            ..evening()
        };
        assert!(longest.check(&open()).is_ok());
        for (title, message) in [("", "event-title-missing"), ("Ah", "event-title-too-short")] {
            let short = Draft {
                title: title.into(),
                ..evening()
            };
            assert_eq!(
                short.check(&open()).unwrap_err().0,
                [fault(message, "title")]
            );
        }
    }

    #[test]
    fn no_field_gives_away_what_is_kept_from_everybody() {
        let venue = Venue {
            place: Some(Place {
                name: "Frauenzentrum".into(),
                locality: "Berlin".into(),
                ..Place::default()
            }),
            room_url: Some("https://raum.example/1".into()),
            note: None,
        };
        assert!(evening().check(&venue).is_ok());
        let named = "im Frauenzentrum";
        let telling = Draft {
            title: format!("Abend {named}"),
            summary: named.into(),
            text: named.into(),
            easy_text: named.into(),
            goals: named.into(),
            groups: format!("{named}\n- x"),
            materials: format!("{named} | https://a.example/ | CC0"),
            recordings: "Raum | Video | https://raum.example/1".into(),
            transcript: named.into(),
            ..Draft::default()
        };
        let fields = [
            "title",
            "summary",
            "text",
            "easy_text",
            "goals",
            "groups",
            "materials",
            "recordings",
            "transcript",
        ];
        assert_eq!(
            telling.check(&venue).unwrap_err().0,
            fields.map(|field| fault("event-names-the-place", field))
        );
    }
}
