//! A change: what is written together or not at all. On SQLite, which has one writer at a time, changes
//! take turns in the order they were begun. SQLite itself lets everybody sleep and try again, and does
//! nothing meanwhile.

use crate::Result;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use std::{sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Whoever waits longer for a turn is told that the database is busy.
const WAITED_AT_MOST: Duration = Duration::from_secs(5);

/// A change that was begun. Dropped without [`Tx::commit`] it never was.
pub struct Tx {
    change: DatabaseTransaction,
    /// Given back after the change is written.
    _turn: Option<OwnedSemaphorePermit>,
}

/// Whose turn it is to write.
#[derive(Clone)]
pub(crate) struct Turns(Option<Arc<Semaphore>>);

impl Turns {
    pub fn of(db: &DatabaseConnection) -> Self {
        let one_writer = db.get_database_backend() == DbBackend::Sqlite;
        Self(one_writer.then(|| Arc::new(Semaphore::new(1))))
    }

    /// Begin a change as soon as it is this one's turn. On SQLite it is the writer before it reads
    /// anything, so that what it read is still so when it writes; other processes may hold it up.
    pub async fn begin(&self, db: &DatabaseConnection) -> Result<Tx> {
        let turn = match &self.0 {
            None => None,
            Some(turns) => {
                let turn = turns.clone().acquire_owned();
                let turn = tokio::time::timeout(WAITED_AT_MOST, turn).await;
                let locked = || RuntimeErr::Internal("database is locked".to_owned());
                let turn = turn.map_err(|_| DbErr::Exec(locked()))?;
                Some(turn.map_err(|_| DbErr::Exec(locked()))?)
            }
        };
        let change = db
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await?;
        Ok(Tx {
            change,
            _turn: turn,
        })
    }
}

/// One that was begun out of turn, where nobody else writes.
impl From<DatabaseTransaction> for Tx {
    fn from(change: DatabaseTransaction) -> Self {
        Self {
            change,
            _turn: None,
        }
    }
}

impl Tx {
    pub async fn commit(self) -> Result<(), DbErr> {
        self.change.commit().await
    }

    pub async fn rollback(self) -> Result<(), DbErr> {
        self.change.rollback().await
    }

    /// Wait until no other change is in this line, and stay in it until this one ends: what is read then
    /// and written because of it, nobody else writes in between. On SQLite all changes are in one line.
    pub async fn line_up(&self, line: Line) -> Result<(), DbErr> {
        if self.get_database_backend() == DbBackend::Postgres {
            let lock = format!("SELECT pg_advisory_xact_lock({})", line.0);
            self.execute_unprepared(&lock).await?;
        }
        Ok(())
    }
}

/// What one change at a time looks up and writes then. A number of PostgreSQL's own, the same in all processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line(i64);

impl Line {
    /// The handles of our actors.
    pub(crate) const HANDLES: Self = Self::named(*b"handles\0");

    pub const fn named(name: [u8; 8]) -> Self {
        Self(i64::from_be_bytes(name))
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.change.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.change.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.change.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.change.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.change.query_all_raw(statement).await
    }
}
