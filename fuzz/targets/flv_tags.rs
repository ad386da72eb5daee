//! Audio and video tags, legacy and enhanced.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| live_rtmp::fuzz::media_tag(data));
