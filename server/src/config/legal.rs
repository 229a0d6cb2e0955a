//! Who answers for this instance, and how long it keeps what it knows. The legal pages and the
//! privacy policy are made from these.

use super::values::{between, day, web_address};
use chrono::NaiveDate;
use serde::Deserialize;
use url::Url;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Legal {
    pub name: String,
    pub street: String,
    pub postal_code: String,
    pub locality: String,
    /// Only where letters from abroad are expected.
    pub country: String,
    /// The board, as it may sign.
    pub represented_by: String,
    pub email: String,
    /// A second quick way of contact is owed: a telephone number, or a page with a form.
    pub phone: String,
    #[serde(deserialize_with = "web_address")]
    pub contact_page: Option<Url>,
    /// The court that keeps the register of associations, and the number there.
    pub register: String,
    pub register_number: String,
    pub vat_id: String,
    /// Name and address of the person who answers for texts (§ 18 Abs. 2 MStV).
    pub responsible: String,
    /// Who runs the machine, and in which country: the recipient a privacy policy must name.
    pub hosting: String,
    pub data_protection_officer: String,
    pub supervisory_authority: String,
    /// When accessibility was last reviewed by people.
    #[serde(deserialize_with = "day")]
    pub accessibility_reviewed_on: Option<NaiveDate>,
    /// Barriers that are known, one sentence each.
    pub accessibility_gaps: Vec<String>,
    /// A film in sign language on what this instance is and how it is used (BITV 2.0 Anlage 2).
    #[serde(deserialize_with = "web_address")]
    pub sign_language: Option<Url>,
    /// The arbitration board in charge; the federal one is named when this is empty.
    pub arbitration: String,
}

impl Legal {
    /// The settings without which nobody may publish or federate (§ 5 DDG, Art. 13 DSGVO).
    pub fn missing(&self) -> Vec<&'static str> {
        let second_contact = match &self.contact_page {
            Some(page) => page.as_str(),
            None => &self.phone,
        };
        [
            ("name", self.name.as_str()),
            ("street", &self.street),
            ("postal_code", &self.postal_code),
            ("locality", &self.locality),
            ("represented_by", &self.represented_by),
            ("email", &self.email),
            ("phone", second_contact),
            ("responsible", &self.responsible),
            ("hosting", &self.hosting),
        ]
        .into_iter()
        .filter(|(_, value)| value.trim().is_empty())
        .map(|(setting, _)| setting)
        .collect()
    }

    pub fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }

    /// A complete one, for tests and the demo.
    pub fn sample() -> Self {
        Self {
            name: "Beispielverein e. V.".into(),
            street: "Uferstraße 8–11".into(),
            postal_code: "13357".into(),
            locality: "Berlin".into(),
            represented_by: "der Vorstand".into(),
            email: "post@dialog.example.org".into(),
            phone: "+49 30 000000".into(),
            responsible: "die Geschäftsstelle, Anschrift wie oben".into(),
            hosting: "Rechenzentrum Beispiel, Deutschland".into(),
            ..Self::default()
        }
    }
}

/// In days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// A session that nobody uses.
    #[serde(deserialize_with = "between::<1, 400, _, _>")]
    pub sessions_days: u16,
    /// The record of who changed what.
    #[serde(deserialize_with = "between::<1, 4000, _, _>")]
    pub audit_days: u16,
    /// Profiles and events of other servers that nobody here has to do with any more.
    #[serde(deserialize_with = "between::<1, 4000, _, _>")]
    pub remote_days: u16,
    /// Which activities were received, so that none is applied twice.
    #[serde(deserialize_with = "between::<15, 4000, _, _>")]
    pub activities_days: u16,
    /// What was delivered where, and what failed.
    #[serde(deserialize_with = "between::<1, 4000, _, _>")]
    pub deliveries_days: u16,
    /// Who took part in an event, after its end.
    #[serde(deserialize_with = "between::<1, 4000, _, _>")]
    pub participations_days: u16,
    #[serde(deserialize_with = "between::<1, 4000, _, _>")]
    pub backups_days: u16,
}

impl Default for Retention {
    fn default() -> Self {
        super::defaults().retention
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_as_in_the_settings() {
        assert_eq!(Legal::sample().missing(), [""; 0]);
        let mut legal = Legal::sample();
        legal.street = "  ".into();
        legal.phone = String::new();
        assert_eq!(legal.missing(), ["street", "phone"]);
        legal.contact_page = Some("https://dialog.example.org/kontakt".parse().unwrap());
        assert_eq!(legal.missing(), ["street"]);
        assert_eq!(Legal::default().missing().len(), 9);
    }
}
