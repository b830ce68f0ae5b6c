//! The client and what was recorded of running servers and of Jellyfin's own web client (`tests/recordings/`): it reads
//! their answers, asks as they ask, and shares its session with what the real one stores.

#![cfg(not(target_family = "wasm"))]

mod answers;
mod outcomes;
mod web_client;

/// A text with a value for every name. Any will do, as long as it has the right shape.
fn filled(text: &str) -> String {
    let mut parts = text.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("}}").expect("the end of a name");
        filled += match name.split([':', ' ']).next().unwrap_or_default() {
            "code" => "583204",
            "date" => "2026-03-14T09:26:53.1234567Z",
            "milliseconds" => "1795000000000",
            "base" | "origin" => "http://127.0.0.1:8096",
            "pin" => "/var/lib/jellyfin/passwordreset.json",
            "a" => "<!DOCTYPE html><html>",
            "host" => "machine",
            "user" => "fedcba9876543210fedcba9876543210",
            _ => "0123456789abcdef0123456789abcdef",
        };
        filled += rest;
    }
    filled
}
