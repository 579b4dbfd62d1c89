import { useTranslation } from 'react-i18next';
import { isFileLink } from '../../shared/task/files';
import { type Answer, fieldsOf, type Json, propertyOf, type TaskSpec, textIn } from '../../shared/task/spec';
import { type Column, DataTable } from '../../shared/ui/DataTable';
import classes from '../../shared/ui/data.module.css';

interface Props {
  spec: TaskSpec | null;
  /** Null where the adjudicator looked without answering. */
  own: Answer | null;
  theirs: Answer;
}

function shownAs(value: Json | undefined): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function Shown({ value, isFile }: { value: Json | undefined; isFile: boolean }) {
  const { t } = useTranslation('appeals');
  // A text may look like a link: only what the task asks for as a file is one.
  if (isFile && isFileLink(value)) {
    return (
      <a href={value} target="_blank" rel="noopener noreferrer">
        {t('openFile')}
      </a>
    );
  }
  return <span className={classes.code}>{shownAs(value)}</span>;
}

/** The answers beside each other, field by field. */
export function AnswerTable({ spec, own, theirs }: Props) {
  const { t, i18n } = useTranslation('appeals');
  const names = [...new Set([...Object.keys(spec?.output.properties ?? {}), ...Object.keys(theirs)])];
  const labels = new Map(fieldsOf(spec?.ui.blocks).map((field) => [propertyOf(field), field.label] as const));
  const columns: Column<string>[] = [
    { title: t('field'), cell: (name) => textIn(labels.get(name), i18n.language).text || name },
    {
      title: t('theirAnswer'),
      cell: (name) => <Shown value={theirs[name]} isFile={spec?.output.properties[name]?.['x-kind'] === 'file'} />,
    },
  ];
  if (own) {
    columns.push(
      { title: t('ownAnswer'), cell: (name) => <span className={classes.code}>{shownAs(own[name])}</span> },
      {
        title: t('same'),
        cell: (name) =>
          shownAs(own[name]) === shownAs(theirs[name]) ? t('yes') : <strong className={classes.warn}>{t('no')}</strong>,
      },
    );
  }
  return <DataTable caption={t('beside')} rows={names} rowKey={(name) => name} columns={columns} />;
}
