import type { ScheduleData } from '../../protocol/topology-panel.js';
import type { Prepared } from '../../simulate/family.js';
import { defaultSchedule, namesOf } from '../../simulate/report/default-schedule.js';
import { readSchedule, scheduleJson } from '../../simulate/schedule/index.js';
import type { Schedule } from '../../simulate/schedule/model.js';

/**
 * The schedule that a panel sent, read as a schedule file is; where it sent none, whoever leads is cut off for a while. A
 * sentence says what is wrong with it.
 */
export function checkedSchedule(
  data: ScheduleData | undefined,
  prepared: Prepared,
): Schedule | { readonly why: string } {
  if (data === undefined) return defaultSchedule(prepared);
  let text: string;
  try {
    text = scheduleJson(data as Schedule);
  } catch {
    return { why: 'This is no schedule: it lacks its clients or its events.' };
  }
  const { schedule, problems } = readSchedule(text, namesOf(prepared));
  const [problem] = problems;
  return problem === undefined ? schedule : { why: `The schedule cannot be played. ${problem.message}` };
}
