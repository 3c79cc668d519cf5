//! The OpenAPI document from the Rust types, and the TypeScript types from the document.

use std::fs;

use anyhow::{Context, Result};

use super::{Generated, NOTICE};
use crate::{node, process};

/// Where the document is committed. JSON has no comments: what made it stands in `CONTRIBUTING.md`.
pub const DOCUMENT: &str = "web/protocol/openapi.json";

/// Asks the crate that owns the shapes.
pub fn document() -> Result<Generated> {
    let mut example = process::cargo();
    example.args(["run", "--quiet", "--package", "entrenous-protocol", "--example", "openapi"]);
    Ok(Generated { path: DOCUMENT, text: process::output(&mut example)? })
}

/// TypeScript types for a document that need not be on disk yet.
pub fn schema(document: &Generated) -> Result<Generated> {
    let input = std::env::temp_dir().join(format!("entrenous-openapi-{}.json", std::process::id()));
    fs::write(&input, &document.text).context("a temporary file cannot be written")?;
    let written = process::output(node::tool("openapi-typescript").arg(&input).arg("--output").arg(input.with_extension("ts")));
    let text = written.and_then(|_| fs::read_to_string(input.with_extension("ts")).context("openapi-typescript wrote nothing"));
    for made in [input.with_extension("ts"), input] {
        // A file that was never written needs no removing, and the failure above says more.
        let _ = fs::remove_file(made);
    }
    Ok(Generated { path: "web/protocol/src/schema.ts", text: format!("// {NOTICE} {DOCUMENT}. Do not edit.\n\n{}", text?) })
}
