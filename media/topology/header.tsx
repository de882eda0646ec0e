import { useEffect } from 'preact/hooks';
import { Button, IconButton, Select } from '../shared/controls/index.js';
import { HelpIcon, MoreIcon, PinIcon, PinnedIcon, ShareIcon } from '../shared/icons.js';
import { type MenuItem, openMenuBelow } from '../shared/menu.js';
import { bridge, chooseCluster, find, heal, pin, setPositions, simulatePreset } from './actions.js';
import { showKeys } from './help.js';
import { openShareMenu, shareItems } from './share/index.js';
import { narrow, pinned, playback, positions, shown, snapshot, target } from './store.js';

/** Which cluster, of which file, and what can be done with the whole of it. */
export function Header() {
  // The editor's command opens the same menu.
  useEffect(() => {
    window.addEventListener('faultline:share', openShareMenu);
    return () => window.removeEventListener('faultline:share', openShareMenu);
  }, []);
  const cluster = shown.value;
  const clusters = snapshot.value?.clusters ?? [];
  const file = target.value?.label.replace(/^.*\//, '') ?? '';
  const playable = cluster !== undefined && cluster.notPlayable === undefined;
  return (
    <header class="header" data-region="header">
      {clusters.length > 1 ? (
        <>
          <h1 class="unseen">{cluster?.title ?? 'Topology'}</h1>
          <Select
            label="Cluster"
            value={cluster?.id ?? ''}
            options={clusters.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={id => void chooseCluster(id)}
          />
        </>
      ) : (
        <h1>{cluster?.title ?? 'Topology'}</h1>
      )}
      <span class="header-about dim">{cluster?.subtitle ?? ''}</span>
      {!narrow.value && file !== '' && (
        <span class="dim header-file" title={target.value?.label}>
          {pinned.value ? `pinned to ${file}` : `follows ${file}`}
        </span>
      )}
      <IconButton
        label={`Pin to ${file === '' ? 'this file' : file}`}
        icon={pinned.value ? <PinnedIcon /> : <PinIcon />}
        pressed={pinned.value}
        disabled={file === ''}
        onClick={() => pin(!pinned.value)}
      />
      {!narrow.value && (
        <>
          <span class="separator" />
          <Button
            disabled={!playable}
            onClick={() => void find()}
            title="The fewest faults that break a promise (F)"
          >
            Find shortest failure
          </Button>
        </>
      )}
      <IconButton
        label="Share"
        icon={<ShareIcon />}
        menu
        disabled={playback.value === undefined}
        onClick={event => openMenuBelow(event.currentTarget as Element, 'Share', shareItems())}
      />
      <IconButton
        label="More"
        icon={<MoreIcon />}
        menu
        onClick={event => openMenuBelow(event.currentTarget as Element, 'More', moreItems(playable))}
      />
    </header>
  );
}

function moreItems(playable: boolean): MenuItem[] {
  const presets = shown.value?.presets ?? [];
  return [
    { label: 'Find shortest failure', keys: 'F', disabled: !playable, run: () => void find() },
    {
      label: 'Simulate a partition…',
      keys: 'P',
      disabled: !playable,
      run: pickPartition,
    },
    {
      label: 'Break it',
      disabled: !playable || presets.length === 0,
      items: presets.map(preset => ({ label: preset.title, run: () => simulatePreset(preset) })),
    },
    { label: 'Heal all', keys: 'H', disabled: !playable, run: heal },
    {
      label: 'Compare with the last commit',
      separated: true,
      run: () => bridge.send({ type: 'run', command: 'faultline.compareTopology' }),
    },
    {
      label: 'Put everything back where it was laid out',
      disabled: Object.keys(positions.value).length === 0,
      run: () => setPositions({}),
    },
    { label: 'Keyboard', icon: <HelpIcon />, keys: '?', separated: true, run: showKeys },
  ];
}

/** Asks the editor for the grouping; what is chosen comes back as a command. */
export function pickPartition(): void {
  const uri = target.value?.uri;
  const cluster = shown.value?.id;
  bridge.send({
    type: 'run',
    command: 'faultline.simulatePartition',
    arguments: uri === undefined || cluster === undefined ? [] : [uri, cluster],
  });
}
