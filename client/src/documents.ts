import * as vscode from 'vscode';

/** Language ids under which SQL is edited: VS Code's own, ours for CQL, and those of other SQL extensions. */
const SQL_LANGUAGES = [
  'sql',
  'cql',
  'pgsql',
  'postgres',
  'postgresql',
  'plpgsql',
  'mysql',
  'mariadb',
  'sqlite',
  'sqlite3',
  'tsql',
  'mssql',
  'snowflake',
  'snowflake-sql',
  'bigquery',
  'googlesql',
  'redshift',
  'clickhouse',
  'spark-sql',
  'sparksql',
  'flinksql',
  'flink-sql',
  'hive-sql',
] as const;

export const SQL_PATTERN = '**/*.{sql,ddl,cql,pgsql,psql,mysql,hql}';
const PROJECT_PATTERN = '**/faultline.{yaml,yml}';

/** Templates and mappings: tables of DynamoDB, indexes of Elasticsearch. The server looks for them by content. */
const DESIGN_PATTERN = '**/*.{yaml,yml,json,tf,template}';

/** Configs of clusters: the server tells by content what they are. */
const CONFIG_PATTERN = '**/{*.{conf,cnf,cfg,ini,properties,hcl,service,sample,j2,tpl,tmpl,erb},Procfile}';

/** What only matters beside configs: documents that make claims, environments and scripts. They start no server. */
const BESIDE_PATTERN = '**/{*.{md,sh,env,xml},.env,.env.*}';

/** Programs, in whose strings the server finds queries. They start no server, and get nothing but diagnostics. */
const CODE_PATTERN = '**/*.{py,ts,tsx,js,jsx,mjs,cjs,mts,go,java,rb,php}';

/** Files whose change on the disk may change what a panel shows. */
export const WATCHED_PATTERN =
  '**/*.{sql,ddl,cql,pgsql,psql,mysql,hql,yaml,yml,json,tf,template,conf,cnf,cfg,ini,properties,hcl,service}';

/** Documents that are no files of a project: the old side of a comparison, output channels, notebooks' outputs. */
const OTHER_SCHEMES = new Set(['git', 'gitfs', 'output', 'vscode-scm', 'comment', 'walkThroughSnippet']);

/** SQL whose findings and tables are worth a status item. */
export const SQL_SELECTOR: vscode.DocumentFilter[] = [
  ...SQL_LANGUAGES.map(language => ({ language })),
  { pattern: SQL_PATTERN },
];

/** Everything that the server is told about: SQL, whoever owns its language id, the project file, designs and programs. */
export const SELECTOR: vscode.DocumentFilter[] = [
  ...SQL_SELECTOR,
  { pattern: PROJECT_PATTERN },
  { pattern: DESIGN_PATTERN },
  { pattern: CONFIG_PATTERN },
  { pattern: BESIDE_PATTERN },
  { pattern: CODE_PATTERN },
];

const BESIDE_SELECTOR: vscode.DocumentFilter[] = [{ pattern: CODE_PATTERN }, { pattern: BESIDE_PATTERN }];

export function isSql(document: vscode.TextDocument): boolean {
  return isOurs(document) && vscode.languages.match(SQL_SELECTOR, document) > 0;
}

/** True for a document that the server is started for: everything that it is told about but what only stands beside. */
export function startsServer(document: vscode.TextDocument): boolean {
  return isAnalyzed(document) && vscode.languages.match(BESIDE_SELECTOR, document) === 0;
}

/** True for a document that the server is told about. */
export function isAnalyzed(document: vscode.TextDocument): boolean {
  return isOurs(document) && vscode.languages.match(SELECTOR, document) > 0;
}

function isOurs(document: vscode.TextDocument): boolean {
  return !OTHER_SCHEMES.has(document.uri.scheme);
}
