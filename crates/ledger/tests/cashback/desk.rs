//! The desk: how far rewards are, what can be done until when, and what a credit pays.

use crate::common::{day, now};
use crate::world::{World, field_of, flat};
use chrono::NaiveDate;
use farthing_ledger::cashback::{
    ProgrammeRow, ReceivableAction, ReceivableEventInput, ReceivableNote, ReceivableState,
    VisitInput,
};
use farthing_ledger::{ChoiceId, EntryId, LedgerError};

/// A purchase of 50.00 with a card that pays 1.00 for it on 1 April.
async fn bought(world: &World) -> (ProgrammeRow, EntryId, String) {
    let row = world.save(flat(world, "flat")).await;
    let entry = world.buy("50.00", day(2026, 3, 2)).await;
    let key = format!("{}:entry:{}", row.id.0, entry.0);
    (row, entry, key)
}

async fn told(
    world: &World,
    key: &str,
    on: NaiveDate,
) -> (ReceivableState, Option<ReceivableAction>) {
    let item = world.item(key, on).await;
    (item.state, item.action)
}

fn said(state: ReceivableState, on: NaiveDate, amount: &str) -> ReceivableEventInput {
    ReceivableEventInput {
        state,
        day: Some(on),
        amount: amount.to_owned(),
    }
}

#[tokio::test]
async fn a_reward_is_expected_then_late_then_missing() {
    use ReceivableAction::Ask;
    use ReceivableState::{Expected, Missing, Overdue};
    let world = World::new().await;
    let (_, _, key) = bought(&world).await;
    assert_eq!(told(&world, &key, day(2026, 4, 1)).await, (Expected, None));
    assert_eq!(told(&world, &key, day(2026, 4, 2)).await, (Overdue, None));
    assert_eq!(told(&world, &key, day(2026, 4, 15)).await, (Overdue, None));
    assert_eq!(
        told(&world, &key, day(2026, 4, 16)).await,
        (Missing, Some(Ask))
    );
    let item = world.item(&key, day(2026, 4, 16)).await;
    assert_eq!(
        item.words,
        "1.00 EUR was expected by 1 April 2026 and has not come. The programme can be asked about it."
    );
    assert_eq!(
        item.claim_text,
        "Hello,\n\nI have not received the cashback below. Could you please look into it?\n\n\
         Programme: Flat card\nShop: Book Shop\nDay of purchase: 2 March 2026\nPrice: 50.00 EUR\n\
         Cashback expected: 1.00 EUR\nExpected by: 1 April 2026\nCashback received: nothing yet\n\n\
         Thank you."
    );
    let desk = world.desk_on(day(2026, 4, 16)).await;
    let band = desk.ageing.iter().find(|band| band.count == 1).unwrap();
    assert_eq!(
        (band.words.as_str(), band.sum.value.as_str()),
        ("1 to 30 days", "1.00")
    );
    assert_eq!(desk.by_state.len(), 1);
}

#[tokio::test]
async fn a_credit_pays_it_in_full_short_or_over() {
    use ReceivableState::{Paid, Short};
    let world = World::new().await;
    let (_, _, key) = bought(&world).await;
    let on = day(2026, 5, 1);
    for (amount, state, words) in [
        ("0.99", Paid, "0.99 EUR was paid."),
        (
            "0.98",
            Short,
            "0.98 EUR was paid of 1.00 EUR. The programme can be asked about it.",
        ),
        (
            "1.05",
            Paid,
            "1.05 EUR was paid, 0.05 EUR more than expected.",
        ),
    ] {
        let credit = world.credit(amount, "Flat card", day(2026, 4, 1)).await;
        let item = world.item(&key, on).await;
        assert_eq!(
            (item.state, item.words.as_str()),
            (state, words),
            "{amount}"
        );
        assert_eq!(item.receipt, Some(credit));
        assert_eq!(item.action.is_some(), state == Short);
        world
            .ledger()
            .delete_entries(&[credit], now())
            .await
            .unwrap();
    }
    assert_eq!(world.item(&key, on).await.state, ReceivableState::Missing);
}

