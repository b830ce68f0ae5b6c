// Asks for a code at once, because the program takes twice as long to arrive, or finds the one that this tab has kept.
// early_code.js shows it. Only where the program would do the same: in the web folder of a Jellyfin server that is the
// one to use, on a visit without a session and without a link's wishes, while somebody looks.
(function (boot, window) {
  'use strict';

  var PREFIX = 'jellyfin-quick-connect.';

  function ownServer() {
    var path = window.location.pathname;
    var end = path.lastIndexOf('/web/');
    return end < 0 ? '' : window.location.origin + path.slice(0, end);
  }

  function isLink() {
    return window.location.hash.indexOf('?') >= 0;
  }

  function hasSession() {
    return Boolean(window.localStorage[PREFIX + 'session'] || window.sessionStorage[PREFIX + 'session']);
  }

  // The program prefers the server that was used last, and asks Jellyfin 10.8 by GET.
  function wouldAsk(server) {
    var last = JSON.parse(window.localStorage[PREFIX + 'servers'] || '[]')[0];
    return !last || (last.Address === server && last.Initiate !== 'GET');
  }

  function askForCode(server) {
    var device =
      'Device="' +
      encodeURIComponent(boot.device.name(window.navigator.userAgent)) +
      '", ' +
      'DeviceId="' +
      boot.device.id(window.localStorage) +
      '"';
    return window
      .fetch(server + '/QuickConnect/Initiate', {
        method: 'POST',
        cache: 'no-store',
        headers: { Authorization: 'MediaBrowser Client="Jellyfin%20Quick%20Connect", ' + device + ', Version="0.1.0"' }
      })
      .then(function (answer) {
        return answer.json();
      });
  }

  // The program takes it from `text` and does not ask again.
  function readConfig() {
    return window
      .fetch('config.json', { credentials: 'same-origin' })
      .then(function (answer) {
        if (answer.status === 404) {
          return '{}';
        }
        return answer.ok ? answer.text() : window.Promise.reject();
      })
      .then(function (text) {
        boot.text = text;
        return text;
      });
  }

  function begin() {
    var server = ownServer();
    if (!server || isLink() || window.document.hidden || hasSession() || !wouldAsk(server)) {
      return;
    }
    if (boot.kept.isThere()) {
      boot.keptCode = boot.kept.code(server);
    } else {
      boot.server = server;
      boot.request = askForCode(server);
      boot.config = readConfig();
    }
  }

  try {
    begin();
  } catch (_) {
    // A browser without storage, or too old for this. The program sees to it.
  }
})((window.quickConnectStart = window.quickConnectStart || {}), window);
