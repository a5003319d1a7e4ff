import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

const PLACE = '__FRITZ_SHELL__';
const WORKER = 'service-worker.js';
/** What the app opens with, and what one scans with. */
const ROOTS = [/src\/main\.tsx$/, /index\.html$/, /candidates-page\.tsx$/];
const OTHERS = ['/', '/favicon.svg', '/manifest.webmanifest', '/icon-192.png'];

function isChunk(
  output: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined,
): output is Rolldown.OutputChunk {
  return output?.type === 'chunk';
}

/** The files that these chunks need before they run. */
function filesOf(bundle: Rolldown.OutputBundle): readonly string[] {
  const found = new Set<string>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (found.has(name) || !isChunk(chunk)) return;
    found.add(name);
    for (const style of chunk.viteMetadata?.importedCss ?? []) found.add(style);
    for (const needed of chunk.imports) visit(needed);
  };
  for (const chunk of Object.values(bundle).filter(isChunk)) {
    const { facadeModuleId: module } = chunk;
    if (module !== null && ROOTS.some((root) => root.test(module))) visit(chunk.fileName);
  }
  // What is fetched as soon as the page has come to rest is there without a connection, too.
  for (const chunk of Object.values(bundle).filter(isChunk)) {
    if (!found.has(chunk.fileName)) continue;
    for (const later of chunk.dynamicImports) {
      if (/(decision|conditions|reports|keys|popover|plot|dialog)/.test(later)) visit(later);
    }
  }
  const openings = Object.keys(bundle).filter((name) => /\/opening-\w+\.js$/.test(name));
  return [...found, ...openings].sort();
}

function listFiles(bundle: Rolldown.OutputBundle): void {
  const worker = bundle[WORKER];
  if (!isChunk(worker)) throw new Error(`the build made no ${WORKER}`);
  const files = [...OTHERS, ...filesOf(bundle).map((name) => `/${name}`)];
  const hash = createHash('sha256').update(files.join('|')).digest('hex').slice(0, 12);
  if (!worker.code.includes(PLACE)) throw new Error(`${WORKER} has no place for its files`);
  worker.code = worker.code.replace(PLACE, [`fritz-shell-${hash}`, ...files].join('|'));
}

/** Tells the service worker which files it keeps; their names change with what is in them. */
export function shellFiles(): Plugin {
  return {
    name: 'fritz-shell-files',
    apply: 'build',
    generateBundle: {
      // The opening is among them, which is made of all others.
      order: 'post',
      handler: (_options, bundle) => listFiles(bundle),
    },
  };
}
