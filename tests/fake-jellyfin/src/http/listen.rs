//! Opens ports and runs the thread behind them. Does not know what is served.

use super::serve::{Shared, serve_connection};
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

/// How many free ports are tried, because the same port may be taken in the other address family.
const ATTEMPTS: u8 = 50;

/// How long open connections may take to be dropped when the server stops.
const PATIENCE: Duration = Duration::from_secs(2);

/// The same port on `127.0.0.1` and, if the machine has it, on `::1`: `localhost` may mean either.
pub(super) struct Listeners {
    pub(super) port: u16,
    all: Vec<TcpListener>,
}

/// Opens a port; 0 means any free one.
pub(super) fn open(port: u16) -> io::Result<Listeners> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let chosen = first.local_addr()?.port();
        let mut all = vec![first];
        match TcpListener::bind((Ipv6Addr::LOCALHOST, chosen)) {
            Ok(second) => all.push(second),
            Err(error) if error.kind() != io::ErrorKind::AddrInUse => {}
            Err(_) if port == 0 && attempt < ATTEMPTS => continue,
            Err(error) => return Err(error),
        }
        for listener in &all {
            listener.set_nonblocking(true)?;
        }
        return Ok(Listeners { port: chosen, all });
    }
}

/// Serves on its own thread until it is told to stop or the sender is gone.
pub(super) fn run(
    listeners: Listeners,
    shared: Arc<Shared>,
    stopped: oneshot::Receiver<()>,
) -> io::Result<JoinHandle<()>> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    std::thread::Builder::new().name("fake-jellyfin".to_owned()).spawn(move || {
        for listener in listeners.all {
            runtime.spawn(accept(listener, Arc::clone(&shared)));
        }
        drop(runtime.block_on(stopped));
        runtime.shutdown_timeout(PATIENCE);
    })
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) -> io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        // The next connection may work even if this one failed.
        if let Ok((stream, _)) = listener.accept().await {
            stream.set_nodelay(true)?;
            tokio::spawn(serve_connection(stream, Arc::clone(&shared)));
        }
    }
}
