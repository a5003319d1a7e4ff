import { createBrowserRouter, Navigate } from 'react-router';
import { NotFoundPage, RouteErrorPage } from './fallback-pages.tsx';
import { Shell } from './shell.tsx';

/** Every page but the shell is fetched when it is first visited. */
export const router = createBrowserRouter([
  {
    Component: Shell,
    ErrorBoundary: RouteErrorPage,
    HydrateFallback: () => null,
    children: [
      { index: true, element: <Navigate to="/candidates" replace /> },
      { path: 'login', element: <Navigate to="/candidates" replace /> },
      {
        path: 'candidates',
        lazy: async () => ({
          Component: (await import('../features/candidates/candidates-page.tsx')).CandidatesPage,
        }),
      },
      {
        path: 'sources',
        lazy: async () => ({
          Component: (await import('../features/sources/sources-page.tsx')).SourcesPage,
        }),
      },
      {
        path: 'source/:id',
        lazy: async () => ({
          Component: (await import('../features/sources/source-page.tsx')).SourcePage,
        }),
      },
      {
        path: 'filters',
        lazy: async () => ({
          Component: (await import('../features/filters/filters-page.tsx')).FiltersPage,
        }),
      },
      {
        path: 'filters/:id',
        lazy: async () => ({
          Component: (await import('../features/filters/filter-page.tsx')).FilterPage,
        }),
      },
      {
        path: 'groups',
        lazy: async () => ({
          Component: (await import('../features/groups/groups-page.tsx')).GroupsPage,
        }),
      },
      {
        path: 'profile',
        lazy: async () => ({
          Component: (await import('../features/session/profile-page.tsx')).ProfilePage,
        }),
      },
      { path: '*', Component: NotFoundPage },
    ],
  },
]);
