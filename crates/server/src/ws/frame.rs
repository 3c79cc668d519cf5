//! WebSocket frames as bytes (RFC 6455, section 5), for the server's side: reads masked ones, writes plain ones.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use tokio_tungstenite::tungstenite::error::{CapacityError, Error, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::Utf8Bytes;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

/// The longest a control frame's payload may be, in bytes (section 5.5).
pub const MAX_CONTROL_BYTES: usize = 125;

/// What a frame is, by its number on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
}

impl Kind {
    /// Control frames may stand between the fragments of a message and are whole themselves.
    pub fn is_control(self) -> bool {
        matches!(self, Self::Close | Self::Ping | Self::Pong)
    }

    fn of(number: u8) -> Result<Self, Error> {
        Ok(match number {
            0x0 => Self::Continuation,
            0x1 => Self::Text,
            0x2 => Self::Binary,
            0x8 => Self::Close,
            0x9 => Self::Ping,
            0xA => Self::Pong,
            other => return Err(ProtocolError::InvalidOpcode(other).into()),
        })
    }
}

/// A whole frame with its mask taken off.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    pub kind: Kind,
    /// The last fragment of its message.
    pub last: bool,
    pub payload: Bytes,
}

/// Takes the first frame out of `bytes`; `None` until all of it is there.
///
/// # Errors
/// `Capacity` as soon as the header announces more than `max_payload_bytes`, `Protocol` for a frame that a client may
/// not send: unmasked, with reserved bits, of an unknown kind, or a control frame that is long or in fragments.
pub fn take(bytes: &mut BytesMut, max_payload_bytes: usize) -> Result<Option<Frame>, Error> {
    let Some((&[first, second], rest)) = bytes.split_first_chunk::<2>() else {
        return Ok(None);
    };
    let (kind, last) = judge(first, second)?;
    let (length, header_bytes) = match (second & 0x7F, rest) {
        (126, &[high, low, ..]) => (u64::from(u16::from_be_bytes([high, low])), 4),
        (127, &[a, b, c, d, e, f, g, h, ..]) => (u64::from_be_bytes([a, b, c, d, e, f, g, h]), 10),
        (126 | 127, _) => return Ok(None),
        (short, _) => (u64::from(short), 2),
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if kind.is_control() && length > MAX_CONTROL_BYTES {
        return Err(ProtocolError::ControlFrameTooBig.into());
    }
    if length > max_payload_bytes {
        return Err(CapacityError::MessageTooLong { size: length, max_size: max_payload_bytes }.into());
    }
    let Some(&mask) = bytes.get(header_bytes..).and_then(|rest| rest.first_chunk::<4>()) else { return Ok(None) };
    // Neither sum can overflow: the length is at most the limit.
    if bytes.len() < header_bytes + mask.len() + length {
        return Ok(None);
    }
    bytes.advance(header_bytes + mask.len());
    let mut payload = bytes.split_to(length);
    unmask(&mut payload, mask);
    Ok(Some(Frame { kind, last, payload: payload.freeze() }))
}

/// What the first two bytes already say, so that a bad frame is refused before its payload is read.
fn judge(first: u8, second: u8) -> Result<(Kind, bool), Error> {
    if first & 0x70 != 0 {
        return Err(ProtocolError::NonZeroReservedBits.into());
    }
    if second & 0x80 == 0 {
        return Err(ProtocolError::UnmaskedFrameFromClient.into());
    }
    let (kind, last) = (Kind::of(first & 0x0F)?, first & 0x80 != 0);
    if kind.is_control() && !last {
        return Err(ProtocolError::FragmentedControlFrame.into());
    }
    Ok((kind, last))
}

fn unmask(payload: &mut [u8], mask: [u8; 4]) {
    for four in payload.chunks_mut(4) {
        for (byte, key) in four.iter_mut().zip(mask) {
            *byte ^= key;
        }
    }
}

/// The header of a whole, unmasked message, at most ten bytes.
pub fn header(kind: Kind, payload_bytes: usize) -> Header {
    let mut bytes = [0; 10];
    let mut rest = bytes.as_mut_slice();
    rest.put_u8(0x80 | kind as u8);
    match (u8::try_from(payload_bytes), u16::try_from(payload_bytes)) {
        (Ok(short @ ..=125), _) => rest.put_u8(short),
        (_, Ok(middle)) => {
            rest.put_u8(126);
            rest.put_u16(middle);
        }
        _ => {
            rest.put_u8(127);
            rest.put_u64(payload_bytes as u64);
        }
    }
    let left = rest.len();
    Header { bytes, n_bytes: bytes.len() - left }
}

/// A frame's header, on the stack.
pub struct Header {
    bytes: [u8; 10],
    n_bytes: usize,
}

impl std::ops::Deref for Header {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.bytes[..self.n_bytes]
    }
}

