//! A private PostgreSQL, one a test process, a database a test.

use crate::scratch_dir;
use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// PostgreSQL refuses to run as root; Debian's package makes this user.
const UNPRIVILEGED_USER: &str = "postgres";
const START_MAX: Duration = Duration::from_mins(1);

/// The address of a new, empty database. The first call starts the server, which ends with this
/// process.
///
/// # Panics
/// If PostgreSQL is not installed or does not start.
pub fn postgres_url() -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static DATABASES: AtomicU32 = AtomicU32::new(0);
    let server = SERVER.get_or_init(Server::start);
    let name = format!("live_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let created = server
        .command("psql")
        .args([
            "-h",
            "127.0.0.1",
            "-U",
            "postgres",
            "-q",
            "-c",
            &format!("CREATE DATABASE {name}"),
        ])
        .args(["-p", &server.port.to_string()])
        .status()
        .expect("psql runs");
    assert!(created.success(), "psql can't make a database");
    format!("postgres://postgres@127.0.0.1:{}/{name}", server.port)
}

struct Server {
    bin: PathBuf,
    port: u16,
}

impl Server {
    fn start() -> Self {
        let bin = bin_dir().expect("PostgreSQL is installed by test.sh");
        let dir = scratch_dir().join("postgres");
        fs::create_dir_all(&dir).expect("the scratch folder takes a folder");
        // The server's user must reach and own its folder.
        for path in [scratch_dir(), &dir] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        }
        if is_root() {
            let owned = Command::new("chown")
                .arg(UNPRIVILEGED_USER)
                .arg(&dir)
                .status();
            assert!(
                owned.is_ok_and(|status| status.success()),
                "chown works for root"
            );
        }
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .expect("a port is free")
            .port();
        let server = Self { bin, port };
        let data = dir.join("data");
        let made = server
            .command("initdb")
            .args([
                "--username=postgres",
                "--auth=trust",
                "--no-sync",
                "--encoding=UTF8",
                "-D",
            ])
            .arg(&data)
            .stdout(Stdio::null())
            .status()
            .expect("initdb runs");
        assert!(made.success(), "initdb failed");
        server.run(&data, &dir);
        server.wait_until_ready(&dir);
        server
    }

    /// The server dies with the thread that starts it, so that thread lives as long as the tests.
    fn run(&self, data: &Path, dir: &Path) {
        let mut command = self.command("postgres");
        command
            .arg("-D")
            .arg(data)
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-k"])
            .arg(dir)
            .args([
                "-c",
                "fsync=off",
                "-c",
                "synchronous_commit=off",
                "-c",
                "max_connections=300",
            ])
            .stdout(Stdio::null())
            .stderr(fs::File::create(dir.join("log")).expect("the folder takes a log"));
        thread::spawn(move || {
            let mut child = command.spawn().expect("postgres runs");
            let _ = child.wait();
        });
    }

    fn wait_until_ready(&self, dir: &Path) {
        let deadline = Instant::now() + START_MAX;
        loop {
            let ready = self
                .command("pg_isready")
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status()
                .is_ok_and(|status| status.success());
            if ready {
                return;
            }
            assert!(
                Instant::now() < deadline,
                "PostgreSQL did not start: {}",
                fs::read_to_string(dir.join("log")).unwrap_or_default()
            );
            thread::sleep(Duration::from_millis(30));
        }
    }

    /// A program of this server, without root's rights, ended when its parent ends.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL"]);
        if is_root() {
            command.args(["--reuid", UNPRIVILEGED_USER, "--regid", UNPRIVILEGED_USER]);
            command.arg("--init-groups");
        }
        command.arg(self.bin.join(program)).current_dir("/");
        command
    }
}

/// Debian keeps the programs of each version apart; the newest one is taken.
fn bin_dir() -> Option<PathBuf> {
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop()
}

fn is_root() -> bool {
    fs::metadata("/proc/self")
        .is_ok_and(|process| std::os::unix::fs::MetadataExt::uid(&process) == 0)
}
