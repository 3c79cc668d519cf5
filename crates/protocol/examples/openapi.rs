//! Prints the OpenAPI document, for `cargo xtask gen`.
#![expect(clippy::print_stdout, reason = "printing the document is all that this program does")]

use utoipa::OpenApi;

fn main() -> Result<(), serde_json::Error> {
    println!("{}", serde_json::to_string_pretty(&entrenous_protocol::openapi::Document::openapi())?);
    Ok(())
}
