import './controls.css';

/** Parts that both panels are made of. */
export { Button, type ButtonProps, IconButton, type IconButtonProps, LinkButton } from './button.js';
export { type Option, Segmented, Select, Toggle } from './choice.js';
export { Banner, ProgressBar } from './notice.js';
export { Slider, type SliderProps } from './slider.js';
export { type Tab, Tabs, type TabsProps } from './tabs.js';
