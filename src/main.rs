//! Starts the app in the page that loaded it.

#[cfg(target_family = "wasm")]
fn main() {
    quick_connect_client::app::start();
}

/// The program runs in a browser; natively there is only the library to test.
#[cfg(not(target_family = "wasm"))]
fn main() {}
