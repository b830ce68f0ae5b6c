// Which language the page speaks, and what the scripts here say in it. English is in the page and in the program; any other
// is a file, asked for at the same moment as the program. If that does not come, it stays English. What was picked here
// counts most, then `?lang=` in the link, `language` in config.json, and the browser's own list.
(function (boot, window) {
  'use strict';

  var PICKED = 'jellyfin-quick-connect.language';
  // What config.json said last time. It comes too late to ask for a file at once.
  var OF_HOST = 'jellyfin-quick-connect.host-language';

  // The build puts those that there are here, which of them are written from right to left, and the hash in the names of
  // their files.
  var TAGS = '{languages}'.split(' ');
  var RIGHT_TO_LEFT = '{right-to-left}'.split(' ');
  var HASH = '{hash}';

  // Those that go by more than one name.
  var OTHER_NAMES = [
    [/^zh-(hant|tw|hk|mo)\b/, 'zh-TW'],
    [/^zh\b/, 'zh-CN'],
    [/^pt$/, 'pt-BR'],
    [/^pt-(?!br)/, 'pt-PT'],
    [/^n[on]\b/, 'nb'],
    [/^iw\b/, 'he'],
    [/^in\b/, 'id']
  ];

  var language = { spoken: null, say: say, pick: pick, picked: picked, whenSettled: whenSettled };
  var said = [];
  var wanted = 'en';
  var isPending = false;
  var whenItIs = [];

  function has(tag) {
    return TAGS.indexOf(tag) >= 0;
  }

  // The language that there is for this one, or ''.
  function match(tag) {
    var wish = String(tag).toLowerCase().replace('_', '-');
    var other = OTHER_NAMES.filter(function (name) {
      return name[0].test(wish) && has(name[1]);
    });
    var fitting = TAGS.filter(function (one) {
      return one.toLowerCase() === wish || one.toLowerCase() === wish.split('-')[0];
    });
    return other.length ? other[0][1] : fitting[0] || '';
  }

  function kept(key) {
    try {
      return match(window.localStorage[key]);
    } catch (_) {
      return '';
    }
  }

  function keep(key, tag) {
    try {
      if (tag) {
        window.localStorage[key] = tag;
      } else {
        window.localStorage.removeItem(key);
      }
    } catch (_) {
      return;
    }
  }

  function picked() {
    return kept(PICKED);
  }

  function ofLink() {
    var found = /[?&]lang=([\w-]+)/.exec(window.location.href);
    return found ? match(found[1]) : '';
  }

  function ofBrowser() {
    var list = window.navigator.languages || [window.navigator.language];
    return [].map.call(list, match).filter(Boolean)[0] || 'en';
  }

  function use(spoken) {
    var page = window.document.documentElement;
    language.spoken = spoken;
    page.lang = spoken ? spoken.tag : 'en';
    page.dir = spoken ? spoken.dir : 'ltr';
    said.forEach(function (write) {
      write();
    });
    // The program's.
    if (language.changed) {
      language.changed();
    }
  }

  // Before a word of the language is there, so that the page does not turn over under the code.
  function turn(tag) {
    window.document.documentElement.dir = RIGHT_TO_LEFT.indexOf(tag) >= 0 ? 'rtl' : 'ltr';
  }

  // `done` hears whether it is spoken now.
  function load(tag, done) {
    wanted = tag;
    isPending = tag !== 'en';
    if (!isPending) {
      use(null);
      end(done, true);
      return;
    }
    var script = window.document.createElement('script');
    script.src = './language-' + HASH + '_' + tag + '.js';
    script.onload = script.onerror = function () {
      var came = window.quickConnectLanguage;
      var isThere = Boolean(came && came.tag === tag);
      // Another may have been wanted since.
      if (wanted === tag) {
        if (isThere) {
          use(came);
        }
        end(done, isThere);
      }
    };
    window.document.head.appendChild(script);
  }

  function end(done, isSpoken) {
    isPending = false;
    if (done) {
      done(isSpoken);
    }
    whenItIs.splice(0).forEach(function (call) {
      call();
    });
  }

  // Calls back once the language is there, or will not come.
  function whenSettled(call) {
    if (isPending) {
      whenItIs.push(call);
    } else {
      call();
    }
  }

  // Of nobody, it follows the other wishes again.
  function pick(tag, done) {
    var tagOrWish = tag || ofLink() || kept(OF_HOST) || ofBrowser();
    load(tagOrWish, function (isSpoken) {
      if (isSpoken) {
        keep(PICKED, tag);
      }
      done(isSpoken);
    });
  }

  // Writes an English text of locales/en.json, with a value in its {{place}}, into an element or one of its attributes; and
  // again in the other language once that is there.
  function say(element, english, value, attribute) {
    function write() {
      var text = ((language.spoken && language.spoken.early[english]) || english).replace(/\{\{\w+\}\}/, function () {
        return value;
      });
      if (attribute) {
        element.setAttribute(attribute, text);
      } else {
        element.textContent = text;
      }
    }
    said.push(write);
    write();
  }

  function followHost(text) {
    var tag = JSON.parse(text).language;
    var ofHost = has(tag) ? tag : '';
    keep(OF_HOST, ofHost);
    var better = ofHost || ofBrowser();
    if (!picked() && !ofLink() && better !== wanted) {
      load(better);
    }
  }

  boot.language = language;
  var first = picked() || ofLink() || kept(OF_HOST) || ofBrowser();
  if (first !== 'en') {
    turn(first);
    load(first, function (isSpoken) {
      if (!isSpoken) {
        turn('en');
      }
    });
  }
  if (boot.config) {
    boot.config.then(followHost).then(null, function () {});
  }
})((window.quickConnectStart = window.quickConnectStart || {}), window);
