/** A text of the documentation, fetched when it is read. */
export type Document = { readonly name: string; readonly title: string; readonly isGuide: boolean };

// The texts are the repository's own: what is shown is what was built.
const REFERENCE = import.meta.glob<string>('../../../../../docs/reference/*.md', {
  query: '?raw',
  import: 'default',
});
const GUIDES = import.meta.glob<string>('../../../../../docs/guides/*.md', {
  query: '?raw',
  import: 'default',
});

const TITLES: Readonly<Record<string, string>> = {
  audit: 'The history of changes',
  cli: 'The command line',
  configuration: 'Settings',
  'cross-matches': 'Cross-matches with catalogs',
  errors: 'Errors of the API',
  features: 'Features of light curves',
  'filter-language': 'The filter language',
  filters: 'Filters',
  links: 'Links between surveys',
  'move-from-skyportal': 'Move from SkyPortal',
  'public-sql': 'Public SQL',
  realtime: 'Live updates',
  'skyportal-compatibility': 'Differences from SkyPortal',
  'skyportal-faults': 'Faults of SkyPortal, mended',
  users: 'Users, groups and rights',
};

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.md'.length);
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return TITLES[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function listOf(files: Readonly<Record<string, unknown>>, isGuide: boolean): readonly Document[] {
  return Object.keys(files)
    .map((path) => ({ name: nameOf(path), title: titleOf(nameOf(path)), isGuide }))
    .toSorted((a, b) => a.title.localeCompare(b.title));
}

/** Guides first, then the reference. */
export const DOCUMENTS: readonly Document[] = [
  ...listOf(GUIDES, true),
  ...listOf(REFERENCE, false),
];

/** The text of a document; null where there is none of this name. */
export async function readDocument(name: string): Promise<string | null> {
  const files = { ...REFERENCE, ...GUIDES };
  const path = Object.keys(files).find((one) => nameOf(one) === name);
  const load = path === undefined ? undefined : files[path];
  return load === undefined ? null : load();
}
