import type { SessionRow } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import type { SignInDesk } from '../sign-in/sign-in.service.ts';
import { summarizeUserAgent } from './user-agent.ts';

type Session = Static<typeof routes.listSessions.response>[number];

export function presentSession(row: SessionRow, desk: SignInDesk | null): Session {
  const kind = kindOf(row.opened_by);
  return {
    id: row.id,
    kind,
    opened_by: kind === 'provider' ? nameOf(row.opened_by, desk) : null,
    acls: row.acls,
    created_at: naiveUtc(row.created_at),
    last_used_at: row.last_used_at && naiveUtc(row.last_used_at),
    expires_at: row.expires_at && naiveUtc(row.expires_at),
    ip_address: row.address,
    browser: summarizeUserAgent(row.user_agent),
    current: row.is_current,
  };
}

function kindOf(openedBy: string | null): Session['kind'] {
  switch (openedBy) {
    case null:
    case 'session':
      return 'unknown';
    case 'link':
    case 'token':
      return openedBy;
    default:
      return 'provider';
  }
}

/** A provider that has left the settings is known by its id alone. */
function nameOf(id: string | null, desk: SignInDesk | null): string | null {
  return desk?.providers.get(id ?? '')?.settings.name ?? id;
}
