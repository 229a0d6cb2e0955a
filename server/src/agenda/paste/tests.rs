//! Programmes as people paste them, and what hostile ones try.

use super::*;
use crate::agenda::session::{Agenda, Kind, SESSIONS_AT_MOST, Session, Speaker};
use chrono_tz::Europe::Berlin;

fn days(first: &str, last: &str) -> Days {
    Days {
        zone: Berlin,
        first: first.parse().unwrap(),
        last: last.parse().unwrap(),
    }
}

fn denkwerkstatt() -> Days {
    days("2026-11-13", "2026-11-14")
}

fn one_day() -> Days {
    days("2026-11-13", "2026-11-13")
}

/// One line for each line: what it was taken for, and why somebody should look.
fn told(text: &str, days: &Days) -> Vec<String> {
    let lines = read(text, days).unwrap();
    let told = lines.iter().map(|line| {
        let read = match &line.read {
            Read::Blank => "-".to_owned(),
            Read::Day(day) => format!("day {day}"),
            Read::Room(room) => format!("room {room}"),
            Read::Columns => "columns".to_owned(),
            Read::Kept => "kept".to_owned(),
            Read::Continues { line, part } => format!("{part:?} of {line}"),
            Read::Sessions(drafts) => {
                let told: Vec<String> = drafts.iter().map(session).collect();
                told.join(" & ")
            }
        };
        let doubts: Vec<&str> = line.doubts.iter().map(|doubt| doubt.key()).collect();
        match doubts.join(" ") {
            doubts if doubts.is_empty() => read,
            doubts => format!("{read} ? {doubts}"),
        }
    });
    told.collect()
}

/// „13 10:00–11:00 Titel [kind] @Raum <Personen> {Text}“, without what is empty.
fn session(draft: &Draft) -> String {
    let mut told = format!("{} {}", &draft.day[8..], draft.starts_at);
    let mut add = |before: &str, text: &str, after: &str| {
        if !text.is_empty() {
            told += &format!("{before}{}{after}", text.replace('\n', "; "));
        }
    };
    add("–", &draft.ends_at, "");
    add("+", draft.ends_on.get(8..).unwrap_or_default(), "");
    add(" ", &draft.title, "");
    add(" [", &draft.kind, "]");
    add(" @", &draft.room, "");
    add(" #", &draft.track, "");
    add(" <", &draft.speakers, ">");
    add(" {", &draft.description, "}");
    add(" tables ", &draft.tables, "");
    told
}

#[test]
fn the_programme_of_the_innovationswerkstatt_is_read_without_correction() {
    let text = "\
18:00 Uhr – Begrüßung
18:10 Uhr – Vorstellung Allianz ukrainischer Organisationen
18:30 Uhr – Vorstellung der Finanzierung von Hilfe für Geflüchtete, Deutsche Stiftung für Engagement und Ehrenamt
18:50 Uhr – Chatbots und Karten in der Hilfe für Geflüchtete, place/making und Paritätischer Wohlfahrtsverband
19:10 Uhr – Workshop zu den drei Themen an mehreren Tischen
19:30 Uhr – Gemeinsamer Ausklang bei Pizza und Getränken
";
    let evening = days("2022-04-28", "2022-04-28");
    let lines = read(text, &evening).unwrap();
    assert!(lines.iter().all(|line| line.doubts.is_empty()), "{lines:?}");
    let sessions = drafts(&lines).zip(["a", "b", "c", "d", "e", "f"]);
    let sessions: Vec<Session> = sessions
        .map(|(draft, id)| draft.check(id, &evening).unwrap())
        .collect();
    let agenda = Agenda::new(evening, sessions).unwrap();
    let told = agenda.sessions().iter().map(|session| {
        let time = |at: chrono::DateTime<chrono_tz::Tz>| at.format("%H:%M").to_string();
        let people: Vec<String> = session.speakers.iter().map(Speaker::full).collect();
        (
            time(session.starts(Berlin)),
            agenda.ends(session).map(time),
            session.title.as_str(),
            session.kind,
            people.join("; "),
        )
    });
    let told: Vec<_> = told.collect();
    let at = |text: &str| Some(text.to_owned());
    let expected = [
        ("18:00", at("18:10"), "Begrüßung", Kind::Plenary, ""),
        (
            "18:10",
            at("18:30"),
            "Vorstellung Allianz ukrainischer Organisationen",
            Kind::Talk,
            "Allianz ukrainischer Organisationen",
        ),
        (
            "18:30",
            at("18:50"),
            "Vorstellung der Finanzierung von Hilfe für Geflüchtete",
            Kind::Talk,
            "Deutsche Stiftung für Engagement und Ehrenamt",
        ),
        (
            "18:50",
            at("19:10"),
            "Chatbots und Karten in der Hilfe für Geflüchtete",
            Kind::Talk,
            "place/making; Paritätischer Wohlfahrtsverband",
        ),
        (
            "19:10",
            at("19:30"),
            "Workshop zu den drei Themen an mehreren Tischen",
            Kind::Workshop,
            "",
        ),
        (
            "19:30",
            None,
            "Gemeinsamer Ausklang bei Pizza und Getränken",
            Kind::Break,
            "",
        ),
    ];
    let expected = expected.map(|(starts, ends, title, kind, people)| {
        (starts.to_owned(), ends, title, kind, people.to_owned())
    });
    assert_eq!(told, expected);
}

