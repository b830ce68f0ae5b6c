//! The way back in for somebody who has forgotten their password: the server writes a PIN into a file on its own disk,
//! whoever can read that file passes the PIN on, and the PIN becomes the new password.

use serde::{Deserialize, Serialize};

use super::http::json::{Flag, Lenient, Text};
use super::http::{Answer, Call, Lost, Method, Reply, Spoke};
use crate::jellyfin::secret::Password;

/// The outcome of asking for a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forgotten {
    /// There may be a PIN now, good for half an hour. Since 10.11.2 the server says so of every name and to everybody,
    /// but makes a PIN only for an account that exists, and only when asked from its own network.
    PinCode {
        /// The file with the PIN, a path on the server.
        file: Option<String>,
    },
    /// Only an administrator can set a new password.
    ContactAdmin,
    /// Up to 10.11.1: there is no such account, or this device is not in the server's network.
    InNetworkRequired,
    /// The name was blank.
    NoName,
    /// Nothing usable came.
    Lost(Lost),
}

/// The outcome of handing in a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PinRedeemed {
    /// The password of these accounts is now the PIN, exactly as it was typed. Nobody is signed out by it.
    Reset(Vec<String>),
    /// No PIN that is still good matches this one.
    WrongPin,
    /// The PIN was blank.
    NoPin,
    /// Nothing usable came.
    Lost(Lost),
}

/// Asks for a PIN for the account of that name.
#[must_use]
pub fn forgot_password(name: &str) -> Call {
    Call::new(Method::Post, "/Users/ForgotPassword").with_body(&ForgotPasswordDto { entered_username: name })
}

/// Reads the answer to [`forgot_password`].
#[must_use]
pub fn read_forgotten(reply: Reply) -> Forgotten {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return Forgotten::Lost(lost),
    };
    if is_blank(&answer) {
        return Forgotten::NoName;
    }
    if answer.status != 200 {
        return Forgotten::Lost(answer.unexpected());
    }
    let result: ForgotPasswordResult = answer.object().unwrap_or_default();
    match result.action.0.as_str() {
        "PinCode" => Forgotten::PinCode { file: result.pin_file.filled() },
        "ContactAdmin" => Forgotten::ContactAdmin,
        "InNetworkRequired" => Forgotten::InNetworkRequired,
        _ => Forgotten::Lost(Lost::Garbled),
    }
}

/// Hands in a PIN. The server finds it with or without its dashes, but the new password has them as they were typed.
#[must_use]
pub fn redeem_pin(pin: &Password) -> Call {
    Call::new(Method::Post, "/Users/ForgotPassword/Pin").with_body(&ForgotPasswordPinDto { pin: pin.reveal() })
}

/// Reads the answer to [`redeem_pin`].
#[must_use]
pub fn read_pin_redeemed(reply: Reply) -> PinRedeemed {
    let answer = match reply {
        Ok(answer) => answer,
        Err(lost) => return PinRedeemed::Lost(lost),
    };
    match answer.status {
        _ if is_blank(&answer) => PinRedeemed::NoPin,
        200 => {
            let result: PinRedeemResult = answer.object().unwrap_or_default();
            match result.success.0 {
                Some(true) => PinRedeemed::Reset(result.users_reset.0.into_iter().filter_map(Text::filled).collect()),
                Some(false) => PinRedeemed::WrongPin,
                None => PinRedeemed::Lost(Lost::Garbled),
            }
        }
        404 if answer.spoke() == Spoke::Endpoint => PinRedeemed::WrongPin,
        _ => PinRedeemed::Lost(answer.unexpected()),
    }
}

