//! Gift cards: buying one is a transfer, spending it is a purchase.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use farthing_ledger::cashback::{GiftCard as Told, GiftCardInput, GiftCardSecret};
use farthing_ledger::{AccountId, Ledger};
use serde_json::json;

use super::named::card_named;
use super::secrets::{KEPT_BY_HISTORY, Removed, Secrets};
use crate::commands::accounts::account_named;
use crate::commands::savings::{done, text};
use crate::commands::small::most_used;
use crate::commands::words::{currency_code, word};
use crate::error::Result;
use crate::files::with_ledger;
use crate::screen::{Out, Table, amount};
use crate::{Exit, clock};

/// Gift cards: what is left of them, and until when
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  farthing giftcard add \"Book shop\" 25 --paid 23 --from Bank --expires 2027-03-01
  farthing giftcard edit \"Book shop\" --code-stdin < code.txt
  farthing giftcard show \"Book shop\" --secret")]
pub struct GiftCard {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    List(List),
    Add(Add),
    Edit(Edit),
    Archive(Which),
    Show(Show),
}

/// List the gift cards: those that can be used first, by their last days
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing giftcard list")]
struct List {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Keep a gift card that was bought, or given as a present
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing giftcard add \"Book shop\" 25 --paid 23 --from Bank")]
struct Add {
    /// What it is called, such as the shop's name
    name: String,
    /// What can be spent
    #[arg(allow_negative_numbers = true)]
    face: String,
    /// The currency, such as EUR; otherwise the one used most
    #[arg(long, value_name = "CODE", value_parser = currency_code)]
    currency: Option<String>,
    #[command(flatten)]
    known: Known,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Change what is known of a gift card; what is not named stays
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing giftcard edit \"Book shop\" --expires 2027-06-30")]
struct Edit {
    #[command(flatten)]
    which: Which,
    /// What it is called
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// What could be spent
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    face: Option<String>,
    #[command(flatten)]
    known: Known,
    #[command(flatten)]
    removed: Removed,
}

/// What is known of a card.
#[derive(Debug, Args)]
struct Known {
    /// What was paid for it; otherwise as much as can be spent
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    paid: Option<String>,
    /// The account that paid it; without one it is a present
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// The day on which it was bought or given; otherwise today
    #[arg(long, value_name = "DAY")]
    day: Option<NaiveDate>,
    /// Its last day
    #[arg(long, value_name = "DAY")]
    expires: Option<NaiveDate>,
    #[command(flatten)]
    secrets: Secrets,
    /// A note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

/// Put a gift card away, or take it out again
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing giftcard archive \"Book shop\"")]
struct Which {
    /// The gift card; `farthing giftcard list` has the ids
    #[arg(value_name = "ID")]
    card: String,
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

/// Show a gift card, and its code and PIN if they are asked for
#[derive(Debug, Args)]
#[command(after_help = "Example: farthing giftcard show \"Book shop\" --secret")]
struct Show {
    #[command(flatten)]
    which: Which,
    /// Show code and PIN as well
    #[arg(long)]
    secret: bool,
}

impl GiftCard {
    /// Does it.
    pub async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        match self.what {
            What::List(list) => list.run(chosen, out).await,
            What::Add(add) => add.run(chosen, out).await,
            What::Edit(edit) => edit.run(chosen, out).await,
            What::Archive(which) => which.archive(chosen, out).await,
            What::Show(show) => show.run(chosen, out).await,
        }
    }
}

impl List {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let cards = with_ledger(chosen, async |ledger| {
            Ok(ledger.gift_cards(clock::today()).await?)
        });
        let cards = cards.await?;
        if self.json {
            out.json(&cards)?;
        } else if cards.is_empty() {
            out.line("There are no gift cards yet; `farthing giftcard add` keeps one.")?;
        } else {
            table(&cards).print(out, "")?;
        }
        Ok(Exit::Done)
    }
}

impl Add {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.json;
        let card = with_ledger(chosen, async |ledger| {
            let currency = match self.currency {
                Some(code) => code,
                None => most_used(ledger).await?,
            };
            let mut input = GiftCardInput {
                name: self.name,
                face: self.face,
                currency,
                paid: String::new(),
                from: None,
                day: None,
                expires: None,
                code: String::new(),
                pin: String::new(),
                remove: Vec::new(),
                note: String::new(),
            };
            self.known.write(ledger, &mut input).await?;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.save_gift_card(None, input, today, now).await?)
        });
        tell(&card.await?, json, out)
    }
}

