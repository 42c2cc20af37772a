import type { FieldEditors } from '../../../form/formField.ts';
import './form.css';
import { AxesEditor } from './AxesEditor.tsx';
import { CutsEditor } from './CutsEditor.tsx';
import { DatasetsEditor } from './DatasetsEditor.tsx';
import { SingleCut } from './SingleCut.tsx';
import { FiguresField, IntervalField, ScaleFactorsField, TrendField } from './SmallFields.tsx';
import { WorkingPointsEditor } from './WorkingPointsEditor.tsx';

export { addFiles } from './datasetValue.ts';

/** The special editors of the efficiency study, by their place in the document. */
export const efficiencyFields: FieldEditors = {
  datasets: DatasetsEditor,
  muons: SingleCut,
  events: CutsEditor,
  pairs: CutsEditor,
  tag: SingleCut,
  probe: SingleCut,
  workingPoints: WorkingPointsEditor,
  axes: AxesEditor,
  interval: IntervalField,
  trend: TrendField,
  scaleFactors: ScaleFactorsField,
  figures: FiguresField,
};