#[tokio::test]
async fn a_paid_reward_is_owed_again_when_its_credit_goes() {
    use ReceivableState::{Overdue, Paid};
    let world = World::new().await;
    let (row, _, key) = bought(&world).await;
    let (ledger, on) = (world.ledger(), day(2026, 4, 10));
    let stands = async || {
        let item = world.item(&key, on).await;
        let desk = world.desk_on(on).await;
        let states: Vec<ReceivableState> = desk.by_state.iter().map(|sum| sum.state).collect();
        assert_eq!(states, [item.state], "the sums say the same");
        assert!(ledger.verify().await.unwrap().ok);
        (item.state, item.receipt, item.paid.map(|paid| paid.value))
    };
    let owed = (Overdue, None, None);
    let paid = |credit| (Paid, Some(credit), Some("1.00".to_owned()));
    assert_eq!(stands().await, owed);

    let known = world.credit("1.00", "Flat card", day(2026, 4, 1)).await;
    assert_eq!(stands().await, paid(known));
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(stands().await, owed, "the credit was undone");
    ledger.redo(None, now()).await.unwrap();
    assert_eq!(stands().await, paid(known));
    ledger.delete_entries(&[known], now()).await.unwrap();
    assert_eq!(stands().await, owed, "the credit was deleted");

    let named = world.credit("1.00", "Some bank", day(2026, 4, 1)).await;
    let keys = std::slice::from_ref(&key);
    let taken = ledger.take_receipt(named, row.id, keys, on, now());
    taken.await.unwrap();
    assert_eq!(stands().await, paid(named));
    ledger.delete_entries(&[named], now()).await.unwrap();
    assert_eq!(stands().await, owed, "so was one that the person named");
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(stands().await, paid(named), "and both come back together");
}

#[tokio::test]
async fn what_the_person_says_goes_before_what_the_days_say() {
    let world = World::new().await;
    let (_, _, key) = bought(&world).await;
    let (ledger, on) = (world.ledger(), day(2026, 5, 1));
    let tell = |event| ledger.tell_receivable(&key, event, on, now());
    let item = tell(said(ReceivableState::Declined, day(2026, 4, 20), ""))
        .await
        .unwrap();
    assert_eq!((item.state, item.action), (ReceivableState::Declined, None));
    let item = tell(said(ReceivableState::Paid, day(2026, 4, 25), "0.60"))
        .await
        .unwrap();
    assert_eq!(item.state, ReceivableState::Short);
    assert_eq!(item.paid.unwrap().value, "0.60");
    let item = tell(said(ReceivableState::Tracked, day(2026, 4, 1), ""))
        .await
        .unwrap();
    let days: Vec<NaiveDate> = item.events.iter().map(|event| event.day).collect();
    assert_eq!(days, [day(2026, 4, 1), day(2026, 4, 20), day(2026, 4, 25)]);

    let future = tell(said(ReceivableState::Paid, day(2026, 5, 2), "")).await;
    assert_eq!(field_of(&future.unwrap_err()), "day");
    let derived = tell(said(ReceivableState::Overdue, on, "")).await;
    assert_eq!(field_of(&derived.unwrap_err()), "state");
    let below = tell(said(ReceivableState::Paid, on, "-1")).await;
    assert_eq!(field_of(&below.unwrap_err()), "amount");
    let nobody = ledger.tell_receivable("x", said(ReceivableState::Paid, on, ""), on, now());
    assert_eq!(field_of(&nobody.await.unwrap_err()), "key");

    let item = ledger.untell_receivable(&key, 2, on, now()).await.unwrap();
    assert_eq!(item.state, ReceivableState::Declined);
    let none = ledger.untell_receivable(&key, 7, on, now()).await;
    assert_eq!(field_of(&none.unwrap_err()), "place");
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(world.item(&key, on).await.state, ReceivableState::Short);
}

#[tokio::test]
async fn a_note_is_kept_and_forgotten_when_it_is_empty() {
    let world = World::new().await;
    let (_, _, key) = bought(&world).await;
    let note = |order: &str| ReceivableNote {
        order: order.to_owned(),
        note: String::new(),
    };
    let ledger = world.ledger();
    let item = ledger.note_receivable(&key, note(" A-17 "), world.today, now());
    let item = item.await.unwrap();
    assert_eq!(item.order, "A-17");
    assert!(item.claim_text.contains("Order number: A-17\n"));
    let item = ledger.note_receivable(&key, note(""), world.today, now());
    assert_eq!(item.await.unwrap().order, "");
    let long = ledger.note_receivable(&key, note(&"x".repeat(2_001)), world.today, now());
    assert_eq!(field_of(&long.await.unwrap_err()), "order");
}

