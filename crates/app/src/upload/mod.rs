//! Files: taken in by one path whoever sends them, and handed out only to those who may see them.

mod picture;
mod read_file;
mod sniff;
mod store_file;

pub use picture::{Picture, PictureError, re_encode};
pub use read_file::{FileBytes, ReadError, avatar, file_for_agent, file_for_visitor};
pub use store_file::{NewFile, UploadError, store_avatar, upload_by_agent, upload_by_visitor, visitor_may_send};
