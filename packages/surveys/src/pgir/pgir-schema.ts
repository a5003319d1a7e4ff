import type { AvroRecordSchema } from '@fritz/formats';
import { compactFields, compactRecord, nullable } from '../avro-survey/compact-schema.ts';

const CANDIDATE = `
  jd:double stackquadid:long subid:long diffmaglim:float? pdiffimfilename:string? program:string?
  candid:long isdiffpos:string nid:int? quadpos:int? subquadpos:int? field:int? xpos:float?
  ypos:float? ra:double dec:double fluxpsf:float sigmafluxpsf:float magpsf:float sigmapsf:float
  chipsf:float? magap:float? sigmagap:float? fwhm:float? aimage:float? bimage:float? elong:float?
  nneg:int? ssdistnr:float? ssmagnr:float? ssnamenr:string? isstar:int? sumrat:float?
  dmag2mass:float? tmmag1:float? tmmag2:float? tmmag3:float? tmdist1:float? tmdist2:float?
  tmdist3:float? ndethist:int jdstarthist:double? scorr:double? jdstartref:double jdendref:double
  nframesref:int magzpsci:float? magzpsciunc:float? magzpscirms:float? ncalmatches:int
  clrcoeff:float? clrcounc:float? distnearbrstar:float? magnearbrstar:float? exptime:float?
  ndithexp:int? sciweight:float? refweight:float? drb:float? drbversion:string`;

const PRV_CANDIDATE = `
  jd:double subid:long stackquadid:long diffmaglim:float? program:string? candid:long?
  isdiffpos:string? nid:int? quadpos:int? subquadpos:int? field:int? xpos:float? ypos:float?
  ra:double? dec:double? magpsf:float? sigmapsf:float? fwhm:float? scorr:double? drb:float?
  drbversion:string?`;

/** A packet of schema 0.1, as our own compact tables; see `compactFields`. */
export const PGIR_SCHEMA: AvroRecordSchema = {
  type: 'record',
  name: 'pgir.alert',
  fields: [
    ...compactFields('schemavsn:string publisher:string'),
    ...compactFields('cutoutScience:bytes cutoutTemplate:bytes cutoutDifference:bytes'),
    ...compactFields('objectId:string candid:long'),
    { name: 'candidate', schema: compactRecord('pgir.alert.candidate', CANDIDATE) },
    {
      name: 'prv_candidates',
      schema: nullable({
        type: 'array',
        items: compactRecord('pgir.alert.prv_candidate', PRV_CANDIDATE),
      }),
    },
  ],
};
