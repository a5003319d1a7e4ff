import { Box, Button } from '@mui/material';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { Notice } from '../../ui/notice.tsx';
import { useProfile } from '../session/use-profile.ts';

const TABS = [
  { path: '/users', label: 'Users', acl: 'Manage users' },
  { path: '/invitations', label: 'Invitations', acl: 'Manage users' },
  { path: '/streams', label: 'Streams', acl: 'System admin' },
  { path: '/installation', label: 'Installation', acl: 'System admin' },
] as const;

type AdminPageProps = {
  readonly path: (typeof TABS)[number]['path'];
  readonly children: ReactNode;
};

/** The pages for those who manage people: a way between them, and a plain word for others. */
export function AdminPage({ path, children }: AdminPageProps) {
  const profile = useProfile();
  if (profile === null) return null;
  const tabs = TABS.filter(({ acl }) => profile.acls.includes(acl));
  if (!tabs.some((tab) => tab.path === path)) {
    const acl = TABS.find((tab) => tab.path === path)?.acl;
    return (
      <Notice
        isPage
        title="This page is not for you"
        detail={`It needs the permission “${acl}”. Whoever runs this Fritz can give it to you.`}
      />
    );
  }
  return (
    <Box sx={{ maxWidth: 960, mx: 'auto' }}>
      <Box
        component="nav"
        aria-label="People and rights"
        sx={{ display: 'flex', gap: 0.5, pt: 1, borderBottom: 1, borderColor: 'divider' }}
      >
        {tabs.map((tab) => (
          <Button
            key={tab.path}
            component={NavLink}
            to={tab.path}
            color={tab.path === path ? 'primary' : 'inherit'}
            sx={{
              borderRadius: 0,
              borderBottom: 2,
              borderColor: tab.path === path ? 'primary.main' : 'transparent',
            }}
          >
            {tab.label}
          </Button>
        ))}
      </Box>
      {children}
    </Box>
  );
}
