import type { Binder } from '../http/bind.ts';
import { bindAccessRoutes } from './access/access.routes.ts';
import { bindAlertRoutes } from './alerts/alerts.routes.ts';
import { bindAuditRoutes } from './audit/audit.routes.ts';
import { bindCandidateRoutes } from './candidates/candidates.routes.ts';
import { bindFilterRunRoutes } from './filters/filter-runs.routes.ts';
import { bindFilterRoutes } from './filters/filters.routes.ts';
import { bindAdmissionRequestRoutes } from './group-admission-requests/group-admission-requests.routes.ts';
import { bindGroupRoutes } from './groups/groups.routes.ts';
import { bindMemberRoutes } from './groups/members.routes.ts';
import { bindInvitationRoutes } from './invitations/invitations.routes.ts';
import { bindPhotometryRoutes } from './photometry/photometry.routes.ts';
import { bindProfileRoutes } from './profile/profile.routes.ts';
import { bindSessionRoutes } from './session/session.routes.ts';
import { bindSessionListRoutes } from './sessions/sessions.routes.ts';
import { bindSharingRoutes } from './sharing/sharing.routes.ts';
import { bindSignInRoutes } from './sign-in/sign-in.routes.ts';
import { bindSourceRoutes } from './sources/sources.routes.ts';
import { bindStreamStatusRoutes } from './stream-status/stream-status.routes.ts';
import { bindStreamRoutes } from './streams/streams.routes.ts';
import { bindSystemRoutes } from './system/system.routes.ts';
import { bindTokenRoutes } from './tokens/tokens.routes.ts';
import { bindUserRoutes } from './users/users.routes.ts';

/** Every feature of the marshal. */
export function bindFeatures(bind: Binder): void {
  bindSystemRoutes(bind);
  bindSessionRoutes(bind);
  bindSignInRoutes(bind);
  bindSessionListRoutes(bind);
  bindProfileRoutes(bind);
  bindTokenRoutes(bind);
  bindUserRoutes(bind);
  bindInvitationRoutes(bind);
  bindGroupRoutes(bind);
  bindMemberRoutes(bind);
  bindAdmissionRequestRoutes(bind);
  bindStreamRoutes(bind);
  bindFilterRoutes(bind);
  bindFilterRunRoutes(bind);
  bindCandidateRoutes(bind);
  bindSourceRoutes(bind);
  bindPhotometryRoutes(bind);
  bindSharingRoutes(bind);
  bindAccessRoutes(bind);
  bindAuditRoutes(bind);
  bindAlertRoutes(bind);
  bindStreamStatusRoutes(bind);
}
