//! How streams are packed (ISO 32000-1, 7.4).

use super::object::{Dict, Object};
use crate::container::inflate::{Failure, bomb, inflate_zlib};
use crate::model::ReadError;

/// Unpacks one step; `None` where it is packed in a way that only pictures are.
pub(super) fn unpacked(
    name: &str,
    packed: &[u8],
    parameters: Option<&Dict>,
    limit: usize,
) -> Result<Option<Vec<u8>>, ReadError> {
    let bytes = match name {
        "FlateDecode" | "Fl" => match inflate_zlib(packed, limit) {
            Ok(bytes) => bytes,
            Err(Failure::TooLarge) => return Err(bomb()),
            Err(Failure::Broken) => Vec::new(),
        },
        "LZWDecode" | "LZW" => lzw(packed, early_change(parameters), limit)?,
        "ASCIIHexDecode" | "AHx" => hex(packed),
        "ASCII85Decode" | "A85" => base85(packed),
        "RunLengthDecode" | "RL" => run_length(packed, limit)?,
        "Crypt" => packed.to_vec(),
        _ => return Ok(None),
    };
    Ok(Some(without_prediction(bytes, parameters)))
}

fn parameter(parameters: Option<&Dict>, name: &str) -> Option<usize> {
    parameters?.get(name).and_then(Object::size)
}

fn early_change(parameters: Option<&Dict>) -> bool {
    parameter(parameters, "EarlyChange") != Some(0)
}

fn hex(packed: &[u8]) -> Vec<u8> {
    let digits = packed.iter().take_while(|byte| **byte != b'>');
    let digits: Vec<u8> = digits
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    let pairs = digits.chunks(2);
    pairs
        .map(|pair| pair.first().unwrap_or(&0) * 16 + pair.get(1).unwrap_or(&0))
        .collect()
}

fn base85(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(packed.len() / 5 * 4);
    let (mut group, mut count) = (0_u32, 0);
    for byte in packed.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if count == 0 => bytes.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    bytes.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        bytes.extend(group.to_be_bytes().iter().take(count - 1));
    }
    bytes
}

fn run_length(packed: &[u8], limit: usize) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let mut rest = packed;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        if length == 128 {
            break;
        }
        if length < 128 {
            let end = (length + 1).min(after.len());
            bytes.extend_from_slice(after.get(..end).unwrap_or_default());
            rest = after.get(end..).unwrap_or_default();
        } else {
            let Some((byte, after)) = after.split_first() else {
                break;
            };
            bytes.extend(std::iter::repeat_n(*byte, 257 - length));
            rest = after;
        }
        if bytes.len() > limit {
            return Err(bomb());
        }
    }
    Ok(bytes)
}

/// LZW with codes of 9 to 12 bits. Each code is the bytes of an earlier one and one byte more.
fn lzw(packed: &[u8], early: bool, limit: usize) -> Result<Vec<u8>, ReadError> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut bytes: Vec<u8> = Vec::new();
    // Where in the output each code's bytes stand, and how many there are.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let (mut width, mut bits, mut count) = (9, 0_u32, 0);
    let mut before: Option<(usize, usize)> = None;
    for byte in packed {
        bits = (bits << 8) | u32::from(*byte);
        count += 8;
        if count < width {
            continue;
        }
        count -= width;
        let code = usize::try_from((bits >> count) & ((1 << width) - 1)).unwrap_or(END);
        match code {
            CLEAR => {
                table.clear();
                before = None;
                width = 9;
                continue;
            }
            END => break,
            _ => {}
        }
        let start = bytes.len();
        if code < CLEAR {
            bytes.push(code.to_le_bytes()[0]);
        } else {
            let known = table.get(code - 258).copied();
            // A code that is only being made is the one before and its first byte again.
            let source = known.or(before.map(|(start, length)| (start, length + 1)));
            let Some((from, length)) = source else { break };
            for place in from..from + length {
                let byte = bytes.get(place).copied().unwrap_or_default();
                bytes.push(byte);
            }
        }
        if let Some((from, length)) = before
            && table.len() < 4096 - 258
        {
            table.push((from, length + 1));
        }
        before = Some((start, bytes.len() - start));
        let next = table.len() + 259 + usize::from(early);
        width = match next {
            0..=512 => 9,
            513..=1024 => 10,
            1025..=2048 => 11,
            _ => 12,
        };
        if bytes.len() > limit {
            return Err(bomb());
        }
    }
    Ok(bytes)
}

