//! The list of an outside shop, taken over as those who take part in an event. Nobody is taken twice,
//! nobody who left comes back by it, and nobody gets a letter unless somebody wants it.

use super::pretix;
use crate::{
    App, Error, Refusal, Refusals, Result,
    accounts::Account,
    audit,
    events::{Attendance, Event},
    ids::ParticipationId,
    mail::Address,
    participations::{self, Origin, Participation, Registration, State, Word, ways_of},
};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, HashMap, HashSet};

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
        let booked = list.registrations.iter().filter(|it| !it.is_cancelled);
        let products = booked.map(|it| it.product.clone());
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
    /// Gave their place back there, and is here by an earlier list.
    Gone(ParticipationId),
    /// Gave their place back there; here nothing is to be done.
    Cancelled,
    /// The same address stands further up in the list: who it is for is to be asked.
    Twice,
    Refused(Refusals),
}

impl Guest {
    pub fn is_new(&self) -> bool {
        self.standing == Standing::New
    }

    /// Whether there is anything to do about them.
    pub fn can_be_taken(&self) -> bool {
        matches!(self.standing, Standing::New | Standing::Gone(_))
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
        // Who came from another server without an address is nobody of this list.
        if one.state != State::Unconfirmed && (one.email.is_some() || one.actor.is_none()) {
            let mailbox = one.email.clone().unwrap_or_default();
            known.entry(mailbox).or_default().push(one);
        }
    }
    // Somebody with two places may have given one of them back.
    let booked = list.registrations.iter().filter(|it| !it.is_cancelled);
    let booked: HashSet<(String, String)> = booked.map(who).collect();
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    let mut taken_out: HashSet<ParticipationId> = HashSet::new();
    let stand = |booking: &pretix::Registration| {
        let (folded, _) = who(booking);
        // Several people may have one mailbox; their names tell them apart, and are all there is without one.
        let name = booking.name.as_str();
        let is_them = |one: &Participation| match folded.is_empty() {
            true => one.is_called(name),
            false => one.may_be(name),
        };
        if booking.is_cancelled {
            let mut here = known.get(&folded).into_iter().flatten();
            let imported = here.find(|one| {
                is_them(one) && one.origin == Origin::Import && State::TOLD.contains(&one.state)
            });
            let gone = imported.filter(|_| !booked.contains(&who(booking)));
            // Both places of one person may be given back.
            let gone = gone.filter(|one| taken_out.insert(one.id.clone()));
            return gone.map_or(Standing::Cancelled, |one| Standing::Gone(one.id.clone()));
        }
        let registration = registration(event, booking, ways);
        if let Err(refusals) = registration.check(event, &admission) {
            return Standing::Refused(refusals);
        }
        let mut known = known.get(&folded).into_iter().flatten();
        if let Some(known) = known.find(|one| is_them(one)) {
            return Standing::Known(known.state);
        }
        let is_alone = folded.is_empty();
        let above = seen.entry(folded).or_default();
        let is_twice = above.iter().any(|it| match is_alone {
            true => it.to_lowercase() == name.to_lowercase(),
            false => participations::may_be_one(it, name),
        });
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

/// Whom a place is for: the mailbox, if there is one, and the name.
fn who(booking: &pretix::Registration) -> (String, String) {
    let folded = booking.email.parse::<Address>().map(|it| it.folded());
    let mailbox = folded.unwrap_or_else(|_| booking.email.clone());
    (mailbox, booking.name.to_lowercase())
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
    /// Taken out, because they gave their place back there.
    pub gone: usize,
    /// Keys of those a rule spoke against.
    pub refused: Vec<(String, Refusals)>,
}

/// Take over those of a list that are new and chosen, and take out those who gave their place back there, one
/// transaction each. `tells` them by mail, now and
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
    for guest in guests
        .iter()
        .filter(|it| it.can_be_taken() && is_chosen(it))
    {
        if let Standing::Gone(id) = &guest.standing {
            let tx = app.begin().await?;
            let one = participations::find(&tx, &event.id, id).await?;
            let left = participations::leave(app, &tx, &one, Word::Ours).await?;
            audit::kept(app, tx, by, "participation.leave", &left.id).await?;
            taken.gone += 1;
            continue;
        }
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
