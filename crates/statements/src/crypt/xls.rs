//! Old workbooks that are protected with a password (MS-XLS 2.2.10; MS-OFFCRYPTO 2.3.5 to 2.3.7).
//!
//! The data of most records is encrypted where it stands; what tells records apart is not.

use super::{Hash, KNOWN_PASSWORD, Rc4, utf16};
use crate::container::bytes::{size_at, u16_at};
use crate::model::{Password, ReadError};

/// The stream is encrypted in pieces of this size, each with a key of its own.
const PIECE: usize = 1024;

/// How a workbook is protected.
pub(crate) enum Protection {
    /// Each byte is turned and added to one of sixteen.
    Xor {
        /// What the password makes these.
        key: u16,
        /// And this.
        verifier: u16,
    },
    /// RC4 with a key of 40 bits, by MD5.
    Rc4 {
        /// The salt, and the verifier with its hash behind it.
        salt: Vec<u8>,
        /// Encrypted.
        verifier: Vec<u8>,
    },
    /// RC4 with a longer key, by SHA-1.
    CryptoApi {
        /// The salt.
        salt: Vec<u8>,
        /// The verifier with its hash behind it, encrypted.
        verifier: Vec<u8>,
        /// How long the key is, in bytes.
        key_size: usize,
    },
}

/// A key that opens a workbook.
pub(crate) enum Key {
    /// Sixteen bytes, used in turn.
    Xor([u8; 16]),
    /// What the keys of all pieces are made of, how, and how long each is.
    Rc4(Hash, Vec<u8>, usize),
}

impl Protection {
    /// Reads the record that tells how the workbook is protected.
    pub(crate) fn of(data: &[u8]) -> Result<Self, ReadError> {
        let read = match (data.len(), u16_at(data, 0)) {
            // Before Excel 97 there was one way, and no number for it.
            (4, _) => Self::xor(data),
            (_, Some(0)) => Self::xor(data.get(2..).unwrap_or_default()),
            (_, Some(1)) => Self::rc4(data),
            _ => None,
        };
        read.ok_or_else(|| {
            ReadError::Unknown("it is protected in a way that is not known here".to_owned())
        })
    }

    fn xor(data: &[u8]) -> Option<Self> {
        Some(Self::Xor {
            key: u16_at(data, 0)?,
            verifier: u16_at(data, 2)?,
        })
    }

    fn rc4(data: &[u8]) -> Option<Self> {
        if u16_at(data, 2)? == 1 {
            return Some(Self::Rc4 {
                salt: data.get(6..22)?.to_vec(),
                verifier: data.get(22..54)?.to_vec(),
            });
        }
        let header = data.get(14..)?;
        let verifier = header.get(size_at(data, 10)?..)?;
        // A size of zero stands for the smallest.
        let bits = size_at(header, 16)?.max(40);
        Some(Self::CryptoApi {
            salt: verifier.get(4..20)?.to_vec(),
            verifier: [verifier.get(20..36)?, verifier.get(40..60)?].concat(),
            key_size: bits / 8,
        })
    }

    /// The key for the password that opens it.
    pub(crate) fn open(&self, password: Option<&Password>) -> Result<Key, ReadError> {
        let given = password.map(|password| &*password.0);
        let mut both = [Some(KNOWN_PASSWORD), given].into_iter().flatten();
        both.find_map(|password| self.key(password))
            .ok_or(match given {
                Some(_) => ReadError::PasswordWrong,
                None => ReadError::PasswordNeeded,
            })
    }

    fn key(&self, password: &str) -> Option<Key> {
        match self {
            Self::Xor { key, verifier } => {
                let bytes = one_byte_each(password)?;
                let fits = xor_key(&bytes)? == *key && xor_verifier(&bytes) == *verifier;
                fits.then(|| Key::Xor(xor_bytes(&bytes, *key)))
            }
            Self::Rc4 { salt, verifier } => {
                let hash = Hash::Md5.of(&[&utf16(password)]);
                let short = hash.get(..5)?;
                let salted = [short, salt].concat().repeat(16);
                let base = Hash::Md5.of(&[&salted]).get(..5)?.to_vec();
                Key::Rc4(Hash::Md5, base, 16).if_it_opens(verifier)
            }
            Self::CryptoApi {
                salt,
                verifier,
                key_size,
            } => {
                let base = Hash::Sha1.of(&[salt, &utf16(password)]);
                Key::Rc4(Hash::Sha1, base, *key_size).if_it_opens(verifier)
            }
        }
    }
}

impl Key {
    fn if_it_opens(self, verifier: &[u8]) -> Option<Self> {
        let Self::Rc4(hash, ..) = &self else {
            return None;
        };
        let plain = self.piece(0)?.apply(verifier);
        let (text, expected) = plain.split_at_checked(16)?;
        (hash.of(&[text]) == expected).then_some(self)
    }

    /// The cipher of a piece of the stream.
    fn piece(&self, number: u32) -> Option<Rc4> {
        let Self::Rc4(hash, base, size) = self else {
            return None;
        };
        let mut key = hash.of(&[base, &number.to_le_bytes()]);
        key.truncate((*size).max(1));
        // A key of 40 bits is filled up to 128.
        if *size == 5 {
            key.resize(16, 0);
        }
        Some(Rc4::with_key(&key))
    }

