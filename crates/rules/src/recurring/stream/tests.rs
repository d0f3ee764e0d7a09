use proptest::prelude::*;

use super::super::purchases;
use super::*;

fn found(list: &[(&str, i64)], today: &str) -> Vec<Stream> {
    let euro = Currency::iso("EUR").unwrap();
    streams(&purchases(list), euro, today.parse().unwrap()).unwrap()
}

fn only(list: &[(&str, i64)], today: &str) -> Stream {
    let found = found(list, today);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0]
}

const MONTHS: [(&str, i64); 3] = [
    ("2025-01-10", 500),
    ("2025-02-10", 500),
    ("2025-03-10", 500),
];

#[test]
fn a_stream_ends_the_day_after_one_and_a_half_gaps() {
    // 1.5 × 34 days after 10 March is 30 April.
    assert_eq!(only(&MONTHS, "2025-04-30").status, Status::Mature);
    let ended = only(&MONTHS, "2025-05-01");
    assert_eq!(ended.status, Status::Ended);
    assert_eq!(ended.next, Some("2025-04-10".parse().unwrap()));
    assert_eq!(only(&MONTHS[..2], "2025-04-02").status, Status::Early);
    assert_eq!(only(&MONTHS[..2], "2025-04-03").status, Status::Ended);
}

#[test]
fn two_days_are_early_from_a_month_on_and_only_of_one_size() {
    let pair = |second: &'static str, size| [("2025-01-10", 500), (second, size)];
    assert_eq!(
        only(&pair("2025-02-10", 510), "2025-02-11").status,
        Status::Early
    );
    assert!(found(&pair("2025-02-10", 511), "2025-02-11").is_empty());
    assert!(found(&pair("2025-01-17", 500), "2025-01-18").is_empty());
    assert!(found(&pair("2025-01-10", 500), "2025-01-18").is_empty());
}

#[test]
fn what_varies_costs_its_median_and_what_is_fixed_its_last() {
    let variable = [
        ("2025-01-10", 400),
        ("2025-02-10", 500),
        ("2025-03-10", 481),
    ];
    let stream = only(&variable, "2025-03-11");
    assert_eq!(stream.amount_kind, AmountKind::Variable);
    assert_eq!((stream.typical.minor(), stream.last.minor()), (481, 481));
    assert_eq!(stream.yearly_cost.minor(), 481 * 12);
    let even = [
        ("2025-01-10", 400),
        ("2025-02-10", 500),
        ("2025-03-10", 451),
        ("2025-04-10", 450),
    ];
    let stream = only(&even, "2025-04-11");
    // 450.5 is shown as 451, and a year is twelve times 450.5.
    assert_eq!(stream.typical.minor(), 451);
    assert_eq!(stream.yearly_cost.minor(), 5_406);
    let fixed = [
        ("2025-01-10", 500),
        ("2025-02-10", 500),
        ("2025-03-10", 510),
    ];
    let stream = only(&fixed, "2025-03-11");
    assert_eq!(stream.amount_kind, AmountKind::Fixed);
    assert_eq!(stream.yearly_cost.minor(), 510 * 12);
    assert_eq!((stream.low.minor(), stream.high.minor()), (500, 510));
}

#[test]
fn two_sizes_of_one_payee_are_two_streams() {
    let both = [
        ("2025-01-10", 500),
        ("2025-01-15", 900),
        ("2025-02-10", 500),
        ("2025-02-15", 900),
        ("2025-03-10", 500),
        ("2025-03-15", 900),
    ];
    let found = found(&both, "2025-03-20");
    let sizes: Vec<i64> = found.iter().map(|stream| stream.last.minor()).collect();
    assert_eq!(sizes, [500, 900]);
    assert!(found.iter().all(|stream| stream.period == Cadence::Monthly));
}

#[test]
fn two_payments_of_one_day_are_two_occurrences_and_one_day() {
    let mut list = MONTHS.to_vec();
    list.insert(1, ("2025-01-10", 505));
    let stream = only(&list, "2025-03-11");
    assert_eq!(stream.occurrences, 4);
    assert_eq!(stream.regularity, Some("1.0000".parse().unwrap()));
}

