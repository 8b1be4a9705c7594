import { Link } from '@tanstack/react-router';
import type { Proposal, RecommendationForm } from '~/api/recommendations';
import { useI18n } from '~/i18n/I18nProvider';
import { useWords } from '~/i18n/useWords';
import { idOfPointer } from '~/ui/form/formContext';
import { formWords } from '~/ui/form/formWords';
import { nameOfPointer } from '~/ui/form/pointers';
import { fieldId } from '~/ui/formErrors';
import { Section } from '~/ui/Section';
import classes from './Faults.module.css';
import { replyForm } from './Mending';
import { type Place, placeOf, titleOfPoint } from './points';
import { riskWords } from './riskWords';
import { formName } from './SavedForm';
import { proposalWords } from './words';

interface Fault {
  pointer: string;
  detail: string;
}

interface FaultsProps {
  proposal: Proposal;
  forms: RecommendationForm;
  faults: readonly Fault[];
}

/** Everything that is still missing or wrong, by point; each line leads to its field. */
export function Faults({ proposal, forms, faults }: FaultsProps) {
  const { language } = useI18n();
  const w = useWords(proposalWords);
  const say = useWords(riskWords);
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const group = fault.pointer.split('/').slice(0, 3).join('/');
    groups.set(group, [...(groups.get(group) ?? []), fault]);
  }
  const titleOf = (place: Place | null): string => {
    if (place?.page === 'point' || (place?.page === 'reply' && !place.key.startsWith('risk-'))) {
      const point = forms.points.find(({ key }) => key === place.key);
      if (!point) return place.key;
      const title = titleOfPoint(point, language);
      return point.document === 'needs' || point.document === 'planning'
        ? `${w(point.document)}, ${point.number}. ${title}`
        : title;
    }
    return place?.page === 'risk' ? say('page', { number: place.number }) : w('register');
  };
  return (
    <Section title={w('faultsTitle', { count: faults.length })}>
      <p className={classes.quiet}>{w('faultsText')}</p>
      <ul className={classes.groups}>
        {[...groups].map(([group, lines]) => (
          <li key={group}>
            <h3>{titleOf(placeOf(lines[0]?.pointer ?? ''))}</h3>
            <ul>
              {lines.map(({ pointer, detail }) => (
                <li key={pointer + detail}>
                  <FaultLink proposal={proposal} forms={forms} pointer={pointer} detail={detail} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What is wrong, as a link to the field where it is mended. */
function FaultLink({ proposal, forms, pointer, detail }: Omit<FaultsProps, 'faults'> & Fault) {
  const { language } = useI18n();
  const w = useWords(formWords);
  const place = placeOf(pointer);
  const { id } = proposal;
  const named = (form: Parameters<typeof nameOfPointer>[0], at: string) =>
    at === '' ? detail : `${nameOfPointer(form, at, language, w)}: ${detail}`;
  const idOf = (at: string) => (at === '' ? '' : idOfPointer(formName, at));
  switch (place?.page) {
    case 'point': {
      const point = forms.points.find(({ key }) => key === place.key);
      return (
        <Link
          to="/rekomendasi/$id/isi/$point"
          params={{ id, point: place.key }}
          search={{ periksa: true }}
          hash={idOf(place.pointer)}
        >
          {point ? named(point.form, place.pointer) : detail}
        </Link>
      );
    }
    case 'risk': {
      const risk = proposal.risks.find(({ number }) => number === place.number);
      if (!risk) return detail;
      return (
        <Link
          to="/rekomendasi/$id/risiko/$risk"
          params={{ id, risk: risk.id }}
          search={{ periksa: true }}
          hash={idOf(place.pointer)}
        >
          {named(forms.risk.form, place.pointer)}
        </Link>
      );
    }
    case 'reply': {
      const hash = fieldId(replyForm, place.key);
      return place.key.startsWith('risk-') ? (
        <Link
          to="/rekomendasi/$id/risiko/$risk"
          params={{ id, risk: place.key.slice('risk-'.length) }}
          search={{ periksa: true }}
          hash={hash}
        >
          {detail}
        </Link>
      ) : (
        <Link
          to="/rekomendasi/$id/isi/$point"
          params={{ id, point: place.key }}
          search={{ periksa: true }}
          hash={hash}
        >
          {detail}
        </Link>
      );
    }
    case 'register':
      return (
        <Link to="/rekomendasi/$id/risiko" params={{ id }}>
          {detail}
        </Link>
      );
    default:
      return detail;
  }
}
