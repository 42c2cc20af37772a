import type { ReactNode } from 'react';
import type { EfficiencyStudyResult } from '../../../src-shared/contracts/result.ts';
import type { DatasetProvenance } from '../../../src-shared/contracts/resultFiles.ts';
import type { PanelProps } from '../studyView.ts';
import { labelOf } from './figureList.ts';
import { intervalName } from './OverallPanel.tsx';

function Facts({ facts }: { facts: readonly [string, string | null | undefined][] }): ReactNode {
  return (
    <dl className="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Origins({ label, provenance }: { label: string; provenance: DatasetProvenance }): ReactNode {
  const { schema, schemaOrigin, tree, period, names, workingPoints } = provenance;
  return (
    <>
      <table className="numbers origins">
        <caption>
          {label}: tree <code>{tree}</code>, schema {schema} (
          {schemaOrigin === 'detected' ? 'detected' : 'from the document'}){period && `, period ${period}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">name</th>
            <th scope="col">origin</th>
            <th scope="col">unit</th>
          </tr>
        </thead>
        <tbody>
          {names.map(({ name, origin, unit, note, files }, index) => (
            <tr key={index}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                {origin}
                {files !== undefined && ` (${files} files)`}
                {note && <small>{note}</small>}
              </td>
              <td>{unit ?? '–'}</td>
            </tr>
          ))}
          {workingPoints.map(({ name, kind, expression, note }) => (
            <tr key={`working point ${name}`}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                {kind}
                {expression && (
                  <>
                    : <code>{expression}</code>
                  </>
                )}
                {note && <small>{note}</small>}
              </td>
              <td>–</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** What the result was made from: program, document, settings, files, and the origin of every name. */
export function ProvenancePanel({ result }: PanelProps<EfficiencyStudyResult>): ReactNode {
  const { provenance, settings, datasets } = result;
  const files = Object.values(datasets).flatMap((dataset) => dataset.files);
  return (
    <>
      <Facts
        facts={[
          ['Program', `${provenance.program} ${provenance.version}`],
          ['Document', provenance.document.title],
          ['SHA-256 of its content', provenance.document.hash],
          ['Changes on top', provenance.changes?.join(', ')],
          [
            'Denominator',
            settings.denominator === 'pairs' ? 'probes of tag-and-probe pairs' : 'all selected muons',
          ],
          ['Tag', settings.denominator === 'pairs' ? (settings.tag ?? 'no requirement') : null],
          ['Probe', settings.probe],
          ['Background', settings.background === 'none' ? 'not subtracted' : 'same-sign pairs subtracted'],
          ['Interval', intervalName(settings)],
          [
            'Probes without a decision',
            settings.notComputable === 'exclude' ? 'left out' : 'count as failing',
          ],
        ]}
      />
      {Object.entries(provenance.datasets).map(([dataset, origins]) => (
        <Origins key={dataset} label={labelOf(result, dataset)} provenance={origins} />
      ))}
      <table className="numbers origins">
        <caption>Content of the files: size, UUID, hash of header, key list and tail</caption>
        <thead>
          <tr>
            <th scope="col">file</th>
            <th scope="col">fingerprint</th>
          </tr>
        </thead>
        <tbody>
          {files.map(({ path, fingerprint }, index) => (
            <tr key={index}>
              <th scope="row">{path}</th>
              <td>
                <code>{fingerprint ?? '–'}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
