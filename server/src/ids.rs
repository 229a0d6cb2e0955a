//! The ids of our own rows: ULIDs, one type each, so that an event's cannot be taken for an account's.

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DeriveValueType,
        )]
        #[sea_orm(value_type = "String")]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<ulid::Ulid> for $name {
            fn from(ulid: ulid::Ulid) -> Self {
                Self(ulid.to_string())
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let ulid = ulid::Ulid::from_string(text).map_err(|_| NotAnId)?;
                Ok(Self(ulid.to_string()))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

ids!(
    AccountId,
    AdoptionId,
    AmendmentId,
    AssociationId,
    ClauseCommentId,
    ClauseId,
    CohostId,
    CommitteeId,
    ContributionId,
    CycleId,
    DecisionId,
    DocumentId,
    ElectorId,
    EventId,
    EventTaskId,
    IdeaAuthorId,
    IdeaCommentId,
    IdeaId,
    IdeaOfferId,
    IdeaSupporterId,
    InvolvementId,
    JoinId,
    LearningId,
    MailId,
    MandateId,
    MandateMinutesId,
    MandateMotionId,
    MandateWordId,
    MatterId,
    MediaId,
    MeetingId,
    MemberId,
    MembershipId,
    MessageId,
    MilestoneId,
    MinutesId,
    MotionId,
    NoticeId,
    PaperChangeId,
    PaperContributorId,
    PaperId,
    PaperRelationId,
    ParticipationId,
    PositionId,
    ProgrammeId,
    RemarkId,
    RevisionId,
    SeatHolderId,
    SeatId,
    SeatVoteId,
    QuestionId,
    QuestionVoteId,
    SeriesId,
    TaskId,
    TokenId,
    TopicId,
    WorkingGroupId,
    WorkingGroupOutputId,
    WorkstreamId
);

/// The text is no ULID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;