/// The only reason for a 400 here: the one member of the body is blank.
fn is_blank(answer: &Answer) -> bool {
    answer.status == 400 && answer.spoke() == Spoke::Endpoint
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ForgotPasswordDto<'a> {
    entered_username: &'a str,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ForgotPasswordResult {
    action: Text,
    pin_file: Text,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ForgotPasswordPinDto<'a> {
    pin: &'a str,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct PinRedeemResult {
    success: Flag,
    users_reset: Lenient<Vec<Text>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Error processing request.";
    const PROBLEM: &str = r#"{"title":"One or more validation errors occurred.","status":400}"#;

    #[test]
    fn asking_for_a_pin_has_an_outcome_for_every_answer() {
        let pin_code = |file: Option<&str>| Forgotten::PinCode { file: file.map(str::to_owned) };
        for (status, body, outcome) in [
            (
                200,
                r#"{"Action":"PinCode","PinFile":"/var/x.json","PinExpirationDate":"2026"}"#,
                pin_code(Some("/var/x.json")),
            ),
            (200, r#"{"Action":"PinCode"}"#, pin_code(None)),
            (200, r#"{"action":"PinCode","pinFile":""}"#, pin_code(None)),
            (200, r#"{"Action":"ContactAdmin"}"#, Forgotten::ContactAdmin),
            (200, r#"{"Action":"InNetworkRequired","PinFile":""}"#, Forgotten::InNetworkRequired),
            (200, r#"{"Action":"Other"}"#, Forgotten::Lost(Lost::Garbled)),
            (200, "<html>", Forgotten::Lost(Lost::Garbled)),
            (400, PROBLEM, Forgotten::NoName),
            (400, "<html>", Forgotten::Lost(Lost::Status(400))),
            (404, "", Forgotten::Lost(Lost::NotFound)),
            (503, "<html>", Forgotten::Lost(Lost::Starting)),
            (500, TEXT, Forgotten::Lost(Lost::Status(500))),
        ] {
            assert_eq!(read_forgotten(Ok(Answer::new(status, body))), outcome, "{status} {body}");
        }
        assert_eq!(read_forgotten(Err(Lost::TimedOut)), Forgotten::Lost(Lost::TimedOut));
    }

    #[test]
    fn handing_in_a_pin_has_an_outcome_for_every_answer() {
        let reset = |names: &[&str]| PinRedeemed::Reset(names.iter().map(|name| (*name).to_owned()).collect());
        for (status, body, outcome) in [
            (200, r#"{"Success":true,"UsersReset":["demo","Zoë",7]}"#, reset(&["demo", "Zoë"])),
            (200, r#"{"success":true}"#, reset(&[])),
            (200, r#"{"Success":false,"UsersReset":[]}"#, PinRedeemed::WrongPin),
            (200, "{}", PinRedeemed::Lost(Lost::Garbled)),
            (200, "<html>", PinRedeemed::Lost(Lost::Garbled)),
            (404, TEXT, PinRedeemed::WrongPin),
            (404, "", PinRedeemed::Lost(Lost::NotFound)),
            (404, "<html>", PinRedeemed::Lost(Lost::NotFound)),
            (400, PROBLEM, PinRedeemed::NoPin),
            (400, "<html>", PinRedeemed::Lost(Lost::Status(400))),
            (503, "<html>", PinRedeemed::Lost(Lost::Starting)),
            (500, TEXT, PinRedeemed::Lost(Lost::Status(500))),
        ] {
            assert_eq!(read_pin_redeemed(Ok(Answer::new(status, body))), outcome, "{status} {body}");
        }
        assert_eq!(read_pin_redeemed(Err(Lost::NoAnswer)), PinRedeemed::Lost(Lost::NoAnswer));
    }

    #[test]
    fn name_and_pin_travel_in_the_body_only() {
        let call = forgot_password("a\"b");
        assert_eq!(
            (call.target.as_str(), call.body.as_deref()),
            ("/Users/ForgotPassword", Some(r#"{"EnteredUsername":"a\"b"}"#))
        );
        let call = redeem_pin(&Password::new("A1-B2"));
        assert_eq!(
            (call.target.as_str(), call.body.as_deref()),
            ("/Users/ForgotPassword/Pin", Some(r#"{"Pin":"A1-B2"}"#))
        );
    }
}
