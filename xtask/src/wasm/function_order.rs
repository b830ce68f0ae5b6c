//! Orders the functions so that similar ones are neighbours, which brotli compresses better. Nothing else changes: every
//! reference to a function gets its new index.

use std::collections::HashMap;
use std::thread;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

use super::in_words;

/// How many equal bytes in a row make functions similar.
const STRETCH: usize = 4;

/// Keeps small functions, which share much of themselves with everything, from being similar to all. Which one works best
/// changes with every build, by some hundred bytes, so all are tried.
const SMALL: [f64; 4] = [20.0, 40.0, 60.0, 80.0];

/// A stretch that more functions than this share says nothing about them.
const COMMON: usize = 500;

/// The program with its functions in the order that is smallest when `compressed`.
///
/// # Errors
/// The reason in words if this is not a WebAssembly program.
pub fn with_similar_functions_together(program: &[u8], compressed: fn(&[u8]) -> usize) -> Result<Vec<u8>, String> {
    let tries = thread::scope(|scope| {
        let measured = |small| rewrite(program, small).map(|ordered| (compressed(&ordered), ordered));
        let tries = SMALL.map(|small| scope.spawn(move || measured(small)));
        tries.map(|one| one.join().map_err(|_| "one of the tries panicked".to_owned())?)
    });
    let tries: Result<Vec<_>, String> = tries.into_iter().collect();
    let best = tries.map(|tries| tries.into_iter().min());
    best.map(|best| best.map(|(_, ordered)| ordered).unwrap_or_default())
        .map_err(|problem| format!("The functions cannot be ordered: {problem}."))
}

fn rewrite(program: &[u8], small: f64) -> Result<Vec<u8>, String> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(program) {
        match payload.map_err(in_words)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import.map_err(in_words)?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body),
            _ => {}
        }
    }
    let bytes: Vec<&[u8]> = bodies.iter().map(FunctionBody::as_bytes).collect();
    let order = by_similarity(&bytes, small);
    let mut numbers = vec![0; order.len()];
    for (number, place) in (imported..).zip(&order) {
        numbers[*place] = number;
    }
    let mut module = Module::new();
    let mut reorder = Reorder { imported, numbers, order, bodies };
    reorder.parse_core_module(&mut module, Parser::new(0), program).map_err(in_words)?;
    Ok(module.finish())
}

/// Where each function goes.
struct Reorder<'a> {
    imported: u32,
    /// The new index of each, in the old order.
    numbers: Vec<u32>,
    /// The old position of each, in the new order.
    order: Vec<usize>,
    bodies: Vec<FunctionBody<'a>>,
}

impl Reencode for Reorder<'_> {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, number: u32) -> Result<u32, Error> {
        let place = number.checked_sub(self.imported).and_then(|place| usize::try_from(place).ok());
        Ok(place.and_then(|place| self.numbers.get(place).copied()).unwrap_or(number))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let kinds = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for place in &self.order {
            functions.function(kinds[*place]);
        }
        Ok(())
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, _: FunctionBody<'_>) -> Result<(), Error> {
        // Called once for each function in the old order: the count so far is the new position.
        let place = self.order[code.len() as usize];
        let body = self.bodies[place].clone();
        utils::parse_function_body(self, code, body)
    }
}

