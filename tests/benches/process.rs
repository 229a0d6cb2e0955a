//! The program as a whole: how large it is, how fast it starts, what it takes when nothing happens.

use crate::{
    Figure,
    baseline::Folder,
    rounds::{ROUNDS, median},
};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const IDLE_FOR: Duration = Duration::from_secs(3);
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// Processor time this process has used, all threads.
pub fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Fields 14 and 15 after the name, which may hold spaces, in hundredths of a second.
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after_name
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|ticks| ticks.parse::<u64>().ok())
        .sum();
    Duration::from_millis(ticks * 10)
}

pub fn measure() -> Vec<Figure> {
    let Some(program) = program() else {
        return vec![Figure::new(
            "binary, start, idle memory",
            "cargo build --release",
            "not built",
            "",
        )];
    };
    let megabytes = std::fs::metadata(&program).map_or(0, |file| file.len()) as f64 / 1e6;
    let folder = Folder::new("process");
    // The first start makes keys and tables; what counts is every one after.
    let (first, _) = start(&program, &folder);
    let starts: Vec<(f64, f64)> = (0..ROUNDS).map(|_| start(&program, &folder)).collect();
    let again = median(starts.iter().map(|(seconds, _)| *seconds));
    let memory = median(starts.iter().map(|(_, memory)| *memory));
    let figure = |name: &str, measured: String| Figure::new(name, "", measured, "");
    vec![
        figure("binary, stripped", format!("{megabytes:.1} MB"))
            .target("≤ 35 MB", megabytes <= 35.0),
        figure("first start, keys and tables made", format!("{first:.2} s")),
        figure("start", format!("{again:.2} s")).target("≤ 1 s", again <= 1.0),
        figure("idle memory, resident", format!("{memory:.0} MB"))
            .target("≤ 50 MB", memory <= 50.0),
    ]
}

/// The release build, wherever this build's folder is.
fn program() -> Option<PathBuf> {
    let built = std::env::current_exe().ok()?;
    let program = built.parent()?.parent()?.join("verbund");
    program.is_file().then_some(program)
}

/// Start, wait until it answers, let it rest, and end it. Seconds it took and megabytes it takes.
fn start(program: &PathBuf, folder: &Folder) -> (f64, f64) {
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let started = Instant::now();
    let mut process = Command::new(program)
        .arg("serve")
        .env(
            "VERBUND__INSTANCE__ORIGIN",
            format!("http://localhost:{port}"),
        )
        .env("VERBUND__LISTEN__ADDRESS", address.to_string())
        .env("VERBUND__STORAGE__DATA_DIR", &folder.0)
        .env("VERBUND__TEST__PRIVATE_NETWORK", "true")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    while !answers(address) && started.elapsed() < STARTS_WITHIN {
        std::thread::sleep(Duration::from_millis(5));
    }
    let took = started.elapsed();
    std::thread::sleep(IDLE_FOR);
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id()));
    let kibibytes: f64 = status
        .unwrap_or_default()
        .lines()
        .find_map(|line| {
            line.strip_prefix("VmRSS:")?
                .split_whitespace()
                .next()?
                .parse()
                .ok()
        })
        .unwrap_or_default();
    let _ = process.kill();
    let _ = process.wait();
    (took.as_secs_f64(), kibibytes * 1.024 / 1e3)
}

fn answers(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
    let asked =
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}
