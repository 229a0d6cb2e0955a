//! What changed between two versions of an agenda, session by session, for those who have planned by
//! the old one. Data only; pages and mails say it in words.

use super::session::{Access, Agenda, Rules, Session, Speaker, Table};
use crate::i18n::{Lang, Value};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One thing that is different about one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The session's id, the same in both versions.
    pub session: String,
    /// Its title now, or the last it had.
    pub title: String,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Added(Times),
    Removed(Times),
    Moved {
        from: Times,
        to: Times,
    },
    Renamed {
        from: String,
    },
    /// Absent is where everybody is.
    RoomChanged {
        from: Option<String>,
        to: Option<String>,
    },
    SpeakersChanged {
        added: Vec<Speaker>,
        removed: Vec<Speaker>,
    },
    AccessChanged {
        from: Access,
        to: Access,
    },
    /// By their labels.
    TablesChanged {
        added: Vec<String>,
        removed: Vec<String>,
        /// For another number of people.
        resized: Vec<String>,
    },
    RulesChanged {
        from: Rules,
        to: Rules,
    },
    /// What is said about it: description, kind, track.
    TextChanged,
}

/// When a session is. Its end is derived where nobody typed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    pub starts_at: DateTime<Utc>,
    pub ends_at: Option<DateTime<Utc>>,
}

impl What {
    /// The message that says it.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Added(_) => "agenda-change-added",
            Self::Removed(_) => "agenda-change-removed",
            Self::Moved { .. } => "agenda-change-moved",
            Self::Renamed { .. } => "agenda-change-renamed",
            Self::RoomChanged { .. } => "agenda-change-room",
            Self::SpeakersChanged { .. } => "agenda-change-speakers",
            Self::AccessChanged { .. } => "agenda-change-access",
            Self::TablesChanged { .. } => "agenda-change-tables",
            Self::RulesChanged { .. } => "agenda-change-rules",
            Self::TextChanged => "agenda-change-text",
        }
    }

    /// Whether somebody may stand before a closed door who has not heard of it.
    pub fn is_of_time_or_place(&self) -> bool {
        match self {
            Self::Added(_) | Self::Removed(_) | Self::Moved { .. } | Self::RoomChanged { .. } => {
                true
            }
            Self::TablesChanged {
                removed, resized, ..
            } => !removed.is_empty() || !resized.is_empty(),
            Self::Renamed { .. }
            | Self::SpeakersChanged { .. }
            | Self::AccessChanged { .. }
            | Self::RulesChanged { .. }
            | Self::TextChanged => false,
        }
    }
}

impl Change {
    /// In a sentence, its times in `zone`.
    pub fn said(&self, lang: Lang, zone: Tz) -> String {
        let when = |times: &Times| {
            let starts = times.starts_at.with_timezone(&zone);
            let ends = times.ends_at.unwrap_or(times.starts_at);
            lang.span(starts, ends.with_timezone(&zone), zone)
        };
        let room = |room: &Option<String>| {
            room.clone()
                .unwrap_or_else(|| lang.text("agenda-room-everywhere"))
        };
        let title = ("title", &self.title as &dyn Value);
        let key = self.what.key();
        match &self.what {
            What::Added(times) | What::Removed(times) => {
                lang.text_with(key, &[("when", &when(times)), title])
            }
            What::Moved { from, to } => {
                lang.text_with(key, &[("from", &when(from)), ("to", &when(to)), title])
            }
            What::Renamed { from } => lang.text_with(key, &[("from", from), title]),
            What::RoomChanged { from, to } => {
                lang.text_with(key, &[("from", &room(from)), ("to", &room(to)), title])
            }
            What::TablesChanged {
                added,
                removed,
                resized,
            } => {
                let said = [
                    ("agenda-change-tables-removed", removed),
                    ("agenda-change-tables-added", added),
                    ("agenda-change-tables-resized", resized),
                ];
                let said = said.into_iter().filter(|(_, labels)| !labels.is_empty());
                let said = said
                    .map(|(key, labels)| lang.text_with(key, &[("tables", &labels.join(", "))]));
                let tables = said.collect::<Vec<_>>().join("; ");
                lang.text_with(key, &[("tables", &tables), title])
            }
            What::SpeakersChanged { .. }
            | What::AccessChanged { .. }
            | What::RulesChanged { .. }
            | What::TextChanged => lang.text_with(key, &[title]),
        }
    }
}

/// Everything that changed from `old` to `new`, in the order of the day; what was removed stands where
/// it would have been.
pub fn between(old: &Agenda, new: &Agenda) -> Vec<Change> {
    let before = by_id(old);
    let after = by_id(new);
    let mut changes: Vec<(DateTime<Utc>, Change)> = Vec::new();
    for session in new.sessions() {
        let found = match before.get(session.id.as_str()) {
            Some(previous) => differences((old, previous), (new, session)),
            None => vec![What::Added(times(new, session))],
        };
        let change = |what| (session.starts_at, change(session, what));
        changes.extend(found.into_iter().map(change));
    }
    for session in old.sessions() {
        if !after.contains_key(session.id.as_str()) {
            let what = What::Removed(times(old, session));
            changes.push((session.starts_at, change(session, what)));
        }
    }
    changes.sort_by_key(|(at, _)| *at);
    changes.into_iter().map(|(_, change)| change).collect()
}

