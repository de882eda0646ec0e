import type { Rule } from '../rule.js';
import misplacedSetting from './patroni-misplaced-setting.js';
import ownParameter from './patroni-own-parameter.js';
import parameterMinimum from './patroni-parameter-minimum.js';
import timeoutUnit from './patroni-timeout-unit.js';
import timeouts from './patroni-timeouts.js';
import watchdog from './patroni-watchdog.js';
import watchdogMargin from './patroni-watchdog-margin.js';

export const PATRONI: readonly Rule[] = [
  timeouts,
  timeoutUnit,
  misplacedSetting,
  ownParameter,
  parameterMinimum,
  watchdog,
  watchdogMargin,
];
