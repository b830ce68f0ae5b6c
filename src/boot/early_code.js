// Puts the code that early.js has asked for or found on the screen. The program goes on with it.
(function (boot, window) {
  'use strict';

  var ENTER = 'On your phone, open Jellyfin, then your profile › Quick Connect, and enter this code.';
  var SCAN_OR_ENTER = 'Scan with your phone, or enter this code in Jellyfin: your profile › Quick Connect.';

  var add = boot.skeleton.add;

  // Whether the configuration has nothing against a code of the server that was asked.
  function allows(config) {
    var server = boot.named(config);
    return server === '' || server === boot.server;
  }

  function isText(value, form) {
    return typeof value === 'string' && form.test(value);
  }

  // Whether it is what Jellyfin answers, each part of which is kept on a line of its own; or a code that is kept already.
  function isWhole(request) {
    return isText(request.Code, /^\d{6}$/) && (boot.kept.isThere() || isText(request.Secret, /^\S+$/));
  }

  // A phone can follow a QR code here, as src/page/approval_link.rs has it.
  function isReachable() {
    var host = window.location.hostname;
    return host && !/^(127\.|0\.0\.0\.0$|\[::1?\]$)|(^|\.)localhost$/.test(host);
  }

  // As the program shows it, so that nothing moves when that takes over.
  function show(code) {
    var place = boot.skeleton.renew();
    place.className = 'screen';
    // The program says the code, once.
    place.removeAttribute('role');
    boot.skeleton.progress.setAttribute('role', 'status');
    add('h1', 'Sign in', place);
    var cards = add('div', '', place);
    cards.className = 'ways';
    var card = add('section', '', cards);
    card.className = 'card by-code';
    add('section', '', cards).className = 'card';
    add('h2', 'Use a code', card);
    add('p', isReachable() ? SCAN_OR_ENTER : ENTER, card).className = 'hint';
    var scene = add('div', '', card);
    scene.className = 'scene';
    var tiles = add('p', '', scene);
    tiles.id = 'quick-connect-code';
    tiles.className = 'tiles';
    tiles.dir = 'ltr';
    tiles.setAttribute('role', 'img');
    boot.language.say(tiles, 'Code: {{code}}', spoken(code), 'aria-label');
    code.split('').forEach(function (digit) {
      add('span', digit, tiles).className = 'tile';
    });
    if (isReachable()) {
      add('div', '', scene).className = 'qr';
    }
    card.appendChild(boot.skeleton.progress);
  }

  // Digit by digit, with a pause in the middle.
  function spoken(code) {
    return code
      .split('')
      .join(' ')
      .replace(/^...../, '$&,');
  }

  // Calls back once the next frame is on its way to the screen. A hidden page gets no frames.
  function afterFrame(callback) {
    var isDue = true;
    function call() {
      if (isDue) {
        isDue = false;
        callback();
      }
    }
    window.setTimeout(call, 100);
    window.requestAnimationFrame(function () {
      window.setTimeout(call, 0);
    });
  }

  // Resolves in the frame after the next, when the next is on its way to the screen.
  function painted() {
    return new window.Promise(function (resolve) {
      window.setTimeout(resolve, 1000);
      window.requestAnimationFrame(function () {
        window.requestAnimationFrame(resolve);
      });
    });
  }

  function showAnswer(answers) {
    var request = answers[0];
    if (!boot.skeleton.isLoading() || !allows(answers[1]) || !isWhole(request)) {
      return null;
    }
    if (!boot.kept.isThere()) {
      boot.kept.keep(boot.server, request);
    }
    show(request.Code);
    return painted();
  }

  // Resolves once the code can be seen, or none will come. Nothing where none is to be expected.
  function expect() {
    if (boot.keptCode) {
      show(boot.keptCode);
      return painted();
    }
    return (
      boot.request &&
      window.Promise.all([boot.request, boot.config])
        .then(showAnswer)
        .then(null, function () {})
    );
  }

  boot.earlyCode = { expect: expect, afterFrame: afterFrame };
})((window.quickConnectStart = window.quickConnectStart || {}), window);
