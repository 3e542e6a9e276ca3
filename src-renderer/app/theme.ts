import { createTheme, type CSSVariablesResolver, Modal, Tooltip } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';

/**
 * Calm and dense: one quiet blue, cool grays, small radii. Mantine's own grays and state colors miss 4.5:1 on small
 * text, so the ones that carry text are set in {@link resolveVariables}.
 */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '600' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  primaryColor: 'ink',
  // White text on shade 6 measures 4.6:1; on the lighter 5 only 3.5:1.
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  colors: {
    ink: [
      '#eef4fb',
      '#dbe7f4',
      '#b4cde8',
      '#8bb2dc',
      '#689bd2',
      '#528ccb',
      '#3d78b8',
      '#2c5f98',
      '#214a79',
      '#17365a',
    ],
    dark: [
      '#dfe3e9',
      '#bcc3cd',
      '#98a1ae',
      '#6b7583',
      '#444d5a',
      '#333b46',
      '#262c35',
      '#1a1f26',
      '#14181e',
      '#0e1115',
    ],
  },
  components: {
    // Locking the scroll injects a style element that the content security policy refuses; the page itself never scrolls.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, transitionProps: { duration: 120 } } }),
    Spotlight: Spotlight.extend({ defaultProps: { lockScroll: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: true } }),
  },
});

/** Colors of states and surfaces; each pair with its background measures 4.5:1 or more in both schemes. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#566070',
    '--mantine-color-placeholder': '#667080',
    '--vd-canvas': '#e6e9ee',
    '--vd-surface': '#ffffff',
    '--vd-surface-2': '#f5f7f9',
    '--vd-surface-3': '#e9edf2',
    '--vd-line': '#dbe0e7',
    '--vd-hover': '#f0f3f7',
    '--vd-selected': '#e6eef8',
    '--vd-failed': '#b42318',
    '--vd-failed-soft': '#fdeeec',
    '--vd-warning': '#8a5300',
    '--vd-warning-soft': '#fdf3e0',
    '--vd-passed': '#246b3a',
    '--vd-passed-soft': '#e9f5ec',
    '--vd-info': '#24568c',
    '--vd-quiet': '#566070',
  },
  dark: {
    '--mantine-color-body': '#14181e',
    '--mantine-color-dimmed': '#a3acb8',
    '--mantine-color-placeholder': '#8f99a6',
    // Gray notices lie on the page; Mantine's own shade is darker than it, as a hole is.
    '--mantine-color-gray-light': '#1f252d',
    '--vd-canvas': '#0b0d11',
    '--vd-surface': '#14181e',
    '--vd-surface-2': '#1a1f26',
    '--vd-surface-3': '#232932',
    '--vd-line': '#2a313b',
    '--vd-hover': '#1d232b',
    '--vd-selected': '#1c2b3d',
    '--vd-failed': '#ff8f85',
    '--vd-failed-soft': '#361b1b',
    '--vd-warning': '#f0b45a',
    '--vd-warning-soft': '#32260f',
    '--vd-passed': '#7bcb91',
    '--vd-passed-soft': '#16291c',
    '--vd-info': '#8bb8ec',
    '--vd-quiet': '#a3acb8',
  },
});