/// What a close frame says; nothing when it is empty.
///
/// # Errors
/// `Protocol` for half a code or a code that may not be sent, `Utf8` for a reason that is no text.
pub fn close_reason(payload: &Bytes) -> Result<Option<CloseFrame>, Error> {
    match payload.as_ref() {
        [] => Ok(None),
        &[high, low, ..] => {
            let code = CloseCode::from(u16::from_be_bytes([high, low]));
            if !code.is_allowed() {
                return Err(ProtocolError::InvalidCloseSequence.into());
            }
            Ok(Some(CloseFrame { code, reason: text(payload.slice(2..))? }))
        }
        [_] => Err(ProtocolError::InvalidCloseSequence.into()),
    }
}

/// A close frame's payload; the reason is cut to what a control frame may hold.
pub fn close_payload(frame: Option<&CloseFrame>) -> Bytes {
    let Some(frame) = frame else { return Bytes::new() };
    let mut end = frame.reason.len().min(MAX_CONTROL_BYTES - 2);
    while !frame.reason.is_char_boundary(end) {
        end -= 1;
    }
    let mut payload = BytesMut::with_capacity(2 + end);
    payload.put_u16(frame.code.into());
    payload.put_slice(&frame.reason.as_bytes()[..end]);
    payload.freeze()
}

/// Bytes as text.
///
/// # Errors
/// `Utf8`, with the place where they stop being text.
pub fn text(bytes: Bytes) -> Result<Utf8Bytes, Error> {
    Utf8Bytes::try_from(bytes).map_err(|error| Error::Utf8(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MAX: usize = 64 * 1024;

    /// As a client would write it.
    fn masked(kind: Kind, last: bool, payload: &[u8], mask: [u8; 4]) -> BytesMut {
        let plain = header(kind, payload.len());
        let mut bytes = BytesMut::from(&*plain);
        bytes[0] = (u8::from(last) << 7) | kind as u8;
        bytes[1] |= 0x80;
        bytes.put_slice(&mask);
        let start = bytes.len();
        bytes.put_slice(payload);
        unmask(&mut bytes[start..], mask);
        bytes
    }

    proptest! {
        #[test]
        fn what_a_client_writes_is_read_back_however_it_arrives(
            payload in proptest::collection::vec(any::<u8>(), 0..70_000),
            mask in any::<[u8; 4]>(),
            cut in any::<proptest::sample::Index>(),
        ) {
            prop_assume!(payload.len() <= MAX);
            let whole = masked(Kind::Binary, true, &payload, mask);
            let cut = cut.index(whole.len());
            let mut bytes = BytesMut::from(&whole[..cut]);
            prop_assert_eq!(take(&mut bytes, MAX).unwrap(), None);
            bytes.put_slice(&whole[cut..]);
            bytes.put_slice(b"next");
            let frame = take(&mut bytes, MAX).unwrap().unwrap();
            prop_assert_eq!(frame, Frame { kind: Kind::Binary, last: true, payload: payload.into() });
            prop_assert_eq!(&*bytes, b"next");
        }

        #[test]
        fn no_bytes_make_the_reader_fall_over(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = BytesMut::from(&*bytes);
            while let Ok(Some(frame)) = take(&mut bytes, MAX) {
                let _any = close_reason(&frame.payload);
            }
        }
    }

    fn refusal(bytes: &[u8]) -> Error {
        take(&mut BytesMut::from(bytes), MAX).unwrap_err()
    }

    #[test]
    fn a_frame_that_announces_too_much_is_refused_by_its_header() {
        let announced = |length: u64| {
            let mut bytes = vec![0x81, 0xFF];
            bytes.extend(length.to_be_bytes());
            refusal(&bytes)
        };
        assert!(matches!(announced(MAX as u64 + 1), Error::Capacity(_)));
        assert!(matches!(announced(u64::MAX), Error::Capacity(_)));
    }

    #[test]
    fn what_a_client_may_not_send_is_refused() {
        assert!(matches!(refusal(&[0x81, 0x00]), Error::Protocol(ProtocolError::UnmaskedFrameFromClient)));
        assert!(matches!(refusal(&[0xC1, 0x80]), Error::Protocol(ProtocolError::NonZeroReservedBits)));
        assert!(matches!(refusal(&[0x83, 0x80]), Error::Protocol(ProtocolError::InvalidOpcode(3))));
        assert!(matches!(refusal(&[0x09, 0x80]), Error::Protocol(ProtocolError::FragmentedControlFrame)));
        assert!(matches!(refusal(&[0x89, 0xFE, 0, 126]), Error::Protocol(ProtocolError::ControlFrameTooBig)));
    }

    #[test]
    fn a_close_reason_goes_there_and_back_and_is_cut_between_characters() {
        let long = CloseFrame { code: CloseCode::Library(4408), reason: "é".repeat(100).into() };
        let back = close_reason(&close_payload(Some(&long))).unwrap().unwrap();
        assert_eq!(back.code, CloseCode::Library(4408));
        assert_eq!(back.reason.as_str(), "é".repeat(61));
        assert_eq!(close_reason(&Bytes::new()).unwrap(), None);
        assert!(close_reason(&Bytes::from_static(&[3])).is_err());
        assert!(close_reason(&Bytes::from_static(&[0x03, 0xED])).is_err(), "1005 may not be sent");
    }
}
