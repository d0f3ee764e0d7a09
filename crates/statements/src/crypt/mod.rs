//! Ciphers and hashes of protected workbooks and pages, and the readers of their passwords.
//!
//! Old files are protected with what is weak today (RC4, MD5, XOR). That is no matter here: they are
//! opened with a password that the person gives, and nothing is ever protected this way.

pub(crate) mod office;
pub(crate) mod pdf;
pub(crate) mod xls;

use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256, Block};
use md5::{Digest, Md5};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

/// The password of files that are only locked against changes, which every reader knows.
pub(crate) const KNOWN_PASSWORD: &str = "VelvetSweatshop";
const BLOCK: usize = 16;

/// A way to hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    /// MD5
    Md5,
    /// SHA-1
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl Hash {
    /// The hash of parts, one behind the other.
    pub(crate) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Md5 => digest::<Md5>(parts),
            Self::Sha1 => digest::<Sha1>(parts),
            Self::Sha256 => digest::<Sha256>(parts),
            Self::Sha384 => digest::<Sha384>(parts),
            Self::Sha512 => digest::<Sha512>(parts),
        }
    }
}

fn digest<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    let mut digest = D::new();
    for part in parts {
        digest.update(part);
    }
    digest.finalize().to_vec()
}

/// AES with a key of one of its three lengths.
pub(crate) enum Aes {
    /// 128 bits
    Of128(Aes128),
    /// 192 bits
    Of192(Aes192),
    /// 256 bits
    Of256(Aes256),
}

impl Aes {
    /// With a key; `None` where it has another length.
    pub(crate) fn with_key(key: &[u8]) -> Option<Self> {
        Some(match key.len() {
            16 => Self::Of128(Aes128::new_from_slice(key).ok()?),
            24 => Self::Of192(Aes192::new_from_slice(key).ok()?),
            32 => Self::Of256(Aes256::new_from_slice(key).ok()?),
            _ => return None,
        })
    }

    fn decrypt(&self, block: &mut Block) {
        match self {
            Self::Of128(aes) => aes.decrypt_block(block),
            Self::Of192(aes) => aes.decrypt_block(block),
            Self::Of256(aes) => aes.decrypt_block(block),
        }
    }

    /// Decrypts whole blocks, each by itself; what is left over at the end is dropped.
    pub(crate) fn decrypt_ecb(&self, data: &[u8]) -> Vec<u8> {
        self.decrypt_chained(data, |_| [0; BLOCK])
    }

    /// Decrypts whole blocks, each chained to the one before and the first to `start`.
    pub(crate) fn decrypt_cbc(&self, start: [u8; BLOCK], data: &[u8]) -> Vec<u8> {
        let mut before = start;
        self.decrypt_chained(data, |block| std::mem::replace(&mut before, block))
    }

    fn decrypt_chained(
        &self,
        data: &[u8],
        mut chain: impl FnMut([u8; BLOCK]) -> [u8; BLOCK],
    ) -> Vec<u8> {
        let mut plain = Vec::with_capacity(data.len());
        for packed in data.as_chunks::<BLOCK>().0 {
            let mut block = Block::from(*packed);
            self.decrypt(&mut block);
            let before = chain(*packed);
            plain.extend(block.iter().zip(before).map(|(a, b)| a ^ b));
        }
        plain
    }
}

/// Encrypts whole blocks with AES of 128 bits, each chained to the one before.
pub(crate) fn encrypt_cbc(key: [u8; BLOCK], start: [u8; BLOCK], plain: &[u8]) -> Vec<u8> {
    let aes = Aes128::new(&key.into());
    let mut packed = Vec::with_capacity(plain.len());
    let mut before = start;
    for block in plain.as_chunks::<BLOCK>().0 {
        let chained: [u8; BLOCK] = std::array::from_fn(|place| block[place] ^ before[place]);
        let mut block = Block::from(chained);
        aes.encrypt_block(&mut block);
        before = block.into();
        packed.extend(before);
    }
    packed
}

/// RC4: the same stream both ways.
pub(crate) struct Rc4 {
    state: [u8; 256],
    i: u8,
    j: u8,
}

impl Rc4 {
    /// With a key, which must not be empty.
    pub(crate) fn with_key(key: &[u8]) -> Self {
        let mut state: [u8; 256] = std::array::from_fn(|place| place.to_le_bytes()[0]);
        let mut j: u8 = 0;
        for (i, byte) in (0..=255_u8).zip(key.iter().cycle()) {
            j = j.wrapping_add(state[usize::from(i)]).wrapping_add(*byte);
            state.swap(usize::from(i), usize::from(j));
        }
        Self { state, i: 0, j: 0 }
    }

    /// The next byte of the stream.
    pub(crate) fn next(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let a = self.state[usize::from(self.i)];
        self.j = self.j.wrapping_add(a);
        let b = self.state[usize::from(self.j)];
        self.state.swap(usize::from(self.i), usize::from(self.j));
        self.state[usize::from(a.wrapping_add(b))]
    }

    /// The data, decrypted.
    pub(crate) fn apply(&mut self, data: &[u8]) -> Vec<u8> {
        data.iter().map(|byte| byte ^ self.next()).collect()
    }
}

/// A password as Office hashes it.
pub(crate) fn utf16(password: &str) -> Vec<u8> {
    password.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Base64 with or without its filling; `None` where another sign stands in it.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for sign in text
        .bytes()
        .filter(|b| !b.is_ascii_whitespace() && *b != b'=')
    {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count).to_le_bytes()[0]);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
        digits.collect::<Vec<_>>().concat()
    }

    #[test]
    fn hashes_and_ciphers_give_the_values_of_their_standards() {
        assert_eq!(
            hex(&Hash::Md5.of(&[b"a", b"bc"])),
            "900150983cd24fb0d6963f7d28e17f72"
        );
        assert_eq!(
            hex(&Hash::Sha1.of(&[b"abc"])),
            "a9993e364706816aba3e25717850c26c9cd0d89d"
        );
        assert!(hex(&Hash::Sha384.of(&[b"abc"])).starts_with("cb00753f45a35e8bb5a03d699ac65007"));
        assert_eq!(
            hex(&Rc4::with_key(b"Key").apply(b"Plaintext")),
            "bbf316e8d940af0ad3"
        );
        let key: Vec<u8> = (0..16).collect();
        let packed = [
            0x69, 0xC4, 0xE0, 0xD8, 0x6A, 0x7B, 0x04, 0x30, 0xD8, 0xCD, 0xB7, 0x80, 0x70, 0xB4,
            0xC5, 0x5A,
        ];
        let aes = Aes::with_key(&key).unwrap();
        assert_eq!(
            hex(&aes.decrypt_ecb(&packed)),
            "00112233445566778899aabbccddeeff"
        );
        let chained = aes.decrypt_cbc([0xFF; 16], &packed);
        assert_eq!(hex(&chained), "ffeeddccbbaa99887766554433221100");
        let again = encrypt_cbc(key.clone().try_into().unwrap(), [0xFF; 16], &chained);
        assert_eq!(again, packed);
        assert!(Aes::with_key(&key[1..]).is_none());
    }

    #[test]
    fn base64_is_read_with_its_filling_and_without() {
        assert_eq!(base64("VGVh\nIQ==").unwrap(), b"Tea!");
        assert_eq!(base64("VGVhIQ").unwrap(), b"Tea!");
        assert_eq!(base64("VG*h"), None);
    }
}
