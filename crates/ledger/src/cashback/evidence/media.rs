//! What a file is, by its content alone.

/// The end of a PDF stands in its last bytes, so many at most.
const PDF_END: usize = 2_048;

/// The media type; none for what is none of those that are taken.
pub(super) fn type_of(content: &[u8]) -> Option<&'static str> {
    if is_png(content) {
        Some("image/png")
    } else if is_jpeg(content) {
        Some("image/jpeg")
    } else if is_webp(content) {
        Some("image/webp")
    } else if is_pdf(content) {
        Some("application/pdf")
    } else {
        None
    }
}

/// The signature, and a header of 13 bytes as the first part.
fn is_png(content: &[u8]) -> bool {
    content.starts_with(b"\x89PNG\r\n\x1a\n")
        && content.get(8..16) == Some(b"\x00\x00\x00\x0dIHDR")
        && content.len() >= 33
}

/// The start of an image, followed by a marker that can stand there.
fn is_jpeg(content: &[u8]) -> bool {
    let marker = content.get(3).copied().unwrap_or(0);
    content.starts_with(b"\xff\xd8\xff") && matches!(marker, 0xc0..=0xfe) && content.len() >= 20
}

/// A RIFF container whose size and first part are those of a WebP.
fn is_webp(content: &[u8]) -> bool {
    let parts: [&[u8]; 3] = [b"VP8 ", b"VP8L", b"VP8X"];
    let part = content.get(12..16).unwrap_or_default();
    content.starts_with(b"RIFF")
        && content.get(8..12) == Some(b"WEBP")
        && parts.contains(&part)
        && content.len() >= 20
}

/// The header with a version, and the mark at the end.
fn is_pdf(content: &[u8]) -> bool {
    let version = content.get(5..8).unwrap_or_default();
    let is_version = matches!(version, [b'1' | b'2', b'.', b'0'..=b'9']);
    let from = content.len().saturating_sub(PDF_END);
    let end = content.get(from..).unwrap_or_default();
    content.starts_with(b"%PDF-") && is_version && end.windows(5).any(|part| part == b"%%EOF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        let png = [
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR".as_slice(),
            &[0; 20],
        ]
        .concat();
        assert_eq!(type_of(&png), Some("image/png"));
        let jpeg = [b"\xff\xd8\xff\xe0\x00\x10JFIF".as_slice(), &[0; 20]].concat();
        assert_eq!(type_of(&jpeg), Some("image/jpeg"));
        let webp = b"RIFF\x10\x00\x00\x00WEBPVP8 \x00\x00\x00\x00";
        assert_eq!(type_of(webp), Some("image/webp"));
        assert_eq!(
            type_of(b"%PDF-1.7\n1 0 obj\n%%EOF\n"),
            Some("application/pdf")
        );
    }

    #[test]
    fn a_text_is_none_whatever_it_begins_with() {
        let texts: [&[u8]; 6] = [
            b"hello",
            b"<!doctype html><script>alert(1)</script>",
            b"\x89PNG\r\n\x1a\n<html></html>................",
            b"%PDF-hello %%EOF",
            b"%PDF-1.7 and nothing more",
            b"RIFF....WEBPhello.......",
        ];
        for text in texts {
            assert_eq!(type_of(text), None);
        }
    }
}
