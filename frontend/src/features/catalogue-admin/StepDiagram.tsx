import type { Definition } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { TimeLimitText } from '~/ui/TimeLimitText';
import classes from './StepDiagram.module.css';
import { catalogueWords } from './words';

interface StepDiagramProps {
  steps: Definition['steps'];
  /** The name of a unit by its code. */
  unitName(code: string): string;
}

/** The way of a request as boxes in a row, from the applicant and back. */
export function StepDiagram({ steps, unitName }: StepDiagramProps) {
  const w = useWords(catalogueWords);
  const { label } = useI18n();
  return (
    <figure className={classes.figure}>
      <figcaption>{w('diagram')}</figcaption>
      <ol className={classes.way}>
        <li data-end>{w('diagramStart')}</li>
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn anew as a whole
          <li key={index}>
            <strong>{step.name || w('item.step')}</strong>
            <span>
              {label('role', step.actor.role)}
              {step.actor.unit && ` · ${unitName(step.actor.unit)}`}
            </span>
            {step.duration && (
              <span>
                <TimeLimitText limit={step.duration} />
              </span>
            )}
          </li>
        ))}
        <li data-end>{w('diagramEnd')}</li>
      </ol>
    </figure>
  );
}
