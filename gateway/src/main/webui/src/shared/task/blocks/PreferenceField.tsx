import { Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Json, labelText, propertyOf, textIn } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { FieldFrame } from './FieldFrame';

interface Preference {
  choice?: string;
  dimensions?: Record<string, string>;
  rationale?: string;
}

export function PreferenceField({ block }: BlockProps) {
  const { t, i18n } = useTranslation('work');
  const { spec, answer, set } = useTask();
  const name = propertyOf(block);
  const property = spec.output.properties[name] ?? {};
  const value = (answer[name] ?? {}) as Preference;
  const sides = [...(property['x-labels'] ?? ['a', 'b']), ...(property['x-ties'] === false ? [] : ['tie'])];
  const dimensions = property['x-dimensions'] ?? [];
  const change = (part: Preference, typing = false) => set(name, { ...value, ...part } as Json, typing);

  const row = (title: string, group: string, chosen: string | undefined, choose: (side: string) => void) => (
    <div role="radiogroup" aria-label={title} key={group}>
      {dimensions.length > 0 && <Text size="sm">{title}</Text>}
      <div className={classes.steps}>
        {sides.map((side) => (
          <label key={side} className={classes.option} data-chosen={chosen === side}>
            <input type="radio" name={`${name}-${group}`} checked={chosen === side} onChange={() => choose(side)} />
            <span>{side === 'tie' && !block.labels?.tie ? t('tie') : labelText(block, side, i18n.language)}</span>
          </label>
        ))}
      </div>
    </div>
  );
  return (
    <FieldFrame block={block}>
      {row(t('overall'), 'choice', value.choice, (choice) => change({ choice }))}
      {dimensions.map((dimension) =>
        row(
          textIn(block.dimensionLabels?.[dimension], i18n.language).text || dimension,
          dimension,
          value.dimensions?.[dimension],
          (side) => change({ dimensions: { ...value.dimensions, [dimension]: side } }),
        ),
      )}
      {(property['x-rationale'] ?? 'none') !== 'none' && (
        <Textarea
          label={t(property['x-rationale'] === 'required' ? 'rationale' : 'rationaleOptional')}
          size="md"
          autosize
          minRows={2}
          value={value.rationale ?? ''}
          onChange={(event) => change({ rationale: event.currentTarget.value }, true)}
        />
      )}
    </FieldFrame>
  );
}
