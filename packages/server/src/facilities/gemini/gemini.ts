import type { Draft, Facility, FormContext, Order, Word } from '../facility.ts';
import { dayOf, numberOr, textOf, windowAliases } from '../form-fields.ts';
import { credentialOr, demandClear, demandCredential, type Line, wordsOf } from '../line.ts';
import { toSexagesimal } from './sexagesimal.ts';

const hour = 3_600_000;
const day = 86_400_000;

/** The database of the site that a programme is of. */
function homeOf(credentials: Order['credentials']): string {
  const program = demandCredential(credentials, 'programid');
  const site = program.startsWith('GS') ? 'gsodb' : 'gnodb';
  return credentialOr(credentials, 'endpoint', `https://${site}.gemini.edu:8443/too`);
}

function templatesOf(payload: Readonly<Record<string, unknown>>): string[] {
  const ids = textOf(payload, 'template_ids').split(',');
  return ids.map((id) => id.trim()).filter((id) => id !== '');
}

function windowOf(payload: Readonly<Record<string, unknown>>) {
  const read = (name: string) => {
    const text = textOf(payload, name).replace(' ', 'T').replace(/Z$/, '');
    return Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text}Z`);
  };
  const [start, end] = [read('start_date'), read('end_date')];
  const told = new Date(start).toISOString();
  return {
    windowDate: told.slice(0, 10),
    windowTime: told.slice(11, 16),
    windowDuration: String(Math.max(1, Math.floor((end - start) / hour))),
  };
}

/** The ToO server's parameters for one template observation. */
function parametersOf(order: Order, template: string): Record<string, string> {
  const { payload, credentials } = order;
  const { ra, dec } = toSexagesimal(order);
  const exposureS = Math.round(numberOr(payload, 'l_exptime', 0));
  const guide = ['gstarg', 'gsra', 'gsdec', 'gsmag', 'posangle'].flatMap((name) => {
    const text = textOf(payload, name);
    return text === '' ? [] : [[name, text] as const];
  });
  return {
    prog: demandCredential(credentials, 'programid'),
    email: demandCredential(credentials, 'user_email'),
    password: demandCredential(credentials, 'user_key'),
    obsnum: template,
    target: order.objId,
    ra,
    dec,
    ready: String(payload.ready !== false),
    ...windowOf(payload),
    elevationType: 'airmass',
    elevationMin: String(numberOr(payload, 'l_elmin', 1)),
    elevationMax: String(numberOr(payload, 'l_elmax', 1.6)),
    group: textOf(payload, 'group_name') || order.objId,
    noteTitle: textOf(payload, 'note_title') || 'Fritz',
    note: `${textOf(payload, 'note')} (request ${order.requestId})`.trim(),
    ...(exposureS > 0 ? { exptime: String(exposureS) } : {}),
    ...(guide.length > 0 ? { gsprobe: 'OIWFS' } : {}),
    ...Object.fromEntries(guide),
  };
}

async function submit(order: Order, line: Line): Promise<Word> {
  const refused: string[] = [];
  const refs: string[] = [];
  for (const template of templatesOf(order.payload)) {
    const query = new URLSearchParams(parametersOf(order, template));
    const answer = await line.say({
      method: 'POST',
      url: `${homeOf(order.credentials)}?${query}`,
    });
    demandClear(answer);
    if (answer.status === 200) refs.push(wordsOf(answer));
    else refused.push(`${template}: ${wordsOf(answer)}`);
  }
  if (refs.length === 0) return { kind: 'refused', words: `rejected: ${refused.join('; ')}` };
  const words = refused.length === 0 ? 'submitted' : `submitted; refused: ${refused.join('; ')}`;
  return { kind: 'taken', words, ref: refs.join(', ').slice(0, 500) };
}

function geminiForm({ now }: FormContext) {
  const text = (title: string) => ({ type: 'string', title, maxLength: 2000 });
  return {
    formSchema: {
      type: 'object',
      properties: {
        template_ids: {
          ...text('Template IDs'),
          minLength: 1,
          description: 'With commas between them; they are on the page of the programme',
        },
        start_date: {
          ...text('Start Date (UT)'),
          format: 'date',
          default: `${dayOf(now)} 00:00:00`,
        },
        end_date: {
          ...text('End Date (UT)'),
          format: 'date',
          default: `${dayOf(new Date(now.getTime() + 7 * day))} 00:00:00`,
        },
        l_exptime: {
          type: 'number',
          title: 'Exposure Time [s] (0: of the template)',
          default: 0,
          minimum: 0,
          maximum: 1200,
        },
        l_elmin: { type: 'number', title: 'Minimum airmass', default: 1, minimum: 1, maximum: 5 },
        l_elmax: { type: 'number', title: 'Maximum airmass', default: 1.6, minimum: 1, maximum: 5 },
        gstarg: text('Guide star (optional)'),
        gsra: text('Its right ascension'),
        gsdec: text('Its declination'),
        gsmag: text('Its magnitude, as 15.2/UC/Vega'),
        posangle: text('Position angle [deg]'),
        group_name: text('Group (optional)'),
        note_title: text('Title of the note (optional)'),
        note: text('Note (optional)'),
        ready: { type: 'boolean', title: 'Ready', default: true },
      },
      required: ['template_ids', 'start_date', 'end_date', 'l_exptime', 'l_elmin', 'l_elmax'],
    },
    uiSchema: { note: { 'ui:widget': 'textarea' } },
    aliasLookup: { ...windowAliases, template_ids: 'Templates', l_exptime: 'Exposure Time' },
  };
}

/** Gemini's server for targets of opportunity: it takes them, and tells no more. */
export const gemini: Facility = {
  name: 'GEMINIAPI',
  title: 'Gemini',
  form: geminiForm,
  credentialsForm: {
    type: 'object',
    properties: {
      user_email: { type: 'string', title: 'Email' },
      user_key: { type: 'string', title: 'User key (not the key of the programme)' },
      programid: { type: 'string', title: 'Programme (GN… or GS…)' },
      template_ids: {
        type: 'array',
        items: { type: 'string' },
        title: 'Templates that may be used',
      },
      endpoint: { type: 'string', title: 'Address, where it is another' },
    },
    required: ['user_email', 'user_key', 'programid'],
  },
  remembers: () => 'nothing',
  check({ payload, credentials }: Draft) {
    const allowed = Array.isArray(credentials.template_ids)
      ? credentials.template_ids.map(String)
      : [];
    const others = templatesOf(payload).filter((id) => !allowed.includes(id));
    if (allowed.length === 0 || others.length === 0) return [];
    const message = `may be ${allowed.join(', ')}, and no ${others.join(', ')}`;
    return [{ field: 'payload.template_ids', message }];
  },
  hours: (payload) =>
    (numberOr(payload, 'l_exptime', 0) * Math.max(1, templatesOf(payload).length)) / 3600,
  submit,
};
