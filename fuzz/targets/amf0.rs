//! AMF0: what is decoded is the same after encoding and decoding again.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| live_rtmp::fuzz::amf0(data));