/// Rows that were kept as differences from their neighbours, as the numbers they are.
fn without_prediction(bytes: Vec<u8>, parameters: Option<&Dict>) -> Vec<u8> {
    let get = |name, otherwise: usize| parameter(parameters, name).unwrap_or(otherwise);
    let predictor = get("Predictor", 1);
    if predictor < 2 {
        return bytes;
    }
    let bits = get("BitsPerComponent", 8).clamp(1, 16) * get("Colors", 1).clamp(1, 32);
    let width = (get("Columns", 1).clamp(1, 65_536) * bits).div_ceil(8);
    let step = bits.div_ceil(8);
    if predictor == 2 {
        return as_tiff(bytes, width, step);
    }
    as_png(&bytes, width, step)
}

fn as_tiff(mut bytes: Vec<u8>, width: usize, step: usize) -> Vec<u8> {
    for row in bytes.chunks_mut(width) {
        for place in step..row.len() {
            let left = row.get(place - step).copied().unwrap_or_default();
            if let Some(byte) = row.get_mut(place) {
                *byte = byte.wrapping_add(left);
            }
        }
    }
    bytes
}

fn as_png(bytes: &[u8], width: usize, step: usize) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut above = vec![0; width];
    for row in bytes.chunks(width + 1) {
        let Some((kind, packed)) = row.split_first() else {
            break;
        };
        let mut current: Vec<u8> = Vec::with_capacity(width);
        for (place, byte) in packed.iter().enumerate() {
            let before = place.checked_sub(step);
            let left = before
                .and_then(|at| current.get(at))
                .copied()
                .unwrap_or_default();
            let up = above.get(place).copied().unwrap_or_default();
            let corner = before
                .and_then(|at| above.get(at))
                .copied()
                .unwrap_or_default();
            let guess = match kind {
                1 => left,
                2 => up,
                3 => left.midpoint(up),
                4 => nearest(left, up, corner),
                _ => 0,
            };
            current.push(byte.wrapping_add(guess));
        }
        plain.extend_from_slice(&current);
        above = current;
    }
    plain
}

/// Of three neighbours the one nearest to what they together foretell.
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let foretold = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |byte: u8| (foretold - i16::from(byte)).abs();
    let (a, b, c) = (distance(left), distance(up), distance(corner));
    if a <= b && a <= c {
        left
    } else if b <= c {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::fixed::Fixed;

    fn step(name: &str, packed: &[u8]) -> Vec<u8> {
        unpacked(name, packed, None, 1_000).unwrap().unwrap()
    }

    #[test]
    fn streams_are_unpacked_in_every_way_that_texts_are_packed() {
        assert_eq!(step("AHx", b"54 65 6\n1>rest"), b"Tea");
        assert_eq!(step("A85", b"<+TJ]z~>"), b"Tea!\0\0\0\0"[..].to_vec());
        assert_eq!(step("RL", b"\x02Tea\xFE!\x80rest"), b"Tea!!!");
        let packed = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(
            step("LZW", &packed),
            [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]
        );
        assert_eq!(unpacked("DCTDecode", b"", None, 10).unwrap(), None);
    }

    #[test]
    fn rows_kept_as_differences_are_read() {
        let number = |n| Object::Number(Fixed::whole(n));
        let parameters = |predictor| {
            Dict::from([
                ("Predictor".to_owned(), number(predictor)),
                ("Columns".to_owned(), number(3)),
            ])
        };
        let png = [0, 1, 2, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 2, 2, 2, 4, 1, 1, 1];
        let plain = without_prediction(png.to_vec(), Some(&parameters(15)));
        assert_eq!(plain, [1, 2, 3, 1, 2, 3, 2, 3, 4, 3, 5, 6, 4, 6, 7]);
        let plain = without_prediction(vec![1, 1, 1, 5, 1, 1], Some(&parameters(2)));
        assert_eq!(plain, [1, 2, 3, 5, 6, 7]);
    }

    #[test]
    fn a_stream_beyond_its_limit_is_refused() {
        let run = [0x81, b'x'].repeat(100);
        assert!(unpacked("RL", &run, None, 1_000).is_err());
    }
}
