/**
 * Opens the app without a connection. It keeps the app's own files alone, which are the same for
 * everybody, and never looks at what the API answers: see docs/adr/0040-decisions-of-a-scan.md.
 */
export {};

declare const self: ServiceWorkerGlobalScope;

/** Its name, which changes with what is in it, and its files; the build writes them here. */
const [CACHE = '', ...FILES] = '__FRITZ_SHELL__'.split('|');
const PREFIX = 'fritz-shell-';
const PAGE = '/';

/** A page that has not come by then is opened from here. */
const PATIENCE_MS = 5_000;

/** Addresses that are the server's and not the app's. */
const SERVERS = /^\/(api|docs|login|logout|complete|metrics|healthz)(\/|$)/;

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((path) => new Request(path, { cache: 'reload' })));
}

async function forgetOldShells(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromShell(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

/** The page as it is now, or as it was where the server cannot be reached. */
async function openPage(request: Request): Promise<Response> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('no page came')), PATIENCE_MS);
  });
  const fresh = fetch(request);
  try {
    return await Promise.race([fresh, late]);
  } catch {
    const kept = await (await caches.open(CACHE)).match(PAGE);
    return kept ?? fresh;
  }
}

self.addEventListener('install', (event) => event.waitUntil(keepShell()));

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOldShells(), self.clients.claim()]));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate') {
    if (!SERVERS.test(pathname)) event.respondWith(openPage(request));
  } else if (FILES.includes(pathname)) {
    event.respondWith(fromShell(pathname, request));
  }
});
