const PREFIX = 'fritz.';

/** Reads a remembered value; `fallback` where storage is empty, broken or forbidden. */
export function readStored<T extends object>(key: string, fallback: T): T {
  try {
    const text = globalThis.localStorage?.getItem(PREFIX + key);
    if (!text) return fallback;
    const stored: unknown = JSON.parse(text);
    return typeof stored === 'object' && stored !== null ? { ...fallback, ...stored } : fallback;
  } catch {
    return fallback;
  }
}

/** Remembers a value for the next visit; quietly does nothing where storage is forbidden. */
export function writeStored(key: string, value: object): void {
  try {
    globalThis.localStorage?.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Private windows may refuse storage; preferences then last for this visit.
  }
}
