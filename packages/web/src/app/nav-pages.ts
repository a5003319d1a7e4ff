/** The pages one can go to from anywhere. */
export const NAV_PAGES = [
  { path: '/candidates', label: 'Candidates' },
  { path: '/sources', label: 'Saved' },
  { path: '/filters', label: 'Filters' },
  { path: '/groups', label: 'Groups' },
  { path: '/profile', label: 'Profile' },
] as const;
