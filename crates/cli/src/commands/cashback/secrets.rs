//! Codes and PINs, which come by the standard input: arguments would stand in the history of the shell
//! and in the list of processes.

use std::io::{self, BufRead, IsTerminal as _, Read as _, Write as _};

use clap::Args;
use farthing_ledger::cashback::{GiftCardInput, SecretPart};

use crate::error::{CliError, Result};

/// A line of a code is shorter, in bytes.
const LONGEST_LINE: u64 = 4_096;

/// What is told of a code or PIN that was removed.
pub(super) const KEPT_BY_HISTORY: &str = "The history keeps what was removed, for `farthing undo`, until 1,000 later changes have followed.";

/// Which of code and PIN are read.
#[derive(Debug, Args)]
pub(super) struct Secrets {
    /// Read its code as a line from the standard input
    #[arg(long)]
    code_stdin: bool,
    /// Read its PIN as a line from the standard input, after the code
    #[arg(long)]
    pin_stdin: bool,
}

/// Which of code and PIN are removed.
#[derive(Debug, Args)]
pub(super) struct Removed {
    /// Remove its code; the history keeps it until 1,000 later changes have followed
    #[arg(long, conflicts_with = "code_stdin")]
    remove_code: bool,
    /// Remove its PIN; the history keeps it until 1,000 later changes have followed
    #[arg(long, conflicts_with = "pin_stdin")]
    remove_pin: bool,
}

impl Secrets {
    /// Reads what was named; what was not is empty.
    pub(super) fn read(&self) -> Result<(String, String)> {
        let mut input = io::stdin().lock();
        let code = if self.code_stdin {
            line(&mut input, "code")?
        } else {
            String::new()
        };
        let pin = if self.pin_stdin {
            line(&mut input, "pin")?
        } else {
            String::new()
        };
        Ok((code, pin))
    }
}

impl Removed {
    pub(super) fn write(&self, input: &mut GiftCardInput) {
        let parts = [
            (self.remove_code, SecretPart::Code),
            (self.remove_pin, SecretPart::Pin),
        ];
        let removed = parts.into_iter().filter(|(is_removed, _)| *is_removed);
        input.remove = removed.map(|(_, part)| part).collect();
    }
}

/// The next line; a person at a terminal is asked for it.
fn line(input: &mut impl BufRead, field: &str) -> Result<String> {
    if io::stdin().is_terminal() {
        // Nobody is left to be asked where the standard error is closed.
        let _ = write!(io::stderr(), "{field}: ");
    }
    one_line(input, field)
}

fn one_line(input: &mut impl BufRead, field: &str) -> Result<String> {
    let refused = |why: &str| CliError::refused(format!("{field}: {why}"));
    let mut bytes = Vec::new();
    let read = input.take(LONGEST_LINE).read_until(b'\n', &mut bytes);
    read.map_err(|error| refused(&format!("the standard input cannot be read ({error})")))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| refused("the line on the standard input is no text"))?;
    let text = text.trim();
    if text.is_empty() {
        return Err(refused(
            "no line came on the standard input; write it there",
        ));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_a_line_of_its_own_and_an_endless_one_ends() {
        let mut input: &[u8] = b" SHOP-1 \r\n0042";
        assert_eq!(one_line(&mut input, "code").unwrap(), "SHOP-1");
        assert_eq!(one_line(&mut input, "pin").unwrap(), "0042");
        let none = one_line(&mut input, "pin").unwrap_err().to_string();
        assert!(none.starts_with("pin: no line came"), "{none}");
        let endless = vec![b'7'; 10_000];
        let first = one_line(&mut endless.as_slice(), "code").unwrap();
        assert_eq!(first.len(), 4_096);
        let noise: &[u8] = b"\xff\xfe\n";
        let error = one_line(&mut { noise }, "code").unwrap_err().to_string();
        assert!(error.contains("is no text"), "{error}");
    }
}
