import { Text, Textarea, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelsOf, labelText, propertyOf, textIn } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { FieldFrame } from './FieldFrame';

export function RatingField({ block }: BlockProps) {
  const { i18n } = useTranslation('work');
  const { spec, answer, set } = useTask();
  const name = propertyOf(block);
  const property = spec.output.properties[name];
  const own = labelsOf(property);
  const lowest = property?.minimum ?? 1;
  const highest = property?.maximum ?? 5;
  const steps = own.length > 0 ? own : Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index);
  const low = textIn(block.low, i18n.language);
  const high = textIn(block.high, i18n.language);
  return (
    <FieldFrame block={block} role="radiogroup">
      <div className={own.length > 0 ? classes.options : classes.steps}>
        {steps.map((step) => (
          <label
            key={step}
            className={own.length > 0 ? classes.option : classes.step}
            data-chosen={answer[name] === step}
          >
            <input type="radio" name={name} checked={answer[name] === step} onChange={() => set(name, step)} />
            <span>{typeof step === 'string' ? labelText(block, step, i18n.language) : step}</span>
          </label>
        ))}
      </div>
      {(low.text || high.text) && (
        <div className={classes.ends}>
          <span lang={low.lang}>{low.text}</span>
          <span lang={high.lang}>{high.text}</span>
        </div>
      )}
    </FieldFrame>
  );
}

export function TextField({ block }: BlockProps) {
  const { spec, answer, set } = useTask();
  const name = propertyOf(block);
  const property = spec.output.properties[name];
  const value = answer[name];
  const props = {
    'aria-labelledby': `label-${name}`,
    size: 'md' as const,
    value: typeof value === 'string' ? value : '',
    maxLength: property?.maxLength,
    onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value || undefined, true),
  };
  const area = block.style === 'area' || block.type === 'field.transcript';
  return (
    <FieldFrame block={block}>
      {area ? <Textarea {...props} autosize minRows={4} maxRows={16} /> : <TextInput {...props} />}
    </FieldFrame>
  );
}

/** {@return the number that a text means, with either decimal sign; undefined where it means none} */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

export function NumberField({ block }: BlockProps) {
  const { i18n } = useTranslation('work');
  const { answer, set } = useTask();
  const name = propertyOf(block);
  const value = answer[name];
  const unit = textIn(block.unit, i18n.language);
  const id = useId();
  const [text, setText] = useState('');
  // What is being typed stays as it is; what was undone, or comes from a draft, is written out.
  const shown = readNumber(text) === value ? text : typeof value === 'number' ? String(value) : '';
  return (
    <FieldFrame block={block}>
      <div className={classes.number}>
        <TextInput
          aria-labelledby={unit.text ? `label-${name} ${id}` : `label-${name}`}
          size="md"
          w={160}
          inputMode="decimal"
          value={shown}
          onChange={(event) => {
            setText(event.currentTarget.value);
            const number = readNumber(event.currentTarget.value);
            if (number !== value) set(name, number, true);
          }}
        />
        {unit.text && (
          <Text id={id} lang={unit.lang}>
            {unit.text}
          </Text>
        )}
      </div>
    </FieldFrame>
  );
}
