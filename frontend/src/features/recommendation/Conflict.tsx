import { Button, Radio, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { VersionedAnswers } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AnswerText } from '~/ui/form/AnswerText';
import type { AnswerFile } from '~/ui/form/formContext';
import { titleOf } from '~/ui/form/kinds';
import type { Merged } from '~/ui/form/merge';
import type { Answers, Form } from '~/ui/form/types';
import classes from './Conflict.module.css';
import { proposalWords } from './words';

interface ConflictProps {
  form: Form;
  choosing: Merged & { mine: Answers; theirs: VersionedAnswers };
  files: ReadonlyMap<string, AnswerFile>;
  onChosen(answers: Answers): void;
}

/** Two people have answered the same questions differently: both answers side by side, and a choice for each. */
export function Conflict({ form, choosing, files, onChosen }: ConflictProps) {
  const { language, format } = useI18n();
  const w = useWords(proposalWords);
  const { answers, both, mine, theirs } = choosing;
  const [taken, setTaken] = useState<Readonly<Record<string, unknown>>>({});
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const name = theirs.savedBy?.name;
  return (
    <section className={classes.conflict} aria-labelledby="conflict">
      <Title order={2} size="h4" id="conflict" ref={heading} tabIndex={-1}>
        {name ? w('conflictTitle', { name, time: format.dateTime(theirs.savedAt) }) : w('conflictTitleElse')}
      </Title>
      <p>{w('conflictText')}</p>
      {both.map((key) => {
        const field = form.properties[key];
        if (!field) return null;
        const [own, other] = [mine[key], theirs.answers[key]];
        // Two texts can both be kept, to be tidied up afterwards.
        const joined = typeof own === 'string' && typeof other === 'string' && field.format === 'multiline';
        const choices = [
          { value: 'mine', label: w('useMine'), answer: own },
          { value: 'theirs', label: name ? w('useTheirs', { name }) : w('useTheirsElse'), answer: other },
          ...(joined ? [{ value: 'both', label: w('useBoth'), answer: `${own}\n\n${other}` }] : []),
        ];
        return (
          <div key={key} className={classes.field}>
            <div className={classes.texts}>
              <div>
                <h3>{w('mine')}</h3>
                <AnswerText field={field} value={own} files={files} />
              </div>
              <div>
                <h3>{name ? w('theirs', { name }) : w('theirsElse')}</h3>
                <AnswerText field={field} value={other} files={files} />
              </div>
            </div>
            <Radio.Group
              label={titleOf(field, language)}
              defaultValue="mine"
              onChange={(choice) =>
                setTaken((now) => ({
                  ...now,
                  [key]: choices.find(({ value }) => value === choice)?.answer,
                }))
              }
            >
              <div className={classes.choices}>
                {choices.map(({ value, label }) => (
                  <Radio key={value} value={value} label={label} />
                ))}
              </div>
            </Radio.Group>
          </div>
        );
      })}
      <Button onClick={() => onChosen({ ...answers, ...taken })}>{w('conflictDone')}</Button>
    </section>
  );
}
