#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| farthing_statements::fuzzing::template(bytes));
