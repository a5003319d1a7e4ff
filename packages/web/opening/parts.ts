import type { OpeningName } from './pages.ts';

/** The files of the app that each page needs beyond those of all; the build writes them here. */
declare const __FRITZ_PARTS__: Readonly<Record<OpeningName, readonly string[]>>;

/** Has the browser fetch them now, and not when the app comes to know which page it is on. */
export function preloadParts(name: OpeningName): void {
  for (const path of __FRITZ_PARTS__[name]) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = path;
    // As the app's own files, so that what is fetched here counts there.
    link.crossOrigin = '';
    document.head.append(link);
  }
}
