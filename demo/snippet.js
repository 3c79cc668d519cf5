// The install code of the dashboard, in a file of its own because this page forbids inline scripts;
// the page loads `/loader.js` beside it. The server puts the demo site's key in.
window._smartsupp = window._smartsupp || {};
_smartsupp.key = "{{CHAT_KEY}}";
window.smartsupp =
  window.smartsupp ||
  function () {
    // biome-ignore lint/complexity/noArguments: queue entries are `arguments` objects by contract.
    smartsupp._.push(arguments);
  };
smartsupp._ = smartsupp._ || [];

smartsupp("language", document.documentElement.lang);
