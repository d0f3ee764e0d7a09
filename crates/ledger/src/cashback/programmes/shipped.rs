//! The programmes that come with Farthing: to add one, write its file and name it in [`SHIPPED`].

use super::{ProgrammeFile, ProgrammeProblem};

macro_rules! shipped {
    ($($file:literal),+ $(,)?) => {
        &[$(($file, include_str!(concat!("shipped/", $file)))),+]
    };
}

/// Every programme that is shipped: the name of its file, and its text.
pub(super) const SHIPPED: &[(&str, &str)] = shipped![
    "alipay_points.toml",
    "amex_blue_cash_preferred.toml",
    "apple_card.toml",
    "bonga_points.toml",
    "chase_freedom_flex.toml",
    "chase_freedom_flex_cash.toml",
    "citi_double_cash.toml",
    "google_play_points.toml",
    "kakaopay.toml",
    "mobile_wallet_promotion.toml",
    "paypal_card.toml",
    "portal_like_quidco.toml",
    "portal_like_rakuten.toml",
    "portal_like_topcashback.toml",
];

/// The programmes that come with Farthing, each as it was on its day; the person corrects a copy.
pub fn shipped_programmes() -> Result<Vec<ProgrammeFile>, ProgrammeProblem> {
    let files = SHIPPED.iter();
    files
        .map(|(file, text)| ProgrammeFile::read(file, text))
        .collect()
}
