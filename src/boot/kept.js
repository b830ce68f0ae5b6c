// The code that this tab waits with, kept as in src/flow/quick_connect/kept.rs: the server, the code, its secret, when
// it came (in seconds since 1970) and the method it was asked for with, each on a line. Older codes may follow, and
// what waits at other servers.
(function (boot, window) {
  'use strict';

  var KEY = 'jellyfin-quick-connect.pending';

  // A code is good for ten minutes, and the program replaces it in the last.
  var SECONDS_ON_SCREEN = 9 * 60;

  // The path of the server whose web folder the page is in; none elsewhere. What is kept for it has that at the end of its
  // name, as in src/app/browser/storage/mod.rs.
  var path = window.location.pathname;
  var end = path.lastIndexOf('/web/');
  var folder = end < 0 ? null : path.slice(0, end);
  var key = KEY + (folder || '');

  function now() {
    return Math.floor(Date.now() / 1000);
  }

  function isThere() {
    return Boolean(window.sessionStorage[key]);
  }

  // The kept code that is still good to show for this server, or ''.
  function code(server) {
    var lines = window.sessionStorage[key].split('\n');
    var age = now() - Number(lines[3]);
    var isGood = lines[0] === server && /^\d{6}$/.test(lines[1]) && lines[2] && age >= 0 && age < SECONDS_ON_SCREEN;
    return isGood ? lines[1] : '';
  }

  function keep(server, request) {
    // For the program, where the browser keeps nothing.
    boot.pending = [server, request.Code, request.Secret, now(), 'POST'].join('\n');
    try {
      window.sessionStorage[key] = boot.pending;
    } catch (_) {
      return;
    }
  }

  boot.kept = { folder: folder, isThere: isThere, code: code, keep: keep };
})((window.quickConnectStart = window.quickConnectStart || {}), window);
