import { Text, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { inputValue, type Json, labelsOf, labelText, propertyOf } from '../spec';
import { useTask } from '../TaskContext';
import type { BlockProps } from './Blocks';
import classes from './blocks.module.css';
import { toggled } from './ChoiceFields';
import { FieldFrame } from './FieldFrame';
import { Markdown } from './Views';

interface TurnRating {
  turn: number;
  rating?: number;
  labels?: string[];
  note?: string;
}

interface Message {
  role?: string;
  content?: string;
}

/** The talk with a rating below each turn of the assistant. */
export function ChatRatingsField({ block }: BlockProps) {
  const { t, i18n } = useTranslation('work');
  const { spec, input, answer, set } = useTask();
  const name = propertyOf(block);
  const property = spec.output.properties[name];
  const given = inputValue(property?.['x-of'], input);
  const messages = (Array.isArray(given) ? given : []) as Message[];
  const ratings = (Array.isArray(answer[name]) ? answer[name] : []) as unknown as TurnRating[];
  const lowest = property?.minimum ?? 1;
  const steps = Array.from({ length: (property?.maximum ?? 5) - lowest + 1 }, (_, index) => lowest + index);
  const labels = labelsOf(property);
  const change = (turn: number, part: Partial<TurnRating>, typing = false) => {
    const now = ratings.find((rating) => rating.turn === turn) ?? { turn };
    const next = [...ratings.filter((rating) => rating.turn !== turn), { ...now, ...part }];
    set(name, next.sort((a, b) => a.turn - b.turn) as unknown as Json, typing);
  };
  return (
    <FieldFrame block={block}>
      <ol className={classes.chat}>
        {messages.map((message, turn) => {
          const own = ratings.find((rating) => rating.turn === turn);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the turns of a talk are known by their number
            <li key={turn} className={classes.turn} data-role={message.role}>
              <Text size="xs" c="dimmed">
                {message.role}
              </Text>
              <Markdown text={message.content ?? ''} />
              {message.role === 'assistant' && (
                <div className={classes.group}>
                  <div className={classes.steps} role="radiogroup" aria-label={t('chat.rating', { turn: turn + 1 })}>
                    {steps.map((step) => (
                      <label key={step} className={classes.step} data-chosen={own?.rating === step}>
                        <input
                          type="radio"
                          name={`${name}-${turn}`}
                          checked={own?.rating === step}
                          onChange={() => change(turn, { rating: step })}
                        />
                        <span>{step}</span>
                      </label>
                    ))}
                  </div>
                  {own && labels.length > 0 && (
                    <div className={classes.options}>
                      {labels.map((label) => (
                        <label key={label} className={classes.option} data-chosen={own.labels?.includes(label)}>
                          <input
                            type="checkbox"
                            checked={own.labels?.includes(label) ?? false}
                            onChange={() => change(turn, { labels: toggled(labels, own.labels ?? [], label) })}
                          />
                          <span>{labelText(block, label, i18n.language)}</span>
                        </label>
                      ))}
                    </div>
                  )}
                  {own && (
                    <Textarea
                      label={t('chat.note')}
                      size="md"
                      autosize
                      minRows={1}
                      value={own.note ?? ''}
                      onChange={(event) => change(turn, { note: event.currentTarget.value }, true)}
                    />
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </FieldFrame>
  );
}
