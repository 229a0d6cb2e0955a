//! Where one association has one vote: which there are, by those who were there. They write their association as
//! they know it, so whoever holds the vote says beforehand which spellings are one, and who of them has no vote.

use super::{Decision, State, decision::Voters, refused, store};
use crate::{
    App, Error, Result,
    app::Tx,
    error::{Refusal, Refusals},
    events::{draft::one_line, later},
    ids::DecisionId,
    participations::{self, Participation},
};
use sea_orm::{ConnectionTrait, FromJsonQueryResult};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use utoipa::ToSchema;

/// Spellings of one vote: more than have come to any edition.
pub const SPELLINGS_AT_MOST: usize = 2_000;
/// In characters: as long as somebody who registers may type.
pub const NAME_AT_MOST: usize = participations::participation::LINE_AT_MOST;
/// In characters.
pub const REASON_AT_MOST: usize = 300;

/// What was confirmed, one for each spelling.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Organisations(pub Vec<Confirmed>);

/// A spelling, and what it counts as.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionOrganisation)]
#[serde(default)]
pub struct Confirmed {
    /// As somebody who was there wrote it; upper and lower case are the same.
    pub spelling: String,
    /// The association it is. Those with the same one have one vote together. Empty where it has none.
    pub counts_as: String,
    /// Why it has none.
    pub reason: String,
}

/// What is confirmed in one go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confirmation {
    /// One for each spelling there is.
    pub organisations: Vec<Confirmed>,
    /// The state of the vote it was read from, to notice when somebody was faster.
    pub seen: String,
}

/// The same as a program says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionOrganisations)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// One for each spelling there is, each on a line: `DRK | Deutsches Rotes Kreuz` for what it counts as, or
    /// `Presse | | War zu Gast.` for why it has no vote.
    pub organisations: String,
    /// The state of the vote it was read from, to notice when somebody was faster.
    pub seen: String,
}

impl Typed {
    pub fn confirmation(self) -> Confirmation {
        let lines = self.organisations.lines().map(str::trim);
        let row = |line: &str| {
            let mut parts = line.splitn(3, '|').map(|part| part.trim().to_owned());
            Confirmed {
                spelling: parts.next().unwrap_or_default(),
                counts_as: parts.next().unwrap_or_default(),
                reason: parts.next().unwrap_or_default(),
            }
        };
        Confirmation {
            organisations: lines.filter(|line| !line.is_empty()).map(row).collect(),
            seen: self.seen,
        }
    }
}

/// A spelling that people who were there have used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = DecisionSpelling)]
pub struct Spelling {
    #[serde(flatten)]
    pub confirmed: Confirmed,
    /// How many people wrote it so.
    pub people: usize,
    /// Whether anybody has said yet what it counts as.
    pub is_confirmed: bool,
}

impl Organisations {
    /// To look many people up.
    pub fn by_spelling(&self) -> BySpelling<'_> {
        let rows = self.0.iter();
        BySpelling(rows.map(|one| (folded(&one.spelling), one)).collect())
    }
}

/// What was confirmed, by how it is spelled.
pub struct BySpelling<'a>(HashMap<String, &'a Confirmed>);

impl<'a> BySpelling<'a> {
    /// `None` where nobody has said yet what it counts as.
    fn find(&self, spelling: &str) -> Option<&'a Confirmed> {
        self.0.get(&folded(spelling)).copied()
    }

    /// The association somebody has a vote with.
    pub fn name_of(&self, one: &Participation) -> Option<&'a str> {
        let confirmed = self.find(&one.organisation)?;
        Some(confirmed.counts_as.as_str()).filter(|name| !name.is_empty())
    }
}

