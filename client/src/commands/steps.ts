import * as vscode from 'vscode';

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

export interface Step<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly step: number;
  readonly items: readonly (Choice<T> | (vscode.QuickPickItem & { readonly value?: undefined }))[];
  readonly many?: boolean;
  /** Offers the way back. */
  readonly back?: boolean;
}

/** Somebody wants the step before again. */
export const BACK = Symbol('back');

/** One step of a question in several: what was chosen, `BACK`, or undefined where nobody wants to go on. */
export function ask<T>(step: Step<T>): Promise<readonly T[] | typeof BACK | undefined> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.title = step.title;
  pick.placeholder = step.placeholder;
  pick.step = step.step;
  pick.items = step.items as readonly Choice<T>[];
  pick.canSelectMany = step.many === true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.buttons = step.back === true ? [vscode.QuickInputButtons.Back] : [];
  return new Promise(resolve => {
    pick.onDidTriggerButton(() => done(BACK));
    pick.onDidAccept(() => done(pick.selectedItems.map(({ value }) => value)));
    pick.onDidHide(() => done(undefined));
    const done = (answer: readonly T[] | typeof BACK | undefined): void => {
      resolve(answer);
      pick.dispose();
    };
    pick.show();
  });
}
