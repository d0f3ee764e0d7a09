//! A goal's picture from a file.

use std::path::Path;

use crate::error::{CliError, Result};
use crate::files::read_picture;

/// What the types of pictures begin with.
const TYPES: [(&[u8], &str); 3] = [
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"RIFF", "image/webp"),
];
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The picture as the `data:` address that a goal keeps.
pub fn photo(path: &Path) -> Result<String> {
    let bytes = read_picture(path)?;
    let known = TYPES.iter().find(|(begin, _)| bytes.starts_with(begin));
    let Some((_, media_type)) = known else {
        let advice = "is no picture that can be kept; choose a PNG, JPEG or WebP file";
        return Err(CliError::about(path, advice));
    };
    Ok(format!("data:{media_type};base64,{}", base64(&bytes)))
}

/// Each three bytes as four signs; what is missing at the end is filled up.
fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let sign = (bits >> (18 - 6 * place)) & 63;
            let sign = SIGNS.get(sign as usize).copied().unwrap_or(b'=');
            text.push(if place <= three.len() {
                char::from(sign)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn three_bytes_are_four_signs() {
        // The examples of RFC 4648.
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xef, 0xfe]), "/+/+");
    }
}
