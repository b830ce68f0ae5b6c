//! A fresh try at sessions, codes and servers that change behind the page's back.

use fake_jellyfin::{Fault, Jellyfin};
use serde_json::json;

use crate::support::device::Device;
use crate::support::home::{Home, home, until};
use crate::support::jellyfin_web::{here, keep};
use crate::support::servers::{connect, press_in_row};

/// Its tokens and codes are not those of the first server.
fn cellar() -> fake_jellyfin::http::Server {
    let server = crate::support::servers::cellar();
    server.with(|fake| fake.seed(77));
    server
}

fn alive(fake: &mut Jellyfin) -> Vec<String> {
    fake.tokens().into_iter().filter(|token| fake.is_token_alive(token)).collect()
}

fn everything_kept(tv: &Device) -> String {
    let all = "return JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])";
    tv.run(all, json!([])).as_str().unwrap_or_default().to_owned()
}

/// Every living token of this home is one that the browser keeps.
fn no_orphan(home: &Home, tv: &Device) {
    let kept = || everything_kept(tv);
    until("no living token that nobody holds", || {
        let kept = kept();
        home.with(alive).iter().all(|token| kept.contains(token.as_str())).then_some(())
    });
}

fn comes_back_after(tv: &Device, seconds: u32) {
    tv.run(
        "const now = performance.now.bind(performance);
         performance.now = () => now() + 1000 * arguments[0];
         document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))",
        json!([seconds]),
    );
}

/// Two tabs as demo; in the second somebody signs in as guest.
fn two_tabs_of_which_the_second_becomes_guest(tv: &Device) {
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.open("#/login");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
}

#[test]
fn tester_a1_other_account_in_another_tab_is_seen_here() {
    let (_home, [tv]) = home();
    two_tabs_of_which_the_second_becomes_guest(&tv);
    tv.go_to_tab(0);
    // demo's token was ended by the other tab.
    until("demo's settings are gone", || (!tv.text("#account").contains("demo")).then_some(()));
}

#[test]
fn tester_a2_signing_in_after_that_leaves_no_token_with_nobody() {
    let (home, [tv]) = home();
    two_tabs_of_which_the_second_becomes_guest(&tv);
    tv.go_to_tab(0);
    until("asked", || {
        comes_back_after(&tv, 61);
        tv.shows("#login").then_some(())
    });
    println!("LOGIN SAYS {}", tv.text("#login"));
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(1);
    tv.reload();
    tv.wait_for("#account");
    println!("TAB 1 AFTER RELOAD {}", tv.text("#account"));
    no_orphan(&home, &tv);
}

#[test]
fn tester_b1_a_session_elsewhere_is_not_lost_by_a_third_server_in_another_tab() {
    let (_home, [tv]) = home();
    let cellar = cellar();
    let loft = {
        let mut fake = Jellyfin::default();
        fake.rename("loft");
        fake.set_server_id("a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0");
        fake.seed(99);
        fake_jellyfin::http::Server::start(fake).expect("a free port")
    };
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.open("");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#other-server");
    connect(&tv, &loft.origin());
    tv.wait_for_text("h1", "to loft");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on loft");
    tv.go_to_tab(1);
    tv.reload();
    tv.wait_for("#account");
    println!("TAB 1 {}", tv.text("#account"));
    let kept = everything_kept(&tv);
    println!("OTHERS {}", tv.kept(".others"));
    for token in cellar.with(alive) {
        assert!(kept.contains(&token), "cellar's living token is kept nowhere");
    }
}

#[test]
fn tester_b2_a_session_that_was_ended_here_is_not_listed_as_signed_in() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.open("");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    tv.go_to_tab(0);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    assert!(home.with(alive).is_empty());
    tv.press("#change-server");
    tv.wait_for(".known .pick");
    let rows = tv.run("return [...document.querySelectorAll('.pick')].map(it => it.textContent).join('|')", json!([]));
    println!("ROWS {rows}");
    assert!(!rows.as_str().unwrap_or_default().contains("Signed in as demo"));
}

