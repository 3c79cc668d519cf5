//! Connections to the SQLite file that only look. They never wait for the writer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::data_file::DataFile;
use crate::error::{Result, StorageError};
use crate::inline::control;

/// A bounded number of reading connections, opened when first needed.
#[derive(Clone, Debug)]
pub(crate) struct Readers {
    file: Arc<DataFile>,
    idle: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
    n_places: u32,
    patience: Duration,
}

/// Where the statements of a view run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// Right where they are called: a change of thread costs several times what finding a row by its key does.
    Here,
    /// On the threads for blocking work, because they may look through many rows.
    Away,
}

/// One snapshot.
#[derive(Debug)]
pub(crate) struct View {
    place: Where,
    /// Away while a statement runs; gone for good when a statement was cancelled.
    connection: Option<Connection>,
    idle: Arc<Mutex<Vec<Connection>>>,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    pub(crate) fn new(file: Arc<DataFile>, n_places: u32, patience: Duration) -> Self {
        let places = Arc::new(Semaphore::new(n_places as usize));
        Readers { file, idle: Arc::default(), places, n_places, patience }
    }

    /// Begins a view as soon as a connection is free.
    pub(crate) async fn view(&self, place: Where) -> Result<View> {
        let turn = tokio::time::timeout(self.patience, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(permit)) = turn else { return Err(StorageError::Unavailable(None)) };
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.file.connect_to_look().await?,
        };
        control(&connection, "BEGIN")?;
        Ok(View { place, connection: Some(connection), idle: Arc::clone(&self.idle), _permit: permit })
    }

    /// Waits for the open views and closes everything. Later views are `Unavailable`.
    pub(crate) async fn close(&self) {
        // An error means that somebody closed it already.
        let _ = self.places.acquire_many(self.n_places).await;
        self.places.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl View {
    /// Runs something with the connection.
    pub(crate) async fn look<T: Send + 'static>(
        &mut self,
        what: impl FnOnce(&Connection) -> Result<T, sqlx::Error> + Send + 'static,
    ) -> Result<T, sqlx::Error> {
        if self.place == Where::Here {
            return self.connection.as_ref().map_or(Err(sqlx::Error::WorkerCrashed), what);
        }
        let Some(connection) = self.connection.take() else { return Err(sqlx::Error::WorkerCrashed) };
        let looked = tokio::task::spawn_blocking(move || {
            let seen = what(&connection);
            (connection, seen)
        });
        let (connection, seen) = looked.await.map_err(|_| sqlx::Error::WorkerCrashed)?;
        self.connection = Some(connection);
        seen
    }
}

impl Drop for View {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && control(&connection, "ROLLBACK").is_ok()
        {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
