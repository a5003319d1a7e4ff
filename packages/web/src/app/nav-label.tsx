import { lazy, Suspense } from 'react';
import { useProfile } from '../features/session/use-profile.ts';

const WaitingCount = lazy(async () => ({
  default: (await import('../features/groups/waiting-count.tsx')).WaitingCount,
}));

/** The name of a page, with what waits there for the viewer. */
export function NavLabel({ path, label }: { readonly path: string; readonly label: string }) {
  const profile = useProfile();
  const decides =
    profile?.acls.includes('Manage groups') === true ||
    profile?.groups.some(({ admin, single_user_group }) => admin && !single_user_group) === true;
  return (
    <>
      {label}
      {path === '/groups' && decides && (
        <Suspense fallback={null}>
          <WaitingCount />
        </Suspense>
      )}
    </>
  );
}
