import type { Rule } from '../rule.js';
import annotationSyntax from './annotation-syntax.js';
import configLineInSql from './config-line-in-sql.js';
import expressionInUniqueConstraint from './expression-in-unique-constraint.js';
import syntaxError from './syntax-error.js';
import unusedSuppression from './unused-suppression.js';

/** By weight. */
export const SYNTAX: readonly Rule[] = [
  syntaxError,
  configLineInSql,
  expressionInUniqueConstraint,
  annotationSyntax,
  unusedSuppression,
];
