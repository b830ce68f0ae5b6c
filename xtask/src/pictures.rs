//! The mark of `icon.svg` as PNG pictures, in the sizes and shapes that televisions and home screens ask for.

/// What `manifest.json` and `index.html` name, for a home screen and for browsers that draw no SVG in a tab.
pub const HOME_SCREEN: [(&str, u16, Shape); 5] = [
    ("app-icon-192.png", 192, Shape::Round),
    ("app-icon-512.png", 512, Shape::Round),
    ("app-icon-maskable-512.png", 512, Shape::Full(0.8)),
    ("apple-touch-icon.png", 180, Shape::Full(0.9)),
    ("favicon.png", 48, Shape::Round),
];

/// What is behind the mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A square with round corners.
    Round,
    /// A whole square, of which a system cuts its own shape, with the mark in this size.
    Full(f32),
}

/// The colours of the icon, and of the page on a television.
const GROUND: [u8; 3] = [0x1c, 0x1a, 0x2e];
const MARK: [u8; 3] = [0xb7, 0x94, 0xff];
const PAGE: [u8; 3] = [0x0c, 0x0b, 0x16];

/// The mark, in the units of `icon.svg`: the lines of the triangle and half their width, the disc in it, and the round
/// corners behind both.
const SIZE: f32 = 48.0;
const LINES: [[f32; 4]; 3] = [[24.0, 10.0, 39.0, 37.0], [39.0, 37.0, 9.0, 37.0], [9.0, 37.0, 24.0, 10.0]];
const HALF_WIDTH: f32 = 2.0;
const DISC: [f32; 2] = [24.0, 28.0];
const DISC_RADIUS: f32 = 4.0;
const CORNER: f32 = 11.0;

/// How many points are looked at in each pixel, to each side.
const POINTS: u16 = 4;

/// The icon as a PNG file.
///
/// # Errors
///
/// When the picture cannot be written.
pub fn icon(size: u16, shape: Shape) -> Result<Vec<u8>, String> {
    let pixels: Vec<u8> = (0..size).flat_map(|y| (0..size).flat_map(move |x| pixel(x, y, size, shape))).collect();
    png(u32::from(size), u32::from(size), &pixels)
}

/// The picture that webOS shows while the app starts: the icon in the middle of the screen.
///
/// # Errors
///
/// When the picture cannot be written.
pub fn splash() -> Result<Vec<u8>, String> {
    const WIDTH: u16 = 1920;
    const HEIGHT: u16 = 1080;
    const ICON: u16 = 240;
    let (left, top) = ((WIDTH - ICON) / 2, (HEIGHT - ICON) / 2);
    let at = |x: u16, y: u16| {
        let inside = (left..left + ICON).contains(&x) && (top..top + ICON).contains(&y);
        let [red, green, blue, alpha] = if inside { pixel(x - left, y - top, ICON, Shape::Round) } else { [0; 4] };
        let over = |above: u8, below: u8| {
            let mixed = u32::from(above) * u32::from(alpha) + u32::from(below) * u32::from(255 - alpha);
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        [over(red, PAGE[0]), over(green, PAGE[1]), over(blue, PAGE[2]), 255]
    };
    let pixels: Vec<u8> = (0..HEIGHT).flat_map(|y| (0..WIDTH).flat_map(move |x| at(x, y))).collect();
    png(u32::from(WIDTH), u32::from(HEIGHT), &pixels)
}

fn png(width: u32, height: u32, pixels: &[u8]) -> Result<Vec<u8>, String> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(pixels))
        .map_err(|error| format!("The picture cannot be made: {error}."))?;
    Ok(file)
}

/// Red, green, blue and how solid it is.
fn pixel(x: u16, y: u16, size: u16, shape: Shape) -> [u8; 4] {
    let scale = SIZE / f32::from(size);
    let (mut sum, mut solid) = ([0.0_f32; 3], 0.0_f32);
    for step in 0..POINTS * POINTS {
        let offset = |part: u16| (f32::from(part) + 0.5) / f32::from(POINTS);
        let at = [(f32::from(x) + offset(step % POINTS)) * scale, (f32::from(y) + offset(step / POINTS)) * scale];
        let Some(colour) = colour(at, shape) else { continue };
        solid += 1.0;
        sum.iter_mut().zip(colour).for_each(|(sum, part)| *sum += f32::from(part));
    }
    let part = |value: f32| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let byte = value.round().clamp(0.0, 255.0) as u8;
        byte
    };
    let [red, green, blue] = sum.map(|sum| part(sum / solid.max(1.0)));
    [red, green, blue, part(solid * 255.0 / f32::from(POINTS * POINTS))]
}

/// The colour of a point; none outside of the shape.
fn colour(at: [f32; 2], shape: Shape) -> Option<[u8; 3]> {
    let middle = SIZE / 2.0;
    let (is_inside, size) = match shape {
        Shape::Full(size) => (true, size),
        Shape::Round => {
            let [beyond_x, beyond_y] = at.map(|part| ((part - middle).abs() - (middle - CORNER)).max(0.0));
            (beyond_x.hypot(beyond_y) <= CORNER, 1.0)
        }
    };
    let at = at.map(|part| middle + (part - middle) / size);
    let is_mark = LINES.iter().any(|line| distance(at, *line) <= HALF_WIDTH)
        || (at[0] - DISC[0]).hypot(at[1] - DISC[1]) <= DISC_RADIUS;
    is_inside.then_some(if is_mark { MARK } else { GROUND })
}

