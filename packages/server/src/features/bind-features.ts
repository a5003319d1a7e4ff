import type { Binder } from '../http/bind.ts';
import { bindAlertRoutes } from './alerts/alerts.routes.ts';
import { bindCandidateRoutes } from './candidates/candidates.routes.ts';
import { bindFilterRoutes } from './filters/filters.routes.ts';
import { bindGroupRoutes } from './groups/groups.routes.ts';
import { bindPhotometryRoutes } from './photometry/photometry.routes.ts';
import { bindProfileRoutes } from './profile/profile.routes.ts';
import { bindSessionRoutes } from './session/session.routes.ts';
import { bindSourceRoutes } from './sources/sources.routes.ts';
import { bindStreamStatusRoutes } from './stream-status/stream-status.routes.ts';
import { bindStreamRoutes } from './streams/streams.routes.ts';
import { bindSystemRoutes } from './system/system.routes.ts';
import { bindTokenRoutes } from './tokens/tokens.routes.ts';

/** Every feature of the marshal. */
export function bindFeatures(bind: Binder): void {
  bindSystemRoutes(bind);
  bindSessionRoutes(bind);
  bindProfileRoutes(bind);
  bindTokenRoutes(bind);
  bindGroupRoutes(bind);
  bindStreamRoutes(bind);
  bindFilterRoutes(bind);
  bindCandidateRoutes(bind);
  bindSourceRoutes(bind);
  bindPhotometryRoutes(bind);
  bindAlertRoutes(bind);
  bindStreamStatusRoutes(bind);
}
