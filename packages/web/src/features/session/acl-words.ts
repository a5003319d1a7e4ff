import type { Acl, Role } from '@fritz/contract';

/** What a permission lets one do, in a few words. */
export const ACL_WORDS: Readonly<Record<Acl, string>> = {
  'Become user': 'act as somebody else, to see what he sees',
  Comment: 'comment on sources, spectra and events',
  Annotate: 'add machine-readable notes to sources',
  'Manage users': 'make, change and invite users, and give them roles',
  'Manage sources': 'change and remove sources, labels and thumbnails',
  'Manage photometry': 'change photometry that others uploaded',
  'Manage groups': 'change groups and who is in them',
  'Manage teams': 'change teams',
  'Manage sharing services': 'publish to TNS and Hermes in the name of groups',
  'Manage shifts': 'plan who is on duty',
  'Manage instruments': 'add and change instruments',
  'Manage allocations': 'share out telescope time',
  'Manage observing runs': 'plan observing runs',
  'Manage telescopes': 'add and change telescopes',
  'Manage Analysis Services': 'set up services that analyse light curves and spectra',
  'Manage Recurring APIs': 'have requests sent again and again',
  'Manage observation plans': 'make and submit observation plans',
  'Manage GCNs': 'add and change alerts of gravitational waves, neutrinos and bursts',
  'Upload data': 'save sources, upload photometry and spectra, write filters',
  'Run Analyses': 'start analyses',
  'System admin': 'everything, and see everything',
  'Post taxonomy': 'add taxonomies to classify by',
  'Delete taxonomy': 'remove taxonomies',
  'Delete bulk photometry': 'remove all photometry of an upload or a source',
  Classify: 'classify sources',
  'Post from SEDMListener': 'report from the SEDM, as its own program does',
};

/** What a role lets one do. */
export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  'Super admin': 'see and do everything here',
  'Group admin': 'save, comment, classify, upload data, and manage sources and users',
  'Full user': 'save, comment, classify and upload data',
  'View only': 'look at everything that is shared with you, and change nothing',
};

const aclWords: Readonly<Record<string, string>> = ACL_WORDS;
const roleWords: Readonly<Record<string, string>> = ROLE_WORDS;

/** The same for a name that the server gave. */
export function describeAcl(acl: string): string {
  return aclWords[acl] ?? '';
}

export function describeRole(role: string): string {
  return roleWords[role] ?? '';
}
