//! Currencies of ISO 4217 and units of a person's own (points, fund units).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The active codes of ISO 4217, by the number of decimals their minor unit has.
const ISO: [(u8, &str); 4] = [
    (
        0,
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    ),
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN \
         BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP \
         GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT \
         LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN \
         NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE \
         SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES \
         WST XAD XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

/// Codes that ISO 4217 has withdrawn and older statements still carry; files write two decimals.
const WITHDRAWN: [&str; 23] = [
    "ATS", "BEF", "BYR", "CYP", "DEM", "EEK", "ESP", "FIM", "FRF", "GRD", "HRK", "IEP", "ITL",
    "LTL", "LVL", "MTL", "NLG", "PTE", "ROL", "RUR", "SIT", "SKK", "TRL",
];

/// The most decimals a unit of one's own may have (a bitcoin has eight).
const MAX_DECIMALS: u8 = 8;
const MAX_CODE_LEN: usize = 8;

/// What an amount is counted in: an ISO 4217 currency, or a unit of the person's own.
///
/// ```
/// use farthing_money::Currency;
/// let yen: Currency = "JPY".parse()?;
/// assert_eq!(yen.decimals(), 0);
/// # Ok::<(), farthing_money::CurrencyError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; MAX_CODE_LEN],
    len: u8,
    decimals: u8,
}

/// Why a text names no currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CurrencyError {
    /// The code is not an active one of ISO 4217.
    #[error("“{0}” is not a currency code of ISO 4217; write it like EUR or USD")]
    Unknown(String),
    /// The unit of one's own cannot be named or divided like this.
    #[error(
        "“{0}” cannot be a unit: 2 to 8 capital letters or digits, at most 8 decimals, no currency's code"
    )]
    BadUnit(String),
}

impl Currency {
    /// The ISO 4217 currency with this code, in capitals.
    pub fn iso(code: &str) -> Result<Self, CurrencyError> {
        iso_decimals(code)
            .map(|decimals| Self::packed(code, decimals))
            .ok_or_else(|| CurrencyError::Unknown(code.to_owned()))
    }

    /// The currency with this code, of today's ISO 4217 or withdrawn from it: what statements and
    /// ledgers of older years are in.
    pub fn of_any_time(code: &str) -> Result<Self, CurrencyError> {
        if WITHDRAWN.contains(&code) {
            return Ok(Self::packed(code, 2));
        }
        Self::iso(code)
    }

    /// A unit of the person's own, such as a programme's points or a fund's units.
    pub fn own_unit(code: &str, decimals: u8) -> Result<Self, CurrencyError> {
        let named = (2..=MAX_CODE_LEN).contains(&code.len())
            && code
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !named || decimals > MAX_DECIMALS || iso_decimals(code).is_some() {
            return Err(CurrencyError::BadUnit(code.to_owned()));
        }
        Ok(Self::packed(code, decimals))
    }

    /// The code, such as `EUR`.
    pub fn code(&self) -> &str {
        let used = self.code.get(..usize::from(self.len)).unwrap_or_default();
        std::str::from_utf8(used).unwrap_or_default()
    }

    /// How many decimals the minor unit stands for: 2 for cents, 0 for yen, 3 for fils.
    pub fn decimals(&self) -> u32 {
        u32::from(self.decimals)
    }

    /// Whether this is a currency of ISO 4217 and not a unit of one's own.
    pub fn is_iso(&self) -> bool {
        iso_decimals(self.code()).is_some()
    }

    /// Every active ISO 4217 currency, in no particular order.
    pub fn all_iso() -> impl Iterator<Item = Self> {
        ISO.iter().flat_map(|&(decimals, codes)| {
            codes
                .split_ascii_whitespace()
                .map(move |code| Self::packed(code, decimals))
        })
    }

    fn packed(code: &str, decimals: u8) -> Self {
        let mut bytes = [0; MAX_CODE_LEN];
        let mut len = 0;
        for (slot, byte) in bytes.iter_mut().zip(code.bytes()) {
            *slot = byte;
            len += 1;
        }
        Self {
            code: bytes,
            len,
            decimals,
        }
    }
}

fn iso_decimals(code: &str) -> Option<u8> {
    let known = |codes: &str| codes.split_ascii_whitespace().any(|c| c == code);
    ISO.iter()
        .find(|(_, codes)| known(codes))
        .map(|&(decimals, _)| decimals)
}

impl FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::iso(code)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::of_any_time(&code).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_iso_exponents_are_those_of_the_standard() {
        for (code, decimals) in [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("HUF", 2)] {
            assert_eq!(Currency::iso(code).unwrap().decimals(), decimals, "{code}");
        }
        assert_eq!(
            Currency::all_iso().count(),
            17 + 7 + 2 + ISO[1].1.split(' ').count()
        );
    }

    #[test]
    fn a_code_is_known_only_in_capitals() {
        assert_eq!(
            Currency::iso("usd"),
            Err(CurrencyError::Unknown("usd".into()))
        );
    }

    #[test]
    fn a_withdrawn_currency_is_known_but_not_of_iso() {
        let litas = Currency::of_any_time("LTL").unwrap();
        assert!(!litas.is_iso());
        assert!(Currency::iso("LTL").is_err());
        assert_eq!(Currency::of_any_time("EUR"), Currency::iso("EUR"));
    }

    #[test]
    fn a_unit_of_ones_own_never_shadows_a_currency() {
        assert!(Currency::own_unit("EUR", 2).is_err());
        let points = Currency::own_unit("PTS", 0).unwrap();
        assert!(!points.is_iso());
        assert_eq!(points.code(), "PTS");
    }
}
