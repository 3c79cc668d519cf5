//! The world outside: time, chance, files and mail. Everything in here is handed to others through ports.

pub mod clock;
pub mod data_folder;
pub mod mail;
pub mod open_files;