/// However it is written.
pub fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// The spellings of those who were there, each with what it counts as: as it is written, until somebody says otherwise.
pub async fn spellings(db: &impl ConnectionTrait, decision: &Decision) -> Result<Vec<Spelling>> {
    let event = super::event_of(db, decision).await?;
    let Some(event) = event else {
        return Ok(Vec::new());
    };
    let people = participations::of_event(db, &event.id).await?;
    let there = people
        .iter()
        .filter(|one| one.is_let_in() && one.was_there(&event).is_some());
    let confirmed = decision.organisations.by_spelling();
    let mut spellings: BTreeMap<String, Spelling> = BTreeMap::new();
    for one in there {
        let key = folded(&one.organisation);
        if key.is_empty() {
            continue;
        }
        let known = confirmed.find(&one.organisation);
        let spelling = spellings.entry(key).or_insert_with(|| Spelling {
            confirmed: known.cloned().unwrap_or_else(|| Confirmed {
                spelling: one_line(&one.organisation),
                counts_as: one_line(&one.organisation),
                reason: String::new(),
            }),
            people: 0,
            is_confirmed: known.is_some(),
        });
        spelling.people += 1;
    }
    Ok(spellings.into_values().collect())
}

/// Say which spellings are one association, and which have no vote and why. The vote cannot be opened before this is
/// said of all.
pub async fn confirm(
    app: &App,
    tx: &Tx,
    id: &DecisionId,
    confirmation: &Confirmation,
) -> Result<Decision> {
    let decision = store::find_for_change(tx, id).await?;
    if !confirmation.seen.is_empty() && confirmation.seen != decision.seen() {
        return Err(Error::Conflict);
    }
    if decision.state != State::Draft {
        return refused("decision-not-a-draft");
    }
    if decision.voters != Voters::Associations {
        return refused("decision-not-of-associations");
    }
    let organisations = check(&confirmation.organisations)?;
    let decision = Decision {
        organisations: Organisations(organisations),
        updated_at: later(decision.updated_at, app.clock.now()),
        ..decision
    };
    store::update(tx, decision).await
}

fn check(said: &[Confirmed]) -> Result<Vec<Confirmed>, Refusals> {
    let mut refusals = Refusals::default();
    let mut spelled = BTreeSet::new();
    // One association has one name, that of whoever is first.
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut checked = Vec::with_capacity(said.len().min(SPELLINGS_AT_MOST));
    if said.len() > SPELLINGS_AT_MOST {
        refusals.add(Refusal::new("decision-organisations-too-many").on("organisations"));
    }
    let refuse = |message| Refusal::new(message).on("organisations");
    for one in said.iter().take(SPELLINGS_AT_MOST) {
        let spelling = one_line(&one.spelling);
        let counts_as = one_line(&one.counts_as);
        let reason = one_line(&one.reason);
        if spelling.is_empty() || !spelled.insert(folded(&spelling)) {
            refusals.add(refuse("decision-spelling-once"));
        }
        let is_long = [
            (&spelling, NAME_AT_MOST),
            (&counts_as, NAME_AT_MOST),
            (&reason, REASON_AT_MOST),
        ]
        .into_iter()
        .any(|(text, at_most)| text.chars().count() > at_most);
        if is_long {
            refusals.add(refuse("decision-text-too-long"));
        }
        if counts_as.is_empty() && reason.is_empty() {
            refusals.add(refuse("decision-left-out-why"));
        }
        let name = names.entry(folded(&counts_as)).or_insert(counts_as);
        checked.push(Confirmed {
            counts_as: name.clone(),
            // Who has a vote needs no reason for it.
            reason: if name.is_empty() {
                reason
            } else {
                String::new()
            },
            spelling,
        });
    }
    refusals.none_or()?;
    Ok(checked)
}

/// Refuses to open a vote before all who are there are known by one name.
pub async fn require_confirmed(tx: &Tx, decision: &Decision) -> Result<()> {
    let spellings = spellings(tx, decision).await?;
    match spellings.iter().all(|spelling| spelling.is_confirmed) {
        true => Ok(()),
        false => refused("decision-organisations-unconfirmed"),
    }
}
