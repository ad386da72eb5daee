use super::PictureKind;
use crate::{Error, Result};
use bytes::Bytes;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType, metadata::Orientation,
};
use live_protocol::ErrorCode;
use std::{io::Cursor, sync::Arc};
use tokio::sync::Semaphore;

/// Pixels of an uploaded picture's side.
const UPLOAD_SIDE_PX_MAX: u32 = 12_000;
/// Pixels of an uploaded picture: what telephones take has 50 million at most.
const UPLOAD_PIXELS_MAX: u64 = 50_000_000;
/// Bytes that a decoder may ask for, the decoded picture among them.
const DECODER_BYTES_MAX: u64 = 224 * 1024 * 1024;
/// How good the JPEG is, of 100.
const JPEG_QUALITY: u8 = 85;
/// What shows through transparent pictures: the page's dark ground.
const GROUND: [u8; 3] = [24, 24, 27];
/// Pictures that may wait for their turn; more are refused.
const WAITING_MAX: usize = 16;

/// One picture at a time: a decoder may take 224 MiB.
pub(crate) struct PictureWork {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for PictureWork {
    fn default() -> Self {
        Self {
            running: Arc::new(Semaphore::new(1)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }
}

impl PictureWork {
    /// Draws an uploaded picture anew, on a blocking thread.
    pub(crate) async fn redraw(&self, kind: PictureKind, upload: Bytes) -> Result<Vec<u8>> {
        let place = Arc::clone(&self.waiting)
            .try_acquire_owned()
            .map_err(|_| Error::new(ErrorCode::Unavailable))?;
        let turn = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            redraw(&upload, kind.size_px())
        })
        .await
        .map_err(Error::internal)?
    }
}

/// The middle of an uploaded PNG, JPEG, WebP or GIF (its first frame), upright, of this width and
/// height in pixels, as a JPEG without any of the upload's metadata. `image_invalid` if it can't be
/// decoded within the limits.
fn redraw(upload: &[u8], size_px: (u32, u32)) -> Result<Vec<u8>> {
    let refused = |detail: &str| Error::new(ErrorCode::ImageInvalid).with_detail(detail);
    let mut reader = ImageReader::new(Cursor::new(upload))
        .with_guessed_format()
        .map_err(Error::internal)?;
    let known = [
        ImageFormat::Png,
        ImageFormat::Jpeg,
        ImageFormat::WebP,
        ImageFormat::Gif,
    ];
    if !reader
        .format()
        .is_some_and(|format| known.contains(&format))
    {
        return Err(refused("Send a PNG, JPEG, WebP or GIF."));
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(UPLOAD_SIDE_PX_MAX);
    limits.max_image_height = Some(UPLOAD_SIDE_PX_MAX);
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    reader.limits(limits);

    let unreadable = |_| refused("This picture can't be decoded, or is too large.");
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > UPLOAD_PIXELS_MAX || width == 0 || height == 0 {
        return Err(refused("A picture may have 50 million pixels at most."));
    }
    let orientation = decoder.orientation().map_err(unreadable)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;

    let lies = matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    );
    let (width, height) = size_px;
    let mut drawn = if lies {
        middle(picture, (height, width))
    } else {
        middle(picture, (width, height))
    };
    drawn.apply_orientation(orientation);
    encode(&on_ground(&drawn))
}

/// The largest middle part of these proportions, reduced or enlarged to them. Cut before anything
/// else, so that the rest works on little.
fn middle(picture: DynamicImage, (width, height): (u32, u32)) -> DynamicImage {
    let (wide, high) = (u64::from(picture.width()), u64::from(picture.height()));
    let (to_width, to_height) = (u64::from(width), u64::from(height));
    let cut_width = (high * to_width / to_height).clamp(1, wide);
    let cut_height = (wide * to_height / to_width).clamp(1, high);
    let filter = if cut_width > to_width * 2 {
        // For strong reductions it is as good and much faster.
        FilterType::Triangle
    } else {
        FilterType::CatmullRom
    };
    let cut = if (cut_width, cut_height) == (wide, high) {
        picture
    } else {
        // Each is at most what was a `u32`.
        let px = |length: u64| u32::try_from(length).unwrap_or(u32::MAX);
        picture.crop_imm(
            px((wide - cut_width) / 2),
            px((high - cut_height) / 2),
            px(cut_width),
            px(cut_height),
        )
    };
    cut.resize_exact(width, height, filter)
}

/// JPEG knows no transparency: the ground shows through.
fn on_ground(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    let mut drawn = RgbImage::new(picture.width(), picture.height());
    for (to, from) in drawn.pixels_mut().zip(picture.pixels()) {
        let [r, g, b, alpha] = from.0;
        let mix = |over: u8, under: u8| {
            let (over, under, alpha) = (u32::from(over), u32::from(under), u32::from(alpha));
            u8::try_from((over * alpha + under * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        *to = Rgb([mix(r, GROUND[0]), mix(g, GROUND[1]), mix(b, GROUND[2])]);
    }
    drawn
}

fn encode(picture: &RgbImage) -> Result<Vec<u8>> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)
        .encode(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )
        .map_err(Error::internal)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests;