#[test]
fn a_programme_of_two_days_is_read_from_a_mail() {
    let text = "\
Freitag, 13.11.\r
\r
10:00\u{A0}Uhr – Begrüßung, Dialogkomitee\r
10.30 – 11.30 Ergebnisse der Workstreams (Plenum)\r
11:30–12:30 Uhr: Podium: Wie weiter? mit Vertretung Zivilgesellschaft, Verein B\r
Moderation: Geschäftsstelle\r
Saal\r
ab 12.30 Uhr Mittagessen im Foyer\r
\r
Samstag, 14. November 2026\r
* 9 Uhr: Ankommen\r
* 14h00 Ideen werden Workstreams (Raum Spree)\r
Alle bringen etwas mit.\r
Es gibt kein Richtig.\r
";
    assert_eq!(
        told(text, &denkwerkstatt()),
        [
            "day 2026-11-13",
            "-",
            "13 10:00 Begrüßung [plenary] < | Dialogkomitee>",
            "13 10:30–11:30 Ergebnisse der Workstreams (Plenum) [plenary]",
            "13 11:30–12:30 Podium: Wie weiter? [panel] @Saal \
             <Vertretung Zivilgesellschaft | Verein B;  | Geschäftsstelle> {Moderation: Geschäftsstelle}",
            "Speakers of 4",
            "Room of 4",
            "13 12:30 Mittagessen [break] @Foyer",
            "-",
            "day 2026-11-14",
            "14 09:00 Ankommen [break]",
            "14 14:00 Ideen werden Workstreams @Raum Spree {Alle bringen etwas mit.; Es gibt kein Richtig.}",
            "Description of 11",
            "Description of 11",
        ]
    );
}

