import type { PanelVerdict, SettingPlace } from '../../../server/src/protocol/topology-panel.js';
import { Button, LinkButton, Tabs } from '../../shared/controls/index.js';
import {
  BlockedIcon,
  CloseIcon,
  ConflictIcon,
  LeadersIcon,
  LostIcon,
  RecoveryIcon,
  StaleIcon,
} from '../../shared/icons.js';
import { openMenuBelow } from '../../shared/menu.js';
import { chooseOutcome, find, openPlace } from '../actions.js';
import { placeWords } from '../files.js';
import { recorded } from '../recorded.js';
import {
  before,
  chosenCard,
  comparison,
  lens,
  narrow,
  outcome,
  playback,
  searching,
  settled,
} from '../store.js';
import { count } from '../words.js';
import { changedBy, outcomeWords } from './words.js';
import './verdict.css';

/** What the run comes to: a figure for each question, the chosen one with its reason. It is the lens of the whole panel. */
export function Verdicts() {
  const run = playback.value;
  if (run === undefined) return null;
  const chosen = run.verdicts.find(({ id }) => id === lens.value) ?? run.verdicts[0];
  const was = before.value;
  return (
    <section
      class={settled.value ? 'verdict' : 'verdict unsettled'}
      aria-label="Verdict"
      data-region="verdict"
    >
      <Tabs
        label="Verdicts"
        class="verdict-cells"
        panel="verdict-why"
        selected={chosen?.id}
        onSelect={id => {
          lens.value = id;
        }}
        tabs={run.verdicts.map(verdict => ({
          id: verdict.id,
          class: `verdict-cell ${verdict.tone} is-${verdict.id}`,
          content: <Cell verdict={verdict} was={changedBy(verdict, was)} />,
        }))}
      />
      <Why verdict={chosen} />
    </section>
  );
}

function Cell({ verdict, was }: { readonly verdict: PanelVerdict; readonly was: string | undefined }) {
  const Icon = ICONS[verdict.id];
  return (
    <>
      <span class="verdict-name">
        <Icon />
        {verdict.title}
      </span>
      <span class="verdict-value">
        {verdict.value}{' '}
        <small title={verdict.detail}>{was === undefined ? verdict.detail : `was ${was}`}</small>
      </span>
      <span class="unseen">{reason(verdict)}</span>
    </>
  );
}

const ICONS = {
  lost: LostIcon,
  recovery: RecoveryIcon,
  blocked: BlockedIcon,
  stale: StaleIcon,
  leaders: LeadersIcon,
  conflicts: ConflictIcon,
} as const;

/** The sentence why, and what of the configuration has a hand in it. */
function Why({ verdict }: { readonly verdict: PanelVerdict | undefined }) {
  const run = playback.value;
  const words = run === undefined || recorded.value ? undefined : outcomeWords(run.outcomes);
  const was = before.value;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a tab panel without a control at its beginning is reached itself.
    <div class="why" role="tabpanel" id="verdict-why" aria-label="Why" tabIndex={0}>
      <p>{verdict?.why ?? ''}</p>
      {words !== undefined && (
        <button
          type="button"
          class="chip"
          aria-haspopup="menu"
          title="Runs of the same faults end differently: choose which one is shown"
          onClick={event => openOutcomes(event.currentTarget)}
        >
          {words}
        </button>
      )}
      {was !== undefined && was.label !== 'before' && was.label !== comparison.value?.label && (
        <button
          type="button"
          class="chip with-icon"
          onClick={() => {
            before.value = undefined;
          }}
        >
          {`compared with ${was.label}`}
          <span class="unseen">: stop comparing</span>
          <CloseIcon />
        </button>
      )}
      <span class="grow" />
      {narrow.value && verdict !== undefined && verdict.tone !== 'good' && !recorded.value && <ToFix />}
      {verdict !== undefined && verdict.because.length > 0 && <Because settings={verdict.because} />}
    </div>
  );
}

/** Where the inspector is far below: to the fix that was found, or to the search for one. */
function ToFix() {
  const fix = chosenCard.value?.fixes[0];
  if (searching.value && fix === undefined) return null;
  return fix === undefined ? (
    <Button onClick={() => void find()}>Find shortest failure</Button>
  ) : (
    <Button primary onClick={() => document.querySelector('.fix')?.scrollIntoView({ block: 'center' })}>
      Show fix
    </Button>
  );
}

/** How many settings are named; the others are a menu away. */
const NAMED = 2;

/** `Because pre-vote off, etcd.conf.yml:1 and …`: each opens its line. */
export function Because({ settings }: { readonly settings: readonly SettingPlace[] }) {
  const shown = settings.slice(0, settings.length > NAMED + 1 ? NAMED : NAMED + 1);
  const rest = settings.slice(shown.length);
  return (
    <p class="because">
      <span class="dim">Because </span>
      {shown.map((setting, index) => (
        <span key={`${setting.name} ${whereOf(setting)}`}>
          <Setting setting={setting} />
          {index < shown.length - 1 && (
            <span class="dim">{index === settings.length - 2 ? ' and ' : '\u2060, '}</span>
          )}
        </span>
      ))}
      {rest.length > 0 && (
        <>
          <span class="dim"> and </span>
          <button
            type="button"
            class="link"
            aria-haspopup="menu"
            onClick={event =>
              openMenuBelow(
                event.currentTarget,
                'Settings',
                rest.map(({ name, value, place }) => ({
                  label: `${name} ${value}`,
                  disabled: place === undefined,
                  run: () => {
                    if (place !== undefined) openPlace(place);
                  },
                })),
              )
            }
          >
            {`${count(rest.length)} more`}
          </button>
        </>
      )}
    </p>
  );
}

function Setting({ setting }: { readonly setting: SettingPlace }) {
  const { name, value, place, written } = setting;
  const words = (
    <>
      <code>{name}</code> {value}
      {place !== undefined && `, ${placeWords(place)}`}
      {!written && place === undefined && ' (default)'}
    </>
  );
  return place === undefined || recorded.value ? (
    <span>{words}</span>
  ) : (
    <LinkButton onClick={() => openPlace(place)}>{words}</LinkButton>
  );
}

function whereOf({ place }: SettingPlace): string {
  return place === undefined ? '' : placeWords(place);
}

function openOutcomes(element: Element): void {
  const run = playback.value;
  if (run === undefined) return;
  const now = outcome.value ?? run;
  openMenuBelow(
    element,
    'Outcomes',
    run.outcomes.map(each => ({
      label: `${each.title} (${Math.round(each.share * 100)} %)`,
      checked: each.seed === now.seed && each.lean === now.lean,
      run: () => chooseOutcome(each),
    })),
  );
}

/** What is read after the value. */
function reason({ because }: PanelVerdict): string {
  if (because.length === 0) return '';
  const settings = because.map(
    setting =>
      `${setting.name} is ${setting.value}${setting.place === undefined ? '' : `, ${whereOf(setting).replace(/:(\d+)$/, ' line $1')}`}`,
  );
  return `. Because ${settings.join(', ')}.`;
}
