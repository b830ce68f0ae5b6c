// What this browser calls itself towards a server: the same id and the same name as in src/jellyfin/device.rs.
(function (boot, window) {
  'use strict';

  var KEY = 'jellyfin-quick-connect.device';

  // A test in src/jellyfin/device.rs compares these tables with its own.
  var TELEVISIONS = [
    ['Web0S', 'LG TV'],
    ['webOS', 'LG TV'],
    ['Tizen', 'Samsung TV'],
    ['AFT', 'Fire TV'],
    ['BRAVIA', 'Sony TV'],
    ['VIDAA', 'Hisense TV'],
    ['Viera', 'Panasonic TV'],
    ['NETTV', 'Philips TV'],
    ['PlayStation', 'PlayStation'],
    ['Xbox', 'Xbox'],
    ['SMART-TV', 'Smart TV'],
    ['SmartTV', 'Smart TV'],
    ['HbbTV', 'Smart TV']
  ];
  var PHONES = [
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad']
  ];
  var BROWSERS = [
    ['Edg', 'Edge'],
    ['OPR', 'Opera'],
    ['SamsungBrowser', 'Samsung Internet'],
    ['Firefox', 'Firefox'],
    ['Chrome', 'Chrome'],
    ['HeadlessChrome', 'Headless Chrome'],
    ['Safari', 'Safari']
  ];
  var SYSTEMS = [
    ['Android', 'Android'],
    ['CrOS', 'ChromeOS'],
    ['Windows', 'Windows'],
    ['Mac', 'macOS'],
    ['Linux', 'Linux']
  ];

  // The name beside the first of these words that a word of the user agent begins with, or ''. Before the first code there
  // is no time for more than a search in a text.
  function find(userAgent, table) {
    var words = ' ' + userAgent.replace(/[/;(]/g, ' ');
    var fitting = table.filter(function (entry) {
      return words.indexOf(' ' + entry[0]) >= 0;
    });
    return fitting.length ? fitting[0][1] : '';
  }

  function name(userAgent) {
    var browserAndSystem = [find(userAgent, BROWSERS), find(userAgent, SYSTEMS)].filter(Boolean).join(' on ');
    return find(userAgent, TELEVISIONS) || find(userAgent, PHONES) || browserAndSystem || 'Web browser';
  }

  // The styles and the program know a television by this. It has no home screen for pages, and asks for no manifest.
  function mark(page, userAgent) {
    if (find(userAgent, TELEVISIONS)) {
      page.setAttribute('data-television', '');
      var manifest = page.querySelector('[rel=manifest]');
      if (manifest) {
        manifest.rel = '';
      }
    }
  }

  function id(storage) {
    if (!storage[KEY]) {
      storage[KEY] = newId();
    }
    return storage[KEY];
  }

  function newId() {
    var bytes = new window.Uint8Array(16);
    var digits = '';
    window.crypto.getRandomValues(bytes);
    for (var i = 0; i < bytes.length; i += 1) {
      digits += (256 + bytes[i]).toString(16).slice(1);
    }
    return digits;
  }

  boot.device = { id: id, mark: mark, name: name };
})((window.quickConnectStart = window.quickConnectStart || {}), window);
