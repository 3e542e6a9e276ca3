import { expect, it } from 'vitest';
import { layoutId } from './layout-id.ts';

it('remembers panes for about the same window, and apart from those of another screen', () => {
  expect(layoutId('logs', 1280)).toBe(layoutId('logs', 1265));
  const screens = [1280, 1920, 2560, 3840].map((width) => layoutId('logs', width));
  expect(new Set(screens).size).toBe(4);
  expect(layoutId('review', 1280)).not.toBe(layoutId('logs', 1280));
});
