//! A line over time, with axes and a value under the pointer. SVG, drawn at the size it has.

use crate::format;
use leptos::{html, prelude::*};
use live_protocol::Timestamp;
use std::fmt::Write as _;
use wasm_bindgen::{JsCast, prelude::Closure};

const HEIGHT: f64 = 132.0;
/// Room for the labels of the value axis.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 8.0;
/// Room for the labels of the time axis.
const BOTTOM: f64 = 22.0;

/// One measured value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When.
    pub at: Timestamp,
    /// How much, in the chart's unit.
    pub value: f64,
}

/// Where points stand in the drawing.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scale {
    from_ms: f64,
    span_ms: f64,
    top: f64,
    width: f64,
}

impl Scale {
    fn of(points: &[Point], width: f64, floor: f64) -> Option<Self> {
        let (first, last) = (points.first()?, points.last()?);
        let highest = points.iter().map(|p| p.value).fold(floor, f64::max);
        let from_ms = ms(first.at);
        Some(Self {
            from_ms,
            span_ms: (ms(last.at) - from_ms).max(1.0),
            top: round_up(highest * 1.08),
            width: (width - LEFT - RIGHT).max(1.0),
        })
    }

    fn x(self, at: Timestamp) -> f64 {
        LEFT + (ms(at) - self.from_ms) / self.span_ms * self.width
    }

    fn y(self, value: f64) -> f64 {
        TOP + (1.0 - value / self.top) * (HEIGHT - TOP - BOTTOM)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 fit 53 bits"
)]
fn ms(at: Timestamp) -> f64 {
    at.as_ms() as f64
}

/// The next 1, 2, 2.5 or 5 times a power of ten: an axis ends at a number people can read.
fn round_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|top| *top >= value)
        .unwrap_or(value)
}

fn path(points: &[Point], scale: Scale) -> String {
    let mut d = String::with_capacity(points.len() * 14);
    for point in points {
        let lead = if d.is_empty() { 'M' } else { 'L' };
        // Writing to a `String` can't fail.
        let _ = write!(
            d,
            "{lead}{:.1} {:.1}",
            scale.x(point.at),
            scale.y(point.value)
        );
    }
    d
}

