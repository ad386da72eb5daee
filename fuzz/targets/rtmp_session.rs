//! A whole RTMP session after its handshake, from any bytes, in pieces of any size.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| live_rtmp::fuzz::server_session(data));
