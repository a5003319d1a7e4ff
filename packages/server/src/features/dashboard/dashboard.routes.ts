import { countRecentSaves, listTopSavers, loadProfile, type ViewerTx } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { demandObj } from '../sources/sources.service.ts';
import { loadNews, loadRecentSources, loadTopSources } from './dashboard.service.ts';

export function bindDashboardRoutes(bind: Binder): void {
  bind.viewer(routes.getNewsFeed, async ({ tx, query }) => {
    const wishes = await wishesOf(tx, 'newsFeed');
    const categories = readFlags(wishes.categories);
    const limit = query.numItems ?? readCount(wishes.numItems, 50, 1000);
    return loadNews(tx, { limit, categories });
  });

  bind.viewer(routes.listRecentSources, async ({ tx, viewer, query }) => {
    const wishes = await wishesOf(tx, 'recentSources');
    const limit = query.maxNumSources ?? readCount(wishes.maxNumSources, 5, 100);
    return loadRecentSources({ tx, viewer }, limit);
  });

  bind.viewer(routes.listTopSources, async ({ tx, viewer, query }) => {
    const wishes = await wishesOf(tx, 'topSources');
    return loadTopSources(
      { tx, viewer },
      {
        limit: query.maxNumSources ?? readCount(wishes.maxNumSources, 10, 100),
        days: query.sinceDaysAgo ?? readCount(wishes.sinceDaysAgo, 7, 3650),
      },
    );
  });

  bind.viewer(routes.noteSourceView, async ({ tx, params, context }) => {
    context.views.note(await demandObj(tx, params.id), false);
    return {};
  });

  bind.viewer(routes.countSources, async ({ tx, query }) => {
    const wishes = await wishesOf(tx, 'sourceCounts');
    const days = query.sinceDaysAgo ?? readCount(wishes.sinceDaysAgo, 7, 3650);
    return { count: await countRecentSaves(tx, days), since_days_ago: days };
  });

  bind.viewer(routes.listTopSavers, async ({ tx, query }) => {
    const wishes = await wishesOf(tx, 'topSavers');
    const rows = await listTopSavers(tx, {
      limit: query.maxNumSavers ?? readCount(wishes.maxNumSavers, 100, 1000),
      days: query.sinceDaysAgo ?? readCount(wishes.sinceDaysAgo, 7, 3650),
      candidatesOnly: query.candidatesOnly ?? wishes.candidatesOnly !== false,
    });
    return rows.map(({ saves, ...author }, at) => ({ rank: at + 1, author, saves }));
  });
}

/** What a person's preferences say of a part of the dashboard: free JSON. */
async function wishesOf(tx: ViewerTx, part: string): Promise<Record<string, unknown>> {
  const wishes = (await loadProfile(tx))?.preferences[part];
  return isRecord(wishes) ? wishes : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number that may stand there as text, or anything else, in which case the usual one counts. */
function readCount(value: unknown, usual: number, most: number): number {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !(number >= 1)) return usual;
  return Math.min(Math.floor(number), most);
}

function readFlags(value: unknown): ReadonlySet<string> | null {
  if (!isRecord(value)) return null;
  return new Set(Object.entries(value).flatMap(([name, on]) => (on === true ? [name] : [])));
}
