//! Events as their organizers would type them, from what they say about themselves in public.

use server::events::Draft;

/// Two days, in a room and online, in three languages.
pub fn denkwerkstatt() -> Draft {
    Draft {
        title_de: "Denkwerkstatt Sichere Informationsgesellschaft".to_owned(),
        summary_de: "Zwei Tage, aus Ideen werden Workstreams.".to_owned(),
        description_de:
            "Ergebnisse des letzten Zyklus, neue Ideen, eine Wahl.\n\n- ankommen\n- **mitreden**"
                .to_owned(),
        title_en: "Think Tank on a Secure Information Society".to_owned(),
        summary_en: "Two days that turn ideas into workstreams.".to_owned(),
        description_en: "Results of the last cycle, new ideas, a choice.".to_owned(),
        title_de_simple: "Treffen: Sicher im Internet".to_owned(),
        description_de_simple: "Das Treffen dauert zwei Tage.".to_owned(),
        kind: "denkwerkstatt".to_owned(),
        starts_on: "2026-11-13".to_owned(),
        starts_at: "10:00".to_owned(),
        ends_on: "2026-11-14".to_owned(),
        ends_at: "16:00".to_owned(),
        attendance: "hybrid".to_owned(),
        step_free: true,
        captions: true,
        topics: "Cybersicherheit, Digitale Gewalt".to_owned(),
        contact: "post@dialog.example".to_owned(),
        ..room()
    }
}

/// An evening in a room, with an outside form to register.
pub fn innovationswerkstatt() -> Draft {
    Draft {
        title_de: "Innovationswerkstatt: Neue Wege der Beratung".to_owned(),
        summary_de: "Der Abend der digitalen Zivilgesellschaft.".to_owned(),
        kind: "innovationswerkstatt".to_owned(),
        starts_on: "2026-10-22".to_owned(),
        starts_at: "18:00".to_owned(),
        ends_at: "20:30".to_owned(),
        registration_url: "https://anmeldung.example/innovationswerkstatt".to_owned(),
        ..room()
    }
}

/// The same as an edition of `@werkstatt`.
pub fn edition(number: u32) -> Draft {
    Draft {
        series: "werkstatt".to_owned(),
        edition: number.to_string(),
        subtitle: "Neue Wege der Beratung".to_owned(),
        ..innovationswerkstatt()
    }
}

/// Online only.
pub fn webkonferenz() -> Draft {
    Draft {
        title_de: "Webkonferenz: Einsamkeit und soziale Netzwerke".to_owned(),
        kind: "webkonferenz".to_owned(),
        starts_on: "2026-12-03".to_owned(),
        starts_at: "17:00".to_owned(),
        ends_at: "18:30".to_owned(),
        attendance: "online".to_owned(),
        ..Draft::default()
    }
}

/// The shortest there is: a title, a time, a place.
pub fn briefing(title: &str) -> Draft {
    Draft {
        title_de: title.to_owned(),
        kind: "briefing".to_owned(),
        starts_on: "2026-10-05".to_owned(),
        starts_at: "9:00".to_owned(),
        ends_at: "10:00".to_owned(),
        ..room()
    }
}

fn room() -> Draft {
    Draft {
        place_name: "Alte Kantine Wedding".to_owned(),
        street: "Uferstraße 8–11".to_owned(),
        postal_code: "13357".to_owned(),
        locality: "Berlin".to_owned(),
        region: "Berlin".to_owned(),
        latitude: "52,5532".to_owned(),
        longitude: "13,3719".to_owned(),
        ..Draft::default()
    }
}