fn visit(expected: &str, rate: &str) -> VisitInput {
    VisitInput {
        expected: expected.to_owned(),
        rate: rate.to_owned(),
        base: String::new(),
        order: "B-1".to_owned(),
    }
}

/// A purchase of 50.00 through a portal, which should bring 2.00.
async fn visited(world: &World) -> (ProgrammeRow, EntryId, String) {
    let row = world.save(World::portal()).await;
    let entry = world.buy("50.00", day(2026, 3, 2)).await;
    let ledger = world.ledger();
    let item = ledger.visit_portal(row.id, entry, visit("", "0.04"), world.today, now());
    let item = item.await.unwrap();
    assert_eq!(item.amount.value, "2.00");
    (row, entry, item.key)
}

#[tokio::test]
async fn a_purchase_through_a_portal_is_claimed_in_its_window() {
    use ReceivableAction::{Appeal, Claim};
    use ReceivableState::{Confirmed, Declined, Expected, Missing, Paid, Short};
    let world = World::new().await;
    let (_, _, key) = visited(&world).await;
    assert_eq!(told(&world, &key, day(2026, 3, 9)).await, (Expected, None));
    let item = world.item(&key, day(2026, 3, 10)).await;
    assert_eq!((item.state, item.action), (Missing, Some(Claim)));
    assert_eq!(item.act_until, Some(day(2026, 4, 20)));
    assert_eq!(item.days_left, Some(41));
    assert_eq!(told(&world, &key, day(2026, 4, 21)).await, (Missing, None));

    let ledger = world.ledger();
    let tell = |event: ReceivableEventInput| {
        let on = event.day.unwrap();
        ledger.tell_receivable(&key, event, on, now())
    };
    let item = tell(said(ReceivableState::Tracked, day(2026, 3, 11), "1.50"))
        .await
        .unwrap();
    assert_eq!((item.state, item.action), (Short, Some(Claim)));
    let item = tell(said(Confirmed, day(2026, 4, 1), "2.00"))
        .await
        .unwrap();
    assert_eq!((item.state, item.due), (Confirmed, Some(day(2026, 6, 30))));
    let desk = world.desk_on(day(2026, 4, 1)).await;
    assert_eq!(
        desk.payouts[0].words,
        "2.00 EUR is there; it is paid from 5.01 EUR on, 3.01 EUR more; the next day of payment is \
         15 May 2026."
    );
    let item = tell(said(Declined, day(2026, 4, 5), "")).await.unwrap();
    assert_eq!((item.state, item.action), (Declined, Some(Appeal)));
    assert_eq!(item.act_until, Some(day(2026, 5, 5)));
    assert!(item.claim_text.contains("I would like to appeal."));
    assert!(item.claim_text.contains("Cashback expected: 2.00 EUR"));
    assert_eq!(told(&world, &key, day(2026, 5, 6)).await, (Declined, None));
    let item = tell(said(Paid, day(2026, 5, 15), "2.00")).await.unwrap();
    assert_eq!((item.state, item.action), (Paid, None));
}

/// A purchase through the portal, of which it confirmed so much on a day.
async fn confirmed(world: &World, portal: ChoiceId, amount: &str, on: NaiveDate) -> String {
    let entry = world.buy("50.00", day(2026, 3, 2)).await;
    let ledger = world.ledger();
    let item = ledger.visit_portal(portal, entry, visit(amount, ""), world.today, now());
    let key = item.await.unwrap().key;
    let told = ledger.tell_receivable(&key, said(ReceivableState::Confirmed, on, ""), on, now());
    told.await.unwrap();
    key
}