#[test]
fn lines_of_every_kind_are_read() {
    for (line, expected) in [
        ("10:00 Begrüßung", "13 10:00 Begrüßung [plenary]"),
        ("– 10:00 Begrüßung", "13 10:00 Begrüßung [plenary]"),
        ("• 10:00 Begrüßung", "13 10:00 Begrüßung [plenary]"),
        ("> 10:00 Begrüßung", "13 10:00 Begrüßung [plenary]"),
        ("**10:00** Begrüßung", "13 10:00 Begrüßung [plenary]"),
        ("1. 10:00 Uhr Begrüßung", "13 10:00 Begrüßung [plenary]"),
        ("(2) 10:00 Uhr Begrüßung", "13 10:00 Begrüßung [plenary]"),
        ("Fr 10:00 Begrüßung", "13 10:00 Begrüßung [plenary]"),
        ("13.11., 10 Uhr: Begrüßung", "13 10:00 Begrüßung [plenary]"),
        (
            "10:00\tBegrüßung\tSaal",
            "13 10:00 Begrüßung [plenary] @Saal",
        ),
        (
            "10:00\t10:30\tGrußwort\tVorname Nachname\tCaritas\tRaum 2",
            "13 10:00–10:30 Grußwort @Raum 2 <Vorname Nachname | Caritas>",
        ),
        ("| 10:00 | Karten | AWO |", "13 10:00 Karten < | AWO>"),
        ("10:00 Karten (30 Min.)", "13 10:00–10:30 Karten"),
        ("23:30 Karten (30 Min.)", "13 23:30–00:00+14 Karten"),
        ("22:00 – 24:00 Karten", "13 22:00–00:00+14 Karten"),
        ("22:00 – 1:00 Karten", "13 22:00–01:00+14 Karten"),
        ("10:00 Raum 2: Karten", "13 10:00 Karten @Raum 2"),
        ("10:00 Karten, Raum 2", "13 10:00 Karten @Raum 2"),
        ("10:00 Karten [Saal], AWO", "13 10:00 Karten @Saal < | AWO>"),
        ("10:00 Karten, AWO (Saal)", "13 10:00 Karten @Saal < | AWO>"),
        (
            "10:00 Karten | Vorname Nachname (Caritas)",
            "13 10:00 Karten <Vorname Nachname | Caritas>",
        ),
        (
            "10:00 am – 11:00 am Results of the projects, Department of Health",
            "13 10:00–11:00 Results of the projects < | Department of Health>",
        ),
        (
            "2 pm Workshop with Jane Doe, BSI",
            "13 14:00 Workshop [workshop] <Jane Doe | BSI>",
        ),
        ("12:00 Lunch (Room 2)", "13 12:00 Lunch [break] @Room 2"),
        ("10:00 Impuls", "13 10:00 Impuls [impulse]"),
        ("10:00;Karten;Saal", "13 10:00 Karten @Saal"),
        ("\t•\t10:00 Karten", "13 10:00 Karten"),
        ("10:00 Karten, Räume 1-3", "13 10:00 Karten @Räume 1-3"),
        (
            "10:00 Karten, AWO / Deutsches Rotes Kreuz",
            "13 10:00 Karten < | AWO;  | Deutsches Rotes Kreuz>",
        ),
    ] {
        assert_eq!(told(line, &one_day()), [expected], "{line}");
    }
}

#[test]
fn what_is_doubtful_says_why() {
    for (text, expected) in [
        ("Ablaufplan", &["kept ? agenda-doubt-no-time"][..]),
        ("25:00 Karten", &["kept ? agenda-doubt-time-impossible"]),
        ("bis 18 Uhr Karten", &["kept ? agenda-doubt-no-beginning"]),
        ("10:00", &["13 10:00 ? agenda-title-missing"]),
        (
            "13.11 Karten",
            &["13 13:11 Karten ? agenda-doubt-time-or-day"],
        ),
        (
            "11:00 – 10:00 Karten",
            &["13 11:00–10:00 Karten ? agenda-ends-before-it-starts"],
        ),
        (
            "11:00 Karten\n10:00 Chatbots",
            &[
                "13 11:00 Karten",
                "13 10:00 Chatbots ? agenda-doubt-out-of-order",
            ],
        ),
        (
            "11:00 Karten\nMittagessen um 12:30 Uhr",
            &[
                "13 11:00 Karten {Mittagessen um 12:30 Uhr}",
                "Description of 0 ? agenda-doubt-time-inside",
            ],
        ),
        (
            "11:00 Karten\nKein Ort\nKeine Eile\n\nWir freuen uns.",
            &[
                "13 11:00 Karten {Kein Ort; Keine Eile; Wir freuen uns.}",
                "Description of 0",
                "Description of 0",
                "-",
                "Description of 0 ? agenda-doubt-apart",
            ],
        ),
        (
            "11:00 Karten\n10.12. Nachtreffen",
            &[
                "13 11:00 Karten {10.12. Nachtreffen}",
                "Description of 0 ? agenda-doubt-time-inside",
            ],
        ),
        (
            "10:00 Karten, Wikimedia",
            &["13 10:00 Karten, Wikimedia ? agenda-doubt-people-unclear"],
        ),
        (
            "10:00\tKarten\tWikimedia",
            &["13 10:00 Karten < | Wikimedia> ? agenda-doubt-cell-unclear"],
        ),
        (
            "14.11.\n10:00 Karten",
            &[
                "day 2026-11-14 ? agenda-day-not-of-the-event",
                "14 10:00 Karten ? agenda-day-not-of-the-event",
            ],
        ),
        ("Tag 2", &["kept ? agenda-day-not-of-the-event"]),
        ("Tag 1: Ideen", &["day 2026-11-13 ? agenda-doubt-day-named"]),
        (
            "10:00–11:00 Karten (30 Min.)",
            &["13 10:00–11:00 Karten ? agenda-doubt-end-unclear"],
        ),
        (
            "Zeit\tTitel\n10:00 (ungefähr)\tKarten\tAWO",
            &[
                "columns",
                "13 10:00 Karten {AWO; (ungefähr)} ? agenda-doubt-cell-unclear",
            ],
        ),
        (
            "Samstag, 13.11.",
            &["day 2026-11-13 ? agenda-doubt-weekday-differs"],
        ),
    ] {
        assert_eq!(told(text, &one_day()), expected, "{text}");
    }
}

