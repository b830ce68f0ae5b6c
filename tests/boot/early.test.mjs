// When a code is asked for before there is a program, and how; and when the one that was kept is taken.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NOW, SERVER, visit } from './page.mjs';

const PREFIX = 'jellyfin-quick-connect.';
const FOLDER = { origin: SERVER, pathname: '/web/', hash: '' };

function initiated(page) {
  return page.asked.filter(({ address }) => address.endsWith('/QuickConnect/Initiate'));
}

function servers(...list) {
  return { localStorage: { [PREFIX + 'servers']: JSON.stringify(list) } };
}

function kept({ server = SERVER, code = '583204', secret = 'c0ffee', age = 0, more = [] } = {}) {
  return { sessionStorage: { [PREFIX + 'pending']: [server, code, secret, NOW - age, 'POST', ...more].join('\n') } };
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
    assert.equal(address, `config.json?${NOW}000`);
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
  ['comes from the future', { age: -1 }],
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
  const content = '{ "name": "Attic" }';
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

const OUTSIDE = { ...FOLDER, pathname: '/quick/' };
const OTHER = 'http://other:8096';

// A page outside of a server's folder with this configuration, once everything has been answered.
async function outside(config, changes = {}) {
  const page = visit({ location: OUTSIDE, fetch: answering(config), ...changes });
  await page.quickConnectStart.config;
  await new Promise((done) => setTimeout(done));
  return page;
}

function answering(config) {
  return function (address, options) {
    this.asked.push({ address, ...options });
    const isConfig = address.startsWith('config.json');
    return Promise.resolve(new Response(isConfig ? config : '{"Code":"583204","Secret":"c0ffee"}'));
  };
}

function initiatedAt(page) {
  return initiated(page).map(({ address }) => address.replace('/QuickConnect/Initiate', ''));
}

test('the server that the configuration names is asked as soon as that is there', async () => {
  for (const server of [OTHER, 'https://media.example.org/jellyfin', 'http://192.168.1.5', 'http://[fd00::2]:8096']) {
    const page = await outside(JSON.stringify({ server }));
    assert.deepEqual(initiatedAt(page), [server]);
    assert.match(page.asked[0].address, /^config\.json/);
    assert.equal(page.quickConnectStart.server, server);
    assert.equal((await page.quickConnectStart.request).Code, '583204');
  }
});

test('so it is in a package, where the configuration stands in the page', async () => {
  const content = JSON.stringify({ server: OTHER });
  const querySelector = (selector) => (selector === 'meta[name=config]' ? { content } : null);
  const location = { origin: 'null', protocol: 'file:', pathname: '/usr/palm/applications/quick/index.html', hash: '' };
  const document = { hidden: false, documentElement: { setAttribute() {}, querySelector() {} }, querySelector };
  const page = await outside('', { location, document });
  assert.deepEqual(
    page.asked.map(({ address }) => address),
    [OTHER + '/QuickConnect/Initiate']
  );
});

for (const [what, config, changes] of [
  ['nothing names a server', '{}'],
  ['there is a choice of servers', `{"servers":["${OTHER}"]}`],
  ['the way to sign in is set', `{"server":"${OTHER}","signIn":"both"}`],
  ['a setting is written with escapes', `{"\\u0073erver":"${OTHER}"}`],
  ['two servers are named', `{"server":"${OTHER}","server":"http://b"}`],
  ['the configuration is damaged', `{"server":"${OTHER}"`],
  ['the address is the text of another setting', '{"name":{"server":"http://b"}}'],
  ['the address is none', '{"server":5}'],
  ['the address has no scheme', '{"server":"other:8096"}'],
  ['the address ends with a slash', '{"server":"http://other/"}'],
  ['the address is that of its web client', '{"server":"http://other/web"}'],
  ['the address has a port that its scheme implies', '{"server":"http://other:80"}'],
  ['the address has capitals', '{"server":"http://Other"}'],
  ['the address has a name in it', '{"server":"http://demo:demo@other"}'],
  ['the address is that of a file', '{"server":"http://other/index.html"}'],
  ['the address has a name that no host has', '{"server":"http://o!ther"}'],
  ['the host has its QR codes lead elsewhere', `{"server":"${OTHER}","quickConnectLink":"jellyfin"}`],
  ['the host makes it a television', `{"server":"${OTHER}","television":true}`],
  ['the address has a query', '{"server":"http://other?x"}'],
  ['no browser would ask there', `{"server":"${OTHER}"}`, { location: { ...OUTSIDE, protocol: 'https:' } }],
  ['the server wants GET', `{"server":"${OTHER}"}`, servers({ Address: OTHER, Initiate: 'GET' })],
  ['somebody is signed in', `{"server":"${OTHER}"}`, { localStorage: { [PREFIX + 'session']: '{}' } }],
  ['a link has wishes', `{"server":"${OTHER}"}`, { location: { ...OUTSIDE, hash: '#/login?server=tv.local' } }],
  ['the host had no codes last time', `{"server":"${OTHER}"}`, { localStorage: { [PREFIX + 'codeless']: '1' } }],
  ['this tab has a code for another server', `{"server":"${OTHER}"}`, kept()]
]) {
  test(`outside of a server's folder no code is asked for when ${what}`, async () => {
    const page = await outside(config, changes);
    assert.deepEqual(initiated(page), []);
    assert.ok(!page.quickConnectStart.keptCode);
  });
}

test('the server that was used last is asked where the configuration names none, and no other server', async () => {
  const used = () => servers({ Address: OTHER }, { Address: 'http://older' });
  for (const [config, asked] of [
    ['{}', [OTHER]],
    [`{"server":"${OTHER}"}`, [OTHER]],
    ['{"server":"http://b"}', ['http://b']],
    ['{"servers":["http://b"]}', []]
  ]) {
    const page = await outside(config, used());
    assert.match(page.asked[0].address, /^config\.json/);
    assert.deepEqual(initiatedAt(page), asked);
  }
});

test('one on the host of the page is left to the program, which looks for others there', async () => {
  assert.deepEqual(initiated(await outside('{}', servers({ Address: SERVER + '/jellyfin' }))), []);
});

test('a code that this tab has kept for that server is taken as it is', async () => {
  const page = await outside('{}', { ...servers({ Address: OTHER }), ...kept({ server: OTHER }) });
  assert.equal((await page.quickConnectStart.request).Code, '583204');
  assert.deepEqual(initiated(page), []);
});

test('an answer with another status is left to the program', async () => {
  const page = visit({ fetch: () => Promise.resolve(new Response('{"Code":"583204","Secret":"x"}', { status: 503 })) });
  assert.deepEqual({ ...(await page.quickConnectStart.request) }, {});
});

test('an answer that came from another address is left to the program', async () => {
  const moved = (address) => {
    const answer = new Response(address.startsWith('config.json') ? '{}' : '{"Code":"583204","Secret":"c0ffee"}');
    Object.defineProperty(answer, 'url', { value: 'https://gate.example.org/' });
    return Promise.resolve(answer);
  };
  const page = visit({ fetch: moved });
  assert.deepEqual({ ...(await page.quickConnectStart.request) }, {});
});
