//! An association's profile in the working area: founding it, changing what it says, new keys.
//! Everybody here may look; speaking for the association is an owner's.

use super::{
    Association, Draft, absent, actor_of, all, find_by_handle, found, revise, rotate_keys,
};
use crate::{
    App, Result, audit,
    error::Refusals,
    media,
    web::{
        desk::{After, leading_to},
        form::Filled,
        page::{Page, or_again, respond},
        session::{Editor, Owner},
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use federation::{actors::Actor, follows, host_of};
use serde::Deserialize;

const ASSOCIATION: &str = "/desk/association";

pub fn routes() -> Router<App> {
    Router::new()
        .route(ASSOCIATION, get(index).post(create))
        .route("/desk/association/{handle}", get(edit).post(update))
        .route(
            "/desk/association/{handle}/keys",
            get(ask_for_keys).post(renew_keys),
        )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Done {
    Founded,
    Changed,
    Renewed,
}

impl Done {
    fn key(self) -> &'static str {
        match self {
            Self::Founded => "association-done-founded",
            Self::Changed => "association-done-changed",
            Self::Renewed => "association-done-renewed",
        }
    }
}

fn address(association: &Association) -> String {
    format!("{ASSOCIATION}/{}", association.handle)
}

#[derive(Template)]
#[template(path = "associations/form.html")]
struct Sheet {
    page: Page,
    draft: Draft,
    /// Its row and its actor, once it is founded.
    association: Option<(Association, Actor)>,
    /// All of ours, to choose from.
    all: Vec<Association>,
    /// Where the picture the form names is served.
    picture: Option<String>,
    host: String,
    done: Option<Done>,
    may_change: bool,
}

impl Sheet {
    async fn new(
        app: &App,
        page: Page,
        draft: Draft,
        association: Option<Association>,
        may_change: bool,
    ) -> Result<Self> {
        let picture = match draft.picture.parse() {
            Ok(id) => media::find(&app.db, &id).await?,
            Err(_) => None,
        };
        let title = match &association {
            Some(association) => association.name.clone(),
            None => page.t("association-form-new"),
        };
        let association = match association {
            Some(association) => {
                let actor = actor_of(&app.db, &association).await?;
                Some((association, actor))
            }
            None => None,
        };
        Ok(Self {
            page: page.with_title(title).unlisted(),
            draft,
            association,
            all: all(&app.db).await?,
            picture: picture.map(|media| media.path()),
            host: host_of(app.config.origin()),
            done: None,
            may_change,
        })
    }

    fn action(&self) -> String {
        match &self.association {
            Some((association, _)) => address(association),
            None => ASSOCIATION.to_owned(),
        }
    }

    fn is_this(&self, one: &Association) -> bool {
        let this = self.association.as_ref();
        this.is_some_and(|(this, _)| this.id == one.id)
    }

    /// Whether one of the lines of its own is filled in, or wrong.
    fn shows_fields(&self) -> bool {
        let draft = &self.draft;
        [
            &draft.field_1_name,
            &draft.field_1_value,
            &draft.field_2_name,
            &draft.field_2_value,
        ]
        .iter()
        .any(|text| !text.is_empty())
    }
}

#[derive(Deserialize)]
struct Shown {
    /// Found another one.
    #[serde(default)]
    new: bool,
}

/// The first association, or the form to found one.
async fn index(
    State(app): State<App>,
    page: Page,
    _: Editor,
    owner: Option<Owner>,
    Query(shown): Query<Shown>,
) -> Result<Response> {
    let first = all(&app.db).await?.into_iter().next();
    if let Some(first) = first.filter(|_| !shown.new) {
        return Ok(Redirect::to(&address(&first)).into_response());
    }
    let sheet = Sheet::new(&app, page, Draft::default(), None, owner.is_some()).await?;
    Ok(respond(StatusCode::OK, sheet))
}

async fn create(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    mut filled: Filled,
) -> Result<Response> {
    let faults = filled.keep_picture(&app).await?;
    let draft: Draft = filled.read()?;
    let done = insert(&app, &owner, &draft, faults)
        .await
        .map(|association| leading_to(&address(&association), "founded"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, None, true).await
    })
    .await
}

async fn insert(
    app: &App,
    owner: &Owner,
    draft: &Draft,
    mut faults: Refusals,
) -> Result<Association> {
    if let Err(refusal) = draft.check_handle() {
        faults.add(refusal);
    }
    check(draft, faults)?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    let association = found(app, &tx, draft, keys).await?;
    audit::kept(app, tx, Some(owner), "association.found", &association.id).await?;
    Ok(association)
}

/// With a picture that was refused everything else is looked at too, so that all is said at once.
fn check(draft: &Draft, mut faults: Refusals) -> Result<()> {
    if let Err(Refusals(more)) = draft.check() {
        faults.0.extend(more);
    }
    Ok(faults.none_or()?)
}

async fn named(app: &App, handle: &str) -> Result<Association> {
    match find_by_handle(&app.db, handle).await? {
        Some(association) => Ok(association),
        None => Err(absent(&app.db, handle).await?),
    }
}

async fn edit(
    State(app): State<App>,
    page: Page,
    _: Editor,
    owner: Option<Owner>,
    Path(handle): Path<String>,
    Query(after): Query<After<Done>>,
) -> Result<Response> {
    let association = named(&app, &handle).await?;
    let draft = Draft::of(&association);
    let mut sheet = Sheet::new(&app, page, draft, Some(association), owner.is_some()).await?;
    sheet.done = after.done;
    Ok(respond(StatusCode::OK, sheet))
}

async fn update(
    State(app): State<App>,
    page: Page,
    owner: Owner,
    Path(handle): Path<String>,
    mut filled: Filled,
) -> Result<Response> {
    let association = named(&app, &handle).await?;
    let faults = filled.keep_picture(&app).await?;
    let draft: Draft = filled.read()?;
    let done = replace(&app, &owner, association.clone(), &draft, faults)
        .await
        .map(|association| leading_to(&address(&association), "changed"));
    or_again(done, page, async |page| {
        Sheet::new(&app, page, draft, Some(association), true).await
    })
    .await
}

async fn replace(
    app: &App,
    owner: &Owner,
    association: Association,
    draft: &Draft,
    faults: Refusals,
) -> Result<Association> {
    check(draft, faults)?;
    let tx = app.begin().await?;
    let association = revise(app, &tx, association, draft).await?;
    audit::kept(app, tx, Some(owner), "association.revise", &association.id).await?;
    Ok(association)
}

#[derive(Template)]
#[template(path = "associations/keys.html")]
struct Keys {
    page: Page,
    association: Association,
    followers: u64,
}

async fn ask_for_keys(
    State(app): State<App>,
    page: Page,
    _: Owner,
    Path(handle): Path<String>,
) -> Result<Response> {
    let association = named(&app, &handle).await?;
    let keys = Keys {
        page: page.with_title_text("association-keys-question").unlisted(),
        followers: follows::count_followers(&app.db, &association.actor).await?,
        association,
    };
    Ok(respond(StatusCode::OK, keys))
}

async fn renew_keys(
    State(app): State<App>,
    owner: Owner,
    Path(handle): Path<String>,
) -> Result<Response> {
    let association = named(&app, &handle).await?;
    let keys = app.federation.make_keys().await?;
    let tx = app.begin().await?;
    rotate_keys(&app, &tx, &association, keys).await?;
    audit::kept(&app, tx, Some(&owner), "association.keys", &association.id).await?;
    Ok(leading_to(&address(&association), "renewed"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        accounts::Role,
        web::desk::tests::{Visitor, deeds, furnished_house, house},
    };

    const DIALOG: [(&str, &str); 4] = [
        ("handle", "@Dialog"),
        ("name", "Dialog für Cybersicherheit"),
        ("email", "post@dialog.example.org"),
        ("picture", ""),
    ];

    #[tokio::test]
    async fn an_owner_founds_the_association_on_the_page_the_menu_leads_to() {
        let app = house().await;
        let owner = Visitor::new(&app, Role::Owner).await;
        let form = owner.get("/desk/association").await;
        assert!(form.says("@dialog.example.org und lässt sich nie mehr ändern"));
        let answer = owner.send("/desk/association", &DIALOG, None).await;
        assert_eq!(answer.location, "/desk/association/dialog?done=founded");
        assert!(
            owner
                .get(&answer.location)
                .await
                .says("@dialog@dialog.example.org")
        );
        let next = owner.get("/desk/association").await;
        assert_eq!(next.location, "/desk/association/dialog");
        assert_eq!(deeds(&app).await, ["association.found"]);
    }

    #[tokio::test]
    async fn a_refused_profile_names_every_field_and_keeps_what_was_typed() {
        let app = house().await;
        let owner = Visitor::new(&app, Role::Owner).await;
        let wrong = [
            ("handle", "ä"),
            ("name", ""),
            ("email", "post"),
            ("website", "dialog"),
            ("summary", "Seit <2016>"),
        ];
        let answer = owner
            .send("/desk/association", &wrong, Some(b"<svg>"))
            .await;
        assert_eq!(answer.status, 422);
        for field in ["handle", "name", "email", "website", "picture"] {
            assert!(answer.says(&format!("<a href=\"#{field}\">")), "{field}");
        }
        for typed in [
            "value=\"ä\"",
            "value=\"post\"",
            "Seit &#60;2016&#62;</textarea>",
        ] {
            assert!(answer.says(typed), "{typed} is lost");
        }
        assert!(all(&app.db).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn nothing_changes_with_a_picture_that_is_none() {
        let (app, before) = furnished_house().await;
        let owner = Visitor::new(&app, Role::Owner).await;
        let changed = [("name", "Verein"), ("email", "post@dialog.example.org")];
        let path = "/desk/association/dialog";
        let answer = owner.send(path, &changed, Some(b"<svg>")).await;
        assert_eq!(answer.status, 422);
        assert!(answer.says("<a href=\"#picture\">"), "{}", answer.html);
        assert!(answer.says("value=\"Verein\""), "what was typed stays");
        assert_eq!(all(&app.db).await.unwrap(), [before]);
    }

    #[tokio::test]
    async fn only_an_owner_speaks_for_the_association() {
        let (app, _) = furnished_house().await;
        let coordinator = Visitor::new(&app, Role::Coordinator).await;
        let page = coordinator.get("/desk/association/dialog").await;
        assert!(page.says("wer die Rolle „Leitung“ hat") && !page.says("name=\"name\""));
        for path in ["/desk/association", "/desk/association/dialog"] {
            let answer = coordinator.send(path, &DIALOG, None).await;
            assert_eq!(answer.status, 403, "{path}");
        }
        let keys = "/desk/association/dialog/keys";
        assert_eq!(coordinator.get(keys).await.status, 403);
        assert_eq!(coordinator.post(keys, &[]).await.status, 403);
        assert!(deeds(&app).await.is_empty());
    }

    #[tokio::test]
    async fn profile_and_keys_change_and_the_handle_never() {
        let (app, association) = furnished_house().await;
        let owner = Visitor::new(&app, Role::Owner).await;
        let path = "/desk/association/dialog";
        let before = actor_of(&app.db, &association).await.unwrap();
        let changes = [
            ("handle", "other"),
            ("name", "Dialog"),
            ("field_1_name", "Seit"),
            ("field_1_value", "2016"),
        ];
        let answer = owner.send(path, &changes, None).await;
        assert_eq!(answer.location, format!("{path}?done=changed"));
        let changed = named(&app, "dialog").await.unwrap();
        assert_eq!(
            (changed.name.as_str(), changed.fields.0.len()),
            ("Dialog", 1)
        );
        let asked = owner.get(&format!("{path}/keys")).await;
        assert!(asked.says("Schlüssel erneuern?") && asked.says(">Abbrechen</a>"));
        let answer = owner.post(&format!("{path}/keys"), &[]).await;
        assert_eq!(answer.location, format!("{path}?done=renewed"));
        let after = actor_of(&app.db, &association).await.unwrap();
        assert_ne!(before.keys.rsa, after.keys.rsa);
        assert_eq!(
            deeds(&app).await,
            ["association.keys", "association.revise"]
        );
    }
}
