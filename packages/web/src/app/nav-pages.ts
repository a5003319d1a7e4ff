import { useProfile } from '../features/session/use-profile.ts';

export type NavPage = {
  readonly path: string;
  readonly label: string;
  /** Other addresses that belong to it. */
  readonly also?: readonly string[];
  /** For those alone who hold one of these permissions. */
  readonly acls?: readonly string[];
  /** Whether it stands in a menu where there is room for few. */
  readonly isMore?: boolean;
};

/** The pages one can go to from anywhere. */
const NAV_PAGES: readonly NavPage[] = [
  { path: '/candidates', label: 'Candidates' },
  { path: '/sources', label: 'Sources', also: ['/source'] },
  { path: '/alerts', label: 'Alerts' },
  { path: '/filters', label: 'Filters' },
  { path: '/groups', label: 'Groups' },
  {
    path: '/users',
    label: 'People',
    also: ['/invitations', '/streams', '/installation'],
    acls: ['Manage users', 'System admin'],
  },
  { path: '/profile', label: 'Profile' },
  { path: '/', label: 'Dashboard', isMore: true },
  { path: '/followup', label: 'Follow-up', isMore: true },
  { path: '/runs', label: 'Observing', isMore: true },
  { path: '/lists', label: 'Lists', isMore: true },
  { path: '/queries', label: 'Queries', isMore: true },
  { path: '/skymaps', label: 'Sky maps', also: ['/skymap'], isMore: true },
  { path: '/telescopes', label: 'Telescopes', isMore: true },
  { path: '/about', label: 'About and help', also: ['/help'], isMore: true },
];

const NO_ACLS: readonly string[] = [];

/** Those of them that are of use to the viewer. */
export function useNavPages(): readonly NavPage[] {
  const mine = useProfile()?.acls ?? NO_ACLS;
  return NAV_PAGES.filter(({ acls }) => acls?.some((acl) => mine.includes(acl)) ?? true);
}

/** Whether an address belongs to a page. */
export function isWithin({ path, also = [] }: NavPage, pathname: string): boolean {
  return [path, ...also].some(
    (start) => pathname === start || (start !== '/' && pathname.startsWith(`${start}/`)),
  );
}
