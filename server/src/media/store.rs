//! The rows of uploaded pictures and documents; their bytes lie beside the database.

use crate::{Result, app::Tx, ids::MediaId};
use sea_orm::{ActiveModelTrait, IntoActiveModel, entity::prelude::*};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MediaId,
    pub media_type: String,
    /// In pixels, as the height; 0 of a document.
    pub width: i32,
    pub height: i32,
    pub bytes: i64,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Media;

/// The media type of documents.
pub(super) const DOCUMENT: &str = "application/pdf";

impl Media {
    /// Whether it is handed out to be saved, and shown nowhere.
    pub fn is_document(&self) -> bool {
        self.media_type == DOCUMENT
    }

    pub fn file_name(&self) -> String {
        file_name(&self.id, &self.media_type)
    }

    /// Where it is served.
    pub fn path(&self) -> String {
        path(&self.id, &self.media_type)
    }
}

fn file_name(id: &MediaId, media_type: &str) -> String {
    let ending = match media_type {
        "image/png" => "png",
        DOCUMENT => "pdf",
        _ => "jpg",
    };
    format!("{id}.{ending}")
}

/// Where a picture or document of ours is served.
pub fn path(id: &MediaId, media_type: &str) -> String {
    format!("/media/{}", file_name(id, media_type))
}

/// The picture with this id.
pub async fn find(db: &impl ConnectionTrait, id: &MediaId) -> Result<Option<Media>> {
    let found = find_any(db, id).await?;
    Ok(found.filter(|media| !media.is_document()))
}

/// The picture or document with this id.
pub async fn find_any(db: &impl ConnectionTrait, id: &MediaId) -> Result<Option<Media>> {
    Ok(Entity::find_by_id(id.clone()).one(db).await?)
}

pub async fn older_than(db: &impl ConnectionTrait, before: DateTimeUtc) -> Result<Vec<Media>> {
    Ok(Entity::find()
        .filter(Column::CreatedAt.lt(before))
        .all(db)
        .await?)
}

pub async fn delete(tx: &Tx, id: &MediaId) -> Result<()> {
    Entity::delete_by_id(id.clone()).exec(tx).await?;
    Ok(())
}

pub async fn insert(tx: &Tx, media: Media) -> Result<Media> {
    let row: ActiveModel = media.into_active_model().reset_all();
    Ok(row.insert(tx).await?)
}
