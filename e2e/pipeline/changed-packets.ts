import {
  type AvroObject,
  ContainerReader,
  compileDecoder,
  compileEncoder,
  parseSchema,
  writeContainer,
} from '@fritz/formats';

interface Field {
  readonly name: string;
  readonly type: unknown;
}

interface Open {
  readonly value: Record<string, unknown>;
  readonly candidate: Record<string, unknown>;
  fields: readonly Field[];
}

/** A packet with other values, or another schema of its candidate. */
function change(bytes: Uint8Array, edit: (open: Open) => void): Uint8Array {
  const { header, record } = new ContainerReader().readSingleRecord(bytes);
  const value = compileDecoder(header.schema).decodeExact(record).value as AvroObject;
  const schema = JSON.parse(header.schemaJson) as {
    fields: { name: string; type: { fields: readonly Field[] } }[];
  };
  const type = schema.fields.find(({ name }) => name === 'candidate')?.type;
  if (!type) throw new Error('the packet has no candidate');
  const candidate = { ...(value.candidate as AvroObject) };
  const open: Open = { value: { ...value, candidate }, candidate, fields: type.fields };
  edit(open);
  type.fields = open.fields;
  const schemaJson = JSON.stringify(schema);
  const encoder = compileEncoder(parseSchema(schemaJson));
  return writeContainer({ schemaJson, records: [encoder.encode(open.value)] });
}

/** An alert at another place. */
export function movedTo(
  bytes: Uint8Array,
  { ra, dec }: { readonly ra: number; readonly dec: number },
): Uint8Array {
  return change(bytes, ({ candidate }) => Object.assign(candidate, { ra, dec }));
}

/** As before version 3.3, its fields in another order. */
export function withoutDrb(bytes: Uint8Array): Uint8Array {
  return change(bytes, (open) => {
    open.fields = open.fields
      .filter(({ name }) => !name.startsWith('drb'))
      .map(({ name, type }) => ({ name, type }))
      .reverse();
  });
}

/** As a newer version might be: fields that no column keeps, of every kind of value. */
export function unusual(bytes: Uint8Array): Uint8Array {
  const part = { type: 'record', name: 'part', fields: [{ name: 'n', type: 'long' }] };
  return change(bytes, (open) => {
    open.fields = [
      { name: 'smallid', type: 'long' },
      { name: 'largeid', type: ['null', 'long'] },
      { name: 'narrow', type: ['null', 'float'] },
      { name: 'noresult', type: 'double' },
      { name: 'minuszero', type: 'double' },
      { name: 'nothing', type: ['null', 'string'] },
      { name: 'isnew', type: 'boolean' },
      { name: 'parts', type: { type: 'array', items: part } },
      ...open.fields,
    ];
    Object.assign(open.candidate, {
      smallid: 7n,
      largeid: 1127561445515015011n,
      narrow: 19.739463806152344,
      noresult: Number.NaN,
      minuszero: -0,
      nothing: null,
      isnew: true,
      parts: [{ n: 5n }, { n: 9007199254740993n }],
    });
  });
}

/** Of a brighter alert, its forced photometry measured anew: it outranks what was stored. */
export function brighter(bytes: Uint8Array): Uint8Array {
  return change(bytes, (open) => {
    open.candidate.magpsf = Math.fround(Number(open.candidate.magpsf) - 3);
    const points = open.value.fp_hists as readonly Record<string, unknown>[] | null;
    open.value.fp_hists =
      points?.map((point) => ({
        ...point,
        forcediffimflux:
          typeof point.forcediffimflux === 'number'
            ? Math.fround(point.forcediffimflux * 2 + 11)
            : (point.forcediffimflux ?? null),
      })) ?? null;
  });
}
