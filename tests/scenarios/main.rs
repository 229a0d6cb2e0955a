//! One to three real servers, real sockets, real signatures: what a person or a server would see.

mod publishing;
