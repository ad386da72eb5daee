//! Holds the code against the table of rooms in `ARCHITECTURE.md`, which is the one place where
//! the allowed arrows stand: the same crates, and no dependency that the table doesn't allow.
//!
//! A crate may use what its row names, and of what those crates use the base that everybody
//! shares: `protocol`, `clock` and `config`. Tests may use `testing` besides.

#![expect(clippy::unwrap_used, reason = "a test: what is missing fails it")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::Command,
};

const BASE: [&str; 3] = ["protocol", "clock", "config"];
const SERVICES: [&str; 5] = [
    "api",
    "signaling-server",
    "media-server",
    "rtmp-server",
    "worker",
];

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Room {
    folder: String,
    package: String,
    /// Names as the table gives them; `None`: anything.
    may_use: Option<BTreeSet<String>>,
}

/// A crate of the workspace as cargo sees it.
struct Package {
    name: String,
    folder: String,
    /// Names of workspace crates, and whether only tests use them.
    uses: Vec<(String, bool)>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the workspace")
        .to_owned()
}

/// The name that the table gives a package: without `live-`.
fn short(package: &str) -> &str {
    package.strip_prefix("live-").unwrap_or(package)
}

fn code_words(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

fn parse_row(line: &str) -> Option<Room> {
    let cells: Vec<_> = line.trim().trim_matches('|').split('|').collect();
    let [folder, package, _, may_use] = cells.as_slice() else {
        return None;
    };
    let folder = code_words(folder).next()?.to_owned();
    let package = code_words(package).next()?.to_owned();
    let mut names: BTreeSet<_> = code_words(may_use).map(str::to_owned).collect();
    if may_use.contains("every service") {
        names.extend(SERVICES.map(str::to_owned));
    }
    let anything = may_use.trim() == "anything";
    Some(Room {
        folder,
        package,
        may_use: (!anything).then_some(names),
    })
}

fn rooms() -> Vec<Room> {
    let text = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rooms: Vec<_> = text.lines().filter_map(parse_row).collect();
    assert!(
        rooms.len() > 15,
        "the table of rooms was not found: {rooms:?}"
    );
    rooms
}

fn packages() -> Vec<Package> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let root = root();
    let all = metadata["packages"].as_array().unwrap();
    all.iter()
        .map(|package| {
            let manifest = Path::new(package["manifest_path"].as_str().unwrap());
            let folder = manifest.parent().unwrap().strip_prefix(&root).unwrap();
            let dependencies = package["dependencies"].as_array().unwrap();
            Package {
                name: package["name"].as_str().unwrap().to_owned(),
                folder: folder.to_str().unwrap().to_owned(),
                uses: dependencies
                    .iter()
                    .filter(|dependency| dependency["path"].is_string())
                    .map(|dependency| {
                        let name = dependency["name"].as_str().unwrap().to_owned();
                        (name, dependency["kind"] == "dev")
                    })
                    .collect(),
            }
        })
        .collect()
}

/// What a room may use.
struct Allowed {
    /// In its code: what its row names, and the base as far as those reach it.
    code: BTreeSet<String>,
    /// In its tests: whatever those reach.
    tests: BTreeSet<String>,
}

fn allowed(room: &Room, by_name: &BTreeMap<String, Room>) -> Option<Allowed> {
    let named = room.may_use.clone()?;
    let mut reached = named.clone();
    let mut open: Vec<_> = named.iter().cloned().collect();
    while let Some(name) = open.pop() {
        let next = by_name.get(&name).and_then(|room| room.may_use.clone());
        for further in next.unwrap_or_default() {
            if reached.insert(further.clone()) {
                open.push(further);
            }
        }
    }
    let base = reached.iter().filter(|name| BASE.contains(&name.as_str()));
    let code = named.iter().chain(base).cloned().collect();
    reached.insert("testing".into());
    Some(Allowed {
        code,
        tests: reached,
    })
}

#[test]
fn the_table_lists_the_crates_of_the_workspace() {
    let table: BTreeMap<_, _> = rooms()
        .into_iter()
        .map(|room| (room.package, room.folder))
        .collect();
    let workspace: BTreeMap<_, _> = packages()
        .into_iter()
        .map(|package| (package.name, package.folder))
        .collect();
    assert_eq!(table, workspace, "left: ARCHITECTURE.md, right: Cargo.toml");
}

#[test]
fn no_crate_uses_what_the_table_does_not_allow() {
    let by_name: BTreeMap<_, _> = rooms()
        .into_iter()
        .map(|room| (short(&room.package).to_owned(), room))
        .collect();
    let mut wrong = Vec::new();
    for package in packages() {
        let Some(room) = by_name.get(short(&package.name)) else {
            continue; // the other test tells
        };
        let Some(allowed) = allowed(room, &by_name) else {
            continue;
        };
        for (used, only_tests) in &package.uses {
            let allowed = if *only_tests {
                &allowed.tests
            } else {
                &allowed.code
            };
            if !allowed.contains(short(used)) {
                wrong.push(format!("{} -> {used}", package.name));
            }
        }
    }
    assert!(wrong.is_empty(), "not in ARCHITECTURE.md: {wrong:#?}");
}

#[test]
fn names_in_the_table_are_rooms() {
    let rooms = rooms();
    let known: BTreeSet<_> = rooms.iter().map(|room| short(&room.package)).collect();
    for room in &rooms {
        for name in room.may_use.iter().flatten() {
            assert!(
                known.contains(name.as_str()),
                "{}: no room `{name}`",
                room.package
            );
        }
    }
}

#[test]
fn a_row_says_folder_package_and_what_may_be_used() {
    let row = "| `worker` | `live-worker` | job bodies | `domain`, `jobs` |";
    let room = parse_row(row).unwrap();
    assert_eq!(
        (room.folder.as_str(), room.package.as_str()),
        ("worker", "live-worker")
    );
    assert_eq!(
        room.may_use.unwrap(),
        BTreeSet::from(["domain".into(), "jobs".into()])
    );
    assert_eq!(parse_row("| folder | package | what | may use |"), None);
}
