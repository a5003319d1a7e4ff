import { profileReading } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { withoutBlanks } from '../../http/fields.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { presentProfile } from './profile.presenter.ts';
import { editProfile } from './profile.service.ts';

export function bindProfileRoutes(bind: Binder): void {
  bind.read(
    routes.getProfile,
    () => profileReading,
    ([profile], { viewer }) => {
      if (profile === undefined) throw new NotFoundError('user');
      return presentProfile(profile, viewer);
    },
  );

  bind.viewer(routes.updateProfile, ({ tx, body }) => {
    const { revision, ...change } = body;
    return editProfile(tx, withoutBlanks(change), revision ?? null);
  });
}
