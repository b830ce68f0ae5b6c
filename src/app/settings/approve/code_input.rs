//! The code field: one real field, drawn as six places, and a number pad beside it for whoever has arrows and OK only.
//! Six digits lead to the confirm step by themselves; a text that is no code in the making is shown as it is.

use leptos::html::Input;
use leptos::prelude::*;

use super::ApprovingDevice;
use super::number_pad::{Key, NumberPad};
use super::scanner::{CameraPicture, ScanButton, Scanner};
use crate::app::browser::spatial_focus;
use crate::app::components::{Button, Form, Problem, field};
use crate::app::state::use_navigation;
use crate::flow::approval::{Event, Outcome, State};
use crate::jellyfin::code::Code;
use crate::text::settings as words;

/// What stands in the field.
#[derive(Clone, PartialEq, Eq)]
struct Typed {
    text: String,
    /// Where the next character would go, counted in UTF-16 units, which for digits are characters.
    caret: usize,
}

/// The field's form, and the pad. They stay in the page, hidden, during the other steps: what was typed is not lost.
#[component]
pub fn CodeInput(
    /// This device.
    device: ApprovingDevice,
) -> impl IntoView {
    let navigation = use_navigation();
    let input = NodeRef::<Input>::new();
    let kept = move || navigation.kept_code.with_untracked(|kept| kept.as_ref().map(|kept| kept.text.clone()));
    let kept = move || kept().unwrap_or_default();
    let typed = RwSignal::new(Typed::whole(&kept()));
    let problem = RwSignal::new(String::new());

    // That alone leads nowhere.
    let fill = move |text: &str| {
        field::set_value(input, text);
        typed.set(Typed::whole(text));
        problem.set(String::new());
    };
    let submit = move || match Code::parse(&field::value(input)) {
        Ok(code) => {
            problem.set(String::new());
            device.enter(code);
        }
        Err(error) => {
            problem.set(words::code_error(error));
            spatial_focus::to("code");
        }
    };
    // Six digits go on by themselves, unless one was just put right among them.
    let follow = move || {
        let mut now = Typed::read(input);
        let is_new = typed.with_untracked(|typed| typed.text != now.text);
        if typed.with_untracked(|typed| *typed == now) || !untrack(move || device.is_entering()) {
            return;
        }
        let overtyped = Code::overtyped(&now.text, now.caret).filter(|_| is_new);
        let leads_on = is_new && overtyped.is_none() && Code::parse(&now.text).is_ok();
        if let Some(shorter) = overtyped {
            now.text = shorter;
            now.write(input);
        }
        typed.set(now);
        if is_new {
            problem.set(String::new());
        }
        if leads_on {
            submit();
        }
    };
    let press_key = move |key: Key| {
        if !untrack(move || device.is_entering()) {
            return;
        }
        let mut text = field::value(input);
        match key {
            Key::Digit(digit) => text.push_str(&digit.to_string()),
            Key::TakeBack => _ = text.pop(),
        }
        field::set_value(input, &text);
        follow();
    };
    let scanner = Scanner::new(device, problem, move |code: Code| {
        navigation.keep_code(code.digits(), false);
        fill(&code.digits());
        submit();
    });

    // A code that has done its work goes; any other stays, to be put right or tried again.
    let is_done_with = Memo::new(move |_| {
        device.state.with(|state| matches!(state, State::Approved(..) | State::Refused(Outcome::Used { .. })))
    });
    Effect::new(move || {
        if is_done_with.get() {
            fill("");
        }
    });
    // A link that is opened while the settings are on the screen.
    Effect::new(move |is_first: Option<()>| {
        navigation.code_arrived.track();
        if is_first.is_some() {
            fill(&kept());
            device.tell(Event::Cancelled);
            spatial_focus::on_arrival("code");
        }
    });

    let class = move || if device.is_entering() { "entry" } else { "gone" };
    let is_wild = move || typed.with(|typed| Code::begun(&typed.text).is_none());
    view! {
        <div class=class>
            <Form id="approve-form" labelled_by="approve-heading" on_submit=submit>
                <label for="code">{words::CODE}</label>
                <div class=move || if is_wild() { "code-field wild" } else { "code-field" }>
                    <input
                        id="code"
                        name="code"
                        type="text"
                        value=kept()
                        inputmode="numeric"
                        autocomplete="off"
                        aria-describedby="code-hint"
                        spellcheck="false"
                        node_ref=input
                        on:input=move |_| follow()
                        on:keyup=move |_| follow()
                        on:click=move |_| follow()
                    />
                    <Places typed=typed />
                </div>
                <p id="code-hint" class="hint">
                    {words::CODE_HINT}
                </p>
                <Problem text=problem />
                {scanner.map(|scanner| view! { <CameraPicture scanner=scanner /> })}
                <p class="buttons">
                    <Button id="continue" class="primary" kind="submit" label=words::CONTINUE />
                    {scanner.map(|scanner| view! { <ScanButton scanner=scanner /> })}
                </p>
            </Form>
            <NumberPad on_key=press_key />
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
        digits.chars().nth(place).map(String::from)
    };
    let here = Memo::new(move |_| {
        let before: String = typed.with(|typed| typed.text.chars().take(typed.caret).collect());
        Code::begun(&before).unwrap_or_default().len().min(Code::LENGTH - 1)
    });
    let place = |place: usize| {
        let class = move || if here.get() == place { "tile here" } else { "tile" };
        view! { <span class=class>{move || digit(place)}</span> }
    };
    view! {
        <div class="tiles" aria-hidden="true">
            {(0..Code::LENGTH).map(place).collect_view()}
        </div>
    }
}

impl Typed {
    /// The caret stands behind it.
    fn whole(text: &str) -> Self {
        Self { text: text.to_owned(), caret: text.len() }
    }

    fn read(input: NodeRef<Input>) -> Self {
        let caret = input.get_untracked().and_then(|input| input.selection_start().ok().flatten());
        let caret = caret.and_then(|caret| usize::try_from(caret).ok()).unwrap_or_default();
        Self { text: field::value(input), caret }
    }

    fn write(&self, input: NodeRef<Input>) {
        field::set_value(input, &self.text);
        if let (Some(input), Ok(caret)) = (input.get_untracked(), u32::try_from(self.caret)) {
            let _ = input.set_selection_range(caret, caret);
        }
    }
}
