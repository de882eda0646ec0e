/**
 * The three rules of Paxos (Lamport, "Paxos Made Simple", https://lamport.azurewebsites.net/pubs/paxos-simple.pdf). Ballots are
 * numbers that belong to one proposer each; 0 is none.
 */

/** Phase 1b: an acceptor promises to take no lower ballot, unless it promised that or more already. */
export function promises(promised: number, ballot: number): boolean {
  return ballot > promised;
}

/** Phase 2b: an acceptor accepts what is proposed unless it promised not to. */
export function accepts(promised: number, ballot: number): boolean {
  return ballot >= promised;
}

/**
 * Phase 2a: among what a majority has accepted, the proposer must take the value of the highest ballot; its own only where
 * nobody has accepted any. True: the second one counts instead of the first.
 */
export function supersedes(acceptedIn: number, other: number): boolean {
  return other > acceptedIn;
}

/** A ballot of a proposer that is higher than one seen: rounds are shared out among `n` proposers. */
export function nextBallot(seen: number, proposer: number, n: number): number {
  return Math.floor((seen - 1 + n) / n) * n + proposer + 1;
}

export function roundOf(ballot: number, n: number): number {
  return Math.ceil(ballot / n);
}
