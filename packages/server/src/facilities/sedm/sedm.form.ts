import type { FacilityForm, FormContext } from '../facility.ts';
import { priorityField, windowAliases, windowFields } from '../form-fields.ts';

/** What each mode observes with: the bands of the camera, and whether the spectrograph. */
export const sedmModes: Readonly<Record<string, { filters: string; hasSpectrum: boolean }>> = {
  '3-shot (gri)': { filters: 'g,r,i', hasSpectrum: false },
  '4-shot (ugri)': { filters: 'u,g,r,i', hasSpectrum: false },
  IFU: { filters: '', hasSpectrum: true },
  '4-shot+IFU': { filters: 'u,g,r,i', hasSpectrum: true },
  '3-shot+IFU': { filters: 'g,r,i', hasSpectrum: true },
};
export const mixedMode = "Mix 'n Match";

/** SEDM's form: a mode, or a choice of one's own. */
export function sedmForm({ now }: FormContext): FacilityForm {
  const modes = [...Object.keys(sedmModes), mixedMode];
  const mode = (values: readonly string[]) => ({ enum: [...values], title: 'Mode' });
  return {
    formSchema: {
      type: 'object',
      properties: {
        observation_type: { type: 'string', ...mode(modes), default: 'IFU' },
        priority: priorityField,
        ...windowFields(now),
        exposure_time: {
          type: 'number',
          title: 'Exposure Time [s]',
          default: 3600,
          minimum: 1,
          maximum: 14_400,
        },
        maximum_airmass: {
          type: 'number',
          title: 'Maximum Airmass (1-5)',
          default: 2.8,
          minimum: 1,
          maximum: 5,
        },
        maximum_fwhm: {
          type: 'number',
          title: 'Maximum FWHM (0.5-5)',
          default: 10,
          minimum: 0.5,
          maximum: 10,
        },
      },
      dependencies: {
        observation_type: {
          oneOf: [
            ...Object.keys(sedmModes).map((one) => ({
              properties: { observation_type: mode([one]) },
            })),
            {
              properties: {
                observation_type: mode([mixedMode]),
                observation_choices: {
                  type: 'array',
                  title: 'Desired Observations',
                  items: { type: 'string', enum: ['u', 'g', 'r', 'i', 'IFU'] },
                  uniqueItems: true,
                  minItems: 1,
                },
              },
              required: ['observation_choices'],
            },
          ],
        },
      },
      required: ['observation_type', 'priority', 'start_date', 'end_date'],
    },
    uiSchema: { observation_choices: { 'ui:widget': 'checkboxes' } },
    aliasLookup: {
      ...windowAliases,
      observation_choices: 'Request',
      priority: 'Priority',
      observation_type: 'Mode',
    },
  };
}
