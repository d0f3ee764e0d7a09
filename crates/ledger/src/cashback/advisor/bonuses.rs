//! The bonuses of a programme that can still be earned today.

use chrono::NaiveDate;
use farthing_money::Money;
use farthing_rules::cashback::{Advice, BonusProgress, BonusStatus, Towards, Welcome};
use farthing_rules::ids::RuleId;
use sqlx::SqliteConnection;

use super::super::inputs::AdviceBonuses;
use super::super::kept::Laid;
use super::super::programme_list::{bonus_name, bonus_progress};
use super::super::read::{ReadProgramme, rules_error};
use super::super::views::AdviceBonus;
use super::accounts::OpenAccount;
use super::words::bonus_words;
use crate::error::Result;

/// A bonus for so much spend of which some is missing.
#[derive(Debug, Clone)]
pub(super) struct OpenBonus {
    pub name: String,
    pub welcome: Welcome,
}

/// Those whose days have begun and are not over.
pub(super) async fn open(
    db: &mut SqliteConnection,
    laid: &Laid,
    read: &ReadProgramme<'_>,
    today: NaiveDate,
) -> Result<Vec<OpenBonus>> {
    let progress = bonus_progress(db, laid, read, today).await?;
    let terms = read.programme.terms().bonuses.iter();
    let mut found = Vec::new();
    for bonus in terms {
        let window = bonus.goal.window().map_err(rules_error)?;
        if !window.is_some_and(|window| window.contains(today)) {
            continue;
        }
        let known = progress.iter().find(|known| known.id == bonus.id);
        let welcome = known.and_then(|known| welcome(read, known, bonus.reward));
        found.extend(welcome.map(|welcome| OpenBonus {
            name: name_of(read, bonus.id),
            welcome,
        }));
    }
    Ok(found)
}

/// What is told of each bonus that the purchase counts for.
pub(super) fn told(
    read: &ReadProgramme<'_>,
    open: &[OpenBonus],
    advice: &Advice,
    (account, counted): (&OpenAccount, AdviceBonuses),
) -> Vec<AdviceBonus> {
    let shares = open.iter().zip(&advice.welcome_shares);
    let shares = shares.filter(|(_, of)| !of.counts.is_zero());
    let told = shares.map(|(bonus, of)| AdviceBonus {
        share: of.share.into(),
        words: bonus_words(read, bonus, of, (account.kind, counted)),
    });
    told.collect()
}

fn welcome(read: &ReadProgramme<'_>, progress: &BonusProgress, reward: Money) -> Option<Welcome> {
    let (
        BonusStatus::Open,
        Towards::Spend {
            missing, deadline, ..
        },
    ) = (progress.status, progress.towards)
    else {
        return None;
    };
    // What is bought after the programme has ended counts for nothing.
    let ends = read.choice.value.until;
    Some(Welcome {
        deadline: ends.map_or(deadline, |ends| ends.min(deadline)),
        missing,
        reward,
    })
}

fn name_of(read: &ReadProgramme<'_>, id: RuleId) -> String {
    let written = read.file.written().bonuses.iter();
    let mut written = written.filter(|written| written.id == id.0);
    written.next().map(bonus_name).unwrap_or_default()
}
