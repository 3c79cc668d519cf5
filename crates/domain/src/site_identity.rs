//! How a site has its visitors' identities proven: whether it must be, and with which keys.

/// The choice of a site and its keys. A key is kept sealed; what is sealed here opens nothing by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteIdentity {
    required: bool,
    key: Option<Vec<u8>>,
    old_key: Option<Vec<u8>>,
}

/// Why a key or the switch stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteIdentityError {
    /// Two keys are good already: the older one must be removed before there is a third.
    TwoKeys,
    /// Nothing could be proven without a key.
    NoKey,
    /// The site requires proofs: without a key nobody could be identified.
    Required,
}

impl SiteIdentity {
    /// What was stored. An older key without a present one, or a requirement without a key, is impossible.
    pub fn stored(required: bool, key: Option<Vec<u8>>, old_key: Option<Vec<u8>>) -> Option<Self> {
        let fits = key.is_some() || (old_key.is_none() && !required);
        fits.then_some(Self { required, key, old_key })
    }

    /// Whether the page's words about who is writing count only with a proof.
    pub const fn required(&self) -> bool {
        self.required
    }

    /// The sealed key with which the site's server signs.
    pub fn key(&self) -> Option<&[u8]> {
        self.key.as_deref()
    }

    /// The sealed key from before, which is good until it is removed.
    pub fn old_key(&self) -> Option<&[u8]> {
        self.old_key.as_deref()
    }

    /// Every sealed key that is good, the present one first.
    pub fn keys(&self) -> impl Iterator<Item = &[u8]> {
        self.key().into_iter().chain(self.old_key())
    }

    /// Takes a new sealed key; the one from before stays good beside it.
    ///
    /// # Errors
    /// `TwoKeys`.
    pub fn add_key(&mut self, sealed: Vec<u8>) -> Result<(), SiteIdentityError> {
        if self.old_key.is_some() {
            return Err(SiteIdentityError::TwoKeys);
        }
        self.old_key = self.key.replace(sealed);
        Ok(())
    }

    /// Ends a rotation: only the present key is good from now on.
    ///
    /// # Errors
    /// `NoKey` when there is no older one.
    pub fn remove_old_key(&mut self) -> Result<(), SiteIdentityError> {
        self.old_key.take().map(drop).ok_or(SiteIdentityError::NoKey)
    }

    /// Forgets both keys.
    ///
    /// # Errors
    /// `Required`, and `NoKey` when there is none.
    pub fn remove_keys(&mut self) -> Result<(), SiteIdentityError> {
        if self.required {
            return Err(SiteIdentityError::Required);
        }
        self.old_key = None;
        self.key.take().map(drop).ok_or(SiteIdentityError::NoKey)
    }

    /// Demands proofs, or stops to.
    ///
    /// # Errors
    /// `NoKey`.
    pub const fn set_required(&mut self, required: bool) -> Result<(), SiteIdentityError> {
        if required && self.key.is_none() {
            return Err(SiteIdentityError::NoKey);
        }
        self.required = required;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_keys_are_good_during_a_rotation_and_never_a_third() {
        let mut identity = SiteIdentity::default();
        identity.add_key(vec![1]).unwrap();
        identity.add_key(vec![2]).unwrap();
        assert_eq!(identity.keys().collect::<Vec<_>>(), [[2], [1]]);
        assert_eq!(identity.add_key(vec![3]), Err(SiteIdentityError::TwoKeys));
        identity.remove_old_key().unwrap();
        assert_eq!(identity.keys().collect::<Vec<_>>(), [[2]]);
        assert_eq!(identity.remove_old_key(), Err(SiteIdentityError::NoKey));
    }

    #[test]
    fn what_is_required_can_be_met() {
        let mut identity = SiteIdentity::default();
        assert_eq!(identity.set_required(true), Err(SiteIdentityError::NoKey));
        identity.add_key(vec![1]).unwrap();
        identity.set_required(true).unwrap();
        assert_eq!(identity.remove_keys(), Err(SiteIdentityError::Required));
        identity.set_required(false).unwrap();
        identity.remove_keys().unwrap();
        assert_eq!(identity, SiteIdentity::default());
        assert_eq!(SiteIdentity::stored(true, None, None), None);
        assert_eq!(SiteIdentity::stored(false, None, Some(vec![1])), None);
    }
}
