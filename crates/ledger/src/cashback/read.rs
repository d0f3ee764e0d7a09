//! The programmes of the person, read and checked, each with its categories.

use std::collections::BTreeMap;

use farthing_money::{Currency, Money};
use farthing_rules::RulesError;
use farthing_rules::cashback::Programme;

use super::facts::Scope;
use super::inputs::PurchaseDetail;
use super::kept::{KeptProgramme, Laid, read_programme};
use super::programmes::{MappedProgramme, ProgrammeFile, ProgrammeKind};
use super::words::Units;
use crate::choices::Choice;
use crate::error::{LedgerError, Result};
use crate::ids::{ChoiceId, EntryId};

/// A programme of the person that can be worked out.
#[derive(Debug)]
pub(super) struct ReadProgramme<'l> {
    pub choice: &'l Choice<KeptProgramme>,
    pub file: ProgrammeFile,
    pub programme: Programme,
    /// Words that stand for no category yet.
    pub unmapped: Vec<String>,
}

impl<'l> ReadProgramme<'l> {
    /// A programme, or why it cannot be worked out.
    pub(super) fn of(choice: &'l Choice<KeptProgramme>) -> Result<Self> {
        let (file, words) = read_programme(&choice.value)?;
        let MappedProgramme {
            programme,
            unmapped,
        } = file.programme(&words).map_err(rules_error)?;
        Ok(Self {
            choice,
            file,
            programme,
            unmapped,
        })
    }

    /// Those that can be worked out; what is wrong with another is told where programmes are listed.
    pub(super) fn all(laid: &'l Laid) -> Vec<Self> {
        let programmes = laid.programmes.iter();
        programmes
            .filter_map(|choice| Self::of(choice).ok())
            .collect()
    }

    /// What it looks at.
    pub(super) fn scope<'s>(&'s self, details: &'s BTreeMap<EntryId, PurchaseDetail>) -> Scope<'s> {
        Scope {
            id: self.choice.id,
            input: &self.choice.value,
            details,
        }
    }

    pub(super) fn id(&self) -> ChoiceId {
        self.choice.id
    }

    pub(super) fn name(&self) -> &str {
        &self.file.written().name
    }

    pub(super) fn units(&self) -> Units {
        Units {
            currency: self.file.currency(),
            unit: self.file.unit(),
        }
    }

    /// Whether its rewards are money in the currency of its purchases.
    pub(super) fn pays_money(&self) -> bool {
        self.file.unit() == self.file.currency()
    }

    pub(super) fn is_portal(&self) -> bool {
        self.file.written().kind == ProgrammeKind::Portal
    }

    /// An amount of its rewards.
    pub(super) fn reward(&self, minor: i64) -> Result<Money> {
        Ok(Money::from_minor(minor, self.file.unit())?)
    }
}

/// A programme of these, by its id.
pub(super) fn named<'r, 'l>(
    programmes: &'r [ReadProgramme<'l>],
    id: ChoiceId,
) -> Option<&'r ReadProgramme<'l>> {
    programmes.iter().find(|programme| programme.id() == id)
}

/// By how much a reward may differ: one hundredth where a currency has two decimals.
pub(super) fn tolerance_minor(currency: Currency) -> i64 {
    i64::from(currency.decimals() == 2)
}

/// An error of the rules as one of the ledger.
pub(super) fn rules_error(error: RulesError) -> LedgerError {
    match error {
        RulesError::Field { field, message } => LedgerError::invalid(field, message),
        RulesError::Money(error) => error.into(),
        other => LedgerError::Damaged(other.to_string()),
    }
}