#[tokio::test]
async fn what_is_below_the_floor_of_a_portal_is_carried_and_not_late() {
    use ReceivableState::{Confirmed, Short};
    let world = World::new().await;
    let portal = world.save(World::portal()).await.id;
    let key = confirmed(&world, portal, "3.20", day(2026, 4, 1)).await;
    let waits = world.item(&key, day(2026, 5, 15)).await;
    assert_eq!(
        waits.words,
        "3.20 EUR is confirmed and expected by 30 June 2026."
    );
    for (on, next) in [
        (day(2026, 5, 16), "15 August 2026"),
        (day(2026, 7, 1), "15 August 2026"),
        (day(2027, 1, 7), "15 February 2027"),
    ] {
        let item = world.item(&key, on).await;
        let words = format!(
            "3.20 EUR is confirmed and carried: 3.20 EUR of the 5.01 EUR that the portal pays out; \
             the next day of payment is {next}."
        );
        assert_eq!((item.state, item.action), (Confirmed, None), "{on}");
        assert_eq!(item.words, words, "{on}");
        let desk = world.desk_on(on).await;
        let late = desk.ageing.iter().filter(|band| band.from_days > 0);
        assert_eq!(late.map(|band| band.count).sum::<u32>(), 0, "{on}");
    }
    let less = said(Confirmed, day(2026, 7, 1), "2.50");
    let ledger = world.ledger();
    let item = ledger.tell_receivable(&key, less, day(2026, 7, 2), now());
    let item = item.await.unwrap();
    assert_eq!(item.state, Short);
    assert!(
        item.words
            .starts_with("2.50 EUR is less than expected and carried: 2.50 EUR of the 5.01 EUR"),
        "{}",
        item.words
    );
}

#[tokio::test]
async fn a_reward_is_late_from_the_first_day_of_payment_with_the_floor_there() {
    use ReceivableAction::Ask;
    use ReceivableState::{Confirmed, Overdue};
    let world = World::new().await;
    let portal = world.save(World::portal()).await.id;
    let first = confirmed(&world, portal, "3.20", day(2026, 4, 1)).await;
    let second = confirmed(&world, portal, "1.81", day(2026, 8, 20)).await;
    let on = day(2026, 8, 19);
    assert!(world.item(&first, on).await.words.contains(" carried: "));
    let on = day(2026, 11, 15);
    let item = world.item(&first, on).await;
    assert_eq!((item.state, item.due), (Confirmed, Some(on)));
    let on = day(2026, 11, 16);
    assert_eq!(told(&world, &first, on).await, (Overdue, Some(Ask)));
    let item = world.item(&second, on).await;
    assert_eq!(
        (item.state, item.due),
        (Confirmed, Some(day(2026, 11, 18))),
        "its ninety days are not over"
    );
    let desk = world.desk_on(on).await;
    assert_eq!(
        desk.payouts[0].balance.value, "5.01",
        "what is late is there as well"
    );
    let paid = said(ReceivableState::Paid, on, "");
    let ledger = world.ledger();
    ledger
        .tell_receivable(&second, paid, on, now())
        .await
        .unwrap();
    let item = world.item(&first, on).await;
    assert_eq!((item.state, item.action), (Confirmed, None));
    assert!(
        item.words.contains("3.20 EUR of the 5.01 EUR"),
        "{}",
        item.words
    );
}

#[tokio::test]
async fn a_portal_that_pays_when_it_is_asked_is_late_after_its_days_with_the_floor_there() {
    use ReceivableState::{Confirmed, Overdue};
    let world = World::new().await;
    let mut portal = World::portal();
    let days = portal["programme"]["portal"].as_object_mut().unwrap();
    days.retain(|field, _| !field.starts_with("payment_"));
    let portal = world.save(portal).await.id;
    let first = confirmed(&world, portal, "3.20", day(2026, 4, 1)).await;
    let item = world.item(&first, day(2026, 7, 1)).await;
    assert_eq!(
        item.words,
        "3.20 EUR is confirmed and carried: 3.20 EUR of the 5.01 EUR that the portal pays out."
    );
    confirmed(&world, portal, "4.00", day(2026, 7, 2)).await;
    let item = world.item(&first, day(2026, 9, 30)).await;
    assert_eq!((item.state, item.due), (Confirmed, Some(day(2026, 9, 30))));
    let item = world.item(&first, day(2026, 10, 1)).await;
    assert_eq!(item.state, Overdue);
}

