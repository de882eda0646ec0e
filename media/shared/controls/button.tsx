import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { ComponentChildren } from 'preact';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: (event: MouseEvent) => void;
  /** The one thing to do here. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly id?: string;
  /** Opens a menu below itself. */
  readonly menu?: boolean;
}

/** A button with words. */
export function Button({ children, onClick, primary, disabled, title, id, menu }: ButtonProps) {
  return (
    <vscode-button
      {...(id === undefined ? {} : { id })}
      {...(title === undefined ? {} : { title })}
      {...(menu ? { 'aria-haspopup': 'menu' as const } : {})}
      class={primary ? 'button primary' : 'button'}
      secondary={!primary}
      disabled={disabled ?? false}
      aria-disabled={disabled ? 'true' : 'false'}
      onClick={event => {
        if (!disabled) onClick(event);
      }}
    >
      {children}
    </vscode-button>
  );
}

export interface IconButtonProps {
  /** What it does: its name, and what shows when it is pointed at. */
  readonly label: string;
  readonly icon: ComponentChildren;
  readonly onClick: (event: MouseEvent) => void;
  /** For those that stay down. */
  readonly pressed?: boolean;
  /** Looks as if it were down, without being something that stays down. */
  readonly strong?: boolean;
  readonly disabled?: boolean;
  readonly menu?: boolean;
  /** Key that does the same, as it is printed on keys. */
  readonly keys?: string;
}

/** A button with a picture. Its name is not seen until it is pointed at. */
export function IconButton({ label, icon, onClick, pressed, strong, disabled, menu, keys }: IconButtonProps) {
  return (
    <button
      type="button"
      class={pressed || strong ? 'icon-button on' : 'icon-button'}
      aria-label={label}
      title={keys === undefined ? label : `${label} (${keys})`}
      disabled={disabled}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...(menu ? { 'aria-haspopup': 'menu' as const } : {})}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}

/** Words that do something and look like a link. */
export function LinkButton({
  children,
  onClick,
  title,
}: {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  readonly title?: string;
}) {
  return (
    <button type="button" class="link" {...(title === undefined ? {} : { title })} onClick={onClick}>
      {children}
    </button>
  );
}
