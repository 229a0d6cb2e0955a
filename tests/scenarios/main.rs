//! One to three real servers, real sockets, real signatures: what a person or a server would see.

mod agenda;
mod backing_up;
mod calendar;
mod cohosting;
mod colliding;
mod deciding;
mod delivering;
mod examples;
mod following;
mod importing;
mod joining;
mod keeping;
mod keys;
mod killed;
mod leaking;
mod migrating;
mod participating;
mod peering;
mod proposing;
mod publishing;
mod reporting;
mod restarting;
mod seating;
mod sequences;
mod series;
mod working;
