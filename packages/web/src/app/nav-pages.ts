import { useProfile } from '../features/session/use-profile.ts';

type NavPage = {
  readonly path: string;
  readonly label: string;
  /** Other addresses that belong to it. */
  readonly also?: readonly string[];
  /** For those alone who hold one of these permissions. */
  readonly acls?: readonly string[];
};

/** The pages one can go to from anywhere. */
const NAV_PAGES: readonly NavPage[] = [
  { path: '/candidates', label: 'Candidates' },
  { path: '/sources', label: 'Saved' },
  { path: '/filters', label: 'Filters' },
  { path: '/groups', label: 'Groups' },
  {
    path: '/users',
    label: 'People',
    also: ['/invitations', '/streams'],
    acls: ['Manage users', 'System admin'],
  },
  { path: '/profile', label: 'Profile' },
];

const NO_ACLS: readonly string[] = [];

/** Those of them that are of use to the viewer. */
export function useNavPages(): readonly NavPage[] {
  const mine = useProfile()?.acls ?? NO_ACLS;
  return NAV_PAGES.filter(({ acls }) => acls?.some((acl) => mine.includes(acl)) ?? true);
}

/** Whether an address belongs to a page. */
export function isWithin({ path, also = [] }: NavPage, pathname: string): boolean {
  return [path, ...also].some((start) => pathname === start || pathname.startsWith(`${start}/`));
}
