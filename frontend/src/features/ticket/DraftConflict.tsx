import { Button, Group } from '@mantine/core';
import { useWords } from '~/i18n/useWords';
import { Notice } from '~/ui/Notice';
import { draftWords } from './draftWords';

interface DraftConflictProps {
  /** The version of the other device counts, or the one on this page. */
  onUseOther(): void;
  onUseMine(): void;
}

/** The draft was changed elsewhere while it was open here: which version counts? */
export function DraftConflict({ onUseOther, onUseMine }: DraftConflictProps) {
  const w = useWords(draftWords);
  return (
    <Notice tone="caution" title={w('conflictTitle')} live>
      <p>{w('conflictText')}</p>
      <Group gap="sm" mt="xs">
        <Button size="sm" onClick={onUseOther}>
          {w('useOther')}
        </Button>
        <Button size="sm" variant="default" onClick={onUseMine}>
          {w('useMine')}
        </Button>
      </Group>
    </Notice>
  );
}
