//! The closed lists that terms choose from.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "bindings", derive(specta::Type))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }
    };
}

words! {
    /// A day of the week.
    DayOfWeek {
        /// Monday.
        #[default]
        Monday,
        /// Tuesday.
        Tuesday,
        /// Wednesday.
        Wednesday,
        /// Thursday.
        Thursday,
        /// Friday.
        Friday,
        /// Saturday.
        Saturday,
        /// Sunday.
        Sunday,
    }
}
words! {
    /// What happens where less than the floor would stay.
    GuardChoice {
        /// Nothing is set aside.
        #[default]
        Skip,
        /// Only what keeps the floor.
        Partial,
        /// Nothing for the whole day.
        CancelDay,
    }
}
words! {
    /// What a linked refund takes back.
    RefundChoice {
        /// Nothing.
        #[default]
        Keep,
        /// All of it, once the whole purchase has come back.
        OnFull,
        /// As much of it as of the purchase.
        Proportional,
    }
}
words! {
    /// What becomes of what was moved already when its purchase changes.
    ChangeChoice {
        /// It stays.
        #[default]
        Freeze,
        /// The difference is set aside or taken back.
        Adjust,
    }
}
words! {
    /// How goals share.
    SplitChoice {
        /// By weights.
        #[default]
        Weights,
        /// One after the other, by priority.
        Priority,
    }
}
words! {
    /// Whether a limit of a day is for all payees together.
    PerDay {
        /// It is.
        #[default]
        InAll,
        /// Each payee has its own.
        EachPayee,
    }
}
words! {
    /// A stretch of time.
    PeriodChoice {
        /// A week from Monday.
        Week,
        /// A calendar month.
        #[default]
        Month,
        /// Three months.
        Quarter,
        /// A year.
        Year,
        /// All of time.
        Lifetime,
    }
}
words! {
    /// What becomes of spending above a budget.
    OverspendChoice {
        /// The next period begins anew.
        #[default]
        Forgiven,
        /// It lowers what the next period has left.
        Carried,
    }
}
words! {
    /// How often something is due.
    HowOften {
        /// Every day.
        Daily,
        /// Every week.
        Weekly,
        /// Every second week.
        Biweekly,
        /// Every month.
        #[default]
        Monthly,
        /// Every third month.
        Quarterly,
        /// Every year.
        Yearly,
    }
}
words! {
    /// Where a due day goes that is on a weekend.
    WeekendChoice {
        /// It stays.
        #[default]
        Stay,
        /// To the Monday.
        Next,
        /// To the Friday.
        Previous,
    }
}
words! {
    /// What the amount of a challenge is.
    ChallengeMeasure {
        /// The first step.
        #[default]
        FirstStep,
        /// The sum of all steps.
        Sum,
    }
}
words! {
    /// Which step comes first.
    StepOrder {
        /// The smallest.
        #[default]
        Ascending,
        /// The largest.
        Descending,
    }
}
words! {
    /// What becomes of the step of a missed slot.
    MissedChoice {
        /// The next slot pays it too.
        #[default]
        Carry,
        /// It is left out.
        Skip,
        /// It and all after it wait.
        Shift,
    }
}
words! {
    /// On which day a part of a pay is set aside.
    PayDate {
        /// On the day of the pay.
        #[default]
        SameDay,
        /// On the next business day.
        NextBusinessDay,
    }
}
words! {
    /// On which days a balance is rounded down.
    BalanceDays {
        /// On all of them.
        #[default]
        All,
        /// From Monday to Friday.
        Weekdays,
    }
}
words! {
    /// What becomes of money beyond a goal's target.
    OverfundChoice {
        /// It stays.
        #[default]
        Keep,
        /// It goes on to the other goals.
        Spill,
    }
}
words! {
    /// How often a bank moves its own round-ups.
    MirrorPace {
        /// One transfer for each purchase.
        #[default]
        Purchase,
        /// The sum of each day.
        Day,
        /// The sum of each week.
        Week,
    }
}
words! {
    /// What a Pix key is.
    PixKeyChoice {
        /// A phone number with `+55`.
        #[default]
        Phone,
        /// An e-mail address.
        Email,
        /// The number of a person.
        Cpf,
        /// The number of a company.
        Cnpj,
        /// A random key.
        Random,
    }
}
words! {
    /// A wallet or bank where a transfer is made by hand.
    WalletChoice {
        /// M-PESA.
        Mpesa,
        /// Easypaisa.
        Easypaisa,
        /// `JazzCash`.
        Jazzcash,
        /// Alipay.
        Alipay,
        /// `KakaoPay`.
        Kakaopay,
        /// Any bank.
        #[default]
        Bank,
    }
}
