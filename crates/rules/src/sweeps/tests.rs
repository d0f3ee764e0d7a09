use chrono::Days;
use farthing_money::Currency;
use proptest::prelude::*;

use super::*;
use crate::ids::AccountId;

const BANK: AccountId = AccountId(1);
const SAVINGS: AccountId = AccountId(2);

fn day(day: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 1).unwrap() + Days::new(day)
}

fn euro(minor: i64) -> Money {
    Money::from_minor(minor, Currency::iso("EUR").unwrap()).unwrap()
}

fn proposal(id: i64, minor: i64, created: u64, reference: &str) -> Proposal {
    Proposal {
        id: ProposalId(id),
        from: BANK,
        to: Some(SAVINGS),
        destinations: vec!["NL91 ABNA 0417 1643 00".to_owned()],
        amount: euro(minor),
        created: day(created),
        reference: reference.to_owned(),
    }
}

fn row(id: i64, booked: u64, minor: i64, text: &str) -> BankRow<'_> {
    BankRow {
        id: EntryId(id),
        day: day(booked),
        account: if minor < 0 { BANK } else { SAVINGS },
        amount: euro(minor),
        status: Status::Posted,
        text,
        counterparty: "",
    }
}

fn matching(proposals: &[Proposal], rows: &[BankRow<'_>], today: u64) -> Matching {
    match_transfers(proposals, rows, Window::default(), day(today)).unwrap()
}

fn states(matching: &Matching) -> Vec<State> {
    matching.matches.iter().map(|found| found.state).collect()
}

#[test]
fn a_reference_is_found_whatever_its_signs() {
    let told = matching(
        &[proposal(1, 640, 5, "SAVE M4XW2")],
        &[row(7, 6, -640, "sepa/save-m4xw2/00")],
        6,
    );
    assert_eq!(states(&told), [State::Settled]);
    assert_eq!(told.unused, []);
}

#[test]
fn a_reference_beats_an_older_proposal_of_the_same_amount() {
    let mut paid = row(7, 6, -640, "SAVE M4XW2");
    paid.counterparty = "NL91ABNA0417164300";
    let older = proposal(1, 640, 4, "SAVE ZZ222");
    let told = matching(&[older, proposal(2, 640, 5, "SAVE M4XW2")], &[paid], 6);
    assert_eq!(states(&told), [State::Open, State::Settled]);
}

#[test]
fn the_longer_of_two_references_is_meant() {
    let short = proposal(1, 100, 4, "SAVE 2");
    let told = matching(
        &[short, proposal(2, 100, 5, "SAVE 23")],
        &[row(7, 6, -100, "SAVE 23")],
        6,
    );
    assert_eq!(states(&told), [State::Open, State::Settled]);
}

#[test]
fn an_empty_reference_names_nothing() {
    let told = matching(&[proposal(1, 900, 5, " - ")], &[row(7, 6, -640, "rent")], 6);
    assert_eq!(states(&told), [State::Open]);
}

#[test]
fn what_an_expired_proposal_asked_for_waits_again() {
    let told = matching(&[proposal(1, 640, 5, "SAVE M4XW2")], &[], 16);
    assert_eq!(states(&told), [State::Expired]);
    assert_eq!(told.matches[0].back_to_pending, euro(640));
    let on_its_last_day = matching(&[proposal(1, 640, 5, "SAVE M4XW2")], &[], 15);
    assert_eq!(states(&on_its_last_day), [State::Open]);
}

#[test]
fn two_open_proposals_of_one_amount_make_no_suggestion() {
    let asked = [proposal(1, 640, 5, "SAVE M4XW2"), proposal(2, 640, 6, "X")];
    let told = matching(&asked, &[row(7, 6, -640, "")], 6);
    assert_eq!(states(&told), [State::Open, State::Open]);
    let alone = matching(&asked[..1], &[row(7, 6, -640, "")], 6);
    assert_eq!(states(&alone), [State::Suggested]);
    assert_eq!(alone.matches[0].suggested, Some(EntryId(7)));
    assert_eq!(alone.unused, [EntryId(7)]);
}

#[test]
fn two_expired_proposals_are_never_offered_one_transaction() {
    let asked = [proposal(1, 640, 5, "A"), proposal(2, 640, 6, "B")];
    let told = matching(&asked, &[row(7, 7, -640, "")], 30);
    assert_eq!(states(&told), [State::Expired, State::Expired]);
}

#[test]
fn the_inflow_is_what_was_paid_and_not_what_was_asked() {
    let rows = [
        row(7, 6, -700, "M4XW2"),
        row(8, 6, 640, ""),
        row(9, 11, 700, ""),
    ];
    let told = matching(&[proposal(1, 640, 5, "M4XW2")], &rows, 12);
    assert_eq!(told.matches[0].inflow, Some(EntryId(9)));
    assert_eq!(told.matches[0].extra, euro(60));
    assert_eq!(told.unused, [EntryId(8)]);
}

#[test]
fn an_amount_of_nothing_is_refused() {
    let asked = [proposal(1, 0, 5, "M4XW2")];
    assert!(match_transfers(&asked, &[], Window::default(), day(6)).is_err());
}

#[test]
fn two_proposals_of_one_id_are_refused() {
    let asked = [proposal(1, 5, 5, "M4XW2"), proposal(1, 6, 5, "K3K3K")];
    assert!(match_transfers(&asked, &[], Window::default(), day(6)).is_err());
}

/// A few proposals, and rows on days of their own with texts that name some of them.
fn ledger() -> impl Strategy<Value = (Vec<Proposal>, Vec<(i64, usize, bool)>)> {
    let asked = proptest::collection::vec((1_i64..4, 0_u64..20), 0..5);
    let rows = proptest::collection::vec((-3_i64..4, 0_usize..7, any::<bool>()), 0..12);
    (asked, rows).prop_map(|(asked, rows)| {
        let asked = (0..).zip(asked);
        let asked =
            asked.map(|(id, (minor, created))| proposal(id, minor, created, &format!("REF {id}")));
        (asked.collect(), rows)
    })
}

fn rows_of<'a>(rows: &[(i64, usize, bool)], texts: &'a [String]) -> Vec<BankRow<'a>> {
    let mut made = Vec::new();
    for (id, (minor, text, names)) in (0_i64..).zip(rows) {
        let booked = u64::try_from(id).unwrap() * 2;
        let mut row = row(id, booked, *minor, &texts[*text]);
        row.counterparty = if *names { "nl91abna0417164300" } else { "" };
        made.push(row);
    }
    made
}

