/** Statements of a migration as they are put together, with what has to be said of them. */
export class Script {
  readonly statements: string[] = [];
  readonly notes: string[] = [];
  private readonly said = new Set<string>();

  /** @param sql Without its terminator. */
  say(sql: string): void {
    this.statements.push(`${sql.replace(/;\s*$/, '')};`);
  }

  /** A line for people alone. */
  remark(text: string): void {
    this.statements.push(`-- ${text.replace(/\s*\n\s*/g, ' ')}`);
  }

  warn(sentence: string): void {
    if (this.said.has(sentence)) return;
    this.said.add(sentence);
    this.notes.push(sentence);
  }
}
