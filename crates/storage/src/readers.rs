//! Connections to the SQLite file that only look. They never wait for the writer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::data_file::DataFile;
use crate::error::{Result, StorageError};
use crate::inline::control;
use crate::leash::Leash;
use crate::search_file::SearchFile;

/// Places of long views, and as many of searches.
///
/// They have their own, so that nobody who only wants a row waits for them; two, because each keeps a processor busy.
const LONG_PLACES: u32 = 2;

/// A bounded number of reading connections, opened when first needed.
#[derive(Clone, Debug)]
pub(crate) struct Readers {
    file: Arc<DataFile>,
    search: Arc<SearchFile>,
    short: Places,
    long: Places,
    searching: Places,
    patience: Duration,
    /// How long one statement of a long view may take.
    longest: Duration,
}

/// Connections that nobody looks with just now, each with the generation of its file.
type Idle = Arc<Mutex<Vec<(u64, Connection)>>>;

#[derive(Clone, Debug)]
struct Places {
    free: Arc<Semaphore>,
    n: u32,
    idle: Idle,
}

/// What a view is for, which says where its statements run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// Right where they are called: a change of thread costs several times what finding a row by its key does.
    Here,
    /// On the threads for blocking work, because they may look through many rows.
    Away,
    /// There too, with places and connections of their own, which see the search index:
    /// nobody can say beforehand how much a search has to look through.
    Searching,
}

/// One snapshot.
#[derive(Debug)]
pub(crate) struct View {
    place: Where,
    longest: Duration,
    /// Away while a statement runs; gone for good when a statement was cancelled.
    lent: Option<Lent>,
    /// There when the search index is looked at.
    search: Option<Arc<SearchFile>>,
}

/// A connection and the place that it takes, which is free again only when nothing runs on it any more.
#[derive(Debug)]
struct Lent {
    /// Always there until this is dropped.
    connection: Option<(u64, Connection)>,
    idle: Idle,
    _permit: OwnedSemaphorePermit,
}

impl Places {
    fn new(n: u32, idle: &Idle) -> Self {
        Places { free: Arc::new(Semaphore::new(n as usize)), n, idle: Arc::clone(idle) }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(u64, Connection)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection of this generation; others are closed.
    fn take_idle(&self, generation: u64) -> Option<Connection> {
        let mut idle = self.idle();
        while let Some((of, connection)) = idle.pop() {
            if of == generation {
                return Some(connection);
            }
        }
        None
    }

    /// Waits until all are free and closes the connections; later nobody gets one.
    async fn close(&self) {
        // An error means that somebody closed it already.
        let _ = self.free.acquire_many(self.n).await;
        self.free.close();
        self.idle().clear();
    }
}

impl Readers {
    pub(crate) fn new(file: Arc<DataFile>, search: Arc<SearchFile>, n_places: u32, patience: Duration, longest: Duration) -> Self {
        let (idle, searching) = (Idle::default(), Idle::default());
        let (short, long) = (Places::new(n_places, &idle), Places::new(LONG_PLACES, &idle));
        Readers { file, search, short, long, searching: Places::new(LONG_PLACES, &searching), patience, longest }
    }

    /// Begins a view as soon as a connection is free.
    pub(crate) async fn view(&self, place: Where) -> Result<View> {
        let places = match place {
            Where::Here => &self.short,
            Where::Away => &self.long,
            Where::Searching => &self.searching,
        };
        let turn = tokio::time::timeout(self.patience, Arc::clone(&places.free).acquire_owned()).await;
        let Ok(Ok(permit)) = turn else { return Err(StorageError::Unavailable(None)) };
        let search = (place == Where::Searching).then(|| Arc::clone(&self.search));
        let generation = search.as_ref().map_or(0, |search| search.generation());
        let idle = places.take_idle(generation);
        let connection = match (idle, &search) {
            (Some(connection), _) => connection,
            (None, Some(search)) => search.connect_to_look().await?,
            (None, None) => self.file.connect_to_look().await?,
        };
        control(&connection, "BEGIN")?;
        let lent = Lent { connection: Some((generation, connection)), idle: Arc::clone(&places.idle), _permit: permit };
        Ok(View { place, longest: self.longest, lent: Some(lent), search })
    }

    /// Waits for the open views and closes everything. Later views are `Unavailable`.
    pub(crate) async fn close(&self) {
        for places in [&self.short, &self.long, &self.searching] {
            places.close().await;
        }
    }
}

impl View {
    /// Notes a statement's error when the search index is damaged.
    pub(crate) fn note(&self, error: &sqlx::Error) {
        if let Some(search) = &self.search {
            search.note(error);
        }
    }

    /// Runs something with the connection.
    ///
    /// Away from here it is stopped when it takes too long, and when the caller goes.
    pub(crate) async fn look<T: Send + 'static>(
        &mut self,
        what: impl FnOnce(&Connection) -> Result<T, sqlx::Error> + Send + 'static,
    ) -> Result<T, sqlx::Error> {
        if self.place == Where::Here {
            return self.lent.as_ref().map_or(Err(sqlx::Error::WorkerCrashed), |lent| lent.look(what));
        }
        let Some(lent) = self.lent.take() else { return Err(sqlx::Error::WorkerCrashed) };
        let leash = Leash::default();
        let on_leash = leash.clone();
        let mut looked = tokio::task::spawn_blocking(move || {
            let seen = lent.look(|connection| on_leash.run(connection, what));
            (lent, seen)
        });
        // When this future is dropped in the middle, the statement is stopped and its thread gives the connection back.
        let gone = leash.stop_on_drop();
        let ended = match tokio::time::timeout(self.longest, &mut looked).await {
            Ok(ended) => ended,
            Err(_) => {
                leash.stop();
                looked.await
            }
        };
        drop(gone);
        let (lent, seen) = ended.map_err(|_| sqlx::Error::WorkerCrashed)?;
        self.lent = Some(lent);
        seen
    }
}

impl Lent {
    fn look<T>(&self, what: impl FnOnce(&Connection) -> Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        self.connection.as_ref().map_or(Err(sqlx::Error::WorkerCrashed), |(_, connection)| what(connection))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some((generation, connection)) = self.connection.take()
            && control(&connection, "ROLLBACK").is_ok()
        {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((generation, connection));
        }
    }
}
