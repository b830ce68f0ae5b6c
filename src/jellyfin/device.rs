//! How this device introduces itself to a server: an id of its own, made once, and a name that its owner recognises in
//! a list of devices.

/// A device as Jellyfin knows it. The server keeps one token for each account and device id, so two programs that share
/// an id sign each other out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Letters, digits and dashes: 10.7 to 12.0 all leave these as they are.
    pub id: String,
    /// At most 64 characters, which is what the server's table declares.
    pub name: String,
}

impl Device {
    /// An id of 32 hexadecimal digits, from random bytes.
    #[must_use]
    pub fn id_from(random: [u8; 16]) -> String {
        format!("{:032x}", u128::from_be_bytes(random))
    }

    /// A name from a browser's user agent: the kind of device if it can be told, otherwise the browser and the system.
    #[must_use]
    pub fn name_from(user_agent: &str) -> String {
        // Only at the start of a word: "AFT" may be inside of others.
        let says = |word: &str| user_agent.split([' ', '/', ';', '(']).any(|said| said.starts_with(word));
        let find = |table: &[(&str, &'static str)]| table.iter().find(|(word, _)| says(word)).map(|(_, name)| *name);
        if let Some(kind) = find(TELEVISIONS).or(find(PHONES)) {
            return kind.to_owned();
        }
        match (find(BROWSERS), find(SYSTEMS)) {
            (Some(browser), Some(system)) => format!("{browser} on {system}"),
            (Some(name), None) | (None, Some(name)) => name.to_owned(),
            (None, None) => "Web browser".to_owned(),
        }
    }
}

/// Words that tell a television, or what is connected to one. The first one that is there counts.
const TELEVISIONS: &[(&str, &str)] = &[
    ("Web0S", "LG TV"),
    ("webOS", "LG TV"),
    ("Tizen", "Samsung TV"),
    ("AFT", "Fire TV"),
    ("BRAVIA", "Sony TV"),
    ("VIDAA", "Hisense TV"),
    ("Viera", "Panasonic TV"),
    ("NETTV", "Philips TV"),
    ("PlayStation", "PlayStation"),
    ("Xbox", "Xbox"),
    ("SMART-TV", "Smart TV"),
    ("SmartTV", "Smart TV"),
    ("HbbTV", "Smart TV"),
];

const PHONES: &[(&str, &str)] = &[("iPhone", "iPhone"), ("iPad", "iPad")];

const BROWSERS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("HeadlessChrome", "Headless Chrome"),
    ("Safari", "Safari"),
];

const SYSTEMS: &[(&str, &str)] =
    &[("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Mac", "macOS"), ("Linux", "Linux")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_kind_of_device_it_is() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/79.0.3945.79 Safari/537.36 WebAppManager",
                "LG TV",
            ),
            (
                "Mozilla/5.0 (SMART-TV; LINUX; Tizen 5.5) AppleWebKit/537.36 69.0.3497.106/5.5 TV Safari/537.36",
                "Samsung TV",
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1", "iPhone"),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/150.0 Safari/537.36",
                "Headless Chrome on Linux",
            ),
            ("", "Web browser"),
        ] {
            assert_eq!(Device::name_from(user_agent), name);
        }
    }

    #[test]
    fn names_fit_the_servers_table() {
        let longest = |table: &[(&str, &str)]| table.iter().map(|(_, name)| name.len()).max().unwrap();
        assert!(longest(TELEVISIONS).max(longest(PHONES)) <= 64);
        assert!(longest(BROWSERS) + " on ".len() + longest(SYSTEMS) <= 64);
    }

    #[test]
    fn the_script_that_asks_for_a_code_before_the_program_runs_knows_the_same_names() {
        let script = include_str!("../boot/device.js");
        for (name, table) in
            [("TELEVISIONS", TELEVISIONS), ("PHONES", PHONES), ("BROWSERS", BROWSERS), ("SYSTEMS", SYSTEMS)]
        {
            let entries: Vec<_> = table.iter().map(|(word, name)| format!("['{word}', '{name}']")).collect();
            let expected = format!("var {name} = [\n    {}\n  ];", entries.join(",\n    "));
            assert!(script.contains(&expected), "{expected}");
        }
    }

    #[test]
    fn an_id_is_32_hexadecimal_digits() {
        let id = Device::id_from([0, 1, 255, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);
        assert_eq!(id, "0001ff10000000000000000000000009");
    }
}
