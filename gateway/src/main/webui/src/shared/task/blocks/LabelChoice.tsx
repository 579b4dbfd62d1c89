import { useTranslation } from 'react-i18next';
import { type Block, labelText, propertyOf } from '../spec';
import classes from './blocks.module.css';
import { colourOf } from './Canvas';

interface Props {
  block: Block;
  labels: readonly string[];
  label: string;
  onChoose: (label: string) => void;
}

/** What the next shape will be, or the chosen one becomes. */
export function LabelChoice({ block, labels, label, onChoose }: Props) {
  const { t, i18n } = useTranslation('work');
  return (
    <div className={classes.options} role="radiogroup" aria-label={t('marks.labels')}>
      {labels.map((one) => (
        <label key={one} className={classes.option} data-chosen={one === label}>
          <input
            type="radio"
            name={`${propertyOf(block)}-label`}
            checked={one === label}
            onChange={() => onChoose(one)}
          />
          <span className={classes.swatch} style={{ background: colourOf(labels, one) }} />
          <span>{labelText(block, one, i18n.language)}</span>
        </label>
      ))}
    </div>
  );
}
