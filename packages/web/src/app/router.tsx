import type { ComponentType } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { useParts } from '../ui/use-parts.ts';
import { Waiting } from '../ui/waiting.tsx';
import { NotFoundPage } from './fallback-pages.tsx';
import { Shell } from './shell.tsx';

type Page = ComponentType<Record<never, never>>;

/** A page that is fetched when it is first visited. */
function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, Page>>>,
  name: Name,
): Page {
  return function LazyPage() {
    const parts = useParts(load);
    if (parts === null) return <Waiting />;
    const Part: Page = parts[name];
    return <Part />;
  };
}

const candidates = () => import('../features/candidates/candidates-page.tsx');
const dashboard = () => import('../features/dashboard/dashboard-page.tsx');
const sources = () => import('../features/source-table/source-table-page.tsx');
const alerts = () => import('../features/alerts/alerts-page.tsx');
const alertObject = () => import('../features/alerts/alert-object-page.tsx');
const queries = () => import('../features/queries/queries-page.tsx');
const lists = () => import('../features/listings/lists-page.tsx');
const skyMaps = () => import('../features/skymaps/sky-maps-page.tsx');
const skyMap = () => import('../features/skymaps/sky-map-page.tsx');
const telescopes = () => import('../features/telescopes/telescopes-page.tsx');
const about = () => import('../features/about/about-page.tsx');
const docs = () => import('../features/about/docs-page.tsx');
const scanReports = () => import('../features/candidates/reports/scan-reports-page.tsx');
const source = () => import('../features/sources/source-page.tsx');
const filters = () => import('../features/filters/filters-page.tsx');
const filter = () => import('../features/filters/filter-page.tsx');
const followup = () => import('../features/followup/followup-page.tsx');
const runs = () => import('../features/observing/runs-page.tsx');
const night = () => import('../features/observing/night-page.tsx');
const groups = () => import('../features/groups/groups-page.tsx');
const group = () => import('../features/groups/group-page.tsx');
const users = () => import('../features/users/users-page.tsx');
const user = () => import('../features/users/user-page.tsx');
const invitations = () => import('../features/invitations/invitations-page.tsx');
const streams = () => import('../features/streams/streams-page.tsx');
const stream = () => import('../features/streams/stream-page.tsx');
const installation = () => import('../features/installation/installation-page.tsx');
const history = () => import('../features/history/history-page.tsx');
const profile = () => import('../features/session/profile-page.tsx');

const pages: readonly (readonly [path: string, Page])[] = [
  ['candidates', lazyPage(candidates, 'CandidatesPage')],
  ['sources', lazyPage(sources, 'SourceTablePage')],
  ['alerts', lazyPage(alerts, 'AlertsPage')],
  ['alerts/:id', lazyPage(alertObject, 'AlertObjectPage')],
  ['queries', lazyPage(queries, 'QueriesPage')],
  ['lists', lazyPage(lists, 'ListsPage')],
  ['skymaps', lazyPage(skyMaps, 'SkyMapsPage')],
  ['skymap', lazyPage(skyMap, 'SkyMapPage')],
  ['telescopes', lazyPage(telescopes, 'TelescopesPage')],
  ['about', lazyPage(about, 'AboutPage')],
  ['help/:name', lazyPage(docs, 'DocsPage')],
  ['candidates/reports', lazyPage(scanReports, 'ScanReportsPage')],
  ['source/:id', lazyPage(source, 'SourcePage')],
  ['filters', lazyPage(filters, 'FiltersPage')],
  ['filters/:id', lazyPage(filter, 'FilterPage')],
  ['followup', lazyPage(followup, 'FollowupPage')],
  ['runs', lazyPage(runs, 'RunsPage')],
  ['runs/:id', lazyPage(night, 'NightPage')],
  ['groups', lazyPage(groups, 'GroupsPage')],
  ['groups/:id', lazyPage(group, 'GroupPage')],
  ['users', lazyPage(users, 'UsersPage')],
  ['users/:id', lazyPage(user, 'UserPage')],
  ['invitations', lazyPage(invitations, 'InvitationsPage')],
  ['streams', lazyPage(streams, 'StreamsPage')],
  ['streams/:id', lazyPage(stream, 'StreamPage')],
  ['installation', lazyPage(installation, 'InstallationPage')],
  ['history', lazyPage(history, 'HistoryPage')],
  ['profile', lazyPage(profile, 'ProfilePage')],
];

const InvitationPage = lazyPage(
  () => import('../features/session/invitation-page.tsx'),
  'InvitationPage',
);

const DashboardPage = lazyPage(dashboard, 'DashboardPage');
const toDashboard = <Navigate to="/" replace />;

/** Which page an address shows. The library's data router would weigh 17 kB more. */
export function Router() {
  return (
    <BrowserRouter>
      <Routes>
        {/* For those who are not in yet, and those who are. */}
        <Route path="invitation" element={<InvitationPage />} />
        <Route element={<Shell />}>
          <Route index element={<DashboardPage />} />
          <Route path="login" element={toDashboard} />
          {pages.map(([path, Page]) => (
            <Route key={path} path={path} element={<Page />} />
          ))}
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </BrowserRouter>
  );
}
