// Which language the page asks for, and what it says in it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';

import { pageDocument } from './document.mjs';

const PICKED = 'jellyfin-quick-connect.language';
const OF_HOST = 'jellyfin-quick-connect.host-language';
const GERMAN = { tag: 'de', dir: 'ltr', early: { 'Loading…': 'Wird geladen …', 'Code: {{code}}': 'Zahl: {{code}}' } };
const SOURCE = readFileSync(new URL('../../src/boot/language.js', import.meta.url), 'utf8')
  .replace('{languages}', 'en ar de he id nb pt-BR pt-PT sr zh-CN zh-TW')
  .replace('{right-to-left}', 'ar he')
  .replace('{hash}', '0123456789abcdef');

// A page in a browser that prefers these languages.
function visit({ languages = ['en-US'], link = '', kept = {}, config, storage = { ...kept } } = {}) {
  const page = {
    document: pageDocument(),
    navigator: { languages },
    location: { href: 'http://attic.local:8096/web/' + link },
    localStorage: storage && Object.assign(storage, { removeItem: (key) => delete storage[key] }),
    quickConnectStart: config === undefined ? {} : { config: Promise.resolve(config) }
  };
  page.window = page;
  createContext(page);
  runInContext(SOURCE, page, { filename: 'language.js' });
  return page;
}

// The languages that are asked for, in their order.
function asked(page) {
  return page.document.head.children.map(({ src }) => /^\.\/language-0123456789abcdef_(.*)\.js$/.exec(src)[1]);
}

function arrive(page, language) {
  page.quickConnectLanguage = language;
  page.document.head.children.at(-1).onload();
}

for (const [languages, expected] of [
  [['en-US', 'de'], []],
  [['de'], ['de']],
  [['DE-at', 'en'], ['de']],
  [['tlh', 'de'], ['de']],
  [['tlh'], []],
  [[], []],
  [undefined, []],
  [['pt'], ['pt-BR']],
  [['pt-AO'], ['pt-PT']],
  [['pt-BR'], ['pt-BR']],
  [['zh'], ['zh-CN']],
  [['zh-Hant'], ['zh-TW']],
  [['zh-HK'], ['zh-TW']],
  [['zh-Hans-SG'], ['zh-CN']],
  [['no'], ['nb']],
  [['nn-NO'], ['nb']],
  [['iw'], ['he']],
  [['in'], ['id']],
  [['sr-Latn-RS'], ['sr']]
]) {
  test(`a browser that prefers ${languages} is shown ${expected[0] || 'en'}`, () => {
    assert.deepEqual(asked(visit({ languages })), expected);
  });
}

test('what was picked counts most, then the link, the host and the browser', () => {
  const all = { languages: ['he'], link: '?lang=ar#/login', kept: { [PICKED]: 'de', [OF_HOST]: 'sr' } };
  assert.deepEqual(asked(visit(all)), ['de']);
  assert.deepEqual(asked(visit({ ...all, kept: { [OF_HOST]: 'sr' } })), ['ar']);
  assert.deepEqual(asked(visit({ ...all, link: '#/login?server=tv&lang=ar', kept: {} })), ['ar']);
  assert.deepEqual(asked(visit({ ...all, link: '?lang=tlh', kept: { [OF_HOST]: 'sr' } })), ['sr']);
  assert.deepEqual(asked(visit({ ...all, link: '', kept: {} })), ['he']);
  assert.deepEqual(asked(visit({ ...all, kept: { [PICKED]: 'en' } })), [], 'English is a language like others');
});

test('what the host has set is asked for once it is known, and remembered', async () => {
  const page = visit({ languages: ['he'], config: '{"language":"de"}' });
  assert.deepEqual(asked(page), ['he']);
  await page.quickConnectStart.config;
  await null;
  assert.deepEqual(asked(page), ['he', 'de']);
  assert.equal(page.localStorage[OF_HOST], 'de');
  const gone = visit({ languages: ['he'], config: '{}', kept: { [OF_HOST]: 'de' } });
  await gone.quickConnectStart.config;
  await null;
  assert.deepEqual(asked(gone), ['de', 'he']);
  assert.equal(gone.localStorage[OF_HOST], undefined);
  const wished = visit({ languages: ['he'], link: '?lang=ar', config: '{"language":"de"}' });
  await wished.quickConnectStart.config;
  await null;
  assert.deepEqual(asked(wished), ['ar']);
});

test('a text changes once the language is there, with what stands in it', () => {
  const page = visit({ languages: ['de'] });
  const { say } = page.quickConnectStart.language;
  const [loading, tiles] = ['p', 'p'].map((kind) => page.document.createElement(kind));
  say(loading, 'Loading…');
  say(tiles, 'Code: {{code}}', '5 $& 8', 'aria-label');
  assert.equal(loading.textContent, 'Loading…');
  assert.equal(tiles.attributes['aria-label'], 'Code: 5 $& 8');
  arrive(page, GERMAN);
  assert.equal(loading.textContent, 'Wird geladen …');
  assert.equal(tiles.attributes['aria-label'], 'Zahl: 5 $& 8');
  assert.equal(page.document.documentElement.lang, 'de');
  assert.equal(page.document.documentElement.dir, 'ltr');
});

test('the page turns to the side of its language before a word of it is there, and back if none comes', () => {
  for (const [languages, side] of [
    [['ar'], 'rtl'],
    [['de'], 'ltr']
  ]) {
    const page = visit({ languages });
    assert.equal(page.document.documentElement.dir, side);
    arrive(page, undefined);
    assert.equal(page.document.documentElement.dir, 'ltr');
  }
});

test('a language that does not come leaves English, and nobody waits for it any more', () => {
  for (const came of [undefined, { ...GERMAN, tag: 'ar' }]) {
    const page = visit({ languages: ['de'] });
    let calls = 0;
    page.quickConnectStart.language.whenSettled(() => (calls += 1));
    assert.equal(calls, 0);
    arrive(page, came);
    assert.equal(calls, 1);
    assert.equal(page.quickConnectStart.language.spoken, null);
    page.quickConnectStart.language.whenSettled(() => (calls += 1));
    assert.equal(calls, 2);
  }
});

test('a language is kept once it is there, and given up for that of the browser', () => {
  const page = visit();
  const heard = [];
  const { language } = page.quickConnectStart;
  language.changed = () => heard.push(language.spoken && language.spoken.tag);
  const done = (isSpoken) => heard.push(isSpoken);
  language.pick('de', done);
  arrive(page, undefined);
  assert.equal(language.picked(), '', 'it did not come');
  language.pick('de', done);
  arrive(page, GERMAN);
  assert.equal(language.picked(), 'de');
  language.pick('', done);
  assert.equal(language.picked(), '');
  assert.deepEqual(heard, [false, 'de', true, null, true]);
});

test('of two that were wanted, the last one is spoken', () => {
  const page = visit();
  page.quickConnectStart.language.pick('de', () => assert.fail('it was given up'));
  page.quickConnectStart.language.pick('ar', () => {});
  page.quickConnectLanguage = GERMAN;
  page.document.head.children[0].onload();
  assert.equal(page.quickConnectStart.language.spoken, null);
  arrive(page, { ...GERMAN, tag: 'ar', dir: 'rtl' });
  assert.equal(page.document.documentElement.dir, 'rtl');
});

test('a browser without storage or with a damaged configuration speaks what it prefers', async () => {
  const page = visit({ languages: ['de'], storage: null, config: '{' });
  await page.quickConnectStart.config;
  await null;
  assert.deepEqual(asked(page), ['de']);
});
