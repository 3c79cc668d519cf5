//! How much of what somebody missed one frame carries.
//!
//! Fifty long messages are most of a megabyte. On a bad connection such a frame would not leave in time, the socket
//! would be closed, and the client would come back and ask for the same again.

use std::io;

use serde::Serialize;

/// As many bytes as a client may send us in one frame.
const PORTION_BYTES: usize = super::limits::FRAME_BYTES;

/// Cuts what was missed to what fits into one frame, at least one item; whether something was cut.
pub fn cut<T: Serialize>(missed: &mut Vec<T>) -> bool {
    let mut size = Size(0);
    let fitting = missed.iter().take_while(|item| serde_json::to_writer(&mut size, item).is_ok() && size.0 <= PORTION_BYTES);
    let n_kept = fitting.count().max(1);
    let is_cut = n_kept < missed.len();
    missed.truncate(n_kept);
    is_cut
}

/// Counts the bytes that are written to it.
struct Size(usize);

impl io::Write for Size {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_and_one_that_is_too_large_goes_alone() {
        let text = |n_bytes: usize| "x".repeat(n_bytes);
        let mut small = vec![text(10), text(20)];
        assert!(!cut(&mut small));
        assert_eq!(small.len(), 2);
        // Two quotes each.
        let mut full = vec![text(PORTION_BYTES / 2 - 2), text(PORTION_BYTES / 2 - 2), text(0)];
        assert!(cut(&mut full));
        assert_eq!(full.len(), 2);
        let mut large = vec![text(PORTION_BYTES * 2), text(1)];
        assert!(cut(&mut large));
        assert_eq!(large.len(), 1);
        assert!(!cut(&mut Vec::<String>::new()));
    }
}
