//! What every screen is made of. These know how something looks and is spoken, and nothing of what it means. Their props
//! are plain types and not generic, so that each of them is compiled once and not once for each use.

mod button;
mod card;
mod code_tiles;
mod details;
pub mod field;
mod form;
mod icon;
mod list;
mod message;
mod portrait;
mod screen;
mod toggle;
mod when;

pub use button::Button;
pub use card::Card;
pub use code_tiles::CodeTiles;
pub use details::Details;
pub use field::{Field, PasswordField};
pub use form::Form;
pub use icon::Icon;
pub use list::{Item, List};
pub use message::{Notice, Problem, Status, Tone, Words};
pub use portrait::Portrait;
pub use screen::Screen;
pub use toggle::Toggle;
pub use when::When;
