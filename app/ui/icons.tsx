import { classes } from './classes.ts';

/** Line drawings on a grid of 16, each one path. Add only what a page uses. */
const paths = {
  home: 'M2.5 7 8 2.5 13.5 7v6a.5.5 0 0 1-.5.5H9.75v-4h-3.5v4H3a.5.5 0 0 1-.5-.5z',
  members:
    'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.7a2.5 2.5 0 0 1 0 4.6M12 9.8c1.5.6 2.5 1.9 2.5 3.7',
  mail: 'M2 4.5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1zM2.3 4.5 8 9l5.7-4.5',
  grid: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  plus: 'M8 3v10M3 8h10',
  check: 'm3 8.5 3.25 3.25L13 5',
  chevrons: 'm5 6 3-3 3 3M5 10l3 3 3-3',
  down: 'm4 6 4 4 4-4',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  right: 'M6 3.5 10.5 8 6 12.5',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  close: 'm4 4 8 8M12 4l-8 8',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  signOut: 'M6.5 2.5H3.5a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3M10.5 11l3-3-3-3M13.5 8h-7',
  person: 'M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8zM2.5 14c.3-2.6 2.5-4 5.5-4s5.2 1.4 5.5 4',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 13.5 13.5',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5V11M8 5h.01',
  warning: 'M8 2.5 14.5 13.5h-13zM8 7v3M8 11.75h.01',
  copy: 'M5.5 5.5h7a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1zM2.5 10.5v-7a1 1 0 0 1 1-1h7',
  key: 'M5.5 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.7 7.8 13 2.5M10.5 5l2 2',
  log: 'M5.5 4h8M5.5 8h8M5.5 12h5M2.5 4h.01M2.5 8h.01M2.5 12h.01',
  folder: 'M2 4.5a1 1 0 0 1 1-1h3.2l1.5 1.75H13a1 1 0 0 1 1 1v5.25a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z',
  settings:
    'M2.5 5h5.25M11.25 5h2.25M2.5 11h2.25M8.25 11h5.25M9.5 6.75a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5zM6.5 12.75a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5z',
} as const;

export type IconName = keyof typeof paths;

/** An icon beside a text that says the same; never alone without a label. `<Icon name="mail" />` */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={classes('size-4 shrink-0', className)} viewBox="0 0 16 16" fill="none" aria-hidden="true">
      <path
        d={paths[name]}
        stroke="currentColor"
        strokeWidth={name === 'more' ? 2 : 1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
