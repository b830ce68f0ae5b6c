//! Whose device it is: the languages of its owner, and what it takes itself for.

use serde_json::{Value, json};

use super::Device;
use crate::support::language::Language;

/// Until the page has been drawn in it.
const PICK: &str = "
    const [tag] = arguments;
    return new Promise(done => quickConnectStart.language.pick(tag, isSpoken =>
        setTimeout(() => requestAnimationFrame(() => setTimeout(() => done(isSpoken))))))";

impl Device {
    /// Makes pages that are opened from now on take the device for a television.
    pub fn be_television(&self) {
        let user_agent =
            "Mozilla/5.0 (SMART-TV; LINUX; Tizen 9.0) AppleWebKit/537.36 Chrome/120.0.0.0 TV Safari/537.36";
        self.owner.borrow_mut().1 = Some(user_agent.to_owned());
        self.introduce();
    }

    /// Makes pages that are opened from now on take the browser for one whose owner reads these languages.
    pub fn prefer(&self, languages: &str) {
        languages.clone_into(&mut self.owner.borrow_mut().0);
        self.introduce();
    }

    /// The same for one language, in which the story is lived from now on.
    pub fn speak(&self, language: &str) {
        self.prefer(language);
        self.read_in(language);
    }

    /// Reads what the page says in this language from now on. Returns the one before.
    pub fn read_in(&self, language: &str) -> String {
        self.language.replace(Language::of(language)).tag
    }

    /// Makes the page speak a language, as its menu does; an empty one, that of the browser again.
    pub fn pick_language(&self, language: &str) {
        assert_eq!(self.run(PICK, json!([language])), true, "{language} is spoken");
    }

    fn introduce(&self) {
        let (languages, user_agent) = self.owner.borrow().clone();
        let user_agent = user_agent.map_or_else(|| self.run("return navigator.userAgent", json!([])), Value::from);
        let mut browser = json!({ "userAgent": user_agent });
        if !languages.is_empty() {
            browser["acceptLanguage"] = languages.into();
        }
        self.command("Emulation.setUserAgentOverride", browser);
    }
}
