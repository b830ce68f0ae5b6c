//! The pictures of the packages: that of `icon.svg`, drawn in the size that is wanted.

/// The colours of the icon and of the page on a television.
const BLUE: [f32; 3] = [0.0, 164.0, 220.0];
const WHITE: [f32; 3] = [255.0; 3];
const DARK: [u8; 4] = [16, 20, 24, 255];

/// The lines of the arrow, in the icon's own sixteenths, and half their width.
const LINES: [[f32; 4]; 3] = [[4.0, 8.0, 12.0, 8.0], [9.0, 5.0, 12.0, 8.0], [9.0, 11.0, 12.0, 8.0]];
const HALF_WIDTH: f32 = 1.0;
const RADIUS: f32 = 4.0;

/// How many points are looked at in each pixel, to each side.
const POINTS: u16 = 4;

/// The icon as a PNG file.
pub fn icon(size: u16) -> Result<Vec<u8>, String> {
    let pixels: Vec<u8> = (0..size).flat_map(|y| (0..size).flat_map(move |x| pixel(x, y, size))).collect();
    png(u32::from(size), u32::from(size), &pixels)
}

/// The picture that webOS shows while the app starts: the icon in the middle of the screen.
pub fn splash() -> Result<Vec<u8>, String> {
    const WIDTH: u16 = 1920;
    const HEIGHT: u16 = 1080;
    const SIZE: u16 = 240;
    let (left, top) = ((WIDTH - SIZE) / 2, (HEIGHT - SIZE) / 2);
    let at = |x: u16, y: u16| {
        let inside = (left..left + SIZE).contains(&x) && (top..top + SIZE).contains(&y);
        let [red, green, blue, alpha] = if inside { pixel(x - left, y - top, SIZE) } else { [0; 4] };
        let over = |above: u8, below: u8| {
            let mixed = u32::from(above) * u32::from(alpha) + u32::from(below) * u32::from(255 - alpha);
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        [over(red, DARK[0]), over(green, DARK[1]), over(blue, DARK[2]), 255]
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
fn pixel(x: u16, y: u16, size: u16) -> [u8; 4] {
    let scale = 16.0 / f32::from(size);
    let (mut sum, mut solid) = ([0.0_f32; 3], 0.0_f32);
    for step in 0..POINTS * POINTS {
        let offset = |part: u16| (f32::from(part) + 0.5) / f32::from(POINTS);
        let at = [(f32::from(x) + offset(step % POINTS)) * scale, (f32::from(y) + offset(step / POINTS)) * scale];
        if !is_inside(at) {
            continue;
        }
        solid += 1.0;
        let colour = if LINES.iter().any(|line| distance(at, *line) <= HALF_WIDTH) { WHITE } else { BLUE };
        sum.iter_mut().zip(colour).for_each(|(sum, part)| *sum += part);
    }
    let part = |value: f32| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
        let byte = value.round().clamp(0.0, 255.0) as u8;
        byte
    };
    let [red, green, blue] = sum.map(|sum| part(sum / solid.max(1.0)));
    [red, green, blue, part(solid * 255.0 / f32::from(POINTS * POINTS))]
}

/// Within the square with round corners.
fn is_inside(at: [f32; 2]) -> bool {
    let [beyond_x, beyond_y] = at.map(|part| ((part - 8.0).abs() - (8.0 - RADIUS)).max(0.0));
    beyond_x.hypot(beyond_y) <= RADIUS
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

    #[test]
    fn the_icon_has_round_corners_and_a_white_arrow_on_blue() {
        assert_eq!(pixel(0, 0, 80)[3], 0, "outside of the corner");
        assert_eq!(pixel(40, 4, 80), [0, 164, 220, 255]);
        assert_eq!(pixel(30, 40, 80), [255, 255, 255, 255]);
        let file = icon(130).expect("a picture");
        let decoder = png::Decoder::new(std::io::Cursor::new(file));
        let reader = decoder.read_info().expect("a PNG file");
        assert_eq!((reader.info().width, reader.info().height), (130, 130));
    }
}
