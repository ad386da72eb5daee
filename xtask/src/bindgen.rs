//! `xtask bindgen`: wasm-bindgen as a library, four minutes cheaper than installing its CLI.

use anyhow::{Context, Result};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// Writes `NAME.js` and `NAME_bg.wasm` for the `web` target into `out_dir`.
pub(crate) fn run(wasm: &Path, out_dir: &Path, name: &str, debug: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(name)
        .web(true)?
        .typescript(false)
        // The bundler passes the hashed path; without a default it looks for no file here.
        .omit_default_module_path(true)
        .debug(debug)
        .keep_debug(debug)
        .remove_producers_section(!debug)
        .remove_name_section(!debug);
    bindgen
        .generate(out_dir)
        .with_context(|| format!("wasm-bindgen can't process {}", wasm.display()))
}
