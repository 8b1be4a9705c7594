import { type ComponentType, memo } from 'react';
import { useWords } from '~/i18n/useWords';
import { AlertIcon } from '~/ui/icons';
import { AssetField } from './AssetField';
import {
  AgencyField,
  ChoiceField,
  ChoicesField,
  StatementField,
  UnitField,
  YesNoField,
} from './ChoiceFields';
import { DateField, TimeRangeField } from './DateFields';
import { FilesField } from './FilesField';
import classes from './FormFields.module.css';
import { type FieldProps, useFormContext } from './formContext';
import { formWords } from './formWords';
import { type Kind, kindOf } from './kinds';
import { NameField } from './NameField';
import { MoneyField, NumberField } from './NumberFields';
import { PersonField } from './PersonField';
import { PlaceField } from './PlaceField';
import { RowsField } from './RowsField';
import { LongTextField, TextField } from './TextFields';
import { TotalField } from './TotalField';
import type { Field } from './types';

const views: Record<Exclude<Kind, 'rows'>, ComponentType<FieldProps>> = {
  text: TextField,
  multiline: LongTextField,
  number: NumberField,
  rupiah: MoneyField,
  date: DateField,
  'time-range': TimeRangeField,
  choice: ChoiceField,
  choices: ChoicesField,
  'yes-no': YesNoField,
  statement: StatementField,
  agency: AgencyField,
  unit: UnitField,
  person: PersonField,
  nip: TextField,
  nik: TextField,
  phone: TextField,
  email: TextField,
  mailbox: NameField,
  subdomain: NameField,
  uri: TextField,
  ip: TextField,
  coordinates: PlaceField,
  files: FilesField,
  computed: TotalField,
};

/** Names of the register have fields of their own, whatever kind of text they are. */
function viewOf(field: Field, kind: Kind): ComponentType<FieldProps> {
  if (field['x-asset']) return AssetField;
  if (field['x-register']) return NameField;
  return views[kind as keyof typeof views];
}

interface FieldViewProps {
  /** The pointer of the answers to which this one belongs, and its key among them. */
  group: string;
  name: string;
  field: Field;
  value: unknown;
  required: boolean;
  /** The pointers of all fields that are asked. */
  asked: ReadonlySet<string>;
  onChange(name: string, value: unknown): void;
}

/**
 * One field of a form, of whatever kind, with what an officer wants mended in it. It is drawn again only when something
 * of its own changes, because a long form is typed into.
 */
export const FieldView = memo(function FieldView({ group, name, asked, onChange, ...rest }: FieldViewProps) {
  const w = useWords(formWords);
  const { remarks } = useFormContext();
  const pointer = `${group}/${name}`;
  const remark = remarks.get(pointer);
  const kind = kindOf(rest.field);
  const View = viewOf(rest.field, kind);
  const props: FieldProps = { ...rest, pointer, onChange: (value) => onChange(name, value) };
  return (
    <div className={classes.field} data-remark={remark ? true : undefined}>
      {remark && (
        <p className={classes.remark}>
          <AlertIcon size={18} />
          <span>
            <strong>{w('toMend')}:</strong> {remark}
          </span>
        </p>
      )}
      {kind === 'rows' ? <RowsField {...props} asked={asked} /> : <View {...props} />}
    </div>
  );
});
