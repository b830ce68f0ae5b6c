//! How a session is kept, followed in other tabs, replaced and ended, whatever else happens meanwhile.

mod beside;
mod crossing;
mod elsewhere;
mod followed;
mod lasting;
mod late;
mod late_sign_out;
mod left_behind;
mod nothing_is_lost;
mod offered;
mod several_servers;
pub mod steps;
mod tabs;
