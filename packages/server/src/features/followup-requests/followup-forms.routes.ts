import { listInstruments } from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Facility, FormContext } from '../../facilities/facility.ts';
import { facilities, findFacility, methodsOf } from '../../facilities/registry.ts';
import type { Binder } from '../../http/bind.ts';

function presentForms(facility: Facility, context: FormContext) {
  const form = facility.form(context);
  const forced = facility.forcedForm?.(context) ?? null;
  return {
    formSchema: form && { ...form.formSchema },
    uiSchema: { ...(form ?? forced)?.uiSchema },
    aliasLookup: { ...(form ?? forced)?.aliasLookup },
    methodsImplemented: methodsOf(facility),
    formSchemaForcedPhotometry: forced && { ...forced.formSchema },
    formSchemaAltdata: { ...facility.credentialsForm },
  };
}

export function bindFormRoutes(bind: Binder): void {
  bind.viewer(routes.listInstrumentForms, async ({ tx, context }) => {
    const forms = (await listInstruments(tx)).flatMap(({ id, api_classname, filters }) => {
      const facility = findFacility(api_classname);
      if (facility === null) return [];
      return [[id, presentForms(facility, { filters, now: context.now() })] as const];
    });
    return Object.fromEntries(forms);
  });

  bind.viewer(routes.listFollowupApis, async ({ context }) => {
    const now = context.now();
    return Object.fromEntries(
      facilities.map((facility) => [facility.name, presentForms(facility, { filters: [], now })]),
    );
  });
}
