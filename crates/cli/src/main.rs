//! The `farthing` command: understands its arguments, calls one use case of the ledger, prints.

mod clock;
mod commands;
mod error;
mod files;
mod screen;

use std::any::Any;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;
use commands::Command;
use error::{CliError, Result};
use mimalloc::MiMalloc;
use screen::Out;

#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

/// Small money, added up: imports statements, keeps the ledger, shows what little payments cost.
///
/// Everything stays in one file on this machine. `farthing where` says which; `farthing import`
/// begins; whatever is done, `farthing undo` takes it back.
#[derive(Debug, Parser)]
#[command(name = "farthing", version, max_term_width = 100)]
struct Arguments {
    /// The ledger file, instead of the usual one
    #[arg(
        long,
        global = true,
        env = "FARTHING_LEDGER",
        hide_env_values = true,
        value_name = "FILE"
    )]
    ledger: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

/// How a command ended, as other programs see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// It did what it was asked.
    Done = 0,
    /// `verify` found a contradiction.
    Found = 1,
    /// Bad input or a refusal; the reason is on the standard error.
    Refused = 2,
}

fn main() -> ExitCode {
    // A panic becomes one sentence, and what it unwinds leaves no transaction behind.
    panic::set_hook(Box::new(|_| {}));
    let exit = panic::catch_unwind(AssertUnwindSafe(understand_and_run)).unwrap_or_else(|cause| {
        complain(&broken(cause.as_ref()));
        Exit::Refused
    });
    ExitCode::from(exit as u8)
}

fn understand_and_run() -> Exit {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misunderstood(&error),
    };
    match run(arguments) {
        Ok(exit) => exit,
        Err(CliError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            complain(&error.to_string());
            Exit::Refused
        }
    }
}

/// Help and the version are asked for; anything else was typed wrongly and gets one sentence.
fn misunderstood(error: &clap::Error) -> Exit {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return if error.use_stderr() {
            Exit::Refused
        } else {
            Exit::Done
        };
    }
    let text = error.to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    let words: Vec<&str> = first
        .trim_start_matches("error:")
        .split_whitespace()
        .collect();
    complain(&format!(
        "{}; add --help to see what can be written here",
        words.join(" ")
    ));
    Exit::Refused
}

fn run(arguments: Arguments) -> Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            CliError::refused(format!(
                "the system gives no more threads ({error}); close something"
            ))
        })?;
    let chosen = arguments.ledger.filter(|path| !path.as_os_str().is_empty());
    let mut out = Out::standard();
    let exit = runtime.block_on(commands::run(arguments.command, chosen, &mut out))?;
    out.flush().map_err(CliError::Output)?;
    Ok(exit)
}

/// Says on the standard error what went wrong; nobody is left to hear it if that is closed.
fn complain(sentences: &str) {
    for line in sentences.lines() {
        let _ = writeln!(io::stderr(), "farthing: {}", screen::clean(line));
    }
}

fn broken(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no reason given");
    let first = text.lines().next().unwrap_or_default();
    format!(
        "a fault in Farthing itself stopped this ({first}); what was not finished was not written"
    )
}
