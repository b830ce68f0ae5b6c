// What is kept for the program to go on with: src/flow/quick_connect/kept.rs reads it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NOW, SERVER, visit } from './page.mjs';

test('a code is kept as five lines, and found again', () => {
  const page = visit();
  const { kept } = page.quickConnectStart;
  kept.keep(SERVER, { Code: '583204', Secret: 'c0ffee' });
  const lines = page.sessionStorage['jellyfin-quick-connect.pending'].split('\n');
  assert.deepEqual(lines, [SERVER, '583204', 'c0ffee', String(NOW), 'POST']);
  assert.ok(kept.isThere());
  assert.equal(kept.code(SERVER), '583204');
  assert.equal(kept.code(SERVER + '/media'), '');
});
