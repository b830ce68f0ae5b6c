//! Real web servers with the examples of `hosting/`, in front of the fake Jellyfin: `cargo verify hosting`. `program`
//! starts them, `examples` lives with each as it is, `mistakes` with what goes wrong in practice.

mod examples;
mod mistakes;
mod program;
