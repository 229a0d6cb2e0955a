//! What people on other servers are told, and when: answers to a Join, a question to who replied, a post
//! to who sees no answer. Said in the transaction in which they came to stand so.

use super::{
    activitypub::{post, question},
    letters::{self, News},
    participation::{Participation, State},
    store,
};
use crate::{
    App, Result,
    app::Tx,
    events::{self, Attendance, Event},
    i18n::Lang,
    markdown,
};
use chrono::{DateTime, Utc};
use federation::{
    Received,
    actors::{self, Actor},
    outbox::{Audience, Saying},
};
use serde_json::json;
use url::Url;

/// Ask somebody who replied how they will come. Only ever in answer to a post of theirs: Mastodon hides
/// what strangers write unasked.
pub async fn ask(
    app: &App,
    tx: &Tx,
    event: &Event,
    actor: &Actor,
    (reply, lang): (&Url, Lang),
    now: DateTime<Utc>,
) -> Result<()> {
    let organizer = events::organizer_of(tx, event).await?;
    let id: Url = app.federation.mint("objects", now).into();
    let question = question(&id, event, (&organizer, actor), reply, lang, now);
    let audience = Audience::only(&actor.id);
    // A vote names the question alone, and the question the post it answers.
    app.federation
        .keep_object(tx, &organizer, &question, &audience)
        .await?;
    let saying = Saying::about("Create", question, audience);
    app.federation.say(tx, &organizer, saying).await?;
    Ok(())
}

/// Nobody takes part in this here: a Join is told that it waits for no answer.
pub async fn ignore(app: &App, tx: &Tx, event: &Event, activity: &Received) -> Result<()> {
    let organizer = events::organizer_of(tx, event).await?;
    let audience = Audience::only(&activity.actor.id);
    let saying = Saying::about("Ignore", json!(activity.id), audience);
    app.federation.say(tx, &organizer, saying).await?;
    Ok(())
}

/// Answer who would come too late.
pub async fn say_closed(
    app: &App,
    tx: &Tx,
    (event, actor): (&Event, &Actor),
    (reply, lang): (&Url, Lang),
) -> Result<()> {
    say_of_event(
        app,
        tx,
        (event, actor),
        (reply, lang),
        "participation-note-closed",
    )
    .await
}

/// Answer who voted when the poll was over, or the event another.
pub async fn say_late(
    app: &App,
    tx: &Tx,
    (event, actor): (&Event, &Actor),
    (reply, lang): (&Url, Lang),
) -> Result<()> {
    let key = match event.takes_registrations(app.clock.now()) {
        true => "participation-note-late",
        false => "participation-note-closed",
    };
    say_of_event(app, tx, (event, actor), (reply, lang), key).await
}

async fn say_of_event(
    app: &App,
    tx: &Tx,
    (event, actor): (&Event, &Actor),
    (reply, lang): (&Url, Lang),
    key: &str,
) -> Result<()> {
    let organizer = events::organizer_of(tx, event).await?;
    let now = app.clock.now();
    let text = lang.text_with(
        key,
        &[
            ("title", &event.title(lang.bcp47())),
            ("url", &event.url.as_str()),
        ],
    );
    let id: Url = app.federation.mint("objects", now).into();
    let note = post(&id, (&organizer, actor), Some(reply), &text, lang, now);
    let saying = Saying::about("Create", note, Audience::only(&actor.id));
    app.federation.say(tx, &organizer, saying).await?;
    Ok(())
}

/// Answer what somebody said, in the way their server understands.
pub async fn answer(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
) -> Result<()> {
    tell(app, tx, event, participation, &News::Standing).await?;
    Ok(())
}

