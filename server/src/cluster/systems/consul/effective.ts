import type { Effective, Settings } from '../../settings.js';

/** What a server makes of its settings. */
export function effectiveOf(settings: Settings): Settings {
  const found: Record<string, Effective> = {};
  const server = settings.flag('server') !== false;
  if (settings.given('leave_on_terminate') === undefined)
    found.leave_on_terminate = {
      value: !server,
      because: 'Servers stay in the cluster when they are stopped, clients leave.',
    };
  if (settings.given('skip_leave_on_interrupt') === undefined)
    found.skip_leave_on_interrupt = {
      value: server,
      because: 'Servers stay in the cluster at an interrupt, clients leave.',
    };
  if (settings.get('performance.raft_multiplier')?.value === 0)
    found['performance.raft_multiplier'] = { value: 5, because: '0 stands for the default of 5.' };
  return settings.withEffective(found);
}
