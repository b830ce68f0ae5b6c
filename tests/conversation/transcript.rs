//! How a conversation is written down.

/// How every conversation begins.
pub const OPENED: &str = "shows requesting (Opened)
                      POST /QuickConnect/Initiate -> 200
                      shows waiting (Opened)";

/// How it ends after an approval was given.
pub const SIGNED_IN: &str = "GET /QuickConnect/Connect -> 200
                         shows redeeming
                         POST /Users/AuthenticateWithQuickConnect -> 200
                         GET /Users/Me -> 200
                         shows demo’s account";

/// A pair of lines that comes three times or more is written once.
pub fn folded(lines: &[String]) -> Vec<String> {
    let mut folded = Vec::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        let pair = &rest[..rest.len().min(2)];
        let times = rest.chunks_exact(2).take_while(|other| *other == pair).count();
        if times > 2 {
            folded.push(format!("{times} × {}, {}", pair[0], pair[1]));
            rest = &rest[2 * times..];
        } else {
            folded.push(first.clone());
            rest = &rest[1..];
        }
    }
    folded
}
