import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { yamlLanguage } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit, LanguageSupport } from '@codemirror/language';
import { lintGutter, lintKeymap, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorTheme } from './editorTheme.ts';
import { findPanel } from './findPanel.ts';
import { completeStudy, explainStudy } from './schemaHelp.ts';
import type { StudySchemas } from './schemaHelp.ts';
import { typeOver } from './typeOver.ts';
import { yamlColours } from './yamlColours.ts';

/** Everything that the editor of a study document is made of. */
export function editorExtensions(schemas: StudySchemas): Extension {
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    drawSelection(),
    dropCursor(),
    indentUnit.of('  '),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    typeOver,
    autocompletion({ override: [completeStudy(schemas)], icons: false }),
    hoverTooltip(explainStudy(schemas)),
    highlightActiveLine(),
    new LanguageSupport(yamlLanguage),
    yamlColours,
    linter(null),
    lintGutter(),
    findPanel,
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...defaultKeymap]),
    editorTheme,
  ];
}
