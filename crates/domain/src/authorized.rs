//! Proof that somebody may do something with a thing; the thing is inside.
//!
//! An `app` function that takes `Authorized<Thing, Action>` has nothing left to check: the value
//! can only be made by [`crate::account::Actor`], which holds the one table of rights.

use std::marker::PhantomData;

/// A thing together with the proof that the caller may do `Action` with it.
#[derive(Debug)]
pub struct Authorized<Thing, Action> {
    thing: Thing,
    action: PhantomData<Action>,
}

impl<Thing, Action> Authorized<Thing, Action> {
    pub(crate) fn new(thing: Thing) -> Self {
        Self { thing, action: PhantomData }
    }

    /// The thing.
    pub fn thing(&self) -> &Thing {
        &self.thing
    }

    /// Gives the proof up and hands the thing out.
    pub fn into_thing(self) -> Thing {
        self.thing
    }
}
