import type { HTMLAttributes } from 'preact';
import type {} from 'preact/jsx-runtime';

/** The elements of VS Code Elements that panels use, with the properties that panels set. */
interface ElementOfLibrary extends HTMLAttributes<HTMLElement> {
  readonly disabled?: boolean;
}

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': ElementOfLibrary & { readonly secondary?: boolean };
      'vscode-checkbox': ElementOfLibrary & {
        readonly checked?: boolean;
        readonly label?: string;
        readonly toggle?: boolean;
      };
      'vscode-textfield': ElementOfLibrary & {
        readonly value?: string;
        readonly label?: string;
        readonly placeholder?: string;
        readonly type?: 'text' | 'number' | 'search';
        readonly min?: number;
        readonly max?: number;
        readonly step?: number;
      };
      'vscode-progress-bar': ElementOfLibrary & {
        readonly value?: number;
        readonly indeterminate?: boolean;
      };
    }
  }
}
