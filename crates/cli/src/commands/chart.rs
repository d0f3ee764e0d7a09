//! The small payments as a picture in a file.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use farthing_ledger::{Ledger, SmallQuery};
use farthing_pictures::{LensChart, ThemeName};

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
    /// A bar for each month or week, a cell for each hour of the weekdays, a bar for each merchant, a
    /// cell for each day, or the last month adding up
    #[arg(value_enum)]
    kind: Kind,
    /// The file to write; its ending, .svg or .png, says which
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    picture: Picture,
}

/// How a picture looks.
#[derive(Debug, Args)]
pub struct Picture {
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

/// Which picture.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Kind {
    Months,
    Weeks,
    Hours,
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

impl Default for Picture {
    fn default() -> Self {
        Self {
            theme: Look::Light,
            width: 960,
            height: 480,
        }
    }
}

impl Chart {
    /// Draws it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        Format::of(&self.out)?;
        let drawn = with_ledger(chosen, async |ledger| {
            let query = self.which.query(ledger).await?;
            draw(ledger, &self.out, (self.kind, query), self.picture).await
        });
        out.line(&drawn.await?)?;
        Ok(Exit::Done)
    }
}

/// Draws small payments into a file, which is whole or not there; gives what they show as a sentence.
pub async fn draw(
    ledger: &Ledger,
    place: &Path,
    (kind, query): (Kind, SmallQuery),
    picture: Picture,
) -> Result<String> {
    let format = Format::of(place)?;
    let look = farthing_pictures::Look {
        theme: picture.theme.into(),
        width: picture.width,
        height: picture.height,
    };
    let chart = farthing_pictures::small_export(ledger, kind.into(), query, look).await?;
    write(ledger, place, (&chart, format))?;
    Ok(chart.summary)
}

/// Draws a chart beside the small payments into a file; the last line says where it is.
pub async fn draw_beside(
    ledger: &Ledger,
    place: &Path,
    (chart, today): (&LensChart, NaiveDate),
) -> Result<()> {
    let format = Format::of(place)?;
    let picture = Picture::default();
    let look = farthing_pictures::Look {
        theme: picture.theme.into(),
        width: picture.width,
        height: picture.height,
    };
    let chart = farthing_pictures::lens_export(ledger, chart, today, look).await?;
    write(ledger, place, (&chart, format))
}

fn write(
    ledger: &Ledger,
    place: &Path,
    (chart, format): (&farthing_charts::Chart, Format),
) -> Result<()> {
    let bytes = match format {
        Format::Svg => chart.svg.clone().into_bytes(),
        Format::Png => farthing_charts::png(chart, SCALE)?,
    };
    let mut file = Unfinished::begin(place, ledger.path())?;
    let written = file.write_all(&bytes).map_err(CliError::Output);
    written.map_err(|error| CliError::of_output(place, error))?;
    file.finish()
}

impl From<Kind> for farthing_pictures::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Months => Self::Months,
            Kind::Weeks => Self::Weeks,
            Kind::Hours => Self::Hours,
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
