import { defineRoute } from '../route.ts';
import { closed, objectId, Type } from '../schema.ts';

export const exportSource = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/export',
  tags: ['sources'],
  summary: 'Everything of a source that you may see, as one archive',
  description:
    'A `.tar.gz` with `source.json`, `photometry.csv`, `spectra/*.csv`, `comments.json`, ' +
    '`annotations.json`, `classifications.json`, `followup_requests.json` and, of an object of a survey, `alerts.json` and ' +
    '`light_curve.json` in the survey’s own words.',
  kind: 'bytes',
  params: closed({ id: objectId }),
  response: Type.String({ format: 'binary' }),
});
