export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value in words, for those who do not see it. */
  readonly text: string;
  /** Where a mark stands: the value before anybody moved it. */
  readonly original?: number;
  /** While it moves. */
  readonly onInput: (value: number) => void;
}

/** A value of a range. */
export function Slider({ label, value, min, max, step, text, original, onInput }: SliderProps) {
  const part = original === undefined || max === min ? undefined : (original - min) / (max - min);
  return (
    <div class="slider">
      {part !== undefined && (
        <span
          class="slider-mark"
          // The thumb's middle goes from half its width to half its width before the end.
          style={{ left: `calc(4px + (100% - 8px) * ${Math.min(1, Math.max(0, part))})` }}
        />
      )}
      <input
        type="range"
        aria-label={label}
        aria-valuetext={text}
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={event => onInput(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}