#[test]
fn tester_c_a_session_put_aside_is_used_again_where_its_server_is_the_one() {
    let (_home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    tv.open("");
    until("something", || (tv.shows("#settings") || tv.shows("#login #quick-connect-code")).then_some(()));
    println!("SHOWN {}", tv.text("main"));
    tv.wait_for_text("#account", "demo on attic");
}

#[test]
fn tester_d_a_sign_in_for_one_tab_elsewhere_ends_nothing_in_the_other_tab() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    tv.open_tab();
    tv.open("");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.press("#stay-signed-in");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    tv.go_to_tab(0);
    std::thread::sleep(std::time::Duration::from_secs(1));
    println!("TAB 0 {}", tv.text("main"));
    assert!(!tv.text("main").contains("Signed out in another tab"));
    assert!(tv.shows("#settings"));
}

#[test]
fn tester_d2_after_that_a_new_tab_is_still_signed_in() {
    let (_home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.press("#stay-signed-in");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    tv.open_tab();
    tv.open("");
    until("something", || (tv.shows("#settings") || tv.shows("#login #quick-connect-code")).then_some(()));
    println!("SHOWN {}", tv.text("main"));
    tv.wait_for_text("#account", "demo on attic");
}

#[test]
fn tester_e_an_old_tokens_refusal_that_comes_late_does_not_end_the_new_sign_in() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    tv.open_tab();
    tv.open("#/login");
    tv.code();
    tv.go_to_tab(0);
    std::thread::sleep(std::time::Duration::from_secs(1));
    home.with(|fake| fake.revoke_user("demo"));
    let asked = home.requests("/Users/Me").len();
    home.fault("/Users/Me", Fault::Delay(7000), 1);
    comes_back_after(&tv, 61);
    until("asked", || (home.requests("/Users/Me").len() > asked).then_some(()));
    tv.go_to_tab(1);
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    let token = home.token_of(&tv);
    assert!(tv.kept(".session").contains(&token));
    until("the late answer", || home.requests("/Users/Me")[asked].status);
    std::thread::sleep(std::time::Duration::from_secs(8));
    println!("TAB 1 {}", tv.text("main"));
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    assert!(tv.kept(".session").contains(&token), "the new session was forgotten");
    assert!(tv.shows("#settings"));
    tv.go_to_tab(0);
    println!("TAB 0 {}", tv.text("main"));
    assert!(tv.shows("#settings"));
}

#[test]
fn tester_f_a_change_of_account_here_leaves_jellyfins_own_page_usable() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.run("document.querySelector('#open-jellyfin').addEventListener('click', it => it.preventDefault())", json!([]));
    tv.open_jellyfin();
    tv.open("#/login");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    until("one token", || (home.with(alive).len() == 1).then_some(()));
    println!("HINT {}", tv.text(".account"));
    tv.run("document.querySelector('#open-jellyfin').addEventListener('click', it => it.preventDefault())", json!([]));
    tv.open_jellyfin();
    let handed = tv.run("return localStorage.jellyfin_credentials", json!([]));
    let token = home.token_of(&tv);
    assert!(!tv.text(".account").contains("somebody else"), "it is not: that sign-in has just been ended here");
    assert!(handed.as_str().unwrap_or_default().contains(&token));
}

#[test]
fn tester_g_codes_left_behind_are_looked_after_after_a_reload() {
    for name in ["guest", "demo"] {
        let (home, [tv]) = home();
        tv.open("");
        let code = tv.code();
        tv.enter("demo", "demo");
        tv.wait_for("#settings");
        tv.reload();
        tv.wait_for("#settings");
        // Somebody had read the code.
        home.with(|fake| assert!(fake.approve(&code, name)));
        std::thread::sleep(std::time::Duration::from_secs(18));
        println!("{name}: {} {}", tv.text("main"), home.with(alive).len());
        no_orphan(&home, &tv);
        tv.reload();
        tv.wait_for_text("#account", "demo");
    }
}

