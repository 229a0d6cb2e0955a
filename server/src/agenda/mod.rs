//! The agenda of an event: its sessions, how they are typed or pasted, what changed between two
//! versions, and the files programs read. All of it pure.

pub mod changes;
pub mod paste;
pub mod schedule;
pub mod session;
