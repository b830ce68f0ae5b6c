// What the device is called. That the tables are those of src/jellyfin/device.rs is tested there.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { run } from './page.mjs';

const { name, id, mark } = run({ Uint8Array, crypto: globalThis.crypto }, 'device').quickConnectStart.device;

for (const [userAgent, expected] of [
  ['Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/79.0.3945.79 Safari/537.36 WebAppManager', 'LG TV'],
  ['Mozilla/5.0 (SMART-TV; LINUX; Tizen 5.5) AppleWebKit/537.36 69.0.3497.106/5.5 TV Safari/537.36', 'Samsung TV'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1', 'iPhone'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'Firefox on Linux'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
  ['Chrome/140.0', 'Chrome'],
  ['NotChrome/140.0', 'Web browser'],
  ['', 'Web browser']
]) {
  test(`${expected}: ${userAgent}`, () => assert.equal(name(userAgent), expected));
}

test('an id has 32 hexadecimal digits, is made once, and is another one elsewhere', () => {
  const [here, elsewhere] = [{}, {}];
  assert.match(id(here), /^[0-9a-f]{32}$/);
  assert.equal(id(here), id(here));
  assert.notEqual(id(here), id(elsewhere));
});

for (const [userAgent, marks] of [
  ['Mozilla/5.0 (SMART-TV; LINUX; Tizen 5.5) AppleWebKit/537.36 69.0.3497.106/5.5 TV Safari/537.36', 1],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1', 0],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 0]
]) {
  test(`${marks ? 'a television' : 'none'}: ${userAgent}`, () => {
    const set = [];
    const manifest = { rel: 'manifest' };
    mark({ setAttribute: (name) => set.push(name), querySelector: () => manifest }, userAgent);
    assert.equal(set.length, marks);
    assert.equal(manifest.rel, marks ? '' : 'manifest');
  });
}