#[test]
fn tester_h_a_reload_while_the_redeem_is_under_way() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/Users/AuthenticateWithQuickConnect", Fault::Delay(20_000), 1);
    home.approve(&code);
    tv.hurry();
    until("redeem", || home.requests("/Users/AuthenticateWithQuickConnect").first().map(|_| ()));
    tv.reload();
    tv.wait_for_text("#account", "demo");
    no_orphan(&home, &tv);
}

#[test]
fn tester_i_an_offer_that_has_gone_says_so() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    keep(&tv, &[here(&home, &home.with(|fake| fake.sign_in("demo", "jellyfins-own-page")))]);
    tv.reload();
    tv.wait_for("#take-over");
    tv.open_tab();
    tv.go(&format!("{}config.json", tv.page()));
    tv.run("localStorage.removeItem('jellyfin_credentials')", json!([]));
    tv.go_to_tab(0);
    std::thread::sleep(std::time::Duration::from_secs(1));
    if tv.shows("#take-over") {
        let before = tv.text("[role=group].notice");
        tv.press("#take-over");
        std::thread::sleep(std::time::Duration::from_secs(2));
        assert!(!tv.shows("#settings"));
        assert_ne!(tv.text("[role=group].notice"), before, "nothing happens");
    }
}

#[test]
fn tester_j_a_dead_sign_in_of_jellyfins_own_page_is_not_offered_twice() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    let token = home.with(|fake| fake.sign_in("demo", "jellyfins-own-page"));
    keep(&tv, &[here(&home, &token)]);
    home.with(|fake| fake.revoke_user("demo"));
    tv.reload();
    tv.press("#take-over");
    tv.wait_for_text("#login", "That sign-in has ended");
    println!("STILL {}", tv.shows("#take-over"));
    tv.reload();
    tv.code();
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert!(!tv.shows("#take-over"));
}

#[test]
fn tester_k_the_hint_follows_jellyfins_own_page() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    assert!(!tv.text(".account").contains("somebody else"));
    tv.open_tab();
    tv.go(&format!("{}config.json", tv.page()));
    let theirs = home.with(|fake| fake.sign_in("guest", "jellyfins-own-page"));
    let mut entry = here(&home, &theirs);
    entry["UserId"] = json!(home.with(|fake| fake.user_named("guest").expect("guest").id().to_owned()));
    keep(&tv, &[entry]);
    tv.go_to_tab(0);
    tv.wait_for_text(".account .hint", "signed in here as somebody else");
}

#[test]
fn tester_l_a_sign_out_under_way_while_another_servers_session_is_picked() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    home.fault("/Sessions/Logout", Fault::Delay(4000), 1);
    tv.press("#sign-out");
    tv.press("#other-server");
    press_in_row(&tv, "cellar", ".pick");
    tv.wait_for_text("#account", "guest on cellar");
    until("the end", || home.requests("/Sessions/Logout").first().and_then(|seen| seen.status));
    std::thread::sleep(std::time::Duration::from_secs(5));
    println!("OTHERS {}", tv.kept(".others"));
    assert!(!tv.kept(".others").contains("demo"), "signed out, and still kept as signed in");
}

/// Two windows side by side: neither hears that it comes to the front.
fn side_by_side(tv: &Device) {
    tv.run(
        "Object.defineProperty(document, 'hidden', { get: () => false });
         addEventListener('visibilitychange', event => event.stopImmediatePropagation(), true)",
        json!([]),
    );
}

#[test]
fn tester_m_a_tab_that_crashed_while_it_waited_does_not_block_the_other_window() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.open_tab();
    tv.open("");
    tv.code();
    side_by_side(&tv);
    tv.go_to_tab(0);
    side_by_side(&tv);
    tv.run("addEventListener('pagehide', event => event.stopImmediatePropagation(), true)", json!([]));
    tv.run("document.querySelector('#check-now').click()", json!([]));
    tv.wait_for_state("waiting");
    tv.go("about:blank");
    tv.go_to_tab(1);
    println!("STATE {:?} {}", tv.look("#login", "element.dataset.state"), tv.text("#login"));
    tv.wait_for_state("waiting");
}

