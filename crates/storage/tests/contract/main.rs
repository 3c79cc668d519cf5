//! What storage promises, on both databases.

mod values;
