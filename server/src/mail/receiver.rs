//! A mail server for tests: speaks as much SMTP (RFC 5321) as it takes to be handed a mail, remembers all
//! that was said, and says no where a test wants it to.

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// Instead of an answer: the connection stays open, and nothing comes.
pub const SILENCE: &str = "…";

/// What to answer to a command instead of yes; `None` for yes, an empty answer to hang up. Told are the
/// command and how many like it came before. `greeting` and `content` are commands here too.
pub type Says = fn(command: &str, before: usize) -> Option<&'static str>;

pub struct Receiver {
    pub port: u16,
    heard: Arc<Mutex<Heard>>,
}

#[derive(Default)]
struct Heard {
    commands: Vec<String>,
    mails: Vec<Vec<u8>>,
}

impl Receiver {
    pub async fn start(says: Says) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::<Mutex<Heard>>::default();
        let ears = heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, ears.clone(), says));
            }
        });
        Self { port, heard }
    }

    /// All commands that begin so.
    pub fn heard(&self, verb: &str) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        let commands = heard.commands.iter();
        commands
            .filter(|command| command.starts_with(verb))
            .cloned()
            .collect()
    }

    /// What was taken, without the dots that SMTP adds.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        self.heard.lock().unwrap().mails.clone()
    }
}

async fn talk(stream: TcpStream, heard: Arc<Mutex<Heard>>, says: Says) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let said = |command: &str| {
        let mut heard = heard.lock().unwrap();
        let verb = command.split([' ', ':']).next().unwrap_or_default();
        let same = |known: &&String| known.starts_with(verb);
        let before = heard.commands.iter().filter(same).count();
        heard.commands.push(command.to_owned());
        says(command, before)
    };
    let answer = |command: &str, yes: &'static str| said(command).unwrap_or(yes);
    let greeting = answer("greeting", "220 here");
    say(&mut stream, greeting).await?;
    let mut line = Vec::new();
    while stream.read_until(b'\n', &mut line).await? > 0 {
        let command = String::from_utf8_lossy(&line).trim_end().to_owned();
        line.clear();
        let yes = match command.split(' ').next().unwrap_or_default() {
            "EHLO" => "250-here\r\n250 AUTH PLAIN LOGIN",
            "AUTH" => "235 2.7.0 welcome",
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 2.0.0 yes",
        };
        let mut said = answer(&command, yes);
        if said.starts_with("354") {
            say(&mut stream, said).await?;
            let content = content(&mut stream).await?;
            said = answer("content", "250 2.0.0 taken");
            if said.starts_with('2') {
                heard.lock().unwrap().mails.push(content);
            }
        }
        if said.is_empty() {
            return Ok(());
        }
        say(&mut stream, said).await?;
    }
    Ok(())
}

async fn say(stream: &mut BufReader<TcpStream>, said: &str) -> std::io::Result<()> {
    match said {
        SILENCE => std::future::pending().await,
        said => stream.write_all(format!("{said}\r\n").as_bytes()).await,
    }
}

/// Up to the dot that stands alone.
async fn content(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let mut line = Vec::new();
        if stream.read_until(b'\n', &mut line).await? == 0 || line == b".\r\n" {
            return Ok(content);
        }
        content.extend(line.strip_prefix(b".").unwrap_or(&line));
    }
}