#[test]
fn tester_m2_the_window_that_waited_and_signed_in_for_itself_leaves_the_other_to_wait() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.open_tab();
    tv.open("");
    tv.code();
    side_by_side(&tv);
    tv.go_to_tab(0);
    side_by_side(&tv);
    tv.run("document.querySelector('#check-now').click()", json!([]));
    tv.wait_for_state("waiting");
    tv.press("#stay-signed-in");
    tv.enter("guest", "");
    tv.wait_for("#settings");
    tv.go_to_tab(1);
    println!("STATE {:?} {}", tv.look("#login", "element.dataset.state"), tv.text("#login"));
    tv.wait_for_state("waiting");
}

#[test]
fn tester_o_config_that_names_another_server_in_a_second_tab_is_no_sign_out_in_the_first() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    let config = format!("{{ \"server\": \"{}\" }}", cellar.origin());
    home.fault("/config.json", Fault::body(200, "application/json", config), 1000);
    tv.open_tab();
    tv.open("");
    tv.wait_for_text("#login [role=status]", "demo is still signed in on attic");
    tv.go_to_tab(0);
    std::thread::sleep(std::time::Duration::from_secs(1));
    println!("TAB 0 {}", tv.text("main"));
    assert!(!tv.text("main").contains("Signed out in another tab"));
}

#[test]
fn tester_o2_config_that_changes_and_changes_back_brings_the_session_back() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    let config = format!("{{ \"server\": \"{}\" }}", cellar.origin());
    home.fault("/config.json", Fault::body(200, "application/json", config), 1000);
    tv.open("");
    tv.wait_for_text("#login [role=status]", "demo is still signed in on attic");
    home.clear_faults();
    tv.open("");
    tv.wait_for_text("#account", "demo on attic");
}

#[test]
fn tester_p_after_a_sign_out_of_a_tab_the_lasting_session_is_not_overwritten() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.press("#stay-signed-in");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    tv.open_tab();
    tv.open("");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    let lasting = tv.kept(".session");
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    println!("TAB 0 {}", tv.text("main"));
    assert_eq!(tv.kept(".session"), lasting);
    if !tv.shows("#stay-signed-in[aria-pressed=true]") {
        tv.press("#stay-signed-in");
    }
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    tv.go_to_tab(1);
    tv.reload();
    tv.wait_for("#account");
    println!("TAB 1 {}", tv.text("#account"));
    no_orphan(&home, &tv);
}

#[test]
fn tester_e2_a_late_refusal_in_the_same_tab_does_not_end_the_new_sign_in() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.wait_for("#switch-quick-connect");
    home.with(|fake| fake.revoke_user("demo"));
    home.fault("/Devices", Fault::Delay(7000), 1);
    tv.press("#show-devices");
    until("asked", || home.requests("/Devices").first().map(|_| ()));
    tv.follow("#/login");
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    let token = home.token_of(&tv);
    std::thread::sleep(std::time::Duration::from_secs(8));
    println!("SHOWN {}", tv.text("main"));
    assert!(home.with(|fake| fake.is_token_alive(&token)));
    assert!(tv.kept(".session").contains(&token), "the new session was forgotten");
}

#[test]
fn tester_g2_a_code_left_behind_then_a_reload_then_approved_for_the_same_account() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.enter("demo", "demo");
    tv.wait_for("#settings");
    tv.reload();
    tv.wait_for("#settings");
    home.approve(&code);
    std::thread::sleep(std::time::Duration::from_secs(2));
    tv.reload();
    until("something", || (tv.text("main").contains("Sign in to") || tv.shows("#switch-quick-connect")).then_some(()));
    std::thread::sleep(std::time::Duration::from_secs(2));
    println!("SHOWN {}", tv.text("main"));
    tv.wait_for_text("#account", "demo");
    no_orphan(&home, &tv);
}

