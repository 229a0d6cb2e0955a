//! Accounts and what lets somebody in, as the verbs leave them.

use super::*;
use crate::{App, audit::Verdict, config::Config};
use federation::Clock;
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectOptions, Database, EntityTrait as _, TransactionTrait as _};
use std::{
    env, fs,
    ops::{AsyncFnOnce, Deref},
    path::PathBuf,
};

pub fn noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

pub fn somebody() -> Account {
    Account {
        id: id(1),
        email: "post@dialog.example.org".into(),
        name: "Geschäftsstelle".into(),
        role: Role::Editor,
        password: None,
        created_at: noon(),
        closed_at: None,
    }
}

/// A whole instance, in a directory that goes with it.
pub struct Instance {
    app: App,
    directory: PathBuf,
}

impl Deref for Instance {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

pub async fn instance(origin: &str) -> Instance {
    instance_with(origin, |_| {}).await
}

/// One whose settings are changed before it starts.
pub async fn instance_with(origin: &str, change: impl FnOnce(&mut Config)) -> Instance {
    let directory = env::temp_dir().join(format!("verbund-{}", Secret::new().reveal()));
    fs::create_dir(&directory).unwrap();
    let mut config = Config::for_testing(directory.clone(), origin.parse().unwrap());
    change(&mut config);
    let app = App::start(config, Clock::stopped(noon())).await.unwrap();
    Instance { app, directory }
}

pub async fn database() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    // Each connection to it would have a memory of its own.
    options.max_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    db
}

/// One unit of work, committed if it went well.
pub async fn commit<T>(
    db: &DatabaseConnection,
    work: impl AsyncFnOnce(&Tx) -> Result<T>,
) -> Result<T> {
    let tx = Tx::from(db.begin().await?);
    let done = work(&tx).await?;
    tx.commit().await?;
    Ok(done)
}

fn id<T: From<ulid::Ulid>>(number: u128) -> T {
    ulid::Ulid::from_parts(1, number).into()
}

/// Open an account; the number makes it another one.
pub async fn open(db: &DatabaseConnection, number: u128, role: Role) -> (Account, Secret) {
    let new = NewAccount {
        id: id(number),
        email: format!("account{number}@dialog.example.org"),
        name: format!("Account {number}"),
        role,
    };
    commit(db, async |tx| open_account(tx, None, new, noon()).await)
        .await
        .unwrap()
}

pub fn visit() -> Visit {
    Visit {
        device: "Firefox, Linux".into(),
        idle_days: 30,
    }
}

/// Open an account and sign in by its link.
pub async fn signed_in(db: &DatabaseConnection, number: u128, role: Role) -> (Account, Secret) {
    let (_, link) = open(db, number, role).await;
    follow(db, &link, noon()).await.unwrap()
}

async fn follow(
    db: &DatabaseConnection,
    link: &Secret,
    now: DateTime<Utc>,
) -> Result<(Account, Secret)> {
    commit(db, async |tx| {
        use_link(tx, link.reveal(), None, visit(), now).await
    })
    .await
}

async fn is_signed_in(db: &DatabaseConnection, session: &Secret, now: DateTime<Utc>) -> bool {
    let holder = holder_of_session(db, session.reveal(), 30, now).await;
    holder.unwrap().is_some()
}

async fn token_of(db: &DatabaseConnection, account: &Account) -> Secret {
    let new = NewToken {
        id: id(7),
        name: "Website".into(),
    };
    let made = commit(db, async |tx| {
        create_token(tx, Some(account), account, new, noon()).await
    });
    made.await.unwrap().1
}

async fn is_in_force(db: &DatabaseConnection, token: &Secret) -> bool {
    holder_of_token(db, token.reveal(), noon())
        .await
        .unwrap()
        .is_some()
}

fn refused(message: &'static str, field: Option<&'static str>) -> String {
    format!("{:?}", Error::from(Refusal { message, field }))
}

