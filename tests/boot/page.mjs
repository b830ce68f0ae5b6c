// Runs scripts of src/boot as a page does, each after the other, in a window that is made up.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

const SERVER = 'http://attic.local:8096';

// The time in the page, in seconds since 1970. It stands still.
const NOW = 1800000000;

// What early.js and those before it meet: a first visit to a server's own web folder. `changes` are put over it.
export function visit(changes = {}) {
  const asked = [];
  const page = {
    asked,
    localStorage: {},
    sessionStorage: {},
    location: { origin: SERVER, pathname: '/web/', hash: '', href: SERVER + '/web/' },
    document: { hidden: false, documentElement: { setAttribute() {}, querySelector() {} }, querySelector: () => null },
    navigator: { userAgent: 'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/79.0.3945.79 Safari/537.36' },
    crypto: { getRandomValues: (bytes) => bytes.forEach((_, place) => (bytes[place] = place * 17)) },
    Uint8Array,
    URL,
    Date: { now: () => NOW * 1000 },
    Promise,
    fetch(address, options) {
      asked.push({ address, ...options });
      const body = address.startsWith('config.json') ? '{}' : '{"Code":"583204","Secret":"c0ffee"}';
      return Promise.resolve(new Response(body));
    },
    ...changes
  };
  if (!('XMLHttpRequest' in page)) {
    page.XMLHttpRequest = requestsOf(page);
  }
  return run(page, 'device', 'kept', 'embedder', 'early');
}

// Requests that are answered as those by the page's fetch.
function requestsOf(page) {
  return class {
    headers = {};

    open(method, address) {
      Object.assign(this, { method, address });
    }

    overrideMimeType(type) {
      assert.equal(type, 'text/plain; charset=utf-8');
    }

    setRequestHeader(name, value) {
      this.headers[name] = value;
    }

    async send() {
      try {
        const answer = await page.fetch(this.address, { method: this.method, headers: this.headers });
        Object.assign(this, { status: answer.status, responseURL: answer.url, responseText: await answer.text() });
      } catch (error) {
        return this.onerror(error);
      }
      return this.onload();
    }
  };
}

// Runs these scripts in a window and gives it back.
export function run(page, ...names) {
  page.window = page;
  createContext(page);
  for (const name of names) {
    const file = new URL(`../../src/boot/${name}.js`, import.meta.url);
    runInContext(readFileSync(file, 'utf8'), page, { filename: file.pathname });
  }
  return page;
}

export { NOW, SERVER };