#[test]
fn tester_u_the_server_restarts_while_three_codes_wait() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    tv.press("#new-code");
    let second = tv.code_after(&first);
    tv.press("#new-code");
    let third = tv.code_after(&second);
    home.with(Jellyfin::restart);
    tv.hurry();
    let fourth = tv.code_after(&third);
    home.approve(&fourth);
    tv.hurry();
    tv.wait_for_text("#account", "demo");
    no_orphan(&home, &tv);
}

#[test]
fn tester_v_the_first_of_three_codes_after_a_reload_and_a_visit_to_another_server() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.open("");
    let first = tv.code();
    tv.press("#new-code");
    let second = tv.code_after(&first);
    tv.press("#new-code");
    tv.code_after(&second);
    tv.reload();
    tv.code();
    tv.press("#change-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.code();
    home.approve(&first);
    tv.press("#change-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    no_orphan(&home, &tv);
}

#[test]
fn tester_w_a_session_for_a_tab_whose_account_signs_in_again_in_another_tab() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.press("#stay-signed-in");
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    tv.open_tab();
    tv.open("");
    let code = tv.code();
    home.approve(&code);
    tv.hurry();
    tv.wait_for_text("#account", "demo");
    tv.go_to_tab(0);
    comes_back_after(&tv, 61);
    std::thread::sleep(std::time::Duration::from_secs(2));
    println!("TAB 0 {}", tv.text("main"));
    tv.wait_for_text("#account", "demo");
}

#[test]
fn tester_x_the_same_server_under_another_address_has_the_session_that_is_there() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    connect(&tv, &home.localhost());
    std::thread::sleep(std::time::Duration::from_secs(3));
    println!("SHOWN {}", tv.text("main"));
    tv.wait_for_text("#account", "demo on attic");
}

#[test]
fn tester_y_removed_in_the_second_tab_is_gone_in_the_first() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.open("");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".forget");
    press_in_row(&tv, "attic", ".forget");
    until("ended", || home.with(alive).is_empty().then_some(()));
    tv.go_to_tab(0);
    std::thread::sleep(std::time::Duration::from_secs(1));
    println!("TAB 0 {}", tv.text("main"));
    assert!(!tv.shows("#switch-quick-connect"), "demo's settings stay, though the session was ended in the other tab");
}

#[test]
fn third_n1_the_code_of_the_window_that_stepped_aside_is_approved() {
    let (home, [tv]) = home();
    tv.open("");
    let first = tv.code();
    tv.open_tab();
    tv.open("");
    tv.code();
    // Somebody had read the first code, before the second tab was opened.
    home.approve(&first);
    tv.wait_for_text("#account", "demo");
}

#[test]
fn third_n2_a_redeem_under_way_while_another_server_is_connected() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.open("");
    let code = tv.code();
    tv.press("#change-server");
    tv.type_into("[name=server]", &cellar.origin());
    home.fault("/Users/AuthenticateWithQuickConnect", Fault::Delay(6000), 1);
    home.approve(&code);
    until("redeem", || home.requests("/Users/AuthenticateWithQuickConnect").first().map(|_| ()));
    tv.press("#connect");
    tv.wait_for_text("h1", "to cellar");
    std::thread::sleep(std::time::Duration::from_secs(7));
    println!("SHOWN {}", tv.text("main"));
    tv.press("#change-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    no_orphan(&home, &tv);
}

