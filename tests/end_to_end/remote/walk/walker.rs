//! Walks through the app: recognizes the state on the screen and its controls, goes to each by arrows, presses it, and
//! finds the way back.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use thirtyfour::Key;

use super::STATES;
use crate::support::device::Device;
use crate::support::home::until;
use crate::support::person::on_pad;

/// Controls that end the walk.
const LEFT_ALONE: [&str; 5] = ["sign-out", "open-jellyfin", "open-alone", "person-0", "take-over"];

/// The number pad. To press it is to enter this code.
pub const PAD: &str = "pad";
pub const CODE: &str = "123456";

/// Counts the exits of the app, in place of a television's own API.
pub const TELEVISION: &str = "
    window.exits = 0;
    window.tizen = { application: { getCurrentApplication: () => ({ exit: () => { exits += 1 } }) } };";

/// What is on the screen when nothing is in progress: the state's name, its controls, and the focused control.
pub const LOOK: &str = r"
    const seen = selector => [...document.querySelectorAll(selector)].filter(it => it.getClientRects().length > 0);
    const is = selector => seen(selector).length > 0;
    const name = it => it.id || english(it.getAttribute('aria-label') || '') || read(it).trim();
    const controls = seen('a[href], button, input, summary, #pad').filter(it => !it.closest('#pad') || it.id === 'pad');
    const folds = is('details[open]') ? ', unfolded' : '';
    const inside = is('#login [href=\'#/settings\']') ? ' from inside' : '';
    let state;
    if (is('#pin')) state = 'forgotten password, pin';
    else if (is('#reset-form')) state = 'forgotten password';
    else if (is('.by-address, .known')) state = is('summary') ? 'choice that failed' + folds
        : !is('#keep-server') ? 'choice' : 'choice of another server' + inside;
    else if (is('#back-to-code')) state = 'other ways';
    else if (is('#login')) state = 'login' + (is('summary') ? ' in trouble' + folds
        : is('#take-over') ? ' with an offer' : inside);
    else if (is('.on-off #task')) state = 'task of the switch';
    else if (is('.devices #task')) state = 'task of a device';
    else if (is('#settings #sign-out')) state = 'menu of the account';
    else if (is('#task')) state = 'task after an approval';
    else if (is('#search')) state = 'picker';
    else if (is('#confirm')) state = 'confirm';
    else if (is('#not-you')) state = 'approved';
    else if (is('#settings[data-result=unknown]')) state = 'refused';
    else if (is('#camera')) state = 'camera';
    else if (is('#open-alone')) state = 'settings in a frame';
    else state = is('#settings') ? 'settings' + (is('.row') ? ' with devices' : '') : 'nothing';
    const busy = is('[aria-disabled=true]') || seen('.status').some(it => /Getting|Loading/.test(read(it)))
        || [...document.querySelectorAll('video')].some(it => is('#camera') ? it.readyState < 2 : it.srcObject);
    const here = document.activeElement;
    const group = ['confirm', 'task'].includes(here.id);";

/// Where each of the four arrows leads from each control, as indices of controls; which leads to what lies near the edge;
/// and which goes astray: elsewhere than its way on the screen, or nowhere although something lies there in the same row
/// or column.
pub const ARROWS: &str = r"
    const before = document.activeElement;
    const out = [], astray = [];
    const lies = (one, other) => ({
        Up: one.top - other.bottom, Down: other.top - one.bottom,
        Left: one.left - other.right, Right: other.left - one.right,
    });
    const meet = (one, other, way) => /Left|Right/.test(way) ? one.top < other.bottom && other.top < one.bottom
        : one.left < other.right && other.left < one.right;
    const led = controls.map(from => ['Up', 'Down', 'Left', 'Right'].map(way => {
        from.focus();
        // It takes the others for itself.
        if (from.id === 'pad' && way !== 'Down') return controls.indexOf(from);
        if (from.matches('input') && !('keyboard' in from.dataset)) from.dataset.keyboard = from.inputMode;
        const start = from.getBoundingClientRect();
        const isThere = controls.some(it => it !== from && lies(start, it.getBoundingClientRect())[way] >= 0
            && meet(start, it.getBoundingClientRect(), way));
        from.dispatchEvent(new KeyboardEvent('keydown', { key: 'Arrow' + way, bubbles: true, cancelable: true }));
        const to = document.activeElement, place = to.getBoundingClientRect();
        const [x, y] = [innerWidth / 20 - 1, innerHeight / 20 - 1];
        if (to !== from && (place.top < y || place.bottom > innerHeight - y || place.left < x
            || place.right > innerWidth - x)) {
            out.push(name(from) + ' ' + way + ' ' + name(to) + ' ' + [place.left, place.top, place.right, place.bottom]);
        }
        // Both, after the page has moved.
        if (to === from ? isThere : lies(from.getBoundingClientRect(), place)[way] < -2) {
            astray.push(name(from) + ' ' + way + ' ' + name(to));
        }
        return controls.indexOf(to);
    }));
    before.focus();
    if (before.matches('input') && !('keyboard' in before.dataset)) before.dataset.keyboard = before.inputMode;
    return { led, out, astray };";

const WAYS: [Key; 4] = [Key::Up, Key::Down, Key::Left, Key::Right];

pub struct Look {
    pub state: String,
    pub controls: Vec<String>,
    pub focus: Option<usize>,
}

