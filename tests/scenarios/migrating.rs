//! The tables go up, down and up again, on both engines, to the same shape.

use harness::{Database, Engine, Scratch, on_both_engines, rows, table_names};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{DatabaseConnection, DbBackend};

on_both_engines![
    all_tables_go_and_come_back_the_same,
    every_step_can_be_taken_back_alone,
];

/// Columns, constraints and indexes, as the database describes them.
async fn shape(db: &DatabaseConnection) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DbBackend::Postgres => {
            "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                    || ' ' || coalesce(column_default, '') as line
               from information_schema.columns where table_schema = 'public'
             union all select indexdef from pg_indexes where schemaname = 'public'
             union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid)
               from pg_constraint where connamespace = 'public'::regnamespace"
        }
        _ => {
            "select sql as line from sqlite_master where sql is not null and name not like 'sqlite_%'"
        }
    };
    let lines = rows(db, sql).await;
    let lines = lines.iter().filter_map(|row| row["line"].as_str());
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    lines.retain(|line| !line.contains("seaql_migrations"));
    lines.sort();
    lines
}

async fn all_tables_go_and_come_back_the_same(engine: Engine) {
    let scratch = Scratch::new();
    let database = Database::new(engine, scratch.path()).await;
    let db = database.connect().await;
    Migrator::up(&db, None).await.expect("up");
    let first = shape(&db).await;
    assert!(first.len() > 20, "{first:#?}");
    Migrator::down(&db, None).await.expect("down");
    assert_eq!(table_names(&db).await, [""; 0]);
    assert_eq!(shape(&db).await, [""; 0]);
    Migrator::up(&db, None).await.expect("up again");
    assert_eq!(shape(&db).await, first);
    Migrator::up(&db, None).await.expect("nothing to do");
}

async fn every_step_can_be_taken_back_alone(engine: Engine) {
    let scratch = Scratch::new();
    let database = Database::new(engine, scratch.path()).await;
    let db = database.connect().await;
    let mut shapes = vec![shape(&db).await];
    for _ in Migrator::migrations() {
        Migrator::up(&db, Some(1)).await.expect("a step up");
        shapes.push(shape(&db).await);
    }
    while let (Some(last), false) = (shapes.pop(), shapes.is_empty()) {
        assert_eq!(shape(&db).await, last);
        Migrator::down(&db, Some(1)).await.expect("a step down");
        assert_eq!(Some(&shape(&db).await), shapes.last());
    }
}
