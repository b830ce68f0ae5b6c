// What a person reads until the program takes over and removes it: that the page is loading, or why it cannot.
(function (boot, window) {
  'use strict';

  var document = window.document;
  var hasFailed = false;
  var place, slow;

  var say = boot.language.say;

  // Once the page is there.
  function begin() {
    place = document.getElementById('skeleton');
    boot.skeleton.progress = document.getElementById('progress');
    // Takes away what the styles alone would say after a while: that no script has run.
    say(boot.skeleton.progress, 'Loading…');
    slow = window.setTimeout(function () {
      say(boot.skeleton.progress, 'Still loading. A slow connection takes a while.');
    }, 10000);
  }

  function isThere() {
    return place.parentNode !== null;
  }

  function isLoading() {
    return isThere() && !hasFailed;
  }

  // An element with an English text, which stands there in the language of the page.
  function add(kind, text, parent, value) {
    var element = document.createElement(kind);
    if (text) {
      say(element, text, value);
    }
    parent.appendChild(element);
    return element;
  }

  // Puts an empty element in the place of the one that is there: one that moves counts as a jump on the screen.
  function renew() {
    var fresh = place.cloneNode(false);
    place.parentNode.replaceChild(fresh, place);
    place = fresh;
    return place;
  }

  function fail(cause, advice, details, value) {
    if (!isLoading()) {
      return;
    }
    hasFailed = true;
    loaded();
    place.textContent = '';
    place.className = '';
    place.setAttribute('role', 'alert');
    add('p', cause, place, value);
    add('p', advice, place);
    var reload = add('button', 'Reload', place);
    reload.type = 'button';
    reload.onclick = function () {
      window.location.reload();
    };
    if (details) {
      add('p', 'Reported: {{details}}', place, details).className = 'details';
    }
    add('p', 'Browser: {{browser}}', place, window.navigator.userAgent).className = 'details';
    reload.focus();
  }

  // A program that stops reports it only here. What it says about itself is not shown: it may hold a secret.
  function stopped(error) {
    if (!/RuntimeError/.test(String(error))) {
      return;
    }
    if (!isThere()) {
      document.body.textContent = '';
      document.body.appendChild(place);
    }
    fail(
      'This page has stopped because of an error in it.',
      'Reload it. The code comes back, and an approval is kept.'
    );
  }

  function loaded() {
    window.clearTimeout(slow);
  }

  window.addEventListener('error', function (event) {
    stopped(event.error);
  });
  window.addEventListener('unhandledrejection', function (event) {
    stopped(event.reason);
  });

  boot.skeleton = { add: add, begin: begin, fail: fail, isLoading: isLoading, loaded: loaded, renew: renew };
})((window.quickConnectStart = window.quickConnectStart || {}), window);
