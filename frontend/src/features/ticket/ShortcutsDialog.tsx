import { Kbd, Modal, Switch } from '@mantine/core';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { useReturnFocus } from '~/lib/useReturnFocus';
import { inboxWords } from './inboxWords';
import classes from './ShortcutsDialog.module.css';

const shortcuts = [
  ['key.next', ['j', '↓']],
  ['key.previous', ['k', '↑']],
  ['key.open', ['Enter']],
  ['key.close', ['Esc']],
  ['key.select', ['x']],
  ['key.takeUp', ['t']],
  ['key.dispose', ['d']],
  ['key.return', ['r']],
  ['key.search', ['/']],
  ['key.help', ['?']],
] as const;

interface ShortcutsDialogProps {
  on: boolean;
  onSwitch(on: boolean): void;
  onClose(): void;
}

/** Which keys do what in the inbox, and the switch that silences them. */
export function ShortcutsDialog({ on, onSwitch, onClose }: ShortcutsDialogProps) {
  const { t } = useI18n();
  const w = useWords(inboxWords);
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      title={w('shortcuts')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Switch
        label={w('shortcutsOn')}
        description={w('shortcutsHint')}
        checked={on}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
      />
      <dl className={classes.keys}>
        {shortcuts.map(([name, keys]) => (
          <div key={name}>
            <dt>{w(name)}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && ` ${w('or')} `}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
