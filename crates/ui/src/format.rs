//! Numbers and times as people read them, by the browser's `Intl` (no tables of our own).

use js_sys::{Date, Object, Reflect};
use live_protocol::Timestamp;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &JsValue) -> NumberFormat;
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, value: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type RelativeTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &JsValue) -> RelativeTimeFormat;
    #[wasm_bindgen(method)]
    fn format(this: &RelativeTimeFormat, value: f64, unit: &str) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &JsValue) -> DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn with_locale(locale: &JsValue, options: &JsValue) -> DateTimeFormat;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, value: &Date) -> String;
}

/// The language of the interface.
const LOCALE: &str = "en";

thread_local! {
    static COMPACT: NumberFormat =
        NumberFormat::new(LOCALE, &options(&[("notation", "compact")]));
    static EXACT: NumberFormat = NumberFormat::new(LOCALE, &JsValue::UNDEFINED);
    static RELATIVE: RelativeTimeFormat =
        RelativeTimeFormat::new(LOCALE, &options(&[("numeric", "auto")]));
    static DAY: DateTimeFormat =
        DateTimeFormat::new(LOCALE, &options(&[("dateStyle", "medium")]));
    static DAY_AND_TIME: DateTimeFormat = DateTimeFormat::new(
        LOCALE,
        &options(&[("dateStyle", "medium"), ("timeStyle", "short")]),
    );
    /// In the reader's own way to write the time of day.
    static TIME: DateTimeFormat =
        DateTimeFormat::with_locale(&JsValue::UNDEFINED, &options(&[("timeStyle", "short")]));
}

fn options(pairs: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (key, value) in pairs {
        // Setting a property of a plain object of our own can't fail.
        let _ = Reflect::set(&object, &(*key).into(), &(*value).into());
    }
    object.into()
}

/// Now, by the browser's clock.
pub fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit an i64"
    )]
    Timestamp::from_ms(Date::now() as i64)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "for people: 15 digits are enough"
)]
fn float(value: i64) -> f64 {
    value as f64
}

fn date(at: Timestamp) -> Date {
    Date::new(&float(at.as_ms()).into())
}

/// `1234567` as "1.2M".
pub fn compact(value: i64) -> String {
    COMPACT.with(|format| format.format(float(value)))
}

/// `1234567` as "1,234,567".
pub fn exact(value: i64) -> String {
    EXACT.with(|format| format.format(float(value)))
}

/// "1 viewer", "2 viewers": the word by the number, in English.
pub fn counted(value: i64, one: &str, many: &str) -> String {
    format!("{} {}", exact(value), if value == 1 { one } else { many })
}

/// `at` against now: "5 minutes ago", "yesterday"; the date when it is a month away or more.
pub fn ago(at: Timestamp) -> String {
    let seconds = now().as_ms().saturating_sub(at.as_ms()) / 1000;
    let (count, unit) = match seconds {
        ..45 => return "just now".to_owned(),
        45..3_600 => ((seconds + 30) / 60, "minute"),
        3_600..86_400 => ((seconds + 1_800) / 3_600, "hour"),
        86_400..2_592_000 => ((seconds + 43_200) / 86_400, "day"),
        _ => return day(at),
    };
    RELATIVE.with(|format| format.format(-float(count.max(1)), unit))
}

/// "3 Mar 2026" in the interface's language.
pub fn day(at: Timestamp) -> String {
    DAY.with(|format| format.format(&date(at)))
}

/// The day and the time of day.
pub fn day_and_time(at: Timestamp) -> String {
    DAY_AND_TIME.with(|format| format.format(&date(at)))
}

/// The time of day.
pub fn time_of_day(at: Timestamp) -> String {
    TIME.with(|format| format.format(&date(at)))
}

/// Seconds as a clock: "4:05", "1:02:03".
pub fn clock(seconds: i64) -> String {
    let s = seconds.max(0);
    let (hours, minutes, rest) = (s / 3600, s / 60 % 60, s % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{rest:02}")
    } else {
        format!("{minutes}:{rest:02}")
    }
}

/// Seconds in words: "45 s", "12 min", "3 h 20 min".
pub fn span(seconds: i64) -> String {
    let s = seconds.max(0);
    match s {
        0..60 => format!("{s} s"),
        60..3600 => format!("{} min", s / 60),
        _ => format!("{} h {} min", s / 3600, s / 60 % 60),
    }
}

/// Bits per second: "850 kbit/s", "4.2 Mbit/s".
pub fn bitrate(bps: f64) -> String {
    if bps >= 1_000_000.0 {
        format!("{:.1} Mbit/s", bps / 1_000_000.0)
    } else {
        format!("{:.0} kbit/s", bps / 1_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_shows_hours_only_when_there_are_some() {
        assert_eq!(clock(-5), "0:00");
        assert_eq!(clock(245), "4:05");
        assert_eq!(clock(3_723), "1:02:03");
    }

    #[test]
    fn spans_and_rates_take_the_unit_that_reads_best() {
        assert_eq!(span(45), "45 s");
        assert_eq!(span(12_000), "3 h 20 min");
        assert_eq!(bitrate(850_000.0), "850 kbit/s");
        assert_eq!(bitrate(4_234_000.0), "4.2 Mbit/s");
    }
}
