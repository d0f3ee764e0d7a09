//! What was charged, and what tariffs would take.

use farthing_ledger::fees::{CheaperTariff, FeeFlow, FeeRows, FeeSide, TariffInput, TariffSide};
use farthing_ledger::{AccountId, EntryFilter, EntryInput, EntryKind, Ledger, LedgerError};

use crate::common::{Fresh, day, fresh, now, purchase};

async fn add(fresh: &Fresh, input: EntryInput) {
    fresh.ledger.add_entry(input, now()).await.unwrap();
}

fn with_fee(account: AccountId, kind: EntryKind, amount: &str, fee: &str) -> EntryInput {
    EntryInput {
        kind,
        fee: fee.to_owned(),
        ..purchase(account, amount, "Somebody")
    }
}

fn told(flow: &FeeFlow) -> (i64, &str, &str, Option<&str>) {
    (
        flow.count,
        &flow.volume.value,
        &flow.fees.value,
        flow.rate.as_deref(),
    )
}

#[tokio::test]
async fn fees_are_told_by_who_charged_them_and_by_size() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("PayPal").await.id;
    let other = fresh.wallet("Market wallet").await.id;
    for (account, kind, amount, fee) in [
        (wallet, EntryKind::Purchase, "3.45", "0.45"),
        (wallet, EntryKind::Purchase, "2.40", "0.40"),
        (wallet, EntryKind::Purchase, "81.00", "1.00"),
        (other, EntryKind::Income, "9.50", "0.50"),
        (other, EntryKind::Purchase, "4.00", ""),
    ] {
        add(&fresh, with_fee(account, kind, amount, fee)).await;
    }
    let fees = fresh.ledger.fees("EUR", day(2026, 1, 1), day(2026, 12, 31));
    let fees = fees.await.unwrap();
    assert_eq!(fees.total.value, "2.35");
    let paid = &fees.paid;
    assert_eq!(paid.all.count, 3);
    assert_eq!(paid.providers.len(), 1);
    assert_eq!(paid.providers[0].name, "PayPal");
    assert_eq!(paid.providers[0].bands.len(), paid.bands.len());
    // A fee that is typed in is part of the amount, or comes on top of it: both are told without it.
    let small = &paid.bands[0];
    assert_eq!(small.up_to.as_ref().unwrap().value, "5.00");
    assert_eq!(small.flow.count, 2);
    assert_eq!(small.flow.fees.value, "0.85");
    let large = paid.bands.last().unwrap();
    assert_eq!(
        (large.flow.count, large.flow.fees.value.as_str()),
        (1, "1.00")
    );
    assert!(large.up_to.is_none());
    let received = &fees.received.all;
    assert_eq!((received.count, received.fees.value.as_str()), (1, "0.50"));
    assert_eq!(
        received.net.value,
        sub(&received.volume.value, &received.fees.value)
    );
    assert_eq!(told(&fees.alone), (0, "0.00", "0.00", None));
    fresh.digest().await;
}

/// The difference of two amounts with two decimals.
fn sub(whole: &str, part: &str) -> String {
    let minor = |text: &str| text.replace('.', "").parse::<i64>().unwrap();
    let left = minor(whole) - minor(part);
    format!("{}.{:02}", left / 100, left % 100)
}

#[tokio::test]
async fn a_fee_alone_is_in_the_total_and_in_no_rate() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Bank").await.id;
    add(&fresh, with_fee(wallet, EntryKind::Fee, "4.90", "")).await;
    let fees = fresh.ledger.fees("EUR", day(2026, 3, 1), day(2026, 3, 31));
    let fees = fees.await.unwrap();
    assert_eq!(fees.total.value, "4.90");
    assert_eq!(told(&fees.alone), (1, "0.00", "4.90", None));
    assert_eq!(told(&fees.paid.all), (0, "0.00", "0.00", None));
}

async fn own(ledger: &Ledger, percent: &str, fixed: &str) -> Result<(), LedgerError> {
    let mut input: TariffInput = ledger.tariffs().await?[0].tariff.clone();
    input.name = format!("{percent} and {fixed}");
    input.currency = "USD".to_owned();
    input.side = TariffSide::Receive;
    input.bands.truncate(1);
    input.bands[0].up_to = String::new();
    input.bands[0].percent = percent.to_owned();
    input.bands[0].fixed = fixed.to_owned();
    input.bands[0].least = String::new();
    ledger.save_tariff(None, input, now()).await.map(drop)
}

