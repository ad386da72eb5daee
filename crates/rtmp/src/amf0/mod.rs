//! AMF0 (Action Message Format, file format specification of 2007): the values of commands.

mod decode;
mod encode;

pub use decode::decode;
pub use encode::{Properties, encode};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number; there are no integers.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// Text. Bytes that aren't UTF-8 were replaced.
    String(String),
    /// Named values: an object, a typed object (its class name is dropped) or an ECMA array.
    Object(Vec<(String, Value)>),
    /// Values in order.
    Array(Vec<Value>),
    /// Milliseconds since 1970, UTC.
    Date(f64),
    /// Null.
    Null,
    /// Undefined, unsupported, or a reference.
    Undefined,
}

impl Value {
    /// The property of that name, if this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Object(properties) => properties
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

pub(crate) mod marker {
    pub(crate) const NUMBER: u8 = 0x00;
    pub(crate) const BOOLEAN: u8 = 0x01;
    pub(crate) const STRING: u8 = 0x02;
    pub(crate) const OBJECT: u8 = 0x03;
    pub(crate) const NULL: u8 = 0x05;
    pub(crate) const UNDEFINED: u8 = 0x06;
    pub(crate) const REFERENCE: u8 = 0x07;
    pub(crate) const ECMA_ARRAY: u8 = 0x08;
    pub(crate) const OBJECT_END: u8 = 0x09;
    pub(crate) const STRICT_ARRAY: u8 = 0x0A;
    pub(crate) const DATE: u8 = 0x0B;
    pub(crate) const LONG_STRING: u8 = 0x0C;
    pub(crate) const UNSUPPORTED: u8 = 0x0D;
    pub(crate) const XML_DOCUMENT: u8 = 0x0F;
    pub(crate) const TYPED_OBJECT: u8 = 0x10;
}

#[cfg(test)]
mod tests;
