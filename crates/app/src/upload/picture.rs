//! Pictures are decoded within limits and written anew: metadata, hidden content and oddities stay behind.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// The most pixels of a picture, before anything is decoded.
const MAX_PIXELS: u64 = 25_000_000;
/// The longest side in pixels.
const MAX_SIDE: u32 = 12_000;
/// The memory that decoding may take, in bytes.
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
}

/// Decodes and writes anew; with `square` cut to a centred square of at most that side.
///
/// Photos stay JPEG, everything else becomes PNG; of an animation the first frame stays.
/// It takes time and memory: call it on a blocking thread.
///
/// # Errors
/// See [`PictureError`].
pub fn re_encode(bytes: &[u8], square: Option<u32>) -> Result<Picture, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PictureError::Unreadable)?;
    let format = reader.format().ok_or(PictureError::Unreadable)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| PictureError::TooManyPixels)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width).saturating_mul(u64::from(height)) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels);
    }
    // Cameras store photos lying on their side and say so in the metadata, which does not survive.
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| PictureError::Unreadable)?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    if let Some(side) = square {
        picture = picture.resize_to_fill(side, side, image::imageops::FilterType::Triangle);
    }
    let (format, content_type) = match format {
        ImageFormat::Jpeg => (ImageFormat::Jpeg, "image/jpeg"),
        _ => (ImageFormat::Png, "image/png"),
    };
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).map_err(|_| PictureError::Unreadable)?;
    Ok(Picture { width: picture.width(), height: picture.height(), bytes: out.into_inner(), content_type })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    #[test]
    fn what_stands_behind_a_picture_does_not_survive() {
        let mut polyglot = png(3, 2);
        polyglot.extend_from_slice(b"<script>alert(1)</script>");
        let picture = re_encode(&polyglot, None).unwrap();
        assert_eq!((picture.width, picture.height, picture.content_type), (3, 2, "image/png"));
        assert!(!picture.bytes.windows(7).any(|part| part == b"<script"));
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_decoded() {
        let mut bomb = png(1, 1);
        // Width and height of the header chunk: 60,000 × 60,000 pixels; the checksum is wrong too, which is just as well.
        bomb[16..24].copy_from_slice(&[0, 0, 234, 96, 0, 0, 234, 96]);
        assert!(re_encode(&bomb, None).is_err());
        assert_eq!(re_encode(b"GIF89a", None).unwrap_err(), PictureError::TooManyPixels);
    }

    #[test]
    fn a_portrait_is_cut_to_a_square() {
        let picture = re_encode(&png(300, 100), Some(64)).unwrap();
        assert_eq!((picture.width, picture.height), (64, 64));
    }
}