#[tokio::test]
async fn a_visit_that_cannot_be_is_refused() {
    let world = World::new().await;
    let (row, entry, _) = visited(&world).await;
    let flat = world.save(flat(&world, "flat")).await;
    let mut other = World::portal();
    other["programme"]["id"] = "other".into();
    let other = world.save(other).await;
    let mut dollars = World::portal();
    dollars["programme"]["id"] = "dollars".into();
    dollars["programme"]["currency"] = "USD".into();
    let dollars = world.save(dollars).await;
    let credit = world.credit("2.00", "Somebody", day(2026, 3, 3)).await;
    let ledger = world.ledger();
    let refused = async |portal: ChoiceId, entry: EntryId, input: VisitInput| {
        let visit = ledger.visit_portal(portal, entry, input, world.today, now());
        field_of(&visit.await.unwrap_err())
    };
    assert_eq!(refused(flat.id, entry, visit("1", "")).await, "portal");
    assert_eq!(refused(other.id, entry, visit("1", "")).await, "portal");
    assert_eq!(refused(dollars.id, entry, visit("1", "")).await, "entry");
    assert_eq!(refused(row.id, credit, visit("1", "")).await, "entry");
    assert_eq!(refused(row.id, entry, visit("", "")).await, "expected");
    assert_eq!(refused(row.id, entry, visit("0", "")).await, "expected");
    assert_eq!(refused(row.id, entry, visit("1", "0.04")).await, "rate");
    assert_eq!(refused(row.id, entry, visit("", "1.5")).await, "rate");
    let label = ledger
        .forget_visit(row.id, entry, now())
        .await
        .unwrap()
        .label;
    assert_eq!(label, "Forget portal for Book Shop");
    let again = ledger.forget_visit(row.id, entry, now()).await;
    assert_eq!(field_of(&again.unwrap_err()), "entry");
}

#[tokio::test]
async fn what_ends_first_comes_first() {
    let world = World::new().await;
    let (_, _, portal) = visited(&world).await;
    let (_, _, card) = bought(&world).await;
    let on = day(2026, 4, 17);
    let items = world.desk_on(on).await.items;
    let keys: Vec<&str> = items.iter().map(|item| item.key.as_str()).collect();
    assert_eq!(keys.len(), 3, "the card pays for both purchases");
    assert_eq!(
        keys[0], portal,
        "a claim that ends goes before what is only late"
    );
    assert!(keys.contains(&card.as_str()));
}

#[tokio::test]
async fn a_credit_of_that_amount_is_offered_until_it_is_taken_or_refused() {
    let world = World::new().await;
    let (row, entry, key) = bought(&world).await;
    let credit = world.credit("1.00", "Some bank", day(2026, 3, 18)).await;
    let named = world
        .credit("7.00", "FLAT CARD rewards", day(2026, 3, 19))
        .await;
    let other = world.credit("7.00", "Employer", day(2026, 3, 19)).await;
    // Credits that the rules recognise by their texts are no offer.
    let offered = world.desk().await.offered;
    assert!(offered.iter().all(|offer| offer.entry != other));
    let offer = offered.iter().find(|offer| offer.entry == credit).unwrap();
    assert_eq!(
        (offer.keys.as_slice(), offer.programme),
        ([key.clone()].as_slice(), Some(row.id))
    );
    assert_eq!(
        offer.words,
        "1.00 EUR of Flat card is expected, and this credit has that amount."
    );
    let ledger = world.ledger();
    let desk = ledger
        .refuse_receipt(credit, world.today, now())
        .await
        .unwrap();
    assert!(desk.offered.iter().all(|offer| offer.entry != credit));
    ledger
        .forget_receipt(credit, world.today, now())
        .await
        .unwrap();
    let none = ledger.forget_receipt(credit, world.today, now()).await;
    assert_eq!(field_of(&none.unwrap_err()), "entry");

    let take = async |entry: EntryId, keys: &[String]| {
        ledger
            .take_receipt(entry, row.id, keys, world.today, now())
            .await
    };
    assert_eq!(field_of(&take(entry, &[]).await.unwrap_err()), "entry");
    assert_eq!(
        field_of(&take(credit, &["x".to_owned()]).await.unwrap_err()),
        "keys"
    );
    let gone = [format!("{}:entry:9", row.id.0)];
    assert_eq!(field_of(&take(credit, &gone).await.unwrap_err()), "keys");
    take(credit, &[key]).await.unwrap();
    take(named, &[]).await.unwrap();
    let history = ledger.history(1).await.unwrap();
    assert_eq!(
        history[0].label,
        "Take as cashback of Flat card: FLAT CARD rewards"
    );
}

/// The smallest file that counts as a PDF.
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n";