/// A line chart of one measure, newest value beside its name.
#[component]
pub fn LineChart(
    /// What is measured, for example "Bitrate".
    title: &'static str,
    /// Oldest first.
    #[prop(into)]
    points: Signal<Vec<Point>>,
    /// Writes a value with its unit.
    unit: fn(f64) -> String,
    /// The value axis reaches at least this high, so that noise near zero stays small.
    #[prop(default = 1.0)]
    floor: f64,
    /// A colour token other than the accent, for example "var(--good)".
    #[prop(default = "var(--accent)")]
    colour: &'static str,
) -> impl IntoView {
    let plot = NodeRef::<html::Div>::new();
    let width = RwSignal::new(320.0);
    watch_width(plot, width);
    let picked = RwSignal::new(None::<usize>);
    let scale = Memo::new(move |_| points.with(|p| Scale::of(p, width.get(), floor)));
    let drawable = move || points.with(|p| p.len() > 1);
    let latest =
        move || points.with(|p| p.last().map_or_else(|| "–".to_owned(), |p| unit(p.value)));
    let pick_at = move |event: web_sys::PointerEvent| {
        let Some(scale) = scale.get_untracked() else {
            return;
        };
        let at = f64::from(event.offset_x());
        picked.set(points.with_untracked(|p| nearest(p, scale, at)));
    };
    let step = move |event: web_sys::KeyboardEvent| {
        let last = points.with_untracked(Vec::len).saturating_sub(1);
        let now = picked.get_untracked().unwrap_or(last);
        let next = match event.key().as_str() {
            "ArrowLeft" => now.saturating_sub(1),
            "ArrowRight" => (now + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        picked.set(Some(next));
    };
    let told = move || {
        points.with(|p| {
            let i = picked.get()?.min(p.len().checked_sub(1)?);
            Some((
                p[i],
                format!("{} · {}", unit(p[i].value), format::time_of_day(p[i].at)),
            ))
        })
    };
    view! {
        <div class="chart" style:--chart=colour>
            <div class="chart-head">
                <h3>{title}</h3>
                <output>{latest}</output>
            </div>
            <div
                class="chart-plot"
                node_ref=plot
                role="img"
                tabindex="0"
                aria-label=move || summary(title, &points.get(), unit)
                on:pointermove=pick_at
                on:pointerleave=move |_| picked.set(None)
                on:blur=move |_| picked.set(None)
                on:keydown=step
            >
                <svg aria-hidden="true">
                    {move || scale.get().filter(|_| drawable()).map(|scale| axes(scale, points, unit))}
                    {move || {
                        scale.get().filter(|_| drawable()).map(|scale| lines(scale, &points.get()))
                    }}
                    {move || {
                        let scale = scale.get()?;
                        let (point, _) = told()?;
                        Some(cross(scale, point))
                    }}
                </svg>
                {move || {
                    let scale = scale.get()?;
                    let (point, text) = told()?;
                    let x = scale.x(point.at).clamp(70.0, (scale.width + LEFT - 60.0).max(70.0));
                    Some(
                        view! {
                            <div class="chart-tip" style:--x=format!("{x:.0}px")>
                                {text}
                            </div>
                        },
                    )
                }}
                <Show when=move || !drawable()>
                    <div class="chart-empty">"Nothing measured yet"</div>
                </Show>
            </div>
        </div>
    }
}

fn nearest(points: &[Point], scale: Scale, x: f64) -> Option<usize> {
    let distance = |p: &Point| (scale.x(p.at) - x).abs();
    (0..points.len()).min_by(|a, b| distance(&points[*a]).total_cmp(&distance(&points[*b])))
}

fn summary(title: &str, points: &[Point], unit: fn(f64) -> String) -> String {
    let Some(last) = points.last() else {
        return format!("{title}: nothing measured yet");
    };
    let low = points.iter().map(|p| p.value).fold(f64::MAX, f64::min);
    let high = points.iter().map(|p| p.value).fold(f64::MIN, f64::max);
    format!(
        "{title} over time: now {}, from {} to {}. Arrow keys read single values.",
        unit(last.value),
        unit(low),
        unit(high)
    )
}

fn axes(scale: Scale, points: Signal<Vec<Point>>, unit: fn(f64) -> String) -> AnyView {
    let right = scale.width + LEFT;
    let rows = [0.0, 0.5, 1.0].map(|part| {
        let value = scale.top * part;
        let y = scale.y(value);
        view! {
            <line class="grid" x1=LEFT x2=right y1=y y2=y />
            <text x=LEFT - 8.0 y=y + 4.0 text-anchor="end">
                {short(unit(value))}
            </text>
        }
    });
    let ends = points.with(|p| {
        let (first, last) = (p.first()?.at, p.last()?.at);
        Some((format::time_of_day(first), format::time_of_day(last)))
    });
    view! {
        {rows.into_iter().collect_view()}
        {ends
            .map(|(first, last)| {
                view! {
                    <text x=LEFT y=HEIGHT - 3.0>
                        {first}
                    </text>
                    <text x=right y=HEIGHT - 3.0 text-anchor="end">
                        {last}
                    </text>
                }
            })}
    }
    .into_any()
}

/// The number of "4.2 Mbit/s" with the first letter of its unit: axes have no room for more.
fn short(text: String) -> String {
    match text.split_once(' ') {
        Some((number, unit)) if unit.ends_with("bit/s") => {
            let number = number.trim_end_matches(".0");
            let prefix: String = unit.chars().take(1).collect();
            if number == "0" {
                number.to_owned()
            } else {
                format!("{number}{prefix}")
            }
        }
        Some((number, _)) => number.to_owned(),
        None => text,
    }
}

fn lines(scale: Scale, points: &[Point]) -> AnyView {
    let line = path(points, scale);
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return ().into_any();
    };
    let ground = scale.y(0.0);
    let area = format!(
        "{line}L{:.1} {ground:.1}L{:.1} {ground:.1}Z",
        scale.x(last.at),
        scale.x(first.at)
    );
    view! {
        <path class="area" d=area></path>
        <path class="line" d=line></path>
    }
    .into_any()
}

fn cross(scale: Scale, point: Point) -> AnyView {
    let (x, y) = (scale.x(point.at), scale.y(point.value));
    view! {
        <line class="cross" x1=x x2=x y1=TOP y2=HEIGHT - BOTTOM />
        <circle class="dot" cx=x cy=y r="4.5"></circle>
    }
    .into_any()
}

/// Keeps `width` at the element's width in CSS pixels.
fn watch_width(plot: NodeRef<html::Div>, width: RwSignal<f64>) {
    Effect::new(move |_| {
        let Some(element) = plot.get() else { return };
        let measured = element.clone();
        let on_resize = Closure::<dyn FnMut()>::new(move || {
            let now = f64::from(measured.client_width());
            if now > 0.0 {
                width.set(now);
            }
        });
        // Only browsers older than 2020 have no ResizeObserver: they keep the default width.
        let Ok(observer) = web_sys::ResizeObserver::new(on_resize.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, on_resize));
        on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: i64, value: f64) -> Point {
        Point {
            at: Timestamp::from_ms(at),
            value,
        }
    }

    #[test]
    fn an_axis_ends_at_a_readable_number_above_its_values() {
        for (value, top) in [
            (0.0, 1.0),
            (1.1, 2.0),
            (21.0, 25.0),
            (480.0, 500.0),
            (5.1e6, 1.0e7),
        ] {
            assert!((round_up(value) - top).abs() < top * 1e-9, "{value}");
        }
    }

    #[test]
    fn the_newest_point_stands_at_the_right_end() {
        let points = [point(0, 0.0), point(500, 5.0), point(1_000, 10.0)];
        let scale = Scale::of(&points, 320.0, 1.0).unwrap();
        assert!((scale.x(points[0].at) - LEFT).abs() < 1e-6);
        assert!((scale.x(points[2].at) - (320.0 - RIGHT)).abs() < 1e-6);
        assert!(scale.y(10.0) < scale.y(5.0));
        assert_eq!(nearest(&points, scale, 170.0), Some(1));
    }

    #[test]
    fn an_axis_label_is_short() {
        assert_eq!(short("4.0 Mbit/s".into()), "4M");
        assert_eq!(short("30 fps".into()), "30");
        assert_eq!(short("12".into()), "12");
    }
}
