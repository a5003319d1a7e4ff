import type { AvroRecordSchema, AvroSchema, AvroUnionSchema } from './schema.ts';

/**
 * Writes the JavaScript of an encoder: a function body that takes the ByteWriter `w`, `choose`
 * (which gives the branch of a general union) and the list `unions` of those, and returns a
 * function writing one value. Text from the schema enters only through JSON.stringify.
 */
export class EncoderSource {
  readonly unions: AvroUnionSchema[] = [];
  private readonly names = new Map<AvroRecordSchema, string>();
  private readonly pending: AvroRecordSchema[] = [];
  private readonly functions: string[] = [];
  private variables = 0;

  write(schema: AvroSchema): string {
    const root = `function root(v){${this.emit(schema, 'v')}}`;
    for (let next = this.pending.pop(); next !== undefined; next = this.pending.pop()) {
      this.functions.push(`function ${this.functionFor(next)}(o){${this.recordBody(next)}}`);
    }
    return `'use strict';\n${this.functions.join('\n')}\n${root}\nreturn root;`;
  }

  private functionFor(record: AvroRecordSchema): string {
    let name = this.names.get(record);
    if (name === undefined) {
      name = this.variable('f');
      this.names.set(record, name);
      this.pending.push(record);
    }
    return name;
  }

  private recordBody(record: AvroRecordSchema): string {
    const parts = record.fields.map((field) => {
      const v = this.variable('v');
      return `const ${v}=o[${JSON.stringify(field.name)}];${this.emit(field.schema, v)}`;
    });
    return `if(typeof o!=='object'||o===null||Array.isArray(o)||ArrayBuffer.isView(o))w.fail();${parts.join('')}`;
  }

  private emit(schema: AvroSchema, v: string): string {
    switch (schema.type) {
      case 'null':
        return `if(${v}!=null)w.fail();`;
      case 'boolean':
        return `if(typeof ${v}!=='boolean')w.fail();w.writeByte(${v}?1:0);`;
      case 'int':
        return `if(typeof ${v}!=='number'||${v}!==(${v}|0))w.fail();w.writeInt(${v});`;
      case 'long':
        return `w.writeLong(${v});`;
      case 'float':
        return `w.writeFloat(${v});`;
      case 'double':
        return `w.writeDouble(${v});`;
      case 'bytes':
        return `w.writeBytes(${v});`;
      case 'string':
        return `w.writeString(${v});`;
      case 'fixed':
        return `w.writeFixed(${v},${schema.size});`;
      case 'enum': {
        const i = this.variable('i');
        const symbols = JSON.stringify(schema.symbols);
        return `const ${i}=${symbols}.indexOf(${v});if(${i}<0)w.fail();w.writeInt(${i});`;
      }
      case 'record':
        return `${this.functionFor(schema)}(${v});`;
      case 'union':
        return this.union(schema, v);
      case 'array':
        return this.array(schema.items, v);
      case 'map':
        return this.map(schema.values, v);
    }
  }

  private union(schema: AvroUnionSchema, v: string): string {
    const { branches } = schema;
    const nullAt = branches.findIndex((branch) => branch.type === 'null');
    const other = branches[1 - nullAt];
    if (branches.length === 2 && nullAt >= 0 && other !== undefined) {
      const present = `w.writeByte(${(1 - nullAt) * 2});${this.emit(other, v)}`;
      return `if(${v}==null)w.writeByte(${nullAt * 2});else{${present}}`;
    }
    const number = this.unions.push(schema) - 1;
    const i = this.variable('i');
    const cases = branches.map((branch, at) => `case ${at}:{${this.emit(branch, v)}break;}`);
    return `const ${i}=choose(unions[${number}].branches,${v});if(${i}<0)w.fail();w.writeInt(${i});switch(${i}){${cases.join('')}}`;
  }

  private array(items: AvroSchema, v: string): string {
    const i = this.variable('i');
    const item = this.variable('v');
    const each = `const ${item}=${v}[${i}];${this.emit(items, item)}`;
    const block = `if(${v}.length>0){w.writeInt(${v}.length);for(let ${i}=0;${i}<${v}.length;${i}++){${each}}}`;
    return `if(!Array.isArray(${v}))w.fail();${block}w.writeByte(0);`;
  }

  private map(values: AvroSchema, v: string): string {
    const keys = this.variable('k');
    const key = this.variable('k');
    const item = this.variable('v');
    const each = `w.writeString(${key});const ${item}=${v}[${key}];${this.emit(values, item)}`;
    const check = `if(typeof ${v}!=='object'||${v}===null||Array.isArray(${v})||ArrayBuffer.isView(${v}))w.fail();`;
    const block = `if(${keys}.length>0){w.writeInt(${keys}.length);for(const ${key} of ${keys}){${each}}}`;
    return `${check}const ${keys}=Object.keys(${v});${block}w.writeByte(0);`;
  }

  private variable(prefix: string): string {
    this.variables += 1;
    return `${prefix}${this.variables}`;
  }
}
