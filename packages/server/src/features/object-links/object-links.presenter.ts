import type { ObjectLink } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';

type Link = Static<typeof routes.listObjectLinks.response>[number];

export function presentLink(link: ObjectLink): Link {
  const { decided_by: id, decided_by_username: username } = link;
  return {
    obj_id: link.obj_id,
    survey: link.survey,
    is_linked: link.is_linked,
    distance_arcsec: link.distance_arcsec,
    found_at: link.found_at && naiveUtc(link.found_at),
    decided_by: id === null || username === null ? null : { id, username },
    decided_at: link.decided_at && naiveUtc(link.decided_at),
    reason: link.reason,
  };
}
