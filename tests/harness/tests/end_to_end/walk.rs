//! A walk over every state of every screen by arrows, OK and Back alone. In each state each arrow is tried from each
//! control: the focus is never lost, stays within the part of a picture that no television cuts off, and gets everywhere.
//! Each control is pressed, and Back leads one layer up, or out of the app where there is none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use thirtyfour::Key;

use harness::fake::Jellyfin;
use harness::http::{Fault, Server, closed_port};

use crate::home::{Home, Setup, until};
use crate::jellyfin::device::Device;
use crate::{camera, handover};

/// Each state, and the one that Back leads to, or the ones that it can have been opened from: how their names begin. Empty
/// where Back leaves the app.
const STATES: [(&str, &str); 25] = [
    ("approved", "settings"),
    ("camera", "settings"),
    ("choice", ""),
    ("choice of another server", "login|forgotten password"),
    ("choice of another server from inside", "settings"),
    ("choice that failed", "login"),
    ("choice that failed, unfolded", "login"),
    ("confirm", "settings"),
    ("forgotten password", "login"),
    ("forgotten password, pin", "forgotten password"),
    ("login", ""),
    ("login from inside", "settings"),
    ("login in trouble", ""),
    ("login in trouble, unfolded", ""),
    ("login with an offer", ""),
    ("picker", "confirm"),
    ("refused", "settings"),
    ("settings", ""),
    ("settings in a frame", ""),
    ("settings with devices", ""),
    ("task after an approval", "approved"),
    ("task of a device", "settings|confirm|picker|approved"),
    ("task of a device, done", "settings|confirm|picker|approved"),
    ("task of the switch", "settings|confirm|picker|approved"),
    ("task of the switch, done", "settings|confirm|picker|approved"),
];

/// The code, one key of the pad after the other.
const CODE: &str = "1\n2\n3\n4\n5\n6";

/// Shown instead of a television's own way out, which a page cannot see.
const TELEVISION: &str = "
    window.exits = 0;
    window.tizen = { application: { getCurrentApplication: () => ({ exit: () => { exits += 1 } }) } };";

/// What is on the screen, once nothing is under way: the state's name, its controls, and the control with the focus.
const LOOK: &str = r"
    const seen = selector => [...document.querySelectorAll(selector)].filter(it => it.getClientRects().length > 0);
    const is = selector => seen(selector).length > 0;
    const name = it => it.id || it.getAttribute('aria-label') || it.textContent.trim();
    const controls = seen('a[href], button, input, summary');
    const folds = is('details[open]') ? ', unfolded' : '';
    const inside = is('#login [href=\'#/settings\']') ? ' from inside' : '';
    let state;
    if (is('#pin')) state = 'forgotten password, pin';
    else if (is('#reset-form')) state = 'forgotten password';
    else if (is('.by-address, .known')) state = is('summary') ? 'choice that failed' + folds
        : !is('#keep-server') ? 'choice' : 'choice of another server' + inside;
    else if (is('#login')) state = 'login' + (is('summary') ? ' in trouble' + folds
        : is('#take-over') ? ' with an offer' : inside);
    else if (is('.on-off #task')) state = 'task of the switch' + (is('#task-do') ? '' : ', done');
    else if (is('.devices #task')) state = 'task of a device' + (is('#task-do') ? '' : ', done');
    else if (is('#task')) state = 'task after an approval';
    else if (is('#search')) state = 'picker';
    else if (is('#confirm')) state = 'confirm';
    else if (is('#not-you')) state = 'approved';
    else if (is('#next')) state = 'refused';
    else if (is('#camera')) state = 'camera';
    else if (is('#open-alone')) state = 'settings in a frame';
    else state = is('#settings') ? 'settings' + (is('.row') ? ' with devices' : '') : 'nothing';
    const busy = is('[aria-disabled=true]') || seen('.status').some(it => it.textContent.includes('Asking'))
        || [...document.querySelectorAll('video')].some(it => state === 'camera' ? it.readyState < 2 : it.srcObject);
    const here = document.activeElement;
    const group = ['confirm', 'task'].includes(here.id);";

