//! What a browser makes of the page: it translates it, fills in passwords, is small, or is a television's.

mod contrast;
mod household;
mod languages;
mod languages_look;
mod late_files;
mod living_room;
mod local_network;
mod phone;
mod television;
mod translated;
