/** What a schedule may hold. A simulation of more would not end within anybody's patience. */
export const MAX_EVENTS = 1_000;
export const MAX_CLIENTS = 16;
export const MAX_UNTIL_MS = 24 * 3_600_000;
/** Writes or reads of one client in a second. */
export const MAX_RATE = 10_000;
/** A clock that jumps further than this says nothing more. */
export const MAX_CLOCK_MS = 366 * 86_400_000;

/** Names for hosts by what they are at the moment of an event. */
export const ROLE_NAMES = ['@primary', '@rest', '@replicas', '@etcd', '@nodes'] as const;
