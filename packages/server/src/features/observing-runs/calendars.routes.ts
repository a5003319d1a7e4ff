import { endCalendar, findCalendar, makeCalendarKey, readCalendarRuns } from '@fritz/archive';
import { naiveUtc, routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError } from '../../http/fritz-error.ts';
import { writeCalendar } from './icalendar.ts';

export function bindCalendarRoutes(bind: Binder): void {
  bind.viewer(routes.getCalendar, async ({ tx }) => {
    const made = await findCalendar(tx);
    return { created_at: made && naiveUtc(made) };
  });

  bind.viewer(routes.createCalendar, async ({ tx, home }) => {
    const key = await makeCalendarKey(tx);
    if (key === null) throw new FritzError('session_too_narrow');
    return { url: `${home}/api/calendar/${key}/runs.ics` };
  });

  bind.viewer(routes.deleteCalendar, async ({ tx }) => {
    await endCalendar(tx);
    return {};
  });

  bind.open(routes.readCalendar, async ({ params, context, request, reply }) => {
    context.limiter.demandLogin(request.ip);
    const runs = await context.archive.asViewer(null, (tx) => readCalendarRuns(tx, params.key));
    if (runs === null) {
      context.limiter.countFailure(request.ip);
      throw new NotFoundError('calendar');
    }
    const home = context.publicUrl ?? `${request.protocol}://${request.host}`;
    return reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .send(writeCalendar(runs, home));
  });
}
