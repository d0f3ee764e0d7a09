//! The tables of providers: those that come with Farthing, and the person's own.

use chrono::{DateTime, Utc};
use farthing_rules::fees::Tariff;
use sqlx::SqliteConnection;

use super::checked::{checked, checked_input};
use super::{TariffInput, TariffShown};
use crate::cashback::{Lines, ProgrammeProblem};
use crate::choices::{self, ChoiceKind};
use crate::error::{LedgerError, Result};
use crate::ids::ChoiceId;
use crate::store::Ledger;
use crate::write::ChangeLabel;

macro_rules! shipped {
    ($($key:literal),+ $(,)?) => {
        &[$(($key, include_str!(concat!("shipped/", $key, ".toml")))),+]
    };
}

/// Every tariff that is shipped: to add one, write its file and name it here.
const SHIPPED: &[(&str, &str)] = shipped![
    "alipay_cash_out",
    "apple_pay",
    "card_terminal",
    "easypaisa_cash_out",
    "mpesa_cash_out",
    "mpesa_send",
    "paypal_micropayments_us",
    "paypal_standard_uk",
    "paypal_standard_us",
];

/// A tariff with its key.
pub(super) struct Known {
    pub key: String,
    pub own: Option<ChoiceId>,
    pub input: TariffInput,
    pub tariff: Tariff,
}

impl TariffInput {
    /// Reads a tariff file; its name is only for the sentence about what is wrong, which says the line
    /// and the field.
    ///
    /// ```
    /// use farthing_ledger::fees::TariffInput;
    /// let text = r#"
    ///     name = "Corner wallet"
    ///     provider = "Corner"
    ///     side = "pay"
    ///     currency = "EUR"
    ///     as_of = 2026-11-01
    ///     source = "the leaflet at the till"
    ///     [[bands]]
    ///     percent = "101"
    /// "#;
    /// let problem = TariffInput::read("corner.toml", text).unwrap_err();
    /// assert_eq!((problem.line, &*problem.field), (Some(9), "bands.1.percent"));
    /// assert!(TariffInput::read("corner.toml", &text.replace("101", "1.5")).is_ok());
    /// ```
    pub fn read(file: &str, text: &str) -> std::result::Result<Self, ProgrammeProblem> {
        read(file, text).map(|(input, _)| input)
    }
}

impl Ledger {
    /// The tariffs that can be asked, the person's own first.
    pub async fn tariffs(&self) -> Result<Vec<TariffShown>> {
        let mut db = self.pool.acquire().await?;
        Ok(known(&mut db).await?.into_iter().map(shown).collect())
    }

    /// Keeps a tariff: a changed one of the person's own in its place, or a new one.
    pub async fn save_tariff(
        &self,
        id: Option<ChoiceId>,
        input: TariffInput,
        now: DateTime<Utc>,
    ) -> Result<ChangeLabel> {
        checked_input(&input)?;
        let mut write = self.begin(now).await?;
        let key = match id {
            Some(id) => key_of(write.connection(), id).await?,
            None => write.new_id()?.to_string(),
        };
        let label = format!("Keep the tariff {}", input.name);
        write.choose(ChoiceKind::Tariff, &key, 0, &input).await?;
        write.commit(&label).await
    }

    /// Forgets a tariff of the person's own.
    pub async fn remove_tariff(&self, id: ChoiceId, now: DateTime<Utc>) -> Result<ChangeLabel> {
        let mut write = self.begin(now).await?;
        write.unchoose(ChoiceKind::Tariff, id).await?;
        write.commit("Forget a tariff").await
    }
}

/// Every tariff that can be asked.
pub(super) async fn known(db: &mut SqliteConnection) -> Result<Vec<Known>> {
    let mut all = Vec::new();
    for choice in choices::all::<TariffInput>(db, ChoiceKind::Tariff).await? {
        all.push(Known {
            key: choice.id.0.to_string(),
            own: Some(choice.id),
            tariff: checked_input(&choice.value)?,
            input: choice.value,
        });
    }
    for (key, text) in SHIPPED {
        let (input, tariff) = read(&format!("{key}.toml"), text).map_err(|problem| {
            // A file that is built in and cannot be read is a fault of the program; a test reads all.
            LedgerError::Damaged(problem.to_string())
        })?;
        all.push(Known {
            key: (*key).to_owned(),
            own: None,
            input,
            tariff,
        });
    }
    Ok(all)
}

