const KEY = 'fritz.reloaded';
// Longer than a reload takes, shorter than the time between two releases.
const AGAIN_AFTER_MS = 30_000;

/**
 * Loads the page anew when a part of the app cannot be fetched: a newer build has replaced it.
 * Not twice in a row; then the page says what failed.
 */
export function reloadWhenOutdated(): void {
  window.addEventListener('vite:preloadError', (event) => {
    // Without a connection there is nothing newer to load, and much to lose.
    if (!navigator.onLine) return;
    try {
      const last = Number(sessionStorage.getItem(KEY) ?? 0);
      if (Date.now() - last < AGAIN_AFTER_MS) return;
      sessionStorage.setItem(KEY, String(Date.now()));
    } catch {
      // Without storage nothing tells a second time from the first.
      return;
    }
    event.preventDefault();
    window.location.reload();
  });
}
