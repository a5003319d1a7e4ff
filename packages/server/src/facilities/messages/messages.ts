import type { Facility, FormContext, Order, Word } from '../facility.ts';
import {
  choicesField,
  exposureFields,
  numberOr,
  priorityField,
  textsOf,
  windowAliases,
  windowFields,
} from '../form-fields.ts';
import { credentialOr, demandClear, demandCredential, wordsOf } from '../line.ts';

/** What is asked of a person. */
function messageForm({ filters, now }: FormContext) {
  return {
    formSchema: {
      type: 'object',
      properties: {
        ...(filters.length > 0 ? { observation_choices: choicesField(filters) } : {}),
        ...exposureFields(300),
        priority: priorityField,
        ...windowFields(now),
        message: { type: 'string', title: 'Message', maxLength: 2000 },
      },
      required: ['priority', 'start_date', 'end_date'],
    },
    uiSchema: {
      observation_choices: { 'ui:widget': 'checkboxes' },
      message: { 'ui:widget': 'textarea' },
    },
    aliasLookup: { ...windowAliases, observation_choices: 'Request', priority: 'Priority' },
  };
}

function hoursOf(payload: Readonly<Record<string, unknown>>): number {
  const bands = Math.max(1, textsOf(payload, 'observation_choices').length);
  const seconds = numberOr(payload, 'exposure_time', 0) * numberOr(payload, 'exposure_counts', 1);
  return (seconds * bands) / 3600;
}

/** What a person reads. */
export function messageOf(order: Order, what: string): string {
  const { objId, ra, dec, requester, payload, requestId } = order;
  const wishes = Object.entries(payload).map(
    ([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  );
  return [
    `${what}: ${objId} with ${order.instrumentName} (request ${requestId})`,
    `RA ${ra.toFixed(6)} Dec ${dec.toFixed(6)} (ICRS, degrees)`,
    `Asked for by ${requester.username} for ${order.groupName}`,
    ...wishes,
  ].join('\n');
}

/** Slack takes a message with what it is `ok`; the answer is that one word. */
async function slack(
  order: Order,
  line: Parameters<Facility['submit']>[1],
  what: string,
): Promise<Word> {
  const { credentials } = order;
  const parts = ['slack_workspace', 'slack_channel', 'slack_token'].map((name) =>
    encodeURIComponent(demandCredential(credentials, name)),
  );
  const home = credentialOr(credentials, 'endpoint', 'https://hooks.slack.com/services');
  const answer = await line.say({
    method: 'POST',
    url: `${home.replace(/\/$/, '')}/${parts.join('/')}`,
    json: { text: messageOf(order, what) },
  });
  demandClear(answer);
  return answer.status === 200
    ? { kind: 'taken', words: 'submitted' }
    : { kind: 'refused', words: `rejected: ${wordsOf(answer)}` };
}

/** People in a channel: they say themselves what became of it. */
export const slackFacility: Facility = {
  name: 'SLACKAPI',
  title: 'A message to a Slack channel',
  form: messageForm,
  credentialsForm: {
    type: 'object',
    properties: {
      slack_workspace: { type: 'string', title: 'Workspace (T…)' },
      slack_channel: { type: 'string', title: 'Channel (B…)' },
      slack_token: { type: 'string', title: 'Token of the webhook' },
    },
    required: ['slack_workspace', 'slack_channel', 'slack_token'],
  },
  remembers: () => 'nothing',
  hours: hoursOf,
  submit: (order, line) => slack(order, line, 'Please observe'),
  update: (order, line) => slack(order, line, 'Changed, please observe'),
  cancel: (order, line) => slack(order, line, 'Please do not observe any more'),
};

async function mail(
  order: Order,
  line: Parameters<Facility['submit']>[1],
  what: string,
): Promise<Word> {
  const to = demandCredential(order.credentials, 'email');
  await line.mail({ to, subject: `${what}: ${order.objId}`, text: messageOf(order, what) });
  return { kind: 'taken', words: 'submitted' };
}

/** Somebody at a telescope, by e-mail: he says himself what became of it. */
export const mailFacility: Facility = {
  name: 'EMAILAPI',
  title: 'An e-mail to a person',
  form: messageForm,
  credentialsForm: {
    type: 'object',
    properties: { email: { type: 'string', title: 'Address' } },
    required: ['email'],
  },
  remembers: () => 'nothing',
  hours: hoursOf,
  submit: (order, line) => mail(order, line, 'Please observe'),
  update: (order, line) => mail(order, line, 'Changed, please observe'),
  cancel: (order, line) => mail(order, line, 'Please do not observe any more'),
};
