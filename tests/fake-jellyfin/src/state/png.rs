//! Makes a picture: one colour, sixteen pixels wide and high, uncompressed.

const SIDE: u8 = 16;

/// A PNG file filled with one colour.
pub(crate) fn square(colour: [u8; 3]) -> Vec<u8> {
    let mut row = vec![0];
    row.extend(colour.repeat(usize::from(SIDE)));
    let pixels = row.repeat(usize::from(SIDE));
    let header = [0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 2, 0, 0, 0];
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header.to_vec()), (b"IDAT", stored(&pixels)), (b"IEND", vec![])] {
        let checked = [kind.as_slice(), &data].concat();
        let length = u32::try_from(data.len()).unwrap_or_default();
        file.extend(length.to_be_bytes());
        file.extend(&checked);
        file.extend(crc(&checked).to_be_bytes());
    }
    file
}

/// A zlib stream with one block that is not compressed.
fn stored(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or_default();
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    let checksum = (high << 16 | low).to_be_bytes();
    let (length, inverse) = (length.to_le_bytes(), (!length).to_le_bytes());
    [&[0x78, 0x01, 0x01], length.as_slice(), &inverse, data, &checksum].concat()
}

fn crc(data: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in data {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checksum_is_that_of_png() {
        assert_eq!(super::crc(b"IEND"), 0xae42_6082);
    }
}
