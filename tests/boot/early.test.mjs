// When a code is asked for before there is a program, and how; and when the one that was kept is taken.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SERVER, visit } from './page.mjs';

const PREFIX = 'jellyfin-quick-connect.';
const FOLDER = { origin: SERVER, pathname: '/web/', hash: '' };

function initiated(page) {
  return page.asked.filter(({ address }) => address.endsWith('/QuickConnect/Initiate'));
}

function servers(...list) {
  return { localStorage: { [PREFIX + 'servers']: JSON.stringify(list) } };
}

function kept({ server = SERVER, code = '583204', secret = 'c0ffee', age = 0, more = [] } = {}) {
  const came = Math.floor(Date.now() / 1000) - age;
  return { sessionStorage: { [PREFIX + 'pending']: [server, code, secret, came, 'POST', ...more].join('\n') } };
}

test('a first visit to a web folder asks for a code and reads the configuration', async () => {
  const page = visit();
  assert.equal(page.asked.length, 2);
  assert.equal(page.asked[0].address, SERVER + '/QuickConnect/Initiate');
  assert.match(page.asked[1].address, /^config\.json\?/);
  assert.equal(initiated(page)[0].method, 'POST');
  assert.equal((await page.quickConnectStart.request).Code, '583204');
  assert.equal(page.quickConnectStart.server, SERVER);
});

test('the request carries what the device is called and the id that is kept', () => {
  const page = visit();
  const id = page.localStorage[PREFIX + 'device'];
  assert.equal(id, '00112233445566778899aabbccddeeff');
  assert.equal(
    initiated(page)[0].headers.Authorization,
    `MediaBrowser Client="Jellyfin%20Quick%20Connect", Device="LG%20TV", DeviceId="${id}", Version="0.0.0"`
  );
  const again = visit({ localStorage: { [PREFIX + 'device']: 'made-before' } });
  assert.match(initiated(again)[0].headers.Authorization, /DeviceId="made-before"/);
  assert.equal(again.localStorage[PREFIX + 'device'], 'made-before');
});

test('the program finds the text of the configuration', async () => {
  const page = visit();
  assert.equal(page.quickConnectStart.text, undefined);
  await page.quickConnectStart.config;
  assert.equal(page.quickConnectStart.text, '{}');
});

test('the configuration is read anew on every visit, wherever the page is', async () => {
  for (const location of [FOLDER, { ...FOLDER, pathname: '/quick/' }]) {
    const page = visit({ location });
    const { address } = page.asked.find((one) => one.address.startsWith('config.json'));
    // No browser or proxy has kept an answer for it.
    const [, time] = address.split('?');
    assert.ok(Math.abs(time - Date.now()) < 60000, address);
    assert.equal(await page.quickConnectStart.config, '{}');
  }
});

test('a missing configuration is none, and one that does not come allows nothing', async () => {
  const answering = (status) => ({ fetch: () => Promise.resolve(new Response('"x"', { status })) });
  assert.equal(await visit(answering(404)).quickConnectStart.config, '{}');
  await assert.rejects(visit(answering(500)).quickConnectStart.config);
});

for (const [where, location, server] of [
  ['the web folder', FOLDER, SERVER],
  ['a folder in it', { ...FOLDER, pathname: '/web/quick/index.html' }, SERVER],
  ['one below a base path', { ...FOLDER, pathname: '/jellyfin/web/' }, SERVER + '/jellyfin'],
  ['one below another of that name', { ...FOLDER, pathname: '/web/tv/web/' }, SERVER + '/web/tv'],
  ['a route', { ...FOLDER, hash: '#/login' }, SERVER]
]) {
  test(`a code comes from the server of ${where}`, () => {
    assert.equal(initiated(visit({ location }))[0].address, server + '/QuickConnect/Initiate');
  });
}

