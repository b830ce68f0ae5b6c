// What this browser can run, what it lacks, and what has to be put in its place.
(function (boot, window) {
  'use strict';

  var document = window.document;

  // AbortController stands for Chromium 66: below it WebAssembly exists but corrupts memory. It may also be switched
  // off, or forbidden by a header of the host: the configuration of nginx in Jellyfin's documentation does that. What
  // is tried is the empty program.
  function runsWebAssembly() {
    try {
      var empty = new window.Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
      return Boolean(window.AbortController && new window.WebAssembly.Module(empty));
    } catch (_) {
      return false;
    }
  }

  // The name of something that is needed and not there, or ''.
  function lacks(asScript) {
    var needed = ['Promise', 'fetch', 'TextDecoder', 'TextEncoder', 'Reflect'];
    if (!asScript) {
      needed.push('WebAssembly', 'AbortController');
    }
    var missing = needed.filter(function (name) {
      return typeof window[name] === 'undefined';
    });
    return missing[0] || '';
  }

  // A second policy, and the stricter one counts. toSorted is younger than 'wasm-unsafe-eval' in every engine: Chromium
  // 110, Firefox 115 and Safari 16. From here on no script inside the page runs any more.
  function restrictScripts(asScript) {
    if (asScript || Array.prototype.toSorted) {
      var policy = document.createElement('meta');
      policy.httpEquiv = 'Content-Security-Policy';
      policy.content = "script-src 'self'" + (asScript ? '' : " 'wasm-unsafe-eval'");
      document.head.appendChild(policy);
    }
  }

  // Younger than Chromium 66.
  function fillIn() {
    if (typeof window.globalThis === 'undefined') {
      window.globalThis = window;
    }
    if (typeof window.queueMicrotask === 'undefined') {
      window.queueMicrotask = function (task) {
        window.Promise.resolve()
          .then(task)
          .then(null, function (error) {
            window.setTimeout(function () {
              throw error;
            }, 0);
          });
      };
    }
  }

  // The program as a script hands over its function where the glue hands over bytes.
  function fillInForScript() {
    window.WebAssembly = {
      Module: function () {},
      Instance: function () {},
      instantiate: function (start, imports) {
        return window.Promise.resolve({ instance: { exports: start(imports) } });
      }
    };
    // A request that nobody waits for runs to its end there.
    window.AbortController =
      window.AbortController ||
      function () {
        this.signal = { aborted: false };
        this.abort = function () {};
      };
  }

  boot.engine = {
    runsWebAssembly: runsWebAssembly,
    lacks: lacks,
    restrictScripts: restrictScripts,
    fillIn: fillIn,
    fillInForScript: fillInForScript
  };
})((window.quickConnectStart = window.quickConnectStart || {}), window);
