//! A program with a function for each instruction that `xtask::wasm::wasm_1_0` replaces, calls of those functions, and
//! the results that Rust itself gives. Numbers go in and out through memory, because Chromium before 85 cannot pass
//! 64-bit integers.

use std::fmt::Write;
use std::sync::LazyLock;

/// The size of the program's memory.
pub const MEMORY: usize = 0x1_0000;

/// Where a function of one number reads its operand and writes its result.
const OPERAND: usize = 0;
const RESULT: usize = 8;

/// One call.
#[derive(Clone, Debug)]
pub struct Case {
    /// The function's name.
    pub function: String,
    /// Its arguments.
    pub arguments: Vec<i32>,
    /// The start of the memory before the call; the rest is `untouched`.
    pub operand: Vec<u8>,
    /// The memory after the call; none if the call has to trap and leave the memory unchanged.
    pub outcome: Option<Vec<u8>>,
}

impl Case {
    /// The memory before the call.
    pub fn memory(&self) -> Vec<u8> {
        let mut memory = untouched();
        memory[OPERAND..OPERAND + self.operand.len()].copy_from_slice(&self.operand);
        memory
    }

    fn of_number(function: &str, operand: &[u8], result: &[u8]) -> Self {
        let mut case =
            Self { function: exported(function), arguments: Vec::new(), operand: operand.to_vec(), outcome: None };
        let mut memory = case.memory();
        memory[RESULT..RESULT + result.len()].copy_from_slice(result);
        case.outcome = Some(memory);
        case
    }

    /// A copy of this many bytes, with the result of Rust's slices.
    pub fn copy(destination: u32, source: u32, length: u32) -> Self {
        let mut memory = untouched();
        let fits = range(source, length).zip(range(destination, length));
        let outcome = fits.map(|(from, to)| {
            memory.copy_within(from, to.start);
            memory
        });
        Self::of_memory("copy", [destination, source, length], outcome)
    }

    /// A fill with the lowest byte of a value.
    pub fn fill(destination: u32, value: u32, length: u32) -> Self {
        let mut memory = untouched();
        let outcome = range(destination, length).map(|range| {
            memory[range].fill(value.to_le_bytes()[0]);
            memory
        });
        Self::of_memory("fill", [destination, value, length], outcome)
    }

    fn of_memory(function: &str, arguments: [u32; 3], outcome: Option<Vec<u8>>) -> Self {
        let arguments = arguments.map(u32::cast_signed).to_vec();
        Self { function: function.to_owned(), arguments, operand: Vec::new(), outcome }
    }
}

/// A memory in which no two neighbouring bytes and no two words are equal.
pub fn untouched() -> Vec<u8> {
    static BYTES: LazyLock<Vec<u8>> =
        LazyLock::new(|| (0..MEMORY).map(|place| ((place * 7 + place / 251) % 251).to_le_bytes()[0]).collect());
    BYTES.clone()
}

fn range(start: u32, length: u32) -> Option<std::ops::Range<usize>> {
    let start = usize::try_from(start).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    (end <= MEMORY).then_some(start..end)
}

/// The program before it is rewritten.
pub fn program() -> Vec<u8> {
    let mut text = format!("(module (memory (export \"memory\") {})", MEMORY >> 16);
    for name in CONVERSIONS {
        let (to, from, exported) = (&name[..3], &name[14..17], exported(name));
        let _ = write!(
            text,
            "(func (export \"{exported}\") ({to}.store (i32.const {RESULT}) ({name} ({from}.load (i32.const {OPERAND})))))"
        );
    }
    for name in EXTENSIONS {
        let (kind, exported) = (&name[..3], exported(name));
        let _ = write!(
            text,
            "(func (export \"{exported}\") ({kind}.store (i32.const {RESULT}) ({name} ({kind}.load (i32.const {OPERAND})))))"
        );
    }
    for name in ["copy", "fill"] {
        let _ = write!(
            text,
            "(func (export \"{name}\") (param i32 i32 i32) \
             (memory.{name} (local.get 0) (local.get 1) (local.get 2)))"
        );
    }
    wat::parse_str(text + ")").expect("a program")
}

/// The function's name, which is also valid in JavaScript.
fn exported(instruction: &str) -> String {
    instruction.replace('.', "_")
}

const CONVERSIONS: [&str; 8] = [
    "i32.trunc_sat_f32_s",
    "i32.trunc_sat_f32_u",
    "i32.trunc_sat_f64_s",
    "i32.trunc_sat_f64_u",
    "i64.trunc_sat_f32_s",
    "i64.trunc_sat_f32_u",
    "i64.trunc_sat_f64_s",
    "i64.trunc_sat_f64_u",
];

