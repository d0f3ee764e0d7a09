//! Payment hand-off: what a payment app or bank reads to fill in a proposed transfer, its reference,
//! and the steps where there is nothing to read (spec F).
//!
//! Everything is checked here before a code is shown: a code that a bank refuses, or one that a text
//! with a line break has put another receiver into, costs trust or money.

mod checks;
mod checksum;
mod epc;
mod error;
mod iban;
mod paypal;
mod pix;
mod reference;
mod steps;
mod swiss;
mod upi;

pub use checksum::crc16;
pub use epc::{EpcTransfer, EpcVersion, epc};
pub use error::PaymentError;
pub use iban::Iban;
pub use paypal::paypal_me;
pub use pix::{KeyType, PixPayment, pix};
pub use reference::{
    ALPHABET, are_alike, creditor_reference, is_creditor_reference, letters_and_digits,
    short_reference, unlike_reference,
};
pub use steps::{Handoff, Step, Wallet, steps};
pub use swiss::{Address, QrBill, ReferenceType, swiss};
pub use upi::{UpiPayment, upi};
