//! The chunk stream alone.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| live_rtmp::fuzz::chunk_stream(data));
