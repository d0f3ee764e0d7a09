//! Workbooks since 2007 that are protected with a password (MS-OFFCRYPTO 2.3.4: standard and agile).

use super::{Aes, Hash, KNOWN_PASSWORD, base64, utf16};
use crate::container::bytes::{size_at, u16_at, u32_at, u64_at};
use crate::container::ole::Ole;
use crate::model::{Password, ReadError};
use crate::xml::{Piece, Tag, Xml};

/// How often a password is hashed at most: ten times what Excel does.
const MAX_SPINS: u32 = 1_000_000;
const STANDARD_SPINS: u32 = 50_000;
const SEGMENT: usize = 4096;
/// Filling for keys and starts that are longer than their hash.
const FILLING: u8 = 0x36;
/// What is hashed with the password for each of the three secrets.
const INPUT: [u8; 8] = [0xFE, 0xA7, 0xD2, 0x76, 0x3B, 0x4B, 0x9E, 0x79];
const VALUE: [u8; 8] = [0xD7, 0xAA, 0x0F, 0x6D, 0x30, 0x61, 0x34, 0x4E];
const KEY: [u8; 8] = [0x14, 0x6E, 0x0B, 0xE7, 0xAB, 0xAC, 0xD0, 0xD6];

/// Whether a compound file holds a protected document.
pub(crate) fn is_protected(ole: &Ole<'_>) -> bool {
    ole.has("EncryptedPackage")
}

/// The document inside, decrypted.
pub(crate) fn open(ole: &Ole<'_>, password: Option<&Password>) -> Result<Vec<u8>, ReadError> {
    let stream = |name| ole.stream(name).unwrap_or_else(|| Err(unknown()));
    let protection = Protection::of(&stream("EncryptionInfo")?)?;
    let package = stream("EncryptedPackage")?;
    let given = password.map(|password| &*password.0);
    for password in [Some(KNOWN_PASSWORD), given].into_iter().flatten() {
        if let Some(key) = protection.key(password) {
            return protection.decrypt(&key, &package).ok_or_else(unknown);
        }
    }
    Err(match given {
        Some(_) => ReadError::PasswordWrong,
        None => ReadError::PasswordNeeded,
    })
}

fn unknown() -> ReadError {
    ReadError::Unknown("it is protected in a way that is not known here".to_owned())
}

enum Protection {
    Standard(Standard),
    Agile(Box<Agile>),
}

impl Protection {
    fn of(info: &[u8]) -> Result<Self, ReadError> {
        let version = (u16_at(info, 0), u16_at(info, 2));
        match version {
            (Some(4), Some(4)) => {
                let text = info
                    .get(8..)
                    .and_then(|text| std::str::from_utf8(text).ok());
                let agile = Agile::of(text.ok_or_else(unknown)?)?;
                Ok(Self::Agile(Box::new(agile)))
            }
            (Some(2..=4), Some(2)) => Standard::of(info).map(Self::Standard).ok_or_else(unknown),
            _ => Err(unknown()),
        }
    }

    fn key(&self, password: &str) -> Option<Vec<u8>> {
        match self {
            Self::Standard(standard) => standard.key(password),
            Self::Agile(agile) => agile.key(password),
        }
    }

    fn decrypt(&self, key: &[u8], package: &[u8]) -> Option<Vec<u8>> {
        let size = usize::try_from(u64_at(package, 0)?).ok()?;
        let packed = package.get(8..)?;
        let mut plain = match self {
            Self::Standard(_) => Aes::with_key(key)?.decrypt_ecb(packed),
            Self::Agile(agile) => agile.data.decrypt(key, packed)?,
        };
        plain.truncate(size);
        Some(plain)
    }
}

/// The protection of Excel 2007: AES by blocks, with SHA-1.
struct Standard {
    key_size: usize,
    salt: Vec<u8>,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
}

impl Standard {
    fn of(info: &[u8]) -> Option<Self> {
        const AES: u32 = 0x20;
        let header = info.get(12..)?;
        (u32_at(header, 0)? & AES != 0).then_some(())?;
        let verifier = header.get(size_at(info, 8)?..)?;
        let salt_end = 4_usize.checked_add(size_at(verifier, 0)?)?;
        Some(Self {
            key_size: size_at(header, 16)? / 8,
            salt: verifier.get(4..salt_end)?.to_vec(),
            verifier: verifier.get(salt_end..salt_end + 16)?.to_vec(),
            verifier_hash: verifier.get(salt_end + 20..salt_end + 52)?.to_vec(),
        })
    }