fn by_id(agenda: &Agenda) -> BTreeMap<&str, &Session> {
    let sessions = agenda.sessions().iter();
    sessions
        .map(|session| (session.id.as_str(), session))
        .collect()
}

fn change(session: &Session, what: What) -> Change {
    Change {
        session: session.id.clone(),
        title: session.title.clone(),
        what,
    }
}

fn times(agenda: &Agenda, session: &Session) -> Times {
    Times {
        starts_at: session.starts_at,
        ends_at: agenda.ends_at(session),
    }
}

fn differences((old, before): (&Agenda, &Session), (new, after): (&Agenda, &Session)) -> Vec<What> {
    let mut found = Vec::new();
    let (from, to) = (times(old, before), times(new, after));
    // An end nobody typed moves with what comes next, and that says so itself.
    let is_end_typed = before.ends_at.is_some() || after.ends_at.is_some();
    if from.starts_at != to.starts_at || (is_end_typed && from.ends_at != to.ends_at) {
        found.push(What::Moved { from, to });
    }
    if before.title != after.title {
        found.push(What::Renamed {
            from: before.title.clone(),
        });
    }
    if before.room != after.room {
        found.push(What::RoomChanged {
            from: before.room.clone(),
            to: after.room.clone(),
        });
    }
    let (added, removed) = (
        missing(&after.speakers, &before.speakers),
        missing(&before.speakers, &after.speakers),
    );
    if !added.is_empty() || !removed.is_empty() {
        found.push(What::SpeakersChanged { added, removed });
    }
    if before.access != after.access {
        found.push(What::AccessChanged {
            from: before.access,
            to: after.access,
        });
    }
    found.extend(tables(before, after));
    if before.rules != after.rules {
        found.push(What::RulesChanged {
            from: before.rules,
            to: after.rules,
        });
    }
    let text = |it: &Session| (it.description.clone(), it.kind, it.track.clone());
    if text(before) != text(after) {
        found.push(What::TextChanged);
    }
    found
}

/// What became of its tables, if anything did. Where none are chosen any more, all are gone.
fn tables(before: &Session, after: &Session) -> Option<What> {
    let gone = before.sign_up && !after.sign_up;
    let chosen: &[Table] = if gone { &[] } else { &after.tables };
    let labels = |tables: &[Table], among: &[Table]| {
        let missing = tables
            .iter()
            .filter(|table| among.iter().all(|other| other.label != table.label));
        missing.map(|table| table.label.clone()).collect()
    };
    let (added, removed): (Vec<_>, Vec<_>) = (
        labels(chosen, &before.tables),
        labels(&before.tables, chosen),
    );
    let is_resized = |table: &&Table| {
        let mut before = before.tables.iter();
        before.any(|it| it.label == table.label && it.capacity != table.capacity)
    };
    let resized = chosen.iter().filter(is_resized);
    let resized: Vec<_> = resized.map(|table| table.label.clone()).collect();
    let is_any = !(added.is_empty() && removed.is_empty() && resized.is_empty());
    is_any.then_some(What::TablesChanged {
        added,
        removed,
        resized,
    })
}

