//! Facts of single programmes.

use super::*;
use crate::calendar::Span;

fn rewards(terms: ProgrammeTerms, spends: &[Spend<'_>]) -> Vec<Reward> {
    earn(&Programme::of(terms).unwrap(), spends).unwrap().0
}

fn minors(rewards: &[Reward]) -> Vec<i64> {
    rewards
        .iter()
        .map(|reward| reward.reward.unwrap().minor())
        .collect()
}

fn refused(terms: ProgrammeTerms) -> String {
    let error = Programme::of(terms).unwrap_err().to_string();
    error.split(':').next().unwrap_or_default().to_owned()
}

#[test]
fn a_reward_says_which_rule_won_and_what_is_left_of_its_cap() {
    let limit = CapLimit::Spend(euros("50.00"));
    let terms = ProgrammeTerms {
        rules: vec![capped(7, "0.04", Matching::default(), limit, Period::Month)],
        ..flat("0.01")
    };
    let spends = [
        bought(1, 0, 3_000),
        bought(2, 0, 3_000),
        bought(3, 0, 3_000),
    ];
    let rewards = rewards(terms, &spends);
    assert_eq!(minors(&rewards), [120, 90, 30]);
    let second = rewards[1].parts[0];
    let used = second.cap.unwrap();
    assert_eq!(rewards[1].winner(), Some(RuleId(7)));
    assert_eq!(second.rate.to_decimal(), rate("0.04"));
    assert_eq!(used.left_before.to_decimal(), Some(rate("20")));
    assert_eq!(used.left_after.to_decimal(), Some(rate("0")));
    assert_eq!((used.basis, used.is_short), (CapBasis::Spend, true));
    assert_eq!(rewards[1].reason, Reason::Capped);
    // With nothing left the rule is no better than the base rate, which is then what pays.
    assert_eq!(rewards[2].winner(), None);
}

#[test]
fn a_zero_says_why() {
    let limit = CapLimit::Reward(euros("0.10"));
    let nothing_beyond = EarningRule {
        fallback_rate: Some(rate("0")),
        mode: RuleMode::Add,
        ..capped(1, "0.1", of_category(0), limit, Period::Lifetime)
    };
    let mut terms = ProgrammeTerms {
        rules: vec![nothing_beyond],
        rounding: RewardRounding {
            block: Some(euros("0.50")),
            ..RewardRounding::of(euro())
        },
        ..flat("0")
    };
    terms.exclusions.mccs.insert(6051);
    terms.exclusions.payees.insert("Bank".to_owned());
    let mut mcc = bought(30, 0, 100);
    mcc.mcc = Some(6051);
    let mut payee = bought(31, 0, 100);
    payee.entry.payee = "Bank";
    let mut fee = bought(32, 0, 100);
    fee.entry.kind = Kind::Fee;
    let mut pending = bought(33, 0, 100);
    pending.entry.status = Status::Pending;
    let mut void = bought(34, 0, 100);
    void.entry.status = Status::Void;
    let mut yen = bought(35, 0, 100);
    yen.entry.amount = "-100 JPY".parse().unwrap();
    let mut came = bought(36, 0, 100);
    came.entry.amount = euros("1.00");
    let spends = [
        bought(0, 0, 100),
        bought(3, 0, 100),
        bought(4, 0, 100),
        bought(6, 0, 49),
        mcc,
        payee,
        fee,
        pending,
        void,
        yen,
        came,
    ];
    let rewards = rewards(terms, &spends);
    let words: Vec<_> = rewards.iter().map(|reward| reward.reason.word()).collect();
    let expected = [
        "ok",
        "cap_used",
        "no_rate",
        "below_block",
        "excluded_mcc",
        "excluded_payee",
        "excluded_kind",
        "pending",
        "void",
        "currency",
        "not_outflow",
    ];
    assert_eq!(words, expected);
}

#[test]
fn a_reward_below_the_smallest_step_rounds_to_zero() {
    let rewards = rewards(flat("0.001"), &[bought(1, 0, 100)]);
    assert_eq!(minors(&rewards), [0]);
    assert_eq!(rewards[0].reason, Reason::RoundedToZero);
    assert!(!rewards[0].exact.is_zero());
}

#[test]
fn a_rule_that_does_not_hold_says_why() {
    let rule = |id, valid: Option<(u64, u64)>, activation| EarningRule {
        valid: valid.map(|(first, last)| Span::new(day(first), day(last)).unwrap()),
        activation,
        ..EarningRule::of(RuleId(id), rate("0.02"), Matching::default())
    };
    let activation = |on: Option<u64>, deadline| Activation {
        on: on.map(day),
        deadline: Some(day(deadline)),
        reach: ActivationReach::FromThen,
    };
    let terms = ProgrammeTerms {
        rules: vec![
            rule(1, Some((11, 20)), None),
            rule(2, Some((0, 9)), None),
            rule(3, None, Some(activation(None, 30))),
            rule(4, None, Some(activation(Some(6), 5))),
            rule(5, None, Some(activation(Some(12), 30))),
            EarningRule::of(RuleId(6), rate("0.02"), of_category(2)),
            EarningRule {
                min_purchase: Some(euros("5.00")),
                ..rule(7, None, None)
            },
            rule(8, Some((10, 10)), Some(activation(Some(10), 10))),
        ],
        ..flat("0")
    };
    let programme = Programme::of(terms).unwrap();
    let reasons = why_not(&programme, &bought(1, 10, 100)).unwrap();
    let words: Vec<_> = reasons.iter().map(|(_, reason)| reason.word()).collect();
    let expected = [
        "not_valid_yet",
        "no_longer_valid",
        "not_activated",
        "activated_late",
        "before_activation",
        "no_match",
        "below_min",
    ];
    assert_eq!(words, expected);
    assert_eq!(why_not(&programme, &back(2, 10, 100, 1)).unwrap(), []);
}

fn plain() -> EarningRule {
    EarningRule::of(RuleId(1), rate("0.02"), Matching::default())
}

fn with(rule: EarningRule) -> ProgrammeTerms {
    ProgrammeTerms {
        rules: vec![rule],
        ..flat("0.01")
    }
}

fn yen() -> Money {
    "100 JPY".parse().unwrap()
}

#[test]
fn a_programme_that_cannot_be_is_refused_by_the_name_of_its_part() {
    let same = flat("0.01");
    let bad = [
        ("base_rate", flat("-0.01")),
        (
            "statement_day",
            ProgrammeTerms {
                statement_day: 0,
                ..same.clone()
            },
        ),
        (
            "unit",
            ProgrammeTerms {
                unit: yen().currency(),
                ..same.clone()
            },
        ),
        (
            "point_value",
            ProgrammeTerms {
                point_value: Some(PointValue {
                    currency: euro(),
                    per_point: rate("0.01"),
                }),
                ..same.clone()
            },
        ),
        (
            "step",
            ProgrammeTerms {
                unit: points(),
                ..same.clone()
            },
        ),
        (
            "id",
            ProgrammeTerms {
                rules: vec![plain(), plain()],
                ..same
            },
        ),
    ];
    for (field, terms) in bad {
        assert_eq!(refused(terms), field);
    }
}

#[test]
fn a_rule_that_cannot_be_is_refused_by_the_name_of_its_part() {
    let capped = |limit, period| capped(1, "0.02", Matching::default(), limit, period);
    let of = |matching| EarningRule::of(RuleId(1), rate("0.02"), matching);
    let one = CapLimit::Spend(euros("1.00"));
    let bad = [
        (
            "rate",
            EarningRule::of(RuleId(1), rate("0.0000000001"), Matching::default()),
        ),
        (
            "min_purchase",
            EarningRule {
                min_purchase: Some(yen()),
                ..plain()
            },
        ),
        (
            "txn_cap",
            EarningRule {
                purchase_cap: Some(cents(-1)),
                ..plain()
            },
        ),
        (
            "fallback_rate",
            EarningRule {
                fallback_rate: Some(rate("0.01")),
                ..plain()
            },
        ),
        ("cap", capped(CapLimit::Spend(yen()), Period::Year)),
        ("cap", capped(one, Period::Statement(9))),
        (
            "pattern",
            of(Matching {
                pattern: Some("(".to_owned()),
                ..Matching::default()
            }),
        ),
        (
            "match",
            of(Matching {
                mccs: Some(BTreeSet::new()),
                ..Matching::default()
            }),
        ),
    ];
    for (field, rule) in bad {
        assert_eq!(refused(with(rule)), field);
    }
}

#[test]
fn tiers_that_do_not_ascend_or_go_on_after_the_last_are_refused() {
    let lists: [&[Option<&str>]; 4] = [
        &[],
        &[None, Some("9.00")],
        &[Some("9.00"), Some("9.00")],
        &[Some("0.00")],
    ];
    for list in lists {
        let tier = |up_to: Option<&str>| Tier {
            up_to: up_to.map(euros),
            rate: rate("0.01"),
        };
        let rule = EarningRule {
            earns: Earns::Tiers {
                tiers: list.iter().copied().map(tier).collect(),
                period: Period::Year,
                method: TierMethod::Whole,
            },
            ..plain()
        };
        assert_eq!(refused(with(rule)), "tiers");
    }
}

#[test]
fn entries_out_of_order_are_refused() {
    let programme = Programme::of(flat("0.01")).unwrap();
    let error = earn(&programme, &[bought(1, 5, 100), bought(2, 4, 100)]).unwrap_err();
    assert!(error.to_string().starts_with("entries: "));
}

#[test]
fn a_standing_of_another_programme_does_not_fit() {
    let limit = CapLimit::Spend(euros("1.00"));
    let capped = ProgrammeTerms {
        rules: vec![capped(1, "0.05", of_category(0), limit, Period::Month)],
        ..flat("0.01")
    };
    let capped = Programme::of(capped).unwrap();
    let flat = Programme::of(flat("0.01")).unwrap();
    let mut standing = Standing::start(&flat);
    assert!(!standing.fits(&capped));
    assert!(go_on(&capped, &mut standing, &[], day(1), &mut |_| ()).is_err());
}

#[test]
fn a_refund_of_an_unknown_purchase_pays_back_at_the_rate_of_its_day() {
    let limit = CapLimit::Spend(euros("1.00"));
    let terms = ProgrammeTerms {
        rules: vec![capped(1, "0.05", of_category(0), limit, Period::Month)],
        ..flat("0.01")
    };
    let mut refund = back(9, 3, 2_000, 0);
    refund.entry.refund_of = None;
    let rewards = rewards(terms, &[bought(3, 1, 2_000), refund]);
    // The cap does not soften what is taken back.
    assert_eq!(minors(&rewards), [24, -100]);
    assert_eq!(rewards[1].reason, Reason::UnlinkedClawback);
}

#[test]
fn a_refund_after_the_end_of_the_month_frees_nothing_of_the_new_cap() {
    let limit = CapLimit::Spend(euros("50.00"));
    let terms = ProgrammeTerms {
        rules: vec![capped(1, "0.1", Matching::default(), limit, Period::Month)],
        ..flat("0")
    };
    // 29 November, then 1 December twice.
    let spends = linked(vec![
        bought(1, 26, 5_000),
        bought(2, 28, 4_000),
        back(3, 28, 5_000, 1),
        bought(4, 28, 4_000),
    ]);
    assert_eq!(minors(&rewards(terms, &spends)), [500, 400, -500, 100]);
}

#[test]
fn a_split_purchase_earns_on_the_lines_that_count() {
    let lines = [
        crate::roundup::Line {
            amount: cents(-3_000),
            kind: Kind::Purchase,
            category: Some(CategoryId(0)),
        },
        crate::roundup::Line {
            amount: cents(-2_000),
            kind: Kind::CashWithdrawal,
            category: None,
        },
    ];
    let mut split = bought(1, 0, 5_000);
    split.entry.category = None;
    split.entry.lines = &lines;
    let terms = ProgrammeTerms {
        rules: vec![EarningRule::of(RuleId(1), rate("0.02"), of_category(0))],
        ..flat("0.01")
    };
    let rewards = rewards(terms, &[split]);
    assert_eq!(minors(&rewards), [60]);
    assert_eq!(rewards[0].base, euros("30.00"));
}

#[test]
fn an_entry_is_explained_from_its_block() {
    let limit = CapLimit::Reward(euros("1.00"));
    let terms = ProgrammeTerms {
        rules: vec![capped(1, "0.04", Matching::default(), limit, Period::Month)],
        ..flat("0.01")
    };
    let programme = Programme::of(terms).unwrap();
    let spends = [
        bought(1, 0, 1_000),
        bought(2, 1, 1_000),
        bought(3, 2, 1_000),
    ];
    let history = Span::new(day(0), day(2)).unwrap();
    let mut blocks = Blocks::new();
    let mut renewal = Renewal::new(&programme, &mut blocks, Change::default(), history).unwrap();
    while renewal
        .next(&programme, &mut blocks, &mut |_| ())
        .unwrap()
        .is_some()
    {
        renewal
            .go_on(&programme, &mut blocks, &spends, &mut |_| ())
            .unwrap();
    }
    let block = blocks.values().next().unwrap();
    let third = block
        .explain(&programme, &spends, EntryId(3))
        .unwrap()
        .unwrap();
    let used = third.parts[0].cap.unwrap();
    assert_eq!(used.left_before.to_decimal(), Some(rate("0.2")));
    assert_eq!(third.reward, Some(euros("0.25")));
    assert_eq!(
        block.explain(&programme, &spends, EntryId(4)).unwrap(),
        None
    );
    let used = block.cap_used(&programme, RuleId(1)).unwrap();
    assert!(used.left.is_zero());
    let text = serde_json::to_string(block).unwrap();
    assert_eq!(&serde_json::from_str::<Block>(&text).unwrap(), block);
}
