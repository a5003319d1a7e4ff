/** Has the app's own files kept, so that it opens without a connection; where browsers can. */
export function registerShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  window.addEventListener('load', () => {
    // Without it everything works but opening offline.
    navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);
  });
}
