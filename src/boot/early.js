// Asks for a code at once, because the program takes twice as long to arrive, or finds the one that this tab has kept.
// early_code.js shows it. Only where the program would do the same: in the web folder of a Jellyfin server, on a visit
// without a session and without a link's wishes, for nobody else, while somebody looks, if the host offered codes last
// time. Reads the configuration on every visit.
(function (boot, window) {
  'use strict';

  var PREFIX = 'jellyfin-quick-connect.';
  var folder = boot.kept.folder;

  function isLink() {
    return window.location.hash.indexOf('?') >= 0;
  }

  function hasSession() {
    var key = PREFIX + 'session' + folder;
    // Or this tab was at somebody who is put aside: the account's id is at the end then.
    var last = window.sessionStorage[PREFIX + 'last' + folder] || '';
    return Boolean(window.localStorage[key] || window.sessionStorage[key] || / \S/.test(last));
  }

  // The program asks Jellyfin 10.8 by GET.
  function wantsGet(server) {
    return JSON.parse(window.localStorage[PREFIX + 'servers' + folder] || '[]').some(function (known) {
      return known.Address === server && known.Initiate === 'GET';
    });
  }

  function isCodeless() {
    return Boolean(window.localStorage[PREFIX + 'codeless' + folder]);
  }

  // The build puts the program's version in the place of 0.0.0.
  function askForCode(server) {
    boot.deviceId = boot.device.id(window.localStorage);
    var device =
      'Device="' +
      encodeURIComponent(boot.device.name(window.navigator.userAgent)) +
      '", ' +
      'DeviceId="' +
      boot.deviceId +
      '"';
    return window
      .fetch(server + '/QuickConnect/Initiate', {
        method: 'POST',
        cache: 'no-store',
        headers: { Authorization: 'MediaBrowser Client="Jellyfin%20Quick%20Connect", ' + device + ', Version="0.0.0"' }
      })
      .then(function (answer) {
        return answer.json();
      });
  }

  // In a television's package nothing can be fetched, so it stands in the page.
  function fetchConfig() {
    var packed = window.document.querySelector('meta[name=config]');
    boot.isPacked = Boolean(packed);
    if (packed) {
      return window.Promise.resolve(packed.content);
    }
    return window.fetch('config.json', { credentials: 'same-origin', cache: 'no-store' }).then(function (answer) {
      if (answer.status === 404) {
        return '{}';
      }
      return answer.ok ? answer.text() : window.Promise.reject();
    });
  }

  // The program takes it from `text` and does not ask again. Many hosts do not say how long it may be kept, and a browser
  // then keeps it for days.
  function readConfig() {
    boot.config = fetchConfig().then(function (text) {
      boot.text = text;
      return text;
    });
    // Whoever waits for it hears of a failure.
    boot.config.then(null, function () {});
  }

  function begin() {
    var server = window.location.origin + folder;
    if (
      folder === null ||
      boot.isEmbedded ||
      isLink() ||
      window.document.hidden ||
      hasSession() ||
      isCodeless() ||
      wantsGet(server)
    ) {
      return;
    }
    if (boot.kept.isThere()) {
      boot.keptCode = boot.kept.code(server);
    } else {
      boot.server = server;
      boot.request = askForCode(server);
    }
  }

  function attempt(task) {
    try {
      task();
    } catch (_) {
      // A browser without storage, or too old for this. The program sees to it.
    }
  }

  boot.device.mark(window.document.documentElement, window.navigator.userAgent);
  // In this order, because the first request gets the connection that is open already.
  attempt(begin);
  attempt(readConfig);
})((window.quickConnectStart = window.quickConnectStart || {}), window);
