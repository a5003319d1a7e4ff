import type { Page } from 'playwright-core';
import type { Stage } from '../browser/stage.ts';
import { type Demo, SKY_MAPS } from './demo-data.ts';
import type { Shot } from './take.ts';

const heading = (name: string) => (page: Page) =>
  page.getByRole('heading', { name, level: 1 }).first().waitFor();

const anyHeading = (page: Page) => page.getByRole('heading', { level: 1 }).first().waitFor();

/** Every page, by name. */
export function shotsOf(stage: Stage, { objIds, runId }: Demo): readonly Shot[] {
  const [objId = ''] = objIds;
  const { filter, group } = stage.cast;
  const [, { dateobs, localization_name: mapName }] = SKY_MAPS;
  return [
    {
      name: 'dashboard',
      path: '/',
      ready: (page) => page.getByRole('list', { name: 'Recently saved sources' }).waitFor(),
    },
    {
      name: 'candidates',
      path: '/candidates',
      ready: (page) =>
        page
          .getByRole('img', { name: /^Light curve of/ })
          .locator('canvas')
          .first()
          .waitFor(),
    },
    { name: 'sources', path: '/sources', ready: (page) => page.getByText(objId).first().waitFor() },
    { name: 'source', path: `/source/${objId}`, ready: heading(objId) },
    {
      name: 'alerts',
      path: `/alerts?objectId=${objIds.slice(0, 5).join(',')}`,
      ready: (page) => page.getByText(objId).first().waitFor(),
    },
    { name: 'alert-object', path: `/alerts/${objId}`, ready: heading(objId) },
    { name: 'filters', path: '/filters', ready: heading('Filters') },
    {
      name: 'filter',
      path: `/filters/${filter.id}`,
      ready: (page) => page.getByRole('textbox', { name: 'Pipeline' }).waitFor(),
    },
    { name: 'runs', path: '/runs', ready: anyHeading },
    {
      name: 'night',
      path: `/runs/${runId}`,
      ready: (page) => page.getByRole('list', { name: 'To observe' }).waitFor(),
    },
    { name: 'followup', path: '/followup', ready: anyHeading },
    { name: 'queries', path: '/queries', ready: heading('Queries') },
    {
      name: 'skymaps',
      path: '/skymaps',
      ready: (page) => page.getByText(mapName).first().waitFor(),
    },
    {
      name: 'skymap',
      path: `/skymap?${new URLSearchParams({ dateobs, name: mapName })}`,
      ready: (page) => page.getByText('No source lies in it').waitFor(),
    },
    { name: 'reports', path: '/candidates/reports', ready: anyHeading },
    { name: 'history', path: '/history', ready: anyHeading },
    { name: 'streams', path: '/streams', ready: anyHeading },
    { name: 'groups', path: '/groups', ready: heading('Groups') },
    { name: 'group', path: `/groups/${group.id}`, ready: heading(group.name) },
    { name: 'lists', path: '/lists', ready: heading('Lists') },
    { name: 'telescopes', path: '/telescopes', ready: heading('Telescopes') },
    { name: 'profile', path: '/profile', ready: heading('scanner') },
    { name: 'people', path: '/users', ready: anyHeading },
    { name: 'installation', path: '/installation', ready: anyHeading },
    { name: 'document', path: '/help/filters', ready: anyHeading },
    { name: 'about', path: '/about', ready: heading('About and help') },
  ];
}