/// From each control, where each of the four arrows leads; a number among the controls.
const ARROWS: &str = r"
    const before = document.activeElement;
    const out = [];
    const led = controls.map(from => ['Up', 'Down', 'Left', 'Right'].map(way => {
        from.focus();
        if (from.matches('input')) from.readOnly = true;
        from.dispatchEvent(new KeyboardEvent('keydown', { key: 'Arrow' + way, bubbles: true, cancelable: true }));
        const to = document.activeElement, place = to.getBoundingClientRect();
        const [x, y] = [innerWidth / 20 - 1, innerHeight / 20 - 1];
        if (to !== from && (place.top < y || place.bottom > innerHeight - y || place.left < x
            || place.right > innerWidth - x)) {
            out.push(name(from) + ' ' + way + ' ' + name(to) + ' ' + [place.left, place.top, place.right, place.bottom]);
        }
        return controls.indexOf(to);
    }));
    before.focus();
    if (before.matches('input')) before.readOnly = true;
    return { led, out };";

const WAYS: [Key; 4] = [Key::Up, Key::Down, Key::Left, Key::Right];

struct Look {
    state: String,
    controls: Vec<String>,
    focus: Option<usize>,
}

struct Walk<'a> {
    tv: &'a Device,
    /// Each state with the controls whose presses lead there from the first.
    found: BTreeMap<String, Vec<String>>,
    done: BTreeSet<String>,
    steps: Vec<String>,
    start: &'a dyn Fn(&Device),
}

impl<'a> Walk<'a> {
    /// Begins where a device stands after `start`, which is done again wherever the walk cannot go back.
    fn begin(tv: &'a Device, start: &'a dyn Fn(&Device)) -> Self {
        start(tv);
        Self { tv, found: BTreeMap::new(), done: BTreeSet::new(), steps: Vec::new(), start }
    }

    /// Waits until nothing is under way and looks.
    fn look(&mut self) -> Look {
        let script = format!(
            "{LOOK} return busy || !group && controls.indexOf(here) < 0 ? {{ waits: state + ' ' + name(here) }}
                : {{ state, controls: controls.map(name), focus: controls.indexOf(here) }}"
        );
        let settled = "return new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done))))";
        let told = format!("{self}\nnothing under way, and the focus on a control");
        let seen = until(&told, || {
            self.tv.run(settled, json!([]));
            Some(self.tv.run(&script, json!([]))).filter(|seen| seen["waits"].is_null())
        });
        let texts = seen["controls"].as_array().expect("controls").iter();
        Look {
            state: seen["state"].as_str().expect("a state").to_owned(),
            controls: texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect(),
            focus: seen["focus"].as_u64().and_then(|place| usize::try_from(place).ok()),
        }
    }

    /// Tries every arrow from every control, and that each control leads to each other. Returns where they lead.
    fn arrows(&mut self, look: &Look) -> Vec<Vec<usize>> {
        let answer = self.tv.run(&format!("{LOOK}{ARROWS}"), json!([]));
        assert_eq!(answer["out"], json!([]), "{self}\nnot within the safe area in {}", look.state);
        let place = |to: &Value| usize::try_from(to.as_u64()?).ok();
        let led: Option<Vec<Vec<usize>>> = answer["led"]
            .as_array()
            .expect("controls")
            .iter()
            .map(|ways| ways.as_array()?.iter().map(place).collect())
            .collect();
        let led = led.unwrap_or_else(|| panic!("{self}\nan arrow loses the focus in {}: {answer}", look.state));
        for from in 0..led.len() {
            for to in 0..led.len() {
                assert!(
                    route(&led, from, to).is_some(),
                    "{self}\nin {} no arrows lead from {} to {}",
                    look.state,
                    look.controls[from],
                    look.controls[to]
                );
            }
        }
        led
    }

    /// Goes to a control by arrows and presses OK there; to several, one after the other, when they are a line each.
    fn press(&mut self, controls: &str) -> Look {
        for control in controls.lines() {
            // What is under way may add a control or take one away, and so bend the way there.
            while !self.goes_to(control) {}
            self.tv.key(&Key::Enter);
        }
        self.look()
    }

