import { areSurveyImagesOn, findPlace, switchSurveyImages } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, NotFoundError, PermissionError } from '../../http/fritz-error.ts';

/** Who sees the object can change: caches of one person alone keep its picture. */
const forADay = 'private, max-age=86400';

export function bindInstallationRoutes(bind: Binder): void {
  const { pictures } = bind.context;

  bind.viewer(routes.getInstallationSettings, async ({ tx }) => ({
    survey_images: pictures !== null && (await areSurveyImagesOn(tx)),
    survey_images_allowed: pictures !== null,
  }));

  bind.viewer(routes.updateInstallationSettings, async ({ tx, body }) => {
    if (pictures === null && body.survey_images) {
      throw new FritzError('conflict', {
        message: 'The settings of this server (FRITZ_SURVEY_IMAGES) do not allow it.',
      });
    }
    const isDone = await switchSurveyImages(tx, body.survey_images);
    if (!isDone) throw new PermissionError('System admin');
    return { survey_images: body.survey_images, survey_images_allowed: pictures !== null };
  });

  bind.file(
    routes.getSurveyImage,
    async ({ tx, params, query }) => {
      const place = await findPlace(tx, params.obj_id);
      if (place === null) throw new NotFoundError('object');
      if (pictures === null || !(await areSurveyImagesOn(tx))) throw new NotFoundError('picture');
      const field = { ...place, fieldArcsec: query.field_arcsec ?? 60 };
      return pictures.draw(params.survey, field);
    },
    async (reply, { type, bytes }) => {
      return reply
        .header('cache-control', forADay)
        .header('vary', 'cookie, authorization')
        .header('content-type', type)
        .send(bytes);
    },
  );
}
