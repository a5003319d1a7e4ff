import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { findLongFunctions } from './long-functions.ts';

/**
 * Which of our packages each one may import: the direction drawn in DESIGN's layout
 * (sky, formats ← surveys ← pipeline ← streams, classifiers, archive ← server ← apps/fritz).
 */
const allowedImports: Record<string, string[]> = {
  sky: [],
  formats: ['sky'],
  mql: ['sky'],
  contract: ['sky'],
  surveys: ['sky', 'formats'],
  pipeline: ['sky', 'formats', 'surveys', 'mql'],
  streams: ['sky', 'formats', 'surveys', 'mql', 'pipeline'],
  classifiers: ['sky', 'formats', 'surveys', 'mql', 'pipeline'],
  archive: ['sky', 'formats', 'surveys', 'mql', 'pipeline', 'contract'],
  web: ['sky', 'formats', 'mql', 'contract'],
};
const belowServer = Object.keys(allowedImports).filter((name) => name !== 'web');
allowedImports.server = belowServer;
allowedImports.fritz = [...belowServer, 'server'];
allowedImports.testing = [...belowServer, 'server'];

const maxLines = 500;
/** Functions aim at 50; tests may define many cases in one. */
const maxFunctionLines = 70;

interface Workspace {
  /** Folder relative to the root, such as packages/sky. */
  folder: string;
  /** Name without the scope, such as sky. */
  name: string;
  dependencies: Set<string>;
  devDependencies: Set<string>;
  /** Names of the workspaces in tsconfig.json's references; null without such a file. */
  references: Set<string> | null;
}

interface Import {
  specifier: string;
  line: number;
}

/** Checks every wall of the checkout; returns one readable line per breach. */
export function checkWalls(root: string): string[] {
  const workspaces = globSync('{packages,apps}/*/package.json', { cwd: root })
    .sort()
    .map((path) => readWorkspace(root, dirname(path)));
  const free = ['e2e', 'benchmarks', 'scripts'].filter((name) => existsSync(join(root, name)));
  return [
    ...workspaces.flatMap(checkDeclarations),
    ...workspaces.flatMap((workspace) => checkWorkspaceFiles(root, workspace)),
    ...free.flatMap((folder) => checkFreeFiles(root, folder)),
  ];
}

function readJson(path: string): Record<string, unknown> {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof value !== 'object' || value === null) throw new Error(`${path} holds no object`);
  return { ...value };
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function readWorkspace(root: string, folder: string): Workspace {
  const manifest = readJson(join(root, folder, 'package.json'));
  const tsconfigPath = join(root, folder, 'tsconfig.json');
  const references = existsSync(tsconfigPath)
    ? readReferences(readJson(tsconfigPath).references)
    : null;
  return {
    folder,
    name: String(manifest.name).replace(/^@fritz\//, ''),
    dependencies: new Set([
      ...keysOf(manifest.dependencies),
      ...keysOf(manifest.optionalDependencies),
      ...keysOf(manifest.peerDependencies),
    ]),
    devDependencies: new Set(keysOf(manifest.devDependencies)),
    references,
  };
}

/** `../sky` is the package sky; a reference inside the package itself counts for nothing. */
function readReferences(value: unknown): Set<string> {
  const paths = Array.isArray(value) ? value.map((entry) => String(entry?.path)) : [];
  const outside = paths.filter((path) => path.startsWith('..'));
  return new Set(outside.map((path) => path.split('/').at(-1) ?? ''));
}

function ownNames(names: Iterable<string>): string[] {
  return [...names].filter((name) => name.startsWith('@fritz/')).map((name) => name.slice(7));
}

function checkDeclarations(workspace: Workspace): string[] {
  const { folder, name, references } = workspace;
  const allowed = allowedImports[name];
  if (!allowed) return [`${folder}: the layout has no place for @fritz/${name}.`];
  const declared = ownNames(workspace.dependencies);
  const forTests = ownNames(workspace.devDependencies).filter((dev) => dev !== 'testing');
  const breaches = [...declared, ...forTests]
    .filter((dependency) => !allowed.includes(dependency))
    .map((dependency) => `${folder}/package.json: ${name} may not depend on ${dependency}.`);
  if (references === null) return breaches;
  const unreferenced = declared.filter(
    (dependency) => allowed.includes(dependency) && !references.has(dependency),
  );
  const undeclared = [...references].filter(
    (reference) => !declared.includes(reference) && !forTests.includes(reference),
  );
  return [
    ...breaches,
    ...unreferenced.map((other) => `${folder}/tsconfig.json: no reference to ${other}.`),
    ...undeclared.map(
      (other) => `${folder}/tsconfig.json: references ${other}, which package.json does not name.`,
    ),
  ];
}

function listSources(root: string, folder: string): string[] {
  const isSkipped = (path: string) => /(^|\/)(node_modules|dist|generated)(\/|$)/.test(path);
  return globSync(`${folder}/**/*.{ts,tsx,mts,mjs,js}`, { cwd: root, exclude: isSkipped })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !isSkipped(path))
    .sort();
}

