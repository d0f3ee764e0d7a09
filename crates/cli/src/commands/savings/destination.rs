//! Destinations: where the money of goals really goes, and how it gets there.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Subcommand};
use farthing_ledger::Ledger;
use farthing_ledger::savings::{
    DayOfWeek, Destination as Kept, DestinationInput, PixKeyChoice, SweepWhen, WalletChoice,
    WayInput,
};
use serde_json::Value;

use super::done;
use super::named::destination_named;
use super::terms::{write, write_limit};
use crate::commands::accounts::account_named;
use crate::commands::small::most_used;
use crate::commands::words::{PIX_KEYS, WALLETS, currency_code, one_of, word};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

const EXAMPLES: &str = "Examples:
  farthing destination add Savings --sepa DE89370400440532013000 --holder \"Ada Example\" --account Savings
  farthing destination add Jar --upi ada@bank --holder \"Ada Example\" --currency INR --threshold 100
  farthing destination add Pot --steps mpesa --to 0712345678 --holder \"Ada Example\" --when weekly:friday";

/// Where the money of goals really goes
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Destination {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    List(List),
    Add(Box<Add>),
    Edit(Box<Edit>),
    Remove(Remove),
}

/// List the destinations
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing destination list")]
struct List {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Add a destination: one way, and what it wants to know
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[command(group(ArgGroup::new("goes").required(true)
    .args(["sepa", "swiss", "upi", "pix", "paypal", "steps"])))]
struct Add {
    /// What to call it
    name: String,
    #[command(flatten)]
    way: Way,
    #[command(flatten)]
    options: Options,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Change a destination
///
/// What is not given stays as it is; a way that is given replaces the whole way. An empty text takes
/// away, such as --account "".
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing destination edit Savings --threshold 25 --when payday")]
struct Edit {
    /// The destination; `farthing destination list` has the ids
    #[arg(value_name = "ID")]
    destination: String,
    /// What to call it from now on
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    #[command(flatten)]
    way: Way,
    #[command(flatten)]
    options: Options,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Remove a destination that no goal and no transfer names
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing destination remove Savings")]
struct Remove {
    /// The destination; `farthing destination list` has the ids
    #[arg(value_name = "ID")]
    destination: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("way")))]
struct Way {
    /// A SEPA transfer to this IBAN
    #[arg(long, value_name = "IBAN", group = "way")]
    sepa: Option<String>,
    /// A Swiss QR-bill to this IBAN of Switzerland or Liechtenstein
    #[arg(long, value_name = "IBAN", group = "way")]
    swiss: Option<String>,
    /// UPI to this address, such as name@bank
    #[arg(long, value_name = "ADDRESS", group = "way")]
    upi: Option<String>,
    /// Pix to this key
    #[arg(long, value_name = "KEY", group = "way")]
    pix: Option<String>,
    /// A link of PayPal.me with this name
    #[arg(long, value_name = "HANDLE", group = "way", conflicts_with = "holder")]
    paypal: Option<String>,
    /// By hand, with numbered steps
    #[arg(long, value_name = "WHERE", group = "way", value_parser = one_of::<WalletChoice>(&WALLETS))]
    steps: Option<WalletChoice>,
    /// Who holds the account
    #[arg(long, value_name = "NAME", requires = "way")]
    holder: Option<String>,
    /// The BIC of --sepa, where the bank wants it
    #[arg(long, requires = "sepa")]
    bic: Option<String>,
    /// The street of --swiss
    #[arg(long, value_name = "NAME", requires = "swiss")]
    street: Option<String>,
    /// The number of the house of --swiss
    #[arg(long, value_name = "NUMBER", requires = "swiss")]
    building: Option<String>,
    /// The postcode of --swiss
    #[arg(long, value_name = "CODE", requires = "swiss")]
    postcode: Option<String>,
    /// The town of --swiss
    #[arg(long, value_name = "NAME", requires = "swiss")]
    town: Option<String>,
    /// The country of --swiss, two letters
    #[arg(long, value_name = "CODE", requires = "swiss")]
    country: Option<String>,
    /// What the key of --pix is; otherwise a phone number
    #[arg(long, requires = "pix", value_parser = one_of::<PixKeyChoice>(&PIX_KEYS))]
    key_type: Option<PixKeyChoice>,
    /// The city of --pix
    #[arg(long, value_name = "NAME", requires = "pix")]
    city: Option<String>,
    /// The phone number or account of --steps
    #[arg(long, value_name = "NUMBER", requires = "steps")]
    to: Option<String>,
}

#[derive(Debug, Args)]
struct Options {
    /// The account of one's own that receives, where it is in the ledger
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// The currency of its transfers, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    /// From which waiting sum a transfer is proposed; otherwise the currency's usual one
    #[arg(long, value_name = "AMOUNT")]
    threshold: Option<String>,
    /// When a transfer is proposed: threshold, weekly:DAY, payday or by-hand
    #[arg(long, value_name = "WHEN", value_parser = when)]
    when: Option<SweepWhen>,
}

impl Destination {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            What::List(list) => list.run(chosen, out).await,
            What::Add(add) => add.run(chosen, out).await,
            What::Edit(edit) => edit.run(chosen, out).await,
            What::Remove(remove) => remove.run(chosen, out).await,
        }
    }
}

impl List {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let all = with_ledger(chosen, async |ledger| Ok(ledger.destinations().await?)).await?;
        if self.json {
            out.json(&all)?;
        } else if all.is_empty() {
            out.line("There are no destinations yet; `farthing destination add` makes one.")?;
        } else {
            table(&all)?.print(out, "")?;
        }
        Ok(Exit::Done)
    }
}

