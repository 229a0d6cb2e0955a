//! The command line. Every command is thin: it reads its words, calls one verb and prints.
//! Secrets are never words: they are made and shown once, or read from the settings.
//! Speaks English only, as what it says is searched for, pasted and parsed.

mod account;
mod adoption;
mod association;
mod backup;
mod block;
mod committee;
mod config;
mod cycle;
mod decision;
mod delivery;
mod demo;
mod doctor;
mod document;
mod event;
mod health;
mod idea;
mod involvement;
mod join;
mod learning;
mod mail;
mod mandate;
mod meeting;
mod member;
mod membership;
mod paper;
mod participation;
mod peer;
mod print;
mod question;
mod report;
mod series;
mod serve;
mod task;
mod token;
mod topic;
mod working_group;
mod workstream;

use crate::{
    App, Error,
    config::{Config, Environment, Settings},
    i18n::Lang,
};
use anyhow::anyhow;
use clap::{Args, Parser, Subcommand};
use federation::Clock;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Events and associations, on your own server and in the Fediverse.
#[derive(Parser)]
#[command(
    name = "verbund",
    version,
    propagate_version = true,
    disable_help_subcommand = true,
    after_help = "Example:\n  verbund serve --config /etc/verbund/config.toml"
)]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Which instance is meant.
#[derive(Args)]
struct Place {
    /// The settings file. Without it: VERBUND_CONFIG, ./verbund.toml, /etc/verbund/config.toml
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

impl Place {
    fn file(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    fn settings(&self) -> anyhow::Result<Config> {
        Ok(Config::load(self.file())?)
    }

    /// The settings in force as a file would hold them, secrets and all.
    fn settings_text(&self) -> String {
        let settings = Settings::read(self.file(), &Environment::of_process());
        let mut text = String::new();
        let mut section = "";
        for setting in settings.all() {
            if setting.section != section {
                section = &setting.section;
                text.push_str(&format!("[{section}]\n"));
            }
            text.push_str(&format!("{} = {}\n", setting.key, setting.unmasked()));
        }
        text
    }

    /// The instance, beside the server that may be running on it.
    async fn open(&self) -> anyhow::Result<App> {
        App::start(self.settings()?, Clock::System).await
    }
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    #[command(subcommand)]
    Config(config::Command),
    #[command(subcommand)]
    Account(account::Command),
    #[command(subcommand)]
    Token(token::Command),
    #[command(subcommand)]
    Association(association::Command),
    #[command(subcommand)]
    Backup(backup::Command),
    #[command(subcommand)]
    Block(block::Command),
    #[command(subcommand)]
    Event(event::Command),
    #[command(subcommand)]
    Series(series::Command),
    #[command(subcommand)]
    Cycle(cycle::Command),
    #[command(subcommand)]
    Topic(topic::Command),
    #[command(subcommand)]
    Idea(idea::Command),
    #[command(subcommand)]
    Decision(decision::Command),
    #[command(subcommand)]
    Question(question::Command),
    #[command(subcommand)]
    Workstream(workstream::Command),
    #[command(subcommand)]
    Committee(committee::Command),
    #[command(subcommand)]
    WorkingGroup(working_group::Command),
    #[command(subcommand)]
    Paper(paper::Command),
    #[command(subcommand)]
    Member(member::Command),
    #[command(subcommand)]
    Membership(membership::Command),
    #[command(subcommand)]
    Mandate(mandate::Command),
    #[command(subcommand)]
    Involvement(involvement::Command),
    #[command(subcommand)]
    Adoption(adoption::Command),
    #[command(subcommand)]
    Learning(learning::Command),
    #[command(subcommand)]
    Task(task::Command),
    #[command(subcommand)]
    Document(document::Command),
    #[command(subcommand)]
    Meeting(meeting::Command),
    #[command(subcommand)]
    Participation(participation::Command),
    #[command(subcommand)]
    Peer(peer::Command),
    #[command(subcommand)]
    Join(join::Command),
    #[command(subcommand)]
    Report(report::Command),
    #[command(subcommand)]
    Delivery(delivery::Command),
    #[command(subcommand)]
    Mail(mail::Command),
    Demo(demo::Demo),
    Doctor(doctor::Doctor),
    Health(health::Health),
}

/// Do what the command line says. 0: done, 1: it could not be done, 2: it was not understood.
pub fn run() -> ExitCode {
    let Cli { place, command } = Cli::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&anyhow!(error).context("starting")),
    };
    match runtime.block_on(command.run(&place)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    let told = crate::error::told(error);
    for line in told.lines() {
        eprintln!("error: {line}");
    }
    if ["disk image is malformed", "file is not a database"]
        .iter()
        .any(|said| told.contains(said))
    {
        eprintln!("error: the database is damaged; what brings it back says: verbund doctor");
    }
    ExitCode::FAILURE
}

impl Command {
    async fn run(self, place: &Place) -> anyhow::Result<ExitCode> {
        match self {
            Self::Doctor(command) => return command.run(place).await,
            Self::Serve(command) => command.run(place).await,
            Self::Config(command) => command.run(place),
            Self::Account(command) => command.run(place).await,
            Self::Token(command) => command.run(place).await,
            Self::Association(command) => command.run(place).await,
            Self::Block(command) => command.run(place).await,
            Self::Backup(command) => command.run(place).await,
            Self::Event(command) => command.run(place).await,
            Self::Series(command) => command.run(place).await,
            Self::Cycle(command) => command.run(place).await,
            Self::Topic(command) => command.run(place).await,
            Self::Idea(command) => command.run(place).await,
            Self::Decision(command) => command.run(place).await,
            Self::Committee(command) => command.run(place).await,
            Self::WorkingGroup(command) => command.run(place).await,
            Self::Paper(command) => command.run(place).await,
            Self::Question(command) => command.run(place).await,
            Self::Workstream(command) => command.run(place).await,
            Self::Member(command) => command.run(place).await,
            Self::Membership(command) => command.run(place).await,
            Self::Mandate(command) => command.run(place).await,
            Self::Involvement(command) => command.run(place).await,
            Self::Adoption(command) => command.run(place).await,
            Self::Learning(command) => command.run(place).await,
            Self::Task(command) => command.run(place).await,
            Self::Document(command) => command.run(place).await,
            Self::Meeting(command) => command.run(place).await,
            Self::Participation(command) => command.run(place).await,
            Self::Peer(command) => command.run(place).await,
            Self::Join(command) => command.run(place).await,
            Self::Report(command) => command.run(place).await,
            Self::Delivery(command) => command.run(place).await,
            Self::Mail(command) => command.run(place).await,
            Self::Demo(command) => command.run().await,
            Self::Health(command) => command.run(place).await,
        }?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What a verb refused, as sentences; each begins with its field.
fn explained(error: Error) -> anyhow::Error {
    match error {
        Error::Refused(refusals) => {
            let sentences = refusals.0.iter().map(|refusal| {
                let text = Lang::En.text(refusal.message);
                match refusal.field {
                    Some(field) => format!("{field}: {text}"),
                    None => text,
                }
            });
            anyhow!(sentences.collect::<Vec<_>>().join("\n"))
        }
        Error::Internal(cause) => cause,
        other => anyhow!(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn all_below(command: &clap::Command, found: &mut Vec<clap::Command>) {
        found.push(command.clone());
        for below in command.get_subcommands() {
            all_below(below, found);
        }
    }

    #[test]
    fn every_help_ends_with_an_example_that_is_understood() {
        let mut commands = Vec::new();
        all_below(&Cli::command(), &mut commands);
        for command in commands {
            let name = command.get_name().to_owned();
            let help = command.get_after_help().map(ToString::to_string);
            let help = help.unwrap_or_else(|| panic!("{name} has no example"));
            let example = help.strip_prefix("Example:\n  ").expect(&name);
            let words = example
                .split_once(" > ")
                .map_or(example, |(words, _)| words);
            let words = words.split(' ').map(|word| word.trim_matches('"'));
            assert!(example.starts_with("verbund "), "{name}");
            if let Err(error) = Cli::try_parse_from(words) {
                panic!("{name}: {error}");
            }
        }
    }

    #[test]
    fn a_word_that_is_not_known_is_answered_with_the_nearest() {
        let error = Cli::try_parse_from(["verbund", "evnet"]).err().unwrap();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("'event'"), "{error}");
    }

    #[test]
    fn every_command_that_lists_or_shows_can_do_so_for_programs() {
        let mut commands = Vec::new();
        all_below(&Cli::command(), &mut commands);
        for command in commands {
            if ["list", "show", "verify", "doctor"].contains(&command.get_name()) {
                let json = command
                    .get_arguments()
                    .any(|option| option.get_id() == "json");
                assert!(json, "{} lacks --json", command.get_name());
            }
        }
    }
}