#[test]
fn a_day_nobody_says_is_guessed_and_doubted() {
    assert_eq!(
        told("18:00 Ausklang\n9:00 Ankommen", &denkwerkstatt()),
        [
            "13 18:00 Ausklang [break] ? agenda-doubt-day-guessed",
            "14 09:00 Ankommen [break] ? agenda-doubt-day-guessed",
        ]
    );
    assert_eq!(
        told(
            "Tag 2\n9:00 Ankommen\nTag 1\n9:00 Ankommen",
            &denkwerkstatt()
        )[1..],
        [
            "14 09:00 Ankommen [break]",
            "day 2026-11-13",
            "13 09:00 Ankommen [break]"
        ]
    );
}

#[test]
fn parallel_sessions_stand_beside_each_other() {
    assert_eq!(
        told(
            "10:00 Karten, Raum 1\n10:00 Chatbots, Raum 2\n11:00 Workshops\nWorkshop A: Recht (Raum 1)\n\
             Workshop B: Technik",
            &one_day()
        ),
        [
            "13 10:00 Karten @Raum 1",
            "13 10:00 Chatbots @Raum 2",
            "13 11:00 Workshops [workshop]",
            "13 11:00 Workshop A: Recht [workshop] @Raum 1 ? agenda-doubt-time-taken",
            "13 11:00 Workshop B: Technik [workshop] ? agenda-doubt-time-taken",
        ]
    );
    assert_eq!(
        told(
            "Raum 1:\n10:00 Karten\n11:00 Recht\nRaum 2:\n10:00 Chatbots",
            &one_day()
        ),
        [
            "room Raum 1",
            "13 10:00 Karten @Raum 1",
            "13 11:00 Recht @Raum 1",
            "room Raum 2",
            "13 10:00 Chatbots @Raum 2",
        ]
    );
    assert_eq!(
        told(
            "19:10 Workshop\n- Tisch 1: Karten (12 Plätze)\n- Tisch 2: Recht",
            &one_day()
        ),
        [
            "13 19:10 Workshop [workshop] tables Tisch 1: Karten | 12; Tisch 2: Recht",
            "Table of 0",
            "Table of 0",
        ]
    );
}

#[test]
fn tables_are_read_by_their_headings() {
    let text = "\
Tag\tZeit\tBis\tTitel\tWer\tOrganisation\tRaum\tArt
Fr\t10:00\t11:00\tRecht, Ethik, AWO\tVorname Nachname\tCaritas\tAula 1\tImpuls
Sa\t9:00\t\tAnkommen\t\t\t\t
";
    assert_eq!(
        told(text, &denkwerkstatt()),
        [
            "columns",
            "13 10:00–11:00 Recht, Ethik, AWO [impulse] @Aula 1 <Vorname Nachname | Caritas>",
            "14 09:00 Ankommen [break]",
        ]
    );
    let text = "\
| Zeit | Saal | Raum 1 |
|------|------|--------|
| 10:00 | Begrüßung | |
| 11:00 | Karten | Recht, AWO |
";
    assert_eq!(
        told(text, &one_day()),
        [
            "columns",
            "-",
            "13 10:00 Begrüßung [plenary]",
            "13 11:00 Karten @Saal & 13 11:00 Recht @Raum 1 < | AWO>",
        ]
    );
}