    /// False when the controls have changed on the way.
    fn goes_to(&mut self, control: &str) -> bool {
        let mut look = self.look();
        if look.focus.is_none() {
            self.tv.key(&Key::Down);
            look = self.look();
        }
        let led = self.arrows(&look);
        let to = look.controls.iter().position(|name| name == control);
        let to = to.unwrap_or_else(|| panic!("{self}\nno {control} in {}: {:?}", look.state, look.controls));
        let from = look.focus.unwrap_or_else(|| panic!("{self}\nthe focus is on no control"));
        for (way, place) in route(&led, from, to).expect("a way") {
            self.tv.key(&WAYS[way]);
            let now = self.look();
            if now.controls != look.controls {
                return false;
            }
            assert_eq!(now.focus, Some(place), "{self}\nin {} on the way to {control}", now.state);
        }
        self.steps.push(format!("{} → {control}", look.state));
        true
    }

    /// Presses Back, which leads one layer up, or out.
    fn back(&mut self, state: &str) -> Look {
        let exits = |tv: &Device| tv.run("return exits", json!([])).as_u64().expect("a number");
        let before = exits(self.tv);
        let (_, above) =
            STATES.iter().find(|(name, _)| *name == state).unwrap_or_else(|| panic!("{self}\nnew: {state}"));
        self.steps.push(format!("{state} → Back"));
        self.tv.remote_key("XF86Back", 10009);
        if above.is_empty() {
            until("the way out", || (exits(self.tv) == before + 1).then_some(()));
            let now = self.look();
            assert_eq!(now.state, state, "{self}");
            return now;
        }
        let told = format!("{self}\nBack leads from {state} to {above}");
        let now = until(&told, || Some(self.look()).filter(|now| now.state != state));
        assert!(above.split('|').any(|above| now.state.starts_with(above)), "{told}, and not to {}", now.state);
        assert_eq!(exits(self.tv), before, "{self}\nBack leaves the app from {state}");
        now
    }

    /// Begins anew and goes to a state the way it was found.
    fn reach(&mut self, state: &str) {
        (self.start)(self.tv);
        for control in self.found[state].clone() {
            self.press(&control);
        }
        let now = self.look();
        assert_eq!(now.state, state, "{self}");
    }

    /// Presses everything in the state that is shown now, but for what ends the walk, and in all that follow from it.
    fn explore(&mut self, path: &[String]) {
        let look = self.look();
        if !self.done.insert(look.state.clone()) {
            return;
        }
        self.found.insert(look.state.clone(), path.to_vec());
        self.arrows(&look);
        for control in &look.controls {
            let control = match control.as_str() {
                "1" => CODE,
                "2" | "3" | "4" | "5" | "6" | "sign-out" | "open-jellyfin" | "open-alone" => continue,
                "person-0" | "take-over" | "Remove d" => continue,
                control => control,
            };
            let now = self.look();
            if now.state != look.state {
                self.reach(&look.state);
            }
            let first = control.lines().next().unwrap_or_default();
            if !self.look().controls.iter().any(|it| it == first) {
                continue;
            }
            let after = self.press(control);
            if after.state == look.state {
                continue;
            }
            self.explore(&[path, &[control.to_owned()]].concat());
            let now = self.look();
            if now.state == after.state {
                self.back(&after.state);
            }
        }
        let now = self.look();
        if now.state != look.state {
            self.reach(&look.state);
        }
    }
}

impl std::fmt::Display for Walk<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(out, "found: {:?}", self.done)?;
        let last = self.steps.len().saturating_sub(12);
        write!(out, "last: {}", self.steps[last..].join("; "))
    }
}

/// The shortest way from one control to another: each arrow, and where it leads.
fn route(led: &[Vec<usize>], from: usize, to: usize) -> Option<Vec<(usize, usize)>> {
    let mut ways: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::from([(from, Vec::new())]);
    let mut edge = vec![from];
    while !ways.contains_key(&to) {
        let mut next = Vec::new();
        for place in edge {
            for (way, reached) in led[place].iter().enumerate() {
                if !ways.contains_key(reached) {
                    let mut path = ways[&place].clone();
                    path.push((way, *reached));
                    ways.insert(*reached, path);
                    next.push(*reached);
                }
            }
        }
        if next.is_empty() {
            return None;
        }
        edge = next;
    }
    ways.remove(&to)
}