for (const [what, changes] of [
  ['outside of a web folder', { location: { ...FOLDER, pathname: '/quick/' } }],
  ['on a link with wishes', { location: { ...FOLDER, hash: '#/login?server=tv.local' } }],
  ['while nobody looks', { document: { hidden: true, documentElement: { setAttribute() {}, querySelector() {} } } }],
  ['with a session', { localStorage: { [PREFIX + 'session']: '{}' } }],
  ['with the session of somebody who is put aside', { localStorage: { [PREFIX + 'others']: '[{}]' } }],
  ['with a session of this tab', { sessionStorage: { [PREFIX + 'session']: '{}' } }],
  ['when the server wants GET', servers({ Address: SERVER, Initiate: 'GET' })],
  ['when the list of servers is damaged', { localStorage: { [PREFIX + 'servers']: '[{' } }],
  ['with a code for another server', kept({ server: 'http://other' })],
  ['with a kept code that is damaged', { sessionStorage: { [PREFIX + 'pending']: 'null' } }],
  ['without XMLHttpRequest', { XMLHttpRequest: undefined }],
  ['without random numbers', { crypto: undefined }],
  ['without storage', { localStorage: undefined }]
]) {
  test(`no code is asked for or shown ${what}`, () => {
    const page = visit(changes);
    assert.deepEqual(initiated(page), []);
    assert.ok(!page.quickConnectStart.keptCode);
    assert.equal(page.quickConnectStart.request, undefined);
  });
}

for (const [what, list] of [
  [
    'this server was used last',
    servers({ Address: SERVER, Initiate: 'POST' }, { Address: 'http://b', Initiate: 'GET' })
  ],
  ['another server was used last', servers({ Address: 'http://other', Initiate: 'GET' }, { Address: SERVER })],
  ['the list of servers is empty', servers()]
]) {
  test(`a code is asked for when ${what}`, () => assert.equal(initiated(visit(list)).length, 1));
}

for (const age of [0, 1, 300, 539]) {
  test(`a code that came ${age} s ago is taken as it is`, () => {
    const page = visit(kept({ age }));
    assert.equal(page.quickConnectStart.keptCode, '583204');
    assert.deepEqual(initiated(page), []);
  });
}

for (const [what, one] of [
  ['is in its last minute', { age: 540 }],
  ['is over', { age: 3600 }],
  ['comes from the future', { age: -2 }],
  ['came nobody knows when', { age: NaN }],
  ['has another form', { code: '58320x' }],
  ['has no secret', { secret: '' }],
  ['is an older one alone', { code: '', secret: '', more: ['583204', 'c0ffee', '1', 'POST'] }]
]) {
  test(`a kept code is left to the program when it ${what}`, () => {
    const page = visit(kept(one));
    assert.ok(!page.quickConnectStart.keptCode);
    assert.deepEqual(initiated(page), []);
  });
}

test('in a package the configuration stands in the page and nothing is fetched', async () => {
  const content = '{ "server": "http://tv" }';
  const querySelector = (selector) => (selector === 'meta[name=config]' ? { content } : null);
  const location = { origin: 'null', pathname: '/usr/palm/applications/quick/index.html', hash: '' };
  const page = visit({
    location,
    document: { hidden: false, documentElement: { setAttribute() {}, querySelector() {} }, querySelector }
  });
  assert.equal(await page.quickConnectStart.config, content);
  assert.equal(page.quickConnectStart.text, content);
  assert.equal(page.quickConnectStart.isPacked, true);
  assert.deepEqual(page.asked, []);
});

test('an older code behind the newest is not looked at', () => {
  const page = visit(kept({ more: ['111111', 'dead', '1', 'GET'] }));
  assert.equal(page.quickConnectStart.keptCode, '583204');
});

test('what is kept for another server of the same host makes no difference', () => {
  const kept = { [PREFIX + 'session']: '{}', [PREFIX + 'session/jf2']: '{}' };
  const location = { ...FOLDER, pathname: '/jf1/web/quick/' };
  assert.equal(
    initiated(visit({ location, localStorage: { ...kept } }))[0].address,
    SERVER + '/jf1/QuickConnect/Initiate'
  );
  assert.deepEqual(initiated(visit({ location, localStorage: { ...kept, [PREFIX + 'session/jf1']: '{}' } })), []);
});
