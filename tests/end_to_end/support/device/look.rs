//! What is on the screen, and waiting for it.

use serde_json::{Value, json};

use super::Device;
use crate::support::home::until;

/// The visible elements of a selector, for scripts.
pub(super) const VISIBLE: &str =
    "[...document.querySelectorAll(arguments[0])].filter(it => it.getClientRects().length > 0)";

const HAS_FOCUS: &str = "return document.activeElement.matches(arguments[0])";

/// Repeats a script in the page until it returns something, for a second: a command for each look takes 3 ms of a
/// processor, and stories mostly wait.
pub(super) fn repeated(script: &str) -> String {
    format!(
        "const given = arguments;
         function look() {{ {script} }}
         return (async () => {{
             for (let left = 50; ; left--) {{
                 const found = look(...given);
                 if (found || !left) return found;
                 await new Promise(next => setTimeout(next, 20));
             }}
         }})()"
    )
}

impl Device {
    /// Waits until a script returns something, and returns that.
    pub fn wait_until(&self, what: &str, script: &str, arguments: Value) -> Value {
        let script = repeated(script);
        let Value::Array(arguments) = arguments else { panic!("arguments are a list") };
        until(what, || {
            // A page that is left meanwhile answers with an error.
            let seen = self.runtime.block_on(self.driver().execute(script.as_str(), arguments.clone())).ok()?;
            Some(seen.json().clone()).filter(|found| !found.is_null() && *found != false)
        })
    }

    /// The text of the first visible element, with single spaces; empty if there is none.
    pub fn text(&self, selector: &str) -> String {
        let text = self.look(selector, "read(element)");
        text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The content of a field.
    pub fn typed(&self, selector: &str) -> String {
        self.wait_for(selector);
        self.look(selector, "element.value").unwrap_or_default()
    }

    /// A script with `read(element)`, which tells in English what an element says.
    pub fn reader(&self) -> String {
        self.language.borrow().reader.clone()
    }

    /// An expression about the first visible element, as text; none if there is no such element.
    pub fn look(&self, selector: &str, member: &str) -> Option<String> {
        let reader = if member.contains("read(") { self.reader() } else { String::new() };
        let script = format!(
            "{reader}
             const [element] = {VISIBLE};
             return element ? String({member}) : null;"
        );
        self.run(&script, json!([selector])).as_str().map(str::to_owned)
    }

    /// True if such an element is visible.
    pub fn shows(&self, selector: &str) -> bool {
        self.look(selector, "true").is_some()
    }

    /// Waits until such an element is visible.
    pub fn wait_for(&self, selector: &str) {
        self.wait_until(selector, &format!("return {VISIBLE}.length > 0"), json!([selector]));
    }

    /// Waits until a visible element contains this text.
    pub fn wait_for_text(&self, selector: &str, text: &str) {
        let script = format!("{} return {VISIBLE}.some(it => readAny(it).includes(arguments[1]))", self.reader());
        self.wait_until(&format!("{selector} with the text {text:?}"), &script, json!([selector, text]));
    }

    /// Waits for a state of the waiting device.
    pub fn wait_for_state(&self, state: &str) {
        self.wait_for(&format!("#login[data-state={state}]"));
    }

    /// Waits for the result of an approval.
    pub fn wait_for_result(&self, result: &str) {
        self.wait_for(&format!("#settings[data-result={result}]"));
    }

    /// Waits until the focus is on such an element.
    pub fn wait_for_focus(&self, selector: &str) {
        self.wait_until(&format!("the focus on {selector}"), HAS_FOCUS, json!([selector]));
    }

    /// True if the focus is on such an element.
    pub fn has_focus(&self, selector: &str) -> bool {
        self.run(HAS_FOCUS, json!([selector])) == true
    }

    /// The six digits on the screen, once the program shows them.
    pub fn code(&self) -> String {
        self.code_in("#login", "")
    }

    /// The six digits that the page shows before the program has started.
    pub fn early_code(&self) -> String {
        self.code_in("#skeleton", "")
    }

    /// Waits for another code than this one.
    pub fn code_after(&self, old: &str) -> String {
        self.code_in("#login", old)
    }

    fn code_in(&self, place: &str, old: &str) -> String {
        let digits = format!(
            "const [element] = {VISIBLE};
             const digits = element ? element.textContent.replace(/\\D/g, '') : '';
             return digits.length === 6 && digits !== arguments[1] && digits"
        );
        let what = if old.is_empty() { "a code" } else { "another code" };
        let code = self.wait_until(what, &digits, json!([format!("{place} #quick-connect-code"), old]));
        code.as_str().expect("digits").to_owned()
    }
}
