//! The code field: one real field, drawn as six places, and a number pad beside it for whoever has arrows and OK only.
//! Six digits lead to the confirm step by themselves; a text that is no code in the making is shown as it is.

use leptos::prelude::*;

use super::approving_device::ApprovingDevice;
use super::code_field::{CodeField, Typed};
use super::number_pad::{self, Key, NumberPad};
use super::scanner::{CameraPicture, ScanButton, Scanner};
use crate::app::browser::spatial_focus;
use crate::app::components::{Button, Form, Problem};
use crate::app::state::{effect, use_navigation};
use crate::flow::approval::{Event, Outcome, State};
use crate::jellyfin::code::Code;
use crate::text::settings as words;

/// The field's form, and the pad. They stay in the page, hidden, during the other steps: what was typed is not lost.
#[component]
pub fn CodeInput(
    /// This device.
    device: ApprovingDevice,
) -> impl IntoView {
    let navigation = use_navigation();
    let kept = move || {
        let kept = navigation.kept_code.with_untracked(|kept| kept.as_ref().map(|kept| kept.text.clone()));
        kept.unwrap_or_default()
    };
    let first = kept();
    let field = CodeField::new(device, navigation.spoken, &first);
    let scanner = Scanner::new(device, field.problem, move |code: Code| {
        navigation.keep_code(code.digits(), false);
        field.fill(&code.digits());
        field.submit();
    });

    // A code that has done its work goes; any other stays, to be put right or tried again.
    let is_done_with = Memo::new(move |_| {
        device.state.with(|state| matches!(state, State::Approved(..) | State::Refused(Outcome::Used { .. })))
    });
    effect(move |_| {
        if is_done_with.get() {
            field.fill("");
        }
    });
    // Approving still takes a press.
    let lead_on = move || {
        if let Ok(code) = Code::parse(&kept()) {
            device.enter(code);
        }
    };
    lead_on();
    // A link that is opened while the settings are on the screen.
    effect(move |is_first| {
        navigation.code_arrived.track();
        if !is_first && device.state.with_untracked(State::is_under_way) {
            device.has_next.set(true);
        } else if !is_first {
            field.fill(&kept());
            device.tell(Event::Cancelled);
            spatial_focus::on_arrival(number_pad::entry());
            lead_on();
        }
    });

    // One that came while another was on its way has waited for its end.
    effect(move |_| {
        if device.is_entering() && device.has_next.get() {
            device.has_next.set(false);
            field.fill(&kept());
            lead_on();
        }
    });

    let is_wrong = move || device.is_unknown() || !field.problem.with(String::is_empty);
    let is_wild = move || field.typed.with(|typed| Code::begun(&typed.text).is_none());
    view! {
        <div class=move || if device.is_entering() { "entry" } else { "gone" }>
            <Form id="approve-form" labelled_by="approve-heading" on_submit=move || field.submit()>
                <label for="code">{words::CODE}</label>
                <div class=move || if is_wild() { "code-field wild" } else { "code-field" }>
                    <input
                        dir="ltr"
                        id="code"
                        name="code"
                        type="text"
                        value=first
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby="code-hint code-problem"
                        aria-invalid=move || is_wrong().then_some("true")
                        spellcheck="false"
                        node_ref=field.input
                        on:input=move |_| field.follow()
                        on:keyup=move |_| field.follow()
                        on:click=move |_| field.follow()
                    />
                    <Places typed=field.typed />
                </div>
                <p id="code-hint" class="hint">
                    {words::CODE_HINT}
                </p>
                <p id="pad-hint" class="hint">
                    {words::PAD_HINT}
                </p>
                <div id="code-problem">
                    <Problem text=field.problem />
                </div>
                {scanner.map(|scanner| view! { <CameraPicture scanner=scanner /> }.into_any())}
                <p class="buttons">
                    <Button id="continue" class="primary" kind="submit" label=words::CONTINUE is_busy=device.is_settling />
                    {scanner.map(|scanner| view! { <ScanButton scanner=scanner /> }.into_any())}
                </p>
            </Form>
            <NumberPad on_key=move |key: Key| field.press(key) />
        </div>
    }
}

/// The six places.
#[component]
fn Places(
    /// What stands in the field.
    typed: RwSignal<Typed>,
) -> impl IntoView {
    let digit = move |place: usize| {
        let digits = typed.with(|typed| Code::begun(&typed.text)).unwrap_or_default();
        digits.chars().nth(place).map(String::from).unwrap_or_default()
    };
    let here = Memo::new(move |_| {
        let before: String = typed.with(|typed| typed.text.chars().take(typed.caret).collect());
        Code::begun(&before).unwrap_or_default().len().min(Code::LENGTH - 1)
    });
    let place = |place: usize| {
        view! { <span class=move || if here.get() == place { "tile here" } else { "tile" }>{move || digit(place)}</span> }
            .into_any()
    };
    view! {
        <div class="tiles" dir="ltr" translate="no" aria-hidden="true">
            {(0..Code::LENGTH).map(place).collect_view()}
        </div>
    }
}
