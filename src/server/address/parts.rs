//! The parts of an address, as a text names them.

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// Nothing was written.
    Empty,
    /// It begins with another scheme than `http` and `https`, or with none where one is needed.
    Scheme,
    /// No host, or characters that no host has.
    Host,
    /// What follows the host's colon is not a port.
    Port,
    /// A name or password before the host.
    Credentials,
}

/// An address in parts; scheme and port only if the text names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) scheme: Option<Scheme>,
    pub(super) host: String,
    pub(super) port: Option<u16>,
    /// Empty, or with a slash at the beginning and none at the end.
    pub(super) path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scheme {
    name: &'static str,
    /// Where Jellyfin is found by it: the port that it implies, and Jellyfin's own.
    pub(super) ports: [u16; 2],
}

/// `http`
pub(super) const HTTP: Scheme = Scheme { name: "http", ports: [80, 8096] };

/// `https`
pub(super) const HTTPS: Scheme = Scheme { name: "https", ports: [443, 8920] };

impl Parts {
    /// Reads a text. Spaces around it, capitals in the host, backslashes for slashes, a query, and a trailing slash,
    /// `/web` or `/web/index.html` make no difference.
    pub(super) fn parse(written: &str) -> Result<Self, AddressError> {
        let written: String = written.trim().chars().map(|it| if it == '\\' { '/' } else { it }).collect();
        if written.is_empty() {
            return Err(AddressError::Empty);
        }
        let (scheme, rest) = scheme(without_query(&written))?;
        let authority = rest.split('/').next().unwrap_or_default();
        let path = rest.strip_prefix(authority).unwrap_or_default().trim_end_matches('/');
        if authority.contains('@') {
            return Err(AddressError::Credentials);
        }
        let (host, port) = host_and_port(authority)?;
        let path = path.strip_suffix("/index.html").unwrap_or(path).trim_end_matches('/');
        let path = path.strip_suffix("/web").unwrap_or(path).trim_end_matches('/');
        if path.contains(|character: char| character.is_ascii_whitespace() || character.is_ascii_control()) {
            return Err(AddressError::Host);
        }
        Ok(Self { scheme, host, port, path: path.to_owned() })
    }

    /// The whole address, with this scheme and port. A port that the scheme implies is left out.
    pub(super) fn written(&self, scheme: Scheme, port: Option<u16>) -> String {
        let Self { host, path, .. } = self;
        match port.filter(|port| *port != scheme.ports[0]) {
            Some(port) => format!("{}://{host}:{port}{path}", scheme.name),
            None => format!("{}://{host}{path}", scheme.name),
        }
    }
}

/// Up to the query or the fragment.
pub(super) fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// The scheme, if there is one, and what follows it. `http:tv` and `http:///tv` are understood. The colon of a port
/// (`tv:8096`) or of an IPv6 address does not end a scheme.
fn scheme(written: &str) -> Result<(Option<Scheme>, &str), AddressError> {
    let Some((before, after)) = written.split_once(':') else {
        return Ok((None, written.trim_start_matches('/')));
    };
    for scheme in [HTTP, HTTPS] {
        if before.eq_ignore_ascii_case(scheme.name) {
            return Ok((Some(scheme), after.trim_start_matches('/')));
        }
    }
    if after.starts_with("//") && !before.contains('/') {
        return Err(AddressError::Scheme);
    }
    Ok((None, written.trim_start_matches('/')))
}

fn host_and_port(authority: &str) -> Result<(String, Option<u16>), AddressError> {
    let colons = authority.split(':').count() - 1;
    // An IPv6 address without the brackets that it needs here.
    let is_bare = colons > 1 && !authority.starts_with('[');
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !is_bare && !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if host.is_empty() || host.contains(|character: char| !is_host(character)) || (colons < 2 && host.starts_with('['))
    {
        return Err(AddressError::Host);
    }
    let port = match port {
        Some(port) => Some(read_port(port).ok_or(AddressError::Port)?),
        None => None,
    };
    let host = host.to_ascii_lowercase();
    Ok((if is_bare { format!("[{host}]") } else { host }, port))
}

fn read_port(port: &str) -> Option<u16> {
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    port.parse().ok().filter(|port| is_number && *port > 0)
}

fn is_host(character: char) -> bool {
    // Letters of other scripts are left to the browser.
    character.is_ascii_alphanumeric() || !character.is_ascii() || matches!(character, '.' | '-' | '_' | ':' | '[' | ']')
}
