//! Which instructions are newer than WebAssembly 1.0, and what replaces them.

use wasm_encoder::InstructionSink;
use wasmparser::Operator;

use super::functions::{Added, Float, Integer};

/// What replaces an instruction, with the same operands on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// A shift left and back right by this many bits, which copies the sign bit.
    Shifts32(i32),
    /// The same for 64 bits.
    Shifts64(i64),
    /// A call of an added function.
    Call(Added),
}

impl Replacement {
    /// The replacement for an instruction, if it needs one.
    pub fn of(operator: &Operator) -> Option<Self> {
        use Float::{F32, F64};
        use Integer::{I32, I64, U32, U64};
        let convert = |from, to| Self::Call(Added::Convert(from, to));
        Some(match operator {
            Operator::I32Extend8S => Self::Shifts32(24),
            Operator::I32Extend16S => Self::Shifts32(16),
            Operator::I64Extend8S => Self::Shifts64(56),
            Operator::I64Extend16S => Self::Shifts64(48),
            Operator::I64Extend32S => Self::Shifts64(32),
            Operator::I32TruncSatF32S => convert(F32, I32),
            Operator::I32TruncSatF32U => convert(F32, U32),
            Operator::I32TruncSatF64S => convert(F64, I32),
            Operator::I32TruncSatF64U => convert(F64, U32),
            Operator::I64TruncSatF32S => convert(F32, I64),
            Operator::I64TruncSatF32U => convert(F32, U64),
            Operator::I64TruncSatF64S => convert(F64, I64),
            Operator::I64TruncSatF64U => convert(F64, U64),
            // 1.0 has only one memory.
            Operator::MemoryCopy { dst_mem: 0, src_mem: 0 } => Self::Call(Added::Copy),
            Operator::MemoryFill { mem: 0 } => Self::Call(Added::Fill),
            _ => return None,
        })
    }

    /// Writes the instructions; `number` gives the index of an added function.
    pub fn write(self, bytes: &mut Vec<u8>, number: impl Fn(Added) -> u32) {
        let mut code = InstructionSink::new(bytes);
        match self {
            Self::Shifts32(bits) => code.i32_const(bits).i32_shl().i32_const(bits).i32_shr_s(),
            Self::Shifts64(bits) => code.i64_const(bits).i64_shl().i64_const(bits).i64_shr_s(),
            Self::Call(added) => code.call(number(added)),
        };
    }
}
