import type { Source } from '../../../api/types.ts';
import { useMay } from '../../session/use-profile.ts';
import { EditableFact, Fact, FactList } from './fact.tsx';
import { HostFact } from './host-fact.tsx';
import { PassedFact } from './passed-fact.tsx';
import { readNames, readNumber } from './read-number.ts';
import { RedshiftFact } from './redshift-fact.tsx';
import { SamePlaceFacts } from './same-place-facts.tsx';
import { SummaryFact } from './summary-fact.tsx';

const WRONG_T0 = 'An MJD, such as 61204.3';

function natureOf({ transient, varstar, is_roid: isRoid }: Source): string {
  const words = [transient && 'transient', varstar && 'variable star', isRoid && 'solar system'];
  return words.filter((word) => word !== false).join(', ');
}

/** What people say of an object, each thing changed where it stands. */
export function FactsSection({ source }: { readonly source: Source }) {
  const mayEdit = useMay('Upload data');
  const common = { objId: source.id, mayEdit };
  const nature = natureOf(source);
  return (
    <FactList>
      <SummaryFact source={source} mayEdit={mayEdit} />
      <RedshiftFact source={source} mayEdit={mayEdit} />
      <HostFact source={source} mayEdit={mayEdit} />
      <EditableFact
        {...common}
        name="TNS name"
        fields={[{ key: 'tns', label: 'TNS name', value: source.tns_name ?? '' }]}
        read={(texts) => ({ tns_name: texts.tns?.trim() || null })}
      >
        {source.tns_name ?? 'none'}
      </EditableFact>
      <EditableFact
        {...common}
        name="Aliases"
        fields={[
          { key: 'alias', label: 'Names, commas between', value: (source.alias ?? []).join(', ') },
        ]}
        read={(texts) => {
          const names = readNames(texts.alias ?? '');
          return { alias: names.length === 0 ? null : names };
        }}
      >
        {source.alias === null || source.alias.length === 0 ? 'none' : source.alias.join(', ')}
      </EditableFact>
      <EditableFact
        {...common}
        name="T0"
        fields={[
          {
            key: 't0',
            label: 'MJD',
            value: source.t0 === null ? '' : String(source.t0),
            isNumber: true,
            check: (text) => (readNumber(text, -1e6, 1e6) === undefined ? WRONG_T0 : null),
          },
        ]}
        read={(texts) => ({ t0: readNumber(texts.t0 ?? '', -1e6, 1e6) ?? null })}
      >
        {source.t0 === null ? 'none' : `MJD ${source.t0}`}
      </EditableFact>
      <SamePlaceFacts source={source} mayEdit={mayEdit} />
      <PassedFact objId={source.id} />
      {source.ebv !== null && <Fact name="E(B−V)">{source.ebv.toFixed(3)} of the Milky Way</Fact>}
      {nature !== '' && <Fact name="It is">{nature}</Fact>}
      {source.origin !== null && source.origin !== '' && <Fact name="Origin">{source.origin}</Fact>}
    </FactList>
  );
}
