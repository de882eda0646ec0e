/**
 * The hatches that mean something, once per page: amber diagonal waits, red cross is lost, grey diagonal is on one node
 * only, wide grey diagonal is where no message passes. Fill with `url(#hatch-wait)`.
 */
export function Hatches() {
  return (
    <svg width="0" height="0" class="hatches" aria-hidden="true">
      <HatchDefs />
    </svg>
  );
}

/** The same for pictures that leave the page. */
export function HatchDefs() {
  return (
    <defs>
      <pattern
        id="hatch-wait"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="6" height="6" fill="var(--wait)" fill-opacity=".14" />
        <rect width="1.6" height="6" fill="var(--wait)" />
      </pattern>
      <pattern id="hatch-lost" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect width="5" height="5" fill="var(--lost)" fill-opacity=".16" />
        <path d="M0 0L5 5M5 0L0 5" stroke="var(--lost)" stroke-width="1" />
      </pattern>
      <pattern
        id="hatch-only"
        width="4"
        height="4"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <rect width="4" height="4" fill="var(--fg)" fill-opacity=".12" />
        <rect width="1.4" height="4" fill="var(--fg)" />
      </pattern>
      <pattern
        id="hatch-rift"
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect width="1" height="8" fill="var(--fg)" fill-opacity=".13" />
      </pattern>
      <pattern id="hatch-ticks" width="4" height="12" patternUnits="userSpaceOnUse">
        <rect width="1.5" height="12" fill="var(--fg)" />
      </pattern>
    </defs>
  );
}
