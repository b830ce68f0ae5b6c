//! Tells the open pages to reload, with a server-sent event.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
                    Access-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n";

/// The pages that are listening.
pub struct Reload {
    port: u16,
    pages: Arc<Mutex<Vec<TcpStream>>>,
}

impl Reload {
    /// Opens a port for them to listen to.
    pub fn start() -> Result<Self, String> {
        let failed = |error| format!("No port can be opened: {error}.");
        let listener = TcpListener::bind("127.0.0.1:0").map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let pages = Arc::new(Mutex::new(Vec::new()));
        let arriving = Arc::clone(&pages);
        thread::spawn(move || {
            for mut page in listener.incoming().filter_map(Result::ok) {
                // The request has to be read, whatever it says. The timeout is for connections that never send one.
                let _ = page.set_read_timeout(Some(Duration::from_secs(1)));
                if page.read(&mut [0; 4096]).is_ok() && page.write_all(HEAD.as_bytes()).is_ok() {
                    arriving.lock().unwrap_or_else(PoisonError::into_inner).push(page);
                }
            }
        });
        Ok(Self { port, pages })
    }

    /// The script that makes a page listen.
    pub fn script(&self) -> String {
        format!(
            "<script>new EventSource('http://127.0.0.1:{}').onmessage = () => location.reload()</script>",
            self.port
        )
    }

    /// Makes them all reload. Each then connects again.
    pub fn now(&self) {
        for mut page in self.pages.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            // A page that has been closed needs no message.
            let _ = page.write_all(b"data: built\n\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_listens_is_told() {
        let reload = Reload::start().expect("a port");
        let mut page = TcpStream::connect(("127.0.0.1", reload.port)).expect("a connection");
        page.write_all(b"GET / HTTP/1.1\r\n\r\n").expect("a request");
        let mut head = vec![0; HEAD.len()];
        page.read_exact(&mut head).expect("an answer");
        while reload.pages.lock().expect("the pages").is_empty() {
            thread::yield_now();
        }
        reload.now();
        let mut event = String::new();
        page.read_to_string(&mut event).expect("an event");
        assert_eq!(event, "data: built\n\n");
        assert!(reload.script().contains(&reload.port.to_string()));
    }
}
