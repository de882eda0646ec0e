import type { MenuItem } from '../../shared/menu.js';
export function shareItems(): MenuItem[] {
  return [];
}