/// A home with a television.
fn home() -> (Home, [Device; 1]) {
    let (home, [tv]) = Setup::new().start();
    make_television(&tv);
    (home, [tv])
}

/// Makes a device a television on which Back can be counted.
fn make_television(tv: &Device) {
    tv.prepare(TELEVISION);
    tv.set_screen(1280, 720, "dark");
}

/// Explores where a television is, but for what other tests explore, presses Back there, and names what was found.
fn explore(walk: &mut Walk, known: &[&str]) -> Vec<String> {
    walk.done = known.iter().map(|state| (*state).to_owned()).collect();
    walk.explore(&[]);
    let first = walk.look().state;
    walk.back(&first);
    walk.done.iter().filter(|state| !known.contains(&state.as_str())).cloned().collect()
}

fn open(tv: &Device) {
    tv.open("");
    tv.code();
    tv.wait_for("#person-0");
}

const SIGNED_OUT: [&str; 3] = ["choice of another server", "forgotten password", "login"];
const PIN: &str = "forgotten password, pin";
const OFFER: &str = "login with an offer";
const FRAMED: &str = "settings in a frame";
const GUESTS: [&str; 5] =
    ["choice of another server from inside", "confirm", "refused", "settings", "settings with devices"];
const ADMINISTRATORS: [&str; 7] = [
    "approved",
    "picker",
    "task after an approval",
    "task of a device",
    "task of a device, done",
    "task of the switch",
    "task of the switch, done",
];
const FAILED: [&str; 2] = ["choice that failed", "choice that failed, unfolded"];
const IN_TROUBLE: [&str; 2] = ["login in trouble", "login in trouble, unfolded"];

#[test]
fn together_the_walks_come_by_every_state() {
    let alone = ["camera", "choice", "login from inside", PIN, OFFER, FRAMED];
    let mut walked = [&SIGNED_OUT[..], &GUESTS, &ADMINISTRATORS, &FAILED, &IN_TROUBLE, &alone].concat();
    walked.sort_unstable();
    assert_eq!(walked, STATES.map(|(state, _)| state));
}

#[test]
fn before_a_sign_in_and_as_somebody_who_is_no_administrator() {
    let (_home, [tv]) = home();
    let mut walk = Walk::begin(&tv, &open);
    assert_eq!(explore(&mut walk, &[]), SIGNED_OUT);
    walk.press("person-0");
    tv.wait_for_text("#account", "guest");
    walk.start = &|tv| {
        tv.open("");
        tv.wait_for("#show-devices");
    };
    assert_eq!(explore(&mut walk, &[]), GUESTS);
    walk.press("sign-out");
    tv.wait_for("#person-0");
    walk.press("forgot-password");
    assert_eq!(walk.press("reset").state, PIN, "{walk}");
    walk.back(PIN);
    walk.back("forgotten password");
    walk.back("login");
}

#[test]
fn as_an_administrator() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let start = |tv: &Device| {
        let is_there = home.with(|fake| {
            fake.enable_quick_connect(true);
            fake.sign_in("guest", "old-tablet");
            fake.next_code("123456");
            fake.pending_codes().contains(&"123456".to_owned())
        });
        tv.open("");
        tv.wait_for("#switch-quick-connect");
        let ask = "return fetch('/QuickConnect/Initiate', { method: 'POST', headers: { Authorization:
            'MediaBrowser Client=\"c\", Device=\"d\", DeviceId=\"waits\", Version=\"1\"' } }).then(it => it.status)";
        assert!(is_there || tv.run(ask, json!([])) == 200);
    };
    let mut walk = Walk::begin(&tv, &start);
    let mut found = [&ADMINISTRATORS[..], &["confirm", "settings", "settings with devices"]].concat();
    found.sort_unstable();
    assert_eq!(explore(&mut walk, &["refused", "choice of another server from inside"]), found);
    walk.press("sign-out");
    tv.wait_for("#login");
}

