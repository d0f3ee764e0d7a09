//! Documents that are protected with a password (ISO 32000-1, 7.6; ISO 32000-2, 7.6.4 for AES-256).

use super::{Aes, Hash, Rc4, encrypt_cbc};
use crate::model::{Password, ReadError};

/// What fills passwords up to 32 bytes.
const FILLING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];
/// The hash of the newest revision ends by chance, after some seventy rounds.
const MAX_ROUNDS: usize = 2048;

/// What a document says about its protection.
pub(crate) struct Protection {
    /// Whether it is the one that the standard describes.
    pub is_standard: bool,
    /// Which ciphers it uses.
    pub version: i64,
    /// How its passwords are checked.
    pub revision: i64,
    /// How long its key is.
    pub key_bits: Option<i64>,
    /// The cipher's name, where the version leaves it open.
    pub method: Option<String>,
    /// What the owner's password opens.
    pub owner: Vec<u8>,
    /// What the user's password opens.
    pub user: Vec<u8>,
    /// The key, encrypted for the owner.
    pub owner_key: Vec<u8>,
    /// The key, encrypted for the user.
    pub user_key: Vec<u8>,
    /// What the user may do, which is part of the key.
    pub permissions: i64,
    /// Whether its description of itself is not encrypted, which is part of the key too.
    pub has_open_metadata: bool,
    /// The file's identifier.
    pub id: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cipher {
    None,
    Rc4,
    Aes,
    /// With one key for all objects.
    LongAes,
}

/// Decrypts the texts and streams of a document.
pub(crate) struct Decryptor {
    cipher: Cipher,
    key: Vec<u8>,
}

impl Protection {
    /// Opens it: without a password where that suffices, else with the given one, of the user or
    /// the owner.
    pub(crate) fn open(&self, password: Option<&Password>) -> Result<Decryptor, ReadError> {
        let cipher = self.cipher().ok_or_else(|| {
            ReadError::Unknown("it is protected in a way that is not known here".to_owned())
        })?;
        let given = password.map(|password| &*password.0);
        let mut passwords = [Some(""), given].into_iter().flatten();
        match passwords.find_map(|password| self.key(password)) {
            Some(key) => Ok(Decryptor { cipher, key }),
            None if given.is_some() => Err(ReadError::PasswordWrong),
            None => Err(ReadError::PasswordNeeded),
        }
    }

    fn cipher(&self) -> Option<Cipher> {
        if !self.is_standard || !(2..=6).contains(&self.revision) {
            return None;
        }
        match (self.version, self.method.as_deref()) {
            (1 | 2, _) | (4, Some("V2")) => Some(Cipher::Rc4),
            (4 | 5, Some("None") | None) => Some(Cipher::None),
            (4, Some("AESV2")) => Some(Cipher::Aes),
            (5, Some("AESV3")) => Some(Cipher::LongAes),
            _ => None,
        }
    }

    fn key(&self, password: &str) -> Option<Vec<u8>> {
        if self.revision >= 5 {
            let bytes = password.as_bytes();
            return self.new_key(bytes.get(..127).unwrap_or(bytes));
        }
        // Letters beyond Latin 1 were never set this way.
        let bytes: Option<Vec<u8>> = password.chars().map(|c| u8::try_from(c).ok()).collect();
        let filled = filled(&bytes?);
        self.user_key_of(&filled)
            .or_else(|| self.user_key_of(&self.users_password(&filled)?))
    }

    fn key_size(&self) -> usize {
        let bits = match (self.revision, self.version) {
            (2, _) => 40,
            (_, 4) => 128,
            _ => self.key_bits.unwrap_or(40),
        };
        usize::try_from(bits / 8).unwrap_or(5).clamp(5, 16)
    }

    /// The key that a user's password makes, where it is the right one.
    fn user_key_of(&self, password: &[u8]) -> Option<Vec<u8>> {
        // Only the low four bytes of this number were ever meant.
        let [a, b, c, d, ..] = self.permissions.to_le_bytes();
        let owner = self.owner.get(..32)?;
        let open: &[u8] = if self.has_open_metadata && self.revision >= 4 {
            &[0xFF; 4]
        } else {
            &[]
        };
        let mut key = Hash::Md5.of(&[password, owner, &[a, b, c, d], &self.id, open]);
        key.truncate(self.key_size());
        if self.revision >= 3 {
            key = hashed_again(key);
        }
        let expected = if self.revision == 2 {
            Rc4::with_key(&key).apply(&FILLING)
        } else {
            let hash = Hash::Md5.of(&[&FILLING, &self.id]);
            (0..20).fold(hash, |text, turn| turned(&key, turn).apply(&text))
        };
        self.user.starts_with(&expected).then_some(key)
    }

