/** Permission names (ACLs), as SkyPortal's. The table `acls` of the archive holds the same. */
export const acls = [
  'Become user',
  'Comment',
  'Annotate',
  'Manage users',
  'Manage sources',
  'Manage photometry',
  'Manage groups',
  'Manage teams',
  'Manage sharing services',
  'Manage shifts',
  'Manage instruments',
  'Manage allocations',
  'Manage observing runs',
  'Manage telescopes',
  'Manage Analysis Services',
  'Manage Recurring APIs',
  'Manage observation plans',
  'Manage GCNs',
  'Upload data',
  'Run Analyses',
  'System admin',
  'Post taxonomy',
  'Delete taxonomy',
  'Delete bulk photometry',
  'Classify',
  'Post from SEDMListener',
] as const;

/** The name of a permission. */
export type Acl = (typeof acls)[number];

/** Role names, as SkyPortal's. */
export const roles = ['Super admin', 'Group admin', 'Full user', 'View only'] as const;

/** The name of a role. */
export type Role = (typeof roles)[number];
