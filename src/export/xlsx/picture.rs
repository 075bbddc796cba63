//! A picture handed over as PNG, and how large it is meant to be.

/// What every PNG begins with.
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Pixels of a screen to an inch, and inches to a meter.
const SCREEN: f64 = 96.0;
const INCHES: f64 = 1.0 / 0.0254;

#[derive(Clone, Debug)]
pub(super) struct Picture {
    pub(super) png: Vec<u8>,
    pub(super) alt_text: String,
}

impl Picture {
    /// Width and height in pixels of a screen, by the resolution that the file states; none where it is no PNG.
    pub(super) fn size(&self) -> Option<(f64, f64)> {
        let mut chunks = chunks(self.png.strip_prefix(SIGNATURE)?);
        let header = chunks.find(|(name, _)| *name == b"IHDR").map(|(_, data)| data)?;
        let size = (number(header, 0)?, number(header, 4)?);
        let resolution = chunks.take_while(|(name, _)| *name != b"IDAT").find(|(name, _)| *name == b"pHYs");
        let dots = |at: usize| {
            // Dots to a meter, where the last byte says so.
            let (_, data) = resolution?;
            number(data, at).filter(|dots| data.get(8) == Some(&1) && *dots > 0.0)
        };
        let shown = |pixels: f64, at: usize| dots(at).map_or(pixels, |dots| pixels * SCREEN * INCHES / dots);
        (size.0 > 0.0 && size.1 > 0.0).then(|| (shown(size.0, 0), shown(size.1, 4)))
    }

    /// How much smaller it is shown on a page this wide.
    pub(super) fn scale(&self, width: usize) -> f64 {
        self.size().map_or(1.0, |(own, _)| (width as f64 / own).min(1.0))
    }

    /// How high it is shown on a page this wide.
    pub(super) fn height(&self, width: usize) -> f64 {
        self.size().map_or(0.0, |(_, height)| height * self.scale(width))
    }
}

/// The parts of a PNG after its signature: name and content.
fn chunks(mut rest: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let length = number(rest, 0)? as usize;
        let (name, data) = (rest.get(4..8)?, rest.get(8..length.checked_add(8)?)?);
        // A checksum of four bytes ends each.
        rest = rest.get(length + 12..)?;
        Some((name, data))
    })
}

fn number(bytes: &[u8], at: usize) -> Option<f64> {
    let bytes = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(f64::from(u32::from_be_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(chunks: &[(&[u8; 4], &[u8])]) -> Picture {
        let mut png = SIGNATURE.to_vec();
        for (name, data) in chunks {
            png.extend((data.len() as u32).to_be_bytes());
            png.extend(name.iter().chain(*data).copied().chain([0; 4]));
        }
        Picture { png, alt_text: String::new() }
    }

    #[test]
    fn a_picture_is_as_large_as_its_resolution_says() {
        let header: (&[u8; 4], &[u8]) = (b"IHDR", &[0, 0, 7, 128, 0, 0, 4, 96, 8, 2, 0, 0, 0]);
        assert_eq!(png(&[header, (b"IDAT", &[])]).size(), Some((1920.0, 1120.0)));
        // 7559 dots to a meter are 192 to an inch.
        let twice: (&[u8; 4], &[u8]) = (b"pHYs", &[0, 0, 0x1d, 0x87, 0, 0, 0x1d, 0x87, 1]);
        let picture = png(&[header, twice, (b"IDAT", &[])]);
        let (width, height) = picture.size().unwrap();
        assert!((width - 960.0).abs() < 0.1 && (height - 560.0).abs() < 0.1);
        assert!((picture.scale(480) - 0.5).abs() < 1e-4 && (picture.height(480) - 280.0).abs() < 0.1);
        assert_eq!(picture.scale(2000), 1.0);
        // Dots to no stated length say nothing.
        let bare: (&[u8; 4], &[u8]) = (b"pHYs", &[0, 0, 0, 1, 0, 0, 0, 1, 0]);
        assert_eq!(png(&[header, bare, (b"IDAT", &[])]).size(), Some((1920.0, 1120.0)));
    }

    #[test]
    fn what_is_no_png_has_no_size() {
        for bytes in [&b""[..], b"GIF89a", SIGNATURE, b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR"] {
            assert_eq!(Picture { png: bytes.to_vec(), alt_text: String::new() }.size(), None);
        }
        assert_eq!(png(&[(b"IHDR", &[0; 13])]).size(), None);
    }
}
