//! Where a server is. Knows how an address is written, which ones a person may mean by what they type, and which ones a
//! page's own address suggests; does not know whether anybody answers there.

mod base;
mod host;
mod parts;
mod typed;

pub use base::Address;
pub use parts::AddressError;
pub use typed::Typed;
