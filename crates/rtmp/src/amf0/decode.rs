use super::{Value, marker};
use crate::{
    error::Amf0Error,
    limits::{AMF_DEPTH_MAX, AMF_STRING_BYTES_MAX, AMF_VALUES_MAX},
};

/// Every value in `input`, in order. Bytes left over after a whole value make it fail, as does
/// more than the limits allow.
pub fn decode(input: &[u8]) -> Result<Vec<Value>, Amf0Error> {
    let mut decoder = Decoder { input, values: 0 };
    let mut values = Vec::new();
    while !decoder.input.is_empty() {
        values.push(decoder.value(0)?);
    }
    Ok(values)
}

struct Decoder<'a> {
    input: &'a [u8],
    values: usize,
}

impl<'a> Decoder<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Amf0Error> {
        let (head, tail) = self
            .input
            .split_at_checked(count)
            .ok_or(Amf0Error::CutShort)?;
        self.input = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Amf0Error> {
        let (head, tail) = self.input.split_first_chunk().ok_or(Amf0Error::CutShort)?;
        self.input = tail;
        Ok(*head)
    }

    fn number(&mut self) -> Result<f64, Amf0Error> {
        Ok(f64::from_be_bytes(self.array()?))
    }

    fn text(&mut self, length: usize) -> Result<String, Amf0Error> {
        if length > AMF_STRING_BYTES_MAX {
            return Err(Amf0Error::StringTooLong);
        }
        Ok(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    fn short_text(&mut self) -> Result<String, Amf0Error> {
        let length = u16::from_be_bytes(self.array()?);
        self.text(usize::from(length))
    }

    fn long_text(&mut self) -> Result<String, Amf0Error> {
        let length = u32::from_be_bytes(self.array()?);
        self.text(usize::try_from(length).map_err(|_| Amf0Error::StringTooLong)?)
    }

    fn value(&mut self, depth: usize) -> Result<Value, Amf0Error> {
        if depth > AMF_DEPTH_MAX {
            return Err(Amf0Error::TooDeep);
        }
        self.values += 1;
        if self.values > AMF_VALUES_MAX {
            return Err(Amf0Error::TooManyValues);
        }
        let [kind] = self.array()?;
        Ok(match kind {
            marker::NUMBER => Value::Number(self.number()?),
            marker::BOOLEAN => Value::Boolean(self.array()? != [0]),
            marker::STRING => Value::String(self.short_text()?),
            marker::LONG_STRING | marker::XML_DOCUMENT => Value::String(self.long_text()?),
            marker::OBJECT => Value::Object(self.properties(depth, false)?),
            marker::TYPED_OBJECT => {
                let _class = self.short_text()?;
                Value::Object(self.properties(depth, false)?)
            }
            marker::ECMA_ARRAY => {
                // The count is only a hint: encoders write 0 and send properties all the same.
                let _count: [u8; 4] = self.array()?;
                Value::Object(self.properties(depth, true)?)
            }
            marker::STRICT_ARRAY => Value::Array(self.elements(depth)?),
            marker::DATE => {
                let time = self.number()?;
                let _zone: [u8; 2] = self.array()?;
                Value::Date(time)
            }
            marker::NULL => Value::Null,
            marker::UNDEFINED | marker::UNSUPPORTED => Value::Undefined,
            marker::REFERENCE => {
                let _index: [u8; 2] = self.array()?;
                Value::Undefined
            }
            other => return Err(Amf0Error::UnsupportedMarker(other)),
        })
    }

    /// Up to the end marker. Some encoders leave it out after an ECMA array that ends the
    /// message: that is let pass.
    fn properties(
        &mut self,
        depth: usize,
        end_optional: bool,
    ) -> Result<Vec<(String, Value)>, Amf0Error> {
        let mut properties = Vec::new();
        loop {
            if self.input.is_empty() {
                return if end_optional {
                    Ok(properties)
                } else {
                    Err(Amf0Error::NoObjectEnd)
                };
            }
            let name = self.short_text()?;
            if name.is_empty() && self.input.first() == Some(&marker::OBJECT_END) {
                self.take(1)?;
                return Ok(properties);
            }
            let value = self.value(depth + 1)?;
            properties.push((name, value));
        }
    }

    fn elements(&mut self, depth: usize) -> Result<Vec<Value>, Amf0Error> {
        let count = u32::from_be_bytes(self.array()?);
        // No capacity from a number that the peer chose: `value` counts as it goes.
        let mut elements = Vec::new();
        for _ in 0..count {
            elements.push(self.value(depth + 1)?);
        }
        Ok(elements)
    }
}
