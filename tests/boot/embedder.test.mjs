// For whom a page is that another one shows or has opened: whom it tells that it is there, and whose greeting it takes.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { run, SERVER } from './page.mjs';

const APP = 'https://app.example.org';
const HELLO = { type: 'jellyfin-quick-connect', version: 1, event: 'hello' };

// A page in a frame with this configuration, up to where it has told others that it is there.
async function framed(config, changes = {}) {
  const told = [];
  const listeners = new Set();
  const outer = { postMessage: (message, origin) => told.push({ ...message, to: origin }) };
  const page = {
    told,
    outer,
    failures: [],
    parent: outer,
    location: { origin: SERVER, pathname: '/web/', search: '', hash: '' },
    document: { body: { offsetHeight: 400 } },
    Promise,
    addEventListener: (_, listener) => listeners.add(listener),
    removeEventListener: (_, listener) => listeners.delete(listener),
    setTimeout: (task) => (page.overdue = task),
    ...changes
  };
  if (page.isAlone) {
    page.parent = page;
  }
  page.quickConnectStart = {
    config: typeof config === 'string' ? Promise.resolve(config) : Promise.reject(new Error('lost')),
    skeleton: { fail: (cause) => page.failures.push(cause) }
  };
  run(page, 'embedder');
  page.hear = (event) => listeners.forEach((listener) => listener({ source: outer, data: HELLO, ...event }));
  const ready = page.quickConnectStart.whom.expect();
  page.ready = ready && ready.then(() => (page.isReady = true));
  await new Promise((done) => setTimeout(done));
  return page;
}

test('a page that is not framed waits for nobody, unless its window was opened for somebody', async () => {
  const config = `{"embed":["${APP}"]}`;
  for (const changes of [{}, { opener: {} }, { opener: null, location: { search: '?embed' } }]) {
    const page = await framed(config, { isAlone: true, ...changes });
    assert.equal(page.ready, null);
    assert.equal(page.quickConnectStart.isEmbedded, false);
  }
  const told = [];
  const opener = { postMessage: (message, origin) => told.push(origin) };
  await framed(config, { isAlone: true, opener, location: { search: '?embed' } });
  assert.deepEqual(told, [APP]);
});

test('without the setting, or without a configuration, a frame starts and tells nobody', async () => {
  for (const config of ['{}', '<html>', null]) {
    const page = await framed(config);
    assert.equal(page.isReady, true, String(config));
    assert.deepEqual(page.told, []);
    page.hear({ origin: APP });
    assert.equal(page.quickConnectStart.embedder, undefined);
  }
});

test('each listed origin is told that the page is there, and no other', async () => {
  const page = await framed(
    JSON.stringify({ embed: [APP, '*', 'null', null, 7, 'https://*.example.org', 'http://b:1'] })
  );
  assert.deepEqual(
    page.told.map(({ event, to }) => [event, to]),
    [
      ['ready', APP],
      ['ready', 'http://b:1']
    ]
  );
});

test('only a greeting by the outer page from a listed origin starts the page, and only the first', async () => {
  const page = await framed(JSON.stringify({ embed: [APP, 'https://b.example.org'] }));
  for (const event of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: APP, source: {} },
    { origin: APP, data: null },
    { origin: APP, data: 'hello' },
    { origin: APP, data: { ...HELLO, version: 2 } },
    { origin: APP, data: { ...HELLO, type: 'other' } },
    { origin: APP, data: { ...HELLO, event: 'ready' } }
  ]) {
    page.hear(event);
    await new Promise((done) => setTimeout(done));
    assert.equal(page.isReady, undefined, JSON.stringify(event));
  }
  page.hear({ origin: APP });
  await page.ready;
  page.hear({ origin: 'https://b.example.org' });
  assert.equal(page.quickConnectStart.embedder, APP);
  page.told.length = 0;
  page.quickConnectStart.tell({ event: 'code', code: '583204' });
  const { event, code, type, version, height, to } = page.told[0];
  assert.deepEqual([event, code, type, version, height, to], ['code', '583204', HELLO.type, 1, 400, APP]);
});

test('a page that nobody greets says so, and one that was greeted does not', async () => {
  const page = await framed(JSON.stringify({ embed: [APP] }));
  page.overdue();
  assert.match(page.failures.join(), /not allowed to use it/);
  const greeted = await framed(JSON.stringify({ embed: [APP] }));
  greeted.hear({ origin: APP });
  greeted.overdue();
  assert.deepEqual(greeted.failures, []);
});
