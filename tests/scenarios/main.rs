//! One to three real servers, real sockets, real signatures: what a person or a server would see.

mod delivering;
mod following;
mod keys;
mod migrating;
mod keeping;
mod publishing;
mod restarting;
mod sequences;
