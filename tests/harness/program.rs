//! The program as a process of its own, which can be ended at any moment.

use std::{
    net::SocketAddr,
    path::PathBuf,
    process::{ExitStatus, Stdio},
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
};

#[derive(Debug)]
pub struct Program {
    executable: &'static str,
    settings: PathBuf,
    address: SocketAddr,
    process: Child,
}

impl Program {
    /// Start it, and wait until it says that it serves.
    pub(crate) async fn start(
        executable: &'static str,
        settings: PathBuf,
        address: SocketAddr,
    ) -> Self {
        let process = Command::new(executable)
            .args(["serve".as_ref(), "--config".as_ref(), settings.as_os_str()])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        let mut process = process.expect("the program can be started");
        let log = process.stdout.take().expect("asked for");
        let mut log = BufReader::new(log).lines();
        loop {
            let line = log.next_line().await.expect("a readable log");
            let line = line.expect("it ended before it served");
            if line.contains("serving") {
                break;
            }
        }
        // What nobody reads would stop it one day.
        tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
        Self {
            executable,
            settings,
            address,
            process,
        }
    }

    /// End it without its knowing (SIGKILL).
    pub async fn kill(&mut self) {
        self.process.kill().await.expect("it was running");
    }

    /// Start it again, with the same settings.
    pub async fn start_again(&mut self) {
        *self = Self::start(self.executable, self.settings.clone(), self.address).await;
    }

    /// Ask it to end (SIGTERM), and wait until it takes no more connections.
    pub async fn is_told_to_end(&self) {
        let id = self.process.id().expect("it is running").to_string();
        // Every shell knows this word; not every machine has it as a program.
        let told = Command::new("sh")
            .args(["-c", "kill -TERM \"$0\"", &id])
            .status();
        assert!(told.await.expect("a shell").success());
        while TcpStream::connect(self.address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }

    /// Wait for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        self.process.wait().await.expect("a process of ours")
    }
}
