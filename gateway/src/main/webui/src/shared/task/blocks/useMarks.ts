import { type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Block, type Json, labelsOf, labelText, propertyOf } from '../spec';
import { useTask } from '../TaskContext';

/** The marks of an answer that have labels, such as boxes: which there are, which is chosen, and what the next one will be. */
export interface Marks<M> {
  /** Of the property that holds them. */
  name: string;
  marks: readonly M[];
  labels: readonly string[];
  /** Of the next mark. */
  label: string;
  chosen: number | null;
  setChosen: (index: number | null) => void;
  list: RefObject<HTMLUListElement | null>;
  nameOf: (label: string) => string;
  /** `merge`: one step of many that are undone together. */
  put: (all: readonly M[], merge?: boolean) => void;
  putOne: (index: number, mark: M, merge?: boolean) => void;
  /** Adds a mark and chooses it. */
  append: (mark: M) => void;
  /** As `append`, for a mark that was not drawn: it takes the arrow keys at once. */
  add: (mark: M) => void;
  /** The label of the chosen mark, and of those to come. */
  choose: (label: string) => void;
  remove: (index: number) => void;
}

const none: readonly never[] = [];

export function useMarks<M extends { label: string }>(block: Block): Marks<M> {
  const { i18n } = useTranslation('work');
  const { spec, answer, set } = useTask();
  const name = propertyOf(block);
  const labels = labelsOf(spec.output.properties[name]);
  const [label, setLabel] = useState(labels[0] ?? '');
  const [chosen, setChosen] = useState<number | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const marks = (Array.isArray(answer[name]) ? answer[name] : none) as unknown as readonly M[];

  const put = (all: readonly M[], merge = false) => set(name, all as unknown as Json, merge);
  const putOne = (index: number, mark: M, merge = false) =>
    put(
      marks.map((other, at) => (at === index ? mark : other)),
      merge,
    );
  const append = (mark: M) => {
    put([...marks, mark]);
    setChosen(marks.length);
  };
  const add = (mark: M) => {
    append(mark);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child [data-mark]')?.focus());
  };
  const choose = (other: string) => {
    setLabel(other);
    const mark = chosen === null ? undefined : marks[chosen];
    if (chosen !== null && mark) putOne(chosen, { ...mark, label: other });
  };
  const remove = (index: number) => {
    put(marks.filter((_, other) => other !== index));
    setChosen(null);
  };
  const nameOf = (of: string) => labelText(block, of, i18n.language);
  return { name, marks, labels, label, chosen, setChosen, list, nameOf, put, putOne, append, add, choose, remove };
}
