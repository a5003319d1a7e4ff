import { addValidation, changeValidation, removeValidation } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { demandPoint } from './points.service.ts';

export function bindValidations(bind: Binder): void {
  bind.viewer(routes.makeValidation, async ({ tx, viewer, params, body }) => {
    await demandPoint(tx, params.id);
    const verdict = { validated: null, ...body, validator_id: viewer.id };
    const id =
      (await addValidation(tx, params.id, verdict)) ??
      (await changeValidation(tx, params.id, verdict));
    return { id: demand(id) };
  });
  bind.viewer(routes.updateValidation, async ({ tx, viewer, params, body }) => {
    await demandPoint(tx, params.id);
    return {
      id: demand(await changeValidation(tx, params.id, { ...body, validator_id: viewer.id })),
    };
  });
  bind.viewer(routes.deleteValidation, async ({ tx, params }) => {
    await demandPoint(tx, params.id);
    return { id: demand(await removeValidation(tx, params.id)) };
  });
}

function demand(id: bigint | null): bigint {
  if (id === null) throw new NotFoundError('verdict on this point');
  return id;
}
