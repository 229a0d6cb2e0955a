//! `verbund` itself, for the tests that end it in the middle.

fn main() -> std::process::ExitCode {
    server::cli::run()
}
