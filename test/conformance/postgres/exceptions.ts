import type { Exception } from '../result.js';

/** Differences that are known and right, each with its reason. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    pattern: /alter_table\.sql: (?:table|sequence) (?:public|pg_catalog)\.new_system_table/,
    reason:
      'Unqualified names find pg_catalog before the search path; a table moved there by hand is not followed.',
  },
  {
    pattern: /alter_table\.sql: table public\.part_rp checks:/,
    reason:
      'DETACH PARTITION CONCURRENTLY leaves a check made of the bound; the catalog writes no expressions of its own.',
  },
  {
    pattern: /create_table\.sql: table public\.partitioned\b/,
    reason: 'A domain dropped with CASCADE takes a column of a partition key, and so the table, along.',
  },
  {
    pattern: /domain\.sql: domain public\.dtop: the catalog has/,
    reason: 'DROP DOMAIN ... CASCADE takes domains over the domain along, but not those over these.',
  },
  {
    pattern: /postgrest\/.*: view test\.\w+ columns: the engine has .*, the catalog has (?:data,)?\*$/,
    reason: 'The columns of what a function returns are not followed; the view says so with a star.',
  },
  {
    pattern: /(?:mimic-iv__.*create|identity)\.sql: finding no-primary-key \S+: the engine has found/,
    reason: 'None of its many tables has a key: said once of all of them, at the first.',
  },
  {
    pattern:
      /LATEST\.sql: finding no-primary-key public\.(?:task_run_log|server_config): the engine has found/,
    reason: 'A comment beside the table says why it has none.',
  },
  {
    pattern: /postgrest\/.*: finding no-primary-key test\.no_pk: the engine has found/,
    reason: 'The name of the table says that it has none on purpose.',
  },
  {
    pattern: /postgrest\/.*: finding fk-without-index public\.tb \(b1\): the engine has found/,
    reason: 'Another key of the table begins with the same columns: one index of the longer serves both.',
  },
  {
    pattern: /foreign_key\.sql: finding fk-without-index fkpart5\.fk \(a\): the engine has found/,
    reason: 'Each partition is of one value of the key: the search of it ends at its first row.',
  },
  {
    pattern:
      /analytics \(.*\): finding fk-without-index mart\.dim_product \(category_key\): the engine has found/,
    reason: 'What it refers to is surely a dimension, and nothing deletes from it.',
  },
];
