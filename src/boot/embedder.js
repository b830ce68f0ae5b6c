// Whom this page signs in for, if not for itself: the page around it, or the one that opened it with `?embed`. Only the
// browser can say who that is. So a page that the host lists under `embed` in config.json is told that this one is there,
// and answers; nothing is sent but to its origin, and nothing it says later counts. hosting/embedding/ has the other side.
(function (boot, window) {
  'use strict';

  var TYPE = 'jellyfin-quick-connect';
  var outer = window.parent;
  if (outer === window) {
    outer = /^\?embed\b/.test(window.location.search) ? window.opener : null;
  }

  function send(message, origin) {
    message.type = TYPE;
    message.version = 1;
    message.height = window.document.body.offsetHeight;
    outer.postMessage(message, origin);
  }

  // Neither a pattern nor `null`, which many pages are.
  function isOrigin(text) {
    return /^https?:\/\/[^\/*]+$/.test(text);
  }

  // Those that are listed; nothing where the host has no list.
  function listed(config) {
    var list = JSON.parse(config).embed;
    return list && [].concat(list).filter(isOrigin);
  }

  function isGreeting(event, origins) {
    var said = event.data || {};
    return (
      event.source === outer &&
      origins.indexOf(event.origin) >= 0 &&
      said.type === TYPE &&
      said.version === 1 &&
      said.event === 'hello'
    );
  }

  // For a frame that is as high as what is in it.
  function tellSize() {
    if (window.ResizeObserver) {
      new window.ResizeObserver(function () {
        boot.tell({ event: 'size' });
      }).observe(window.document.body);
    }
  }

  function greeting(origins) {
    return new window.Promise(function (resolve) {
      window.addEventListener('message', function hear(event) {
        if (isGreeting(event, origins)) {
          window.removeEventListener('message', hear);
          boot.embedder = event.origin;
          tellSize();
          resolve();
        }
      });
      origins.forEach(function (origin) {
        send({ event: 'ready' }, origin);
      });
      window.setTimeout(function () {
        if (!boot.embedder) {
          boot.skeleton.fail(
            'This page is shown by another one, which is not allowed to use it.',
            'Open this page alone. Whoever runs it can allow the other one, with “embed” in config.json.'
          );
        }
      }, 3000);
    });
  }

  // Resolves once it is known; nothing where there is no other page.
  function expect() {
    return (
      outer &&
      boot.config.then(listed).then(
        function (origins) {
          return origins && greeting(origins);
        },
        function () {}
      )
    );
  }

  // For the program.
  boot.tell = function (message) {
    send(message, boot.embedder);
  };

  boot.isEmbedded = Boolean(outer);
  boot.whom = { expect: expect };
})((window.quickConnectStart = window.quickConnectStart || {}), window);
