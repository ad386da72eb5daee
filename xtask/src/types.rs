//! `xtask types`: `crates/protocol` as TypeScript.
//!
//! Declarations are sorted by name and carry the Rust doc comments, so the file changes exactly
//! when the protocol does and a diff of it can be read.

use anyhow::{Context, Result, bail};
use live_protocol::{
    ErrorCode, Page, Problem, auth, comment, live,
    socket::{self, client_event},
    user,
};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};
use ts_rs::{Config, TS, TypeVisitor};

const HEADER: &str = "\
// Generated from crates/protocol by `cargo run -p xtask -- types`. Do not edit.
";

/// Writes the types to `out`, or with `check` compares them with what is there.
pub(crate) fn run(out: &Path, check: bool) -> Result<()> {
    let text = generate();
    if check {
        let there = fs::read_to_string(out).unwrap_or_default();
        if there != text {
            bail!(
                "{} is stale: run `cargo run -p xtask -- types` and commit the result",
                out.display()
            );
        }
        return Ok(());
    }
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder).with_context(|| format!("can't make {}", folder.display()))?;
    }
    fs::write(out, text).with_context(|| format!("can't write {}", out.display()))
}

fn generate() -> String {
    let mut text = String::from(HEADER);
    constants(&mut text);
    for declaration in declarations().values() {
        text.push('\n');
        text.push_str(declaration);
    }
    text
}

/// Values that clients need beside the types.
fn constants(text: &mut String) {
    let mut line = |doc: &str, name: &str, value: String| {
        // Writing to a String can't fail.
        let _ = write!(text, "\n/** {doc} */\nexport const {name} = {value};\n");
    };
    line(
        "Every error code, with its meaning for a person.",
        "ERROR_TITLES",
        object(
            ErrorCode::ALL
                .iter()
                .map(|code| (code.as_str(), code.title())),
        ),
    );
    line(
        "Every reaction, in the order of the picker.",
        "REACTION_KINDS",
        format!(
            "{} as const",
            serde_json::json!(live::ReactionKind::ALL.map(live::ReactionKind::as_str))
        ),
    );
    line(
        "What a client may emit, by name.",
        "CLIENT_EVENTS",
        object([
            ("join", client_event::JOIN),
            ("leave", client_event::LEAVE),
            ("comment", client_event::COMMENT),
            ("deleteComment", client_event::DELETE_COMMENT),
            ("react", client_event::REACT),
            ("authenticate", client_event::AUTHENTICATE),
        ]),
    );
    line(
        "Characters of a comment at most.",
        "COMMENT_CHARS_MAX",
        comment::COMMENT_CHARS_MAX.to_string(),
    );
    line(
        "Items of a page at most.",
        "PAGE_ITEMS_MAX",
        live_protocol::page::PAGE_ITEMS_MAX.to_string(),
    );
}

fn object<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = String::from("{\n");
    for (key, value) in entries {
        let _ = writeln!(text, "  {key}: {},", serde_json::json!(value));
    }
    text.push_str("} as const");
    text
}

/// Each type that travels to or from a client, by name.
fn declarations() -> BTreeMap<String, String> {
    let mut collected = Collect {
        // Sequence numbers and milliseconds stay far below 2^53.
        config: Config::new().with_large_int("number"),
        declarations: BTreeMap::new(),
    };
    macro_rules! roots {
        ($($root:ty),* $(,)?) => { $(collected.visit::<$root>();)* };
    }
    roots![
        ErrorCode,
        Problem,
        Page<live::Stream>,
        auth::Register,
        auth::Login,
        auth::Refresh,
        auth::Tokens,
        auth::Session,
        auth::ChangePassword,
        auth::ForgotPassword,
        auth::ResetPassword,
        auth::VerifyEmail,
        user::Account,
        user::Profile,
        user::UpdateProfile,
        live::CreateStream,
        live::UpdateStream,
        live::StreamKey,
        live::Category,
        live::StreamStats,
        live::PlaybackToken,
        live::LiveSort,
        comment::PostComment,
        socket::Join,
        socket::Joined,
        socket::Leave,
        socket::SendComment,
        socket::DeleteComment,
        socket::SendReaction,
        socket::Authenticate,
        socket::Ack<socket::Joined>,
        socket::ServerEvent,
    ];
    collected.declarations
}

struct Collect {
    config: Config,
    declarations: BTreeMap<String, String>,
}

impl TypeVisitor for Collect {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Types without an output path are the language's own: string, number, arrays.
        let name = T::ident(&self.config);
        if T::output_path().is_some() && !self.declarations.contains_key(&name) {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{}\nexport {}\n", docs.trim(), T::decl(&self.config));
            self.declarations.insert(name, tidy(text.trim_start()));
            T::visit_dependencies(self);
        }
        T::visit_generics(self);
    }
}

/// ts-rs breaks lines only after doc comments: indents fields, shortens comments of one line,
/// drops trailing blanks.
fn tidy(declaration: &str) -> String {
    let mut text = String::with_capacity(declaration.len());
    let mut in_fields = false;
    for line in declaration.lines().map(str::trim_end) {
        let (line, closes) = match line.strip_suffix(", };") {
            Some(field) if in_fields => (field, true),
            _ => (line, false),
        };
        let line = line.strip_suffix(',').unwrap_or(line);
        let is_field = in_fields && !line.starts_with(['/', ' ']);
        let _ = writeln!(
            text,
            "{}{line}{}",
            if in_fields { "  " } else { "" },
            if is_field { ";" } else { "" }
        );
        if closes {
            text.push_str("};\n");
        }
        in_fields = (in_fields || line.ends_with('{')) && !closes;
    }
    shorten_comments(&text)
}

fn shorten_comments(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut short = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let one = lines
            .get(at + 1)
            .and_then(|next| next.trim_start().strip_prefix("* "));
        let ends = lines.get(at + 2).is_some_and(|next| next.trim() == "*/");
        match one {
            Some(comment) if line.trim() == "/**" && ends => {
                let _ = writeln!(short, "{line} {comment} */");
                at += 3;
            }
            _ => {
                let _ = writeln!(short, "{line}");
                at += 1;
            }
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generation_is_stable_and_names_every_code() {
        let text = generate();
        assert_eq!(text, generate());
        for code in ErrorCode::ALL {
            assert!(text.contains(&format!("  {}: ", code.as_str())));
        }
        assert!(text.contains("export type Page<T>"));
        assert!(
            text.contains("export type ReactionKind"),
            "dependencies are missing"
        );
    }
}
