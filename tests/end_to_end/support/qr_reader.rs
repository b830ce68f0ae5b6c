//! An independent reader of QR codes.

/// Width and height of a PNG file, and the brightness of every pixel.
pub fn pixels(png: Vec<u8>) -> (usize, usize, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a PNG file");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
    let frame = reader.next_frame(&mut bytes).expect("a picture");
    let brightness = |pixel: &[u8]| pixel[..3].iter().min().copied().unwrap_or_default();
    let pixels = bytes[..frame.buffer_size()].chunks_exact(frame.color_type.samples()).map(brightness).collect();
    (frame.width as usize, frame.height as usize, pixels)
}

/// Every QR code in a PNG file.
pub fn decode(png: Vec<u8>) -> Vec<String> {
    let (width, height, pixels) = pixels(png);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    picture.detect_grids().iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
}
