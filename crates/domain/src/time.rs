//! Time as the product knows it: Unix milliseconds of the server's clock, handed in.

/// Milliseconds since 1970-01-01 UTC. Orders nothing by itself: order is `seq`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From Unix milliseconds.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// As Unix milliseconds.
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// Later by so many milliseconds; stops at the end of time instead of wrapping.
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment; negative when the clock went back.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}