function isTest(path: string): boolean {
  return /(^|\/)test\//.test(path) || /\.test\.tsx?$/.test(path);
}

function checkWorkspaceFiles(root: string, workspace: Workspace): string[] {
  return listSources(root, workspace.folder).flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const inTest = isTest(path) || /\.config\.ts$/.test(path);
    const problems = listImports(text).map(({ specifier, line }) => {
      const problem = specifier.startsWith('.')
        ? checkRelative(root, workspace.folder, path, specifier)
        : checkPackage(root, workspace, specifier, inTest);
      return problem && `${path}:${line}: ${problem}`;
    });
    return [...problems.filter((problem) => problem !== null), ...checkText(path, text)];
  });
}

/** Scripts, benchmarks and whole-stack tests may import any package, but not reach inside. */
function checkFreeFiles(root: string, folder: string): string[] {
  return listSources(root, folder).flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const problems = listImports(text).map(({ specifier, line }) => {
      const problem = specifier.startsWith('.')
        ? checkRelative(root, folder, path, specifier)
        : checkDepth(root, specifier);
      return problem && `${path}:${line}: ${problem}`;
    });
    return [...problems.filter((problem) => problem !== null), ...checkText(path, text)];
  });
}

function checkRelative(
  root: string,
  folder: string,
  path: string,
  specifier: string,
): string | null {
  const target = relative(join(root, folder), resolve(root, dirname(path), specifier));
  return target.startsWith('..')
    ? `${specifier} leaves ${folder}; import @fritz/<package> instead.`
    : null;
}

function checkPackage(
  root: string,
  workspace: Workspace,
  specifier: string,
  inTest: boolean,
): string | null {
  const { dependencies, devDependencies, folder, name } = workspace;
  const packageName = packageOf(specifier);
  if (packageName === null || packageName === `@fritz/${name}`) return null;
  if (!packageName.startsWith('@fritz/')) {
    const types = `@types/${packageName.replace('@', '').replace('/', '__')}`;
    const isDeclared = [packageName, types].some(
      (known) => dependencies.has(known) || devDependencies.has(known),
    );
    if (isDeclared || (inTest && isInRoot(root, packageName))) return null;
    return `${packageName} is not in ${folder}/package.json.`;
  }
  const other = packageName.slice(7);
  const depth = checkDepth(root, specifier);
  if (depth) return depth;
  if (other === 'testing') return inTest ? null : 'testing is for tests alone.';
  if (!allowedImports[name]?.includes(other)) return `${name} may not import ${other}.`;
  if (dependencies.has(packageName) || (inTest && devDependencies.has(packageName))) return null;
  return `${packageName} is not in ${folder}/package.json.`;
}

/** Only what a package exports may be imported, so `@fritz/sky/src/time.ts` may not. */
function checkDepth(root: string, specifier: string): string | null {
  const [, name, inner] = /^@fritz\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (!name || !inner) return null;
  const manifest = ['packages', 'apps']
    .map((folder) => join(root, folder, name, 'package.json'))
    .find((path) => existsSync(path));
  const exported = manifest ? keysOf(readJson(manifest).exports) : [];
  return exported.includes(`./${inner}`) ? null : `${specifier} reaches inside @fritz/${name}.`;
}

/** The package that a bare specifier names; null for Node's own modules and bundler schemes. */
function packageOf(specifier: string): string | null {
  if (/^(node|virtual|data|file|https?):|^[/#]/.test(specifier)) return null;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null);
}

function isInRoot(root: string, packageName: string): boolean {
  return keysOf(readJson(join(root, 'package.json')).devDependencies).includes(packageName);
}

function checkText(path: string, text: string): string[] {
  const problems: string[] = [];
  const star = /^export\s+\*/m.exec(text);
  if (star) problems.push(`${path}:${lineAt(text, star.index)}: export * hides what is exported.`);
  const lines = text.trimEnd().split('\n').length;
  if (lines > maxLines && !/^(\/\/|\/\*)/.test(text)) {
    problems.push(
      `${path}: ${lines} lines; split it, or say why it must be so long in its first line.`,
    );
  }
  if (isTest(path)) return problems;
  const long = findLongFunctions(text, maxFunctionLines);
  return [
    ...problems,
    ...long.map((found) => `${path}:${found.line}: a function of ${found.lines} lines; split it.`),
  ];
}

const importPattern =
  /^[ \t]*(?:import|export)\b(?:[^'"`;()]*?\bfrom)?\s*(['"])([^'"\n]+)\1|\bimport\(\s*(['"])([^'"\n]+)\3/gm;

/** Static and dynamic imports and re-exports with literal specifiers. */
export function listImports(text: string): Import[] {
  // Comments may quote imports; line breaks stay, for the line numbers.
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  return [...code.matchAll(importPattern)]
    .filter((match) => !/^[ \t]*\/\//.test(lineTextAt(code, match.index)))
    .map((match) => {
      const specifier = match[2] ?? match[4] ?? '';
      return { specifier, line: lineAt(code, match.index + match[0].length) };
    });
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function lineTextAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const end = text.indexOf('\n', index);
  return text.slice(start, end < 0 ? undefined : end);
}
