import { MODULES } from '../../server/src/cluster/index.js';
import type { Parameter } from '../../server/src/cluster/parameter.js';
import { lcg } from './random.js';

/** A config of about so many lines, as servers' own sample files are: comments, and settings between them. */
export function generateConfig(kind: 'postgresql.conf' | 'patroni.yml', lines: number): string {
  const random = lcg(lines);
  const known = MODULES.flatMap(module => module.parameters)
    .filter(table => table.system === 'postgres')
    .flatMap(table => table.all)
    .filter(parameter => !parameter.name.includes('.') && plain(parameter) !== undefined);
  const setting = (i: number): string => {
    const parameter = known[i % known.length]!;
    return `${parameter.name} = ${plain(parameter)}`;
  };
  if (kind === 'postgresql.conf') {
    const result: string[] = ['# PostgreSQL 16'];
    for (let i = 0; result.length < lines; i++) {
      result.push(
        random() < 1 / 3 ? setting(i) : `#${setting(i)}\t\t\t# what it does in a few words, and its unit`,
      );
    }
    return `${result.join('\n')}\n`;
  }
  const parameters: string[] = [];
  for (let i = 0; parameters.length < lines - 40; i++) {
    parameters.push(`        # what the next line does in a few words`);
    parameters.push(`        ${setting(i).replace(' = ', ': ')}`);
  }
  return `scope: bench
name: n1
etcd3:
  hosts: [10.0.0.1:2379, 10.0.0.2:2379, 10.0.0.3:2379]
restapi:
  listen: 10.0.0.11:8008
  connect_address: 10.0.0.11:8008
bootstrap:
  dcs:
    ttl: 30
    loop_wait: 10
    retry_timeout: 10
    synchronous_mode: true
    postgresql:
      parameters:
${parameters.join('\n')}
postgresql:
  listen: 10.0.0.11:5432
  connect_address: 10.0.0.11:5432
  data_dir: /var/lib/postgresql/16/main
watchdog:
  mode: automatic
`;
}

/** Keystrokes at random places: a digit typed into a line, and taken away again. */
export function planConfigEdits(
  text: string,
  count: number,
): { readonly range: { start: Position; end: Position }; readonly text: string }[] {
  const random = lcg(count);
  const lines = text.split('\n');
  return Array.from({ length: Math.ceil(count / 2) }, () => {
    const line = Math.floor(random() * (lines.length - 1));
    const character = lines[line]!.length;
    const at = { line, character };
    return [
      { range: { start: at, end: at }, text: '1' },
      { range: { start: at, end: { line, character: character + 1 } }, text: '' },
    ];
  }).flat();
}

interface Position {
  readonly line: number;
  readonly character: number;
}

function plain({ type, default: given }: Parameter): string | undefined {
  if (type.kind === 'boolean') return 'on';
  if (type.kind === 'number') return typeof given === 'number' ? String(given) : '10';
  if (type.kind === 'enum') return type.values[0];
  return type.kind === 'duration' ? '10s' : type.kind === 'bytes' ? '64MB' : undefined;
}
