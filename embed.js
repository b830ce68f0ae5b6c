// <jellyfin-quick-connect server="https://media.example.org"></jellyfin-quick-connect>
//
// Signs in to Jellyfin inside another page: a frame with the page that lies beside this script, whose host lists the other
// page's origin under "embed" in config.json. Events: "code", "signed-in", "cancelled" and "error"; `detail` has the rest.
// The page is expected in Jellyfin's own web folder, at /web/quick/ of the server; the attribute "page" names another place.
(() => {
  'use strict';

  const TYPE = 'jellyfin-quick-connect';

  class QuickConnect extends HTMLElement {
    connectedCallback() {
      const server = (this.getAttribute('server') || '').replace(/\/*$/, '');
      const page = new URL(this.getAttribute('page') || `${server}/web/quick/`, location.href);
      // Only a page whose host does not name the server looks at this, and asks the person.
      page.hash = this.hasAttribute('page') && server ? `#/login?server=${encodeURIComponent(server)}` : '#/login';
      const frame = document.createElement('iframe');
      frame.src = page.href;
      frame.title = 'Jellyfin Quick Connect';
      frame.allow = 'screen-wake-lock';
      frame.style.cssText = 'border: 0; width: 100%; height: 100%; min-height: 34rem';
      this.style.display = 'block';
      this.hear = (event) => this.take(event, frame, page.origin);
      window.addEventListener('message', this.hear);
      this.replaceChildren(frame);
    }

    disconnectedCallback() {
      window.removeEventListener('message', this.hear);
      this.replaceChildren();
    }

    // Anybody may send a message; only this frame, while it shows that page, is listened to.
    take({ source, origin, data }, frame, expected) {
      if (source !== frame.contentWindow || origin !== expected || !data || data.type !== TYPE || data.version !== 1) {
        return;
      }
      if (data.event === 'ready') {
        source.postMessage({ type: TYPE, version: 1, event: 'hello' }, origin);
      } else {
        this.dispatchEvent(new CustomEvent(data.event, { detail: data }));
      }
      if (data.height) {
        frame.style.minHeight = `${data.height}px`;
      }
      if (data.event === 'signed-in' || data.event === 'cancelled') {
        this.disconnectedCallback();
      }
    }
  }

  customElements.define(TYPE, QuickConnect);
})();
