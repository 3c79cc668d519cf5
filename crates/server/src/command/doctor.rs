//! `entrenous doctor`: what would keep the server from working, each finding with a cause and a next step.

use std::process::ExitCode;

use entrenous_storage::Db;
use tokio::net::TcpListener;

use super::say;
use crate::boot::{BootError, place};
use crate::config::Config;
use crate::http::assets;
use crate::outside::clock::SystemChance;
use crate::outside::data_folder::DataFolder;
use crate::outside::mail;

struct Finding {
    subject: &'static str,
    problem: Option<String>,
}

fn fine(subject: &'static str) -> Finding {
    Finding { subject, problem: None }
}

fn from(subject: &'static str, outcome: Result<(), String>) -> Finding {
    Finding { subject, problem: outcome.err() }
}

/// Looks at everything once; exits with 1 when something needs a hand.
pub async fn doctor(config: &Config) -> ExitCode {
    let mut findings = vec![fine("configuration")];
    match DataFolder::open_used(&config.data.dir) {
        Ok(folder) => {
            findings.push(fine("data folder"));
            findings.push(from("key file", folder.key(&SystemChance).map(drop).map_err(|error| error.to_string())));
            findings.push(from("database", database(config, &folder).await.map_err(|error| error.to_string())));
            let mails = folder.make("mails").and_then(|mails| mail::mailer(&config.mail, &mails));
            findings.push(from("mail", mails.map(drop).map_err(|error| error.to_string())));
        }
        Err(error) => findings.push(Finding { subject: "data folder", problem: Some(error.to_string()) }),
    }
    let bound = TcpListener::bind(&config.server.listen).await;
    findings.push(from("address", bound.map(drop).map_err(|error| BootError::Listen(config.server.listen.clone(), error).to_string())));
    let web = if assets::is_built() {
        Ok(())
    } else {
        Err("The browser side is not in this binary. Run `cargo xtask web` and build again.".to_owned())
    };
    findings.push(from("browser side", web));
    let mut is_well = true;
    for Finding { subject, problem } in &findings {
        match problem {
            None => say(&format!("ok       {subject}")),
            Some(problem) => {
                is_well = false;
                say(&format!("problem  {subject}: {problem}"));
            }
        }
    }
    if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Opens the database without changing it, and reads from it.
async fn database(config: &Config, folder: &DataFolder) -> Result<(), BootError> {
    let db = Db::open(&place(config, folder)?).await?;
    let looked = db.check_schema().await;
    db.close().await;
    Ok(looked?)
}
