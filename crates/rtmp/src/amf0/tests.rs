use super::*;
use crate::{error::Amf0Error, limits};
use bytes::BytesMut;
use proptest::prelude::*;

fn encoded(value: &Value) -> BytesMut {
    let mut output = BytesMut::new();
    encode(value, &mut output);
    output
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<f64>()
            .prop_filter("NaN is not equal to itself", |n| !n.is_nan())
            .prop_map(Value::Number),
        any::<bool>().prop_map(Value::Boolean),
        ".{0,40}".prop_map(Value::String),
        Just(Value::Null),
        Just(Value::Undefined),
        (-1e15..1e15).prop_map(Value::Date),
    ];
    leaf.prop_recursive(4, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(("[a-zA-Z]{1,10}", inner.clone()), 0..8).prop_map(Value::Object),
            prop::collection::vec(inner, 0..8).prop_map(Value::Array),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_encoded_is_decoded(values in prop::collection::vec(any_value(), 0..5)) {
        let mut output = BytesMut::new();
        for value in &values {
            encode(value, &mut output);
        }
        prop_assert_eq!(decode(&output).unwrap(), values);
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        let _ = decode(&bytes);
    }

    #[test]
    fn a_broken_encoding_is_decoded_or_refused(
        value in any_value(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = encoded(&value);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = decode(&bytes);
        let _ = decode(&bytes[..at]);
    }
}

#[test]
fn an_ecma_array_with_a_wrong_count_and_no_end_is_read() {
    let bytes = b"\x08\x00\x00\x00\x00\x00\x05width\x00\x40\x94\x00\x00\x00\x00\x00\x00";
    let values = decode(bytes).unwrap();
    assert_eq!(
        values[0].get("width").and_then(Value::as_number),
        Some(1280.0)
    );
}

#[test]
fn nesting_is_bounded() {
    let mut bytes = Vec::new();
    for _ in 0..100_000 {
        bytes.extend_from_slice(b"\x0A\x00\x00\x00\x01");
    }
    assert_eq!(decode(&bytes), Err(Amf0Error::TooDeep));
}

#[test]
fn the_number_of_values_is_bounded() {
    let nulls = vec![marker::NULL; limits::AMF_VALUES_MAX];
    assert_eq!(decode(&nulls).unwrap().len(), limits::AMF_VALUES_MAX);
    let nulls = vec![marker::NULL; limits::AMF_VALUES_MAX + 1];
    assert_eq!(decode(&nulls), Err(Amf0Error::TooManyValues));
    // A count of four thousand million elements costs nothing.
    assert_eq!(decode(b"\x0A\xFF\xFF\xFF\xFF"), Err(Amf0Error::CutShort));
}