impl Edit {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let json = self.which.json;
        let card = with_ledger(chosen, async |ledger| {
            let card = card_named(ledger, &self.which.card).await?;
            let mut input = card.input;
            if let Some(name) = self.name {
                input.name = name;
            }
            if let Some(face) = self.face {
                input.face = face;
            }
            self.removed.write(&mut input);
            let is_less = !input.remove.is_empty();
            self.known.write(ledger, &mut input).await?;
            let (today, now) = (clock::today(), clock::now());
            let saved = ledger.save_gift_card(Some(card.id), input, today, now);
            Ok((saved.await?, is_less))
        });
        let (card, is_less) = card.await?;
        tell(&card, json, out)?;
        if is_less && !json {
            out.line(KEPT_BY_HISTORY)?;
        }
        Ok(Exit::Done)
    }
}

impl Known {
    /// Writes what was given over what is there.
    async fn write(self, ledger: &Ledger, input: &mut GiftCardInput) -> Result<()> {
        if let Some(name) = self.from.as_deref() {
            input.from = paying(ledger, name).await?;
        }
        (input.code, input.pin) = self.secrets.read()?;
        input.day = self.day.or(input.day);
        input.expires = self.expires.or(input.expires);
        let texts = [(self.paid, &mut input.paid), (self.note, &mut input.note)];
        for (given, there) in texts {
            if let Some(given) = given {
                *there = given;
            }
        }
        Ok(())
    }
}

/// An empty name stands for a present.
async fn paying(ledger: &Ledger, name: &str) -> Result<Option<AccountId>> {
    if name.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(account_named(ledger, name).await?))
}

impl Which {
    async fn archive(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let label = with_ledger(chosen, async |ledger| {
            let id = card_named(ledger, &self.card).await?.id;
            let (today, now) = (clock::today(), clock::now());
            Ok(ledger.archive_gift_card(id, today, now).await?)
        });
        done(&label.await?, self.json, out)
    }
}

impl Show {
    async fn run(self, chosen: Option<PathBuf>, out: &mut Out) -> Result<Exit> {
        let shown = with_ledger(chosen, async |ledger| {
            let card = card_named(ledger, &self.which.card).await?;
            let secret = if self.secret {
                Some(ledger.gift_card_secret(card.id).await?)
            } else {
                None
            };
            Ok((card, secret))
        });
        let (card, secret) = shown.await?;
        if self.which.json {
            let value = match &secret {
                Some(secret) => json!({ "card": card, "secret": secret }),
                None => json!({ "card": card }),
            };
            out.json(&value)?;
            return Ok(Exit::Done);
        }
        tell_whole(&card, secret.as_ref(), out)?;
        Ok(Exit::Done)
    }
}

fn tell(card: &Told, json: bool, out: &mut Out) -> Result<Exit> {
    if json {
        out.json(card)?;
    } else {
        table(std::slice::from_ref(card)).print(out, "")?;
    }
    Ok(Exit::Done)
}

fn tell_whole(card: &Told, secret: Option<&GiftCardSecret>, out: &mut Out) -> Result<()> {
    table(std::slice::from_ref(card)).print(out, "")?;
    let (face, paid) = (amount(&card.face), amount(&card.paid));
    out.line(&format!("{face} was loaded for {paid}."))?;
    if let Some(percent) = &card.discount_percent {
        out.line(&format!("What was spent of it was {percent} % cheaper."))?;
    }
    if card
        .breakage
        .value
        .chars()
        .any(|c| ('1'..='9').contains(&c))
    {
        let breakage = amount(&card.breakage);
        out.line(&format!("{breakage} expired unused."))?;
    }
    if let Some(secret) = secret {
        tell_secret(secret, out)?;
    }
    Ok(())
}

fn tell_secret(secret: &GiftCardSecret, out: &mut Out) -> Result<()> {
    let parts = [("Code", &secret.code), ("PIN", &secret.pin)];
    if parts.iter().all(|(_, text)| text.is_empty()) {
        return out.line("No code and no PIN are kept.");
    }
    for (name, text) in parts.iter().filter(|(_, text)| !text.is_empty()) {
        out.line(&format!("{name}: {text}"))?;
    }
    Ok(())
}

fn table(cards: &[Told]) -> Table {
    let headings = [">id", "name", "state", ">left", ">spent", "until", "code"];
    let mut table = Table::new(&headings);
    for card in cards {
        table.row([
            card.id.0.to_string(),
            card.input.name.clone(),
            word(card.state),
            amount(&card.balance),
            amount(&card.used),
            text(card.expires),
            card.code_hint.clone(),
        ]);
    }
    table
}
