//! Build steps that need Rust. `installer/build-web.sh` calls `bindgen`; `types` writes the
//! TypeScript SDK's types from `crates/protocol`.

mod bindgen;
mod types;

use clap::Parser;
use std::path::PathBuf;

/// Build steps of Live Engine that need Rust.
#[derive(Parser)]
enum Step {
    /// Turn a wasm file that cargo built into one that a browser loads, with its JavaScript glue.
    /// The version of wasm-bindgen is the one of Cargo.lock, as it has to be.
    Bindgen {
        /// The file that cargo built.
        wasm: PathBuf,
        /// Where NAME.js and `NAME_bg.wasm` are written.
        out_dir: PathBuf,
        /// The name of what is written.
        name: String,
        /// Keep names and debug information.
        #[arg(long)]
        debug: bool,
    },
    /// Write the SDK's TypeScript types from `crates/protocol`.
    Types {
        /// Write nothing; fail if the file there is stale.
        #[arg(long)]
        check: bool,
        /// The file to write.
        #[arg(long, default_value = "sdk/web/src/generated/protocol.ts")]
        out: PathBuf,
    },
}

fn main() -> anyhow::Result<()> {
    match Step::parse() {
        Step::Bindgen {
            wasm,
            out_dir,
            name,
            debug,
        } => bindgen::run(&wasm, &out_dir, &name, debug),
        Step::Types { check, out } => types::run(&out, check),
    }
}
