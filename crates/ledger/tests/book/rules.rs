//! The person's rules: kept in order, tried before they change anything, applied with a way back; and
//! what is learned from what the person sorted.

use crate::common::{Fresh, day, fresh, now};
use farthing_ledger::{AccountId, EntryFilter, EntryRow, ImportOptions, RuleInput};

const CARD: &str = "\
Date,Payee,Amount
2026-03-14,Corner Cafe,-3.50
2026-03-15,Pocket Realms,-4.99
2026-03-16,Corner Cafe,-2.80
2026-03-17,Night Owl Kiosk,-1.20
";

async fn import(home: &Fresh, name: &str, text: &str) {
    let options = ImportOptions {
        account_name: Some("Card".to_owned()),
        currency: Some("EUR".to_owned()),
        ..ImportOptions::default()
    };
    home.import_with(name, text, options).await.unwrap();
}

async fn category(home: &Fresh, name: &str) -> AccountId {
    let all = home.ledger.categories().await.unwrap();
    all.iter()
        .find(|category| category.name == name)
        .unwrap()
        .id
}

fn rule(name: &str, payee: &str, then: &str) -> RuleInput {
    serde_json::from_str(&format!(
        r#"{{"name": "{name}", "then": [{then}],
            "when": {{"type": "text", "field": "payee", "how": "contains", "text": "{payee}"}}}}"#
    ))
    .unwrap()
}

fn into(category: AccountId) -> String {
    format!(r#"{{"type": "set_category", "category": {}}}"#, category.0)
}

async fn entries(home: &Fresh) -> Vec<EntryRow> {
    let page = home.ledger.entries(&EntryFilter::default(), 0, 100).await;
    page.unwrap().rows
}

fn category_of(entry: &EntryRow) -> &str {
    entry
        .category
        .as_ref()
        .map_or("", |category| category.name.as_str())
}

#[tokio::test]
async fn a_rule_sorts_what_is_imported_and_says_so() {
    let home = fresh().await;
    let eating = category(&home, "Eating out").await;
    let rule = rule(
        "Coffee shops",
        "cafe",
        &format!(r#"{}, {{"type": "add_tag", "tag": "habit"}}"#, into(eating)),
    );
    home.ledger.save_rule(None, rule, now()).await.unwrap();
    import(&home, "card.csv", CARD).await;
    let all = entries(&home).await;
    let named: Vec<(&str, &str)> = all
        .iter()
        .map(|entry| (entry.payee.as_str(), category_of(entry)))
        .collect();
    assert_eq!(
        named,
        [
            ("Night Owl Kiosk", "Uncategorised"),
            ("Corner Cafe", "Eating out"),
            ("Pocket Realms", "Uncategorised"),
            ("Corner Cafe", "Eating out"),
        ]
    );
    let detail = home.ledger.entry(all[1].id).await.unwrap();
    assert_eq!(detail.entry.tags, ["habit"]);
    let why = home.ledger.why(all[1].id).await.unwrap();
    assert_eq!(why.sentences[0], "Your rule “Coffee shops” put it there.");
    assert!(why.sentences.len() > 1, "{why:?}");
    let why = home.ledger.why(all[0].id).await.unwrap();
    assert_eq!(why.sentences[0], "Nobody has put it anywhere yet.");
    home.digest().await;
    home.ledger.undo(None, now()).await.unwrap();
    home.ledger.redo(None, now()).await.unwrap();
    let again = home.ledger.entry(all[1].id).await.unwrap();
    assert_eq!(again.entry.tags, ["habit"]);
}

#[tokio::test]
async fn rules_are_tried_on_the_history_and_applied_with_a_way_back() {
    let home = fresh().await;
    import(&home, "card.csv", CARD).await;
    let before = home.digest().await;
    let (eating, games) = (
        category(&home, "Eating out").await,
        category(&home, "Games").await,
    );
    let candidate = rule("Coffee", "corner", &into(eating));
    let from = day(2026, 1, 1);
    let trial = home
        .ledger
        .try_rules(Some((None, candidate.clone())), from, 10)
        .await;
    let trial = trial.unwrap();
    assert_eq!((trial.looked_at, trial.entries), (4, 2));
    let change = &trial.changes[0];
    assert_eq!(
        (
            change.field.as_str(),
            change.before.as_str(),
            change.after.as_str()
        ),
        ("category", "", "Eating out")
    );
    assert_eq!(home.digest().await, before, "trying changes nothing");

    home.ledger.save_rule(None, candidate, now()).await.unwrap();
    let by_hand = entries(&home).await[1].id;
    home.ledger
        .categorise(&[by_hand], games, now())
        .await
        .unwrap();
    let sorted = home.digest().await;
    let change = home.ledger.apply_rules(from, now()).await.unwrap();
    assert_eq!(
        change.label, "Apply rules to 1 entry",
        "what was set by hand stays"
    );
    let all = entries(&home).await;
    assert_eq!(
        (category_of(&all[1]), category_of(&all[3])),
        ("Games", "Eating out")
    );
    let why = home.ledger.why(by_hand).await.unwrap();
    assert_eq!(why.sentences[0], "You put it there.");
    let nothing = home.ledger.apply_rules(from, now()).await.unwrap_err();
    assert!(
        nothing
            .to_string()
            .contains("every entry is as the rules say"),
        "{nothing}"
    );
    home.digest().await;
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(home.digest().await, sorted);
}

#[tokio::test]
async fn a_rule_names_the_accounts_it_is_about() {
    let home = fresh().await;
    import(&home, "card.csv", CARD).await;
    let card = home.ledger.accounts().await.unwrap()[0].id;
    let eating = category(&home, "Eating out").await;
    let text = format!(
        r#"{{"name": "Lunch card", "then": [{}], "when": {{"type": "all", "of": [
            {{"type": "account", "accounts": [{}]}}, {{"type": "side", "side": "out"}}]}}}}"#,
        into(eating),
        card.0
    );
    let rule = serde_json::from_str(&text).unwrap();
    let kept = home.ledger.save_rule(None, rule, now()).await.unwrap();
    assert_eq!(
        kept.when_words,
        "the account is Card and the money went out"
    );
    let shown = home.ledger.rules().await.unwrap();
    assert_eq!(shown[0].when_words, kept.when_words);
}

