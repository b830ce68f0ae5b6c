//! Everything that the tests and the two commands need and the product does not: a stand-in for a
//! Jellyfin server. [`fake`] decides what is answered and touches neither network nor clock;
//! [`http`] puts it on a real port and can spoil what travels there. [`floor`], [`lower`], [`order`], [`panics`] and
//! [`script`] are steps of the build that the tests run too, [`engines`] names the browsers that they run it in, and
//! [`browser`] speaks to one. Nothing here shares code with the app, so that one misunderstanding cannot hide in both.

pub mod browser;
pub mod engines;
pub mod fake;
pub mod floor;
pub mod http;
pub mod lower;
pub mod order;
pub mod panics;
pub mod script;