#[test]
fn third_n3_a_redeem_under_way_while_another_tab_signs_in_as_guest() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.open_tab();
    tv.open("");
    tv.go_to_tab(0);
    tv.wait_for_state("waiting");
    home.fault("/Users/AuthenticateWithQuickConnect", Fault::Delay(6000), 1);
    home.approve(&code);
    tv.hurry();
    until("redeem", || home.requests("/Users/AuthenticateWithQuickConnect").first().map(|_| ()));
    tv.go_to_tab(1);
    tv.enter("guest", "");
    tv.wait_for("#account");
    std::thread::sleep(std::time::Duration::from_secs(7));
    println!("TAB 1 {}", tv.text("#account"));
    no_orphan(&home, &tv);
    tv.go_to_tab(0);
    println!("TAB 0 {}", tv.text("main"));
    let here = tv.text("#account");
    tv.go_to_tab(1);
    assert_eq!(tv.text("#account"), here);
}

#[test]
fn third_n4_a_password_under_way_while_another_tab_signs_in_as_guest() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.open_tab();
    tv.open("");
    tv.go_to_tab(0);
    home.fault("/Users/AuthenticateByName", Fault::Delay(5000), 1);
    tv.enter("demo", "demo");
    until("sent", || home.requests("/Users/AuthenticateByName").first().map(|_| ()));
    tv.go_to_tab(1);
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    std::thread::sleep(std::time::Duration::from_secs(6));
    no_orphan(&home, &tv);
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest");
}

#[test]
fn third_n5_a_reload_while_the_sign_out_is_under_way() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    home.fault("/Sessions/Logout", Fault::Hang, 1);
    tv.press("#sign-out");
    until("sent", || home.requests("/Sessions/Logout").first().map(|_| ()));
    tv.reload();
    tv.code();
    std::thread::sleep(std::time::Duration::from_secs(2));
    println!("SHOWN {} ALIVE {}", tv.text("main"), home.with(alive).len());
    assert!(home.with(alive).is_empty() || tv.text("main").contains("could not be told"));
}

#[test]
fn third_n6_the_end_of_a_token_that_nobody_wants_is_tried_again() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    home.fault("/Sessions/Logout", Fault::Drop, 2);
    home.with(|fake| assert!(fake.approve(&code, "guest")));
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    std::thread::sleep(std::time::Duration::from_secs(16));
    no_orphan(&home, &tv);
}

#[test]
fn third_n7_another_server_at_the_same_address() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    home.with(|fake| {
        fake.set_server_id("e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0");
        fake.rename("loft");
        fake.revoke_all();
    });
    tv.reload();
    tv.wait_for("#login");
    let code = tv.code();
    println!("SHOWN {}", tv.text("main"));
    home.approve(&code);
    tv.hurry();
    tv.wait_for_text("#account", "demo on loft");
}

#[test]
fn third_n8_jellyfins_own_page_signs_in_while_the_login_is_open() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    tv.open_tab();
    tv.go(&format!("{}config.json", tv.page()));
    keep(&tv, &[here(&home, &home.with(|fake| fake.sign_in("demo", "jellyfins-own-page")))]);
    tv.go_to_tab(0);
    tv.wait_for("#take-over");
}

#[test]
fn third_n9_an_approval_that_meets_a_dead_session_while_another_tab_signs_in_again() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.open_tab();
    phone.open("#/login");
    phone.code();
    phone.type_into("[name=username]", "demo");
    phone.type_into("[name=password]", "demo");
    phone.go_to_tab(0);
    let code = home.television();
    phone.enter_code(&code);
    home.with(|fake| fake.revoke_user("demo"));
    phone.press("#approve");
    phone.wait_for_text("#settings", "This device has been signed out");
    phone.go_to_tab(1);
    phone.press("#sign-in");
    phone.wait_for("#settings");
    let token = home.token_of(&phone);
    std::thread::sleep(std::time::Duration::from_secs(8));
    println!("TAB 1 {}", phone.text("main"));
    assert!(phone.kept(".session").contains(&token), "the new session was forgotten");
    phone.go_to_tab(0);
    println!("TAB 0 {}", phone.text("main"));
    assert!(phone.shows("#settings"));
}