impl Add {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let kept = with_ledger(chosen, async |ledger| {
            let currency = match &self.options.currency {
                Some(code) => code.clone(),
                None => most_used(ledger).await?,
            };
            let mut input = DestinationInput {
                name: self.name,
                account: None,
                currency,
                way: self.way.written().unwrap_or_else(no_way),
                threshold: None,
                when: SweepWhen::default(),
            };
            self.options.write(ledger, &mut input).await?;
            Ok(ledger.save_destination(None, input, clock::now()).await?)
        });
        tell(kept.await?, json, out)
    }
}

impl Edit {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let kept = with_ledger(chosen, async |ledger| {
            let there = destination_named(ledger, &self.destination).await?;
            let (id, mut input) = (Some(there.id), there.destination);
            write(&mut input.name, self.name);
            write(&mut input.way, self.way.written());
            self.options.write(ledger, &mut input).await?;
            Ok(ledger.save_destination(id, input, clock::now()).await?)
        });
        tell(kept.await?, json, out)
    }
}

impl Remove {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = destination_named(ledger, &self.destination).await?.id;
            Ok(ledger.delete_destination(id, clock::now()).await?)
        });
        done(&label.await?, self.json, out)
    }
}

impl Way {
    /// The way, if one is given. What it wants and was not given is empty, which the ledger refuses by
    /// its name.
    fn written(self) -> Option<WayInput> {
        let holder = self.holder.unwrap_or_default();
        if let Some(iban) = self.sepa {
            let bic = self.bic;
            return Some(WayInput::Sepa { holder, iban, bic });
        }
        if let Some(iban) = self.swiss {
            return Some(WayInput::Swiss {
                holder,
                iban,
                street: self.street.unwrap_or_default(),
                building: self.building.unwrap_or_default(),
                postcode: self.postcode.unwrap_or_default(),
                town: self.town.unwrap_or_default(),
                country: self.country.unwrap_or_default(),
            });
        }
        if let Some(address) = self.upi {
            return Some(WayInput::Upi { holder, address });
        }
        if let Some(key) = self.pix {
            return Some(WayInput::Pix {
                holder,
                city: self.city.unwrap_or_default(),
                key_type: self.key_type.unwrap_or_default(),
                key,
            });
        }
        if let Some(handle) = self.paypal {
            return Some(WayInput::PaypalMe { handle });
        }
        self.steps.map(|wallet| WayInput::Steps {
            wallet,
            holder,
            account: self.to.unwrap_or_default(),
        })
    }
}

impl Options {
    async fn write(self, ledger: &Ledger, input: &mut DestinationInput) -> Result<()> {
        write(&mut input.currency, self.currency);
        write_limit(&mut input.threshold, self.threshold);
        write(&mut input.when, self.when);
        match self.account.as_deref().map(str::trim) {
            None => {}
            Some("") => input.account = None,
            Some(name) => input.account = Some(account_named(ledger, name).await?),
        }
        Ok(())
    }
}

/// A way that the ledger refuses, as the arguments already do.
fn no_way() -> WayInput {
    WayInput::PaypalMe {
        handle: String::new(),
    }
}

fn when(text: &str) -> Result<SweepWhen, String> {
    let (word, day) = text.split_once(':').unwrap_or((text, ""));
    let weekday = serde_json::from_value::<DayOfWeek>(Value::String(day.to_lowercase()));
    match (word, weekday, day) {
        ("threshold", _, "") => Ok(SweepWhen::Threshold),
        ("payday", _, "") => Ok(SweepWhen::Payday),
        ("by-hand", _, "") => Ok(SweepWhen::ByHand),
        ("weekly", Ok(weekday), _) => Ok(SweepWhen::Weekly { weekday }),
        _ => Err("write threshold, weekly:friday, payday or by-hand".to_owned()),
    }
}

fn tell(destination: Kept, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(&destination)?;
    } else {
        table(&[destination])?.print(out, "")?;
    }
    Ok(Exit::Done)
}

fn table(all: &[Kept]) -> Result<Table> {
    let mut table = Table::new(&[
        ">id",
        "name",
        "currency",
        "way",
        "to",
        ">threshold",
        "when",
        "goals",
    ]);
    for kept in all {
        let input = &kept.destination;
        table.row([
            kept.id.0.to_string(),
            input.name.clone(),
            input.currency.clone(),
            tag(&input.way)?,
            address(&input.way).to_owned(),
            amount(&kept.threshold),
            tag(&input.when)?,
            kept.goals.join(", "),
        ]);
    }
    Ok(table)
}

/// What a tagged value is, and its weekday.
fn tag(value: &impl serde::Serialize) -> Result<String> {
    let value = serde_json::to_value(value).map_err(std::io::Error::from)?;
    let words = ["kind", "weekday"]
        .into_iter()
        .filter_map(|name| value.get(name));
    Ok(words.map(word).collect::<Vec<_>>().join(" "))
}

fn address(way: &WayInput) -> &str {
    match way {
        WayInput::Sepa { iban, .. } | WayInput::Swiss { iban, .. } => iban,
        WayInput::Upi { address, .. } => address,
        WayInput::Pix { key, .. } => key,
        WayInput::PaypalMe { handle } => handle,
        WayInput::Steps { account, .. } => account,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_transfers_is_one_of_four() {
        assert_eq!(when("threshold").unwrap(), SweepWhen::Threshold);
        let weekday = DayOfWeek::Friday;
        assert_eq!(
            when("weekly:Friday").unwrap(),
            SweepWhen::Weekly { weekday }
        );
        for text in [
            "weekly",
            "weekly:",
            "weekly:fr",
            "payday:friday",
            "often",
            "",
        ] {
            assert!(when(text).is_err(), "{text}");
        }
    }
}
