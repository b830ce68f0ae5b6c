//! What is under way in a tab beside its screen, and goes on when no screen waits for it any more.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Context;

use quick_connect_client::jellyfin::system::send_and_settle;
use quick_connect_client::jellyfin::{Call, Reply};

use super::Story;
use crate::page::Page;

/// What is under way in a tab beside its screen.
pub(super) struct Errand {
    pub(super) tab: usize,
    /// Whether the page goes on with it after a reload.
    goes_on: bool,
    work: Pin<Box<dyn Future<Output = ()>>>,
}

impl Story {
    pub(super) fn begin_errand(self: &Rc<Self>, tab: usize, goes_on: bool, work: impl Future<Output = ()> + 'static) {
        self.errands.borrow_mut().push(Errand { tab, goes_on, work: Box::pin(work) });
    }

    /// Lets every errand go on until it waits. Those that begin meanwhile have their turn at once.
    pub(super) fn run_errands(&self, context: &mut Context) {
        let mut waiting = vec![];
        loop {
            let Some(mut errand) = self.errands.borrow_mut().pop() else { break };
            if errand.work.as_mut().poll(context).is_pending() {
                waiting.push(errand);
            }
        }
        self.errands.replace(waiting);
    }

    /// A page that goes away takes its errands with it. After a reload some of them go on.
    pub(super) fn drop_errands(&self, tab: usize, is_reloaded: bool) {
        let mut errands = self.errands.borrow_mut();
        let is_lost = |errand: &Errand| errand.tab == tab && !(is_reloaded && errand.goes_on);
        if errands.iter().any(is_lost) {
            self.may_leave_tokens.set(true);
            self.void(|_| true);
        }
        errands.retain(|errand| errand.tab != tab);
        self.looked_after.borrow_mut().retain(|(looking, _)| *looking != tab);
    }
}

pub(super) async fn send(page: &Page, call: Call) -> Reply {
    let target = call.target.split('?').next().unwrap_or_default().to_owned();
    let reply = send_and_settle(call, async |call| page.send(&call).await).await;
    page.story.tell(page.tab, &format_args!("beside the screen: {target} {:?}", reply.as_ref().map(|it| it.status)));
    reply
}
