//! The accounts that a server shows to anybody, and where their pictures are.

use super::http::{Call, Lost, Method, Reply, percent_encoded};
use super::users::{User, UserDto};

/// An account on the public list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUser {
    /// The account.
    pub user: User,
    /// Whether the server says that there is no password, so that one press signs in. 12.0 claims a password for
    /// everybody.
    pub has_no_password: bool,
}

/// The longest tag that is taken for one; servers send 32 digits.
const LONGEST_TAG: usize = 64;

/// Asks for the public list. Anonymous, so it needs no preflight.
#[must_use]
pub fn public_users() -> Call {
    Call::new(Method::Get, "/Users/Public")
}

/// Reads the answer to [`public_users`], in the server's order, which is by name. Accounts are hidden unless somebody has
/// changed that, so an empty list is nothing special.
///
/// # Errors
/// Why there is no list. Anybody can still sign in by typing a name.
pub fn read_public_users(reply: Reply) -> Result<Vec<PublicUser>, Lost> {
    let answer = reply?;
    if answer.status != 200 {
        return Err(answer.unexpected());
    }
    let public = |user: UserDto| {
        let has_no_password = user.has_password.0 == Some(false);
        Some(PublicUser { user: user.read()?, has_no_password })
    };
    Ok(answer.objects()?.into_iter().filter_map(public).collect())
}

/// The path of an account's picture, below the server's base address; none when it has no picture or its tag cannot be
/// one. Every release hands it out to anybody. No size is asked for, because 10.11 and later ignore that.
#[must_use]
pub fn image(user: &User) -> Option<String> {
    let tag = user.image_tag.as_deref()?;
    let is_plain = tag.len() <= LONGEST_TAG && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_plain.then(|| format!("/Users/{}/Images/Primary?tag={tag}", percent_encoded(&user.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jellyfin::http::Answer;

    fn read(status: u16, body: &str) -> Result<Vec<PublicUser>, Lost> {
        read_public_users(Ok(Answer::new(status, body)))
    }

    #[test]
    fn only_the_servers_word_makes_an_account_one_without_a_password() {
        for (member, has_no_password) in [
            (r#""HasPassword":false"#, true),
            (r#""hasPassword":false"#, true),
            (r#""HasPassword":true"#, false),
            (r#""HasPassword":null"#, false),
            (r#""HasPassword":"false""#, false),
            (r#""HasConfiguredPassword":false"#, false),
        ] {
            let listed = read(200, &format!(r#"[{{"Id":"7d","Name":"demo",{member}}}]"#)).unwrap();
            assert_eq!(listed[0].has_no_password, has_no_password, "{member}");
        }
    }

    #[test]
    fn the_list_keeps_its_order_and_leaves_out_what_has_no_name() {
        let body =
            r#"[{"Id":"1","Name":"b","PrimaryImageTag":"c5"},{"Id":"2"},{"Name":"x"},null,7,{"Id":"3","Name":"a"}]"#;
        let listed = read(200, body).unwrap();
        let shown: Vec<_> = listed.iter().map(|it| (it.user.name.as_str(), it.user.image_tag.as_deref())).collect();
        assert_eq!(shown, [("b", Some("c5")), ("a", None)]);
        assert_eq!(read(200, "[]"), Ok(vec![]));
    }

    #[test]
    fn anything_else_is_no_list() {
        for (status, body, lost) in [
            (200, "{}", Lost::Garbled),
            (200, "<html>", Lost::Page),
            (200, "", Lost::Garbled),
            (404, "", Lost::NotFound),
            (503, "<html>", Lost::Starting),
            (503, "", Lost::Status(503)),
            (500, "Error processing request.", Lost::Status(500)),
        ] {
            assert_eq!(read(status, body), Err(lost), "{status} {body}");
        }
        assert_eq!(read_public_users(Err(Lost::TooLarge)), Err(Lost::TooLarge));
    }

    #[test]
    fn a_picture_is_where_its_account_and_tag_say_and_nowhere_else() {
        let long = "a".repeat(LONGEST_TAG + 1);
        for (id, tag, target) in [
            ("7d", Some("c5D"), Some("/Users/7d/Images/Primary?tag=c5D")),
            ("../x?y", Some("c5"), Some("/Users/..%2Fx%3Fy/Images/Primary?tag=c5")),
            ("7d", None, None),
            ("7d", Some("c5&x=y"), None),
            ("7d", Some("c5 d"), None),
            ("7d", Some("é"), None),
            ("7d", Some(long.as_str()), None),
        ] {
            let image_tag = tag.map(str::to_owned);
            let user = User { id: id.into(), name: "demo".into(), is_administrator: false, image_tag };
            assert_eq!(image(&user).as_deref(), target, "{id} {tag:?}");
        }
    }
}
