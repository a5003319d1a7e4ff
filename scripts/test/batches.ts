import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Files that share a process, and how many: to load what they stand on costs more than they do. */
const shared: readonly { readonly pattern: RegExp; readonly most: number }[] = [
  {
    pattern: /^packages\/(sky|formats|mql|surveys|contract|classifiers|pipeline|web)\//,
    most: 20,
  },
  { pattern: /^packages\/archive\/test\/marshal\//, most: 8 },
  { pattern: /^packages\/server\/test\/[^/]+$/, most: 8 },
  { pattern: /^packages\/server\/test\/rights\/(?!routes|injection)/, most: 3 },
];

/** What one process of the test runner runs. */
export interface Batch {
  /** The file that the runner is given. */
  readonly path: string;
  /** The test files that it runs. */
  readonly files: readonly string[];
}

/**
 * The processes for these files, in their order: a file of its own, or one that is written into
 * `folder` and imports several, each within a suite that has the file's name.
 */
export function makeBatches(
  root: string,
  folder: string,
  files: readonly string[],
): readonly Batch[] {
  mkdirSync(folder, { recursive: true });
  return groupFiles(files).map((group, index) => {
    const [only] = group;
    if (group.length === 1 && only !== undefined) return { path: join(root, only), files: group };
    const path = join(folder, `batch-${index}.test.mjs`);
    writeFileSync(path, batchText(root, group));
    return { path, files: group };
  });
}

/** Neighbours of one kind together; whatever else by itself. */
export function groupFiles(files: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  const open = new Map<RegExp, string[]>();
  for (const file of files) {
    const kind = shared.find(({ pattern }) => pattern.test(file));
    const group = kind && open.get(kind.pattern);
    if (kind && group && group.length < kind.most) {
      group.push(file);
      continue;
    }
    const begun = [file];
    groups.push(begun);
    if (kind) open.set(kind.pattern, begun);
  }
  return groups;
}

/**
 * A file's hooks belong to its suite: they run around its own tests, one file after the other. What
 * cannot be loaded fails as a test does, so that it is counted.
 */
function batchText(root: string, files: readonly string[]): string {
  const suites = files.map((file) => {
    const address = pathToFileURL(join(root, file)).href;
    return `file(${JSON.stringify(file)}, () => import(${JSON.stringify(address)}));`;
  });
  return `import { describe, test } from 'node:test';
const file = (name, load) =>
  describe(name, () =>
    load().catch((error) => {
      test('is loaded', () => {
        throw error;
      });
    }),
  );
${suites.join('\n')}
`;
}