#[tokio::test]
async fn a_payment_is_priced_by_every_tariff_of_its_currency() {
    let fresh = fresh().await;
    let ledger = &fresh.ledger;
    own(ledger, "2.9", "0.30").await.unwrap();
    let quotes = ledger.quote("5.00", "USD").await.unwrap();
    let mine = quotes.iter().find(|quote| quote.name == "2.9 and 0.30");
    let mine = mine.unwrap();
    assert_eq!(mine.fee.as_ref().unwrap().value, "0.45");
    assert_eq!(mine.rate.as_deref(), Some("0.090000"));
    assert!(quotes.iter().all(|quote| quote.refusal.is_none()));
    // A table that ends says that it does.
    let large = ledger.quote("900000.00", "KES").await.unwrap();
    assert!(
        large
            .iter()
            .any(|quote| quote.fee.is_none() && quote.refusal.is_some())
    );
    let error = ledger.quote("0", "USD").await.unwrap_err();
    assert!(
        matches!(
            error,
            LedgerError::Invalid {
                field: "amount",
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn two_tariffs_cross_where_the_published_example_says() {
    let fresh = fresh().await;
    let ledger = &fresh.ledger;
    own(ledger, "2.9", "0.30").await.unwrap();
    own(ledger, "5", "0.05").await.unwrap();
    let keys: Vec<String> = ledger.tariffs().await.unwrap()[..2]
        .iter()
        .map(|tariff| tariff.key.clone())
        .collect();
    let compared = ledger.compare_tariffs(&keys[0], &keys[1]).await.unwrap();
    assert_eq!(compared.break_even.as_ref().unwrap().value, "11.90");
    assert!(compared.words.contains("11.90"), "{}", compared.words);
    assert_eq!(compared.sizes[0].cheaper, CheaperTariff::Second);
    let bundle = ledger.bundle_fees(&keys[0], "0.99", 10).await.unwrap();
    assert_eq!(bundle.saved.value, "2.71");
}

#[tokio::test]
async fn cashing_out_is_told_as_the_loan_it_is() {
    let told = Ledger::cash_out_at("30", "100000", "KRW", 30).unwrap();
    assert_eq!(told.received.value, "70000");
    assert_eq!(told.apr, "5.2143");
    assert_eq!(told.effective.as_deref(), Some("75.6727"));
    assert!(told.warning.contains("521.43 %"), "{}", told.warning);
    assert!(Ledger::cash_out_at("30", "100000", "KRW", 0).is_err());
}

#[tokio::test]
async fn a_tariff_that_cannot_be_is_refused_and_nothing_is_kept() {
    let fresh = fresh().await;
    let before = fresh.ledger.tariffs().await.unwrap().len();
    for (percent, fixed) in [("-1", "0.30"), ("x", "0.30"), ("2.9", "0.305")] {
        let error = own(&fresh.ledger, percent, fixed).await.unwrap_err();
        assert!(matches!(error, LedgerError::Invalid { .. }), "{error}");
    }
    assert_eq!(fresh.ledger.tariffs().await.unwrap().len(), before);
}

async fn rows(fresh: &Fresh, fee: FeeRows) -> Vec<String> {
    let filter = EntryFilter {
        currency: Some("EUR".to_owned()),
        fee: Some(fee),
        ..EntryFilter::default()
    };
    let page = fresh.ledger.entries(&filter, 0, 50).await.unwrap();
    assert_eq!(usize::try_from(page.total).unwrap(), page.rows.len());
    let mut payees: Vec<String> = page.rows.into_iter().map(|row| row.payee).collect();
    payees.sort();
    payees
}

/// Payments whose payees say what they are.
async fn payments(fresh: &Fresh) -> [AccountId; 2] {
    let (wallet, other) = (
        fresh.wallet("PayPal").await.id,
        fresh.wallet("Till").await.id,
    );
    for (payee, account, kind, amount, fee) in [
        ("small", wallet, EntryKind::Purchase, "5.00", "0.45"),
        ("larger", wallet, EntryKind::Purchase, "5.01", "0.40"),
        ("large", other, EntryKind::Purchase, "81.00", "1.00"),
        ("sold", other, EntryKind::Income, "9.50", "0.50"),
        ("monthly", other, EntryKind::Fee, "4.90", ""),
        ("free", wallet, EntryKind::Purchase, "3.00", ""),
    ] {
        let mut input = with_fee(account, kind, amount, fee);
        payee.clone_into(&mut input.payee);
        add(fresh, input).await;
    }
    let moved = EntryInput {
        to_account: Some(other),
        payee: "moved".to_owned(),
        ..with_fee(wallet, EntryKind::Transfer, "20.00", "0.20")
    };
    add(fresh, moved).await;
    [wallet, other]
}

#[tokio::test]
async fn every_figure_of_fees_has_the_rows_that_make_it() {
    let fresh = fresh().await;
    let [wallet, other] = payments(&fresh).await;
    let of = |side, account| FeeRows {
        side: Some(side),
        account,
        above: Some("0".to_owned()),
        up_to: None,
    };
    let size = |above: &str, up_to: &str| FeeRows {
        side: Some(FeeSide::Paid),
        above: Some(above.to_owned()),
        up_to: Some(up_to.to_owned()),
        account: None,
    };
    assert_eq!(
        rows(&fresh, of(FeeSide::Paid, None)).await,
        ["large", "larger", "moved", "small"]
    );
    // The account that was charged is meant, not the one that the money went to.
    let charged = rows(&fresh, of(FeeSide::Paid, Some(wallet))).await;
    assert_eq!(charged, ["larger", "moved", "small"]);
    let charged = rows(&fresh, of(FeeSide::Paid, Some(other))).await;
    assert_eq!(charged, ["large"]);
    assert_eq!(rows(&fresh, of(FeeSide::Received, None)).await, ["sold"]);
    assert_eq!(rows(&fresh, size("0", "5.00")).await, ["small"]);
    assert_eq!(
        rows(&fresh, size("5.00", "20.00")).await,
        ["larger", "moved"]
    );
    let alone = FeeRows {
        up_to: Some("0".to_owned()),
        ..FeeRows::default()
    };
    assert_eq!(rows(&fresh, alone).await, ["monthly"]);
    assert_eq!(rows(&fresh, FeeRows::default()).await.len(), 6);
    let fees = fresh.ledger.fees("EUR", day(2026, 1, 1), day(2026, 12, 31));
    let fees = fees.await.unwrap();
    assert_eq!(fees.paid.all.count, 4);
    let counts: Vec<i64> = fees.paid.bands.iter().map(|band| band.flow.count).collect();
    assert_eq!(counts, [1, 2, 0, 1]);
}

#[tokio::test]
async fn rows_with_a_fee_need_their_currency() {
    let fresh = fresh().await;
    let filter = EntryFilter {
        fee: Some(FeeRows::default()),
        ..EntryFilter::default()
    };
    let error = fresh.ledger.entries(&filter, 0, 1).await.unwrap_err();
    assert!(error.to_string().starts_with("currency: "), "{error}");
}

#[tokio::test]
async fn a_seller_sees_what_other_tariffs_would_take_of_their_sizes() {
    let fresh = fresh().await;
    let wallet = fresh.wallet("Till").await.id;
    for (amount, fee) in [("2.00", "0.35"), ("3.00", "0.35"), ("40.00", "1.50")] {
        let mut input = with_fee(wallet, EntryKind::Income, amount, fee);
        "USD".clone_into(&mut input.currency);
        add(&fresh, input).await;
    }
    own(&fresh.ledger, "10", "0.00").await.unwrap();
    let fees = fresh.ledger.fees("USD", day(2026, 1, 1), day(2026, 12, 31));
    let fees = fees.await.unwrap();
    let others: Vec<_> = fees
        .others
        .iter()
        .map(|other| (&*other.name, &*other.fees.value, &*other.less.value))
        .collect();
    // Each size's average: 2.00, 3.00 and 40.00. Micropayments: 0.19 + 0.24 + 2.09.
    let micro = others
        .iter()
        .find(|other| other.0.contains("micropayments"));
    assert_eq!(
        micro.map(|other| (other.1, other.2)),
        Some(("2.52", "-0.32"))
    );
    let mine = others.iter().find(|other| other.0 == "10 and 0.00");
    assert_eq!(
        mine.map(|other| (other.1, other.2)),
        Some(("4.50", "-2.30"))
    );
    assert!(others.is_sorted_by_key(|other| other.1));
    assert!(fees.paid.providers.is_empty());
}

#[tokio::test]
async fn tariffs_with_bands_are_compared_size_by_size_and_never_by_a_guess() {
    let fresh = fresh().await;
    let told = fresh.ledger.compare_tariffs("mpesa_send", "mpesa_cash_out");
    let told = told.await.unwrap();
    assert_eq!(told.break_even, None);
    assert!(
        told.words.starts_with("From 0.01 KES to "),
        "{}",
        told.words
    );
    let ends: Vec<_> = told.sizes.iter().map(|sizes| sizes.cheaper).collect();
    assert!(ends.contains(&CheaperTariff::First), "{ends:?}");
}