const EXTENSIONS: [&str; 5] = ["i32.extend8_s", "i32.extend16_s", "i64.extend8_s", "i64.extend16_s", "i64.extend32_s"];

/// Converts a float to the four integer types.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "this is what is tested")]
pub fn conversions_of_f32(value: f32) -> Vec<Case> {
    let case = |function, result: &[u8]| Case::of_number(function, &value.to_bits().to_le_bytes(), result);
    vec![
        case("i32.trunc_sat_f32_s", &(value as i32).to_le_bytes()),
        case("i32.trunc_sat_f32_u", &(value as u32).to_le_bytes()),
        case("i64.trunc_sat_f32_s", &(value as i64).to_le_bytes()),
        case("i64.trunc_sat_f32_u", &(value as u64).to_le_bytes()),
    ]
}

/// Converts a 64-bit float to the four integer types.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "this is what is tested")]
pub fn conversions_of_f64(value: f64) -> Vec<Case> {
    let case = |function, result: &[u8]| Case::of_number(function, &value.to_bits().to_le_bytes(), result);
    vec![
        case("i32.trunc_sat_f64_s", &(value as i32).to_le_bytes()),
        case("i32.trunc_sat_f64_u", &(value as u32).to_le_bytes()),
        case("i64.trunc_sat_f64_s", &(value as i64).to_le_bytes()),
        case("i64.trunc_sat_f64_u", &(value as u64).to_le_bytes()),
    ]
}

/// Extends the lower parts of an integer with their sign.
#[expect(clippy::cast_possible_truncation, reason = "this is what is tested")]
pub fn extensions(value: i64) -> Vec<Case> {
    let case = |function, result: &[u8]| Case::of_number(function, &value.to_le_bytes(), result);
    vec![
        case("i32.extend8_s", &i32::from(value as i8).to_le_bytes()),
        case("i32.extend16_s", &i32::from(value as i16).to_le_bytes()),
        case("i64.extend8_s", &i64::from(value as i8).to_le_bytes()),
        case("i64.extend16_s", &i64::from(value as i16).to_le_bytes()),
        case("i64.extend32_s", &i64::from(value as i32).to_le_bytes()),
    ]
}

/// The limits of all eight conversions with their neighbours and halves, and NaN.
pub fn edges() -> Vec<f64> {
    let mut edges = vec![f64::NAN, f64::INFINITY, f64::MAX, 1e20, f64::MIN_POSITIVE, 0.0];
    for power in [0, 7, 24, 31, 32, 53, 63, 64] {
        let edge = 2f64.powi(power);
        edges.extend([edge, edge.next_down(), edge.next_up(), edge - 1.0, edge - 0.5, edge + 0.5, edge + 1.0]);
        // The neighbours as 32-bit floats.
        #[expect(clippy::cast_possible_truncation, reason = "nothing is lost of a power of two")]
        let narrow = edge as f32;
        edges.extend([f64::from(narrow.next_down()), f64::from(narrow.next_up())]);
    }
    edges.iter().flat_map(|edge| [*edge, -edge]).collect()
}

/// Every instruction at its edges.
pub fn cases() -> Vec<Case> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is too large for the narrower float becomes its infinity"
    )]
    let conversions = |edge: f64| [conversions_of_f32(edge as f32), conversions_of_f64(edge)].concat();
    let mut cases: Vec<Case> = edges().into_iter().flat_map(conversions).collect();
    for value in [0, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0x1234_5678_9abc_def0, -1] {
        cases.extend(extensions(value));
    }
    let size = u32::try_from(MEMORY).expect("a small memory");
    for length in [0, 1, 3, 7, 8, 9, 15, 16, 17, 24, 31, 100, 30_000] {
        for start in [1_000, 1_001, 1_003, 1_004, 1_007] {
            cases.push(Case::fill(start, 0x1a5, length));
            for apart in [-101, -24, -17, -9, -8, -7, -1, 0, 1, 2, 5, 7, 8, 9, 16, 17, 101] {
                cases.push(Case::copy(start, start.wrapping_add_signed(apart), length));
            }
        }
        let last = size - length;
        cases.extend([Case::copy(last, 0, length), Case::copy(0, last, length), Case::fill(last, 255, length)]);
        for beyond in [last + 1, size + 1, u32::MAX - length, u32::MAX] {
            cases.extend([Case::copy(beyond, 0, length), Case::copy(0, beyond, length), Case::fill(beyond, 1, length)]);
        }
    }
    for length in [size, size + 1, u32::MAX] {
        cases.extend([Case::copy(0, 0, length), Case::copy(1, 2, length), Case::fill(0, 0, length)]);
    }
    cases
}
