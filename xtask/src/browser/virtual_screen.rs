//! A screen in memory, for browsers that cannot do without one.

use std::path::Path;

use super::process::Process;

/// An X server that keeps its picture in a file.
pub struct VirtualScreen {
    process: Process,
    number: u32,
}

impl VirtualScreen {
    /// Starts one of 1920 by 1080, the largest size that the tests use.
    pub fn start() -> Self {
        let prepare = |command: &mut std::process::Command, folder: &Path| {
            command.args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1920x1080x24",
                "-nolisten",
                "tcp",
                "-nocursor",
                "-fbdir",
            ]);
            command.arg(folder);
        };
        let started = Process::start(Path::new("Xvfb"), prepare, |line| line.trim().parse().ok());
        let (process, number) = started.expect("a screen");
        Self { process, number }
    }

    /// Its name for programs.
    pub fn name(&self) -> String {
        format!(":{}", self.number)
    }

    /// Its upper left corner, as PNG.
    pub fn picture(&self, (width, height): (u32, u32)) -> Vec<u8> {
        let dump = std::fs::read(self.process.folder().join("Xvfb_screen0")).expect("the picture of the screen");
        // The header of X's picture format says its own length, the bytes per line, and how many colours follow it.
        let number = |place: usize| u32::from_be_bytes(dump[4 * place..][..4].try_into().expect("four bytes")) as usize;
        let (start, stride) = (number(0) + 12 * number(19), number(12));
        let mut pixels = Vec::new();
        for line in dump[start..].chunks(stride).take(height as usize) {
            // Blue, green, red and a byte that means nothing.
            pixels.extend(line.chunks(4).take(width as usize).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]));
        }
        let mut png = Vec::new();
        let mut encoder = png::Encoder::new(&mut png, width, height);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().expect("a picture");
        writer.write_image_data(&pixels).expect("a picture");
        writer.finish().expect("a picture");
        png
    }
}