#[test]
fn no_cell_of_a_table_is_lost() {
    assert_eq!(
        told(
            "Zeit\tSaal\tRaum 1\n10:00\tKarten, Raum 5\tRecht\tmehr",
            &one_day()
        )[1..],
        ["13 10:00 Karten @Raum 5 {mehr} & 13 10:00 Recht @Raum 1 ? agenda-doubt-cell-unclear"]
    );
    assert_eq!(
        told(
            "Zeit\tThema\tInhalt\tRaum\tArt\n10:00\tKarten (Raum 5)\tviel\tSaal\tfür alle",
            &one_day()
        )[1..],
        ["13 10:00 Karten @Saal {viel; für alle; Raum 5}"]
    );
    let wide = format!("10:00{}", "\tKarten".repeat(21));
    let whole = ["Karten"; 21].join(" ");
    assert_eq!(
        told(&wide, &one_day()),
        [format!("13 10:00 {whole} ? agenda-doubt-cell-unclear")]
    );
    assert_eq!(
        told("Zeit\tBeginn\tTitel", &one_day()),
        ["kept ? agenda-doubt-no-time"]
    );
}

#[test]
fn a_time_on_a_line_of_its_own_takes_its_title_from_the_next() {
    assert_eq!(
        told("10:00 – 10:30 Uhr\nKarten, AWO\nRaum 2", &one_day()),
        [
            "13 10:00–10:30 Karten @Raum 2 < | AWO>",
            "Title of 0",
            "Room of 0",
        ]
    );
    assert_eq!(
        told("Raum 1:\n10:00\nKarten", &one_day()),
        ["room Raum 1", "13 10:00 Karten @Raum 1", "Title of 1"]
    );
}

#[test]
fn empty_lines_between_all_lines_mean_nothing() {
    let text = "10:00 Karten\n\nAlle bringen etwas mit.\n\n11:00 Recht\n";
    assert_eq!(
        told(text, &one_day()),
        [
            "13 10:00 Karten {Alle bringen etwas mit.}",
            "-",
            "Description of 0",
            "-",
            "13 11:00 Recht",
        ]
    );
}

#[test]
fn a_change_of_the_clocks_is_said() {
    let spring = days("2027-03-28", "2027-03-28");
    assert_eq!(
        told("2:30 Nachtwache", &spring),
        ["28 02:30 Nachtwache ? agenda-time-does-not-exist"]
    );
    let autumn = days("2026-10-25", "2026-10-25");
    assert_eq!(
        told("1:30 – 3:30 Nachtwache\n2:30 Wechsel", &autumn),
        [
            "25 01:30–03:30 Nachtwache",
            "25 02:30 Wechsel ? agenda-doubt-hour-comes-twice",
        ]
    );
}

/// Numbers that look like chance and are the same every time.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    }
}

#[test]
fn no_line_is_ever_dropped() {
    const PIECES: [&str; 44] = [
        "10:00",
        "9",
        " Uhr",
        " – ",
        "-",
        "Tag 1",
        "Freitag",
        "13.11.",
        "13. November",
        "\t",
        ", ",
        " | ",
        "(",
        ")",
        "„",
        "“",
        "Raum 2",
        "Saal:",
        "Zeit",
        "Titel",
        "Wer",
        "AWO",
        "Caritas",
        " und ",
        " mit ",
        "Dr. Name",
        "Vorname Nachname",
        "Workshop A: ",
        "Tisch 1",
        "Moderation: ",
        "\u{202E}",
        "\u{0}",
        "\u{A0}",
        "🕵️\u{200d}♀️",
        "ß",
        "ẞ",
        "•",
        "**",
        "|",
        "1. ",
        "24:00",
        "(30 Min.)",
        "Ministerium für Recht",
        "\u{0301}",
    ];
    let mut number = numbers();
    for _ in 0..3_000 {
        let lines: Vec<String> = (0..number(9))
            .map(|_| {
                (0..number(8))
                    .map(|_| PIECES[number(PIECES.len())])
                    .collect()
            })
            .collect();
        let text = lines.join("\n") + "\n";
        let read = read(&text, &denkwerkstatt()).unwrap();
        assert_eq!(read.len(), lines.len().max(1), "{text:?}");
        for (line, typed) in read.iter().zip(&lines) {
            keeps_its_words(&read, line, typed);
        }
    }
}

