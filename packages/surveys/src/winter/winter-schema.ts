import type { AvroRecordSchema } from '@fritz/formats';
import { compactFields, compactRecord, nullable } from '../avro-survey/compact-schema.ts';

const CANDIDATE = `
  candid:long deprecated:boolean jd:double fid:int exptime:float ndethist:int jdstarthist:double
  jdendhist:double progname:string programid:int isdiffpos:boolean field:int ra:double dec:double
  magzpsci:float? magzpsciunc:float? magzpscirms:float? diffmaglim:float? magpsf:float
  sigmapsf:float chipsf:float? magap:float? sigmagap:float? magapbig:float? sigmagapbig:float?
  magdiff:float? magfromlim:float? distnr:float? magnr:float? sigmagnr:float? xpos:float?
  ypos:float? sky:float? fwhm:float? classtar:float? mindtoedge:float? seeratio:float?
  aimage:float? bimage:float? aimagerat:float? bimagerat:float? elong:float? nneg:int? nbad:int?
  sumrat:float? dsnrms:float? ssnrms:float? dsdiff:float? scorr:double? clrcoeff:float?
  clrcounc:float? zpclrcov:float? zpmed:float? clrmed:float? clrrms:float? rb:float?
  rbversion:string? ssdistnr:float? ssmagnr:float? ssnamenr:string? tooflag:boolean nmtchps:int
  psra1:float? psdec1:float? psobjectid1:float? sgmag1:float? srmag1:float? simag1:float?
  szmag1:float? sgscore1:float? distpsnr1:float? psobjectid2:float? sgmag2:float? srmag2:float?
  simag2:float? szmag2:float? sgscore2:float? distpsnr2:float? psobjectid3:float? sgmag3:float?
  srmag3:float? simag3:float? szmag3:float? sgscore3:float? distpsnr3:float? nmtchtm:int
  tmjmag1:float? tmhmag1:float? tmkmag1:float? tmobjectid1:string? tmjmag2:float? tmhmag2:float?
  tmkmag2:float? tmobjectid2:string? tmjmag3:float? tmhmag3:float? tmkmag3:float?
  tmobjectid3:string? neargaia:float? neargaiabright:float? maggaia:float? maggaiabright:float?`;

const PRV_CANDIDATE = `
  candid:long? progname:string jd:double fid:int isdiffpos:boolean fieldid:int ra:double
  dec:double magpsf:float sigmapsf:float fwhm:float? scorr:double?`;

/** A packet of schema 0.1, as our own compact tables; see `compactFields`. */
export const WINTER_SCHEMA: AvroRecordSchema = {
  type: 'record',
  name: 'winter.alert',
  fields: [
    ...compactFields('schemavsn:string publisher:string objectid:string candid:long'),
    { name: 'candidate', schema: compactRecord('winter.alert.candidate', CANDIDATE) },
    {
      name: 'prv_candidates',
      schema: nullable({
        type: 'array',
        items: compactRecord('winter.alert.prv_candidate', PRV_CANDIDATE),
      }),
    },
    ...compactFields('cutout_science:bytes cutout_template:bytes cutout_difference:bytes'),
  ],
};
