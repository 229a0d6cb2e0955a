//! `verbund`: everything it can do is a command.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