#[tokio::test]
async fn a_file_is_kept_once_by_its_content_and_comes_back_with_undo() {
    let world = World::new().await;
    let (_, _, key) = bought(&world).await;
    let (ledger, on) = (world.ledger(), world.today);
    let attach = |content| ledger.attach_evidence(&key, "C:\\tmp\\proof.pdf", content, on, now());
    for wrong in [b"".as_slice(), b"hello", b"<html>proof.png</html>"] {
        assert_eq!(field_of(&attach(wrong).await.unwrap_err()), "file");
    }
    let large = [PDF, &vec![b' '; 10 * 1024 * 1024], b"%%EOF"].concat();
    assert_eq!(field_of(&attach(&large).await.unwrap_err()), "file");
    let item = attach(PDF).await.unwrap();
    let file = &item.evidence[0];
    assert_eq!(
        (file.name.as_str(), file.media_type.as_str()),
        ("proof.pdf", "application/pdf")
    );
    assert_eq!(file.bytes, u32::try_from(PDF.len()).unwrap());
    assert_eq!(
        field_of(&attach(PDF).await.unwrap_err()),
        "file",
        "it is there already"
    );
    let id = i64::from(file.id);
    let content = ledger.evidence(id).await.unwrap();
    assert!(content.base64.starts_with("JVBERi0xLjcK"));

    let item = ledger.detach_evidence(&key, id, on, now()).await.unwrap();
    assert!(item.evidence.is_empty());
    let none = ledger.detach_evidence(&key, id, on, now()).await;
    assert_eq!(field_of(&none.unwrap_err()), "attachment");
    ledger.undo(None, now()).await.unwrap();
    assert_eq!(world.item(&key, on).await.evidence.len(), 1);
    let gone = ledger.evidence(99).await;
    assert!(matches!(gone, Err(LedgerError::Missing("file"))));
}

#[tokio::test]
async fn a_file_goes_once_nothing_can_bring_it_back() {
    let world = World::new().await;
    let (_, _, key) = bought(&world).await;
    let (ledger, on) = (world.ledger(), world.today);
    let item = ledger
        .attach_evidence(&key, "a.pdf", PDF, on, now())
        .await
        .unwrap();
    let id = i64::from(item.evidence[0].id);
    ledger.detach_evidence(&key, id, on, now()).await.unwrap();
    let files = || -> i64 {
        let db = world.file();
        let count = db.query_row("select count(*) from attachments", [], |row| row.get(0));
        count.unwrap()
    };
    let note = |order: &str| ReceivableNote {
        order: order.to_owned(),
        note: String::new(),
    };
    ledger
        .note_receivable(&key, note("1"), on, now())
        .await
        .unwrap();
    assert_eq!(files(), 1, "undo can still bring it back");
    // As if a thousand changes had been made since.
    let changes = "insert into history (sequence, id, label, at, entries, state)
                   with recursive n (n) as (select 1 union all select n + 1 from n where n < 1000)
                   select 10000 + n, -n, 'a change', '2026-01-01T00:00:00Z', 0, 'done' from n";
    world.file().execute(changes, []).unwrap();
    ledger
        .note_receivable(&key, note("2"), on, now())
        .await
        .unwrap();
    assert_eq!(files(), 0);
}

#[tokio::test]
async fn a_credit_that_was_named_and_is_refused_leaves_its_reward_to_an_earlier_one() {
    let world = World::new().await;
    let ledger = world.ledger();
    let programme = world.save(flat(&world, "flat")).await.id;
    let small = world.buy("50.00", day(2026, 1, 5)).await;
    let large = world.buy("100.00", day(2026, 1, 5)).await;
    let early = world.credit("1.00", "Flat card", day(2026, 2, 4)).await;
    let late = world.credit("1.00", "Some bank", day(2026, 3, 4)).await;
    let (small, large) = (
        format!("{}:entry:{}", programme.0, small.0),
        format!("{}:entry:{}", programme.0, large.0),
    );
    let keys = std::slice::from_ref(&small);
    let taken = ledger.take_receipt(late, programme, keys, world.today, now());
    taken.await.unwrap();
    let paid = async |key: &str| world.item(key, world.today).await.receipt;
    assert_eq!(paid(&small).await, Some(late));
    assert_eq!(paid(&large).await, Some(early), "the only one left open");

    let refused = ledger.refuse_receipt(late, world.today, now());
    refused.await.unwrap();
    assert_eq!(paid(&small).await, Some(early));
    assert_eq!(paid(&large).await, None);
    let checks = ledger.verify().await.unwrap();
    assert!(checks.ok, "{:?}", checks.checks);
}
