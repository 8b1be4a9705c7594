import { useWords } from '~/i18n/useWords';
import { CopyButton } from '~/ui/CopyButton';
import { Notice } from '~/ui/Notice';
import classes from './KeysPage.module.css';
import { keyWords } from './words';

/** The secret of a key, shown this once. */
export function SecretNotice({ title, secret }: { title: string; secret: string }) {
  const w = useWords(keyWords);
  return (
    <div className={classes.told}>
      <Notice tone="positive" title={title} live action={<CopyButton value={secret} label={w('copy')} />}>
        <div className={classes.secret}>{secret}</div>
        <div>{w('secretText')}</div>
      </Notice>
    </div>
  );
}
