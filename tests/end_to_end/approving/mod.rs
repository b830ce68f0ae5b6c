//! The signed-in device: how a code is entered, approved or refused, and what can be done afterwards.

mod administrator;
mod after_approval;
mod approval;
mod camera;
mod entry;
mod links;
mod look;
mod lost_answer;
mod one_request;
mod outcomes;
mod press;
mod steps;
