//! The accounts that the server shows to anybody, each a tile with its picture.

use leptos::prelude::*;

use super::model::Model;
use super::parts::{Press, element, fixed, on_press, plain, worded};
use super::shell::Shell;
use super::{field, focus, name_form};
use crate::jellyfin::public_users::{PublicUser, image};
use crate::jellyfin::users::User;
use crate::text::login as words;

/// The tiles; their empty place while none are known.
pub fn people(shell: Shell) -> AnyView {
    let known = shell.read(|model| Some((model.address()?.clone(), model.people.clone())));
    let Some((server, people)) = known.filter(|(_, people)| !people.is_empty()) else {
        return plain("div", &[("class", "people")], vec![]);
    };
    let tile = |number: usize| {
        let PublicUser { user, .. } = &people[number];
        let attributes = vec![
            fixed("id", &format!("person-{number}")),
            fixed("type", "button"),
            fixed("class", "person-tile"),
            on_press(shell, Press::With(number, pick)),
        ];
        element(
            "button",
            attributes,
            vec![
                picture(user, |path| server.join(path)),
                worded("span", vec![fixed("class", "person-name")], &user.name),
            ],
        )
    };
    let attributes = [("class", "people"), ("role", "group"), ("aria-label", words::PEOPLE)];
    plain("div", &attributes, (0..people.len()).map(tile).collect())
}

/// When the tiles have to be made anew.
pub fn key(model: &Model) -> String {
    model.people.iter().map(|person| person.user.id.as_str()).collect()
}

/// The account's picture over its first letter, which stays when the picture cannot be had.
pub fn picture(user: &User, address: impl Fn(&str) -> String) -> AnyView {
    let letter: String = user.name.chars().take(1).collect();
    let mut content = vec![worded("span", vec![], &letter)];
    if let Some(path) = image(user) {
        content.push(element("img", vec![fixed("alt", ""), fixed("src", &address(&path))], vec![]));
    }
    element("span", vec![fixed("class", "portrait"), fixed("aria-hidden", "true")], content)
}

/// Signs in at once where the server says that there is no password; else asks for it.
fn pick(shell: Shell, number: usize) {
    let Some(person) = shell.read(|model| model.people.get(number).cloned()) else { return };
    field::set_value("username", &person.user.name);
    if person.has_no_password {
        field::set_value("password", "");
        name_form::submit(shell);
    } else {
        focus::to("password");
    }
}
