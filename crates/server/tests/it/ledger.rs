//! What a client has on its screen, and the promises that are checked on it.

use std::collections::{BTreeMap, HashMap};

use entrenous_protocol::message::{ContentOut, MessageOut};

/// The messages of one conversation as a client shows them.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Screen(BTreeMap<i64, (String, String)>);

impl Screen {
    /// Shows a message; one that is there already is not shown again.
    ///
    /// Panics when the same number comes with another message: that would be a gap or a double.
    pub fn show(&mut self, message: &MessageOut) {
        let text = match &message.content {
            ContentOut::Text { text } => text.clone(),
            ContentOut::File { file } => file.name.clone(),
            ContentOut::System { event, .. } => format!("{event:?}"),
        };
        let entry = (message.client_msg_id.clone(), text);
        let before = self.0.insert(message.seq, entry.clone());
        assert!(before.is_none_or(|before| before == entry), "number {} was given to two messages", message.seq);
    }

    /// The last number before the first hole.
    pub fn contiguous(&self) -> i64 {
        let mut last = 0;
        for seq in self.0.keys() {
            if *seq != last + 1 {
                break;
            }
            last = *seq;
        }
        last
    }

    /// How many messages are shown.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The texts in order.
    pub fn texts(&self) -> Vec<&str> {
        self.0.values().map(|(_, text)| text.as_str()).collect()
    }

    /// No holes, and no message of a sender under two numbers.
    pub fn assert_sound(&self) {
        assert_eq!(usize::try_from(self.contiguous()).unwrap(), self.len(), "there is a hole");
        let mut seen: HashMap<&str, i64> = HashMap::new();
        for (seq, (client_msg_id, text)) in &self.0 {
            let earlier = seen.insert(client_msg_id, *seq);
            assert!(earlier.is_none(), "{text} is shown twice, as {earlier:?} and {seq}");
        }
    }
}

/// What a sender was promised: client id and number of each acknowledged message.
#[derive(Debug, Default, Clone)]
pub struct Promised(HashMap<String, i64>);

impl Promised {
    /// Notes an acknowledgement; a repeated one must promise the same number.
    pub fn note(&mut self, client_msg_id: &str, seq: i64) -> bool {
        match self.0.insert(client_msg_id.to_owned(), seq) {
            None => true,
            Some(before) => {
                assert_eq!(before, seq, "{client_msg_id} was acknowledged under two numbers");
                false
            }
        }
    }

    /// How many were promised.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Every promise was kept on this screen.
    pub fn assert_kept(&self, screen: &Screen) {
        for (client_msg_id, seq) in &self.0 {
            let shown = screen.0.get(seq).map(|(id, _)| id.as_str());
            assert_eq!(shown, Some(client_msg_id.as_str()), "acknowledged message {seq} is lost");
        }
    }
}
