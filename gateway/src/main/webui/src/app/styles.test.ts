import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const src = path.join(import.meta.dirname, '..');
const library = path.join(src, '../node_modules/@mantine/core/styles');
const styles = readFileSync(path.join(import.meta.dirname, 'styles.ts'), 'utf8');

function imported(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return imported(file);
    if (!entry.name.endsWith('.tsx')) return [];
    const names = readFileSync(file, 'utf8').match(/import \{([^}]+)\} from '@mantine\/core'/)?.[1] ?? '';
    return names.split(',').map((name) =>
      name
        .trim()
        .replace(/^type /, '')
        .replace(/ as .*/, ''),
    );
  });
}

/** Styles that a component needs besides its own. */
const needs: Record<string, string[]> = {
  Checkbox: ['InlineInput', 'Input'],
  Radio: ['InlineInput', 'Input'],
  Switch: ['InlineInput', 'Input'],
  Modal: ['ModalBase', 'Overlay', 'Paper', 'CloseButton', 'ScrollArea'],
  Menu: ['Popover', 'Paper'],
  Button: ['Loader', 'UnstyledButton'],
  ActionIcon: ['Loader', 'UnstyledButton'],
  NativeSelect: ['Input'],
  TextInput: ['Input'],
  Textarea: ['Input'],
  NumberInput: ['Input', 'NumberInput'],
  Select: ['Input', 'Combobox'],
  Tooltip: ['Tooltip'],
};

it('brings the styles of every component in use', () => {
  const missing = [...new Set(imported(src).flatMap((name) => [name, ...(needs[name] ?? [])]))]
    .filter((name) => existsSync(path.join(library, `${name}.css`)))
    .filter((name) => !styles.includes(`/${name}.css'`));
  expect(missing).toEqual([]);
});
