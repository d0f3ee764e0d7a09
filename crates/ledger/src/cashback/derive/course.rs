//! A programme of the person as it is worked out.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use farthing_money::{Currency, Money};
use farthing_rules::calendar::{Period, Span};
use farthing_rules::cashback::{Programme, RoundingScope};

use super::super::facts::Scope;
use super::super::kept::{KeptProgramme, Laid, read_programme};
use super::super::programmes::{DueAfter, PortalTerms, ProgrammeFile};
use crate::choices::Choice;
use crate::error::{LedgerError, Result};
use crate::ids::{AccountId, ChoiceId};
use crate::savings::rule_error;

/// A programme with what it says; without, where that cannot be read.
pub(super) struct Course<'l> {
    pub scope: Scope<'l>,
    pub accounts: BTreeSet<AccountId>,
    pub terms: Option<Terms>,
}

/// What a programme says.
pub(super) struct Terms {
    pub file: ProgrammeFile,
    pub programme: Programme,
}

/// For what a reward is paid, and when it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paying {
    /// For each purchase, so many days after it.
    Purchases(Days),
    /// For each statement, so many days after it closes; none where nobody knows.
    Statements(Option<Days>),
}

impl<'l> Course<'l> {
    pub(super) fn of(choice: &'l Choice<KeptProgramme>, laid: &'l Laid) -> Self {
        let scope = Scope {
            id: choice.id,
            input: &choice.value,
            details: &laid.details,
        };
        Self {
            accounts: scope.accounts(),
            scope,
            terms: Terms::of(&choice.value).ok(),
        }
    }

    pub(super) fn id(&self) -> ChoiceId {
        self.scope.id
    }
}

impl Terms {
    fn of(input: &KeptProgramme) -> Result<Self> {
        let (file, words) = read_programme(input)?;
        let mapped = file.programme(&words).map_err(rule_error)?;
        Ok(Self {
            programme: mapped.programme,
            file,
        })
    }

    pub(super) fn portal(&self) -> Option<&PortalTerms> {
        self.file.portal()
    }

    pub(super) fn currency(&self) -> Currency {
        self.programme.currency()
    }

    /// Whether it pays money; points go to the purse.
    pub(super) fn pays_money(&self) -> bool {
        self.programme.unit() == self.programme.currency()
    }

    /// An amount of its currency.
    pub(super) fn money(&self, minor: i64) -> Result<Money> {
        Ok(Money::from_minor(minor, self.currency())?)
    }

    pub(super) fn rounds_statements(&self) -> bool {
        self.programme.terms().rounding.scope == RoundingScope::Statement
    }

    /// For what it pays. Where statements are rounded a single purchase has no amount of its own, so it
    /// pays for statements whatever it says.
    pub(super) fn paying(&self) -> Paying {
        let due = self.file.written().due;
        let days = due.map(|due| Days::new(due.days.into()));
        match (due.map(|due| due.after), days) {
            (Some(DueAfter::Purchase), Some(days)) if !self.rounds_statements() => {
                Paying::Purchases(days)
            }
            _ => Paying::Statements(days),
        }
    }

    /// The days of the statement that a day is in.
    pub(super) fn statement(&self, day: NaiveDate) -> Result<Span> {
        let period = Period::Statement(self.programme.terms().statement_day);
        period.span_of(day).ok_or_else(beyond_calendar)
    }
}

/// So many days later.
pub(super) fn after(day: NaiveDate, days: Days) -> Result<NaiveDate> {
    day.checked_add_days(days).ok_or_else(beyond_calendar)
}

fn beyond_calendar() -> LedgerError {
    LedgerError::invalid("date", "the calendar ends before that day")
}