#[test]
fn what_is_used_now_and_then_needs_four_payments_in_28_days() {
    let uses = [
        ("2025-03-01", 290),
        ("2025-03-02", 290),
        ("2025-03-11", 290),
        ("2025-03-21", 290),
    ];
    let stream = only(&uses, "2025-03-28");
    assert_eq!(
        (stream.period, stream.status),
        (Cadence::PerUse, Status::Mature)
    );
    assert_eq!((stream.next, stream.regularity), (None, None));
    // 1160 × 365 / 91 = 4652.7.
    assert_eq!(stream.yearly_cost.minor(), 4_653);
    assert!(found(&uses, "2025-03-29").is_empty());
    let mut varied = uses;
    varied[0].1 = 300;
    assert!(found(&varied, "2025-03-28").is_empty());
}

#[test]
fn the_year_of_what_is_used_looks_at_91_days() {
    let uses = [
        ("2025-01-01", 91),
        ("2025-03-20", 91),
        ("2025-03-21", 91),
        ("2025-03-21", 91),
        ("2025-04-01", 91),
    ];
    assert_eq!(only(&uses, "2025-04-01").yearly_cost.minor(), 5 * 365);
    assert_eq!(only(&uses, "2025-04-02").yearly_cost.minor(), 4 * 365);
}

#[test]
fn what_comes_after_today_and_what_is_no_purchase_is_left_out() {
    let mut list = MONTHS.to_vec();
    list.insert(0, ("2025-01-01", 0));
    list.insert(0, ("2025-01-01", -500));
    list.push(("2025-03-20", 500));
    let stream = only(&list, "2025-03-11");
    assert_eq!(stream.occurrences, 3);
    assert_eq!(stream.first_day, "2025-01-10".parse().unwrap());
    assert!(found(&[], "2025-03-11").is_empty());
}

#[test]
fn a_cost_too_large_to_be_counted_is_an_error() {
    let most = farthing_money::MAX_SUM_MINOR;
    let list = MONTHS.map(|(day, _)| (day, most));
    let euro = Currency::iso("EUR").unwrap();
    let today = "2025-03-11".parse().unwrap();
    assert!(streams(&purchases(&list), euro, today).is_err());
}

fn any_purchases() -> impl Strategy<Value = Vec<Purchase>> {
    let one = (0_u64..400, 1_i64..2_000);
    proptest::collection::vec(one, 0..60).prop_map(|mut list| {
        list.sort_unstable();
        let first: NaiveDate = "2024-01-01".parse().unwrap();
        let list = list.into_iter().map(|(after, size_minor)| Purchase {
            day: first + Days::new(after),
            size_minor,
        });
        list.collect()
    })
}

proptest! {
    #[test]
    fn streams_ascend_and_keep_within_their_purchases(list in any_purchases()) {
        let euro = Currency::iso("EUR").unwrap();
        let found = streams(&list, euro, "2025-02-01".parse().unwrap()).unwrap();
        let pairs = found.windows(2);
        prop_assert!(pairs.into_iter().all(|pair| pair[0].high.minor() < pair[1].low.minor()));
        let occurrences: usize = found.iter().map(|stream| stream.occurrences).sum();
        prop_assert!(occurrences <= list.len());
        for stream in found {
            let sizes = stream.low.minor()..=stream.high.minor();
            prop_assert!(sizes.contains(&stream.typical.minor()));
            prop_assert!(sizes.contains(&stream.last.minor()));
            let of_stream = list.iter().filter(|one| sizes.contains(&one.size_minor));
            let days: Vec<NaiveDate> = of_stream.map(|one| one.day).collect();
            prop_assert_eq!(days.len(), stream.occurrences);
            prop_assert_eq!(days.first(), Some(&stream.first_day));
            prop_assert_eq!(days.last(), Some(&stream.last_day));
            prop_assert!(stream.next.is_none_or(|next| next > stream.last_day));
        }
    }

    #[test]
    fn an_exact_week_is_weekly(start in 0_u64..300, weeks in 3_u64..12, size in 1_i64..9_000) {
        let first: NaiveDate = "2024-01-01".parse().unwrap();
        let day = |week: u64| first + Days::new(start + 7 * week);
        let list: Vec<Purchase> = (0..weeks)
            .map(|week| Purchase { day: day(week), size_minor: size })
            .collect();
        let euro = Currency::iso("EUR").unwrap();
        let found = streams(&list, euro, day(weeks - 1)).unwrap();
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].period, Cadence::Weekly);
        prop_assert_eq!(found[0].next, Some(day(weeks)));
        prop_assert_eq!(found[0].yearly_cost.minor(), size * 52);
    }
}
