// What the styles know of a person's hands: whether a key was pressed at all, and on a television for how many minutes
// none was. Then all but the code grows dim, and the code moves a little each minute: nothing burns into the screen.
(function (window) {
  'use strict';

  var DIM_AFTER = 2;
  var page = window.document.documentElement;
  var minutes, timer;

  function count() {
    minutes += 1;
    if (minutes >= DIM_AFTER && page.hasAttribute('data-television')) {
      page.setAttribute('data-idle', minutes % 4);
    }
  }

  function wake(event) {
    minutes = 0;
    window.clearInterval(timer);
    timer = window.setInterval(count, 60000);
    page.removeAttribute('data-idle');
    if (event && event.type === 'keydown') {
      page.setAttribute('data-keys', '');
    }
  }

  wake();
  ['keydown', 'mousemove', 'mousedown'].forEach(function (kind) {
    window.addEventListener(kind, wake, true);
  });
})(window);
