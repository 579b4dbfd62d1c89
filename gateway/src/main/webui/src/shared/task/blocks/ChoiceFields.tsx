import { useTranslation } from 'react-i18next';
import { labelsOf, labelText, propertyOf } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { FieldFrame } from './FieldFrame';

interface OptionsProps extends BlockProps {
  labels: readonly string[];
  chosen: readonly string[];
  kind: 'radio' | 'checkbox';
  onToggle: (label: string) => void;
}

/** Buttons as large as a thumb, real radio buttons and boxes underneath, each with its key. */
function Options({ block, labels, chosen, kind, onToggle }: OptionsProps) {
  const { t, i18n } = useTranslation('work');
  const { hotkeys } = useTask();
  const name = propertyOf(block);
  return (
    <div className={classes.options}>
      {labels.map((label) => {
        const key = hotkeys.find((hotkey) => hotkey.field === name && hotkey.label === label)?.key;
        const own = labelText(block, label, i18n.language);
        const yesNo = block.type === 'field.boolean' && own === label;
        return (
          <label key={label} className={classes.option} data-chosen={chosen.includes(label)}>
            <input
              type={kind}
              name={name}
              value={label}
              checked={chosen.includes(label)}
              onChange={() => onToggle(label)}
              {...(key ? { 'aria-keyshortcuts': key } : {})}
            />
            <span>{yesNo ? t(label === 'true' ? 'yes' : 'no') : own}</span>
            {key && (
              <span className={classes.key} aria-hidden="true">
                {key.toUpperCase()}
              </span>
            )}
          </label>
        );
      })}
    </div>
  );
}

export function ChoiceField({ block }: BlockProps) {
  const { spec, answer, set } = useTask();
  const name = propertyOf(block);
  const value = answer[name];
  return (
    <FieldFrame block={block} role="radiogroup">
      <Options
        block={block}
        kind="radio"
        labels={labelsOf(spec.output.properties[name])}
        chosen={typeof value === 'string' ? [value] : []}
        onToggle={(label) => set(name, label)}
      />
    </FieldFrame>
  );
}

export function BooleanField({ block }: BlockProps) {
  const { answer, set } = useTask();
  const name = propertyOf(block);
  const value = answer[name];
  return (
    <FieldFrame block={block} role="radiogroup">
      <Options
        block={block}
        kind="radio"
        labels={['true', 'false']}
        chosen={typeof value === 'boolean' ? [String(value)] : []}
        onToggle={(label) => set(name, label === 'true')}
      />
    </FieldFrame>
  );
}

/** {@return the list with a label put in or taken out, in the order of the spec} */
export function toggled(labels: readonly string[], chosen: readonly string[], label: string): string[] {
  return labels.filter((other) => (other === label ? !chosen.includes(label) : chosen.includes(other)));
}

export function MultichoiceField({ block }: BlockProps) {
  const { spec, answer, set } = useTask();
  const name = propertyOf(block);
  const labels = labelsOf(spec.output.properties[name]);
  const value = answer[name];
  const chosen = Array.isArray(value) ? value.map(String) : [];
  return (
    <FieldFrame block={block}>
      <Options
        block={block}
        kind="checkbox"
        labels={labels}
        chosen={chosen}
        onToggle={(label) => set(name, toggled(labels, chosen, label))}
      />
    </FieldFrame>
  );
}
