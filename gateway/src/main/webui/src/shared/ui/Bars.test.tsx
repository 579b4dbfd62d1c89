import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, it } from 'vitest';
import { asShare, Bars } from './Bars';

it('says in words what it draws', async () => {
  const host = document.createElement('div');
  const root = createRoot(host);
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  await act(async () =>
    root.render(<Bars title="Owed" bars={[{ label: 'Ready', text: '€2.50', share: 0.25, mark: 0.95 }]} />),
  );
  expect(host.querySelector('ul')?.getAttribute('aria-label')).toBe('Owed');
  expect(host.textContent).toBe('Ready€2.50');
  expect(host.querySelectorAll('rect')[1]?.getAttribute('width')).toBe('25%');
  expect(host.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  await act(async () => root.unmount());
});

it('draws no bar beyond its frame', () => {
  expect([asShare(1.7), asShare(-1), asShare(Number.NaN)]).toEqual([1, 0, 0]);
});
