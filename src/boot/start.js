// Starts the program, and says so in plain words when that cannot work. The last script of the page: after
// restrictScripts() no other one in it would run.
(function (boot, window, files) {
  'use strict';

  var fail = boot.skeleton.fail;

  var OLD =
    'Update this browser, or sign in with another app. Chrome and Firefox from 2018, Edge from 2020, and Safari from version 15 can show this page.';
  var ABSENT = 'A file of this page could not be loaded.';
  var DAMAGED = 'A file of this page arrived damaged.';
  var AGAIN =
    'Check this device’s connection, then reload. If that does not help, an administrator can check the files of this page and what blocks them.';

  function words(error) {
    return String((error && error.message) || error);
  }

  function wait(milliseconds) {
    return new window.Promise(function (resolve) {
      window.setTimeout(resolve, milliseconds);
    });
  }

  // Resolves to what the script defines.
  function load(file, defined) {
    return new window.Promise(function (resolve, reject) {
      var script = window.document.createElement('script');
      script.src = file;
      script.onload = function () {
        try {
          resolve(defined());
        } catch (_) {
          reject(DAMAGED);
        }
      };
      script.onerror = function () {
        reject(ABSENT);
      };
      window.document.head.appendChild(script);
    }).then(null, function (reason) {
      fail(reason, AGAIN, file);
      throw reason;
    });
  }

  // Fetches a script without running it; false where the browser cannot.
  function preload(file) {
    var link = window.document.createElement('link');
    if (!link.relList || !link.relList.supports || !link.relList.supports('preload')) {
      return false;
    }
    link.rel = 'preload';
    link.as = 'script';
    link.href = file;
    window.document.head.appendChild(link);
    return true;
  }

  // What a finished page has in reserve, for hosts that forbid what is inside it: behind this script another one that does
  // the same, which here becomes a comment, and a file with the styles.
  function useReserve() {
    if (!files.style) {
      return;
    }
    window.document.write('<!--');
    if (!window.document.styleSheets.length) {
      var link = window.document.createElement('link');
      link.rel = 'stylesheet';
      link.href = files.style;
      window.document.head.appendChild(link);
    }
  }

  function fetchProgram(file) {
    return window.fetch(file, { credentials: 'same-origin' }).then(
      function (answer) {
        if (!answer.ok) {
          fail('The server does not have a file of this page.', AGAIN, answer.status + ' for ' + file);
          throw new Error('no program');
        }
        if (/^text\/html/.test(answer.headers.get('Content-Type') || '')) {
          fail('The server sent a web page instead of the program.', AGAIN, file);
          throw new Error('no program');
        }
        return answer;
      },
      function (error) {
        fail(ABSENT, AGAIN, words(error) + ', ' + file);
        throw error;
      }
    );
  }

  // `early` resolves once the code that comes before the program can be seen; nothing where none is expected.
  function startProgram(early) {
    // A debug build has no program as a script, and keeps the script in it by which Trunk loads it anew.
    var asScript = Boolean(files.script) && (boot.isPacked || !boot.engine.runsWebAssembly());
    if (files.script) {
      boot.engine.restrictScripts(asScript);
    }
    var missing = boot.engine.lacks(asScript);
    if (missing) {
      fail('This browser can’t show this page: it has no {{feature}}.', OLD, '', missing);
      return;
    }
    boot.engine.fillIn();
    if (asScript) {
      boot.engine.fillInForScript();
    }

    // A code that is about to come is waited for: the program would need as long to get another. And once there is one,
    // the program starts only after it has been painted, which its start would put off.
    // Without one, the configuration is: the program would ask for it again.
    // A page of somebody else has to be one that the host allows. A proxy may have kept the first scripts from running.
    var allowed = boot.whom && boot.whom.expect();
    var code = allowed || window.Promise.race([early || boot.config, wait(3000)]).then(null, function () {});

    // What the program says at first is in the language of the page, if that does not take long.
    var spoken = window.Promise.race([new window.Promise(boot.language.whenSettled), wait(2000)]);

    // What each can fail with is told apart here. The script has both in it.
    var file = asScript ? files.script : files.glue;
    function loadGlue() {
      return load(file, function () {
        return wasm_bindgen;
      });
    }
    var glue = early && preload(file) ? code.then(loadGlue) : loadGlue();
    var program = asScript
      ? glue.then(function () {
          return quickConnectProgram;
        })
      : fetchProgram(files.program);

    window.Promise.all([glue, program, code, spoken])
      .then(function (parts) {
        return parts[0]({ module_or_path: parts[1] });
      })
      .then(boot.skeleton.loaded, function (error) {
        // Says nothing when one of the two above has spoken already.
        fail('This page could not be started.', AGAIN, words(error));
        if (window.console) {
          window.console.error(error);
        }
      });
  }

  function start() {
    useReserve();
    boot.skeleton.begin();
    boot.translated.begin();
    var early = boot.earlyCode.expect();
    if (boot.hasCode) {
      // The frame that shows it goes first: what is looked at and loaded here takes as long as half of it.
      boot.earlyCode.afterFrame(function () {
        startProgram(early);
      });
    } else {
      startProgram(early);
    }
  }

  start();
})(window.quickConnectStart, window, window.quickConnectFiles);
