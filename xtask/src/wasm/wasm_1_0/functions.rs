//! The functions that are added to a program, in WebAssembly 1.0. Each does exactly what the instruction does that it
//! replaces, including when it traps.

use wasm_encoder::{BlockType, Function, InstructionSink, MemArg, MemArgTarget, ValType};

/// A function that replaces an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Added {
    /// Rust's `as` from a float to an integer: rounds towards zero, saturates, and turns NaN into 0.
    Convert(Float, Integer),
    /// `memory.copy`: destination, source, length; the two may overlap.
    Copy,
    /// `memory.fill`: destination, byte, length.
    Fill,
}

/// The type that is converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Float {
    F32,
    F64,
}

/// The type that it is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Integer {
    I32,
    U32,
    I64,
    U64,
}

impl Added {
    /// The types of its parameters and results.
    pub fn signature(self) -> (Vec<ValType>, Vec<ValType>) {
        match self {
            Self::Convert(from, to) => (vec![from.kind()], vec![to.kind()]),
            Self::Copy | Self::Fill => (vec![ValType::I32; 3], Vec::new()),
        }
    }

    /// Its instructions.
    pub fn body(self) -> Function {
        let word = (self == Self::Fill).then_some((1, ValType::I64));
        let mut bytes = Function::new(word);
        let mut code = bytes.instructions();
        match self {
            Self::Convert(from, to) => convert(&mut code, from, to),
            Self::Copy => copy(&mut code),
            Self::Fill => fill(&mut code),
        }
        code.end();
        bytes
    }
}

impl Float {
    fn kind(self) -> ValType {
        match self {
            Self::F32 => ValType::F32,
            Self::F64 => ValType::F64,
        }
    }

    /// A power of two or zero, which both types can hold.
    #[expect(clippy::cast_possible_truncation, reason = "nothing is lost of a power of two")]
    fn constant(self, code: &mut InstructionSink, value: f64) {
        match self {
            Self::F32 => code.f32_const((value as f32).into()),
            Self::F64 => code.f64_const(value.into()),
        };
    }

    fn less(self, code: &mut InstructionSink) {
        match self {
            Self::F32 => code.f32_lt(),
            Self::F64 => code.f64_lt(),
        };
    }

    fn equal(self, code: &mut InstructionSink) {
        match self {
            Self::F32 => code.f32_eq(),
            Self::F64 => code.f64_eq(),
        };
    }
}

impl Integer {
    fn kind(self) -> ValType {
        match self {
            Self::I32 | Self::U32 => ValType::I32,
            Self::I64 | Self::U64 => ValType::I64,
        }
    }

    /// The smallest value, and the first that is too large.
    fn limits(self) -> (f64, f64) {
        match self {
            Self::I32 => (-2f64.powi(31), 2f64.powi(31)),
            Self::U32 => (0.0, 2f64.powi(32)),
            Self::I64 => (-2f64.powi(63), 2f64.powi(63)),
            Self::U64 => (0.0, 2f64.powi(64)),
        }
    }

