import { defineRoute } from '../route.ts';
import { closed, objectId, Type } from '../schema.ts';

/** Public surveys whose pictures pages show. */
export const pictureSurveys = ['ps1', 'legacy', 'sdss'] as const;

/** A public survey with pictures. */
export type PictureSurvey = (typeof pictureSurveys)[number];

const settings = closed({
  survey_images: Type.Boolean({ description: 'Whether pages show pictures of public surveys' }),
  survey_images_allowed: Type.Boolean({
    description: 'Whether the server’s settings leave that to administrators: else it is off',
  }),
});

export const getInstallationSettings = defineRoute({
  method: 'GET',
  path: '/api/internal/installation',
  tags: ['system'],
  summary: 'What administrators chose for everybody',
  acl: 'System admin',
  response: settings,
});

export const updateInstallationSettings = defineRoute({
  method: 'PATCH',
  path: '/api/internal/installation',
  tags: ['system'],
  summary: 'Choose for everybody',
  description:
    'With pictures of surveys on, this server asks the surveys for pictures of the places that people ' +
    'look at, and they learn these places; not who looks, nor at which object.',
  acl: 'System admin',
  body: closed({ survey_images: Type.Boolean() }),
  response: settings,
});

export const getSurveyImage = defineRoute({
  method: 'GET',
  path: '/api/internal/objs/{obj_id}/survey_images/{survey}',
  tags: ['system'],
  summary: 'The field of an object as a public survey has it: north up, east left',
  description: 'Fetched by this server, which keeps it for a while. 404 where pictures are off.',
  kind: 'bytes',
  params: closed({ obj_id: objectId, survey: Type.Enum([...pictureSurveys]) }),
  query: closed({
    field_arcsec: Type.Optional(
      Type.Integer({ minimum: 10, maximum: 600, default: 60, description: 'Its width' }),
    ),
  }),
  response: Type.String({ format: 'binary' }),
});
