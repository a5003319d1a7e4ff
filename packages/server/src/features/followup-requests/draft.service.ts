import {
  type AllocationRow,
  allocationUse,
  type FollowupKind,
  type InstrumentRow,
  type ObjRow,
  type TelescopeRow,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import { checkForm, type FormProblem } from '../../facilities/check-form.ts';
import type { Draft, Facility } from '../../facilities/facility.ts';
import { findFacility } from '../../facilities/registry.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { readCredentials } from '../allocations/allocation-credentials.ts';
import { demandAllocation } from '../allocations/allocations.service.ts';
import { demandInstrument } from '../instruments/instruments.service.ts';
import { demandObj } from '../sources/sources.service.ts';
import { demandTelescope } from '../telescopes/telescopes.service.ts';
import { maxAltitudeDeg, placeProblems } from './sky-limits.ts';

/** What requests are made with. */
export interface FollowupCall {
  tx: ViewerTx;
  viewer: Viewer;
  context: Pick<ServerContext, 'credentials' | 'now'>;
}

/** What somebody asks for. */
export interface Asked {
  objId: string;
  allocationId: number;
  kind: FollowupKind;
  payload: Record<string, unknown>;
}

/** What somebody asks for, looked at. */
export interface Drafted {
  facility: Facility;
  allocation: AllocationRow;
  instrument: InstrumentRow;
  obj: ObjRow;
  problems: FormProblem[];
  hours: number;
  hoursLeft: number;
  maxAltitudeDeg: number | null;
  observeFrom: Date | null;
  observeUntil: Date | null;
}

const dayMs = 86_400_000;

/**
 * Looks at what somebody asks for: its form, its dates, hours and place. What is wrong with it is told,
 * all at once.
 *
 * @param exceptId a request whose hours do not count: it is changed
 */
export async function draft(
  { tx, context }: FollowupCall,
  asked: Asked,
  exceptId: number | null = null,
): Promise<Drafted> {
  const allocation = await demandAllocation(tx, asked.allocationId);
  const obj = await demandObj(tx, asked.objId);
  const instrument = await demandInstrument(tx, allocation.instrument_id);
  const telescope = await demandTelescope(tx, instrument.telescope_id);
  const facility = demandFacility(instrument);
  const now = context.now();
  const hours = asked.kind === 'forced_photometry' ? 0 : facility.hours(asked.payload);
  const use = await allocationUse(tx, allocation.id, exceptId);
  const hoursLeft = allocation.hours_allocated - use.booked - use.planned;
  const checked: Draft = {
    kind: asked.kind,
    objId: obj.id,
    ra: obj.ra,
    dec: obj.dec,
    payload: asked.payload,
    filters: instrument.filters,
    credentials: await readCredentials(context, tx, allocation.id),
  };
  const window = readWindow(asked.payload);
  const problems = [
    ...formProblems(facility, checked, now),
    ...(facility.check?.(checked) ?? []),
    ...kindProblems(allocation, asked.kind),
    ...dateProblems(allocation, asked.kind, window, now),
    ...(asked.kind === 'triggered' ? skyProblems(instrument, telescope, checked) : []),
  ];
  if (hours > hoursLeft + 1e-9) {
    const message = `takes ${hours.toFixed(2)} h, and the allocation has ${Math.max(0, hoursLeft).toFixed(2)} h left`;
    problems.push({ field: 'allocation_id', message });
  }
  return {
    ...{ facility, allocation, instrument, obj, problems, hours, hoursLeft },
    maxAltitudeDeg: maxAltitudeDeg(telescope, obj.dec),
    observeFrom: window?.from ?? null,
    observeUntil: window?.until ?? null,
  };
}

/** The interface that an instrument is asked through. @throws FritzError conflict */
export function demandFacility(instrument: InstrumentRow): Facility {
  const facility = findFacility(instrument.api_classname);
  if (facility !== null) return facility;
  throw new FritzError('conflict', {
    message: `Nobody is asked for observations with ${instrument.name} here.`,
  });
}

/** Refuses what something is wrong with, before anything leaves. @throws FritzError followup_refused */
export function demandSound({ problems }: Pick<Drafted, 'problems'>): void {
  if (problems.length === 0) return;
  const words = problems.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new FritzError('followup_refused', {
    message: `Not sent: ${words}`.slice(0, 2000),
    details: { problems: problems.slice(0, 100) },
  });
}

function formProblems(facility: Facility, checked: Draft, now: Date): FormProblem[] {
  const { kind, filters, payload } = checked;
  const context = { filters, now };
  const form = kind === 'triggered' ? facility.form(context) : facility.forcedForm?.(context);
  if (!form) return [{ field: 'request_type', message: `is nothing that ${facility.title} does` }];
  return checkForm(form.formSchema, payload);
}

function kindProblems(allocation: AllocationRow, kind: FollowupKind): FormProblem[] {
  if (allocation.types.includes(kind)) return [];
  return [{ field: 'request_type', message: `is not what allocation ${allocation.id} is for` }];
}

interface Window {
  from: Date;
  until: Date;
}

/** From when to when it is to be observed, where the payload says so. */
function readWindow(payload: Readonly<Record<string, unknown>>): Window | null {
  const read = (name: string): Date | null => {
    const text = payload[name];
    if (typeof text !== 'string') return null;
    const zone = text.length === 10 ? 'T00:00Z' : /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? '' : 'Z';
    const time = new Date(text.replace(' ', 'T') + zone);
    return Number.isNaN(time.getTime()) ? null : time;
  };
  const from = read('start_date');
  const until = read('end_date');
  return from === null || until === null ? null : { from, until };
}

function dateProblems(
  { validity_ranges: ranges }: AllocationRow,
  kind: FollowupKind,
  window: Window | null,
  now: Date,
): FormProblem[] {
  if (window !== null && window.until < window.from) {
    return [{ field: 'payload.end_date', message: 'is before start_date' }];
  }
  const isPast = window !== null && window.until.getTime() + dayMs < now.getTime();
  if (kind === 'triggered' && isPast) {
    return [{ field: 'payload.end_date', message: 'is over already' }];
  }
  if (ranges.length === 0) return [];
  // Forced photometry looks back: what counts is when it is asked for.
  const { from, until } =
    kind === 'triggered' && window !== null ? window : { from: now, until: now };
  const isWithin = ranges.some(({ start_date, end_date }) => {
    const [start, end] = [start_date, end_date].map((text) =>
      Date.parse(`${text.replace(/Z$/, '')}Z`),
    );
    return start !== undefined && end !== undefined && +from >= start - dayMs + 1 && +until <= end;
  });
  if (isWithin) return [];
  const told = ranges.map(
    (one) => `${one.start_date.slice(0, 10)} to ${one.end_date.slice(0, 10)}`,
  );
  return [{ field: 'payload.start_date', message: `the allocation is for ${told.join(', ')}` }];
}

function skyProblems(
  instrument: InstrumentRow,
  telescope: TelescopeRow,
  { dec, payload }: Draft,
): FormProblem[] {
  return placeProblems(instrument.configuration_data, telescope, { dec, payload }).map(
    (message) => ({ field: 'obj_id', message }),
  );
}
