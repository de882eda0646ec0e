import type { ComponentChildren } from 'preact';

/** A picture of 16 × 16 px in the colour of the text beside it. It is never all that says something: its button has a name. */
function icon(content: ComponentChildren, width = 16, height = 16) {
  return function Icon() {
    return (
      <svg
        class="icon"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
      >
        {content}
      </svg>
    );
  };
}

const filled = { fill: 'currentColor', stroke: 'none' } as const;

export const PinIcon = icon(<path d="M6 2h4v5l2 2H4l2-2zM8 9v5" />);
export const PinnedIcon = icon(
  <>
    <path d="M6 2h4v5l2 2H4l2-2z" fill="currentColor" />
    <path d="M8 9v5" />
  </>,
);
export const ShareIcon = icon(<path d="M8 10V2m-3 3l3-3l3 3M3 9v5h10V9" />);
export const MoreIcon = icon(
  <g {...filled}>
    <circle cx="3" cy="8" r="1.2" />
    <circle cx="8" cy="8" r="1.2" />
    <circle cx="13" cy="8" r="1.2" />
  </g>,
);
export const ToStartIcon = icon(<path {...filled} d="M3 3h2v10H3zM13 3v10L6 8z" />);
export const StepBackIcon = icon(<path stroke-width="1.5" d="M10 3L5 8l5 5" />);
export const StepForwardIcon = icon(<path stroke-width="1.5" d="M6 3l5 5l-5 5" />);
export const PreviousEventIcon = icon(<path d="M12 3L7 8l5 5M4 3v10" />);
export const NextEventIcon = icon(<path d="M4 3l5 5l-5 5M12 3v10" />);
export const PlayIcon = icon(<path {...filled} d="M4 2.5v11l9-5.500z" />);
export const PauseIcon = icon(<path {...filled} d="M4 3h3v10H4zM9 3h3v10H9z" />);
export const ForkIcon = icon(<path d="M4 2v12M4 10c0-4 8-2 8-7M9.5 4.500L12 2l2.5 2.5" />);
export const SelectIcon = icon(<path stroke-width="1.3" d="M4 2l8 6l-4 1l-2 4z" />);
export const LassoIcon = icon(
  <>
    <ellipse cx="8" cy="7" rx="5.5" ry="4" stroke-dasharray="2.5 1.5" />
    <path d="M5 10l-1 4" />
  </>,
);
export const ZoomOutIcon = icon(<path d="M3 8h10" />);
export const ZoomInIcon = icon(<path d="M3 8h10M8 3v10" />);
export const FitIcon = icon(<path d="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" />);
export const CloseIcon = icon(<path d="M4 4l8 8M12 4l-8 8" />);
export const CheckIcon = icon(<path stroke-width="1.6" d="M3 8.500l3.5 3.500L13 4.5" />);
export const ChevronRightIcon = icon(<path d="M6 3.500L10.5 8L6 12.5" />);
export const ChevronDownIcon = icon(<path d="M3.5 6L8 10.500L12.5 6" />);
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.5" />
    <path d="M10.5 10.500L14 14" />
  </>,
);
export const InfoIcon = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 7v4.500M8 4.200v1.3" stroke-width="1.5" />
  </>,
);
export const WarningIcon = icon(
  <>
    <path d="M8 2L14.5 13.500h-13z" stroke-linejoin="round" />
    <path d="M8 6v4M8 11v1.3" stroke-width="1.5" />
  </>,
);
export const ErrorIcon = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M5.5 5.500l5 5M10.5 5.500l-5 5" />
  </>,
);
export const CopyIcon = icon(<path d="M6 5h7v9H6zM10 5V2H3v9h3" />);
export const SaveIcon = icon(<path d="M8 2v8m-3-3l3 3l3-3M3 12v2h10v-2" />);
export const HelpIcon = icon(
  <>
    <rect x="1.5" y="4" width="13" height="8.5" rx="1" />
    <path d="M4 6.500h1M7 6.500h1M10 6.500h1.500M5 10h6" />
  </>,
);
export const TableIcon = icon(<path d="M2 3h12v10H2zM2 6.500h12M2 10h12M6 3v10" />);

// ------------------------------------------------------------------------------------------------ verdicts

export const LostIcon = icon(
  <>
    <rect x="3" y="3" width="10" height="10" stroke-width="1.5" stroke-dasharray="2 1.5" />
    <path stroke-width="1.75" d="M1 15L15 1" />
  </>,
);
export const RecoveryIcon = icon(<path stroke-width="1.5" d="M2 4v8M14 4v8M2 8h12" />);
export const BlockedIcon = icon(
  <>
    <path d="M2 3h12v10H2z" stroke-width="1" />
    <path d="M2 8l5-5M2 13l10-10M7 13l7-7" />
    <path stroke-width="2" d="M14 2v12" />
  </>,
);
export const StaleIcon = icon(
  <>
    <circle cx="8" cy="8" r="5.5" />
    <path d="M8 4.800V8L5.4 9.6" />
  </>,
);
export const LeadersIcon = icon(<path {...filled} d="M2 3h12v4H2zM2 9h12v4H2z" />);
export const ConflictIcon = icon(<path stroke-width="1.6" d="M2 8h5l6-5M7 8l6 5" />);

// ------------------------------------------------------------------------------------------------- presets

const lone = <circle cx="3" cy="6" r="2.6" fill="currentColor" />;
/** A jag that parts what is left of it from what is right. */
const jag = (x: number) => <path stroke-width="1.3" d={`M${x} 0l2 3l-3 3l3 3l-2 3`} />;
const ring = (x: number) => <circle cx={x} cy="6" r="2.6" />;

export const IsolateIcon = icon(
  <>
    {lone}
    {jag(9)}
    {ring(15)}
    {ring(22)}
  </>,
  26,
  12,
);
export const SplitIcon = icon(
  <>
    {lone}
    {jag(8)}
    {ring(13)}
    {jag(18)}
    {ring(23)}
  </>,
  26,
  12,
);
export const LoseIcon = icon(
  <>
    <path d="M3 6h20" stroke-width="1" stroke-dasharray="2 2" />
    <path stroke-width="1.75" d="M9 2l8 8m0-8l-8 8" />
  </>,
  26,
  12,
);
export const OneWayIcon = icon(
  <>
    {lone}
    <path stroke-width="1.3" d="M8 4h10l-3-2.500M18 8h-4m-3 0h-3" />
    {ring(23)}
  </>,
  26,
  12,
);
export const CrashIcon = icon(
  <>
    <rect x="7" y="1" width="12" height="10" rx="1.5" stroke-dasharray="2 1.5" />
    <path stroke-width="1.6" d="M10.5 3.500l5 5m0-5l-5 5" />
  </>,
  26,
  12,
);
