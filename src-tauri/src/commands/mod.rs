//! What the page can ask for: the clock, one call, the answer.

pub mod accounts;
pub mod allowance;
pub mod app;
pub mod cashback;
pub mod entries;
pub mod exchange;
pub mod fees;
pub mod games;
pub mod habits;
pub mod history;
pub mod imports;
pub mod insights;
pub mod links;
pub mod recurring;
pub mod review;
pub mod rules;
pub mod savings;
pub mod small;
pub mod templates;
pub mod today;
pub mod watch;

use std::future::Future;

use crate::error::Answer;

/// The shell as commands get it.
pub type Shell<'a> = tauri::State<'a, crate::shell::Shell>;

/// Runs work that computes for long where it holds up neither the window nor other commands.
async fn aside<T, F>(work: impl FnOnce() -> F + Send + 'static) -> Answer<T>
where
    T: Send + 'static,
    F: Future<Output = Answer<T>>,
{
    tauri::async_runtime::spawn_blocking(|| tauri::async_runtime::block_on(work())).await?
}
