type Keys = readonly (readonly [keys: string, meaning: string])[];

/** What keys do, page by page; scanning has a help of its own. */
export const KEYS: readonly { readonly title: string; readonly keys: Keys }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['/', 'Search (while scanning: the filters)'],
      ['↓ ↑ Enter', 'In the search: choose and go'],
      ['Esc', 'Close what is open'],
    ],
  },
  { title: 'Candidates', keys: [['?', 'All keys of scanning, on that page']] },
  {
    title: 'Sources',
    keys: [
      ['↓ ↑ or j k', 'Row by row'],
      ['x or blank', 'Choose the row'],
      ['Enter', 'Open the source'],
    ],
  },
  {
    title: 'Dashboard',
    keys: [['← → Home End', 'Move the widget whose handle has the focus']],
  },
];

/** What Fritz stands on: packages, with the licences that they are under. */
export const BUILT_WITH: readonly (readonly [name: string, license: string])[] = [
  ['react', 'MIT'],
  ['@mui/material', 'MIT'],
  ['@reduxjs/toolkit', 'MIT'],
  ['react-router', 'MIT'],
  ['uplot', 'MIT'],
  ['@codemirror/view', 'MIT'],
  ['marked', 'MIT'],
  ['fastify', 'MIT'],
  ['typebox', 'MIT'],
  ['pg', 'MIT'],
  ['onnxruntime-node', 'MIT'],
  ['hyparquet', 'MIT'],
];