/// Say how they stand. A Join hears Accept, Reject or TentativeAccept from the organizer, naming the
/// Join (Mobilizon drops others); who came otherwise gets a post, and so does who needs the way in.
/// Returns whether anybody is known there.
pub async fn tell(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    news: &News<'_>,
) -> Result<bool> {
    let Some(actor) = &participation.actor else {
        return Ok(false);
    };
    let Some(actor) = actors::find(tx, actor).await? else {
        return Ok(false);
    };
    let organizer = events::organizer_of(tx, event).await?;
    let link = app.links.address(app.config.origin(), participation);
    let audience = Audience::only(&actor.id);
    let join = participation.activity.as_ref();
    let join = join.filter(|_| participation.joined);
    if let (Some(join), Some(kind)) = (join, answer_to_join(participation.state, news)) {
        let mut saying = Saying::about(kind, json!(join), audience);
        if participation.is_let_in() {
            saying = saying.with(
                "result",
                json!({
                    "type": "Document",
                    "mediaType": "text/html",
                    "url": link,
                }),
            );
        }
        if let News::Declined(_, reason) = news
            && !reason.is_empty()
        {
            saying = saying.with("content", json!(markdown::escape(reason)));
        }
        app.federation.say(tx, &organizer, saying).await?;
    }
    let may_choose = may_choose_way(participation);
    let hears_enough = join.is_some()
        && match news {
            News::Standing => !may_choose && !needs_way_in(app, tx, event).await?,
            News::Declined(_, reason) => reason.is_empty(),
            News::Left(_) => true,
            _ => false,
        };
    let text = match hears_enough {
        true => None,
        false => words(app, tx, event, participation, &link, news).await?,
    };
    if let Some(text) = text {
        let about = Some(&*event.iri);
        write(app, tx, (&organizer, &actor), participation, about, &text).await?;
    }
    Ok(true)
}

/// Whether somebody could not say how they come, and is let in or waits for it.
fn may_choose_way(participation: &Participation) -> bool {
    let is_settled = [State::Accepted, State::Waiting, State::Offered];
    participation.way_open && is_settled.contains(&participation.state)
}

