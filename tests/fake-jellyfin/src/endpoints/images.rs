//! Users' pictures (`ImageController`). They are public; the tag in the query is not looked at.

use crate::Jellyfin;
use crate::pipeline::answer::{Answer, Outcome};
use crate::pipeline::call::Call;
use crate::state::png::square;

impl Jellyfin {
    /// The address that every release knows.
    pub(crate) fn image_in_path(&mut self, call: &Call) -> Outcome {
        self.image_of(&call.user_id_in_path()?)
    }

    /// The address of 10.9 and later. A signed-in caller may leave the id out.
    pub(crate) fn image_in_query(&mut self, call: &Call) -> Outcome {
        let id = call.user_id_in_query("userId").map_err(|error| Answer::invalid(vec![error]))?;
        let id = id.or_else(|| call.user_id().map(str::to_owned));
        let id = id.ok_or_else(|| Answer::quoted(400, "UserId is required if unauthenticated"))?;
        self.image_of(&id)
    }

    fn image_of(&self, id: &str) -> Outcome {
        let user = self.user_by_id(id).filter(|user| user.image_tag.is_some());
        user.map(|_| Answer::bytes(200, "image/png", square([0, 164, 220])).with("Cache-Control", "public"))
            .ok_or_else(|| Answer::problem(404))
    }
}