proptest! {
    #[test]
    fn a_transaction_settles_one_proposal_and_no_cent_is_lost((asked, rows) in ledger()) {
        let texts: Vec<String> = (0..7).map(|id| format!("ref{id}")).collect();
        let rows = rows_of(&rows, &texts);
        let told = matching(&asked, &rows, 25);
        let mut all: Vec<EntryId> = told.unused.clone();
        for (found, asked) in told.matches.iter().zip(&asked) {
            all.extend(found.legs.iter().chain(&found.inflow));
            let legs = rows.iter().filter(|row| found.legs.contains(&row.id));
            let paid: i64 = legs.map(|row| -row.amount.minor()).sum();
            prop_assert_eq!(found.moved.minor() + found.extra.minor(), paid);
            prop_assert!(found.moved.minor() <= asked.amount.minor());
            if !found.legs.is_empty() {
                let whole = found.moved.minor() + found.back_to_pending.minor();
                prop_assert_eq!(whole, asked.amount.minor());
            }
        }
        all.sort_unstable();
        let every: Vec<EntryId> = rows.iter().map(|row| row.id).collect();
        prop_assert_eq!(all, every);
    }

    #[test]
    fn the_order_of_import_is_of_no_matter((asked, rows) in ledger()) {
        let texts: Vec<String> = (0..7).map(|id| format!("ref{id}")).collect();
        let mut rows = rows_of(&rows, &texts);
        let told = matching(&asked, &rows, 25);
        rows.reverse();
        prop_assert_eq!(told.matches, matching(&asked, &rows, 25).matches);
    }
}
