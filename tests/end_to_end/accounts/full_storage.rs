//! A browser in which nothing more can be kept: whoever was kept is not lost by a switch or a reload, and nobody becomes
//! somebody else.

use serde_json::json;

use super::side_by_side::{adds, chooses, is_alive};
use crate::sessions::steps::a_moment;
use crate::support::device::Device;
use crate::support::home::{Home, Setup};

/// A home with somebody whose session takes much room: so often the longest of surnames.
fn home_of_a_long_name(times: usize) -> (Home, [Device; 1], String) {
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(times);
    let (home, [tv]) = Setup::new()
        .with(|fake| {
            fake.add_user(&long, "horse");
        })
        .start();
    (home, [tv], long)
}

/// Leaves not a byte for anything more.
fn fills_the_storage(tv: &Device) {
    tv.run(
        "let size = 4194304;
         for (let n = 0; size >= 1; n += 1) {
             try { localStorage['filler' + n] = 'x'.repeat(size); } catch (full) { size = Math.floor(size / 2); }
         }",
        json!([]),
    );
}

/// Where nothing more fits, a switch loses nobody who was kept.
#[test]
fn where_storage_is_full_a_switch_loses_nobody() {
    let (home, [tv], long) = home_of_a_long_name(2);
    tv.sign_in(&long, "horse");
    tv.wait_for_text("#account", &long);
    adds(&tv, "demo", "demo");
    fills_the_storage(&tv);
    assert!(tv.kept(".others").contains(&long));
    tv.press("#switch-account");
    chooses(&tv, &long);
    tv.press("#switch-account");
    chooses(&tv, "demo");
    let kept = format!("{} {}", tv.kept(".session"), tv.kept(".others"));
    assert!(is_alive(&home, &long));
    assert!(kept.contains(&long), "kept: {kept}");
    assert!(kept.contains("demo"), "kept: {kept}");
}

#[test]
fn where_nothing_more_can_be_kept_a_reload_does_not_bring_back_somebody_else() {
    let (home, [tv], long) = home_of_a_long_name(3);
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    fills_the_storage(&tv);
    tv.follow("#/login");
    tv.code();
    tv.enter(&long, "horse");
    tv.wait_for_text("#account", &long);
    tv.wait_for_text("#settings [role=status]", "can’t save");
    tv.reload();
    tv.code();
    // The session before is still there to be chosen.
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    a_moment();
    tv.press("#held > button");
    tv.wait_for_text("#account", "demo");
}