/// The tariff with a key.
pub(super) async fn one(db: &mut SqliteConnection, key: &str) -> Result<Known> {
    let all = known(db).await?;
    let found = all.into_iter().find(|known| known.key == key);
    found.ok_or_else(|| {
        LedgerError::invalid(
            "tariff",
            format!("there is none called {key}; choose from the list"),
        )
    })
}

/// What the tariff with a key takes; none where it is not there any more.
pub(crate) async fn known_tariff(db: &mut SqliteConnection, key: &str) -> Result<Option<Tariff>> {
    let all = known(db).await?;
    let found = all.into_iter().find(|known| known.key == key);
    Ok(found.map(|known| known.tariff))
}

/// An error unless there is a tariff with a key.
pub(crate) async fn check_tariff(db: &mut SqliteConnection, key: &str) -> Result<()> {
    one(db, key).await.map(drop)
}

async fn key_of(db: &mut SqliteConnection, id: ChoiceId) -> Result<String> {
    let all = choices::all::<TariffInput>(db, ChoiceKind::Tariff).await?;
    let found = all.into_iter().find(|choice| choice.id == id);
    found
        .map(|choice| choice.key)
        .ok_or(LedgerError::Missing("tariff"))
}

fn read(file: &str, text: &str) -> std::result::Result<(TariffInput, Tariff), ProgrammeProblem> {
    let lines = Lines::of(file, text)?;
    let input: TariffInput = lines.written()?;
    let tariff = checked(&input).map_err(|wrong| lines.problem(wrong))?;
    Ok((input, tariff))
}

fn shown(known: Known) -> TariffShown {
    let Known {
        key,
        own,
        input,
        tariff,
    } = known;
    let mut note = format!(
        "As of {}, by {}.",
        input.as_of.format("%-d %B %Y"),
        input.source.trim_end_matches('.')
    );
    if input.example {
        note.push_str(" Only an example of how such a tariff looks: put in the figures of yours.");
    }
    TariffShown {
        words: tariff.bands().iter().map(words).collect(),
        key,
        own,
        tariff: input,
        note,
    }
}

fn words(band: &farthing_rules::fees::Band) -> String {
    let plan = &band.plan;
    let percent = plan.percent() * rust_decimal::Decimal::ONE_HUNDRED;
    let mut parts = Vec::new();
    if !percent.is_zero() {
        parts.push(format!("{} %", percent.normalize()));
    }
    if !plan.fixed().is_zero() {
        parts.push(plan.fixed().to_string());
    }
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    let least = plan.min().map(|least| format!(", at least {least}"));
    let most = plan.max().map(|most| format!(", at most {most}"));
    let text = [Some(parts.join(" + ")), least, most];
    let text: String = text.into_iter().flatten().collect();
    match band.up_to {
        Some(limit) => format!("up to {limit}: {text}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_tariff_can_be_read_and_says_where_it_is_from() {
        for (key, text) in SHIPPED {
            let (input, _) = read(key, text).unwrap();
            assert!(input.source.len() > 10, "{key}");
        }
    }

    #[test]
    fn a_field_that_nobody_knows_is_refused_with_its_line() {
        let text = SHIPPED[0].1.replace("provider", "provder");
        let problem = read("alipay_cash_out.toml", &text).unwrap_err();
        assert_eq!((problem.line, &*problem.field), (Some(2), "provder"));
    }

    #[test]
    fn what_contradicts_itself_is_refused_with_its_band() {
        let mut input: TariffInput = toml::from_str(SHIPPED[0].1).unwrap();
        input.bands[0].percent = "two".to_owned();
        let error = checked_input(&input).unwrap_err().to_string();
        assert!(
            error.starts_with("bands: band 1, percent: write"),
            "{error}"
        );
        let text = SHIPPED[0].1.replace("\"0.10\"", "\"-1\"");
        let problem = read("alipay_cash_out.toml", &text).unwrap_err();
        assert_eq!((problem.line, &*problem.field), (Some(11), "bands.1.least"));
    }
}
