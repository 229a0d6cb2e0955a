//! The log of who did what here. Append-only, and each entry carries the digest of the one before,
//! so that a changed or missing one shows. Holds the ids of accounts, of the sessions and tokens they
//! came by, and of things, and no other personal data. What was cut off the end does not show by
//! itself: keep the newest digest elsewhere.

use crate::{App, Result, accounts::Account, app::Tx, ids::AccountId};
use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, SubsecRound as _, Utc};
use federation::Line;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    QueryOrder as _, QuerySelect as _,
    entity::prelude::*,
};

/// What the first entry of all has before it.
const NOTHING_BEFORE: &str = "";
/// Entries read at once while the chain is checked.
const BATCH: u64 = 1_000;
/// Enough of the id of a session or token, which are chance, that no two of an instance look alike.
const SIGN_CHARACTERS: usize = 8;
/// Whoever writes the next entry.
const ENTRIES: Line = Line::named(*b"\0\0\0audit");

/// Everything that is written down here, and the key of how it is said.
const ACTIONS: [(&str, &str); 204] = [
    ("account.close", "audit-account-close"),
    ("account.link", "audit-account-link"),
    ("account.open", "audit-account-open"),
    ("account.password", "audit-account-password"),
    ("account.rename", "audit-account-rename"),
    ("account.role", "audit-account-role"),
    ("account.sign-in", "audit-account-sign-in"),
    ("account.sign-out", "audit-account-sign-out"),
    ("adoption.accept", "audit-adoption-accept"),
    ("adoption.announce", "audit-adoption-announce"),
    ("adoption.reject", "audit-adoption-reject"),
    ("adoption.withdraw", "audit-adoption-withdraw"),
    ("agenda.discard", "audit-agenda-discard"),
    ("agenda.release", "audit-agenda-release"),
    ("agenda.revise", "audit-agenda-revise"),
    ("association.close", "audit-association-close"),
    ("association.found", "audit-association-found"),
    ("association.keys", "audit-association-keys"),
    ("association.revise", "audit-association-revise"),
    ("backup.create", "audit-backup-create"),
    ("backup.restore", "audit-backup-restore"),
    ("block.add", "audit-block-add"),
    ("block.remove", "audit-block-remove"),
    ("cohost.accept", "audit-cohost-accept"),
    ("cohost.end", "audit-cohost-end"),
    ("cohost.offer", "audit-cohost-offer"),
    ("cohost.reject", "audit-cohost-reject"),
    ("committee.end", "audit-committee-end"),
    ("committee.found", "audit-committee-found"),
    ("committee.link", "audit-committee-link"),
    ("committee.minutes-revise", "audit-committee-minutes-revise"),
    ("committee.minutes-submit", "audit-committee-minutes-submit"),
    ("committee.minutes-write", "audit-committee-minutes-write"),
    ("committee.motion-put", "audit-committee-motion-put"),
    (
        "committee.motion-withdraw",
        "audit-committee-motion-withdraw",
    ),
    ("committee.remark-drop", "audit-committee-remark-drop"),
    ("committee.revise", "audit-committee-revise"),
    ("committee.seat", "audit-committee-seat"),
    ("cycle.begin", "audit-cycle-begin"),
    ("cycle.revise", "audit-cycle-revise"),
    ("decision.close", "audit-decision-close"),
    ("decision.confirm", "audit-decision-confirm"),
    ("decision.discard", "audit-decision-discard"),
    ("decision.draft", "audit-decision-draft"),
    ("decision.enter", "audit-decision-enter"),
    ("decision.hand-out", "audit-decision-hand-out"),
    ("decision.open", "audit-decision-open"),
    ("decision.revise", "audit-decision-revise"),
    ("decision.slips", "audit-decision-slips"),
    ("delivery.retry", "audit-delivery-retry"),
    ("document.add", "audit-document-add"),
    ("document.remove", "audit-document-remove"),
    ("event.cancel", "audit-event-cancel"),
    ("event.copy", "audit-event-copy"),
    ("event.draft", "audit-event-draft"),
    ("event.erase", "audit-event-erase"),
    ("event.postpone", "audit-event-postpone"),
    ("event.publish", "audit-event-publish"),
    ("event.revise", "audit-event-revise"),
    ("event.schedule", "audit-event-schedule"),
    ("event.task-add", "audit-event-task-add"),
    ("event.task-finish", "audit-event-task-finish"),
    ("event.task-remove", "audit-event-task-remove"),
    ("event.task-reopen", "audit-event-task-reopen"),
    ("follow.end", "audit-follow-end"),
    ("follow.request", "audit-follow-request"),
    ("follower.accept", "audit-follower-accept"),
    ("follower.reject", "audit-follower-reject"),
    ("idea.approve", "audit-idea-approve"),
    ("idea.decline", "audit-idea-decline"),
    ("idea.enter", "audit-idea-enter"),
    ("idea.invite", "audit-idea-invite"),
    ("idea.merge", "audit-idea-merge"),
    ("idea.moderate", "audit-idea-moderate"),
    ("idea.offer", "audit-idea-offer"),
    ("idea.revise", "audit-idea-revise"),
    ("idea.withdraw", "audit-idea-withdraw"),
    ("import.renew", "audit-import-renew"),
    ("import.take", "audit-import-take"),
    ("involvement.accept", "audit-involvement-accept"),
    ("involvement.ask", "audit-involvement-ask"),
    ("involvement.end", "audit-involvement-end"),
    ("involvement.offer", "audit-involvement-offer"),
    ("involvement.reject", "audit-involvement-reject"),
    ("join.ask", "audit-join-ask"),
    ("join.leave", "audit-join-leave"),
    ("kind.define", "audit-kind-define"),
    ("kind.redefine", "audit-kind-redefine"),
    ("kind.undefine", "audit-kind-undefine"),
    ("learning.change", "audit-learning-change"),
    ("learning.drop", "audit-learning-drop"),
    ("learning.note", "audit-learning-note"),
    ("learning.widen", "audit-learning-widen"),
    ("mail.retry", "audit-mail-retry"),
    ("mandate.absence", "audit-mandate-absence"),
    ("mandate.accept", "audit-mandate-accept"),
    ("mandate.approve", "audit-mandate-approve"),
    ("mandate.decline", "audit-mandate-decline"),
    ("mandate.leave", "audit-mandate-leave"),
    ("mandate.remark", "audit-mandate-remark"),
    ("mandate.take-back", "audit-mandate-take-back"),
    ("mandate.vote", "audit-mandate-vote"),
    ("meeting.add", "audit-meeting-add"),
    ("meeting.remove", "audit-meeting-remove"),
    ("member.accept", "audit-member-accept"),
    ("member.enter", "audit-member-enter"),
    ("member.reject", "audit-member-reject"),
    ("member.remove", "audit-member-remove"),
    ("membership.ask", "audit-membership-ask"),
    ("membership.confirm", "audit-membership-confirm"),
    ("membership.contribute", "audit-membership-contribute"),
    ("membership.disown", "audit-membership-disown"),
    ("membership.finish", "audit-membership-finish"),
    ("membership.leave", "audit-membership-leave"),
    ("membership.reopen", "audit-membership-reopen"),
    ("notice.discard", "audit-notice-discard"),
    ("notice.plan", "audit-notice-plan"),
    ("notice.revise", "audit-notice-revise"),
    ("paper.answer", "audit-paper-answer"),
    ("paper.begin", "audit-paper-begin"),
    ("paper.clause-add", "audit-paper-clause-add"),
    ("paper.clause-change", "audit-paper-clause-change"),
    ("paper.clause-move", "audit-paper-clause-move"),
    ("paper.clause-remove", "audit-paper-clause-remove"),
    ("paper.comment", "audit-paper-comment"),
    ("paper.discard", "audit-paper-discard"),
    ("paper.dismiss", "audit-paper-dismiss"),
    ("paper.invite", "audit-paper-invite"),
    ("paper.move", "audit-paper-move"),
    ("paper.position", "audit-paper-position"),
    ("paper.propose", "audit-paper-propose"),
    ("paper.revise", "audit-paper-revise"),
    ("paper.revision", "audit-paper-revision"),
    ("paper.settle", "audit-paper-settle"),
    ("paper.take", "audit-paper-take"),
    ("participation.approve", "audit-participation-approve"),
    ("participation.check_in", "audit-participation-check-in"),
    ("participation.check_out", "audit-participation-check-out"),
    ("participation.correct", "audit-participation-correct"),
    ("participation.decline", "audit-participation-decline"),
    ("participation.enter", "audit-participation-enter"),
    ("participation.erase", "audit-participation-erase"),
    ("participation.export", "audit-participation-export"),
    ("participation.import", "audit-participation-import"),
    ("participation.leave", "audit-participation-leave"),
    ("participation.link", "audit-participation-link"),
    ("participation.merge", "audit-participation-merge"),
    ("participation.paper", "audit-participation-paper"),
    ("participation.seat", "audit-participation-seat"),
    ("participation.view", "audit-participation-view"),
    ("participation.way", "audit-participation-way"),
    ("participation.write", "audit-participation-write"),
    ("peer.accept", "audit-peer-accept"),
    ("peer.ask", "audit-peer-ask"),
    ("peer.end", "audit-peer-end"),
    ("peer.read", "audit-peer-read"),
    ("peer.reject", "audit-peer-reject"),
    ("programme.found", "audit-programme-found"),
    ("programme.revise", "audit-programme-revise"),
    ("question.call-off", "audit-question-call-off"),
    ("question.close", "audit-question-close"),
    ("question.decide", "audit-question-decide"),
    ("question.discard", "audit-question-discard"),
    ("question.draft", "audit-question-draft"),
    ("question.open", "audit-question-open"),
    ("question.revise", "audit-question-revise"),
    ("question.vote", "audit-question-vote"),
    ("report.publish", "audit-report-publish"),
    ("report.withdraw", "audit-report-withdraw"),
    ("report.write", "audit-report-write"),
    ("series.close", "audit-series-close"),
    ("series.found", "audit-series-found"),
    ("series.keys", "audit-series-keys"),
    ("series.revise", "audit-series-revise"),
    ("session.end", "audit-session-end"),
    ("task.add", "audit-task-add"),
    ("task.finish", "audit-task-finish"),
    ("task.remove", "audit-task-remove"),
    ("task.reopen", "audit-task-reopen"),
    ("token.create", "audit-token-create"),
    ("token.revoke", "audit-token-revoke"),
    ("topic.found", "audit-topic-found"),
    ("topic.revise", "audit-topic-revise"),
    ("working-group.found", "audit-working-group-found"),
    ("working-group.output-add", "audit-working-group-output-add"),
    (
        "working-group.output-drop",
        "audit-working-group-output-drop",
    ),
    ("working-group.revise", "audit-working-group-revise"),
    ("workstream.archive", "audit-workstream-archive"),
    ("workstream.change", "audit-workstream-change"),
    ("workstream.decline", "audit-workstream-decline"),
    ("workstream.extend", "audit-workstream-extend"),
    ("workstream.maturity", "audit-workstream-maturity"),
    ("workstream.milestone-add", "audit-workstream-milestone-add"),
    (
        "workstream.milestone-change",
        "audit-workstream-milestone-change",
    ),
    (
        "workstream.milestone-drop",
        "audit-workstream-milestone-drop",
    ),
    (
        "workstream.milestone-reach",
        "audit-workstream-milestone-reach",
    ),
    ("workstream.present", "audit-workstream-present"),
    ("workstream.propose", "audit-workstream-propose"),
    (
        "workstream.report-publish",
        "audit-workstream-report-publish",
    ),
    (
        "workstream.report-withdraw",
        "audit-workstream-report-withdraw",
    ),
    ("workstream.report-write", "audit-workstream-report-write"),
    ("workstream.select", "audit-workstream-select"),
    ("workstream.start", "audit-workstream-start"),
    ("workstream.withdraw", "audit-workstream-withdraw"),
];

