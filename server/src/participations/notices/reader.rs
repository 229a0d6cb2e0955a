//! Somebody who was sent a notice, and when: nobody is sent it twice.

use crate::ids::{NoticeId, ParticipationId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_readers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub notice: NoticeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub participation: ParticipationId,
    pub sent_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
pub use Model as Reader;
