// When the program starts: after the frame that shows an early code, at once without one; and what is told when it
// cannot.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pageDocument } from './document.mjs';
import { NOW, run, SERVER, visit } from './page.mjs';

const PENDING = 'jellyfin-quick-connect.pending';
const KEPT = { [PENDING]: [SERVER, '583204', 'c0ffee', NOW, 'POST'].join('\n') };
const ELSEWHERE = { location: { origin: SERVER, pathname: '/quick/', hash: '' } };

// A page whose frames and timers come when the test says so, up to where start.js has been read: once the code has been
// answered, as at home, or before, where the server is far away.
async function begin(changes = {}, isFar = false) {
  const frames = [];
  const timers = [];
  const page = visit({
    frames,
    timers,
    started: 0,
    document: pageDocument(),
    addEventListener() {},
    requestAnimationFrame: (task) => frames.push(task),
    setTimeout: (task, milliseconds) => timers.push({ task, milliseconds }),
    clearTimeout() {},
    quickConnectFiles: { glue: 'glue.js', program: 'program.wasm' },
    wasm_bindgen: () => Promise.resolve((page.started += 1)),
    WebAssembly,
    AbortController,
    MutationObserver: class {
      observe() {}
    },
    TextDecoder,
    TextEncoder,
    ...changes
  });
  run(page, 'language', 'skeleton', 'early_code', 'engine', 'translated');
  if (!isFar) {
    await settle(page);
  }
  run(page, 'start');
  await settle(page);
  return page;
}

// Lets every script that was asked for arrive, and everything that follows from it happen.
async function settle(page) {
  for (let round = 0; round < 20; round += 1) {
    page.document.head.children.forEach((element) => {
      if (element.kind === 'script' && !element.isLoaded) {
        element.isLoaded = true;
        element.onload();
      }
    });
    await new Promise((done) => setTimeout(done));
  }
}

// Shows a frame, and does what waits for its end.
async function frame(page) {
  page.frames.splice(0).forEach((task) => task());
  page.timers.filter(({ milliseconds }) => milliseconds === 0).forEach(({ task }) => task());
  await settle(page);
}

function shown(page) {
  const tiles = page.document.getElementById('quick-connect-code');
  return tiles && tiles.textContent;
}

function asked(page) {
  return page.asked.map(({ address }) => address);
}

test('without an early code the program starts as soon as it is there', async () => {
  const page = await begin(ELSEWHERE);
  assert.equal(shown(page), undefined);
  assert.equal(page.started, 1);
});

test('with one it starts in the frame after the one that shows it, and is on its way before', async () => {
  const page = await begin();
  assert.equal(shown(page), '583204');
  assert.ok(page.sessionStorage[PENDING].startsWith(`${SERVER}\n583204\nc0ffee\n`));
  // The frame with the code goes before the start of a download.
  assert.ok(!asked(page).includes('program.wasm'));
  await frame(page);
  assert.ok(asked(page).includes('program.wasm'));
  assert.equal(page.started, 0);
  await frame(page);
  assert.equal(page.started, 1);
});

test('while a code is on its way from far, the program is too', async () => {
  const page = await begin({}, true);
  assert.ok(asked(page).includes('program.wasm'));
  assert.equal(page.started, 0);
  await frame(page);
  assert.equal(page.started, 0);
  await frame(page);
  assert.equal(page.started, 1);
});

test('what defines the program is fetched meanwhile and runs after that frame, where a browser can do so', async () => {
  const page = await begin({ document: pageDocument({ preloads: true }) });
  const added = () => page.document.head.children.map(({ kind, href, src }) => [kind, href || src].join(' '));
  await frame(page);
  assert.deepEqual(added(), ['link glue.js']);
  await frame(page);
  assert.deepEqual(added(), ['link glue.js', 'script glue.js']);
  assert.equal(page.started, 1);
});

test('a page that is hidden meanwhile gets no frames, and its program starts a second later', async () => {
  const page = await begin();
  page.timers.filter(({ milliseconds }) => milliseconds <= 1000).forEach(({ task }) => task());
  await settle(page);
  assert.equal(page.started, 1);
});

test('a kept code is on the screen before anything has arrived, and stays kept as it is', async () => {
  const page = await begin({ sessionStorage: { ...KEPT }, fetch: () => new Promise(() => {}) });
  assert.equal(shown(page), '583204');
  assert.deepEqual({ ...page.sessionStorage }, KEPT);
});

test('after a kept code the program waits for its frame, too', async () => {
  const page = await begin({ sessionStorage: { ...KEPT } });
  assert.equal(page.started, 0);
  await frame(page);
  await frame(page);
  assert.equal(page.started, 1);
});

test('a code that does not come is waited for no longer than three seconds', async () => {
  const answer = (address) => (/Initiate/.test(address) ? new Promise(() => {}) : Promise.resolve(new Response('{}')));
  const page = await begin({ fetch: answer });
  await frame(page);
  assert.equal(page.started, 0);
  page.timers.filter(({ milliseconds }) => milliseconds === 3000).forEach(({ task }) => task());
  await settle(page);
  assert.equal(page.started, 1);
});

