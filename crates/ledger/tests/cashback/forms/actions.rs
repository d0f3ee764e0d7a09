//! What a person does about entries, programmes, rewards and credits.

use proptest::prelude::*;

/// What a person does.
#[derive(Debug, Clone)]
pub enum Action {
    Add {
        account: usize,
        minor: u32,
        on: u32,
        kind: u8,
        status: u8,
    },
    Edit {
        entry: usize,
        account: usize,
        minor: u32,
        on: u32,
        kind: u8,
    },
    Delete {
        entry: usize,
    },
    Link {
        refund: usize,
        purchase: usize,
    },
    Return {
        purchase: usize,
        share: u32,
        after: u32,
    },
    Unlink {
        entry: usize,
    },
    Import {
        part: u8,
    },
    Save {
        form: u8,
        days: u8,
    },
    Change {
        programme: usize,
        form: u8,
        days: u8,
    },
    Forget {
        programme: usize,
    },
    Activate {
        programme: usize,
        on: u32,
    },
    Know {
        entry: usize,
        form: u8,
    },
    Visit {
        entry: usize,
        minor: u32,
    },
    Leave {
        entry: usize,
    },
    Tell {
        reward: usize,
        state: u8,
        minor: u32,
    },
    Untell {
        reward: usize,
    },
    Take {
        entry: usize,
        reward: usize,
        count: usize,
    },
    Refuse {
        entry: usize,
    },
    Withdraw {
        entry: usize,
    },
    SavingRule {
        kind: u8,
        terms: u8,
    },
    SaveCashback {
        terms: u8,
    },
    Sweep {
        pick: usize,
    },
    Undo,
    UndoOlder {
        back: usize,
    },
    Redo,
}

impl Action {
    /// What each kind of action is called.
    pub const NAMES: &[&str] = &[
        "Add",
        "Edit",
        "Delete",
        "Link",
        "Return",
        "Unlink",
        "Import",
        "Save",
        "Change",
        "Forget",
        "Activate",
        "Know",
        "Visit",
        "Leave",
        "Tell",
        "Untell",
        "Take",
        "Refuse",
        "Withdraw",
        "SavingRule",
        "SaveCashback",
        "Sweep",
        "Undo",
        "UndoOlder",
        "Redo",
    ];

    /// What it is called.
    pub fn name(&self) -> String {
        let text = format!("{self:?}");
        let name = text.split(' ').next();
        name.unwrap_or_default().to_owned()
    }
}

pub fn action() -> impl Strategy<Value = Action> {
    let place = any::<usize>;
    let byte = any::<u8>;
    let minor = || 1..6_000_u32;
    let on = || 0..150_u32;
    prop_oneof![
        10 => (0..3_usize, minor(), on(), byte(), byte()).prop_map(
            |(account, minor, on, kind, status)| Action::Add { account, minor, on, kind, status }
        ),
        4 => (place(), 0..3_usize, minor(), on(), byte()).prop_map(
            |(entry, account, minor, on, kind)| Action::Edit { entry, account, minor, on, kind }
        ),
        3 => place().prop_map(|entry| Action::Delete { entry }),
        4 => (place(), place()).prop_map(|(refund, purchase)| Action::Link { refund, purchase }),
        5 => (place(), 1..4_u32, 0..70_u32)
            .prop_map(|(purchase, share, after)| Action::Return { purchase, share, after }),
        1 => place().prop_map(|entry| Action::Unlink { entry }),
        2 => byte().prop_map(|part| Action::Import { part }),
        5 => (byte(), byte()).prop_map(|(form, days)| Action::Save { form, days }),
        2 => (place(), byte(), byte())
            .prop_map(|(programme, form, days)| Action::Change { programme, form, days }),
        1 => place().prop_map(|programme| Action::Forget { programme }),
        4 => (place(), on()).prop_map(|(programme, on)| Action::Activate { programme, on }),
        3 => (place(), byte()).prop_map(|(entry, form)| Action::Know { entry, form }),
        3 => (place(), minor()).prop_map(|(entry, minor)| Action::Visit { entry, minor }),
        1 => place().prop_map(|entry| Action::Leave { entry }),
        2 => (place(), byte(), minor())
            .prop_map(|(reward, state, minor)| Action::Tell { reward, state, minor }),
        1 => place().prop_map(|reward| Action::Untell { reward }),
        6 => (place(), place(), 0..3_usize)
            .prop_map(|(entry, reward, count)| Action::Take { entry, reward, count }),
        3 => place().prop_map(|entry| Action::Refuse { entry }),
        3 => place().prop_map(|entry| Action::Withdraw { entry }),
        2 => (byte(), byte()).prop_map(|(kind, terms)| Action::SavingRule { kind, terms }),
        2 => byte().prop_map(|terms| Action::SaveCashback { terms }),
        1 => place().prop_map(|pick| Action::Sweep { pick }),
        3 => Just(Action::Undo),
        1 => (0..6_usize).prop_map(|back| Action::UndoOlder { back }),
        2 => Just(Action::Redo),
    ]
}
