import { efficiencyStudyResult } from '../contracts/result.ts';
import { z } from '../contracts/zod.ts';
import { efficiencyInput } from './schema.ts';

/**
 * The JSON Schema (draft 2020-12) of a zod schema: `label` and `help` of the metadata are its `title` and `description`,
 * `unit` stays as it is.
 */
export function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema: node }) => {
      if (typeof node['label'] === 'string') node.title ??= node['label'];
      if (typeof node['help'] === 'string') node.description ??= node['help'];
      for (const key of ['label', 'help', 'expects']) delete node[key];
    },
  }) as Record<string, unknown>;
}

const INPUTS: Record<string, z.ZodType> = {
  efficiency: efficiencyInput.meta({ title: 'Muscope efficiency study' }),
};

/** The JSON Schema of the documents of a study; of one without documents, what any map fits. */
export function studySchema(study: string): Record<string, unknown> {
  return Object.hasOwn(INPUTS, study) ? jsonSchema(INPUTS[study]!) : { type: 'object' };
}

/** The published JSON Schemas by file name, as they stand in `assets/schemas`. */
export function publishedSchemas(): Record<string, Record<string, unknown>> {
  return {
    'efficiency-study.schema.json': studySchema('efficiency'),
    'efficiency-result.schema.json': jsonSchema(
      efficiencyStudyResult.meta({ title: 'Muscope efficiency result' }),
    ),
  };
}
