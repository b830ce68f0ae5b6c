//! What other clients ask right after signing in. There is no media, so nothing is found; the point
//! is that they get as far as their home screen.

use super::Jellyfin;
use super::answer::Answer;
use super::call::Call;
use serde_json::json;

pub(super) fn nothing_found(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::json(json!({"Items": [], "TotalRecordCount": 0, "StartIndex": 0}))
}

pub(super) fn no_items(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::json(json!([]))
}

pub(super) fn accepted(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::empty(204)
}

pub(super) fn display_preferences(_: &mut Jellyfin, call: &Call) -> Answer {
    Answer::json(json!({
        "Id": call.open_part(0),
        "SortBy": "SortName",
        "RememberIndexing": false,
        "PrimaryImageHeight": 250,
        "PrimaryImageWidth": 250,
        "CustomPrefs": {},
        "ScrollDirection": "Horizontal",
        "ShowBackdrop": true,
        "RememberSorting": false,
        "SortOrder": "Ascending",
        "ShowSidebar": false,
        "Client": call.query.get("client"),
    }))
}