fn distance([x, y]: [f32; 2], [from_x, from_y, to_x, to_y]: [f32; 4]) -> f32 {
    let (along_x, along_y) = (to_x - from_x, to_y - from_y);
    let length = along_x.hypot(along_y);
    let along = (((x - from_x) * along_x + (y - from_y) * along_y) / (length * length)).clamp(0.0, 1.0);
    (x - from_x - along * along_x).hypot(y - from_y - along * along_y)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = include_str!("../../icon.svg");
    const MANIFEST: &str = include_str!("../../manifest.json");
    const PAGE_FILE: &str = include_str!("../../index.html");

    /// Width, height and pixels.
    fn decoded(file: &[u8]) -> (u32, u32, Vec<[u8; 4]>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().expect("a PNG file");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        let pixels = pixels.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2], pixel[3]]).collect();
        (info.width, info.height, pixels)
    }

    #[test]
    fn it_is_the_mark_of_the_icon_file() {
        let colour = |[red, green, blue]: [u8; 3]| format!("#{red:02x}{green:02x}{blue:02x}");
        let [[x, y, right, bottom], [.., left, _], _] = LINES;
        for part in [
            format!("viewBox=\"0 0 {SIZE} {SIZE}\""),
            format!("rx=\"{CORNER}\" fill=\"{}\"", colour(GROUND)),
            format!("d=\"M{x} {y} {right} {bottom}H{left}Z\""),
            format!("stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"", colour(MARK), 2.0 * HALF_WIDTH),
            format!("cx=\"{}\" cy=\"{}\" r=\"{DISC_RADIUS}\" fill=\"{}\"", DISC[0], DISC[1], colour(MARK)),
        ] {
            assert!(SVG.contains(&part), "{part}");
        }
        assert_eq!(pixel(0, 0, 80, Shape::Round)[3], 0, "outside of the corner");
        assert_eq!(pixel(40, 4, 80, Shape::Round), [0x1c, 0x1a, 0x2e, 255]);
        assert_eq!(pixel(40, 46, 80, Shape::Round), [0xb7, 0x94, 0xff, 255], "the disc");
    }

    #[test]
    fn every_icon_of_the_manifest_is_there_in_its_size_and_no_mask_cuts_the_mark() {
        let manifest: serde_json::Value = serde_json::from_str(MANIFEST).expect("JSON");
        let mut purposes = Vec::new();
        for icon in manifest["icons"].as_array().expect("icons") {
            let text = |key: &str| icon[key].as_str().unwrap_or_default();
            let known = HOME_SCREEN.iter().find(|(name, ..)| *name == text("src")).expect("an icon that is made");
            let (width, height, pixels) = decoded(&super::icon(known.1, known.2).expect("a picture"));
            assert_eq!((text("sizes"), text("type")), (format!("{width}x{height}").as_str(), "image/png"));
            purposes.push(format!("{} {width}", text("purpose")));
            if text("purpose") != "maskable" {
                continue;
            }
            // A system may cut off all but a circle of four fifths of the width.
            let middle = f64::from(width) / 2.0;
            let places = (0..height).flat_map(|y| (0..width).map(move |x| [x, y].map(|part| f64::from(part) + 0.5)));
            let is_safe = |[x, y]: [f64; 2]| (x - middle).hypot(y - middle) <= 0.4 * f64::from(width);
            let [red, green, blue] = GROUND;
            for (place, pixel) in places.zip(pixels) {
                assert_eq!(pixel[3], 255, "nothing shows through");
                assert!(is_safe(place) || pixel == [red, green, blue, 255], "{place:?} is cut off");
            }
        }
        assert_eq!(purposes, ["any 192", "any 512", "maskable 512"]);
    }

    #[test]
    fn the_manifest_says_what_a_home_screen_asks_for_and_works_in_any_folder() {
        let manifest: serde_json::Value = serde_json::from_str(MANIFEST).expect("JSON");
        let colour = format!("#{:02x}{:02x}{:02x}", PAGE[0], PAGE[1], PAGE[2]);
        for (key, value) in [
            ("name", "Jellyfin Quick Connect"),
            ("short_name", "Quick Connect"),
            // Jellyfin 10.8 has addresses for files only.
            ("start_url", "index.html"),
            ("scope", "./"),
            ("display", "standalone"),
            ("background_color", &colour),
            ("theme_color", &colour),
        ] {
            assert_eq!(manifest[key], value, "{key}");
        }
        for part in [
            "<link rel=\"manifest\" href=\"manifest.json\" crossorigin=\"use-credentials\">",
            "<link rel=\"apple-touch-icon\" href=\"apple-touch-icon.png\">",
            "<link rel=\"icon\" href=\"favicon.png\" sizes=\"48x48\">",
            "; manifest-src 'self'",
        ] {
            assert_eq!(PAGE_FILE.matches(part).count(), 1, "{part}");
        }
    }
}
