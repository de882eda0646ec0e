import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { useId } from 'preact/hooks';

export interface Option<T> {
  readonly value: T;
  readonly label: string;
}

interface ChoiceProps<T> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
}

/** Few values beside each other; arrows choose, as among radio buttons. */
export function Segmented<T extends string | number | boolean>({
  label,
  value,
  options,
  onChange,
}: ChoiceProps<T>) {
  const name = useId();
  return (
    <div class="segmented" role="radiogroup" aria-label={label}>
      {options.map(option => (
        <label key={String(option.value)} class={option.value === value ? 'on' : ''}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

/** Many values behind one. The browser's own: it knows every key and every reader. */
export function Select<T extends string | number | boolean>({
  label,
  value,
  options,
  onChange,
}: ChoiceProps<T>) {
  return (
    <select
      class="select"
      aria-label={label}
      value={options.findIndex(option => option.value === value)}
      onChange={event => {
        const chosen = options[event.currentTarget.selectedIndex];
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {options.map((option, index) => (
        <option key={String(option.value)} value={index}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** On or off. What it is stands beside it. */
export function Toggle({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <vscode-checkbox
      class="toggle"
      toggle
      checked={checked}
      onChange={event => onChange((event.currentTarget as HTMLElement & { checked: boolean }).checked)}
    >
      <span class="unseen">{label}</span>
    </vscode-checkbox>
  );
}
