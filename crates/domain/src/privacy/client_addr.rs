//! The only form of a peer's address, so that it cannot slip into a log, a frame or a row.

/// A peer's address. No `Debug`, `Display`, `Serialize`, `Hash` or `Clone`: it leaves only as a
/// [`RateKey`] (and, in a later version, as a coarse place).
///
/// Source: privacy reference, section 6.
pub struct ClientAddr {
    // IPv4 as four bytes, IPv6 cut to its /64, which is what one household or phone gets.
    bytes: Vec<u8>,
}

/// An address as the rate limiter knows it: 64 bits of a keyed hash whose key lives in memory
/// and is changed daily.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateKey(u64);

impl RateKey {
    /// From the first eight bytes of a keyed hash.
    pub fn from_hash(hash: [u8; 8]) -> Self {
        Self(u64::from_be_bytes(hash))
    }
}

impl ClientAddr {
    /// From an IPv4 address. Only `server/edge.rs` has the parts.
    pub fn from_v4(octets: [u8; 4]) -> Self {
        Self { bytes: octets.to_vec() }
    }

    /// From an IPv6 address; the lower half is dropped at once. A mapped IPv4 address is one.
    pub fn from_v6(octets: [u8; 16]) -> Self {
        match octets {
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, a, b, c, d] => Self::from_v4([a, b, c, d]),
            _ => Self { bytes: octets.into_iter().take(8).collect() },
        }
    }

    /// Feeds the address to a keyed hash; the bytes are seen by nobody else.
    pub fn rate_key(&self, keyed_hash: impl FnOnce(&[u8]) -> [u8; 8]) -> RateKey {
        RateKey::from_hash(keyed_hash(&self.bytes))
    }
}

impl Drop for ClientAddr {
    fn drop(&mut self) {
        self.bytes.fill(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_counts_as_one_and_mapped_addresses_as_their_own() {
        let seen = |addr: &ClientAddr| {
            let mut out = Vec::new();
            addr.rate_key(|bytes| {
                out = bytes.to_vec();
                [0; 8]
            });
            out
        };
        let mut one = [0u8; 16];
        one[0] = 0x20;
        one[15] = 1;
        let mut two = one;
        two[15] = 2;
        assert_eq!(seen(&ClientAddr::from_v6(one)), seen(&ClientAddr::from_v6(two)));
        let mut mapped = [0u8; 16];
        mapped[10..12].fill(255);
        mapped[12..].copy_from_slice(&[10, 0, 0, 1]);
        assert_eq!(seen(&ClientAddr::from_v6(mapped)), vec![10, 0, 0, 1]);
    }
}