test('a code that comes after the program has failed is not shown', async () => {
  let answer;
  const late = new Promise((resolve) => (answer = resolve));
  const page = await begin({
    fetch: (address) => (/Initiate/.test(address) ? late : Promise.resolve(new Response('', { status: 404 })))
  });
  await frame(page);
  assert.match(page.document.body.textContent, /does not have a file of this page/);
  answer(new Response('{"Code":"583204","Secret":"c0ffee"}'));
  await settle(page);
  assert.equal(shown(page), undefined);
  assert.equal(page.sessionStorage[PENDING], undefined);
});

test('a code of the server that the configuration names is shown, and kept for that server', async () => {
  const config = '{"server":"http://b"}';
  const answer = (address) =>
    Promise.resolve(new Response(/config/.test(address) ? config : '{"Code":"583204","Secret":"c0ffee"}'));
  const page = await begin({ ...ELSEWHERE, fetch: answer });
  assert.equal(shown(page), '583204');
  assert.ok(page.sessionStorage[PENDING].startsWith('http://b\n583204\nc0ffee\n'));
});

test('outside of a folder a kept code is shown once the configuration allows it, and stays kept as it is', async () => {
  const localStorage = { 'jellyfin-quick-connect.servers': '[{"Address":"http://b"}]' };
  const kept = { [PENDING]: KEPT[PENDING].replace(SERVER, 'http://b') };
  for (const [config, expected] of [
    ['{}', '583204'],
    ['{"server":"http://b"}', '583204'],
    ['{"server":"http://c"}', undefined],
    ['{"signIn":"password"}', undefined]
  ]) {
    const answer = (address) => Promise.resolve(new Response(/config/.test(address) ? config : ''));
    const page = await begin({ ...ELSEWHERE, fetch: answer, localStorage, sessionStorage: { ...kept } });
    assert.equal(shown(page), expected, config);
    assert.deepEqual({ ...page.sessionStorage }, kept);
  }
});

for (const answer of [
  '{"Code":"583204"}',
  '{"Code":"583204","Secret":""}',
  '{"Code":"583204","Secret":"c0\\nffee"}',
  '{"Code":"583204","Secret":{}}',
  '{"Code":[583204],"Secret":"c0ffee"}',
  '{}'
]) {
  test(`no code is shown or kept where the answer is ${answer}`, async () => {
    const page = await begin({
      fetch: (address) => Promise.resolve(new Response(/config/.test(address) ? '{}' : answer))
    });
    assert.equal(shown(page), undefined);
    assert.equal(page.sessionStorage[PENDING], undefined);
  });
}

for (const config of [
  '{"server":"http://b"}',
  '{"servers":[]}',
  '{"signIn":"password"}',
  '{"\\u0073erver":"http://b"}'
]) {
  test(`no code is shown where the configuration says ${config}`, async () => {
    const page = await begin({
      fetch: (address) =>
        Promise.resolve(new Response(/config/.test(address) ? config : '{"Code":"583204","Secret":"c0ffee"}'))
    });
    assert.equal(shown(page), undefined);
    assert.equal(page.sessionStorage[PENDING], undefined);
    await frame(page);
    assert.equal(page.started, 1);
  });
}

test('a value that looks like a setting does not matter', async () => {
  const config = '{"name":"server","openJellyfin":"signIn"}';
  const page = await begin({
    fetch: (address) =>
      Promise.resolve(new Response(/config/.test(address) ? config : '{"Code":"583204","Secret":"c0ffee"}'))
  });
  assert.notEqual(shown(page), undefined);
});

for (const code of ['58320', '5832041', '58320x', '<img/>', null]) {
  test(`no code is shown where the server answers ${JSON.stringify(code)}`, async () => {
    const page = await begin({
      fetch: (address) =>
        Promise.resolve(new Response(/Initiate/.test(address) ? JSON.stringify({ Code: code, Secret: 'x' }) : '{}'))
    });
    assert.equal(shown(page), undefined);
    await frame(page);
    assert.equal(page.started, 1);
  });
}

test('what a browser lacks is told', async () => {
  const page = await begin({ TextDecoder: undefined });
  await frame(page);
  assert.match(page.document.body.textContent, /it has no TextDecoder\./);
  assert.equal(page.started, 0);
});

test('a browser without WebAssembly gets the script, and a finished page a second policy', async () => {
  const files = { script: 'all.js', glue: 'glue.js', program: 'program.wasm' };
  const page = await begin({ quickConnectFiles: files, WebAssembly: undefined, quickConnectProgram() {} });
  await frame(page);
  await frame(page);
  const added = page.document.head.children;
  assert.deepEqual(
    added.filter(({ kind }) => kind === 'script').map(({ src }) => src),
    ['all.js']
  );
  assert.equal(added.find(({ kind }) => kind === 'meta').content, "script-src 'self'");
  assert.ok(!asked(page).includes('program.wasm'));
  assert.equal(page.started, 1);
  const exports = await page.WebAssembly.instantiate((imports) => imports, 'imports');
  assert.equal(exports.instance.exports, 'imports');
});

for (const [where, styleSheets, expected] of [
  ['is allowed', [{}], 0],
  ['is forbidden', [], 1]
]) {
  test(`the styles come from their file only where what is inside the page ${where}`, async () => {
    const files = { style: 'all.css', glue: 'glue.js', program: 'program.wasm' };
    const page = await begin({ quickConnectFiles: files, document: { ...pageDocument(), styleSheets, write() {} } });
    const links = page.document.head.children.filter(({ rel }) => rel === 'stylesheet');
    assert.equal(links.length, expected);
    assert.equal(links.filter(({ href }) => href === 'all.css').length, expected);
  });
}
