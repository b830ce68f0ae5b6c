//! What other clients request right after signing in. There is no media, so nothing is found, but they get to their
//! home screen.

use crate::Jellyfin;
use crate::pipeline::answer::Answer;
use crate::pipeline::call::Call;
use serde_json::json;

pub(crate) fn nothing_found(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::json(json!({"Items": [], "TotalRecordCount": 0, "StartIndex": 0}))
}

pub(crate) fn no_items(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::json(json!([]))
}

pub(crate) fn accepted(_: &mut Jellyfin, _: &Call) -> Answer {
    Answer::empty(204)
}

pub(crate) fn display_preferences(_: &mut Jellyfin, call: &Call) -> Answer {
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
