import type { Definition, Step } from '~/api/types';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { AlertIcon } from '~/ui/icons';
import { TimeLimitText } from '~/ui/TimeLimitText';
import classes from './StepDiagram.module.css';
import { type Arrow, type DrawnStep, drawn, type Way } from './stepWays';
import { catalogueWords } from './words';

interface StepDiagramProps {
  steps: Definition['steps'];
  /** The name of a unit by its code. */
  unitName(code: string): string;
  /** What the server found wrong with a step, by its place. */
  faults: ReadonlyMap<number, readonly string[]>;
}

/**
 * The way of a request as boxes one below the other, from the applicant and back. A branch stands in words below its
 * step; where it leads to another step, an arrow beside the boxes shows it too.
 */
export function StepDiagram({ steps, unitName, faults }: StepDiagramProps) {
  const w = useWords(catalogueWords);
  const drawing = drawn(steps);
  return (
    <figure className={classes.figure}>
      <figcaption>{w('diagram')}</figcaption>
      <div className={classes.drawing}>
        <ol className={classes.way} style={{ gridRow: `1 / span ${drawing.end + 1}` }}>
          <li className={classes.end} style={{ gridRow: '1 / span 2' }}>
            {w('diagramStart')}
          </li>
          <Down line={3} />
          {steps.map((step, index) => {
            const box = drawing.steps[index];
            return (
              box && (
                <StepBox
                  // biome-ignore lint/suspicious/noArrayIndexKey: drawn anew as a whole
                  key={index}
                  number={index + 1}
                  step={step}
                  box={box}
                  steps={steps}
                  unitName={unitName}
                  faults={faults.get(index) ?? []}
                />
              )
            );
          })}
          <li className={classes.end} style={{ gridRow: `${drawing.end} / span 2` }}>
            {w('diagramEnd')}
          </li>
        </ol>
        <div
          aria-hidden
          className={classes.lanes}
          style={{ gridRow: `1 / span ${drawing.end + 1}`, width: `${drawing.lanes * laneWidth + 0.25}rem` }}
        >
          {drawing.arrows.map((arrow) => (
            <BranchArrow key={`${arrow.from} ${arrow.to}`} {...arrow} />
          ))}
        </div>
      </div>
    </figure>
  );
}

/** In rem. */
const laneWidth = 1;

/** The way on to the box below. */
function Down({ line }: { line: number }) {
  return (
    <li aria-hidden className={classes.down} style={{ gridRow: line }}>
      ↓
    </li>
  );
}

interface StepBoxProps {
  number: number;
  step: Step;
  box: DrawnStep;
  steps: Definition['steps'];
  unitName(code: string): string;
  faults: readonly string[];
}

function StepBox({ number, step, box, steps, unitName, faults }: StepBoxProps) {
  const w = useWords(catalogueWords);
  const { label } = useI18n();
  const { actor, reviewers = [], result } = step;
  const who = ({ role, unit }: Step['actor']) => label('role', role) + (unit ? ` · ${unitName(unit)}` : '');
  const below = box.line + 2 * (1 + box.ways.length);
  const goesOn = box.goesOn || number === steps.length;
  return (
    <>
      <li
        className={classes.step}
        data-applicant={actor.role === 'applicant' || undefined}
        data-faulty={faults.length > 0 || undefined}
        style={{ gridRow: `${box.line} / ${below}` }}
      >
        <div className={classes.head}>
          <strong>
            {number}. {step.name || w('item.step')}
          </strong>
          <span>{who(actor)}</span>
          {step.duration && (
            <span>
              <TimeLimitText limit={step.duration} />
            </span>
          )}
          {reviewers.length > 0 && (
            <span>{w('diagramReviewers', { names: reviewers.map(who).join(', ') })}</span>
          )}
          {result?.kind && (
            <span>{w('diagramResult', { result: result.text || w(`result.${result.kind}`) })}</span>
          )}
          {step.purpose && <span>{w('diagramPurpose', { purpose: w(`purpose.${step.purpose}`) })}</span>}
          {step.stops_clock && <span>{w('diagramClock')}</span>}
          {!goesOn && <span>{w('diagramStops')}</span>}
          {faults.map((fault) => (
            <span key={fault} className={classes.fault}>
              <AlertIcon size={16} /> {fault}
            </span>
          ))}
        </div>
        {box.ways.length > 0 && (
          <ul className={classes.ways} style={{ gridRow: `3 / span ${2 * box.ways.length}` }}>
            {box.ways.map(({ on, to }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: drawn anew as a whole
              <li key={index} style={{ gridRow: `${2 * index + 1} / span 2` }}>
                {w(`branch.${on}`)} <span aria-hidden>→</span>
                <span className="visually-hidden">{w('diagramLeads')}</span> <Target to={to} steps={steps} />
              </li>
            ))}
          </ul>
        )}
      </li>
      {goesOn && <Down line={below} />}
    </>
  );
}

function Target({ to, steps }: { to: Way['to']; steps: Definition['steps'] }) {
  const w = useWords(catalogueWords);
  const { t } = useI18n();
  if (to === null) return <strong className={classes.nowhere}>{w('diagramNowhere')}</strong>;
  if (to === 'applicant') return <strong>{t('role.applicant')}</strong>;
  if (to === 'external') return <strong>{w('outsider')}</strong>;
  return (
    <strong>
      {to + 1}. {steps[to]?.name || w('item.step')}
    </strong>
  );
}

function BranchArrow({ from, to, lane }: Arrow) {
  return (
    <span
      className={classes.arrow}
      data-way={to < from ? 'up' : 'down'}
      style={{
        gridRow: `${Math.min(from, to)} / ${Math.max(from, to)}`,
        width: `${(lane + 1) * laneWidth}rem`,
      }}
    />
  );
}
