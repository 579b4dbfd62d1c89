import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const pine: MantineColorsTuple = [
  '#e7f6f1',
  '#d3ebe3',
  '#a6d6c7',
  '#76c0a9',
  '#4fad90',
  '#36a17f',
  '#1f8a6a',
  '#0f725a',
  '#0b5d4b',
  '#06493a',
];

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 7 },
  autoContrast: true,
  colors: { pine },
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: '650' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The frame and the sign carry the colour; words in it would be too pale to read.
    Alert: { styles: { title: { color: 'var(--mantine-color-text)' } } },
    Paper: { styles: { root: { backgroundColor: 'var(--gw-surface)' } } },
  },
});

/** Colours of text that keep 4.5:1 against their ground in both schemes, which the library's own do not. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#fbfaf7',
    '--mantine-color-dimmed': '#55595e',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-placeholder': '#6a6f75',
    '--mantine-color-anchor': '#0b5d4b',
    '--gw-surface': '#ffffff',
    '--gw-line': '#dcd9d1',
    '--gw-good': '#0f6b3f',
    '--gw-warn': '#8a4b00',
    '--gw-bad': '#b3261e',
  },
  dark: {
    '--mantine-color-body': '#151816',
    '--mantine-color-dimmed': '#b4bab6',
    '--mantine-color-error': '#ffb4ab',
    '--mantine-color-placeholder': '#9aa19d',
    '--mantine-color-anchor': '#76c0a9',
    '--gw-surface': '#1e2220',
    '--gw-line': '#3a413d',
    '--gw-good': '#7fd6a8',
    '--gw-warn': '#f4bf75',
    '--gw-bad': '#ffb4ab',
  },
});

/** The page's own nonce; browsers hide it from everything but scripts of the page. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