#[test]
fn a_device_that_was_approved_can_be_removed_at_once() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    home.with(|fake| fake.next_code("123456"));
    let ask = "return fetch('/QuickConnect/Initiate', { method: 'POST', headers: { Authorization:
        'MediaBrowser Client=\"c\", Device=\"d\", DeviceId=\"waits\", Version=\"1\"' } }).then(it => it.status)";
    assert_eq!(tv.run(ask, json!([])), 200);
    let mut walk = Walk::begin(&tv, &|tv| tv.wait_for("#switch-quick-connect"));
    walk.press(CODE);
    assert_eq!(walk.press("approve").state, "approved");
    home.with(|fake| fake.sign_in("demo", "living-room"));
    tv.wait_for_text(".result", "now.");
    assert_eq!(walk.press("not-you").state, "task after an approval");
    walk.back("task after an approval");
    walk.press("not-you");
    walk.press("task-do");
    tv.wait_for_text("#task", "is removed");
    walk.back("task after an approval");
    walk.back("approved");
    walk.back("settings");
}

#[test]
fn with_a_server_that_is_not_there() {
    let (_home, [tv]) = home();
    let port = closed_port().expect("a free port");
    let start = |tv: &Device| {
        tv.open("");
        tv.code();
        tv.follow(&format!("#/login?server=127.0.0.1:{port}"));
        tv.wait_for_focus("#connect");
        tv.key(&Key::Enter);
        tv.wait_for("#server-form summary");
        tv.wait_for_focus("[name=server]");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &SIGNED_OUT), FAILED);
}

#[test]
fn with_a_choice_of_servers_at_first() {
    let server = Server::start(Jellyfin::default()).expect("a free port");
    let (home, []) = Setup::new().start();
    let config = json!({ "servers": [home.origin(), server.origin()] });
    let (_page, [tv]) = Setup::new().with_config(&config.to_string()).start();
    make_television(&tv);
    let start = |tv: &Device| {
        tv.forget_kept();
        tv.open("");
        tv.wait_for(".pick");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &SIGNED_OUT), ["choice"]);
}

#[test]
fn while_the_server_is_out_of_reach() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    home.fault("/QuickConnect", Fault::Drop, 1_000_000);
    let start = |tv: &Device| {
        tv.run("sessionStorage.clear()", json!([]));
        tv.open("");
        tv.wait_for("#login summary");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &SIGNED_OUT), IN_TROUBLE);
}

#[test]
fn on_the_login_while_signed_in() {
    let (_home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let start = |tv: &Device| {
        tv.open("#/login");
        tv.wait_for("#login [href='#/settings']");
        tv.code();
        tv.wait_for("#person-0");
    };
    let mut walk = Walk::begin(&tv, &start);
    let known: Vec<&str> = SIGNED_OUT.into_iter().chain(GUESTS).collect();
    assert_eq!(explore(&mut walk, &known), ["login from inside"]);
}

#[test]
fn with_the_sign_in_of_jellyfins_own_page_on_offer() {
    let (home, [tv]) = home();
    let token = home.with(|fake| fake.sign_in("demo", "jellyfins-own-page"));
    tv.open("");
    handover::keep(&tv, &[handover::here(&home, &token)]);
    let start = |tv: &Device| {
        open(tv);
        tv.wait_for("#take-over");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &SIGNED_OUT), [OFFER]);
    assert!(walk.press("take-over").state.starts_with("settings"), "{walk}");
    tv.wait_for_text("#account", "demo on attic");
}

#[test]
fn with_a_camera() {
    let (_home, [tv]) = camera::phone_with_camera("walk", "granted");
    make_television(&tv);
    let start = |tv: &Device| {
        tv.open("");
        tv.wait_for("#scan");
        tv.wait_for("#show-devices");
    };
    let mut walk = Walk::begin(&tv, &start);
    let known: Vec<&str> = GUESTS.into_iter().filter(|state| *state != "settings").collect();
    assert_eq!(explore(&mut walk, &known), ["camera", "settings"]);
}

#[test]
fn in_a_frame() {
    let (_home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let start = |tv: &Device| {
        tv.open_framed("#/settings");
        tv.wait_for("#open-alone");
    };
    let mut walk = Walk::begin(&tv, &start);
    assert_eq!(explore(&mut walk, &GUESTS), [FRAMED]);
    assert!(walk.goes_to("open-alone"), "{walk}");
    tv.key(&Key::Enter);
    tv.go_to_tab(1);
    tv.wait_for("#approve-form");
}
