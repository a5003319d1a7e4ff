import type { FollowupProduct, FollowupState } from '@fritz/archive';
import type { Line } from './line.ts';

/** A JSON schema of a form, as react-jsonschema-form draws it. */
export type FormSchema = Readonly<Record<string, unknown>>;

/** What a form depends on. */
export interface FormContext {
  /** Bands of the instrument. */
  filters: readonly string[];
  now: Date;
}

/** A form: its fields, and how they are drawn. */
export interface FacilityForm {
  formSchema: FormSchema;
  uiSchema: FormSchema;
  aliasLookup: Readonly<Record<string, string>>;
}

/** Something that is asked for, before it leaves: what can be looked at without the facility. */
export interface Draft {
  kind: 'triggered' | 'forced_photometry';
  objId: string;
  /** ICRS, degrees. */
  ra: number;
  dec: number;
  payload: Readonly<Record<string, unknown>>;
  filters: readonly string[];
  credentials: Readonly<Record<string, unknown>>;
}

/** Something that a facility is asked for. */
export interface Order extends Draft {
  requestId: number;
  /** Ours, the same whatever is repeated. */
  mark: string;
  /** What the facility calls it; null: it has not said. */
  ref: string | null;
  requester: { username: string; email: string | null };
  groupName: string;
  proposalId: string | null;
  instrumentName: string;
  /** What the requester sees of its brightness, AB, the last in each band. */
  magnitudes: readonly { band: string; mjd: number; mag: number }[];
  madeAt: Date;
}

/** What a facility says to something that it was asked. */
export type Word =
  | { kind: 'taken'; words: string; ref?: string; state?: FollowupState }
  | { kind: 'refused'; words: string };

/** Columns of photometry that came of a request, as they are uploaded. */
export type DeliveredPhotometry = Readonly<Record<string, unknown>>;

/** What became of a request, as far as the facility tells. */
export interface News {
  /** null: nothing new. */
  state: FollowupState | null;
  words: string;
  photometry?: DeliveredPhotometry | null;
  /** What its archive has of it. */
  products?: readonly FollowupProduct[];
}

/**
 * How a repeat is kept from being a second request: `key`, the facility knows our mark; `lookup`, it
 * can be asked whether it has it; `nothing`: where an attempt may have arrived, a person is asked.
 */
export type Remembers = 'key' | 'lookup' | 'nothing';

/** A facility that observations are asked of: one folder, one interface. */
export interface Facility {
  /** SkyPortal's name of it, e.g. SEDMAPI. */
  readonly name: string;
  readonly title: string;
  form(context: FormContext): FacilityForm | null;
  forcedForm?(context: FormContext): FacilityForm;
  /** What an allocation's credentials have. */
  readonly credentialsForm: FormSchema;
  remembers(credentials: Readonly<Record<string, unknown>>): Remembers;
  /** What is wrong with a draft beyond its form; field and reason. */
  check?(draft: Draft): readonly { field: string; message: string }[];
  /** Hours that it will take of the allocation. */
  hours(payload: Readonly<Record<string, unknown>>): number;
  submit(order: Order, line: Line): Promise<Word>;
  /** Absent: what was asked for cannot be changed. Done twice it is as done once. */
  update?(order: Order, line: Line): Promise<Word>;
  /** Absent: it cannot be taken back at the facility. Done twice it is as done once. */
  cancel?(order: Order, line: Line): Promise<Word>;
  /** Whether it has a request of ours, by our mark; null: it has not. */
  find?(order: Order, line: Line): Promise<Word | null>;
  poll?(order: Order, line: Line): Promise<News>;
  /** How often to poll. */
  readonly pollEveryS?: number;
  /** What it means by a word that it calls back; null: nothing that we know. */
  meaning?(word: string): FollowupState | null;
}