    fn key(&self, password: &str) -> Option<Vec<u8>> {
        let hash = spun(Hash::Sha1, &self.salt, password, STANDARD_SPINS);
        let last = Hash::Sha1.of(&[&hash, &0_u32.to_le_bytes()]);
        let half = |filling: u8| {
            let mut block = [filling; 64];
            for (place, byte) in block.iter_mut().zip(&last) {
                *place ^= byte;
            }
            Hash::Sha1.of(&[&block])
        };
        let mut key = [half(FILLING), half(0x5C)].concat();
        key.truncate(self.key_size);
        let aes = Aes::with_key(&key)?;
        let expected = aes.decrypt_ecb(&self.verifier_hash);
        let hash = Hash::Sha1.of(&[&aes.decrypt_ecb(&self.verifier)]);
        expected.starts_with(&hash).then_some(key)
    }
}

/// The protection since Excel 2010: chained AES, described in XML.
struct Agile {
    data: Cipher,
    password: Cipher,
    spins: u32,
    verifier: Vec<u8>,
    verifier_hash: Vec<u8>,
    key: Vec<u8>,
}

/// A salt, a hash and the sizes that go with them.
struct Cipher {
    salt: Vec<u8>,
    hash: Hash,
    key_size: usize,
}

impl Agile {
    fn of(text: &str) -> Result<Self, ReadError> {
        let mut xml = Xml::of(text);
        let (mut data, mut agile) = (None, None);
        while let Some(piece) = xml.next()? {
            let Piece::Start(tag) = piece else { continue };
            match tag.name {
                "keyData" => data = Cipher::of(&tag),
                "encryptedKey" => agile = data.take().and_then(|data| Self::with(data, &tag)),
                _ => {}
            }
        }
        let agile = agile.ok_or_else(unknown)?;
        if agile.spins > MAX_SPINS {
            return Err(ReadError::Limit(format!(
                "its password would be hashed {} times, more than {MAX_SPINS}",
                agile.spins
            )));
        }
        Ok(agile)
    }

    fn with(data: Cipher, tag: &Tag<'_>) -> Option<Self> {
        let bytes = |name| base64(tag.attribute(name)?);
        Some(Self {
            data,
            password: Cipher::of(tag)?,
            spins: tag.attribute("spinCount")?.parse().ok()?,
            verifier: bytes("encryptedVerifierHashInput")?,
            verifier_hash: bytes("encryptedVerifierHashValue")?,
            key: bytes("encryptedKeyValue")?,
        })
    }

    fn key(&self, password: &str) -> Option<Vec<u8>> {
        let cipher = &self.password;
        let hash = spun(cipher.hash, &cipher.salt, password, self.spins);
        let secret = |purpose: &[u8], packed: &[u8]| {
            let key = filled(cipher.hash.of(&[&hash, purpose]), cipher.key_size);
            Some(Aes::with_key(&key)?.decrypt_cbc(start_of(&cipher.salt), packed))
        };
        let expected = secret(&VALUE, &self.verifier_hash)?;
        let verifier = cipher.hash.of(&[&secret(&INPUT, &self.verifier)?]);
        expected.starts_with(&verifier).then_some(())?;
        let mut key = secret(&KEY, &self.key)?;
        key.truncate(self.data.key_size);
        Some(key)
    }
}

impl Cipher {
    fn of(tag: &Tag<'_>) -> Option<Self> {
        let is = |name, value| tag.attribute(name) == Some(value);
        (is("cipherAlgorithm", "AES") && is("cipherChaining", "ChainingModeCBC")).then_some(())?;
        Some(Self {
            salt: base64(tag.attribute("saltValue")?)?,
            hash: match tag.attribute("hashAlgorithm")? {
                "SHA1" | "SHA-1" => Hash::Sha1,
                "SHA256" | "SHA-256" => Hash::Sha256,
                "SHA384" | "SHA-384" => Hash::Sha384,
                "SHA512" | "SHA-512" => Hash::Sha512,
                _ => return None,
            },
            key_size: tag.attribute("keyBits")?.parse::<usize>().ok()? / 8,
        })
    }

    /// Decrypts piece by piece, each with a start of its own.
    fn decrypt(&self, key: &[u8], packed: &[u8]) -> Option<Vec<u8>> {
        let aes = Aes::with_key(key)?;
        let mut plain = Vec::with_capacity(packed.len());
        for (number, segment) in (0_u32..).zip(packed.chunks(SEGMENT)) {
            let start = self.hash.of(&[&self.salt, &number.to_le_bytes()]);
            plain.extend(aes.decrypt_cbc(start_of(&start), segment));
        }
        Some(plain)
    }
}

/// A password hashed again and again, so that guessing takes long.
fn spun(hash: Hash, salt: &[u8], password: &str, spins: u32) -> Vec<u8> {
    let first = hash.of(&[salt, &utf16(password)]);
    (0..spins).fold(first, |before, number| {
        hash.of(&[&number.to_le_bytes(), &before])
    })
}

fn filled(mut bytes: Vec<u8>, size: usize) -> Vec<u8> {
    bytes.resize(size.min(64), FILLING);
    bytes
}

fn start_of(bytes: &[u8]) -> [u8; 16] {
    std::array::from_fn(|place| bytes.get(place).copied().unwrap_or(FILLING))
}
