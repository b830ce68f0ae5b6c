// Keeps the texts of the program in the page while the browser translates it: the translation puts an element of its own
// in the place of each text, and what the program then writes would not be seen. Here the text, emptied, goes back beside
// that element, which is taken away once the program changes the text.
(function (boot, window) {
  'use strict';

  function isTranslation(node) {
    return Boolean(node && node.nodeName === 'FONT' && node.parentNode);
  }

  // What stands where a text was taken out, if that is a translation.
  function translationIn(record) {
    return [record.addedNodes[0], record.previousSibling, record.nextSibling].filter(isTranslation)[0];
  }

  function keep(text, translation) {
    text.words = text.data;
    text.translation = translation;
    translation.original = text;
    translation.parentNode.insertBefore(text, translation);
    text.data = '';
  }

  function leave(text) {
    var translation = text.translation;
    text.translation = translation.original = null;
    if (translation.parentNode) {
      translation.parentNode.removeChild(translation);
    }
  }

  // `node` has been taken out.
  function follow(node, record) {
    if (node.original) {
      // The browser shows the original again.
      node.original.data = node.original.words;
      leave(node.original);
    } else if (node.translation && !node.parentNode) {
      leave(node);
    } else if (node.nodeType === 3 && !node.parentNode && record.target.nodeName !== 'FONT') {
      var translation = translationIn(record);
      if (translation) {
        keep(node, translation);
      }
    }
  }

  var observer = new window.MutationObserver(function (records) {
    records.forEach(function (record) {
      if (record.target.translation) {
        leave(record.target);
      }
      [].forEach.call(record.removedNodes, function (node) {
        follow(node, record);
      });
    });
    // Of what was done here.
    observer.takeRecords();
  });

  function begin() {
    observer.observe(window.document.body, { childList: true, characterData: true, subtree: true });
  }

  boot.translated = { begin: begin };
})((window.quickConnectStart = window.quickConnectStart || {}), window);
