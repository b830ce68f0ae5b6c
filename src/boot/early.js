// Asks for a code at once, because the program takes twice as long to arrive, or finds the one that this tab has kept.
// early_code.js shows it. Only where the program would do the same: in the web folder of a Jellyfin server, on a visit
// without a session and without a link's wishes, for nobody else, while somebody looks, if the host offered codes last
// time. Reads the configuration on every visit. By XMLHttpRequest, whose answers come in one piece: with fetch, the body
// comes after the next frame (70 ms later on a processor slowed 6 times).
(function (boot, window) {
  'use strict';

  var PREFIX = 'jellyfin-quick-connect.';
  var folder = boot.kept.folder;

  function isLink() {
    return window.location.hash.indexOf('?') >= 0;
  }

  // Also of somebody who is put aside: the program shows those above the code.
  function hasSession() {
    return ['session', 'others'].some(function (name) {
      var key = PREFIX + name + folder;
      return window.localStorage[key] || window.sessionStorage[key];
    });
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

  // Resolves to the request once its answer is there, whatever that is.
  function ask(method, address, headers) {
    var request = new window.XMLHttpRequest();
    request.open(method, address);
    // Whatever a host says of its files: JSON is UTF-8.
    request.overrideMimeType('text/plain; charset=utf-8');
    Object.keys(headers).forEach(function (name) {
      request.setRequestHeader(name, headers[name]);
    });
    return new window.Promise(function (resolve, reject) {
      request.onload = function () {
        resolve(request);
      };
      request.onerror = reject;
      request.send();
    });
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
    var authorization = 'MediaBrowser Client="Jellyfin%20Quick%20Connect", ' + device + ', Version="0.0.0"';
    return ask('POST', server + '/QuickConnect/Initiate', { Authorization: authorization }).then(function (answer) {
      boot.hasCode = true;
      return JSON.parse(answer.responseText);
    });
  }

  // In a television's package nothing can be fetched, so it stands in the page.
  function fetchConfig() {
    var packed = window.document.querySelector('meta[name=config]');
    boot.isPacked = Boolean(packed);
    if (packed) {
      return window.Promise.resolve(packed.content);
    }
    // Under another address each time, because no header keeps every browser and proxy from giving an old one.
    return ask('GET', 'config.json?' + Date.now(), {}).then(function (answer) {
      if (answer.status === 404) {
        return '{}';
      }
      return answer.status === 200 ? answer.responseText : window.Promise.reject();
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
      boot.hasCode = Boolean(boot.keptCode);
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
