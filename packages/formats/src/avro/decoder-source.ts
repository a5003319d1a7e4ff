import { MAX_RECURSION } from './byte-reader.ts';
import { MAX_SHAPE_FIELDS, NullShapes, SHAPE_BITS } from './null-shapes.ts';
import type {
  AvroArraySchema,
  AvroMapSchema,
  AvroRecordSchema,
  AvroSchema,
  AvroUnionSchema,
} from './schema.ts';
import { expansionOf, fixedSizeOf, isRecursive, minSizeOf } from './schema-size.ts';

/**
 * The fields to decode: `true` for a whole field, a tree for some fields of a record (reached
 * through unions, arrays and maps; of other types a tree takes the whole). Names that the schema
 * lacks are ignored.
 */
export type Projection = true | { readonly [field: string]: Projection };

type Mode = 'read' | 'skip';

interface PendingFunction {
  readonly name: string;
  readonly record: AvroRecordSchema;
  readonly projection: Projection;
  readonly mode: Mode;
}

interface RecordResult {
  readonly name: string;
  /** The variable that holds the field's value. */
  readonly target: string;
  readonly canBeNull: boolean;
}

function canBeNull(schema: AvroSchema): boolean {
  return schema.type === 'null' || (schema.type === 'union' && schema.branches.some(canBeNull));
}

/**
 * Writes the JavaScript of a decoder: a function body that takes the ByteReader `r` and returns a
 * function reading one value. Within it `b` and `d` are the bytes and their DataView, `p` the
 * position; `r.pos` is brought up to date around every call.
 *
 * Bounds: an unread byte is `undefined`, which no test below accepts; DataView throws; sizes and
 * counts are checked by ByteReader; fixed skips may run over the end, which the next read or the
 * caller's final check finds. Text from the schema enters only through JSON.stringify.
 */
export class DecoderSource {
  private readonly names = new Map<AvroRecordSchema, Map<Projection | 'skip', string>>();
  private readonly pending: PendingFunction[] = [];
  private readonly functions: string[] = [];
  private variables = 0;
  private readonly spans: ReadonlySet<string>;
  private readonly omitNulls: boolean;
  private readonly absent: number | null;
  /** What the generated code calls `shapes`. */
  readonly shapes: NullShapes[] = [];

  constructor(spans: readonly string[], omitNulls: boolean, absent: number | null) {
    this.spans = new Set(spans);
    this.omitNulls = omitNulls;
    this.absent = absent;
  }

