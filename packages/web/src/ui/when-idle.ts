/** Does something once the page has time, or this long after at the latest; gives what calls it off. */
export function whenIdle(task: () => void, timeoutMs: number): () => void {
  // Safari has no idle callbacks.
  if (typeof window.requestIdleCallback !== 'function') {
    const timer = window.setTimeout(task, Math.min(timeoutMs, 200));
    return () => window.clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(task, { timeout: timeoutMs });
  return () => window.cancelIdleCallback(handle);
}

/** Does something once the next frame is on the screen: what is waited for comes first. */
export function afterPaint(task: () => void): void {
  // A page out of sight has no frames.
  if (document.visibilityState === 'hidden') {
    window.setTimeout(task);
    return;
  }
  requestAnimationFrame(() => window.setTimeout(task));
}
