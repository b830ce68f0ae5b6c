// What is kept for the program to go on with: src/flow/quick_connect/kept.rs reads it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SERVER, visit } from './page.mjs';

test('a code is kept as five lines, and found again', () => {
  const page = visit();
  const { kept } = page.quickConnectStart;
  const before = Math.floor(Date.now() / 1000);
  kept.keep(SERVER, { Code: '583204', Secret: 'c0ffee' });
  const lines = page.sessionStorage['jellyfin-quick-connect.pending'].split('\n');
  const came = Number(lines[3]);
  assert.deepEqual(lines, [SERVER, '583204', 'c0ffee', String(came), 'POST']);
  assert.ok(came >= before && came <= before + 2, lines[3]);
  assert.ok(kept.isThere());
  assert.equal(kept.code(SERVER), '583204');
  assert.equal(kept.code(SERVER + '/media'), '');
});
