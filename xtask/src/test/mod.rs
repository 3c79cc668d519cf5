//! `cargo xtask test`: installs what the tests need, runs every floor of the house, ends with the totals.
//!
//! To add a floor: a variant in `floor.rs`, its steps in `Run::floor`.

mod floor;
mod packages;
mod totals;

use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::{r#gen, lint, node, process, repo, say, serve, tidy, web};
use floor::{Database, Floor};
#[cfg(any(feature = "bench", test))]
pub use packages::chromium;
use totals::Totals;

/// Which part of the tests to run; without words, all of them.
#[derive(clap::Args)]
pub struct TestArgs {
    /// Only this floor.
    #[arg(long, value_enum)]
    floor: Option<Floor>,
    /// Contract tests on this database only.
    #[arg(long, value_enum)]
    db: Option<Database>,
}

/// Runs the floors and prints `N passed, N failed, N skipped` last; true if something ran and nothing failed.
///
/// A failing step does not hide the later ones; a failing build does, because nothing after it would tell the truth.
///
/// # Errors
/// When something could not be installed, or the web packages could not be built.
pub fn run(args: &TestArgs) -> Result<bool> {
    let start = Instant::now();
    let floors: Vec<Floor> = args.floor.map_or_else(|| Floor::ALL.to_vec(), |floor| vec![floor]);
    packages::install(&floors, args.db)?;
    node::install()?;
    if floors.iter().any(|floor| floor.needs_web()) {
        web::run()?;
    }
    let mut run = Run { db: args.db, totals: Totals::default(), steps: Vec::new() };
    for floor in floors {
        if let Err(failure) = run.floor(floor) {
            say::failure(&failure);
            run.add(format!("{floor:?}, build"), Totals::one(false), Duration::ZERO);
            break;
        }
    }
    Ok(run.finish(start.elapsed()))
}

/// What has run so far.
struct Run {
    db: Option<Database>,
    totals: Totals,
    steps: Vec<Step>,
}

struct Step {
    name: String,
    totals: Totals,
    took: Duration,
}

impl Run {
    fn floor(&mut self, floor: Floor) -> Result<()> {
        match floor {
            Floor::Check => self.check(),
            Floor::Rust => self.rust(),
            Floor::Web => self.web(),
            Floor::Whole => self.whole(),
        }
    }

    /// Lint, tidy and generated files; each counts as one test.
    fn check(&mut self) -> Result<()> {
        self.own("tidy", tidy::run);
        self.own("gen --check", || r#gen::run(true));
        for mut check in lint::checks()? {
            let start = Instant::now();
            let ok = lint::passes(&mut check)?;
            self.add(check.name, Totals::one(ok), start.elapsed());
        }
        Ok(())
    }

    /// Every Rust test of the workspace on both databases, then the examples in the documentation.
    fn rust(&mut self) -> Result<()> {
        // nextest runs each test in a process of its own; a machine without it has `cargo test`.
        let runner: &[&str] =
            if process::find("cargo-nextest").is_some() { &["nextest", "run"] } else { &["test", "--lib", "--bins", "--tests"] };
        let workspace = ["--workspace", "--features", lint::MEASURING];
        let mut build = process::cargo();
        build.args(runner).args(workspace).arg("--no-run");
        say::step(&process::shown(&build));
        process::run(&mut build).context("the Rust tests do not build")?;
        let mut tests = process::cargo();
        tests.args(runner).args(workspace).arg("--no-fail-fast");
        // Without this variable the test kit takes both; it starts its private PostgreSQL itself.
        tests.envs(self.db.map(|db| ("ENTRENOUS_TEST_DATABASE", db.name())));
        self.runner("rust", &mut tests)?;
        let mut examples = process::cargo();
        examples.args(["test", "--doc", "--no-fail-fast"]).args(workspace);
        self.examples(&mut examples)
    }

    fn web(&mut self) -> Result<()> {
        for package in node::packages()?.iter().filter(|package| package.folder.starts_with("web/") && package.has("test")) {
            self.runner(&package.folder, &mut node::script(package, "test"))?;
        }
        Ok(())
    }

    /// Journeys in a real browser against the release binary, the one that `serve` starts.
    fn whole(&mut self) -> Result<()> {
        serve::build()?;
        let packages = node::packages()?;
        let journeys = packages.iter().find(|package| package.folder == "e2e").context("e2e/package.json is not an npm workspace")?;
        let mut tests = node::script(journeys, "test");
        tests.env("ENTRENOUS_BINARY", repo::target().join("release/entrenous"));
        tests.env("CHROMIUM", packages::chromium().context("Chromium is not installed")?);
        self.runner("whole", &mut tests)
    }

    /// Runs a test runner and reads its summary; a runner that ran nothing has failed.
    fn runner(&mut self, name: &str, command: &mut Command) -> Result<()> {
        let (mut totals, took, ok) = listen(name, command)?;
        if !ok && totals.failed == 0 {
            say::error_line(&format!("{name} ended with a failure that its summary does not show"));
            totals.failed = 1;
        }
        if totals.ran() == 0 {
            say::error_line(&format!("{name} ran no test"));
            totals.failed = 1;
        }
        self.add(name.to_owned(), totals, took);
        Ok(())
    }

    /// Like a runner, but there may be no example to run.
    fn examples(&mut self, command: &mut Command) -> Result<()> {
        let (mut totals, took, ok) = listen("examples", command)?;
        totals.failed = totals.failed.max(u64::from(!ok));
        self.add("examples".to_owned(), totals, took);
        Ok(())
    }

    fn own(&mut self, name: &str, check: impl FnOnce() -> Result<()>) {
        say::step(name);
        let start = Instant::now();
        let done = check();
        if let Err(failure) = &done {
            say::failure(failure);
        }
        say::ended(name, done.is_ok(), start.elapsed());
        self.add(name.to_owned(), Totals::one(done.is_ok()), start.elapsed());
    }

    fn add(&mut self, name: String, totals: Totals, took: Duration) {
        self.totals += totals;
        self.steps.push(Step { name, totals, took });
    }

    fn finish(self, took: Duration) -> bool {
        say::step("summary");
        for step in &self.steps {
            say::line(&format!("  {:<28} {:<40} {:>14}", step.name, step.totals.to_string(), say::seconds(step.took)));
        }
        say::line(&format!("  everything together took {}", say::seconds(took)));
        let failed: Vec<&str> = self.steps.iter().filter(|step| step.totals.failed > 0).map(|step| step.name.as_str()).collect();
        if !failed.is_empty() {
            say::line(&format!("  failed: {}", failed.join(", ")));
        }
        if self.totals.ran() == 0 {
            say::line("  no test ran, which counts as a failure");
        }
        say::line(&self.totals.to_string());
        failed.is_empty() && self.totals.ran() > 0
    }
}

fn listen(name: &str, command: &mut Command) -> Result<(Totals, Duration, bool)> {
    say::step(&format!("{name} ({})", process::shown(command)));
    let start = Instant::now();
    // Colours would stand between us and the numbers.
    let heard = process::hear(command.env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never"))?;
    let took = start.elapsed();
    say::ended(name, heard.ok, took);
    Ok((Totals::read(&heard.lines), took, heard.ok))
}