  write(schema: AvroSchema, projection: Projection): string {
    const root =
      schema.type === 'record' && this.spans.size > 0
        ? this.functionText('root', this.recordBody(schema, projection, 'read', this.spans))
        : this.functionText('root', `let v;${this.read(schema, projection, 'v')}r.pos=p;return v;`);
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) {
      const body = this.recordBody(next.record, next.projection, next.mode, new Set());
      this.functions.push(this.functionText(next.name, body));
    }
    return `'use strict';\n${this.functions.join('\n')}\n${root}\nreturn root;`;
  }

  private functionText(name: string, body: string): string {
    return `function ${name}(){const b=r.bytes,d=r.view;let p=r.pos,t=0;${body}}`;
  }

  private functionFor(record: AvroRecordSchema, projection: Projection, mode: Mode): string {
    const key = mode === 'skip' ? 'skip' : projection;
    let byProjection = this.names.get(record);
    if (byProjection === undefined) {
      byProjection = new Map();
      this.names.set(record, byProjection);
    }
    let name = byProjection.get(key);
    if (name === undefined) {
      name = this.variable('f');
      byProjection.set(key, name);
      this.pending.push({ name, record, projection, mode });
    }
    return name;
  }

  private recordBody(
    record: AvroRecordSchema,
    projection: Projection,
    mode: Mode,
    spans: ReadonlySet<string>,
  ): string {
    const recursive = isRecursive(record);
    const parts: string[] = [];
    if (recursive) parts.push(`if(++r.depth>${MAX_RECURSION})r.fail();`);
    if (spans.size > 0) parts.push('const spans={};');
    const last = new Map(record.fields.map((field, i) => [field.name, i]));
    const results: RecordResult[] = [];
    const skipped = { bytes: 0 };
    record.fields.forEach((field, i) => {
      // Of fields with the same name, the last one is the field's value.
      const inner =
        last.get(field.name) === i && mode === 'read' ? pick(projection, field.name) : undefined;
      const span = last.get(field.name) === i && spans.has(field.name);
      const fixed = fixedSizeOf(field.schema);
      if (inner === undefined && !span && fixed !== null) {
        skipped.bytes += fixed;
        return;
      }
      parts.push(flush(skipped));
      const target = inner === undefined ? null : this.variable('v');
      if (target !== null) {
        parts.push(`let ${target};`);
        results.push({ name: field.name, target, canBeNull: canBeNull(field.schema) });
      }
      if (span) parts.push(this.spanned(field.schema, field.name, inner ?? true, target));
      else if (target === null) parts.push(this.skip(field.schema));
      else parts.push(this.read(field.schema, inner ?? true, target));
    });
    parts.push(flush(skipped), 'r.pos=p;');
    if (recursive) parts.push('r.depth--;');
    if (spans.size > 0) parts.push('r.spans=spans;');
    if (mode === 'read') parts.push(this.result(results));
    return parts.join('');
  }

  /** The record as an object; fields that are null are left out where that is wanted. */
  private result(results: readonly RecordResult[]): string {
    const pairs = results.map(({ name, target }) =>
      plainKey(`[${JSON.stringify(name)}]:${target}`),
    );
    const literal = `return {${pairs.join(',')}};`;
    if (!this.omitNulls || !results.some((result) => result.canBeNull)) return literal;
    if (results.length > MAX_SHAPE_FIELDS) {
      return `const o={${pairs.join(',')}};for(const k in o)if(o[k]===null||o[k]===${this.absent})delete o[k];return o;`;
    }
    const index = this.shapes.length;
    this.shapes.push(new NullShapes(results.map(({ name }) => name)));
    const absent = this.absent === null ? '' : `||TARGET===${this.absent}`;
    const bits = results.map(({ target, canBeNull: isOptional }, i) => {
      const mask = i < SHAPE_BITS ? 'm' : 'n';
      const isAbsent = `${target}===null${absent.replace('TARGET', target)}`;
      return isOptional ? `if(${isAbsent})${mask}|=${1 << (i % SHAPE_BITS)};` : '';
    });
    const values = results.map(({ target }) => target).join(',');
    return `let m=0,n=0;${bits.join('')}return shapes[${index}].get(m,n)(${values});`;
  }

  /** Reads or skips a field and notes where its items (or its one value) begin and end. */
  private spanned(
    schema: AvroSchema,
    name: string,
    projection: Projection,
    target: string | null,
  ): string {
    const list = this.variable('s');
    const inner = this.spannedValue(schema, projection, target, list);
    return `const ${list}=[];${inner}spans[${JSON.stringify(name)}]=new Int32Array(${list});`;
  }

  private spannedValue(
    schema: AvroSchema,
    projection: Projection,
    target: string | null,
    list: string,
  ): string {
    if (schema.type === 'union') {
      return this.union(schema, (branch) =>
        branch.type === 'null'
          ? assignNull(target)
          : this.spannedValue(branch, projection, target, list),
      );
    }
    if (schema.type === 'array') {
      const item = target === null ? null : this.variable('v');
      const one =
        item === null ? this.skip(schema.items) : this.read(schema.items, projection, item);
      const push = item === null ? '' : `${target}.push(${item});`;
      const open = target === null ? '' : `${target}=[];`;
      const declare = item === null ? '' : `let ${item};`;
      const body = `${declare}${list}.push(p);${one}${list}.push(p);${push}`;
      return open + this.blocks(schema.items, 0, body);
    }
    const one = target === null ? this.skip(schema) : this.read(schema, projection, target);
    return `${list}.push(p);${one}${list}.push(p);`;
  }

  private read(schema: AvroSchema, projection: Projection, v: string): string {
    switch (schema.type) {
      case 'null':
        return `${v}=null;`;
      case 'boolean':
        return `t=b[p++];if(t===1)${v}=true;else if(t===0)${v}=false;else r.fail();`;
      case 'int':
        return `t=b[p];if(t<128){p++;${v}=(t>>>1)^-(t&1);}else{r.pos=p;${v}=r.readInt();p=r.pos;}`;
      case 'long':
        return `r.pos=p;${v}=r.readLong();p=r.pos;`;
      case 'float':
        return `${v}=d.getFloat32(p,true);p+=4;`;
      case 'double':
        return `${v}=d.getFloat64(p,true);p+=8;`;
      case 'bytes':
        return `r.pos=p;${v}=r.readBytes();p=r.pos;`;
      case 'string':
        return `r.pos=p;${v}=r.readString();p=r.pos;`;
      case 'fixed':
        return `r.pos=p;${v}=r.readFixed(${schema.size});p=r.pos;`;
      case 'enum': {
        const symbols = JSON.stringify(schema.symbols);
        return `r.pos=p;${v}=${symbols}[r.readInt()];p=r.pos;if(${v}===undefined)r.fail();`;
      }
      case 'record': {
        const name = this.functionFor(schema, projection, 'read');
        return `r.pos=p;${v}=${name}();p=r.pos;`;
      }
      case 'union':
        return this.union(schema, (branch) => this.read(branch, projection, v));
      case 'array':
        return this.readArray(schema, projection, v);
      case 'map':
        return this.readMap(schema, projection, v);
    }
  }

  private readArray(schema: AvroArraySchema, projection: Projection, v: string): string {
    const item = this.variable('v');
    const body = `let ${item};${this.read(schema.items, projection, item)}${v}.push(${item});`;
    return `${v}=[];${this.blocks(schema.items, 0, body)}`;
  }

  private readMap(schema: AvroMapSchema, projection: Projection, v: string): string {
    const key = this.variable('k');
    const item = this.variable('v');
    const read = this.read(schema.values, projection, item);
    // Assigning to "__proto__" would change the prototype rather than add a key.
    const set = `if(${key}==='__proto__')Object.defineProperty(${v},${key},{value:${item},enumerable:true,configurable:true,writable:true});else ${v}[${key}]=${item};`;
    const body = `r.pos=p;const ${key}=r.readString();p=r.pos;let ${item};${read}${set}`;
    return `${v}={};${this.blocks(schema.values, 1, body)}`;
  }

  private skip(schema: AvroSchema): string {
    const fixed = fixedSizeOf(schema);
    if (fixed !== null) return fixed === 0 ? '' : `p+=${fixed};`;
    switch (schema.type) {
      case 'int':
      case 'long':
      case 'enum':
        return 'if(!(b[p]<128)){r.pos=p;r.skipVarint();p=r.pos;}else p++;';
      case 'bytes':
      case 'string':
        return 'r.pos=p;t=r.readLength();p=r.pos+t;';
      case 'record':
        return `r.pos=p;${this.functionFor(schema, true, 'skip')}();p=r.pos;`;
      case 'union':
        return this.union(schema, (branch) => this.skip(branch));
      case 'array':
        return this.skipBlocks(schema.items, 0, this.skip(schema.items));
      case 'map':
        return this.skipBlocks(
          schema.values,
          1,
          `r.pos=p;t=r.readLength();p=r.pos+t;${this.skip(schema.values)}`,
        );
      default:
        return '';
    }
  }

  private union(schema: AvroUnionSchema, emit: (branch: AvroSchema) => string): string {
    if (schema.branches.length < 64) {
      const cases = schema.branches.map((branch, i) => `if(t===${i * 2}){${emit(branch)}}else `);
      return `t=b[p++];${cases.join('')}r.fail();`;
    }
    const cases = schema.branches.map((branch, i) => `case ${i}:{${emit(branch)}break;}`);
    return `r.pos=p;t=r.readInt();p=r.pos;switch(t){${cases.join('')}default:r.fail();}`;
  }

  private blocks(item: AvroSchema, keyBytes: number, body: string): string {
    const c = this.variable('c');
    const i = this.variable('i');
    return `for(;;){${this.blockCount(item, keyBytes, c)}for(let ${i}=0;${i}<${c};${i}++){${body}}}`;
  }

  private skipBlocks(item: AvroSchema, keyBytes: number, body: string): string {
    const c = this.variable('c');
    const i = this.variable('i');
    const fixed = keyBytes === 0 ? fixedSizeOf(item) : null;
    const each = fixed === null ? `for(let ${i}=0;${i}<${c};${i}++){${body}}` : `p+=${c}*${fixed};`;
    return `for(;;){${this.blockCount(item, keyBytes, c)}if(r.blockSize>=0)p+=r.blockSize;else{${each}}}`;
  }

  private blockCount(item: AvroSchema, keyBytes: number, c: string): string {
    const min = minSizeOf(item) + keyBytes;
    const cost = min === 0 ? expansionOf(item) : 1;
    return `r.pos=p;const ${c}=r.readBlockCount(${min},${cost});p=r.pos;if(${c}===0)break;`;
  }

  private variable(prefix: string): string {
    this.variables += 1;
    return `${prefix}${this.variables}`;
  }
}

function pick(projection: Projection, name: string): Projection | undefined {
  if (projection === true) return true;
  return Object.hasOwn(projection, name) ? projection[name] : undefined;
}

function assignNull(target: string | null): string {
  return target === null ? '' : `${target}=null;`;
}

function flush(skipped: { bytes: number }): string {
  const text = skipped.bytes === 0 ? '' : `p+=${skipped.bytes};`;
  skipped.bytes = 0;
  return text;
}

/** `["jd"]:v` as `"jd":v`, which compiles to a fixed shape; only `__proto__` must stay computed. */
function plainKey(entry: string): string {
  return entry.startsWith('["__proto__"]')
    ? entry
    : entry.replace(/^\[("(?:[^"\\]|\\.)*")\]/, '$1');
}
