import { Alert, Text } from '@mantine/core';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { isVisible } from '../answer';
import { type Block, fieldsOf, isPointer, propertyOf, type TaskSpec, textIn } from '../spec';
import { useTask } from '../TaskContext';
import { BoxField } from './BoxField';
import classes from './blocks.module.css';
import { ChatRatingsField } from './ChatRatingsField';
import { BooleanField, ChoiceField, MultichoiceField } from './ChoiceFields';
import { FileField } from './FileField';
import { NumberField, RatingField, TextField } from './PlainFields';
import { PolygonField } from './PolygonField';
import { PreferenceField } from './PreferenceField';
import { RankingField } from './RankingField';
import { SegmentField } from './SegmentField';
import { SkeletonField } from './SkeletonField';
import { SpanField } from './SpanField';
import { AudioView, ChatView, ImageView, LinkView, MarkdownView, TextView, VideoView } from './Views';

export interface BlockProps {
  block: Block;
}

const known: Record<string, ComponentType<BlockProps>> = {
  'view.text': TextView,
  'view.markdown': MarkdownView,
  'view.image': ImageView,
  'view.audio': AudioView,
  'view.video': VideoView,
  'view.link': LinkView,
  'view.pdf': LinkView,
  'view.chat': ChatView,
  'field.choice': ChoiceField,
  'field.multichoice': MultichoiceField,
  'field.boolean': BooleanField,
  'field.rating': RatingField,
  'field.number': NumberField,
  'field.text': TextField,
  'field.transcript': TextField,
  'field.preference': PreferenceField,
  'field.ranking': RankingField,
  'field.spans': SpanField,
  'field.chat-ratings': ChatRatingsField,
  'field.segments': SegmentField,
  'field.file': FileField,
};

/** Shapes of one block type that are answered in different ways. */
const shapes: Record<string, ComponentType<BlockProps>> = {
  boxes: BoxField,
  polygons: PolygonField,
  keypoints: SkeletonField,
};

function drawingOf(block: Block, spec: TaskSpec): ComponentType<BlockProps> | undefined {
  if (block.type !== 'field.shapes') return known[block.type];
  return shapes[spec.output.properties[propertyOf(block)]?.['x-kind'] ?? ''];
}

/** Fields that show what they are about themselves, in place of a view of it. */
const showsItself: Record<string, readonly string[]> = {
  'field.shapes': ['view.image'],
  'field.chat-ratings': ['view.chat'],
  'field.segments': ['view.audio', 'view.video'],
};

/** {@return whether a field below shows the same already} */
function isShownByField(block: Block, spec: TaskSpec): boolean {
  const { value } = block;
  return (
    isPointer(value) &&
    fieldsOf(spec.ui.blocks).some((field) => {
      const about = spec.output.properties[propertyOf(field)]?.['x-of'];
      return (
        showsItself[field.type]?.includes(block.type) &&
        drawingOf(field, spec) &&
        isPointer(about) &&
        about.$in === value.$in
      );
    })
  );
}

/** {@return whether this client can show every block of a task} */
export function canDraw(blocks: readonly Block[] | undefined, spec: TaskSpec): boolean {
  return (blocks ?? []).every((block) =>
    block.type === 'group' ? canDraw(block.blocks, spec) : drawingOf(block, spec) !== undefined,
  );
}

export function Blocks({ blocks, layout }: { blocks: readonly Block[]; layout?: string | undefined }) {
  const { spec, answer, seen } = useTask();
  return (
    <div className={classes.blocks} data-layout={layout ?? 'rows'}>
      {blocks
        .filter((block) => isVisible(block, answer, seen) && !isShownByField(block, spec))
        .map((block) => (
          <OneBlock key={blocks.indexOf(block)} block={block} />
        ))}
    </div>
  );
}

function OneBlock({ block }: BlockProps) {
  const { t, i18n } = useTranslation('work');
  const { spec } = useTask();
  if (block.type === 'group') {
    const label = textIn(block.label, i18n.language);
    return (
      <section className={classes.group}>
        {label.text && (
          <Text fw={650} lang={label.lang}>
            {label.text}
          </Text>
        )}
        <Blocks blocks={block.blocks ?? []} layout={block.layout} />
      </section>
    );
  }
  const Known = drawingOf(block, spec);
  if (Known) return <Known block={block} />;
  return (
    <Alert color="yellow" variant="outline" title={t('unknownBlock.title')}>
      <Text size="sm">{t('unknownBlock.text', { type: block.type })}</Text>
    </Alert>
  );
}
