//! One file for each format.

pub(crate) mod camt;
pub(crate) mod csv;
pub(crate) mod messages;
pub(crate) mod mpesa_text;
pub(crate) mod mt940;
pub(crate) mod ofx;
pub(crate) mod pdf;
pub(crate) mod qif;
pub(crate) mod workbook;
