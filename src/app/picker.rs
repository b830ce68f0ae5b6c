//! Choosing another account for the device that waits: every account of the server, one's own first, with a search.
//! Only for administrators, because only they may ask for the list.

use leptos::prelude::*;

use super::model::{Listing, Model, Picker};
use super::parts::{plain, plainly};
use super::shell::Shell;
use super::{asking, field, focus, parts, people};
use crate::flow::approval::Event;
use crate::jellyfin::users::{Account, all, read_all};
use crate::text::settings as words;

/// Opens the choice and asks the server for the accounts.
pub fn open(shell: Shell) {
    shell.change(|model| model.picker = Picker::Open(Listing::Loading, String::new()));
    focus::on_arrival("search");
    asking::ask(shell, all, |shell, reply| {
        let listing = read_all(reply).map_or_else(Listing::Failed, Listing::Here);
        shell.change(|model| {
            let Picker::Open(shown, _) = &mut model.picker else { return };
            *shown = listing;
            let own = model.session.as_ref().map(|session| &session.user.id);
            if let Listing::Here(accounts) = shown
                && let Some(place) = accounts.iter().position(|account| own == Some(&account.user.id))
            {
                let account = accounts.remove(place);
                accounts.insert(0, account);
            }
        });
    });
}

/// The search and the accounts that fit it.
pub fn picker(shell: Shell) -> AnyView {
    let search = window_event_listener_untyped("input", move |_| {
        shell.change(|model| {
            if let Picker::Open(_, search) = &mut model.picker {
                *search = field::value("search");
            }
        });
    });
    on_cleanup(move || search.remove());
    let mut content = parts::field("search", words::WHOSE, "", &[("type", "text"), ("autocomplete", "off")]);
    content.extend([
        parts::paragraph(shell, "status", "status", |model| match (&model.picker, &model.session) {
            (Picker::Open(Listing::Loading, _), _) => words::LOADING.to_owned(),
            (Picker::Open(Listing::Failed(lost), _), Some(session)) => words::not_listed(*lost, session),
            _ if fitting(model).is_empty() => words::NOBODY_FITS.to_owned(),
            _ => String::new(),
        }),
        parts::paragraph(shell, "status bad", "alert", |model| model.refusal.clone().unwrap_or_default()),
        shell.part(|model| fitting(model).iter().map(|account| account.user.id.as_str()).collect(), accounts),
        parts::buttons(vec![parts::button(
            shell,
            "picker-close",
            "",
            |_| words::CANCEL.to_owned(),
            parts::never,
            close,
        )]),
    ]);
    parts::group(content)
}

/// Back to the confirm step, with the account that it had.
pub fn close(shell: Shell) {
    shell.change(|model| model.picker = Picker::Closed);
    focus::on_arrival("for-another");
}

/// The accounts whose name holds what is searched for.
fn fitting(model: &Model) -> Vec<&Account> {
    let Picker::Open(Listing::Here(accounts), search) = &model.picker else { return Vec::new() };
    accounts.iter().filter(|account| account.fits(search)).collect()
}

fn accounts(shell: Shell) -> AnyView {
    let row = |(number, (account, is_own)): (usize, (Account, bool))| {
        let note = words::account_note(account.is_disabled, is_own);
        let content = vec![
            shell.read(|model| match &model.session {
                Some(session) => people::picture(&account.user, |path| session.server.join(path)),
                None => parts::nothing(),
            }),
            plainly("span", &[("class", "row-text")], &account.user.name),
            plainly("span", &[("class", "where")], note),
        ];
        parts::choice(shell, &words::account_label(&account.user.name, note), content, number, choose)
    };
    let shown = shell.read(shown).into_iter().enumerate().map(row).collect();
    plain("div", &[("class", "rows"), ("id", "accounts")], shown)
}

/// The accounts that fit, and whether each is the own one.
fn shown(model: &Model) -> Vec<(Account, bool)> {
    let own = model.session.as_ref().map(|session| &session.user.id);
    fitting(model).into_iter().map(|account| (account.clone(), own == Some(&account.user.id))).collect()
}

/// A disabled account is not chosen: the server would hand out a token that is dead.
fn choose(shell: Shell, number: usize) {
    let Some((account, is_own)) = shell.read(shown).into_iter().nth(number) else { return };
    if account.is_disabled {
        return shell.change(|model| model.refusal = Some(words::locked_account(&account.user.name)));
    }
    shell.tell_approval(Event::Chosen { account: account.user, is_for_another: !is_own });
    shell.change(|model| model.picker = Picker::Closed);
    focus::on_arrival("confirm");
}
