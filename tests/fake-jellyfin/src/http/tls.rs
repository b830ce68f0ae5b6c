//! TLS with a self-signed certificate, which a browser trusts only if it is told to.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertifiedKey, KeyPair, PublicKeyData, generate_simple_self_signed};
use std::io;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A certificate for this machine that nobody has signed, for a program that is not the fake.
pub struct Certificate {
    /// As in a `.crt` file.
    pub text: String,
    /// Its key, as in a `.key` file.
    pub key_text: String,
    /// With which Chromium can be told to accept it, as [`super::Server::key_hash`] says.
    pub key_hash: String,
}

impl Certificate {
    /// Makes a new one.
    ///
    /// # Errors
    ///
    /// When no certificate can be made.
    pub fn new() -> io::Result<Self> {
        let made = made()?;
        Ok(Self {
            text: pem("CERTIFICATE", made.cert.der()),
            key_text: pem("PRIVATE KEY", &made.signing_key.serialize_der()),
            key_hash: key_hash(&made),
        })
    }
}

fn pem(what: &str, bytes: &[u8]) -> String {
    let encoded = STANDARD.encode(bytes);
    let lines: Vec<&str> = encoded.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {what}-----\n{}\n-----END {what}-----\n", lines.join("\n"))
}

fn made() -> io::Result<CertifiedKey<KeyPair>> {
    generate_simple_self_signed(["localhost", "127.0.0.1", "::1"].map(str::to_owned)).map_err(io::Error::other)
}

fn key_hash(made: &CertifiedKey<KeyPair>) -> String {
    let key = made.signing_key.subject_public_key_info();
    STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, &key))
}

/// The certificate of one server.
pub(super) struct Tls {
    pub(super) acceptor: TlsAcceptor,
    pub(super) key_hash: String,
}

impl Tls {
    pub(super) fn new() -> io::Result<Self> {
        let made = made()?;
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key))
            .map_err(io::Error::other)?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), key_hash: key_hash(&made) })
    }
}
