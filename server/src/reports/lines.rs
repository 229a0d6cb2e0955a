//! Goals, small groups, materials and recordings as people write them down, and back. Every line means
//! something: none is left out, and what cannot be read says why. Words are taken in every language of
//! ours, and those of the API.

use super::report::{Answer, Goal, Group, Licence, Material, Medium, Recording};
use crate::{
    error::{Refusal, Refusals},
    events::draft::{one_line, or},
    i18n::Lang,
};

/// Characters of a line, and of each part of it.
pub const LINE_AT_MOST: usize = 500;
pub const GOALS_AT_MOST: usize = 20;
pub const GROUPS_AT_MOST: usize = 30;
/// Findings of one group, and its open points.
pub const POINTS_AT_MOST: usize = 50;
pub const MATERIALS_AT_MOST: usize = 50;
pub const RECORDINGS_AT_MOST: usize = 20;
/// As long as language tags get (BCP 47).
const TAG_AT_MOST: usize = 35;

/// The words before a colon in the lines of a group.
const LABELS: [(&str, Label); 4] = [
    ("report-label-question", Label::Question),
    ("report-label-host", Label::Host),
    ("report-label-findings", Label::Findings),
    ("report-label-open", Label::Open),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Question,
    Host,
    Findings,
    Open,
}

/// What is wrong with a field, once for each reason.
struct Faults<'a> {
    field: &'static str,
    refusals: &'a mut Refusals,
}

impl<'a> Faults<'a> {
    fn on(field: &'static str, refusals: &'a mut Refusals) -> Self {
        Self { field, refusals }
    }

    fn add(&mut self, message: &'static str) {
        let refusal = Refusal::new(message).on(self.field);
        if !self.refusals.0.contains(&refusal) {
            self.refusals.add(refusal);
        }
    }

    fn line(&mut self, text: &str) -> String {
        let line = one_line(text);
        if line.chars().count() > LINE_AT_MOST {
            self.add("report-line-too-long");
        }
        line
    }

    fn link(&mut self, text: &str) -> String {
        let link = federation::vocabulary::read::url(text.trim());
        if link.is_none() {
            self.add("report-link-wrong");
        }
        link.map(String::from).unwrap_or_default()
    }

    fn at_most<T>(&mut self, found: Vec<T>, limit: usize, message: &'static str) -> Vec<T> {
        if found.len() > limit {
            self.add(message);
        }
        found
    }
}

fn filled(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty())
}

/// The parts between `|`. Too many are no part of ours.
fn parts<const N: usize>(line: &str) -> Option<[&str; N]> {
    let mut parts = [""; N];
    for (place, part) in line.split('|').enumerate() {
        *parts.get_mut(place)? = part.trim();
    }
    Some(parts)
}

/// Letters and digits alone, so that `CC BY-SA 4.0` and `cc-by-sa-4.0` are the same.
fn bare(word: &str) -> String {
    let kept = word.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// The one of `all` that this word means: its name, or what one of our languages calls it.
fn meant<T: Copy>(
    word: &str,
    all: impl IntoIterator<Item = T>,
    name: impl Fn(T) -> &'static str,
    key: impl Fn(T) -> &'static str,
) -> Option<T> {
    let word = bare(word);
    all.into_iter().find(|one| {
        let said = Lang::ALL.map(|lang| bare(&lang.text(key(*one))));
        bare(name(*one)) == word || said.contains(&word)
    })
}

/// `goal | answer | sentence`, of which the last two may be missing.
pub fn read_goals(text: &str, field: &'static str, refusals: &mut Refusals) -> Vec<Goal> {
    let mut faults = Faults::on(field, refusals);
    let mut goals = Vec::new();
    for line in filled(text) {
        let Some([goal, answer, said]) = parts(line) else {
            faults.add("report-goal-unreadable");
            continue;
        };
        let read = match answer {
            "" => Some(Answer::Open),
            word => meant(word, Answer::ALL, Answer::name, Answer::key),
        };
        if goal.is_empty() {
            faults.add("report-goal-nameless");
        }
        if read.is_none() {
            faults.add("report-answer-unknown");
        }
        goals.push(Goal {
            text: faults.line(goal),
            answer: read.unwrap_or_default(),
            said: faults.line(said),
        });
    }
    faults.at_most(goals, GOALS_AT_MOST, "report-too-many-goals")
}

pub fn write_goals(goals: &[Goal], lang: Lang) -> String {
    let line = |goal: &Goal| written(&[&goal.text, &lang.text(goal.answer.key()), &goal.said]);
    goals.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A name on a line of its own, then lines with `Frage:`, `Leitung:`, `Ergebnisse:` and `Offen:` before
/// them, and points below the last two. An empty line and another name begin the next group.
pub fn read_groups(text: &str, field: &'static str, refusals: &mut Refusals) -> Vec<Group> {
    let mut faults = Faults::on(field, refusals);
    let mut groups: Vec<Group> = Vec::new();
    let (mut after_blank, mut below) = (true, Label::Findings);
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            after_blank = true;
            continue;
        }
        let (label, rest) = labelled(line);
        let begins = after_blank && label.is_none() && point(line) == line;
        after_blank = false;
        if begins {
            groups.push(Group {
                name: faults.line(line.trim_start_matches('#')),
                ..Group::default()
            });
            below = Label::Findings;
            continue;
        }
        let Some(group) = groups.last_mut() else {
            faults.add("report-group-nameless");
            continue;
        };
        let rest = faults.line(point(rest));
        match label {
            Some(Label::Question) => add(&mut group.question, &rest),
            Some(Label::Host) => add(&mut group.host, &rest),
            Some(label) => below = label,
            None => {}
        }
        let points = match (label, below) {
            (Some(Label::Question | Label::Host), _) => continue,
            (_, Label::Open) => &mut group.open_points,
            _ => &mut group.findings,
        };
        points.extend(Some(rest).filter(|rest| !rest.is_empty()));
    }
    for group in &groups {
        if group.findings.is_empty() && group.open_points.is_empty() {
            faults.add("report-group-empty");
        }
        if group.findings.len().max(group.open_points.len()) > POINTS_AT_MOST {
            faults.add("report-too-many-points");
        }
    }
    faults.at_most(groups, GROUPS_AT_MOST, "report-too-many-groups")
}