    /// The user's password, which the owner's opens.
    fn users_password(&self, owners: &[u8]) -> Option<Vec<u8>> {
        let mut key = Hash::Md5.of(&[owners]);
        key.truncate(self.key_size());
        if self.revision >= 3 {
            key = hashed_again(key);
        }
        let packed = self.owner.get(..32)?.to_vec();
        if self.revision == 2 {
            return Some(Rc4::with_key(&key).apply(&packed));
        }
        Some(
            (0..20)
                .rev()
                .fold(packed, |text, turn| turned(&key, turn).apply(&text)),
        )
    }

    /// The key since AES-256: it stands in the file, encrypted once for the user and once for the owner.
    fn new_key(&self, password: &[u8]) -> Option<Vec<u8>> {
        let user = self.user.get(..48)?;
        let owner = self.owner.get(..48)?;
        for (check, packed, more) in [
            (user, &self.user_key, &[][..]),
            (owner, &self.owner_key, user),
        ] {
            let (expected, salts) = check.split_at_checked(32)?;
            let (check_salt, key_salt) = salts.split_at_checked(8)?;
            if self.new_hash(password, check_salt, more)? == expected {
                let key = self.new_hash(password, key_salt, more)?;
                return Some(Aes::with_key(&key)?.decrypt_cbc([0; 16], packed.get(..32)?));
            }
        }
        None
    }

    fn new_hash(&self, password: &[u8], salt: &[u8], more: &[u8]) -> Option<Vec<u8>> {
        let mut hash = Hash::Sha256.of(&[password, salt, more]);
        if self.revision == 5 {
            return Some(hash);
        }
        for round in 1..MAX_ROUNDS {
            let text = [password, &hash, more].concat().repeat(64);
            let (key, start) = (hash.get(..16)?, hash.get(16..32)?);
            let packed = encrypt_cbc(key.try_into().ok()?, start.try_into().ok()?, &text);
            let sum: u32 = packed.iter().take(16).map(|byte| u32::from(*byte)).sum();
            hash = match sum % 3 {
                0 => Hash::Sha256.of(&[&packed]),
                1 => Hash::Sha384.of(&[&packed]),
                _ => Hash::Sha512.of(&[&packed]),
            };
            let last = usize::from(*packed.last()?);
            if round >= 64 && last + 32 <= round {
                break;
            }
        }
        hash.truncate(32);
        Some(hash)
    }
}

impl Decryptor {
    /// A text of an object, decrypted.
    pub(crate) fn text(&self, object: (u32, u16), text: &[u8]) -> Vec<u8> {
        self.stream(object, text)
    }

    /// A stream of an object, decrypted.
    pub(crate) fn stream(&self, object: (u32, u16), packed: &[u8]) -> Vec<u8> {
        match self.cipher {
            Cipher::None => packed.to_vec(),
            Cipher::Rc4 => Rc4::with_key(&self.key_of(object, b"")).apply(packed),
            Cipher::Aes => with_start(&self.key_of(object, b"sAlT"), packed),
            Cipher::LongAes => with_start(&self.key, packed),
        }
    }

    /// Each object has a key of its own.
    fn key_of(&self, (number, generation): (u32, u16), more: &[u8]) -> Vec<u8> {
        let [a, b, c, _] = number.to_le_bytes();
        let generation = generation.to_le_bytes();
        let mut key = Hash::Md5.of(&[&self.key, &[a, b, c], &generation, more]);
        key.truncate(self.key.len().saturating_add(5).min(16));
        key
    }
}

/// Decrypts what begins with its start and ends with its filling.
fn with_start(key: &[u8], packed: &[u8]) -> Vec<u8> {
    let Some((start, packed)) = packed.split_first_chunk::<16>() else {
        return Vec::new();
    };
    let Some(aes) = Aes::with_key(key) else {
        return Vec::new();
    };
    let mut plain = aes.decrypt_cbc(*start, packed);
    let filling = plain.last().copied().map_or(0, usize::from);
    if (1..=16).contains(&filling) {
        plain.truncate(plain.len().saturating_sub(filling));
    }
    plain
}

fn filled(password: &[u8]) -> Vec<u8> {
    let all = password.iter().chain(&FILLING);
    all.copied().take(32).collect()
}

/// A key hashed fifty times more, so that guessing takes longer.
fn hashed_again(key: Vec<u8>) -> Vec<u8> {
    let size = key.len();
    (0..50).fold(key, |key, _| {
        let mut hash = Hash::Md5.of(&[&key]);
        hash.truncate(size);
        hash
    })
}

fn turned(key: &[u8], turn: u8) -> Rc4 {
    let key: Vec<u8> = key.iter().map(|byte| byte ^ turn).collect();
    Rc4::with_key(&key)
}
