import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Banner, Button, LinkButton, ProgressBar } from '../shared/controls/index.js';
import { LiveRegion } from '../shared/live.js';
import { MenuLayer } from '../shared/menu.js';
import { bridge, refresh } from './actions.js';
import { Hatches } from './hatches.js';
import { Header } from './header.js';
import { KeysDialog } from './help.js';
import { Inspector } from './inspector/index.js';
import { listenToKeys } from './keys.js';
import { shareNotes } from './share/index.js';
import { busySince, comparison, narrow, problem, shown, snapshot, target } from './store.js';
import { Timeline } from './timeline/index.js';
import { Changes } from './verdict/changes.js';
import { Verdicts } from './verdict/index.js';
import './frame.css';

/** Header, verdicts, canvas with its inspector, timeline: where everything stands. Narrow: one below the other. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  useEffect(listenToKeys, []);
  const cluster = shown.value;
  const canvas = (
    <div class={problem.value === undefined ? 'canvas-place' : 'canvas-place dimmed'} data-region="canvas">
      {children}
    </div>
  );
  return (
    <main class={narrow.value ? 'app narrow' : 'app'}>
      <Hatches />
      <Header />
      <ProgressBar label="Working" since={busySince.value} />
      <Notices />
      {cluster === undefined ? (
        <Empty />
      ) : (
        <>
          <Verdicts />
          {narrow.value ? (
            <>
              <div class="middle">{canvas}</div>
              <Timeline />
              <Inspector />
            </>
          ) : (
            <>
              <div class="middle">
                {canvas}
                <Inspector />
              </div>
              <Timeline />
            </>
          )}
        </>
      )}
      <KeysDialog />
      <LiveRegion />
      <MenuLayer />
    </main>
  );
}

/** What stands between the file and a picture of it. */
function Notices() {
  const cluster = shown.value;
  return (
    <>
      {problem.value !== undefined && (
        <Banner tone="error" actions={<LinkButton onClick={() => void refresh()}>Try again</LinkButton>}>
          {problem.value}
          {cluster !== undefined && ' The last good picture is shown.'}
        </Banner>
      )}
      {cluster?.notPlayable !== undefined && <Banner tone="info">{cluster.notPlayable}</Banner>}
      {shareNotes.value.length > 0 && (
        <Banner
          tone="info"
          actions={
            <LinkButton
              onClick={() => {
                shareNotes.value = [];
              }}
            >
              Close
            </LinkButton>
          }
        >
          {shareNotes.value.map(note => (
            <p key={note}>{note}</p>
          ))}
        </Banner>
      )}
      {comparison.value !== undefined && <Changes comparison={comparison.value} />}
    </>
  );
}

/** No cluster: what would be read, and one to look at. No picture of nothing. */
function Empty() {
  // While the first answer is on its way nothing is known to be missing.
  if (target.value === undefined || (target.value.uri !== undefined && snapshot.value === undefined)) {
    return <div class="empty" />;
  }
  return (
    <div class="empty" data-region="canvas">
      <p>
        {target.value.uri === undefined
          ? 'Open the configuration of a cluster to see it here.'
          : `No cluster was recognised in ${target.value.label}.`}
      </p>
      <p class="dim">
        Read are the configurations of Patroni, etcd, Consul, ZooKeeper, Redis, MongoDB, MySQL, Galera, Kafka
        and others, Compose files and Kubernetes manifests that start them, and Terraform.
      </p>
      <Button
        primary
        onClick={() =>
          bridge.send({ type: 'run', command: 'faultline.openExample', arguments: ['failover'] })
        }
      >
        Open an example
      </Button>
    </div>
  );
}