/// A second line of the same kind goes on where the first ended.
fn add(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

/// The label before a colon, and what follows it.
fn labelled(line: &str) -> (Option<Label>, &str) {
    let Some((before, rest)) = line.split_once(':') else {
        return (None, line);
    };
    let is_meant = |key: &str| {
        let mut said = Lang::ALL.into_iter().map(|lang| lang.text(key));
        said.any(|said| bare(&said) == bare(before))
    };
    let label = LABELS.into_iter().find(|(key, _)| is_meant(key));
    match label {
        Some((_, label)) => (Some(label), rest.trim()),
        None => (None, line),
    }
}

/// The line without the sign it is listed with.
fn point(line: &str) -> &str {
    let signs = ["- ", "* ", "• ", "– "];
    let bare = signs.iter().find_map(|sign| line.strip_prefix(sign));
    bare.map_or(line, str::trim)
}

pub fn write_groups(groups: &[Group], lang: Lang) -> String {
    let group = |group: &Group| {
        let mut lines = vec![group.name.clone()];
        for (key, text) in [
            ("report-label-question", &group.question),
            ("report-label-host", &group.host),
        ] {
            if !text.is_empty() {
                lines.push(format!("{}: {text}", lang.text(key)));
            }
        }
        for (key, points) in [
            ("report-label-findings", &group.findings),
            ("report-label-open", &group.open_points),
        ] {
            if !points.is_empty() {
                lines.push(format!("{}:", lang.text(key)));
                lines.extend(points.iter().map(|point| format!("- {point}")));
            }
        }
        lines.join("\n")
    };
    groups.iter().map(group).collect::<Vec<_>>().join("\n\n")
}

/// `title | link | licence | whose it is`, of which the last may be missing.
pub fn read_materials(text: &str, field: &'static str, refusals: &mut Refusals) -> Vec<Material> {
    let mut faults = Faults::on(field, refusals);
    let mut materials = Vec::new();
    for line in filled(text) {
        let Some([title, link, licence, author]) = parts(line) else {
            faults.add("report-material-unreadable");
            continue;
        };
        // The version may be left out: there is only the one.
        let read = ["", " 4.0", " 1.0"].iter().find_map(|version| {
            let word = format!("{licence}{version}");
            meant(&word, Licence::ALL, Licence::name, Licence::key)
        });
        if title.is_empty() {
            faults.add("report-material-nameless");
        }
        match (licence, read) {
            ("", _) => faults.add("report-licence-missing"),
            (_, None) => faults.add("report-licence-unknown"),
            _ => {}
        }
        materials.push(Material {
            title: faults.line(title),
            link: faults.link(link),
            licence: read.unwrap_or(Licence::AllRightsReserved),
            author: faults.line(author),
        });
    }
    faults.at_most(materials, MATERIALS_AT_MOST, "report-too-many-materials")
}

pub fn write_materials(materials: &[Material], lang: Lang) -> String {
    let line = |material: &Material| {
        written(&[
            &material.title,
            &material.link,
            &lang.text(material.licence.key()),
            &material.author,
        ])
    };
    materials.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// `title | podcast or video | link | language | link of the transcript`, of which the last two may be
/// missing: it is then spoken in the report's language, and the transcript is in the report.
pub fn read_recordings(
    text: &str,
    language: &str,
    field: &'static str,
    refusals: &mut Refusals,
) -> Vec<Recording> {
    let mut faults = Faults::on(field, refusals);
    let mut recordings = Vec::new();
    for line in filled(text) {
        let Some([title, medium, link, spoken, transcript]) = parts(line) else {
            faults.add("report-recording-unreadable");
            continue;
        };
        let read = meant(medium, Medium::ALL, Medium::name, Medium::key);
        if title.is_empty() {
            faults.add("report-recording-nameless");
        }
        if read.is_none() {
            faults.add("report-medium-unknown");
        }
        let spoken = or(spoken, language);
        if !is_tag(spoken) {
            faults.add("report-spoken-language-wrong");
        }
        recordings.push(Recording {
            title: faults.line(title),
            medium: read.unwrap_or(Medium::Audio),
            link: faults.link(link),
            language: spoken.to_owned(),
            transcript: match transcript {
                "" => None,
                link => Some(faults.link(link)),
            },
        });
    }
    faults.at_most(recordings, RECORDINGS_AT_MOST, "report-too-many-recordings")
}

/// Looks like BCP 47: `de`, `de-simple`, `gsg`.
fn is_tag(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (2..=TAG_AT_MOST).contains(&text.len()) && text.chars().all(plain)
}

pub fn write_recordings(recordings: &[Recording], lang: Lang) -> String {
    let line = |recording: &Recording| {
        written(&[
            &recording.title,
            &lang.text(recording.medium.key()),
            &recording.link,
            &recording.language,
            recording.transcript.as_deref().unwrap_or_default(),
        ])
    };
    recordings.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Parts with `|` between them; empty ones at the end are left out.
fn written(parts: &[&str]) -> String {
    let last = parts.iter().rposition(|part| !part.is_empty());
    parts[..last.map_or(0, |last| last + 1)].join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong, by message.
    fn faults<T>(read: impl Fn(&mut Refusals) -> T) -> (T, Vec<&'static str>) {
        let mut refusals = Refusals::default();
        let found = read(&mut refusals);
        let named = refusals.0.iter().all(|fault| fault.field == Some("f"));
        assert!(named, "{refusals:?}");
        let messages = refusals.0.iter().map(|fault| fault.message);
        (found, messages.collect())
    }

    const GROUPS: &str = "\
Nachbarschaft
Frage: Wen erreicht Hilfe: alle?
Leitung: Verein B, Moderation
Ergebnisse:
- Anlaufstellen im Haus
- Patenschaften
Offen:
- Wer zahlt?

Digital
Findings: Ein Ergebnis
ohne Zeichen

- nach einer Lücke
Open: Was noch?
";

    #[test]
    fn groups_are_read_from_blocks_in_either_language() {
        let (groups, wrong) = faults(|refusals| read_groups(GROUPS, "f", refusals));
        assert_eq!(wrong, [""; 0]);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].question, "Wen erreicht Hilfe: alle?");
        assert_eq!(groups[0].host, "Verein B, Moderation");
        assert_eq!(
            groups[0].findings,
            ["Anlaufstellen im Haus", "Patenschaften"]
        );
        assert_eq!(groups[0].open_points, ["Wer zahlt?"]);
        assert_eq!(
            groups[1].findings,
            ["Ein Ergebnis", "ohne Zeichen", "nach einer Lücke"]
        );
        assert_eq!(groups[1].open_points, ["Was noch?"]);
    }

    #[test]
    fn what_is_wrong_with_a_group_is_said() {
        let long = format!("Gruppe\n- {}", "x".repeat(LINE_AT_MOST + 1));
        let points = format!("Gruppe\n{}", "- x\n".repeat(POINTS_AT_MOST + 1));
        let many = "Gruppe\n- x\n\n".repeat(GROUPS_AT_MOST + 1);
        for (text, expected) in [
            ("", &[][..]),
            ("- ohne Namen", &["report-group-nameless"]),
            ("Frage: ohne Namen", &["report-group-nameless"]),
            ("Nur ein Name", &["report-group-empty"]),
            (&long, &["report-line-too-long"]),
            (&points, &["report-too-many-points"]),
            (&many, &["report-too-many-groups"]),
        ] {
            let (_, wrong) = faults(|refusals| read_groups(text, "f", refusals));
            assert_eq!(wrong, expected, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        let long = "x".repeat(LINE_AT_MOST + 1);
        let goals = "Ziel\n".repeat(GOALS_AT_MOST + 1);
        for (text, expected) in [
            (
                "Ziel | erreicht | Ja | nein",
                &["report-goal-unreadable"][..],
            ),
            ("| erreicht", &["report-goal-nameless"]),
            ("Ziel | vielleicht", &["report-answer-unknown"]),
            (&long, &["report-line-too-long"]),
            (&goals, &["report-too-many-goals"]),
        ] {
            let (_, wrong) = faults(|refusals| read_goals(text, "f", refusals));
            assert_eq!(wrong, expected, "{text}");
        }
        let many = "A | https://a.example/ | CC0\n".repeat(MATERIALS_AT_MOST + 1);
        for (text, expected) in [
            ("A | https://a.example/", &["report-licence-missing"][..]),
            ("A | https://a.example/ | frei", &["report-licence-unknown"]),
            ("A | javascript:1 | CC0", &["report-link-wrong"]),
            ("| https://a.example/ | CC0", &["report-material-nameless"]),
            ("a | b | c | d | e", &["report-material-unreadable"]),
            (&many, &["report-too-many-materials"]),
        ] {
            let (_, wrong) = faults(|refusals| read_materials(text, "f", refusals));
            assert_eq!(wrong, expected, "{text}");
        }
        let many = "A | Video | https://a.example/\n".repeat(RECORDINGS_AT_MOST + 1);
        for (text, expected) in [
            (
                "A | Film | https://a.example/",
                &["report-medium-unknown"][..],
            ),
            (
                "| Video | https://a.example/",
                &["report-recording-nameless"],
            ),
            ("A | Video | a.example", &["report-link-wrong"]),
            (
                "A | Video | https://a.example/ | | x",
                &["report-link-wrong"],
            ),
            (
                "A | Video | https://a.example/ | Deutsch!",
                &["report-spoken-language-wrong"],
            ),
            ("a | b | c | d | e | f", &["report-recording-unreadable"]),
            (&many, &["report-too-many-recordings"]),
        ] {
            let (_, wrong) = faults(|refusals| read_recordings(text, "de", "f", refusals));
            assert_eq!(wrong, expected, "{text}");
        }
    }

    #[test]
    fn words_are_taken_in_both_languages_and_as_programs_say_them() {
        for answer in Answer::ALL {
            let words = Lang::ALL.map(|lang| lang.text(answer.key()));
            for word in words.iter().map(String::as_str).chain([answer.name()]) {
                let (goals, wrong) =
                    faults(|refusals| read_goals(&format!("Ziel | {word}"), "f", refusals));
                assert_eq!((goals[0].answer, wrong.len()), (answer, 0), "{word}");
            }
        }
        for (word, licence) in [
            ("CC BY 4.0", Licence::CcBy),
            ("cc-by-sa-4.0", Licence::CcBySa),
            ("CC BY-ND", Licence::CcByNd),
            ("CC0", Licence::Cc0),
            ("CC0-1.0", Licence::Cc0),
            ("Alle Rechte vorbehalten", Licence::AllRightsReserved),
            ("All rights reserved", Licence::AllRightsReserved),
        ] {
            let line = format!("A | https://a.example/ | {word}");
            let (materials, wrong) = faults(|refusals| read_materials(&line, "f", refusals));
            assert_eq!((materials[0].licence, wrong.len()), (licence, 0), "{word}");
        }
    }

    #[test]
    fn what_was_read_is_written_as_it_would_have_to_be_typed() {
        let goals = "Ziel | erreicht | Ja.\nNoch eins | offen";
        let materials = "Folien | https://a.example/folien.pdf | CC BY-SA 4.0 | Verein B";
        let recordings = "Abend | Podcast | https://a.example/1 | de | https://a.example/1.txt\n\
            Film | Video | https://a.example/2 | en";
        let mut none = Refusals::default();
        let read = read_goals(goals, "f", &mut none);
        assert_eq!(write_goals(&read, Lang::De), goals);
        let read = read_materials(materials, "f", &mut none);
        assert_eq!(write_materials(&read, Lang::De), materials);
        let read = read_recordings(recordings, "de", "f", &mut none);
        assert_eq!(write_recordings(&read, Lang::De), recordings);
        for lang in Lang::ALL {
            let read = read_groups(GROUPS, "f", &mut none);
            let again = read_groups(&write_groups(&read, lang), "f", &mut none);
            assert_eq!(again, read);
        }
        assert_eq!(none, Refusals::default());
    }
}