    /// The smallest and the largest value, as the bits of a signed number.
    fn extremes(self) -> (i64, i64) {
        match self {
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::U32 | Self::U64 => (0, -1),
            Self::I64 => (i64::MIN, i64::MAX),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the extremes of 32 bits fit into 32 bits")]
    fn constant(self, code: &mut InstructionSink, value: i64) {
        match self.kind() {
            ValType::I64 => code.i64_const(value),
            _ => code.i32_const(value as i32),
        };
    }
}

const CONVERTED: u32 = 0;

/// `value < too large ? value > smallest ? truncated : smallest : value == value ? largest : 0`. Each comparison
/// is false for NaN.
fn convert(code: &mut InstructionSink, from: Float, to: Integer) {
    let (smallest, too_large) = to.limits();
    let (least, most) = to.extremes();
    let result = BlockType::Result(to.kind());
    code.local_get(CONVERTED);
    from.constant(code, too_large);
    from.less(code);
    code.if_(result);
    from.constant(code, smallest);
    code.local_get(CONVERTED);
    from.less(code);
    code.if_(result).local_get(CONVERTED);
    match (from, to) {
        (Float::F32, Integer::I32) => code.i32_trunc_f32_s(),
        (Float::F32, Integer::U32) => code.i32_trunc_f32_u(),
        (Float::F64, Integer::I32) => code.i32_trunc_f64_s(),
        (Float::F64, Integer::U32) => code.i32_trunc_f64_u(),
        (Float::F32, Integer::I64) => code.i64_trunc_f32_s(),
        (Float::F32, Integer::U64) => code.i64_trunc_f32_u(),
        (Float::F64, Integer::I64) => code.i64_trunc_f64_s(),
        (Float::F64, Integer::U64) => code.i64_trunc_f64_u(),
    };
    code.else_();
    to.constant(code, least);
    code.end().else_().local_get(CONVERTED).local_get(CONVERTED);
    from.equal(code);
    code.if_(result);
    to.constant(code, most);
    code.else_();
    to.constant(code, 0);
    code.end().end();
}

const DESTINATION: u32 = 0;
const SOURCE: u32 = 1;
const BYTE: u32 = 1;
const LENGTH: u32 = 2;
const WORD: u32 = 3;

/// Promises no alignment, so any address may be read and written.
const ANYWHERE: MemArg = MemArg { offset: 0, align: 0, target: MemArgTarget::Memory(0), ordering: None };

/// The two widths in which memory is read and written.
#[derive(Clone, Copy)]
enum Step {
    Word,
    Byte,
}

impl Step {
    fn bytes(self) -> i32 {
        match self {
            Self::Word => 8,
            Self::Byte => 1,
        }
    }

    /// Copies one unit; both addresses are on the stack.
    fn move_one(self, code: &mut InstructionSink) {
        match self {
            Self::Word => code.i64_load(ANYWHERE).i64_store(ANYWHERE),
            Self::Byte => code.i32_load8_u(ANYWHERE).i32_store8(ANYWHERE),
        };
    }
}

/// Copies backwards if the destination begins inside the source, so that nothing is overwritten before it is read;
/// otherwise forwards.
fn copy(code: &mut InstructionSink) {
    trap_outside(code, DESTINATION);
    trap_outside(code, SOURCE);
    code.local_get(DESTINATION).local_get(SOURCE).i32_sub().local_get(LENGTH).i32_lt_u();
    code.if_(BlockType::Empty);
    for step in [Step::Word, Step::Byte] {
        while_left(code, step, |code| {
            code.local_get(LENGTH).i32_const(step.bytes()).i32_sub().local_set(LENGTH);
            code.local_get(DESTINATION).local_get(LENGTH).i32_add();
            code.local_get(SOURCE).local_get(LENGTH).i32_add();
            step.move_one(code);
        });
    }
    code.else_();
    for step in [Step::Word, Step::Byte] {
        while_left(code, step, |code| {
            code.local_get(DESTINATION).local_get(SOURCE);
            step.move_one(code);
            advance(code, DESTINATION, step);
            advance(code, SOURCE, step);
            code.local_get(LENGTH).i32_const(step.bytes()).i32_sub().local_set(LENGTH);
        });
    }
    code.end();
}

fn fill(code: &mut InstructionSink) {
    trap_outside(code, DESTINATION);
    code.local_get(BYTE).i32_const(0xff).i32_and().i64_extend_i32_u();
    code.i64_const(0x0101_0101_0101_0101).i64_mul().local_set(WORD);
    for step in [Step::Word, Step::Byte] {
        while_left(code, step, |code| {
            code.local_get(DESTINATION).local_get(WORD);
            match step {
                Step::Word => code.i64_store(ANYWHERE),
                Step::Byte => code.i64_store8(ANYWHERE),
            };
            advance(code, DESTINATION, step);
            code.local_get(LENGTH).i32_const(step.bytes()).i32_sub().local_set(LENGTH);
        });
    }
}

/// Traps before anything is written if the range ends beyond the memory, even if its length is 0. Computes with 64
/// bits, because the sum of address and length may not fit into 32.
fn trap_outside(code: &mut InstructionSink, start: u32) {
    const PAGE: i64 = 0x1_0000;
    code.local_get(start).i64_extend_i32_u().local_get(LENGTH).i64_extend_i32_u().i64_add();
    code.memory_size(0).i64_extend_i32_u().i64_const(PAGE).i64_mul();
    code.i64_gt_u().if_(BlockType::Empty).unreachable().end();
}

/// Repeats until less than one unit is left.
fn while_left(code: &mut InstructionSink, step: Step, work: impl FnOnce(&mut InstructionSink)) {
    code.block(BlockType::Empty).loop_(BlockType::Empty);
    code.local_get(LENGTH).i32_const(step.bytes()).i32_lt_u().br_if(1);
    work(code);
    code.br(0).end().end();
}

fn advance(code: &mut InstructionSink, address: u32, step: Step) {
    code.local_get(address).i32_const(step.bytes()).i32_add().local_set(address);
}
