import { EditorView } from '@codemirror/view';
import type { Extension } from '@codemirror/state';

/**
 * Text that is typed over a selection is put in by the editor. The browser would keep the look of what it removes in a style attribute,
 * which the page's policy refuses.
 */
export const typeOver: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    const { inputType, data } = event;
    if (empty || inputType !== 'insertText' || data === null || event.isComposing || view.state.readOnly)
      return false;
    const put = () =>
      view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handler) => handler(view, from, to, data, put))) view.dispatch(put());
    event.preventDefault();
    return true;
  },
});