/// What a Join hears of this, if it says anything about the Join.
fn answer_to_join(state: State, news: &News<'_>) -> Option<&'static str> {
    match (news, state) {
        (News::Standing, State::Accepted) => Some("Accept"),
        (News::Standing, State::Waiting | State::Offered) => Some("TentativeAccept"),
        (News::Standing, State::Declined) => Some("Reject"),
        // They are not on the list any more, whoever said so.
        (
            News::Declined(..) | News::Left(_) | News::TakenOut(_) | News::Lapsed | News::Merged,
            _,
        ) => Some("Reject"),
        _ => None,
    }
}

/// A post to one person. By the post of theirs it answers, or else by the event it is `about`, what they
/// write below it is understood.
async fn write(
    app: &App,
    tx: &Tx,
    (organizer, actor): (&Actor, &Actor),
    participation: &Participation,
    about: Option<&Url>,
    text: &str,
) -> Result<()> {
    let now = app.clock.now();
    let lang = Lang::of(&participation.language);
    let id: Url = app.federation.mint("objects", now).into();
    let answered = participation.reply.as_deref().or(about);
    let note = post(&id, (organizer, actor), answered, text, lang, now);
    let audience = Audience::only(&actor.id);
    if about.is_some() {
        app.federation
            .keep_object(tx, organizer, &note, &audience)
            .await?;
    }
    let saying = Saying::about("Create", note, audience);
    app.federation.say(tx, organizer, saying).await?;
    Ok(())
}

/// What the organizers write, to who is known there. Their server reads it with them. Returns whether anybody
/// is.
pub async fn write_from_organizers(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    said: letters::Said<'_>,
) -> Result<bool> {
    let Some(actor) = &participation.actor else {
        return Ok(false);
    };
    let Some(actor) = actors::find(tx, actor).await? else {
        return Ok(false);
    };
    let organizer = events::organizer_of(tx, event).await?;
    let lang = Lang::of(&participation.language);
    let link = app.links.address(app.config.origin(), participation);
    let (subject, text) = said(lang);
    let lead = lang.text_with(
        "participation-note-said",
        &[("title", &event.title(lang.bcp47())), ("subject", &subject)],
    );
    let last = lang.text_with("participation-note-own", &[("link", &link.as_str())]);
    let text = format!("{lead}\n{text}\n{last}");
    let about = Some(&*event.iri);
    write(app, tx, (&organizer, &actor), participation, about, &text).await?;
    Ok(true)
}

/// Tell somebody of whose event nothing is left but what they were told. Returns whether anybody is known
/// there.
pub async fn tell_of_the_gone(app: &App, tx: &Tx, participation: &Participation) -> Result<bool> {
    let told = &participation.told;
    let Some(actor) = &participation.actor else {
        return Ok(false);
    };
    let Ok(organizer) = told.organizer.parse::<Url>() else {
        return Ok(false);
    };
    let (actor, organizer) = (
        actors::find(tx, actor).await?,
        actors::find(tx, &organizer).await?,
    );
    let (Some(actor), Some(organizer)) = (actor, organizer) else {
        return Ok(false);
    };
    let lang = Lang::of(&participation.language);
    let text = lang.text_with(
        "participation-note-called-off",
        &[("title", &told.title), ("url", &told.url)],
    );
    write(app, tx, (&organizer, &actor), participation, None, &text).await?;
    Ok(true)
}

/// Whether there is something that only those hear of who take part.
async fn needs_way_in(app: &App, tx: &Tx, event: &Event) -> Result<bool> {
    Ok(!events::venue::find(app, tx, &event.id).await?.is_empty())
}

async fn words(
    app: &App,
    tx: &Tx,
    event: &Event,
    participation: &Participation,
    link: &Url,
    news: &News<'_>,
) -> Result<Option<String>> {
    let lang = Lang::of(&participation.language);
    let title = event.title(lang.bcp47());
    let when = letters::when(lang, event, app.config.instance.zone);
    let days = letters::days(lang, participation);
    let when = match days.is_empty() {
        true => when,
        false => lang.text_with(
            "participation-note-days",
            &[("when", &when), ("days", &days)],
        ),
    };
    let key = match news {
        News::CalledOff => "participation-note-called-off",
        News::Changed(_) => "participation-note-changed",
        News::Reminder => "participation-note-reminder",
        News::Left(_) => "participation-note-left",
        News::TakenOut(_) => "participation-note-taken-out",
        News::Lapsed => "participation-note-lapsed",
        News::Merged => "participation-note-merged",
        _ => match participation.state {
            State::Accepted if participation.way(event) == Attendance::Online => {
                "participation-note-accepted-online"
            }
            State::Accepted => "participation-note-accepted",
            State::Requested => "participation-note-requested",
            State::Waiting | State::Offered => "participation-note-waiting",
            State::Declined => "participation-note-declined",
            State::Tentative | State::Unconfirmed | State::Cancelled => return Ok(None),
        },
    };
    let place = match participation.state {
        State::Waiting => store::place_in_line(tx, event, participation).await?,
        _ => 0,
    };
    let mut text = lang.text_with(
        key,
        &[
            ("title", &title),
            ("when", &when),
            ("place", &place),
            ("link", &link.as_str()),
            ("url", &event.url.as_str()),
        ],
    );
    if matches!(news, News::Standing) && may_choose_way(participation) {
        text.push('\n');
        text.push_str(&lang.text("participation-note-way-open"));
    }
    if let News::Declined(_, reason) = news
        && !reason.is_empty()
    {
        text.push('\n');
        text.push_str(&lang.text_with("mail-because", &[("reason", reason)]));
    }
    if let Some(reason) = event.reason_said(lang)
        && matches!(news, News::CalledOff | News::Changed(_))
    {
        text.push('\n');
        text.push_str(&reason);
    }
    Ok(Some(text))
}
