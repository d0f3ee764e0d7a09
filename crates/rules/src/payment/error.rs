//! Why a payment cannot be handed over.

use farthing_money::Currency;

/// Why a payment cannot be handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaymentError {
    /// A part that cannot be.
    #[error("{field}: {message}")]
    Field {
        /// The part.
        field: &'static str,
        /// What is wrong and what would be right.
        message: &'static str,
    },
    /// This way of paying does not take the currency.
    #[error("{given} cannot be paid like this; it takes {takes}")]
    Currency {
        /// The currency of the amount.
        given: Currency,
        /// The currencies that can be paid.
        takes: &'static str,
    },
    /// A transfer says what it is for in one of two places.
    #[error("a transfer has a structured reference or a text, never both")]
    ReferenceAndText,
    /// The code would not be read by every app.
    #[error("the code would have {length} bytes and may have {most}; shorten the name or the text")]
    PayloadTooLong {
        /// How many bytes it would have.
        length: usize,
        /// How many it may have.
        most: usize,
    },
    /// Only whole units of the currency can be paid.
    #[error("{0} is paid in whole units only here")]
    WholeUnitsOnly(Currency),
    /// A QR-IBAN and a QR reference belong together.
    #[error("a QR-IBAN needs a QR reference, and only a QR-IBAN can have one")]
    QrIbanReference,
}

impl PaymentError {
    /// The word that names the error where a program acts on it: that of the part that is wrong,
    /// or its own.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Field { field, .. } => field,
            Self::Currency { .. } => "currency",
            Self::ReferenceAndText => "reference_and_text",
            Self::PayloadTooLong { .. } => "payload_too_long",
            Self::WholeUnitsOnly(_) => "whole_units_only",
            Self::QrIbanReference => "qr_iban_reference",
        }
    }

    /// A part that cannot be.
    pub(super) fn field(field: &'static str, message: &'static str) -> Self {
        Self::Field { field, message }
    }
}
