// Keys of remote controls that televisions leave to the page.
(function (window) {
  'use strict';

  var BACK_ON_TIZEN = 10009;
  var BACK_ON_WEBOS = 461;

  // The page ends itself when Back has nothing left to close.
  function leave(key) {
    var webos = window.webOSSystem || window.PalmSystem;
    if (key === BACK_ON_TIZEN && window.tizen) {
      window.tizen.application.getCurrentApplication().exit();
    }
    if (key === BACK_ON_WEBOS && webos) {
      webos.platformBack();
    }
  }

  window.addEventListener('keydown', function (event) {
    // After the program has had its turn.
    window.setTimeout(function () {
      if (!event.defaultPrevented) {
        leave(event.keyCode);
      }
    }, 0);
  });

  // Tizen keeps digits to itself unless they are asked for. Without the privilege for it, it throws.
  try {
    for (var digit = 0; window.tizen && digit < 10; digit += 1) {
      window.tizen.tvinputdevice.registerKey(String(digit));
    }
  } catch (_) {
    // Digits then come from the keyboard on the screen.
  }
})(window);