/// Every word of a line is in the sessions or in a line that is marked.
fn keeps_its_words(all: &[Line], line: &Line, typed: &str) {
    assert_eq!(line.text, text::clean(typed));
    let drafts = match &line.read {
        Read::Sessions(drafts) => drafts.as_slice(),
        Read::Continues { line, .. } => match &all[*line].read {
            Read::Sessions(drafts) => drafts.as_slice(),
            other => panic!("it continues {other:?}"),
        },
        Read::Blank => {
            assert!(!line.text.contains(char::is_alphanumeric));
            return;
        }
        Read::Kept => {
            assert!(!line.doubts.is_empty(), "{typed:?}");
            return;
        }
        Read::Day(_) | Read::Room(_) | Read::Columns => return,
    };
    let kept = format!("{drafts:?}").to_lowercase();
    for word in [
        "awo",
        "caritas",
        "vorname nachname",
        "recht",
        "tisch 1",
        "raum 2",
    ] {
        // A day and a table's borders may come between; what is there has to be there whole.
        if line.text.to_lowercase().contains(word) {
            assert!(kept.contains(word), "{word} of {typed:?} is not in {kept}");
        }
    }
}

#[test]
fn any_text_is_read_without_harm() {
    let mut number = numbers();
    for _ in 0..3_000 {
        let text: String = (0..number(60))
            .filter_map(|_| char::from_u32(u32::try_from(number(0x3000)).unwrap()))
            .collect();
        let lines = read(&text, &denkwerkstatt()).unwrap();
        assert_eq!(lines.len(), text::lines(&text).count());
        for line in lines {
            let is_hidden = |c: char| c.is_control() && c != '\t' || c == '\u{202E}';
            assert!(!line.text.contains(is_hidden), "{line:?}");
        }
    }
}

#[test]
fn a_text_beyond_the_limits_is_refused_as_a_whole() {
    for text in [
        "10:00 Karten\n".repeat(1_000_000),
        "\n".repeat(LINES_AT_MOST + 1),
        "x".repeat(10_000_000),
        "(".repeat(BYTES_AT_MOST + 1),
    ] {
        let refusal = read(&text, &denkwerkstatt()).unwrap_err();
        assert_eq!(refusal.message, "agenda-paste-too-long");
    }
    assert!(read(&"\n".repeat(LINES_AT_MOST), &denkwerkstatt()).is_ok());
}

#[test]
fn a_long_line_is_kept_and_marked() {
    for filling in [
        "(", "„", ", ", " – ", " und ", "x", "10:00 ", "13.11. ", "AWO, ", "| ", "\t1",
    ] {
        let text = format!("10:00 {}", filling.repeat(BYTES_AT_MOST / 8));
        let lines = read(&text, &denkwerkstatt()).unwrap();
        let nothing =
            !lines[0].text[5..].contains(char::is_alphanumeric) && lines[0].text.len() < 99;
        assert!(
            nothing || lines[0].doubts.contains(&Doubt::TooLong),
            "{filling}"
        );
    }
}

#[test]
fn a_session_takes_no_more_than_it_may_hold() {
    let many = |line: &str| format!("10:00 Karten\n{}", format!("{line}\n").repeat(1_000));
    for line in [
        "Mit: Vorname Nachname",
        "Tisch 1",
        "Wir freuen uns auf alle, die kommen.",
        "x",
    ] {
        let lines = read(&many(line), &one_day()).unwrap();
        let draft = drafts(&lines).next().unwrap();
        assert!(draft.check("a", &one_day()).is_ok(), "{line}");
        let kept = lines.iter().filter(|line| line.doubts == [Doubt::TooLong]);
        assert!(line == "x" || kept.count() > 700, "{line}");
    }
    let sessions = "10:00 Karten\n".repeat(SESSIONS_AT_MOST + 5);
    let lines = read(&sessions, &one_day()).unwrap();
    assert_eq!(drafts(&lines).count(), SESSIONS_AT_MOST);
    assert_eq!(lines.last().unwrap().doubts, [Doubt::TooManySessions]);
}