/// The positions of the bodies: the largest first, and after each the most similar one of those that are left.
fn by_similarity(bodies: &[&[u8]], small: f64) -> Vec<usize> {
    let mut with: HashMap<&[u8], Vec<usize>> = HashMap::new();
    let stretches: Vec<Vec<&[u8]>> = bodies
        .iter()
        .enumerate()
        .map(|(place, body)| {
            let mut own: Vec<&[u8]> = body.windows(STRETCH).collect();
            own.sort_unstable();
            own.dedup();
            for stretch in &own {
                with.entry(stretch).or_default().push(place);
            }
            own
        })
        .collect();
    with.retain(|_, places| places.len() < COMMON);
    let largest =
        |is_left: &[bool]| (0..bodies.len()).filter(|place| is_left[*place]).max_by_key(|it| bodies[*it].len());
    let mut is_left = vec![true; bodies.len()];
    let mut order = Vec::new();
    let mut next = largest(&is_left);
    while let Some(place) = next {
        is_left[place] = false;
        order.push(place);
        let mut shared = vec![0_u32; bodies.len()];
        for other in stretches[place].iter().filter_map(|stretch| with.get(stretch)).flatten() {
            shared[*other] += u32::from(is_left[*other]);
        }
        #[expect(clippy::cast_precision_loss, reason = "no function is that long")]
        let part = |place: usize| f64::from(shared[place]) / (stretches[place].len() as f64 + small);
        let alike = (0..bodies.len()).filter(|place| shared[*place] > 0);
        next = alike.max_by(|one, other| part(*one).total_cmp(&part(*other))).or_else(|| largest(&is_left));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmi::{Engine, Instance, Linker, Module, Store};

    /// Two similar functions that are apart; functions are called by name, by each other, through the table and at the start.
    const PROGRAM: &str = r#"(module
        (import "glue" "say" (func $say (param i32)))
        (table 4 funcref)
        (elem (i32.const 1) $add $twice $say)
        (global $started (mut i32) (i32.const 0))
        (func $add (param i32 i32) (result i32)
            (i32.add (i32.mul (local.get 0) (i32.const 1000)) (i32.mul (local.get 1) (i32.const 77777))))
        (func $twice (export "twice") (param i32) (result i32) (i32.shl (local.get 0) (i32.const 1)))
        (func $begin (global.set $started (i32.const 100)))
        (func $subtract (param i32 i32) (result i32)
            (i32.sub (i32.mul (local.get 0) (i32.const 1000)) (i32.mul (local.get 1) (i32.const 77777))))
        (func $run (export "run") (param i32) (result i32)
            (call $say (call $subtract (local.get 0) (i32.const 1)))
            (i32.add (global.get $started)
                (call_indirect (param i32 i32) (result i32) (local.get 0) (i32.const 3) (i32.const 1))))
        (start $begin))"#;

    fn run(program: &[u8]) -> (Vec<i32>, i32, i32) {
        let engine = Engine::default();
        let module = Module::new(&engine, program).expect("a valid program");
        let mut store = Store::new(&engine, Vec::new());
        let mut linker = Linker::new(&engine);
        let say = |mut caller: wasmi::Caller<'_, Vec<i32>>, number: i32| caller.data_mut().push(number);
        linker.func_wrap("glue", "say", say).expect("defined");
        let instance: Instance = linker.instantiate_and_start(&mut store, &module).expect("an instance");
        let mut call = |name: &str| {
            let function = instance.get_typed_func::<i32, i32>(&store, name).expect("the function");
            function.call(&mut store, 5).expect("a number")
        };
        let results = (call("run"), call("twice"));
        (store.into_data(), results.0, results.1)
    }

    fn bodies(program: &[u8]) -> Vec<Vec<u8>> {
        let payloads = Parser::new(0).parse_all(program).map(|payload| payload.expect("a program"));
        let body = |payload| match payload {
            Payload::CodeSectionEntry(body) => Some(body.as_bytes().to_vec()),
            _ => None,
        };
        payloads.filter_map(body).collect()
    }

    #[test]
    fn another_order_computes_the_same() {
        let program = wat::parse_str(PROGRAM).expect("a program");
        let ordered = with_similar_functions_together(&program, <[u8]>::len).expect("ordered");
        assert_eq!(run(&ordered), run(&program));
        assert_eq!(run(&ordered), (vec![5000 - 77_777], 100 + 5000 + 3 * 77_777, 10));
    }

    #[test]
    fn similar_functions_become_neighbours() {
        let program = wat::parse_str(PROGRAM).expect("a program");
        let (before, after) =
            (bodies(&program), bodies(&with_similar_functions_together(&program, <[u8]>::len).expect("ordered")));
        let apart = |bodies: &[Vec<u8>]| {
            let place = |body: &Vec<u8>| bodies.iter().position(|other| other == body).expect("the function");
            place(&before[0]).abs_diff(place(&before[3]))
        };
        assert_eq!((apart(&before), apart(&after)), (3, 1));
    }

    #[test]
    fn what_is_not_a_program_is_refused() {
        assert!(with_similar_functions_together(b"<html>", <[u8]>::len).is_err());
    }
}