#[tokio::test]
async fn a_rule_can_keep_entries_out_of_small_money() {
    let home = fresh().await;
    let out = rule("Work pays", "kiosk", r#"{"type": "exclude"}"#);
    home.ledger.save_rule(None, out, now()).await.unwrap();
    import(&home, "card.csv", CARD).await;
    let query = farthing_ledger::SmallQuery {
        currency: "EUR".to_owned(),
        from: day(2026, 3, 1),
        to: day(2026, 3, 31),
        limit: None,
    };
    let small = home.ledger.small(&query).await.unwrap();
    assert_eq!((small.count, small.sum.value.as_str()), (3, "11.29"));
    home.digest().await;
}

#[tokio::test]
async fn the_upper_rule_wins_and_rules_can_be_moved_changed_and_deleted() {
    let home = fresh().await;
    let (eating, games) = (
        category(&home, "Eating out").await,
        category(&home, "Games").await,
    );
    let first = rule("One", "corner", &into(eating));
    let second = rule("Two", "cafe", &into(games));
    let first = home.ledger.save_rule(None, first, now()).await.unwrap();
    let second = home.ledger.save_rule(None, second, now()).await.unwrap();
    let names = |rules: Vec<farthing_ledger::SortingRule>| -> Vec<String> {
        rules.into_iter().map(|kept| kept.rule.name).collect()
    };
    assert_eq!(names(home.ledger.rules().await.unwrap()), ["One", "Two"]);
    home.ledger.move_rule(second.id, 0, now()).await.unwrap();
    assert_eq!(names(home.ledger.rules().await.unwrap()), ["Two", "One"]);
    home.ledger.undo(None, now()).await.unwrap();
    assert_eq!(names(home.ledger.rules().await.unwrap()), ["One", "Two"]);
    let mut changed = first.rule.clone();
    changed.name = "Uno".to_owned();
    home.ledger
        .save_rule(Some(first.id), changed, now())
        .await
        .unwrap();
    home.ledger.delete_rule(second.id, now()).await.unwrap();
    assert_eq!(names(home.ledger.rules().await.unwrap()), ["Uno"]);
    import(&home, "card.csv", CARD).await;
    assert_eq!(category_of(&entries(&home).await[1]), "Eating out");
    let broken = rule("", "cafe", &into(eating));
    let error = home
        .ledger
        .save_rule(None, broken, now())
        .await
        .unwrap_err();
    assert!(error.to_string().contains("name"), "{error}");
}

#[tokio::test]
async fn what_the_person_sorted_is_learned_and_can_become_a_rule() {
    let home = fresh().await;
    let days = (1..=12).map(|on| {
        format!(
            "2026-02-{on:02},Corner Cafe,-3.{on:02}\n2026-02-{on:02},Pocket Realms,-4.{on:02}\n"
        )
    });
    let text = format!("Date,Payee,Amount\n{}", days.collect::<String>());
    import(&home, "card.csv", &text).await;
    let (eating, games) = (
        category(&home, "Eating out").await,
        category(&home, "Games").await,
    );
    for (payee, into) in [("Corner Cafe", eating), ("Pocket Realms", games)] {
        let all = entries(&home).await;
        let ids: Vec<_> = all
            .iter()
            .filter(|e| e.payee == payee)
            .map(|e| e.id)
            .collect();
        home.ledger.categorise(&ids, into, now()).await.unwrap();
    }
    import(&home, "later.csv", CARD).await;
    let found = home
        .ledger
        .suggest_categories(day(2026, 3, 1), 10)
        .await
        .unwrap();
    let named: Vec<(&str, &str)> = found
        .iter()
        .map(|s| (s.entry.payee.as_str(), s.name.as_str()))
        .collect();
    assert_eq!(
        named,
        [
            ("Corner Cafe", "Eating out"),
            ("Pocket Realms", "Games"),
            ("Corner Cafe", "Eating out")
        ]
    );
    assert!(
        found[0].because.contains("went there 12 of 12 times"),
        "{}",
        found[0].because
    );
    let open = found[1].entry.id;
    let one = home.ledger.suggest_category(open).await.unwrap().unwrap();
    assert_eq!((one.entry.id, one.name.as_str()), (open, "Games"));
    let unsorted = home.ledger.rule_from(open).await.unwrap();
    assert!(unsorted.then.is_empty(), "{unsorted:?}");
    let sorted = entries(&home).await;
    let sorted = sorted
        .iter()
        .find(|entry| category_of(entry) == "Games")
        .unwrap();
    let none = home.ledger.suggest_category(sorted.id).await.unwrap();
    assert!(none.is_none(), "it has a category: {none:?}");
    let rule = home.ledger.rule_from(sorted.id).await.unwrap();
    home.ledger.save_rule(None, rule, now()).await.unwrap();
    home.ledger
        .apply_rules(day(2026, 3, 1), now())
        .await
        .unwrap();
    let all = entries(&home).await;
    let realms: Vec<&str> = all
        .iter()
        .filter(|entry| entry.payee == "Pocket Realms")
        .map(category_of)
        .collect();
    assert_eq!(realms.len(), 13);
    assert!(realms.iter().all(|name| *name == "Games"), "{realms:?}");
}
