// Asks for a code at once, because the program takes twice as long to arrive, or finds the one that this tab has kept.
// early_code.js shows it. Only where the program would do the same: at the server in whose web folder the page is, that was
// used last, or that the configuration names; on a visit without a session and without a link's wishes, for nobody else,
// while somebody looks, if the host offered codes last time. Reads the configuration on every visit. By XMLHttpRequest,
// whose answers come in one piece: with fetch, the body comes after the next frame (70 ms later on a processor slowed 6
// times).
(function (boot, window) {
  'use strict';

  var PREFIX = 'jellyfin-quick-connect.';
  var folder = boot.kept.folder;
  var suffix = folder || '';

  function isLink() {
    return window.location.hash.indexOf('?') >= 0;
  }

  // Also of somebody who is put aside: the program shows those above the code.
  function hasSession() {
    return ['session', 'others'].some(function (name) {
      var key = PREFIX + name + suffix;
      return window.localStorage[key] || window.sessionStorage[key];
    });
  }

  // The servers that were used here, the latest first.
  function known() {
    return JSON.parse(window.localStorage[PREFIX + 'servers' + suffix] || '[]');
  }

  // The program asks Jellyfin 10.8 by GET.
  function wantsGet(server) {
    return known().some(function (one) {
      return one.Address === server && one.Initiate === 'GET';
    });
  }

  // Whether it is the address of a server in the form that the program has for it, and the browser lets this page ask there.
  function isServer(address) {
    var scheme = window.location.protocol === 'https:' ? /^https:/ : /^https?:/;
    return (
      scheme.test(address) &&
      /^\w+:\/\/[a-z0-9.:[\]-]+(\/[^?#]*[^?#/])?$/.test(address) &&
      !/\/(web|index\.html)$/.test(address) &&
      new window.URL(address).href === withSlash(address)
    );
  }

  // As a browser writes the address of a host.
  function withSlash(address) {
    return address.split('/').length > 3 ? address : address + '/';
  }

  // The program looks for those on the page's own host: there may be several.
  function lastUsed() {
    var last = (known()[0] || {}).Address;
    return last && isServer(last) && last.split('/').slice(0, 3).join('/') !== window.location.origin ? last : '';
  }

  // The only server that the configuration names, '' where it names none, and nothing where it says more than that: that is
  // for the program to understand. So is a text with escapes, in which a setting could hide. On another host, where a QR code
  // leads and where the code stands on a television are further questions.
  function named(config) {
    var more = folder === null ? /"(servers|signIn|quickConnectLink|television)"\s*:|\\/ : /"(servers|signIn)"\s*:|\\/;
    var settings = config.match(/"server"\s*:/g);
    if (more.test(config) || (settings && settings.length > 1)) {
      return undefined;
    }
    var server = settings ? JSON.parse(config).server : '';
    return server === '' || isServer(server) ? server : undefined;
  }

  function isCodeless() {
    return Boolean(window.localStorage[PREFIX + 'codeless' + suffix]);
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
    boot.server = server;
    boot.deviceId = boot.device.id(window.localStorage);
    var device =
      'Device="' +
      encodeURIComponent(boot.device.name(window.navigator.userAgent)) +
      '", ' +
      'DeviceId="' +
      boot.deviceId +
      '"';
    var authorization = 'MediaBrowser Client="Jellyfin%20Quick%20Connect", ' + device + ', Version="0.0.0"';
    var address = server + '/QuickConnect/Initiate';
    return ask('POST', address, { Authorization: authorization }).then(function (answer) {
      // What else an answer can be is for the program to look at.
      if (answer.status !== 200 || (answer.responseURL && answer.responseURL !== address)) {
        return {};
      }
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

  function isWanted() {
    return !(boot.isEmbedded || isLink() || window.document.hidden || hasSession() || isCodeless());
  }

  function begin() {
    var server = window.location.origin + folder;
    if (folder === null || !isWanted() || wantsGet(server)) {
      return;
    }
    if (boot.kept.isThere()) {
      boot.keptCode = boot.kept.code(server);
      boot.hasCode = Boolean(boot.keptCode);
    } else {
      boot.request = askForCode(server);
    }
  }

  // Outside of a server's folder, the configuration says whom to ask, and whom not.
  function beginOutside() {
    if (folder !== null || !isWanted()) {
      return;
    }
    boot.request = boot.config.then(function (config) {
      var server = named(config) === '' ? lastUsed() : named(config);
      if (!server || wantsGet(server)) {
        return {};
      }
      boot.server = server;
      return boot.kept.isThere() ? { Code: boot.kept.code(server) } : askForCode(server);
    });
    // Whoever waits for it hears of a failure.
    boot.request.then(null, function () {});
  }

  function attempt(task) {
    try {
      task();
    } catch (_) {
      // A browser without storage, or too old for this. The program sees to it.
    }
  }

  boot.named = named;
  boot.device.mark(window.document.documentElement, window.navigator.userAgent);
  // In this order, because the first request gets the connection that is open already.
  attempt(begin);
  attempt(readConfig);
  attempt(beginOutside);
})((window.quickConnectStart = window.quickConnectStart || {}), window);