pub struct Walk<'a> {
    pub(super) tv: &'a Device,
    /// Each state, with the controls to press to get there from the first one.
    found: BTreeMap<String, Vec<String>>,
    pub done: BTreeSet<String>,
    steps: Vec<String>,
    pub start: &'a dyn Fn(&Device),
    /// Whether each state is looked at in each language, too.
    pub is_in_each_language: bool,
}

impl<'a> Walk<'a> {
    /// Begins after `start`, which is repeated where the walk cannot go back.
    pub fn begin(tv: &'a Device, start: &'a dyn Fn(&Device)) -> Self {
        start(tv);
        Self { tv, found: BTreeMap::new(), done: BTreeSet::new(), steps: Vec::new(), start, is_in_each_language: true }
    }

    /// Waits until nothing is in progress, then looks.
    pub fn look(&mut self) -> Look {
        let script = format!(
            "{}
             const look = () => {{
                 {LOOK}
                 return busy || !group && controls.indexOf(here) < 0 ? {{ waits: state + ' ' + name(here) }}
                     : {{ state, controls: controls.map(name), focus: controls.indexOf(here) }};
             }};
             return new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(() => done(look())))))",
            self.tv.reader()
        );
        let told = format!("{self}\nnothing under way, and the focus on a control");
        let seen = until(&told, || Some(self.tv.run(&script, json!([]))).filter(|seen| seen["waits"].is_null()));
        let texts = seen["controls"].as_array().expect("controls").iter();
        Look {
            state: seen["state"].as_str().expect("a state").to_owned(),
            controls: texts.map(|text| text.as_str().unwrap_or_default().to_owned()).collect(),
            focus: seen["focus"].as_u64().and_then(|place| usize::try_from(place).ok()),
        }
    }

    /// Tries every arrow from every control and checks that every control can be reached from every other. Returns
    /// where the arrows lead.
    pub(super) fn arrows(&self, look: &Look) -> Vec<Vec<usize>> {
        let answer = self.tv.run(&format!("{}{LOOK}{ARROWS}", self.tv.reader()), json!([]));
        assert_eq!(answer["astray"], json!([]), "{self}\nan arrow goes another way in {}", look.state);
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

    /// The Tab key comes by every control too.
    fn tabs(&self, look: &Look) {
        self.tv.run("window.before = document.activeElement", json!([]));
        let mut missed: BTreeSet<usize> = (0..look.controls.len()).collect();
        // Behind the last control it leaves the page, and a frame twice.
        for _ in 0..look.controls.len() + 4 {
            self.tv.key(&Key::Tab);
            let now = self.tv.run(&format!("{}{LOOK} return controls.indexOf(here)", self.tv.reader()), json!([]));
            now.as_u64().and_then(|place| usize::try_from(place).ok()).map(|place| missed.remove(&place));
        }
        let missed: Vec<_> = missed.into_iter().map(|place| &look.controls[place]).collect();
        assert!(missed.is_empty(), "{self}\nTab never comes to {missed:?} in {}", look.state);
        self.tv.run(
            "before.focus();
             if (before.matches('input') && !('keyboard' in before.dataset)) before.dataset.keyboard = before.inputMode;",
            json!([]),
        );
    }

    /// Goes to a control by arrows and presses OK; with several lines, to one control after the other.
    pub fn press(&mut self, controls: &str) -> Look {
        for (place, control) in controls.lines().enumerate() {
            // The field may have held digits before: the sixth leads on, whichever it is.
            if place > 0 && !self.look().controls.iter().any(|it| it == control) {
                break;
            }
            // An answer that arrives may add or remove a control and so change the way.
            while !self.goes_to(control) {}
            if control == PAD {
                for key in CODE.chars().flat_map(on_pad) {
                    self.tv.key(&key);
                }
            } else {
                self.tv.key(&Key::Enter);
            }
        }
        self.look()
    }

    /// False if the controls changed on the way.
    pub fn goes_to(&mut self, control: &str) -> bool {
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

    /// Presses Back, which leads one layer up or out of the app.
    pub fn back(&mut self, state: &str) -> Look {
        let exits = |tv: &Device| tv.run("return exits", json!([])).as_u64().expect("a number");
        let before = exits(self.tv);
        let (_, above) =
            STATES.iter().find(|(name, _)| *name == state).unwrap_or_else(|| panic!("{self}\nnew: {state}"));
        self.steps.push(format!("{state} → Back"));
        self.tv.remote_key("XF86Back", 10009);
        if above.is_empty() {
            until(&format!("{self}\nthe way out from {state}"), || (exits(self.tv) == before + 1).then_some(()));
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

    /// Starts again and goes to a state the way it was found.
    pub(super) fn reach(&mut self, state: &str) {
        (self.start)(self.tv);
        for control in self.found[state].clone() {
            self.press(&control);
        }
        let now = self.look();
        assert_eq!(now.state, state, "{self}");
    }

    /// Presses every control of the current state, except those that end the walk, and explores all states that follow.
    pub fn explore(&mut self, path: &[String]) {
        let look = self.look();
        if !self.done.insert(look.state.clone()) {
            return;
        }
        self.found.insert(look.state.clone(), path.to_vec());
        if self.is_in_each_language {
            self.speak_each(&look);
        }
        self.tabs(&look);
        for control in &look.controls {
            let control = match control.as_str() {
                it if LEFT_ALONE.contains(&it) || it.starts_with("remove-waits") => continue,
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

/// The shortest path from one control to another: each arrow and where it leads.
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