/// The message key for an action.
pub fn said(action: &str) -> Option<&'static str> {
    let known = ACTIONS.iter().find(|(known, _)| *known == action);
    known.map(|(_, key)| *key)
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub at: DateTimeUtc,
    /// None when the command line did it.
    pub account: Option<AccountId>,
    /// The session or token that let it in; None when the command line did it, or a link by mail.
    pub way_in: Option<String>,
    /// A noun and a verb, `event.publish`.
    pub action: String,
    /// The id of the thing it was done to.
    pub subject: String,
    pub previous: String,
    pub digest: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Entry;

impl Entry {
    /// SHA-256 over the digest before and what this entry says, as one JSON array. Without a way in it
    /// says nothing of one, as entries did before ways in were written down.
    fn true_digest(&self) -> Result<String> {
        let (previous, at) = (&self.previous, self.at.timestamp_millis());
        let (account, action, subject) = (&self.account, &self.action, &self.subject);
        let said = match &self.way_in {
            None => serde_json::to_vec(&(previous, at, account, action, subject)),
            Some(way_in) => serde_json::to_vec(&(previous, at, account, action, subject, way_in)),
        }?;
        Ok(URL_SAFE_NO_PAD.encode(digest(&SHA256, &said)))
    }
}

tokio::task_local! {
    /// What let in whoever asks now.
    static WAY_IN: String;
}

