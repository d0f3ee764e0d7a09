//! A saving rule from arguments: new, or over what is there.

use chrono::NaiveDate;
use clap::Args;
use farthing_ledger::Ledger;
use farthing_ledger::savings::{
    ChangeChoice, GoalSplit, GoalWeight, GuardChoice, GuardInput, RefundChoice, SavingRuleInput,
    Scope, SplitChoice,
};

use super::named::{accounts_named, categories_named, given, goal_named, payees_named};
use super::terms::{TermOptions, first_currency, write};
use crate::commands::accounts::account_named;
use crate::commands::small::most_used;
use crate::commands::words::{CHANGES, GUARDS, REFUNDS, one_of};
use crate::error::Result;

/// What a rule does, what it looks at and who pays.
#[derive(Debug, Clone, Args)]
pub struct RuleOptions {
    #[command(flatten)]
    pub terms: TermOptions,
    #[command(flatten)]
    scope: ScopeOptions,
    #[command(flatten)]
    paying: PayingOptions,
}

/// Which entries it looks at. An empty name stands for all of them again.
#[derive(Debug, Clone, Args)]
struct ScopeOptions {
    /// Only on this account; may be given several times
    #[arg(long = "account", value_name = "NAME")]
    accounts: Vec<String>,
    /// Only in this category; may be given several times
    #[arg(long = "category", value_name = "NAME")]
    categories: Vec<String>,
    /// Not in this category; may be given several times
    #[arg(long, value_name = "NAME")]
    except: Vec<String>,
    /// Only of this payee; may be given several times
    #[arg(long = "payee", value_name = "NAME")]
    payees: Vec<String>,
}

/// Who pays, and what keeps that account from running dry.
#[derive(Debug, Clone, Args)]
struct PayingOptions {
    /// The account that pays; otherwise the account of each purchase
    #[arg(long, value_name = "NAME")]
    pays_from: Option<String>,
    /// What is to stay in the account that pays
    #[arg(long, value_name = "AMOUNT")]
    floor: Option<String>,
    /// What happens where less than the floor would stay
    #[arg(long, value_parser = one_of::<GuardChoice>(&GUARDS))]
    guard: Option<GuardChoice>,
    /// What a linked refund takes back
    #[arg(long, value_parser = one_of::<RefundChoice>(&REFUNDS))]
    refunds: Option<RefundChoice>,
    /// What becomes of money that has moved when its purchase changes
    #[arg(long, value_parser = one_of::<ChangeChoice>(&CHANGES))]
    changes: Option<ChangeChoice>,
}

/// The goals that share what a rule sets aside.
#[derive(Debug, Clone, Args)]
pub struct GoalOptions {
    /// A goal it is for, with its weight among several; may be given several times
    #[arg(long = "goal", value_name = "NAME[=WEIGHT]")]
    goals: Vec<String>,
    /// One goal after the other, by their priority
    #[arg(long, conflicts_with = "by_weight")]
    by_priority: bool,
    /// All goals at once, by their weights
    #[arg(long)]
    by_weight: bool,
}

impl RuleOptions {
    /// A new rule, without goals.
    pub async fn new_rule(
        self,
        ledger: &Ledger,
        name: String,
        from: Option<NaiveDate>,
    ) -> Result<SavingRuleInput> {
        let currency = if self.terms.names_currency() {
            String::new()
        } else {
            most_used(ledger).await?
        };
        let mut scope = Scope::default();
        let terms = self.terms.new_terms(&currency, &mut scope.smallest)?;
        let mut rule = SavingRuleInput {
            name,
            terms,
            scope,
            from,
            pays_from: None,
            guard: None,
            refunds: RefundChoice::default(),
            changes: ChangeChoice::default(),
            goals: GoalSplit::default(),
        };
        self.write_beside_terms(ledger, &mut rule).await?;
        Ok(rule)
    }

    /// Writes what was given over a rule that is there.
    pub async fn write_over(self, ledger: &Ledger, rule: &mut SavingRuleInput) -> Result<()> {
        let currency = first_currency(&rule.terms)?;
        let there = rule.terms.clone();
        rule.terms = self
            .terms
            .over(there, &currency, &mut rule.scope.smallest)?;
        self.write_beside_terms(ledger, rule).await
    }

    async fn write_beside_terms(self, ledger: &Ledger, rule: &mut SavingRuleInput) -> Result<()> {
        self.scope.write(ledger, &mut rule.scope).await?;
        self.paying.write(ledger, rule).await
    }
}

impl ScopeOptions {
    async fn write(self, ledger: &Ledger, scope: &mut Scope) -> Result<()> {
        if !self.accounts.is_empty() {
            scope.accounts = accounts_named(ledger, &self.accounts).await?;
        }
        if !self.categories.is_empty() {
            scope.categories = categories_named(ledger, &self.categories).await?;
        }
        if !self.except.is_empty() {
            scope.except = categories_named(ledger, &self.except).await?;
        }
        if !self.payees.is_empty() {
            scope.payees = payees_named(ledger, &self.payees).await?;
        }
        Ok(())
    }
}

impl PayingOptions {
    async fn write(self, ledger: &Ledger, rule: &mut SavingRuleInput) -> Result<()> {
        match self.pays_from.as_deref().map(str::trim) {
            None => {}
            Some("") => rule.pays_from = None,
            Some(name) => rule.pays_from = Some(account_named(ledger, name).await?),
        }
        write(&mut rule.refunds, self.refunds);
        write(&mut rule.changes, self.changes);
        if self
            .floor
            .as_deref()
            .is_some_and(|floor| floor.trim().is_empty())
        {
            rule.guard = None;
        } else if self.floor.is_some() || self.guard.is_some() {
            let currency = first_currency(&rule.terms)?;
            let guard = rule.guard.get_or_insert_with(|| GuardInput {
                floor: String::new(),
                currency,
                mode: GuardChoice::default(),
            });
            write(&mut guard.floor, self.floor);
            write(&mut guard.mode, self.guard);
        }
        Ok(())
    }
}

impl GoalOptions {
    /// Writes what was given over the goals that are there; an empty name stands for none.
    pub async fn write(self, ledger: &Ledger, split: &mut GoalSplit) -> Result<()> {
        if self.by_priority {
            split.by = SplitChoice::Priority;
        }
        if self.by_weight {
            split.by = SplitChoice::Weights;
        }
        if self.goals.is_empty() {
            return Ok(());
        }
        split.goals.clear();
        for text in given(&self.goals) {
            let (name, weight) = text.rsplit_once('=').unwrap_or((text, "1"));
            split.goals.push(GoalWeight {
                goal: goal_named(ledger, name).await?.id,
                weight: weight.to_owned(),
            });
        }
        Ok(())
    }
}
