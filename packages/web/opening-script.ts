import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';

const ENTRY = 'opening/opening.ts';
const PLACE = '<!-- opening -->';
const PARTS = '__FRITZ_PARTS__';

/** The page behind each opening, and what it fetches for what it shows first. */
const PAGES: Readonly<Record<string, readonly RegExp[]>> = {
  candidates: [/candidates-page\.tsx$/, /photometry\/light-curve-plot\.tsx$/],
  dashboard: [/dashboard-page\.tsx$/],
  source: [/\/source-page\.tsx$/, /study\/study-plot\.tsx$/],
};

function chunksOf(bundle: Rolldown.OutputBundle): readonly Rolldown.OutputChunk[] {
  return Object.values(bundle).filter((file) => file.type === 'chunk');
}

/** The files that come with these ones. */
function withImports(
  bundle: Rolldown.OutputBundle,
  first: readonly Rolldown.OutputChunk[],
): Set<string> {
  const found = new Set<string>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (found.has(name) || chunk?.type !== 'chunk') return;
    found.add(name);
    for (const needed of chunk.imports) visit(needed);
  };
  for (const { fileName } of first) visit(fileName);
  return found;
}

/** For each page, the files that it needs and that not every page has. */
function partsOf(bundle: Rolldown.OutputBundle): Readonly<Record<string, readonly string[]>> {
  const chunks = chunksOf(bundle);
  const usual = withImports(
    bundle,
    chunks.filter(({ isEntry }) => isEntry),
  );
  const entries = Object.entries(PAGES).map(([name, modules]) => {
    const own = chunks.filter(
      ({ facadeModuleId: id }) => id !== null && modules.some((module) => module.test(id)),
    );
    if (own.length < modules.length) throw new Error(`the page ${name} has lost a module`);
    const parts = [...withImports(bundle, own)].filter((file) => !usual.has(file));
    return [name, parts.map((file) => `/${file}`)];
  });
  return Object.fromEntries(entries);
}

/** The opening by itself, as a script that runs at once. */
async function buildOpening(root: string): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      target: 'es2023',
      write: false,
      rolldownOptions: { input: join(root, ENTRY), output: { format: 'iife' } },
    },
  });
  if (Array.isArray(result) || !('output' in result)) throw new Error('the opening is one file');
  return result.output[0].code;
}

/** Puts the opening (`opening/`) into the page, with the files that each page needs. */
export function openingScript(): Plugin {
  let root = '';
  return {
    name: 'fritz-opening',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('the build made no index.html');
        const html = String(page.source);
        if (!html.includes(PLACE)) throw new Error('index.html has no place for the opening');
        const source = (await buildOpening(root)).replace(PARTS, JSON.stringify(partsOf(bundle)));
        const hash = createHash('sha256').update(source).digest('hex').slice(0, 8);
        const fileName = `assets/opening-${hash}.js`;
        this.emitFile({ type: 'asset', fileName, source });
        page.source = html.replace(PLACE, `<script src="/${fileName}"></script>`);
      },
    },
  };
}