/// Do as asked by whoever came in by this session or token: what is written down meanwhile names it.
pub async fn let_in_by<D: Future>(way_in: String, doing: D) -> D::Output {
    WAY_IN.scope(way_in, doing).await
}

/// How pages tell ways in apart: the end of its id.
pub fn sign_of(way_in: &str) -> &str {
    let begins = way_in.len().saturating_sub(SIGN_CHARACTERS);
    way_in.get(begins..).unwrap_or(way_in)
}

/// Write down that `account`, or the command line, did something to `subject`.
pub async fn note(
    tx: &Tx,
    account: Option<&Account>,
    action: &'static str,
    subject: impl ToString,
    now: DateTime<Utc>,
) -> Result<()> {
    debug_assert!(said(action).is_some(), "{action} has no words in ACTIONS");
    let mut entry = Entry {
        id: 0,
        at: now.trunc_subsecs(3),
        account: account.map(|account| account.id.clone()),
        way_in: WAY_IN.try_with(Clone::clone).ok(),
        action: action.to_owned(),
        subject: subject.to_string(),
        previous: newest_digest(tx).await?,
        digest: String::new(),
    };
    entry.digest = entry.true_digest()?;
    let row = ActiveModel {
        id: NotSet,
        at: Set(entry.at),
        account: Set(entry.account),
        way_in: Set(entry.way_in),
        action: Set(entry.action),
        subject: Set(entry.subject),
        previous: Set(entry.previous),
        digest: Set(entry.digest),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Write down what `by`, or the command line, did in this transaction, and end it: both are kept, or neither.
pub async fn kept(
    app: &App,
    tx: Tx,
    by: Option<&Account>,
    action: &'static str,
    subject: impl ToString,
) -> Result<()> {
    note(&tx, by, action, subject, app.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// The end of the chain, which is ours until this transaction ends.
async fn newest_digest(tx: &Tx) -> Result<String> {
    // PostgreSQL would let two entries follow the same one.
    tx.line_up(ENTRIES).await?;
    let newest = latest(tx, 1).await?.pop();
    Ok(newest.map_or_else(|| NOTHING_BEFORE.to_owned(), |entry| entry.digest))
}

/// The newest entries, newest first.
pub async fn latest(db: &impl ConnectionTrait, at_most: u64) -> Result<Vec<Entry>> {
    Ok(Entity::find()
        .order_by_desc(Column::Id)
        .limit(at_most)
        .all(db)
        .await?)
}

/// What a check of the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry follows from the one before. `newest` is what to keep elsewhere.
    Intact { entries: u64, newest: String },
    /// The first entry that does not say what it said, or does not follow from the one before it.
    Broken { id: i64 },
}

/// Check the chain from the oldest entry that is kept.
pub async fn verify(db: &impl ConnectionTrait) -> Result<Verdict> {
    let (mut last_id, mut entries) = (i64::MIN, 0);
    let mut previous: Option<String> = None;
    loop {
        let batch = Entity::find()
            .filter(Column::Id.gt(last_id))
            .order_by_asc(Column::Id)
            .limit(BATCH)
            .all(db)
            .await?;
        let Some(last) = batch.last() else {
            let newest = previous.unwrap_or_else(|| NOTHING_BEFORE.to_owned());
            return Ok(Verdict::Intact { entries, newest });
        };
        last_id = last.id;
        for entry in batch {
            // Older entries than the first are gone by age, so nothing is known to precede it.
            let follows = previous
                .as_ref()
                .is_none_or(|digest| *digest == entry.previous);
            if !follows || entry.digest != entry.true_digest()? {
                return Ok(Verdict::Broken { id: entry.id });
            }
            previous = Some(entry.digest);
            entries += 1;
        }
    }
}

/// Forget the entries from before `long_ago`. The chain then begins with the oldest that is left.
/// Returns how many went.
pub async fn prune(db: &impl ConnectionTrait, long_ago: DateTime<Utc>) -> Result<u64> {
    let oldest_kept = Entity::find()
        .filter(Column::At.gte(long_ago))
        .order_by_asc(Column::Id)
        .one(db)
        .await?;
    let mut old = Entity::delete_many().filter(Column::At.lt(long_ago));
    if let Some(kept) = oldest_kept {
        // A clock that was once wrong must not tear a hole into the chain.
        old = old.filter(Column::Id.lt(kept.id));
    }
    Ok(old.exec(db).await?.rows_affected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::tests::{commit, database, noon};
    use chrono::TimeDelta;

    async fn write(db: &DatabaseConnection, subjects: &[&str]) {
        for (day, subject) in (0..).zip(subjects) {
            let now = noon() + TimeDelta::days(day);
            let noted = commit(db, async |tx| {
                note(tx, None, "event.publish", subject, now).await
            });
            noted.await.unwrap();
        }
    }

    async fn tamper(db: &DatabaseConnection, sql: &str) {
        db.execute_unprepared(sql).await.unwrap();
    }

    #[tokio::test]
    async fn an_untouched_log_is_intact_and_names_its_end() {
        let db = database().await;
        let nothing = Verdict::Intact {
            entries: 0,
            newest: String::new(),
        };
        assert_eq!(verify(&db).await.unwrap(), nothing);
        write(&db, &["a", "b", "c"]).await;
        let newest = latest(&db, 1).await.unwrap().pop().unwrap();
        assert_eq!(newest.subject, "c");
        let whole = Verdict::Intact {
            entries: 3,
            newest: newest.digest,
        };
        assert_eq!(verify(&db).await.unwrap(), whole);
    }

    #[tokio::test]
    async fn whoever_changes_moves_or_removes_an_entry_is_found_out() {
        for (deed, found_at) in [
            ("UPDATE audit SET subject = 'x' WHERE id = 2", 2),
            ("UPDATE audit SET action = 'event.cancel' WHERE id = 2", 2),
            (
                "UPDATE audit SET account = '01JD3ZK6M00000000000000000' WHERE id = 2",
                2,
            ),
            (
                "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE id = 2",
                2,
            ),
            ("UPDATE audit SET way_in = 'x' WHERE id = 2", 2),
            ("UPDATE audit SET previous = '' WHERE id = 3", 3),
            ("UPDATE audit SET digest = 'x' WHERE id = 3", 3),
            ("DELETE FROM audit WHERE id = 2", 3),
            ("UPDATE audit SET id = 9 WHERE id = 2", 3),
        ] {
            let db = database().await;
            write(&db, &["a", "b", "c"]).await;
            tamper(&db, deed).await;
            assert_eq!(
                verify(&db).await.unwrap(),
                Verdict::Broken { id: found_at },
                "{deed}"
            );
        }
    }

    #[tokio::test]
    async fn an_entry_names_the_way_in_and_nobody_takes_it_back() {
        let db = database().await;
        let_in_by("one".to_owned(), write(&db, &["a"])).await;
        let entry = latest(&db, 1).await.unwrap().remove(0);
        assert_eq!(entry.way_in.as_deref(), Some("one"));
        assert!(matches!(verify(&db).await, Ok(Verdict::Intact { .. })));
        tamper(&db, "UPDATE audit SET way_in = NULL").await;
        assert_eq!(verify(&db).await.unwrap(), Verdict::Broken { id: 1 });
    }

    #[tokio::test]
    async fn a_time_finer_than_is_kept_breaks_nothing() {
        let db = database().await;
        let now = noon() + TimeDelta::nanoseconds(123_456_789);
        commit(&db, async |tx| {
            note(tx, None, "event.publish", "a", now).await
        })
        .await
        .unwrap();
        let entry = latest(&db, 1).await.unwrap().remove(0);
        assert_eq!(entry.at, noon() + TimeDelta::milliseconds(123));
        assert!(matches!(verify(&db).await, Ok(Verdict::Intact { .. })));
    }

    #[tokio::test]
    async fn what_was_cut_off_the_end_shows_against_the_digest_kept_elsewhere() {
        let db = database().await;
        write(&db, &["a", "b", "c"]).await;
        let kept = verify(&db).await.unwrap();
        tamper(&db, "DELETE FROM audit WHERE id = 3").await;
        assert_ne!(verify(&db).await.unwrap(), kept);
    }

    #[tokio::test]
    async fn old_entries_go_and_the_rest_still_holds_together() {
        let db = database().await;
        write(&db, &["a", "b", "c"]).await;
        prune(&db, noon() + TimeDelta::days(2)).await.unwrap();
        let left = latest(&db, 10).await.unwrap();
        assert_eq!(left.len(), 1);
        let newest = left[0].digest.clone();
        assert_eq!(
            verify(&db).await.unwrap(),
            Verdict::Intact { entries: 1, newest }
        );
        prune(&db, noon() + TimeDelta::days(3)).await.unwrap();
        assert!(latest(&db, 10).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_clock_that_was_wrong_once_tears_no_hole() {
        let db = database().await;
        write(&db, &["a", "b", "c"]).await;
        let early = noon() - TimeDelta::days(400);
        commit(&db, async |tx| {
            note(tx, None, "event.publish", "d", early).await
        })
        .await
        .unwrap();
        prune(&db, noon() + TimeDelta::days(1)).await.unwrap();
        assert!(matches!(
            verify(&db).await.unwrap(),
            Verdict::Intact { entries: 3, .. }
        ));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_written_at_the_same_time_still_forms_one_chain() {
        let db = database().await;
        let writers: Vec<_> = (0..8)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { write(&db, &["a", "b", "c", "d"]).await })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert!(matches!(
            verify(&db).await.unwrap(),
            Verdict::Intact { entries: 32, .. }
        ));
    }
}
