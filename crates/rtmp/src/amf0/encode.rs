use super::{Value, marker};
use bytes::{BufMut, BytesMut};

/// Appends `value` to `output`. Names and strings beyond 65,535 bytes are cut (names) or
/// written as long strings.
pub fn encode(value: &Value, output: &mut BytesMut) {
    match value {
        Value::Number(number) => {
            output.put_u8(marker::NUMBER);
            output.put_f64(*number);
        }
        Value::Boolean(flag) => {
            output.put_u8(marker::BOOLEAN);
            output.put_u8(u8::from(*flag));
        }
        Value::String(text) => put_string(text, output),
        Value::Object(properties) => {
            output.put_u8(marker::OBJECT);
            for (name, value) in properties {
                put_name(name, output);
                encode(value, output);
            }
            output.put_slice(&[0, 0, marker::OBJECT_END]);
        }
        Value::Array(elements) => {
            output.put_u8(marker::STRICT_ARRAY);
            output.put_u32(u32::try_from(elements.len()).unwrap_or(u32::MAX));
            for element in elements {
                encode(element, output);
            }
        }
        Value::Date(time) => {
            output.put_u8(marker::DATE);
            output.put_f64(*time);
            output.put_i16(0);
        }
        Value::Null => output.put_u8(marker::NULL),
        Value::Undefined => output.put_u8(marker::UNDEFINED),
    }
}

fn put_string(text: &str, output: &mut BytesMut) {
    if let Ok(length) = u16::try_from(text.len()) {
        output.put_u8(marker::STRING);
        output.put_u16(length);
    } else {
        output.put_u8(marker::LONG_STRING);
        output.put_u32(u32::try_from(text.len()).unwrap_or(u32::MAX));
    }
    output.put_slice(text.as_bytes());
}

fn put_name(name: &str, output: &mut BytesMut) {
    let mut end = name.len().min(usize::from(u16::MAX));
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    output.put_u16(u16::try_from(end).unwrap_or(u16::MAX));
    output.put_slice(&name.as_bytes()[..end]);
}

/// Builds an object's properties in order.
#[derive(Debug, Clone, Default)]
pub struct Properties(Vec<(String, Value)>);

impl Properties {
    /// Adds a property.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    /// The object.
    pub fn object(self) -> Value {
        Value::Object(self.0)
    }
}