#[tokio::test]
async fn a_link_signs_in_once_and_looking_at_it_is_free() {
    let db = database().await;
    let (account, link) = open(&db, 1, Role::Owner).await;
    for _ in 0..3 {
        let seen = holder_of_link(&db, link.reveal(), noon()).await.unwrap();
        assert_eq!(seen, account);
    }
    let (signed_in, session) = follow(&db, &link, noon()).await.unwrap();
    assert_eq!(signed_in, account);
    assert!(is_signed_in(&db, &session, noon()).await);
    assert!(matches!(
        follow(&db, &link, noon()).await,
        Err(Error::NotFound)
    ));
    let seen = holder_of_link(&db, link.reveal(), noon()).await;
    assert!(matches!(seen, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_invitation_lives_longer_than_a_link_from_the_command_line() {
    let db = database().await;
    let (owner, link) = open(&db, 1, Role::Owner).await;
    let new = NewAccount {
        id: id(2),
        email: "neu@dialog.example.org".into(),
        name: "Neu".into(),
        role: Role::Editor,
    };
    let invite = commit(&db, async |tx| {
        open_account(tx, Some(&owner), new, noon()).await
    });
    let (_, invitation) = invite.await.unwrap();
    for (secret, hours, works) in [
        (&link, 23, true),
        (&link, 24, false),
        (&invitation, 71, true),
        (&invitation, 72, false),
    ] {
        let later = noon() + TimeDelta::hours(hours);
        let seen = holder_of_link(&db, secret.reveal(), later).await;
        assert_eq!(seen.is_ok(), works, "after {hours} hours");
    }
}

#[tokio::test]
async fn a_new_link_replaces_the_one_before() {
    let db = database().await;
    let (account, first) = open(&db, 1, Role::Editor).await;
    let renew = commit(&db, async |tx| renew_link(tx, None, &account, noon()).await);
    let second = renew.await.unwrap();
    assert!(matches!(
        follow(&db, &first, noon()).await,
        Err(Error::NotFound)
    ));
    assert!(follow(&db, &second, noon()).await.is_ok());
}

#[tokio::test]
async fn an_address_has_one_account_however_it_is_written() {
    let db = database().await;
    let (account, _) = open(&db, 1, Role::Editor).await;
    let again = NewAccount {
        id: id(2),
        email: " ACCOUNT1@dialog.example.org ".into(),
        name: "Zweites".into(),
        role: Role::Editor,
    };
    let error = commit(&db, async |tx| open_account(tx, None, again, noon()).await).await;
    let expected = refused("account-email-taken", Some("email"));
    assert_eq!(format!("{:?}", error.unwrap_err()), expected);
    assert_eq!(accounts(&db).await.unwrap(), [account]);
}

async fn with_password(db: &DatabaseConnection, passwords: &Passwords) -> Account {
    let (account, link) = open(db, 1, Role::Editor).await;
    let hash = choose_password(passwords, &account, "korrekt pferd batterie")
        .await
        .unwrap();
    let visit = visit();
    let chosen = commit(db, async |tx| {
        use_link(tx, link.reveal(), Some(hash), visit, noon()).await
    });
    chosen.await.unwrap();
    find(db, &account.id).await.unwrap()
}

#[tokio::test]
async fn e_mail_and_password_sign_in_and_every_other_pair_gets_one_answer() {
    let (db, passwords) = (database().await, Passwords::default());
    let account = with_password(&db, &passwords).await;
    open(&db, 2, Role::Editor).await;
    let right = verify(
        &db,
        &passwords,
        " Account1@Dialog.example.org",
        "korrekt pferd batterie",
    );
    let right = right.await.unwrap();
    let entered = commit(&db, async |tx| sign_in(tx, right, visit(), noon()).await).await;
    assert_eq!(entered.unwrap().0, account);
    for (email, password) in [
        ("account1@dialog.example.org", "falsch pferd batterie"),
        ("account1@dialog.example.org", ""),
        ("account2@dialog.example.org", "korrekt pferd batterie"),
        ("nobody@dialog.example.org", "korrekt pferd batterie"),
    ] {
        let wrong = verify(&db, &passwords, email, password).await.unwrap_err();
        assert_eq!(
            format!("{wrong:?}"),
            refused("account-sign-in-refused", None)
        );
    }
}

#[tokio::test]
async fn a_password_that_changed_while_the_old_one_was_hashed_wins() {
    let (db, passwords) = (database().await, Passwords::default());
    let account = with_password(&db, &passwords).await;
    let old = verify(&db, &passwords, &account.email, "korrekt pferd batterie")
        .await
        .unwrap();
    let new = choose_password(&passwords, &account, "neues pferd batterie")
        .await
        .unwrap();
    let change = commit(&db, async |tx| {
        set_password(tx, &account, new, visit(), noon()).await
    });
    change.await.unwrap();
    let late = commit(&db, async |tx| sign_in(tx, old, visit(), noon()).await).await;
    let expected = refused("account-sign-in-refused", None);
    assert_eq!(format!("{:?}", late.unwrap_err()), expected);
}

#[tokio::test]
async fn an_account_closed_while_the_password_was_hashed_lets_nobody_in() {
    let (db, passwords) = (database().await, Passwords::default());
    let account = with_password(&db, &passwords).await;
    let right = verify(&db, &passwords, &account.email, "korrekt pferd batterie")
        .await
        .unwrap();
    commit(&db, async |tx| {
        close_account(tx, None, &account.id, noon()).await
    })
    .await
    .unwrap();
    let late = commit(&db, async |tx| sign_in(tx, right, visit(), noon()).await).await;
    let expected = refused("account-sign-in-refused", None);
    assert_eq!(format!("{:?}", late.unwrap_err()), expected);
}

/// Each of these must end what was let in before: sessions, tokens and links.
#[tokio::test]
async fn everything_ends_with_a_new_password_a_new_role_and_a_closed_account() {
    enum Change {
        Password,
        Role,
        Closing,
    }
    for change in [Change::Password, Change::Role, Change::Closing] {
        let (db, passwords) = (database().await, Passwords::default());
        let (owner, own_session) = signed_in(&db, 2, Role::Owner).await;
        let own_token = NewToken {
            id: id(8),
            name: "Website".into(),
        };
        let made = commit(&db, async |tx| {
            create_token(tx, None, &owner, own_token, noon()).await
        });
        let (_, own_token) = made.await.unwrap();
        let (account, session) = signed_in(&db, 1, Role::Coordinator).await;
        let token = token_of(&db, &account).await;
        let renew = commit(&db, async |tx| renew_link(tx, None, &account, noon()).await);
        let link = renew.await.unwrap();
        assert!(is_signed_in(&db, &session, noon()).await);
        assert!(is_in_force(&db, &token).await);
        assert!(holder_of_link(&db, link.reveal(), noon()).await.is_ok());

        let hash = choose_password(&passwords, &account, "korrekt pferd batterie").await;
        let hash = hash.unwrap();
        let (by, id) = (Some(&owner), &account.id);
        let changed = commit(&db, async |tx| match change {
            Change::Password => {
                let begun = set_password(tx, &account, hash, visit(), noon()).await?;
                Ok(Some(begun))
            }
            Change::Role => change_role(tx, by, id, Role::Editor, noon())
                .await
                .map(|()| None),
            Change::Closing => close_account(tx, by, id, noon()).await.map(|()| None),
        });
        let begun = changed.await.unwrap();

        assert!(!is_signed_in(&db, &session, noon()).await);
        assert!(!is_in_force(&db, &token).await);
        assert!(holder_of_link(&db, link.reveal(), noon()).await.is_err());
        assert!(is_signed_in(&db, &own_session, noon()).await);
        assert!(is_in_force(&db, &own_token).await);
        if let Some(begun) = begun {
            assert!(is_signed_in(&db, &begun, noon()).await);
        }
    }
}

#[tokio::test]
async fn the_last_owner_can_neither_leave_nor_step_down() {
    let db = database().await;
    let (first, _) = open(&db, 1, Role::Owner).await;
    let last_owner = refused("account-last-owner", None);
    let close = async |id: &AccountId| {
        commit(&db, async |tx| close_account(tx, None, id, noon()).await).await
    };
    let step_down = async |id: &AccountId| {
        commit(&db, async |tx| {
            change_role(tx, None, id, Role::Coordinator, noon()).await
        })
        .await
    };
    assert_eq!(
        format!("{:?}", close(&first.id).await.unwrap_err()),
        last_owner
    );
    assert_eq!(
        format!("{:?}", step_down(&first.id).await.unwrap_err()),
        last_owner
    );

    let (second, _) = open(&db, 2, Role::Owner).await;
    step_down(&first.id).await.unwrap();
    assert_eq!(
        format!("{:?}", close(&second.id).await.unwrap_err()),
        last_owner
    );
    close(&first.id).await.unwrap();
}

#[tokio::test]
async fn a_closed_account_keeps_nothing_personal_and_its_address_is_free_again() {
    let (db, passwords) = (database().await, Passwords::default());
    let account = with_password(&db, &passwords).await;
    let close = commit(&db, async |tx| {
        close_account(tx, None, &account.id, noon()).await
    });
    close.await.unwrap();
    assert!(matches!(find(&db, &account.id).await, Err(Error::NotFound)));
    let kept = account::Entity::find_by_id(account.id.clone());
    let kept = kept.one(&db).await.unwrap().unwrap();
    assert_eq!(
        (kept.email.as_str(), kept.name.as_str(), kept.password),
        (account.id.as_str(), "", None)
    );
    assert_eq!(sessions(&db, &account.id).await.unwrap(), []);
    let new = NewAccount {
        id: id(2),
        role: Role::Editor,
        email: account.email,
        name: account.name,
    };
    assert!(
        commit(&db, async |tx| open_account(tx, None, new, noon()).await)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn nobody_ends_or_revokes_what_is_another_s() {
    let db = database().await;
    let (mine, _) = signed_in(&db, 1, Role::Editor).await;
    let (theirs, session) = signed_in(&db, 2, Role::Owner).await;
    let token = token_of(&db, &theirs).await;
    let session_id = sessions(&db, &theirs.id).await.unwrap()[0].id.clone();
    let token_id = tokens(&db, &theirs.id).await.unwrap()[0].id.clone();

    let end = commit(&db, async |tx| {
        end_session(tx, &mine, &session_id, noon()).await
    });
    assert!(matches!(end.await, Err(Error::NotFound)));
    let revoke = commit(&db, async |tx| {
        revoke_token(tx, Some(&mine), &mine.id, &token_id, noon()).await
    });
    assert!(matches!(revoke.await, Err(Error::NotFound)));
    assert!(is_signed_in(&db, &session, noon()).await);
    assert!(is_in_force(&db, &token).await);

    let end = commit(&db, async |tx| {
        end_session(tx, &theirs, &session_id, noon()).await
    });
    end.await.unwrap();
    let revoke = commit(&db, async |tx| {
        revoke_token(tx, Some(&theirs), &theirs.id, &token_id, noon()).await
    });
    revoke.await.unwrap();
    assert!(!is_signed_in(&db, &session, noon()).await);
    assert!(!is_in_force(&db, &token).await);
}

#[tokio::test]
async fn nobody_s_sessions_and_tokens_count_for_another() {
    let db = database().await;
    let (mine, session) = signed_in(&db, 1, Role::Editor).await;
    let token = token_of(&db, &mine).await;
    let (theirs, _) = signed_in(&db, 2, Role::Editor).await;
    assert_eq!(tokens(&db, &theirs.id).await.unwrap(), []);
    for number in 0..tokens::PER_ACCOUNT_AT_MOST {
        let new = NewToken {
            id: id(100 + u128::from(number)),
            name: "Website".into(),
        };
        let made = commit(&db, async |tx| {
            create_token(tx, None, &theirs, new, noon()).await
        });
        made.await.unwrap();
        let again = Verified(theirs.clone());
        commit(&db, async |tx| sign_in(tx, again, visit(), noon()).await)
            .await
            .unwrap();
    }
    let one_more = async |account: &Account| {
        let new = NewToken {
            id: id(200),
            name: "Website".into(),
        };
        commit(&db, async |tx| {
            create_token(tx, None, account, new, noon()).await
        })
        .await
    };
    assert_eq!(
        format!("{:?}", one_more(&theirs).await.unwrap_err()),
        refused("account-token-too-many", Some("token"))
    );
    one_more(&mine).await.unwrap();
    assert!(is_signed_in(&db, &session, noon()).await);
    assert!(is_in_force(&db, &token).await);
}

#[tokio::test]
async fn when_a_token_was_revoked_does_not_change_with_a_new_password() {
    let (db, passwords) = (database().await, Passwords::default());
    let account = with_password(&db, &passwords).await;
    token_of(&db, &account).await;
    let token = tokens(&db, &account.id).await.unwrap().remove(0);
    let (tomorrow, hash) = (noon() + TimeDelta::days(1), account.password.clone());
    let revoke = commit(&db, async |tx| {
        revoke_token(tx, None, &account.id, &token.id, noon()).await?;
        set_password(tx, &account, hash.unwrap(), visit(), tomorrow).await
    });
    revoke.await.unwrap();
    let kept = tokens::Entity::find_by_id(token.id).one(&db).await.unwrap();
    assert_eq!(kept.unwrap().revoked_at, Some(noon()));
}

#[tokio::test]
async fn a_database_that_cannot_write_still_knows_who_somebody_is() {
    let db = database().await;
    let (account, session) = signed_in(&db, 1, Role::Editor).await;
    let token = token_of(&db, &account).await;
    db.execute_unprepared("PRAGMA query_only = ON")
        .await
        .unwrap();
    assert!(is_signed_in(&db, &session, noon() + TimeDelta::hours(1)).await);
    assert!(is_in_force(&db, &token).await);
}

#[tokio::test]
async fn giving_somebody_the_role_they_have_signs_nobody_out() {
    let db = database().await;
    let (account, session) = signed_in(&db, 1, Role::Editor).await;
    let change = commit(&db, async |tx| {
        change_role(tx, None, &account.id, Role::Editor, noon()).await
    });
    change.await.unwrap();
    assert!(is_signed_in(&db, &session, noon()).await);
}

#[tokio::test]
async fn a_session_lives_as_long_as_it_is_used() {
    let db = database().await;
    let (_, used) = signed_in(&db, 1, Role::Owner).await;
    let (_, unused) = signed_in(&db, 2, Role::Owner).await;
    for hours in [6, 12, 18, 24] {
        assert!(is_signed_in(&db, &used, noon() + TimeDelta::hours(hours)).await);
    }
    assert!(!is_signed_in(&db, &unused, noon() + TimeDelta::hours(24)).await);
}

#[tokio::test]
async fn the_oldest_session_ends_when_there_are_too_many() {
    let (db, passwords) = (database().await, Passwords::default());
    let account = with_password(&db, &passwords).await;
    for minute in 1..=60 {
        let now = noon() + TimeDelta::minutes(minute);
        let again = Verified(account.clone());
        commit(&db, async |tx| sign_in(tx, again, visit(), now).await)
            .await
            .unwrap();
    }
    let left = sessions(&db, &account.id).await.unwrap();
    assert_eq!(left.len() as u64, sessions::PER_ACCOUNT_AT_MOST);
    assert_eq!(left[0].created_at, noon() + TimeDelta::minutes(60));
    assert_eq!(left[49].created_at, noon() + TimeDelta::minutes(11));
}

#[tokio::test]
async fn what_is_over_is_forgotten() {
    let db = database().await;
    let (account, session) = signed_in(&db, 1, Role::Editor).await;
    let (_, link) = open(&db, 2, Role::Editor).await;
    token_of(&db, &account).await;
    let token_id = tokens(&db, &account.id).await.unwrap()[0].id.clone();
    let revoke = commit(&db, async |tx| {
        revoke_token(tx, None, &account.id, &token_id, noon()).await
    });
    revoke.await.unwrap();
    let digests = [&session, &link].map(Secret::digest);
    let kept = async || {
        [
            store::find_session(&db, &digests[0])
                .await
                .unwrap()
                .is_some(),
            store::find_link(&db, &digests[1]).await.unwrap().is_some(),
            tokens::Entity::find_by_id(token_id.clone())
                .one(&db)
                .await
                .unwrap()
                .is_some(),
        ]
    };
    assert_eq!(prune(&db, noon() + TimeDelta::hours(1)).await.unwrap(), 0);
    assert_eq!(kept().await, [true, true, true]);
    // The link that was used to sign in is the fourth.
    assert_eq!(prune(&db, noon() + TimeDelta::days(30)).await.unwrap(), 4);
    assert_eq!(kept().await, [false, false, false]);
}

#[tokio::test]
async fn every_change_is_in_the_log_and_no_name_is() {
    let db = database().await;
    let (owner, _) = signed_in(&db, 1, Role::Owner).await;
    let (account, _) = open(&db, 2, Role::Editor).await;
    let change = commit(&db, async |tx| {
        rename(tx, &owner, "Vorstand", noon()).await?;
        change_role(tx, Some(&owner), &account.id, Role::Coordinator, noon()).await?;
        close_account(tx, Some(&owner), &account.id, noon()).await
    });
    change.await.unwrap();
    let entries = audit::latest(&db, 20).await.unwrap();
    let said: Vec<_> = entries
        .iter()
        .rev()
        .map(|entry| {
            (
                entry.action.as_str(),
                entry.account.as_ref(),
                entry.subject.as_str(),
            )
        })
        .collect();
    let (me, other) = (owner.id.as_str(), account.id.as_str());
    assert_eq!(
        said,
        [
            ("account.open", None, me),
            ("account.sign-in", Some(&owner.id), me),
            ("account.open", None, other),
            ("account.rename", Some(&owner.id), me),
            ("account.role", Some(&owner.id), other),
            ("account.close", Some(&owner.id), other),
        ]
    );
    assert!(matches!(
        audit::verify(&db).await,
        Ok(Verdict::Intact { entries: 6, .. })
    ));
    let log = format!("{entries:?}");
    for personal in ["Account 1", "Account 2", "Vorstand", "dialog.example.org"] {
        assert!(!log.contains(personal), "{personal}");
    }
}

#[tokio::test]
async fn what_was_not_committed_did_not_happen() {
    let db = database().await;
    let (account, session) = signed_in(&db, 1, Role::Editor).await;
    let tx = Tx::from(db.begin().await.unwrap());
    close_account(&tx, None, &account.id, noon()).await.unwrap();
    tx.rollback().await.unwrap();
    assert!(is_signed_in(&db, &session, noon()).await);
    assert!(matches!(
        audit::verify(&db).await,
        Ok(Verdict::Intact { entries: 2, .. })
    ));
}

/// A log that reads its end before it writes would otherwise find the end moved, and give up.
#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_wait_for_each_other_and_none_is_turned_away() {
    let instance = instance("https://dialog.example.org").await;
    let (account, _) = open(&instance.db, 1, Role::Editor).await;
    let changes: Vec<_> = (0..32)
        .map(|number| {
            let (app, account) = (instance.app.clone(), account.clone());
            tokio::spawn(async move {
                let tx = app.begin().await?;
                renew_link(&tx, Some(&account), &account, app.clock.now()).await?;
                rename(&tx, &account, &format!("Name {number}"), app.clock.now()).await?;
                Ok::<_, Error>(tx.commit().await?)
            })
        })
        .collect();
    for change in changes {
        change.await.unwrap().unwrap();
    }
    let verdict = audit::verify(&instance.db).await.unwrap();
    assert!(
        matches!(verdict, Verdict::Intact { entries: 65, .. }),
        "{verdict:?}"
    );
}

/// What PostgreSQL lets happen between looking at a link and using it.
#[tokio::test]
async fn of_two_who_saw_a_link_unused_one_uses_it() {
    let db = database().await;
    let (_, secret) = open(&db, 1, Role::Editor).await;
    let link = store::find_link(&db, &secret.digest()).await.unwrap();
    let (link, tx) = (link.unwrap(), Tx::from(db.begin().await.unwrap()));
    assert!(store::use_link(&tx, &link, noon()).await.unwrap());
    assert!(!store::use_link(&tx, &link, noon()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opened_ten_times_at_once_signs_in_once() {
    let db = database().await;
    let (_, link) = open(&db, 1, Role::Editor).await;
    let tries: Vec<_> = (0..10)
        .map(|_| {
            let (db, link) = (db.clone(), link.clone());
            tokio::spawn(async move { follow(&db, &link, noon()).await.is_ok() })
        })
        .collect();
    let mut entered = 0;
    for one in tries {
        entered += u32::from(one.await.unwrap());
    }
    assert_eq!(entered, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_owners_who_close_each_other_at_once_do_not_both_succeed() {
    for _ in 0..5 {
        let db = database().await;
        let ((one, _), (other, _)) = (
            open(&db, 1, Role::Owner).await,
            open(&db, 2, Role::Owner).await,
        );
        let close = |by: Account, id: AccountId| {
            let db = db.clone();
            tokio::spawn(async move {
                let close = async |tx: &Tx| close_account(tx, Some(&by), &id, noon()).await;
                commit(&db, close).await.is_ok()
            })
        };
        let closed = [close(one.clone(), other.id.clone()), close(other, one.id)];
        let mut done = 0;
        for one in closed {
            done += u32::from(one.await.unwrap());
        }
        assert_eq!(done, 1);
        assert_eq!(accounts(&db).await.unwrap().len(), 1);
    }
}
