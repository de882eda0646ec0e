export { DEFAULT_AFTER_LAST_MS, defaultClients, partitionSchedule } from './default.js';
export { type GroupingReading, readGrouping } from './grouping.js';
export { ROLE_NAMES } from './limits.js';
export type { ScheduleProblem } from './problem.js';
export { readSchedule, type ScheduleReading } from './read.js';
export {
  readScenario,
  SCENARIO_SUFFIX,
  type Scenario,
  type ScenarioReading,
  scenarioJson,
  scenarioSchema,
} from './scenario.js';
export { scheduleSchema } from './schema.js';
export { readTime } from './time.js';
export { scheduleData, scheduleJson, scheduleYaml } from './write.js';
