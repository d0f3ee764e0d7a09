//! The small payments as a picture in a file.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use farthing_ledger::Ledger;
use farthing_pictures::ThemeName;

use super::small::Which;
use crate::Exit;
use crate::error::{CliError, Result};
use crate::files::{Unfinished, with_ledger};
use crate::screen::Out;

/// Pixels for each unit of a PNG, so that it is sharp on fine screens.
const SCALE: u32 = 2;

/// Draw the small payments into an SVG or PNG file
#[derive(Debug, Args)]
pub struct Chart {
    /// A bar for each month, a bar for each merchant, a cell for each day, or the last month adding up
    #[arg(value_enum)]
    kind: Kind,
    /// The file to write; its ending, .svg or .png, says which
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    which: Which,
    /// Dark on light, or light on dark
    #[arg(long, value_enum, default_value = "light")]
    theme: Look,
    /// From left to right
    #[arg(long, default_value_t = 960)]
    width: u32,
    /// From top to bottom
    #[arg(long, default_value_t = 480)]
    height: u32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Months,
    Merchants,
    Calendar,
    Cumulative,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Look {
    Light,
    Dark,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Svg,
    Png,
}

impl Chart {
    /// Draws it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let format = Format::of(&self.out)?;
        let drawn = with_ledger(chosen, async |ledger| {
            let chart = self.draw(ledger).await?;
            let bytes = match format {
                Format::Svg => chart.svg.into_bytes(),
                Format::Png => farthing_charts::png(&chart, SCALE)?,
            };
            let mut file = Unfinished::begin(&self.out, ledger.path())?;
            let written = file.write_all(&bytes).map_err(CliError::Output);
            written.map_err(|error| CliError::of_output(&self.out, error))?;
            file.finish()?;
            Ok(chart.summary)
        });
        out.line(&drawn.await?)?;
        Ok(Exit::Done)
    }

    async fn draw(&self, ledger: &Ledger) -> Result<farthing_charts::Chart> {
        let query = self.which.query(ledger).await?;
        let look = farthing_pictures::Look {
            theme: self.theme.into(),
            width: self.width,
            height: self.height,
        };
        Ok(farthing_pictures::small(ledger, self.kind.into(), query, look).await?)
    }
}

impl From<Kind> for farthing_pictures::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Months => Self::Months,
            Kind::Merchants => Self::Merchants,
            Kind::Calendar => Self::Calendar,
            Kind::Cumulative => Self::Cumulative,
        }
    }
}

impl From<Look> for ThemeName {
    fn from(look: Look) -> Self {
        match look {
            Look::Light => Self::Light,
            Look::Dark => Self::Dark,
        }
    }
}

impl Format {
    fn of(path: &Path) -> Result<Self> {
        let ending = path
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        match ending.as_str() {
            "svg" => Ok(Self::Svg),
            "png" => Ok(Self::Png),
            _ => Err(CliError::about(
                path,
                "a chart's file ends in .svg or .png; name it so",
            )),
        }
    }
}
