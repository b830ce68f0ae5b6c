//! Remote controls, keyboards and screen readers.

mod access;
mod keys;
mod number_pad;
mod walk;
