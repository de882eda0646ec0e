import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../shared/controls/index.js';
import { apply } from '../actions.js';
import { camera } from '../camera.js';
import { count } from '../model/words.js';
import * as store from '../store.js';
import { Code } from './code.js';
import { Form } from './forms.js';

/** The dialog that is open: a form, or the preview of edits. */
export function DialogLayer() {
  const dialog = store.dialog.value;
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const box = element.current;
    if (box === null || box.open) return;
    box.showModal();
    box.querySelector<HTMLElement>('input, select, .button')?.focus();
  }, [dialog]);
  if (dialog === undefined) return null;
  return (
    <dialog
      ref={element}
      key={dialog.kind}
      class="dialog"
      aria-labelledby="dialog-title"
      onClose={closeDialog}
      onCancel={closeDialog}
      onKeyDown={event => event.stopPropagation()}
    >
      {dialog.kind === 'form' ? <Form {...dialog} onClose={closeDialog} /> : <Preview {...dialog} />}
    </dialog>
  );
}

function closeDialog(): void {
  store.dialog.value = undefined;
  camera.focus();
}

function Preview({ label, edits, creates, notes }: Extract<store.Dialog, { kind: 'preview' }>) {
  const files = new Set(edits.map(({ uri }) => uri));
  return (
    <>
      <h2 id="dialog-title">{label}</h2>
      {edits.length > 0 && (
        <p class="dim">
          {creates.length > 0
            ? 'A new file. Making it can be undone in the editor.'
            : `${count(edits.length, 'edit')} in ${count(files.size, 'file')}. ${edits.length === 1 ? 'It' : 'They'} can be undone in the editor.`}
        </p>
      )}
      {notes.map(each => (
        <p key={each}>{each}</p>
      ))}
      <ul class="edits">
        {edits.map(({ uri, range, newText }, index) => (
          <li key={index}>
            <p class="dim">
              {decodeURIComponent(uri.replace(/^.*\//, ''))}
              {creates.includes(uri) ? ', new' : `:${range.start.line + 1}`}
              {newText === '' ? ', deleted' : ''}
            </p>
            {newText.trim() !== '' && <Code>{newText.replace(/^\n+|\s+$/g, '')}</Code>}
          </li>
        ))}
      </ul>
      <div class="actions">
        {edits.length > 0 && (
          <Button
            primary
            onClick={() => {
              apply(label, edits, creates);
              camera.focus();
            }}
          >
            Apply
          </Button>
        )}
        <Button onClick={closeDialog}>{edits.length > 0 ? 'Cancel' : 'Close'}</Button>
      </div>
    </>
  );
}
