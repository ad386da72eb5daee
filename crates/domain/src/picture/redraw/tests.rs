use super::*;
use image::{ImageEncoder, Rgba, RgbaImage, codecs::png::PngEncoder};

const SQUARE: (u32, u32) = (512, 512);

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 {
            Rgb([255, 0, 0])
        } else {
            Rgb([0, 0, 255])
        }
    })
}

fn jpeg(picture: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    let (width, height) = picture.dimensions();
    encoder
        .encode(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A TIFF header and one entry: the orientation (TIFF 6.0, tag 274).
fn exif_orientation(value: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif
}

fn decoded(bytes: &[u8]) -> RgbImage {
    assert_eq!(image::guess_format(bytes).unwrap(), ImageFormat::Jpeg);
    image::load_from_memory(bytes).unwrap().to_rgb8()
}

fn is_red(picture: &RgbImage, x: u32, y: u32) -> bool {
    let [r, _, b] = picture.get_pixel(x, y).0;
    r > 200 && b < 60
}

#[test]
fn the_middle_square_is_kept() {
    let drawn = decoded(&redraw(&jpeg(&halves(900, 300), None), SQUARE).unwrap());
    assert_eq!(drawn.dimensions(), (512, 512));
    assert!(is_red(&drawn, 100, 256) && !is_red(&drawn, 400, 256));
    let small = decoded(&redraw(&jpeg(&halves(20, 40), None), SQUARE).unwrap());
    assert_eq!(small.dimensions(), (512, 512));
}

#[test]
fn a_picture_is_turned_as_its_camera_was_held_and_loses_its_metadata() {
    // 6: the camera was turned, what is left must become the top (EXIF 2.32, 4.6.4).
    let upload = jpeg(&halves(300, 300), Some(exif_orientation(6)));
    assert!(upload.windows(4).any(|bytes| bytes == b"Exif"));
    let stored = redraw(&upload, SQUARE).unwrap();
    assert!(!stored.windows(4).any(|bytes| bytes == b"Exif"));
    let drawn = decoded(&stored);
    assert!(is_red(&drawn, 256, 100) && !is_red(&drawn, 256, 400));
}

#[test]
fn a_wide_picture_is_cut_from_any_other() {
    let size = (1_280, 720);
    for (width, height) in [(1_280, 720), (900, 900), (4_000, 300), (20, 40), (1, 900)] {
        let drawn = decoded(&redraw(&jpeg(&halves(width, height), None), size).unwrap());
        assert_eq!(drawn.dimensions(), size);
        if width > 1 {
            assert!(is_red(&drawn, 100, 360) && !is_red(&drawn, 1_100, 360));
        }
    }
    // Lying on its side it is 400 by 900 when upright, and red above.
    let upload = jpeg(&halves(900, 400), Some(exif_orientation(6)));
    let drawn = decoded(&redraw(&upload, size).unwrap());
    assert_eq!(drawn.dimensions(), size);
    assert!(is_red(&drawn, 640, 100) && !is_red(&drawn, 640, 600));
}

#[test]
fn transparency_shows_the_ground() {
    let clear = RgbaImage::from_pixel(64, 64, Rgba([255, 255, 255, 0]));
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(clear.as_raw(), 64, 64, ExtendedColorType::Rgba8)
        .unwrap();
    let [r, g, b] = decoded(&redraw(&png, SQUARE).unwrap()).get_pixel(9, 9).0;
    assert!(r < 40 && g < 40 && b < 45, "{r} {g} {b}");
}

#[test]
fn what_is_no_picture_or_too_large_is_refused() {
    let whole = jpeg(&halves(64, 64), None);
    let mut bomb = Vec::new();
    // A PNG that says it is 60,000 by 60,000 and has next to no data.
    let tiny = RgbaImage::new(1, 1);
    PngEncoder::new(&mut bomb)
        .write_image(tiny.as_raw(), 1, 1, ExtendedColorType::Rgba8)
        .unwrap();
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    for bad in [
        b"".as_slice(),
        b"no picture at all",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        &whole[..whole.len() / 3],
        &bomb,
    ] {
        let error = redraw(bad, SQUARE).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ImageInvalid);
    }
}
