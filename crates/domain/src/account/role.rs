//! The three roles.

/// What an agent may do. The order is the order of power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Conversations of named sites.
    Agent,
    /// Everything but owners.
    Admin,
    /// Everything; an account always has one.
    Owner,
}

impl Role {
    /// Every role, weakest first.
    pub const ALL: [Role; 3] = [Role::Agent, Role::Admin, Role::Owner];

    /// The stored and sent word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Agent => "agent",
            Role::Admin => "admin",
            Role::Owner => "owner",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Whether this role manages sites, groups and people.
    pub const fn administers(self) -> bool {
        matches!(self, Role::Admin | Role::Owner)
    }

    /// Whether somebody with this role may give, change or take away `other`.
    ///
    /// Only owners touch owners; admins handle admins and agents.
    pub fn may_manage(self, other: Role) -> bool {
        match self {
            Role::Owner => true,
            Role::Admin => other != Role::Owner,
            Role::Agent => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_manages_a_stronger_role() {
        for own in Role::ALL {
            for other in Role::ALL {
                assert!(!own.may_manage(other) || own >= other, "{own:?} {other:?}");
            }
        }
        assert!(Role::Owner.may_manage(Role::Owner));
    }
}
