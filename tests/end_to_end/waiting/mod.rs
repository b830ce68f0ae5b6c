//! The waiting device: its code, how it polls, what an approval survives, its QR code, and the whole flow on each
//! release of the server.

mod code;
mod polling;
mod qr;
mod releases;
mod survival;
