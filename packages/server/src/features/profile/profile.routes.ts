import {
  listAdmissionRequests,
  listGroups,
  listTokens,
  listViewerStreams,
  loadProfile,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { withoutBlanks } from '../../http/fields.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentProfile } from './profile.presenter.ts';
import { editProfile } from './profile.service.ts';

export function bindProfileRoutes(bind: Binder): void {
  bind.viewer(routes.getProfile, async ({ tx, viewer }) => {
    const [profile, groups, streams, tokens, requests] = await Promise.all([
      loadProfile(tx),
      listGroups(tx),
      listViewerStreams(tx),
      listTokens(tx, viewer.id),
      listAdmissionRequests(tx),
    ]);
    if (profile === null) throw new NotFoundError('user');
    return presentProfile({ profile, viewer, groups, streams, tokens, requests });
  });

  bind.viewer(routes.updateProfile, ({ tx, body }) => {
    const { revision, ...change } = body;
    return editProfile(tx, withoutBlanks(change), revision ?? null);
  });
}