#[test]
fn third_o1_guest_at_another_address_of_the_server_ends_demo_here_without_a_word() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let token = home.token_of(&tv);
    tv.press("#other-server");
    connect(&tv, &home.localhost());
    tv.wait_for_text("#login", "Back to the account of demo");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on attic");
    std::thread::sleep(std::time::Duration::from_secs(1));
    println!("DEMO ALIVE {}", home.with(|fake| fake.is_token_alive(&token)));
    no_orphan(&home, &tv);
}

#[test]
fn third_o2_two_tabs_approve_the_same_code() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    let code = home.television();
    phone.enter_code(&code);
    phone.wait_for("#approve");
    phone.open_tab();
    phone.open("");
    phone.wait_for("#settings");
    phone.approve(&code);
    phone.wait_for_result("approved");
    phone.go_to_tab(0);
    phone.press("#approve");
    std::thread::sleep(std::time::Duration::from_secs(3));
    println!("TAB 0 {:?} {}", phone.look("#settings", "element.dataset.result"), phone.text(".approve"));
}

#[test]
fn third_o3_an_approval_under_way_while_another_tab_becomes_guest() {
    let (home, [phone]) = home();
    phone.sign_in("demo", "demo");
    phone.open_tab();
    phone.open("#/login");
    phone.code();
    phone.go_to_tab(0);
    let code = home.television();
    phone.enter_code(&code);
    home.fault("/QuickConnect/Authorize", Fault::Delay(4000), 1);
    phone.press("#approve");
    until("the approval", || home.approvals().first().map(|_| ()));
    phone.go_to_tab(1);
    phone.enter("guest", "");
    phone.wait_for_text("#account", "guest");
    phone.go_to_tab(0);
    std::thread::sleep(std::time::Duration::from_secs(5));
    println!("TAB 0 {:?} {}", phone.look("#settings", "element.dataset.result"), phone.text("main"));
    assert!(phone.text("main").contains("pproved"));
}

#[test]
fn third_o4_nobody_owns_the_claim_of_the_tab_that_waits() {
    let (_home, [tv]) = home();
    tv.open("");
    tv.code();
    side_by_side(&tv);
    // As if another window had claimed and then crashed.
    tv.run(
        "const key = Object.keys(localStorage).find(key => key.includes('.waiting'));
         localStorage[key] = '12345';
         dispatchEvent(new StorageEvent('storage', { key }))",
        json!([]),
    );
    tv.wait_for_state("aside");
    tv.wait_for_state("waiting");
}

#[test]
fn fourth_q1_the_end_of_a_token_that_nobody_wants_while_the_network_is_gone_for_long() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    home.fault("/Sessions/Logout", Fault::Drop, 1000);
    home.with(|fake| assert!(fake.approve(&code, "guest")));
    until("tried", || (!home.requests("/Sessions/Logout").is_empty()).then_some(()));
    std::thread::sleep(std::time::Duration::from_secs(3));
    println!("TRIED {} SHOWN {}", home.requests("/Sessions/Logout").len(), tv.text("#account"));
    home.clear_faults();
    no_orphan(&home, &tv);
}

#[test]
fn fourth_q2_a_reload_while_the_password_is_on_its_way() {
    let (home, [tv]) = home();
    tv.open("");
    tv.code();
    home.fault("/Users/AuthenticateByName", Fault::Delay(8000), 1);
    tv.enter("demo", "demo");
    until("sent", || home.requests("/Users/AuthenticateByName").first().map(|_| ()));
    tv.reload();
    tv.code();
    println!("SHOWN {} ALIVE {}", tv.text("main"), home.with(alive).len());
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest");
    std::thread::sleep(std::time::Duration::from_secs(8));
    println!("ALIVE {}", home.with(alive).len());
    no_orphan(&home, &tv);
}

