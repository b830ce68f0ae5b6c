//! Sign-in for another page, which shows this one in a frame, opens it, or sends people here and wants them back; and what
//! becomes of pages that are not meant to get a sign-in.

mod attacks;
mod outside;
mod returning;
mod with_permission;
