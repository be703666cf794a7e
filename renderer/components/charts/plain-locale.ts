// On Linux without a locale Chromium calls its language `en-US@posix`, which its own Intl refuses; uPlot asks Intl for it
// while it is loaded and would take the whole screen with it. Imported before uPlot.
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}