/// Those who are not among the others. A link alone makes nobody another.
fn missing(speakers: &[Speaker], among: &[Speaker]) -> Vec<Speaker> {
    let is_same = |a: &Speaker, b: &Speaker| a.name == b.name && a.organisation == b.organisation;
    let missing = speakers
        .iter()
        .filter(|speaker| !among.iter().any(|other| is_same(speaker, other)));
    missing.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::session::{Days, Draft};
    use chrono_tz::Europe::Berlin;

    fn day() -> Days {
        let day = "2026-11-13".parse().unwrap();
        Days {
            zone: Berlin,
            first: day,
            last: day,
        }
    }

    fn session(id: &str, starts: &str, title: &str) -> Session {
        let draft = Draft {
            starts_at: starts.into(),
            title: title.into(),
            ..Draft::default()
        };
        draft.check(id, &day()).unwrap()
    }

    fn agenda(sessions: Vec<Session>) -> Agenda {
        Agenda::new(day(), sessions).unwrap()
    }

    fn first() -> Vec<Session> {
        vec![
            session("a", "10:00", "Begrüßung"),
            session("b", "11:00", "Auswahl"),
            session("c", "12:00", "Mittagessen"),
        ]
    }

    /// „11:00–12:00“
    fn told(times: &Times) -> String {
        let time = |at: DateTime<Utc>| at.with_timezone(&Berlin).format("%H:%M").to_string();
        let ends = times.ends_at.map(time).unwrap_or_default();
        format!("{}–{ends}", time(times.starts_at))
    }

    fn changes(after: Vec<Session>) -> Vec<String> {
        let changes = between(&agenda(first()), &agenda(after)).into_iter();
        let told = changes.map(|change| {
            let what = match &change.what {
                What::Added(times) | What::Removed(times) => told(times),
                What::Moved { from, to } => format!("{} → {}", told(from), told(to)),
                other => format!("{other:?}"),
            };
            format!("{} {} {what}", change.title, change.what.key())
        });
        told.collect()
    }

    #[test]
    fn the_same_agenda_has_no_changes() {
        assert_eq!(changes(first()), [""; 0]);
        let reversed: Vec<Session> = first().into_iter().rev().collect();
        assert_eq!(changes(reversed), [""; 0]);
    }

    #[test]
    fn what_is_new_gone_and_moved_stands_in_the_order_of_the_day() {
        let mut after = first();
        after.remove(0);
        after[0].starts_at += chrono::Duration::minutes(30);
        after.push(session("d", "09:00", "Ankommen"));
        assert_eq!(
            changes(after),
            [
                "Ankommen agenda-change-added 09:00–11:30",
                "Begrüßung agenda-change-removed 10:00–11:00",
                "Auswahl agenda-change-moved 11:00–12:00 → 11:30–12:00",
            ]
        );
    }

    #[test]
    fn an_end_counts_when_somebody_typed_it() {
        let mut after = first();
        after[0].ends_at = Some(after[1].starts_at);
        assert_eq!(changes(after.clone()), [""; 0]);
        after[0].ends_at = Some(after[1].starts_at - chrono::Duration::minutes(15));
        assert_eq!(
            changes(after),
            ["Begrüßung agenda-change-moved 10:00–11:00 → 10:00–10:45"]
        );
    }

    #[test]
    fn an_end_that_follows_from_the_next_session_is_no_change_of_its_own() {
        let mut after = first();
        after[1].starts_at += chrono::Duration::minutes(30);
        assert_eq!(
            changes(after),
            ["Auswahl agenda-change-moved 11:00–12:00 → 11:30–12:00"]
        );
    }

    #[test]
    fn one_session_may_change_in_several_ways() {
        let mut after = first();
        after[1].title = "Wahl".into();
        after[1].room = Some("Saal".into());
        after[1].speakers = vec![Speaker::organisation("AWO")];
        after[1].access.captions = true;
        let changes = between(&agenda(first()), &agenda(after));
        let whats: Vec<What> = changes.into_iter().map(|change| change.what).collect();
        let expected = [
            What::Renamed {
                from: "Auswahl".into(),
            },
            What::RoomChanged {
                from: None,
                to: Some("Saal".into()),
            },
            What::SpeakersChanged {
                added: vec![Speaker::organisation("AWO")],
                removed: Vec::new(),
            },
            What::AccessChanged {
                from: Access::default(),
                to: Access {
                    captions: true,
                    ..Access::default()
                },
            },
        ];
        assert_eq!(whats, expected);
        let of_place = whats.iter().map(What::is_of_time_or_place);
        assert_eq!(of_place.collect::<Vec<_>>(), [false, true, false, false]);
        let json = serde_json::to_string(&whats).unwrap();
        assert_eq!(serde_json::from_str::<Vec<What>>(&json).unwrap(), whats);
    }

    #[test]
    fn tables_rules_and_texts_are_changes_too() {
        let table = |label: &str, capacity: u32| Table {
            label: label.into(),
            capacity: Some(capacity),
            ..Table::default()
        };
        let mut before = first();
        before[1].tables = vec![table("Tisch 1", 8), table("Tisch 2", 8)];
        before[1].sign_up = true;
        let mut after = before.clone();
        after[1].tables = vec![table("Tisch 1", 4), table("Tisch 3", 8)];
        after[1].rules.no_recording = true;
        after[1].description = "Neu".into();
        let changes = between(&agenda(before.clone()), &agenda(after.clone()));
        let said: Vec<String> = changes
            .iter()
            .map(|change| change.said(Lang::De, Berlin))
            .collect();
        assert_eq!(
            said,
            [
                "Tische von „Auswahl“: entfällt: Tisch 2; neu: Tisch 3; andere Platzzahl: Tisch 1",
                "Andere Regeln: Auswahl",
                "Andere Beschreibung oder Einordnung: Auswahl",
            ]
        );
        let of_place = changes
            .iter()
            .map(|change| change.what.is_of_time_or_place());
        assert_eq!(of_place.collect::<Vec<_>>(), [true, false, false]);
        // Where nobody chooses any more there is no table for anybody.
        after[1] = before[1].clone();
        after[1].sign_up = false;
        let changes = between(&agenda(before), &agenda(after));
        let removed = vec!["Tisch 1".to_owned(), "Tisch 2".to_owned()];
        let expected = What::TablesChanged {
            added: Vec::new(),
            removed,
            resized: Vec::new(),
        };
        assert_eq!(changes[0].what, expected);
    }

    #[test]
    fn speakers_are_the_same_in_another_order_or_with_a_link() {
        let speakers = [Speaker::organisation("AWO"), Speaker::organisation("DRK")];
        let mut before = first();
        before[1].speakers = speakers.to_vec();
        let mut after = before.clone();
        after[1].speakers.reverse();
        after[1].speakers[0].link = Some("https://drk.example/".into());
        assert_eq!(between(&agenda(before), &agenda(after)), []);
    }
}
