//! Whether a host is at home: in the same network as whoever names it, as far as its name tells.

/// Whether what is sent to this host stays at home: names without a dot or that only a home's own network knows, and
/// addresses that the internet does not carry (RFC 1918, 3927, 4193, 4291, 6598, 6762, 8375).
pub(super) fn is_at_home(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    if let Some(address) = host.strip_prefix('[') {
        let first = address.split(':').next().unwrap_or_default();
        return address == "::1]"
            || first.len() == 4 && ["fc", "fd", "fe8", "fe9", "fea", "feb"].iter().any(|it| first.starts_with(it));
    }
    let numbers: Vec<u8> = host.split('.').map_while(|part| part.parse().ok()).collect();
    match numbers[..] {
        [first, second, _, _] if host.split('.').count() == 4 => {
            matches!((first, second), (10 | 127, _) | (100, 64..=127) | (169, 254) | (172, 16..=31) | (192, 168))
        }
        _ => {
            !host.contains('.')
                || ["local", "lan", "home.arpa", "localhost"]
                    .iter()
                    .any(|it| host.strip_suffix(it).is_some_and(|before| before.ends_with('.')))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn home_is_what_the_internet_does_not_carry() {
        for host in [
            "10.0.0.1",
            "127.0.0.1",
            "100.64.0.1",
            "100.127.255.1",
            "169.254.1.1",
            "172.16.0.1",
            "172.31.0.1",
            "192.168.1.10",
            "[::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fe80::1]",
            "[febf::1]",
            "tv",
            "localhost",
            "tv.localhost",
            "tv.local",
            "tv.local.",
            "nas.lan",
            "nas.home.arpa",
        ] {
            assert!(is_at_home(host), "{host}");
        }
        for host in [
            "11.0.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "8.8.8.8",
            "[2001:db8::1]",
            "[fc::1]",
            "[fec0::1]",
            "[::2]",
            "media.example.org",
            "local.example.org",
            "tvlocal.org",
            "home.arpa.example",
            "192.168.1.10.example.org",
            "10.example.org",
        ] {
            assert!(!is_at_home(host), "{host}");
        }
    }
}
