//! What other servers get from us, to the byte, and that each of them finds in it what it needs.

mod golden;
mod lint;
mod story;