#[test]
fn fourth_q3_a_slow_config_that_names_another_server() {
    let (home, [tv]) = home();
    let cellar = cellar();
    let config = format!("{{ \"server\": \"{}\" }}", cellar.origin());
    tv.sign_in("demo", "demo");
    home.fault("/config.json", Fault::Delay(4000), 1);
    tv.open("");
    std::thread::sleep(std::time::Duration::from_secs(2));
    println!("MEANWHILE {}", tv.text("body"));
    tv.wait_for_text("#account", "demo on attic");
    home.fault("/config.json", Fault::body(200, "application/json", config), 1000);
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    tv.reload();
    tv.wait_for_text("h1", "to cellar");
    println!("AFTER {}", tv.text("body"));
}

#[test]
fn fourth_q11_config_names_the_same_server_by_another_address() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    let config = format!("{{ \"server\": \"{}\" }}", home.localhost());
    home.fault("/config.json", Fault::body(200, "application/json", config), 1000);
    tv.open("");
    std::thread::sleep(std::time::Duration::from_secs(3));
    println!("SHOWN {}", tv.text("main"));
    assert!(!tv.text("main").contains("still signed in on attic"), "and the heading says attic");
}

#[test]
fn fourth_q12_a_server_removed_whose_code_waits_and_a_session_ended_in_the_other_tab_of_another_server() {
    let (home, [tv]) = home();
    let cellar = cellar();
    tv.sign_in("demo", "demo");
    tv.press("#other-server");
    connect(&tv, &cellar.origin());
    tv.wait_for_text("h1", "to cellar");
    tv.enter("guest", "");
    tv.wait_for_text("#account", "guest on cellar");
    // A second tab goes back to attic; the first stays with cellar. Then the second signs out of attic.
    tv.open_tab();
    tv.open("");
    tv.wait_for_text("#account", "guest on cellar");
    tv.press("#other-server");
    press_in_row(&tv, "attic", ".pick");
    tv.wait_for_text("#account", "demo on attic");
    tv.press("#sign-out");
    tv.wait_for_text("#login [role=status]", "Signed out.");
    tv.go_to_tab(0);
    tv.wait_for_text("#account", "guest on cellar");
    println!("OTHERS {} SESSION {}", tv.kept(".others"), tv.kept(".session"));
    tv.reload();
    until("something", || (tv.shows("#settings") || tv.shows("#login #quick-connect-code")).then_some(()));
    println!("AFTER RELOAD {}", tv.text("main"));
    assert!(tv.shows("#settings"), "guest on cellar is still signed in");
    let _ = home;
}

#[test]
fn fifth_q1_the_end_of_a_token_that_nobody_wants_while_the_network_is_gone_for_a_while() {
    let (home, [tv]) = home();
    tv.open("");
    let code = tv.code();
    tv.enter("demo", "demo");
    tv.wait_for_text("#account", "demo");
    home.fault("/Sessions/Logout", Fault::Drop, 1000);
    std::thread::sleep(std::time::Duration::from_secs(1));
    home.with(|fake| assert!(fake.approve(&code, "guest")));
    std::thread::sleep(std::time::Duration::from_secs(17));
    println!(
        "TRIED {} SHOWN {} ALIVE {}",
        home.requests("/Sessions/Logout").len(),
        tv.text("#account"),
        home.with(alive).len()
    );
    home.clear_faults();
    no_orphan(&home, &tv);
}

#[test]
fn fifth_k2_jellyfins_own_entry_that_changed_while_the_settings_were_open_is_not_overwritten() {
    let (home, [tv]) = home();
    tv.sign_in("demo", "demo");
    tv.open_tab();
    tv.go(&format!("{}config.json", tv.page()));
    let theirs = home.with(|fake| fake.sign_in("guest", "jellyfins-own-page"));
    let mut entry = here(&home, &theirs);
    entry["UserId"] = json!(home.with(|fake| fake.user_named("guest").expect("guest").id().to_owned()));
    keep(&tv, &[entry]);
    tv.go_to_tab(0);
    tv.open_jellyfin();
    tv.open("");
    let kept = tv.run("return localStorage.jellyfin_credentials", json!([]));
    assert!(kept.as_str().unwrap_or_default().contains(&theirs));
}
