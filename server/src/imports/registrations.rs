//! The list of an outside shop, taken over as those who take part in an event. Nobody is taken twice,
//! nobody who left comes back by it, and nobody gets a letter unless somebody wants it.

use super::pretix;
use crate::{
    App, Error, Refusal, Refusals, Result,
    accounts::Account,
    audit,
    events::{Attendance, Event},
    mail::Address,
    participations::{self, Participation, Registration, State, ways_of},
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, HashMap};

/// Products of one list whose way of attending is asked for.
pub const PRODUCTS_AT_MOST: usize = 50;
/// Words in the name of a product that is for those who come online.
const ONLINE: [&str; 6] = ["online", "stream", "digital", "remote", "virtuell", "zoom"];

/// How the holders of each product come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways(pub BTreeMap<String, Attendance>);

impl Ways {
    /// By the names of the products, where an event has two ways.
    pub fn guessed(event: &Event, list: &pretix::List) -> Self {
        let products = list.registrations.iter().map(|it| it.product.clone());
        let products: BTreeMap<String, Attendance> = products
            .map(|product| {
                let way = guess(event, &product);
                (product, way)
            })
            .collect();
        Self(products.into_iter().take(PRODUCTS_AT_MOST).collect())
    }

    fn of(&self, event: &Event, product: &str) -> Attendance {
        let known = self.0.get(product).copied();
        let possible = known.filter(|way| ways_of(event).contains(way));
        possible.unwrap_or_else(|| guess(event, product))
    }
}

fn guess(event: &Event, product: &str) -> Attendance {
    let product = product.to_lowercase();
    let says_online = ONLINE.iter().any(|word| product.contains(word));
    match ways_of(event) {
        [only] => *only,
        _ if says_online => Attendance::Online,
        _ => Attendance::InPerson,
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    pub booking: pretix::Registration,
    pub standing: Standing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    New,
    /// Takes part here already, or did and left.
    Known(State),
    /// The same address stands further up in the list: who it is for is to be asked.
    Twice,
    Refused(Refusals),
}

impl Guest {
    pub fn is_new(&self) -> bool {
        self.standing == Standing::New
    }
}

/// How each of a list stands to who takes part already. Changes nothing.
pub async fn preview(
    db: &impl ConnectionTrait,
    event: &Event,
    list: &pretix::List,
    ways: &Ways,
) -> Result<Vec<Guest>> {
    let admission = event.admission_by_staff();
    let admission = admission.ok_or(Refusal::new("participation-not-here"))?;
    let mut known: HashMap<String, Vec<Participation>> = HashMap::new();
    for one in participations::of_event(db, &event.id).await? {
        if let Some(email) = one
            .email
            .clone()
            .filter(|_| one.state != State::Unconfirmed)
        {
            known.entry(email).or_default().push(one);
        }
    }
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    let stand = |booking: &pretix::Registration| {
        let registration = registration(event, booking, ways);
        if let Err(refusals) = registration.check(event, &admission) {
            return Standing::Refused(refusals);
        }
        let folded = booking.email.parse::<Address>().map(|it| it.folded());
        let folded = folded.unwrap_or_else(|_| booking.email.clone());
        // Several people may have one mailbox; their names tell them apart.
        let name = booking.name.as_str();
        let mut known = known.get(&folded).into_iter().flatten();
        if let Some(known) = known.find(|one| one.may_be(name)) {
            return Standing::Known(known.state);
        }
        let above = seen.entry(folded).or_default();
        let is_twice = above.iter().any(|it| participations::may_be_one(it, name));
        above.push(name.to_owned());
        match is_twice {
            true => Standing::Twice,
            false => Standing::New,
        }
    };
    let standings: Vec<Standing> = list.registrations.iter().map(stand).collect();
    let guests = list.registrations.iter().cloned().zip(standings);
    Ok(guests
        .map(|(booking, standing)| Guest { booking, standing })
        .collect())
}

fn registration(event: &Event, booking: &pretix::Registration, ways: &Ways) -> Registration {
    Registration {
        name: booking.name.clone(),
        email: booking.email.clone(),
        organisation: booking.company.clone(),
        attendance: ways.of(event, &booking.product).name().to_owned(),
        ..Registration::default()
    }
}

/// What became of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub new: usize,
    /// Keys of those a rule spoke against.
    pub refused: Vec<(String, Refusals)>,
}

/// Take over those of a list that are new and chosen, one transaction each. `tells` them by mail, now and
/// whenever something changes.
pub async fn take(
    app: &App,
    by: Option<&Account>,
    event: &Event,
    (guests, ways): (&[Guest], &Ways),
    is_chosen: impl Fn(&Guest) -> bool,
    tells: bool,
) -> Result<Taken> {
    let mut taken = Taken::default();
    let language = app.config.instance.language.bcp47();
    for guest in guests.iter().filter(|it| it.is_new() && is_chosen(it)) {
        let registration = registration(event, &guest.booking, ways);
        let tx = app.begin().await?;
        let heard = (language, tells);
        match participations::import(app, &tx, &event.id, &registration, heard).await {
            Ok(Some(participation)) => {
                audit::kept(app, tx, by, "participation.import", &participation.id).await?;
                taken.new += 1;
            }
            // Somebody was faster, and they are there.
            Ok(None) => tx.rollback().await?,
            Err(Error::Refused(refusals)) => {
                tx.rollback().await?;
                taken.refused.push((guest.booking.key.clone(), refusals));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(taken)
}
