const paths = {
  list: 'M4 6h16M4 12h16M4 18h10',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8a8 8 0 0 1 16 0',
  coins:
    'M9 14a5 3 0 1 0 0-6 5 3 0 0 0 0 6Zm-5-3v5c0 1.7 2.2 3 5 3s5-1.300 5-3v-5M15 6.200c2.800 0 5 1.300 5 2.900v4.500c0 1.400-1.700 2.500-4 2.800',
  bell: 'M6 16V11a6 6 0 1 1 12 0v5l1.500 2h-15ZM10 20.500h4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3 2',
  settings:
    'M4 7h9m5 0h2M4 17h3m5 0h8M15.500 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Zm-6 10a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  back: 'M15 5l-7 7 7 7',
  undo: 'M9 7 5 11l4 4M5 11h9a5 5 0 0 1 0 10h-3',
  redo: 'm15 7 4 4-4 4m4-4h-9a5 5 0 0 0 0 10h3',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-10v5m0-8.500v.01',
  alert: 'M12 4 2.500 20h19ZM12 10v4m0 3v.01',
  close: 'M6 6l12 12M18 6 6 18',
  up: 'M12 19V5m-6 6 6-6 6 6',
  down: 'M12 5v14m-6-6 6 6 6-6',
  keyboard: 'M3 7h18v10H3ZM7 10.500h.01M11 10.500h.01M15 10.500h.01M8 14h8',
  chart: 'M4 20V10m6 10V4m6 16v-7m5 7H3',
  bank: 'M4 20h16M5 10h14M12 4 4 9.500h16ZM7 10v7m5-7v7m5-7v7',
  book: 'M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2Zm0 14a2 2 0 0 1 2-2h12M9 8h6',
  scales: 'M12 4v16m-5 0h10M5 7h14M5 7l-3 7h6Zm14 0-3 7h6Z',
  flag: 'M6 21V4h12l-2.500 4L18 12H6',
  plus: 'M12 5v14M5 12h14',
  trash: 'M5 7h14M10 7V4h4v3m3 0-1 13H8L7 7',
} as const;

export type IconName = keyof typeof paths;

/** Decoration only: what it stands for is always said in words beside it or on its button. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
