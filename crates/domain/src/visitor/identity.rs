//! What a visitor or the page says about who is writing.

use crate::text;

/// The most variables that are kept.
const MAX_VARIABLES: usize = 50;
/// All of them together, in bytes: they go with every row of a list and every change of a conversation.
const MAX_VARIABLE_BYTES: usize = 16 * 1024;

/// A variable of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The page's name for it.
    pub id: String,
    /// What to show.
    pub label: String,
    /// Always text.
    pub value: String,
}

impl Variable {
    fn n_bytes(&self) -> usize {
        self.id.len() + self.label.len() + self.value.len()
    }
}

/// Name, address, phone, group, language, variables. Absent: never given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The name.
    pub name: Option<String>,
    /// The address.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The id or key of a group, as the page gave it.
    pub group: Option<String>,
    /// A language code.
    pub language: Option<String>,
    /// In the order of their ids.
    pub variables: Vec<Variable>,
}

/// A field that cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityError {
    /// The address has not the shape of one.
    Email,
}

impl Identity {
    /// Whether it says anything about who is writing; where to route and which language are no part of that.
    pub fn says_who(&self) -> bool {
        let is_said = |value: &Option<String>| value.as_deref().is_some_and(|value| !value.trim().is_empty());
        [&self.name, &self.email, &self.phone].into_iter().any(is_said) || !self.variables.is_empty()
    }

    /// The same without a name, address or phone number where `known` has one: what is known of a proven person is replaced by
    /// proofs only.
    #[must_use]
    pub fn beside(mut self, known: &Identity) -> Self {
        for (new, old) in [(&mut self.name, &known.name), (&mut self.email, &known.email), (&mut self.phone, &known.phone)] {
            *new = new.take().filter(|_| old.is_none());
        }
        self
    }

    /// What says who it is: name, address and phone number, as far as they are known.
    pub fn known(&self) -> impl Iterator<Item = &str> {
        [&self.name, &self.email, &self.phone].into_iter().flatten().map(String::as_str)
    }

    /// Takes what is new. Empty strings set nothing, as in the public API.
    ///
    /// # Errors
    /// [`IdentityError`]; nothing is changed then.
    pub fn update(&mut self, new: Identity) -> Result<(), IdentityError> {
        let email = match new.email.as_deref().map(str::trim).filter(|email| !email.is_empty()) {
            None => None,
            Some(raw) => Some(text::email(raw).ok_or(IdentityError::Email)?),
        };
        let given = |value: Option<String>, max: usize| value.map(|value| text::line(&value, max)).filter(|value| !value.is_empty());
        self.email = email.or(self.email.take());
        self.name = given(new.name, 255).or(self.name.take());
        self.phone = given(new.phone, 64).or(self.phone.take());
        self.group = given(new.group, 64).or(self.group.take());
        self.language = given(new.language, 16).or(self.language.take());
        merge_variables(&mut self.variables, new.variables);
        Ok(())
    }
}

/// Merges variables by id and keeps at most fifty and 16 KiB, those that were there first.
///
/// One that does not fit is not taken; what it had before stays.
pub fn merge_variables(known: &mut Vec<Variable>, new: Vec<Variable>) {
    for variable in new {
        let id = text::line(&variable.id, 64);
        if id.is_empty() {
            continue;
        }
        let label = text::line(&variable.label, 128);
        let label = if label.is_empty() { id.clone() } else { label };
        let clean = Variable { id, label, value: text::line(&variable.value, 1000) };
        let others: usize = known.iter().filter(|one| one.id != clean.id).map(Variable::n_bytes).sum();
        if others + clean.n_bytes() > MAX_VARIABLE_BYTES {
            continue;
        }
        if let Some(one) = known.iter_mut().find(|one| one.id == clean.id) {
            *one = clean;
        } else if known.len() < MAX_VARIABLES {
            known.push(clean);
        }
    }
    known.sort_by(|a, b| a.id.cmp(&b.id));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_strings_set_nothing_and_a_wrong_address_changes_nothing() {
        let mut identity = Identity { name: Some("Nadia".into()), ..Identity::default() };
        identity.update(Identity { name: Some("  ".into()), phone: Some("12".into()), ..Identity::default() }).expect("taken");
        assert_eq!((identity.name.as_deref(), identity.phone.as_deref()), (Some("Nadia"), Some("12")));
        let wrong = Identity { name: Some("Eve".into()), email: Some("nonsense".into()), ..Identity::default() };
        assert_eq!(identity.update(wrong), Err(IdentityError::Email));
        assert_eq!(identity.name.as_deref(), Some("Nadia"));
    }

    #[test]
    fn words_without_a_proof_fill_what_is_empty_and_replace_nothing() {
        let said = Identity { name: Some("Eve".into()), phone: Some("12".into()), group: Some("orders".into()), ..Identity::default() };
        assert!(said.says_who());
        assert!(
            !Identity { group: Some("orders".into()), language: Some("fr".into()), name: Some(" ".into()), ..Identity::default() }
                .says_who()
        );
        let known = Identity { name: Some("Nadia".into()), ..Identity::default() };
        let taken = said.beside(&known);
        assert_eq!((taken.name, taken.phone.as_deref(), taken.group.as_deref()), (None, Some("12"), Some("orders")));
    }

    #[test]
    fn variables_merge_by_id_and_stay_bounded() {
        let mut known = Vec::new();
        let variable = |id: String, value: &str| Variable { id, label: String::new(), value: value.into() };
        merge_variables(&mut known, (0..80).map(|n| variable(format!("v{n:02}"), "a")).collect());
        merge_variables(&mut known, vec![variable("v03".into(), "b")]);
        assert_eq!(known.len(), 50);
        let value_of = |known: &[Variable], id: &str| known.iter().find(|one| one.id == id).map(|one| one.value.clone());
        assert_eq!(value_of(&known, "v03"), Some("b".into()));

        // 4,000 bytes each: four fit beside the others, and a fifth keeps what it had.
        let long = "🙂".repeat(1000);
        merge_variables(&mut known, (0..6).map(|n| variable(format!("v{n:02}"), &long)).collect());
        assert_eq!(value_of(&known, "v02"), Some(long));
        assert_eq!(value_of(&known, "v05"), Some("a".into()));
        assert!(known.iter().map(Variable::n_bytes).sum::<usize>() <= MAX_VARIABLE_BYTES);
    }
}
