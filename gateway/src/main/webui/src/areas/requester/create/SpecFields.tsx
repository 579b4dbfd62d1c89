import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelText, textIn } from '../../../shared/task/spec';
import classes from '../requester.module.css';
import {
  editableFields,
  parsedSpec,
  type SpecDocument,
  withInstructions,
  withLabels,
  withQuestion,
  withTitle,
} from './spec-edit';

interface Props {
  spec: SpecDocument;
  onChange: (spec: SpecDocument) => void;
  title: string;
  onTitle: (title: string) => void;
  titleFault: string | undefined;
  /** Why what is typed as JSON cannot be read; null where it can. */
  fault: string | null;
  onFault: (fault: string | null) => void;
}

/** The words of a task by questions, or the whole document as JSON. */
export function SpecFields({ spec, onChange, title, onTitle, titleFault, fault, onFault }: Props) {
  const { t, i18n } = useTranslation('requester');
  const [asJson, setAsJson] = useState(false);
  const language = i18n.language;
  return (
    <Stack>
      <TextInput
        label={t('words.title')}
        size="md"
        required
        maxLength={200}
        // A title cannot be put into a text that cannot be read.
        disabled={fault !== null}
        value={title}
        error={titleFault}
        onChange={(event) => {
          onTitle(event.currentTarget.value);
          if (event.currentTarget.value.trim()) onChange(withTitle(spec, event.currentTarget.value, language));
        }}
      />
      {asJson ? (
        <JsonField spec={spec} onChange={onChange} fault={fault} onFault={onFault} />
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {t('words.language')}
          </Text>
          {(['short', 'full'] as const).map((part) => (
            <Textarea
              key={part}
              label={t(`words.${part}`)}
              description={part === 'full' ? t('words.fullNote') : undefined}
              size="md"
              autosize
              minRows={part === 'short' ? 1 : 3}
              maxRows={12}
              value={textIn(spec.instructions?.[part], language).text}
              onChange={(event) => onChange(withInstructions(spec, part, event.currentTarget.value, language))}
            />
          ))}
          {editableFields(spec).map(({ block, name, labels }) => (
            <Stack key={name} gap="xs">
              <TextInput
                label={t('words.question', { name })}
                size="md"
                value={textIn(block.label, language).text}
                onChange={(event) => onChange(withQuestion(spec, name, event.currentTarget.value, language))}
              />
              {labels && (
                <LabelsField
                  key={`${name} labels`}
                  name={name}
                  lines={labels.map((label) => labelText(block, label, language))}
                  onLines={(lines) => onChange(withLabels(spec, name, lines, language))}
                />
              )}
            </Stack>
          ))}
        </>
      )}
      <Button
        variant="default"
        disabled={fault !== null}
        onClick={() => setAsJson((now) => !now)}
        aria-pressed={asJson}
      >
        {asJson ? t('words.asForm') : t('words.asJson')}
      </Button>
    </Stack>
  );
}

interface LabelsProps {
  name: string;
  lines: readonly string[];
  onLines: (lines: readonly string[]) => void;
}

/** One label a line; the text stays as typed, also while a line is still empty. */
function LabelsField({ name, lines, onLines }: LabelsProps) {
  const { t } = useTranslation('requester');
  const [text, setText] = useState(() => lines.join('\n'));
  return (
    <Textarea
      label={t('words.labels', { name })}
      description={t('words.labelsNote')}
      size="md"
      autosize
      minRows={2}
      maxRows={14}
      required
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onLines(event.currentTarget.value.split('\n'));
      }}
    />
  );
}

/** The text stays as typed, and follows what is changed elsewhere. */
function JsonField({ spec, onChange, fault, onFault }: Pick<Props, 'spec' | 'onChange' | 'fault' | 'onFault'>) {
  const { t } = useTranslation('requester');
  const [text, setText] = useState(() => JSON.stringify(spec, null, 2));
  const [read, setRead] = useState(spec);
  if (spec !== read) {
    setRead(spec);
    setText(JSON.stringify(spec, null, 2));
  }
  return (
    <Textarea
      className={classes.code ?? ''}
      label={t('words.json')}
      description={t('words.jsonNote')}
      spellCheck={false}
      autosize
      minRows={14}
      maxRows={30}
      value={text}
      error={fault ? t('words.jsonFault', { fault }) : undefined}
      onChange={(event) => {
        setText(event.currentTarget.value);
        const found = parsedSpec(event.currentTarget.value);
        if ('fault' in found) onFault(found.fault);
        else {
          onFault(null);
          setRead(found.spec);
          onChange(found.spec);
        }
      }}
    />
  );
}
