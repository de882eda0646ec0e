import { signal } from '@preact/signals';

/** Least time between two sentences of one kind, ms: readers need to speak them. */
const PAUSE = 1000;
/** Sentences that may wait; older ones are dropped, as the page shows something later already. */
const WAITING = 3;

class Voice {
  readonly said = signal('');
  private readonly waiting: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  say(sentence: string): void {
    if (this.waiting.at(-1) === sentence) return;
    this.waiting.push(sentence);
    if (this.waiting.length > WAITING) this.waiting.shift();
    if (this.timer === undefined) this.next();
  }

  private next(): void {
    const sentence = this.waiting.shift();
    if (sentence === undefined) {
      this.timer = undefined;
      return;
    }
    // The same words again are news only if the text changes.
    this.said.value = sentence === this.said.value ? `${sentence}\u00a0` : sentence;
    this.timer = setTimeout(() => this.next(), PAUSE);
  }
}

const polite = new Voice();
const assertive = new Voice();

/**
 * Tells those who do not see the page what happened, a whole sentence; at most one a second.
 * @param urgent Interrupts what is being read: a lost write, two leaders.
 */
export function announce(sentence: string, urgent = false): void {
  (urgent ? assertive : polite).say(sentence);
}

/** Where `announce` speaks. Once per page. */
export function LiveRegion() {
  return (
    <>
      <div class="unseen" role="status" aria-live="polite">
        {polite.said}
      </div>
      <div class="unseen" role="alert" aria-live="assertive">
        {assertive.said}
      </div>
    </>
  );
}
