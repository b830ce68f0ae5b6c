//! Runs the replaced instructions in an interpreter of WebAssembly and compares the results with Rust's own.
//! `tests/engines` runs the same cases in real browsers.

mod instructions;

use instructions::{Case, cases, conversions_of_f32, conversions_of_f64, extensions, program};
use wasmi::{Engine, Instance, Linker, Memory, Module, Store, Val};
use xtask::wasm::wasm_1_0::lower;

struct Machine {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Machine {
    fn running(program: &[u8]) -> Self {
        let engine = Engine::default();
        let module = Module::new(&engine, program).expect("a valid program");
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module).expect("a program that starts");
        let memory = instance.get_memory(&store, "memory").expect("a memory");
        Self { store, instance, memory }
    }

    /// The memory after the call, or nothing if the program trapped. Then nothing may have been written.
    fn outcome(&mut self, case: &Case) -> Option<Vec<u8>> {
        let before = case.memory();
        self.memory.data_mut(&mut self.store).copy_from_slice(&before);
        let function = self.instance.get_func(&self.store, &case.function).expect("a function of that name");
        let arguments: Vec<Val> = case.arguments.iter().map(|argument| Val::I32(*argument)).collect();
        let call = function.call(&mut self.store, &arguments, &mut []);
        let after = self.memory.data(&self.store).to_vec();
        if call.is_err() {
            assert!(after == before, "{} {:?} wrote before it stopped", case.function, case.arguments);
        }
        call.is_ok().then_some(after)
    }

    fn check(&mut self, cases: &[Case]) {
        for case in cases {
            let Case { function, arguments, operand, .. } = case;
            assert!(self.outcome(case) == case.outcome, "{function} of {operand:?} or with {arguments:?} is wrong");
        }
    }
}

fn lowered() -> Vec<u8> {
    lower(&program()).expect("a program that can be lowered")
}

/// Pseudorandom numbers, the same in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u32 {
        u32::try_from(self.next() % limit).expect("a small number")
    }
}

#[test]
fn the_instructions_themselves_do_what_rust_does() {
    Machine::running(&program()).check(&cases());
}

#[test]
fn the_replacements_do_the_same() {
    let cases = cases();
    assert!(cases.iter().filter(|case| case.outcome.is_none()).count() > 50, "some have to stop the program");
    Machine::running(&lowered()).check(&cases);
}

#[test]
fn any_bits_are_converted_and_extended_like_rust_does_it() {
    let mut random = Random(0x5eed);
    let mut machine = Machine::running(&lowered());
    for _ in 0..2_000 {
        let bits = random.next();
        machine.check(&conversions_of_f64(f64::from_bits(bits)));
        machine.check(&conversions_of_f32(f32::from_bits(random.below(1 << 32))));
        machine.check(&extensions(bits.cast_signed()));
    }
}

#[test]
fn any_ranges_are_copied_and_filled_like_rust_does_it() {
    let mut random = Random(0x5eed);
    let mut machine = Machine::running(&lowered());
    for _ in 0..2_000 {
        // Close together, so that many overlap, and sometimes across the end of the memory.
        let start = if random.below(10) == 0 { 0xff_c0 } else { random.below(0xf000) };
        let [from, to, length] = [64, 64, 70].map(|limit| random.below(limit));
        let value = random.below(1 << 32);
        machine.check(&[Case::copy(start + to, start + from, length), Case::fill(start + to, value, length)]);
    }
}
