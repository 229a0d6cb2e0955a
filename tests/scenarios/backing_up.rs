//! A backup made while people work brings back the same instance, on the same engine or the other.

use harness::{Engine, Instance, beginning, denkwerkstatt, on_both_engines, settle};
use server::{App, audit, backup, config::Config};
use std::path::Path;

on_both_engines![
    a_backup_brings_everything_back_on_either_engine,
    nothing_is_restored_over_what_is_there,
    whoever_copies_everything_is_written_down,
    what_others_said_since_the_backup_is_read_again,
];

/// An instance with something in every corner: followers, what it said, what it heard.
async fn lived_in(engine: Engine) -> Instance {
    let dialog = engine.instance("dialog").await;
    let host = dialog.association("dialog").await;
    let anna = dialog.follower(&host, "anna").await;
    anna.is_followed(&dialog, &host).await;
    let create = anna.activity(
        "Create",
        anna.event("lesekreis", "Lesekreis „Ä“ \\ \u{1F4DA}"),
    );
    assert_eq!(anna.tells(&dialog, &create).await.status, 202);
    let event = dialog.publish(&denkwerkstatt()).await;
    dialog.cancel(&event).await;
    settle([&dialog]).await;
    dialog
}

async fn backed_up(config: &Config, file: &Path) -> backup::Manifest {
    let made = backup::create(config, "", file, beginning()).await;
    made.expect("a backup")
}

/// Through the other engine and back: what comes out is what went in.
async fn a_backup_brings_everything_back_on_either_engine(engine: Engine) {
    let first = lived_in(engine).await;
    let other = match engine {
        Engine::Sqlite => Engine::Postgres,
        Engine::Postgres => Engine::Sqlite,
    };
    let between = if other.is_wanted() { other } else { engine };
    let second = between.place_for(&first).await;
    let third = engine.place_for(&first).await;

    let file = second.file("first.tar.gz");
    let made = backed_up(first.config(), &file).await;
    backup::verify(&file).expect("it is whole");
    let restored = backup::restore(&second.config, &file, false).await;
    assert_eq!(restored.expect("a restore"), made);
    let file = third.file("second.tar.gz");
    backed_up(&second.config, &file).await;
    backup::restore(&third.config, &file, false)
        .await
        .expect("a restore");
    let again = backed_up(&third.config, &third.file("third.tar.gz")).await;

    assert_eq!(again.rows, made.rows);
    let before = first.contents().await;
    assert_eq!(before.changes_to(&third.contents().await), [""; 0]);
    assert!(before.count("events") == 2 && before.count("follows") == 2);
}

async fn whoever_copies_everything_is_written_down(engine: Engine) {
    let dialog = lived_in(engine).await;
    let file = Path::new("/somewhere/nobody/asks/monday.tar.gz");
    let noted = backup::note(dialog.config(), "backup.create", file, beginning()).await;
    noted.expect("an entry");
    let newest = audit::latest(&dialog.app.db, 1).await.expect("the log");
    assert_eq!(
        (newest[0].action.as_str(), newest[0].subject.as_str()),
        ("backup.create", "monday.tar.gz")
    );
    let checked = audit::verify(&dialog.app.db).await.expect("a check");
    assert!(
        matches!(checked, audit::Verdict::Intact { .. }),
        "{checked:?}"
    );
}

async fn nothing_is_restored_over_what_is_there(engine: Engine) {
    let first = lived_in(engine).await;
    let place = engine.place_for(&first).await;
    let file = place.file("first.tar.gz");
    backed_up(first.config(), &file).await;
    backup::restore(&place.config, &file, false)
        .await
        .expect("a restore");
    let before = place.contents().await;
    let refused = backup::restore(&place.config, &file, false).await;
    let why = refused.expect_err("it has content").to_string();
    assert!(why.contains("has content already"), "{why}");
    assert_eq!(before.changes_to(&place.contents().await), [""; 0]);
}

async fn what_others_said_since_the_backup_is_read_again(engine: Engine) {
    let first = lived_in(engine).await;
    let read = first.app.federation.read_outboxes().await;
    assert_eq!(read.expect("an outbox"), 1);
    let place = engine.place_for(&first).await;
    let file = place.file("first.tar.gz");
    backed_up(first.config(), &file).await;
    let restored = backup::restore(&place.config, &file, false).await;
    restored.expect("a restore");
    let again = App::start(place.config.clone(), first.app.clock.clone()).await;
    let again = again.expect("it starts").federation.read_outboxes().await;
    assert_eq!(again.expect("an outbox"), 1);
}