    /// A stream whose records are decrypted; `open_bytes` tells how many bytes at the start of each
    /// record's data are not encrypted.
    pub(crate) fn decrypt(
        &self,
        stream: &[u8],
        records: impl Iterator<Item = (usize, usize, usize)>,
    ) -> Vec<u8> {
        let mut plain = stream.to_vec();
        let mut pad = Pad {
            key: self,
            piece: None,
            at: 0,
        };
        for (start, length, open_bytes) in records {
            for place in start + open_bytes..start + length {
                let byte = match self {
                    Self::Xor(bytes) => {
                        let turn = (place + length) % bytes.len();
                        let pad = bytes.get(turn).copied().unwrap_or_default();
                        plain.get(place).map(|byte| (byte ^ pad).rotate_right(5))
                    }
                    Self::Rc4(..) => plain.get(place).map(|byte| byte ^ pad.byte(place)),
                };
                if let (Some(place), Some(byte)) = (plain.get_mut(place), byte) {
                    *place = byte;
                }
            }
        }
        plain
    }
}

/// The cipher's stream, which runs under the whole file, open bytes included.
struct Pad<'k> {
    key: &'k Key,
    piece: Option<(usize, Rc4)>,
    at: usize,
}

impl Pad<'_> {
    fn byte(&mut self, place: usize) -> u8 {
        let number = place / PIECE;
        if self
            .piece
            .as_ref()
            .is_none_or(|(piece, _)| *piece != number)
        {
            let cipher = u32::try_from(number)
                .ok()
                .and_then(|number| self.key.piece(number));
            self.piece = cipher.map(|cipher| (number, cipher));
            self.at = number * PIECE;
        }
        let Some((_, cipher)) = &mut self.piece else {
            return 0;
        };
        while self.at < place {
            cipher.next();
            self.at += 1;
        }
        self.at += 1;
        cipher.next()
    }
}

/// The bytes of a password of at most fifteen signs; others were never set this way.
fn one_byte_each(password: &str) -> Option<Vec<u8>> {
    let bytes: Option<Vec<u8>> = password.chars().map(|c| u8::try_from(c).ok()).collect();
    bytes.filter(|bytes| (1..=15).contains(&bytes.len()))
}

fn xor_verifier(password: &[u8]) -> u16 {
    let length = u8::try_from(password.len()).unwrap_or(u8::MAX);
    let all = password.iter().rev().copied().chain([length]);
    let sum = all.fold(0_u16, |sum, byte| {
        let turned = ((sum << 1) & 0x7FFF) | ((sum >> 14) & 1);
        turned ^ u16::from(byte)
    });
    sum ^ 0xCE4B
}

fn xor_key(password: &[u8]) -> Option<u16> {
    const FIRST: [u16; 15] = [
        0xE1F0, 0x1D0F, 0xCC9C, 0x84C0, 0x110C, 0x0E10, 0xF1CE, 0x313E, 0x1872, 0xE139, 0xD40F,
        0x84F9, 0x280C, 0xA96A, 0x4EC3,
    ];
    // The first number of each row of the standard's matrix; the six others follow from it.
    const ROWS: [u16; 15] = [
        0xAEFC, 0x7B61, 0x4563, 0x0375, 0xD849, 0x6F45, 0xEB23, 0x47D3, 0xB861, 0x45A0, 0xAA51,
        0x76B4, 0x3730, 0x3331, 0x1021,
    ];
    let first = *FIRST.get(password.len().checked_sub(1)?)?;
    let rows = ROWS.iter().rev().zip(password.iter().rev());
    Some(rows.fold(first, |key, (row, byte)| {
        let mut number = *row;
        (0..7).fold(key, |key, bit| {
            let added = if byte >> bit & 1 == 1 { number } else { 0 };
            number = (number << 1) ^ if number >> 15 == 1 { 0x1021 } else { 0 };
            key ^ added
        })
    }))
}

fn xor_bytes(password: &[u8], key: u16) -> [u8; 16] {
    const FILLING: [u8; 15] = [
        0xBB, 0xFF, 0xFF, 0xBA, 0xFF, 0xFF, 0xB9, 0x80, 0x00, 0xBE, 0x0F, 0x00, 0xBF, 0x0F, 0x00,
    ];
    let mut source = password.iter().chain(&FILLING);
    let key = key.to_le_bytes();
    std::array::from_fn(|place| {
        let byte = source.next().copied().unwrap_or_default();
        (byte ^ key[place % 2]).rotate_right(1)
    })
}

/// How many bytes at the start of a record's data are never encrypted; all of some records.
pub(crate) fn open_bytes(kind: u16, length: usize) -> usize {
    match kind {
        // Beginnings, this protection itself, and what others need to see who has the file open.
        0x0809 | 0x002F | 0x0194 | 0x0195 | 0x00E1 | 0x0196 | 0x0138 => length,
        // Where a sheet begins.
        0x0085 => length.min(4),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_password_are_those_of_the_standard() {
        assert_eq!(xor_verifier(b"VelvetSweatshop"), 0x9A0A);
        assert_eq!(xor_key(b"VelvetSweatshop"), Some(0xB359));
        assert_eq!(
            (xor_verifier(b"abc"), xor_key(b"abc")),
            (0xCC1A, Some(0x514A))
        );
        let bytes = [
            0x95, 0x99, 0x94, 0x75, 0xDA, 0x57, 0x78, 0x57, 0xDA, 0x74, 0x65, 0xA8, 0x7A, 0x2F,
            0x25, 0x77,
        ];
        assert_eq!(xor_bytes(b"abc", 0x514A), bytes);
    }
}
