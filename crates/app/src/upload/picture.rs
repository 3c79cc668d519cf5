//! Pictures are decoded within limits and written anew: metadata, hidden content and oddities stay behind.

use std::io::{self, Cursor, Write};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// The most pixels of a picture, before anything is decoded.
const MAX_PIXELS: u64 = 25_000_000;
/// The longest side in pixels.
const MAX_SIDE: u32 = 12_000;
/// The most bytes that the decoded pixels may take: four for each of the most pixels.
const MAX_DECODED: u64 = 4 * MAX_PIXELS;
/// The memory that decoding may take beside them, in bytes.
const MAX_MEMORY: u64 = 128 * 1024 * 1024;

/// A picture that this server wrote.
#[derive(Debug)]
pub struct Picture {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// `image/png` or `image/jpeg`.
    pub content_type: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Why a picture is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// More pixels than allowed.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// It cannot be decoded.
    #[error("the picture cannot be decoded")]
    Unreadable,
    /// Written anew it would be larger than a file may be.
    #[error("the picture is too large when it is written anew")]
    TooLarge,
}

/// Decodes and writes anew; with `square` cut to a centred square of at most that side.
///
/// A few bytes of a picture can stand for a hundred million, so what is written is limited to `max_bytes` as well.
///
/// Photos stay JPEG, everything else becomes PNG; of an animation the first frame stays.
/// It takes time and memory: call it on a blocking thread.
///
/// # Errors
/// See [`PictureError`].
pub fn re_encode(bytes: &[u8], square: Option<u32>, max_bytes: u64) -> Result<Picture, PictureError> {
    let (format, mut decoder) = opened(bytes)?;
    // Cameras store photos lying on their side and say so in the metadata, which does not survive.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Unreadable)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    if let Some(side) = square {
        picture = picture.resize_to_fill(side, side, image::imageops::FilterType::Triangle);
    }
    let mut out = Bounded { bytes: Vec::new(), left: usize::try_from(max_bytes).unwrap_or(usize::MAX), is_over: false };
    let (written, content_type) = match format {
        ImageFormat::Jpeg => (picture.write_with_encoder(JpegEncoder::new(&mut out)), "image/jpeg"),
        _ => (picture.write_with_encoder(PngEncoder::new(&mut out)), "image/png"),
    };
    if out.is_over {
        return Err(PictureError::TooLarge);
    }
    written.map_err(|_| PictureError::Unreadable)?;
    Ok(Picture { width: picture.width(), height: picture.height(), bytes: out.bytes, content_type })
}

/// How many bytes the pixels take once they are decoded. Only the picture's header is read for it.
///
/// # Errors
/// As [`re_encode`].
pub fn decoded_bytes(bytes: &[u8]) -> Result<u64, PictureError> {
    opened(bytes).map(|(_, decoder)| decoder.total_bytes())
}

/// A picture that is small enough to be decoded, before it is.
fn opened(bytes: &[u8]) -> Result<(ImageFormat, impl ImageDecoder + '_), PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PictureError::Unreadable)?;
    let format = reader.format().ok_or(PictureError::Unreadable)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|_| PictureError::TooManyPixels)?;
    let (width, height) = decoder.dimensions();
    // Sixteen bits a channel double what a pixel needs.
    if u64::from(width).saturating_mul(u64::from(height)) > MAX_PIXELS || decoder.total_bytes() > MAX_DECODED {
        return Err(PictureError::TooManyPixels);
    }
    Ok((format, decoder))
}

/// Takes no more than it may.
struct Bounded {
    bytes: Vec<u8>,
    left: usize,
    is_over: bool,
}

impl Write for Bounded {
    fn write(&mut self, some: &[u8]) -> io::Result<usize> {
        let Some(left) = self.left.checked_sub(some.len()) else {
            self.is_over = true;
            return Err(io::ErrorKind::WriteZero.into());
        };
        self.left = left;
        self.bytes.extend_from_slice(some);
        Ok(some.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: u64 = 1 << 20;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn what_stands_behind_a_picture_does_not_survive() {
        let mut polyglot = png(3, 2);
        polyglot.extend_from_slice(b"<script>alert(1)</script>");
        let picture = re_encode(&polyglot, None, ROOM).unwrap();
        assert_eq!((picture.width, picture.height, picture.content_type), (3, 2, "image/png"));
        assert!(!picture.bytes.windows(7).any(|part| part == b"<script"));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_decoded() {
        let mut bomb = png(1, 1);
        // Width and height of the header chunk: 60,000 × 60,000 pixels; the checksum is wrong too, which is just as well.
        bomb[16..24].copy_from_slice(&[0, 0, 234, 96, 0, 0, 234, 96]);
        assert!(re_encode(&bomb, None, ROOM).is_err());
        assert_eq!(re_encode(b"GIF89a", None, ROOM).unwrap_err(), PictureError::TooManyPixels);
    }

    #[test]
    fn deep_colours_count_as_what_they_need() {
        let deep = |side: u32| {
            let mut out = Cursor::new(Vec::new());
            DynamicImage::new_rgba16(side, side).write_to(&mut out, ImageFormat::Png).unwrap();
            out.into_inner()
        };
        assert_eq!(decoded_bytes(&deep(10)), Ok(800));
        // 12.96 million pixels of eight bytes.
        assert_eq!(decoded_bytes(&deep(3_600)), Err(PictureError::TooManyPixels));
    }

    #[test]
    fn a_portrait_is_cut_to_a_square() {
        let picture = re_encode(&png(300, 100), Some(64), ROOM).unwrap();
        assert_eq!((picture.width, picture.height), (64, 64));
    }

    #[test]
    fn what_grows_when_it_is_written_anew_is_refused() {
        // Noise cannot be compressed, and the same noise again and again is small only in a cleverer file.
        let noise = image::RgbImage::from_fn(200, 200, |x, y| {
            let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
            image::Rgb([mixed.to_be_bytes()[0], mixed.to_be_bytes()[1], mixed.to_be_bytes()[2]])
        });
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(noise).write_to(&mut out, ImageFormat::Png).unwrap();
        let size = u64::try_from(re_encode(out.get_ref(), None, ROOM).unwrap().bytes.len()).unwrap();
        assert!(re_encode(out.get_ref(), None, size).is_ok());
        assert_eq!(re_encode(out.get_ref(), None, size - 1).unwrap_err(), PictureError::TooLarge);
    }
}
