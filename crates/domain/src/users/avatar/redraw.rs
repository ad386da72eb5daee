use crate::{Error, Result};
use bytes::Bytes;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};
use live_protocol::ErrorCode;
use std::{io::Cursor, sync::Arc};
use tokio::sync::Semaphore;

/// Pixels of a picture's side, as it is stored.
const SIDE_PX: u32 = 512;
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
pub(crate) struct AvatarWork {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for AvatarWork {
    fn default() -> Self {
        Self {
            running: Arc::new(Semaphore::new(1)),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }
}

impl AvatarWork {
    /// Draws an uploaded picture anew, on a blocking thread.
    pub(crate) async fn redraw(&self, upload: Bytes) -> Result<Vec<u8>> {
        let place = Arc::clone(&self.waiting)
            .try_acquire_owned()
            .map_err(|_| Error::new(ErrorCode::Unavailable))?;
        let turn = Arc::clone(&self.running)
            .acquire_owned()
            .await
            .map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            redraw(&upload)
        })
        .await
        .map_err(Error::internal)?
    }
}

/// The middle square of an uploaded PNG, JPEG, WebP or GIF (its first frame), upright, 512 pixels
/// a side, as a JPEG without any of the upload's metadata. `image_invalid` if it can't be decoded
/// within the limits.
fn redraw(upload: &[u8]) -> Result<Vec<u8>> {
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

    let mut square = middle_square(picture);
    square.apply_orientation(orientation);
    encode(&on_ground(&square))
}

/// Cut before anything else, so that the rest works on little.
fn middle_square(picture: DynamicImage) -> DynamicImage {
    let side = picture.width().min(picture.height());
    let left = (picture.width() - side) / 2;
    let top = (picture.height() - side) / 2;
    let filter = if side > SIDE_PX * 2 {
        // For strong reductions it is as good and much faster.
        FilterType::Triangle
    } else {
        FilterType::CatmullRom
    };
    let square = if picture.width() == picture.height() {
        picture
    } else {
        picture.crop_imm(left, top, side, side)
    };
    square.resize_exact(SIDE_PX, SIDE_PX, filter)
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
