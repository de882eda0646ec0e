import { IconButton } from '../../shared/controls/index.js';
import { FitIcon, LassoIcon, SelectIcon, ZoomInIcon, ZoomOutIcon } from '../../shared/icons.js';
import { recorded } from '../recorded.js';
import { shown, tool } from '../store.js';

/** How the picture is held: choosing or lassoing, near or far. */
export function Tools({
  onZoom,
  onFit,
}: {
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}) {
  const breakable = !recorded.value && shown.value?.notPlayable === undefined;
  return (
    <div class="tools over" role="toolbar" aria-label="Picture">
      {breakable && (
        <>
          <IconButton
            label="Select and move"
            icon={<SelectIcon />}
            pressed={tool.value === 'select'}
            onClick={() => {
              tool.value = 'select';
            }}
          />
          <IconButton
            label="Lasso: part what is inside from the rest"
            icon={<LassoIcon />}
            pressed={tool.value === 'lasso'}
            onClick={() => {
              tool.value = 'lasso';
            }}
          />
        </>
      )}
      <IconButton label="Zoom out" icon={<ZoomOutIcon />} onClick={() => onZoom(0.8)} />
      <IconButton label="Zoom in" icon={<ZoomInIcon />} onClick={() => onZoom(1.25)} />
      <IconButton label="Fit" icon={<FitIcon />} onClick={onFit} />
    </div>
  );
}
