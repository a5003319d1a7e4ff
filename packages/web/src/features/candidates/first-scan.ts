const STARTED = 'fritz.scanStarted';

/** Whether nothing was scanned yet in this window; false where that cannot be remembered. */
export function isFirstScan(): boolean {
  try {
    return sessionStorage.getItem(STARTED) === null;
  } catch {
    return false;
  }
}

/** Remembers that scanning has begun in this window. */
export function noteScan(): void {
  try {
    sessionStorage.setItem(STARTED, '1');
  } catch {
    // Then it was no first scan either.
  }
}
