//! What a forger, a broken server or a slow client would try: refused by name with the status that
//! FEDERATION.md lists, and nothing left behind.

mod authority;
mod contract;
mod fetching;
mod fixtures;
mod malformed;
mod neighbours;
mod odd_actors;
mod odd_events;
mod peering;
mod proofs;
mod questioning;
mod refusals;
mod slow;
mod stage;
